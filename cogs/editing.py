"""/undo"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Editing(commands.Cog):
    """Changes to a dossier."""

    @question("undo")
    async def undo(self, interaction: Interaction, *, id: str = "", dossier: str = "") -> None:
        """Take back a change."""
        await reply(interaction, "undo", id=id, dossier=dossier)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Editing())
