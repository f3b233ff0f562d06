"""/status"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Status(commands.Cog):
    """Where it stands."""

    status = handed_on("status", "as_of", "dossier", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Status())
