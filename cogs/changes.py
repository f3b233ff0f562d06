"""/changes"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Changes(commands.Cog):
    """What was recorded."""

    changes = handed_on("changes", "as_of", "dossier", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Changes())
