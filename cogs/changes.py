"""/changes"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Changes(commands.Cog):
    """What was recorded."""

    @question("changes")
    async def changes(
        self,
        interaction: Interaction,
        *,
        since: str = "",
        kind: str = "",
        as_of: str = "",
        dossier: str = "",
        private: str = "yes",
    ) -> None:
        """Show what was recorded."""
        options = {"since": since, "kind": kind, "as_of": as_of, "dossier": dossier, "private": private}
        await reply(interaction, "changes", **options)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Changes())
