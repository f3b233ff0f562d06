"""/dates"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Dates(commands.Cog):
    """What is expected."""

    @question("dates")
    async def dates(
        self,
        interaction: Interaction,
        *,
        within: str = "",
        state: str = "",
        as_of: str = "",
        dossier: str = "",
        private: str = "yes",
    ) -> None:
        """List tracked dates."""
        options = {"within": within, "state": state, "as_of": as_of, "dossier": dossier, "private": private}
        await reply(interaction, "dates", **options)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Dates())
