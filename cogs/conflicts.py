"""/conflicts"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Conflicts(commands.Cog):
    """Where reports differ."""

    conflicts = handed_on("conflicts", "as_of", "dossier", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Conflicts())
