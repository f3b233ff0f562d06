"""/edit and /undo"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Editing(commands.Cog):
    """Changes to a dossier."""

    edit = handed_on("edit", "dossier")
    undo = handed_on("undo", "dossier")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Editing())
