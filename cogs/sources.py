"""/sources"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Sources(commands.Cog):
    """What rests on what."""

    sources = handed_on("sources", "as_of", "dossier", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Sources())
