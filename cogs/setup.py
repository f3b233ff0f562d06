"""/setup"""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.client import Backchannel
from bot.discord.permissions import postable
from bot.discord.reply import Interaction, excused, reply
from bot.discord.slash import question


class Setup(commands.Cog):
    """What a server settles for itself."""

    @app_commands.guild_only()
    @question("setup")
    async def setup(
        self,
        interaction: Interaction,
        *,
        channel: discord.TextChannel | discord.Thread | None = None,
        zone: str = "",
        hour: str = "",
        leads: str = "",
        quiet: str = "",
        order: str = "",
        role: discord.Role | None = None,
        level: str = "",
        retry: str = "",
        dossier: str = "",
    ) -> None:
        """Settle where and when reminders come."""
        async with excused(interaction):
            chosen = postable(channel) if channel else ""
            own = {
                "channel": chosen,
                "zone": zone,
                "hour": hour,
                "leads": leads,
                "quiet": quiet,
                "order": order,
                "role": str(role.id) if role else "",
                "level": level,
                "retry": retry,
            }
            await reply(interaction, "setup", **own, dossier=dossier)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Setup())
