"""/offers"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Offers(commands.Cog):
    """What was offered, and answered."""

    offers = handed_on("offers", "as_of", "dossier", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Offers())
