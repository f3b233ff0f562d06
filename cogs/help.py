"""/help"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Help(commands.Cog):
    """What can be asked."""

    help = handed_on("help", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Help())
