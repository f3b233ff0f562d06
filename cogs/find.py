"""/find"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Find(commands.Cog):
    """Full-text search."""

    find = handed_on("find", "as_of", "dossier", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Find())
