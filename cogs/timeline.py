"""/timeline"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Timeline(commands.Cog):
    """What happened and what was said, in order."""

    @question("timeline")
    async def timeline(
        self,
        interaction: Interaction,
        *,
        from_: str = "",
        to: str = "",
        about: str = "",
        picture: str = "",
        as_of: str = "",
        dossier: str = "",
        private: str = "yes",
    ) -> None:
        """List events and statements in order."""
        own = {"from": from_, "to": to, "about": about, "picture": picture}
        await reply(interaction, "timeline", **own, as_of=as_of, dossier=dossier, private=private)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Timeline())
