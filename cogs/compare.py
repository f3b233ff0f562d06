"""/compare"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Compare(commands.Cog):
    """Two things side by side."""

    @question("compare")
    async def compare(
        self,
        interaction: Interaction,
        *,
        first: str,
        second: str,
        as_of: str = "",
        dossier: str = "",
        private: str = "yes",
    ) -> None:
        """Compare two things."""
        options = {"first": first, "second": second, "as_of": as_of, "dossier": dossier, "private": private}
        await reply(interaction, "compare", **options)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Compare())
