"""/timeline"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Timeline(commands.Cog):
    """What happened and what was said, in order."""

    timeline = handed_on("timeline", "as_of", "dossier", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Timeline())
