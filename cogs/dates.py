"""/dates"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Dates(commands.Cog):
    """What is expected."""

    dates = handed_on("dates", "as_of", "dossier", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Dates())
