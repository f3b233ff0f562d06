"""/find"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Find(commands.Cog):
    """Full-text search."""

    @question("find")
    async def find(
        self,
        interaction: Interaction,
        *,
        text: str,
        kind: str = "",
        order: str = "",
        as_of: str = "",
        dossier: str = "",
        private: str = "yes",
    ) -> None:
        """Find words in everything the dossier holds."""
        options = {"kind": kind, "order": order, "as_of": as_of, "dossier": dossier, "private": private}
        await reply(interaction, "find", text=text, **options)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Find())
