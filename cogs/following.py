"""/follow"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Following(commands.Cog):
    """Hearing of somebody or something in person."""

    follow = handed_on("follow", "dossier")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Following())
