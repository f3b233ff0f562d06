"""/dossier"""

from discord import app_commands
from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


@app_commands.default_permissions(manage_guild=True)
class Dossiers(
    commands.GroupCog, group_name="dossier", group_description="Which dossiers there are, and where each is asked."
):
    """The dossiers of a server."""

    @question("dossier list")
    async def list(self, interaction: Interaction, *, private: str = "") -> None:
        """List the dossiers."""
        await reply(interaction, "dossier list", private=private)

    @question("dossier use")
    async def use(self, interaction: Interaction, *, name: str, where: str = "") -> None:
        """Say which dossier is asked here."""
        await reply(interaction, "dossier use", name=name, where=where)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Dossiers())
