"""/help"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, reply


class Help(commands.Cog):
    """What can be asked."""

    @question("help")
    async def help(self, interaction: Interaction, *, topic: str = "", private: str = "yes") -> None:
        """Say what can be asked."""
        await reply(interaction, "help", topic=topic, private=private)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Help())
