"""/handover"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Handover(commands.Cog):
    """Taking over from a colleague."""

    @question("handover")
    async def handover(
        self, interaction: Interaction, *, until: str = "", as_of: str = "", dossier: str = "", private: str = "yes"
    ) -> None:
        """Show what changed since one's last look, and what is open."""
        await reply(interaction, "handover", until=until, as_of=as_of, dossier=dossier, private=private)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Handover())
