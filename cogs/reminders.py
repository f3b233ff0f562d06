"""/outcome"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Reminders(commands.Cog):
    """What became of tracked dates."""

    @question("outcome")
    async def outcome(
        self, interaction: Interaction, *, item: str, kind: str, to: str = "", basis: str = "", dossier: str = ""
    ) -> None:
        """Record what became of a tracked date."""
        await reply(interaction, "outcome", item=item, kind=kind, to=to, basis=basis, dossier=dossier)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Reminders())
