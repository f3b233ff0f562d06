"""/quotes"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Quotes(commands.Cog):
    """Who said what."""

    quotes = handed_on("quotes", "as_of", "dossier", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Quotes())
