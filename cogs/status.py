"""/status"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Status(commands.Cog):
    """Where it stands."""

    @question("status")
    async def status(
        self, interaction: Interaction, *, as_of: str = "", dossier: str = "", private: str = "yes"
    ) -> None:
        """Say where it stands."""
        await reply(interaction, "status", as_of=as_of, dossier=dossier, private=private)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Status())
