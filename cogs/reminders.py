"""/outcome and /leads"""

from discord.ext import commands

from bot.client import Backchannel
from cogs.options import handed_on


class Reminders(commands.Cog):
    """What became of tracked dates."""

    outcome = handed_on("outcome", "dossier")
    leads = handed_on("leads", "dossier")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Reminders())
