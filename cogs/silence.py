"""/mute"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Silence(commands.Cog):
    """Whose silence a server doesn't want to hear of."""

    @question("mute")
    async def mute(self, interaction: Interaction, *, name: str = "", state: str = "on", dossier: str = "") -> None:
        """Leave somebody's silence out."""
        await reply(interaction, "mute", name=name, state=state, dossier=dossier)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Silence())
