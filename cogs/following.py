"""/follow"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Following(commands.Cog):
    """Hearing of somebody or something in person."""

    @question("follow")
    async def follow(
        self, interaction: Interaction, *, name: str = "", about: str = "", how: str = "", dossier: str = ""
    ) -> None:
        """Follow a person or a subject."""
        await reply(interaction, "follow", name=name, about=about, how=how, dossier=dossier)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Following())
