"""/item"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Items(commands.Cog):
    """One item in full."""

    item = handed_on("item", "as_of", "dossier", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Items())
