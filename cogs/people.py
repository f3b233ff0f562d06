"""/who"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class People(commands.Cog):
    """Who is who."""

    @question("who")
    async def who(
        self,
        interaction: Interaction,
        *,
        name: str,
        explain: str = "",
        as_of: str = "",
        dossier: str = "",
        private: str = "yes",
    ) -> None:
        """Say who somebody is."""
        options = {"name": name, "explain": explain, "as_of": as_of, "dossier": dossier, "private": private}
        await reply(interaction, "who", **options)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(People())
