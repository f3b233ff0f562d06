"""/my reminders, /my remind, /my zone, /my quiet, /my data, /my forget, and “Remind me about this” on a message"""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Backchannel
from cogs.forms import RemindMe
from cogs.options import handed_on


class Own(commands.GroupCog, group_name="my", group_description="Your own reminders and settings."):
    """What people ask for themselves."""

    reminders = handed_on("my reminders")
    remind = handed_on("my remind")
    zone = handed_on("my zone")
    quiet = handed_on("my quiet")
    data = handed_on("my data")
    forget = handed_on("my forget")


async def _remind_of(interaction: discord.Interaction[Any], message: discord.Message) -> None:
    await interaction.response.send_modal(RemindMe(message.channel.id, message.id))


async def setup(bot: Backchannel) -> None:
    """Add the cog, and the entry in messages' menus."""
    await bot.add_cog(Own())
    bot.tree.add_command(app_commands.ContextMenu(name="Remind me about this", callback=_remind_of))
