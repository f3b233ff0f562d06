"""/mute"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Silence(commands.Cog):
    """Whose silence a server doesn't want to hear of."""

    mute = handed_on("mute", "dossier")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Silence())
