"""/sources"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Sources(commands.Cog):
    """What rests on what."""

    @question("sources")
    async def sources(
        self,
        interaction: Interaction,
        *,
        item: str = "",
        outlet: str = "",
        as_of: str = "",
        dossier: str = "",
        private: str = "yes",
    ) -> None:
        """Show sources."""
        await reply(interaction, "sources", item=item, outlet=outlet, as_of=as_of, dossier=dossier, private=private)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Sources())
