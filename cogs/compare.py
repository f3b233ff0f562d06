"""/compare"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Compare(commands.Cog):
    """Two things side by side."""

    compare = handed_on("compare", "as_of", "dossier", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Compare())
