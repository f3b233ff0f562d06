"""/my reminders, /my remind, /my quiet, /my data, /my forget, and “Remind me about this” on a message"""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Backchannel
from cogs.forms import RemindMe
from cogs.options import question
from cogs.reply import Interaction, reply


class Own(commands.GroupCog, group_name="my", group_description="Your own reminders and settings."):
    """What people ask for themselves."""

    @question("my reminders")
    async def reminders(self, interaction: Interaction) -> None:
        """List one's own reminders."""
        await reply(interaction, "my reminders")

    @question("my remind")
    async def remind(self, interaction: Interaction, *, when: str, about: str = "", link: str = "") -> None:
        """Be reminded."""
        await reply(interaction, "my remind", when=when, about=about, link=link)

    @question("my quiet")
    async def quiet(self, interaction: Interaction, *, hours: str = "", zone: str = "") -> None:
        """Settle one's own quiet hours."""
        await reply(interaction, "my quiet", hours=hours, zone=zone)

    @question("my data")
    async def data(self, interaction: Interaction) -> None:
        """Give what is kept of oneself."""
        await reply(interaction, "my data")

    @question("my forget")
    async def forget(self, interaction: Interaction) -> None:
        """Have what is kept of oneself deleted."""
        await reply(interaction, "my forget")


async def _remind_of(interaction: discord.Interaction[Any], message: discord.Message) -> None:
    await interaction.response.send_modal(RemindMe(message.channel.id, message.id))


async def setup(bot: Backchannel) -> None:
    """Add the cog, and the entry in messages' menus."""
    await bot.add_cog(Own())
    bot.tree.add_command(app_commands.ContextMenu(name="Remind me about this", callback=_remind_of))
