"""/item"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Items(commands.Cog):
    """One item in full."""

    @question("item")
    async def item(
        self,
        interaction: Interaction,
        *,
        id: str,
        form: str = "",
        as_of: str = "",
        dossier: str = "",
        private: str = "yes",
    ) -> None:
        """Show one item in full."""
        await reply(interaction, "item", id=id, form=form, as_of=as_of, dossier=dossier, private=private)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Items())
