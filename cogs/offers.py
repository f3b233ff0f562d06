"""/offers"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Offers(commands.Cog):
    """What was offered, and answered."""

    @question("offers")
    async def offers(
        self,
        interaction: Interaction,
        *,
        party: str = "",
        state: str = "",
        picture: str = "",
        as_of: str = "",
        dossier: str = "",
        private: str = "yes",
    ) -> None:
        """Show offers."""
        own = {"party": party, "state": state, "picture": picture}
        await reply(interaction, "offers", **own, as_of=as_of, dossier=dossier, private=private)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Offers())
