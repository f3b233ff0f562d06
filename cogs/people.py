"""/who"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class People(commands.Cog):
    """Who is who."""

    who = handed_on("who", "as_of", "dossier", "private")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(People())
