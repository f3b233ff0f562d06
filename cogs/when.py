"""/when"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class When(commands.Cog):
    """What words for a date mean."""

    when = handed_on("when", "as_of", "dossier", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(When())
