"""/handover"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Handover(commands.Cog):
    """Taking over from a colleague."""

    handover = handed_on("handover", "as_of", "dossier", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Handover())
