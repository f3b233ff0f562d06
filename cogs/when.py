"""/when"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class When(commands.Cog):
    """What words for a date mean."""

    @question("when")
    async def when(
        self,
        interaction: Interaction,
        *,
        text: str,
        on: str = "",
        as_of: str = "",
        dossier: str = "",
        private: str = "yes",
    ) -> None:
        """Say what words for a date mean."""
        await reply(interaction, "when", text=text, on=on, as_of=as_of, dossier=dossier, private=private)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(When())
