"""/conflicts"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Conflicts(commands.Cog):
    """Where reports differ."""

    @question("conflicts")
    async def conflicts(
        self,
        interaction: Interaction,
        *,
        about: str = "",
        state: str = "all",
        as_of: str = "",
        dossier: str = "",
        private: str = "yes",
    ) -> None:
        """Show conflicts."""
        await reply(interaction, "conflicts", about=about, state=state, as_of=as_of, dossier=dossier, private=private)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Conflicts())
