"""/setup"""

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking import UserError
from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, excused, reply


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
        role: discord.Role | None = None,
        level: str = "",
        dossier: str = "",
    ) -> None:
        """Settle where and when reminders come."""
        async with excused(interaction):
            chosen = _postable(channel) if channel else ""
            own = {"channel": chosen, "zone": zone, "hour": hour, "role": str(role.id) if role else "", "level": level}
            await reply(interaction, "setup", **own, dossier=dossier)


def _postable(channel: discord.TextChannel | discord.Thread) -> str:
    """Give a channel's id, or raise UserError with the rights that are missing there."""
    rights = channel.permissions_for(channel.guild.me)
    in_thread = isinstance(channel, discord.Thread)
    needed = {
        "View Channel": rights.view_channel,
        "Send Messages in Threads": rights.send_messages_in_threads or not in_thread,
        "Send Messages": rights.send_messages or in_thread,
        "Embed Links": rights.embed_links,
    }
    missing = ", ".join(f"“{right}”" for right, held in needed.items() if not held)
    if missing:
        raise UserError(
            f"Reminders can't be posted in #{channel.name} yet: Backchannel lacks {missing} there. "
            f"Grant it in the channel's settings, then send /setup channel:#{channel.name} again."
        )
    return str(channel.id)


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Setup())
