"""/quotes"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Quotes(commands.Cog):
    """Who said what."""

    @question("quotes")
    async def quotes(
        self,
        interaction: Interaction,
        *,
        name: str = "",
        about: str = "",
        since: str = "",
        exact: str = "",
        form: str = "",
        before: str = "",
        as_of: str = "",
        dossier: str = "",
        private: str = "yes",
    ) -> None:
        """Show what was said."""
        own = {"name": name, "about": about, "since": since, "exact": exact, "form": form, "before": before}
        await reply(interaction, "quotes", **own, as_of=as_of, dossier=dossier, private=private)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Quotes())
