"""The menus of a message: “Add to dossier”, “Find in dossier”, “Remind me about this”."""

import discord
from discord import app_commands

from bot.asking import UserError
from bot.discord.client import Backchannel
from bot.discord.reply import Interaction, answered, excused, patiently, show
from cogs.forms import RemindMe

_LONGEST_TEXT = 1000


async def add_message(interaction: Interaction, message: discord.Message) -> None:
    """Ask what a message's words are to be added as."""
    async with excused(interaction):
        options = {"text": _words(message)[:_LONGEST_TEXT], "link": message.jump_url}
        await show(
            interaction, await patiently(interaction, answered(interaction, "add message", options)), private=True
        )


async def find_message(interaction: Interaction, message: discord.Message) -> None:
    """Look for a message's words."""
    async with excused(interaction):
        answer = await patiently(
            interaction, answered(interaction, "find like", {"text": _words(message)[:_LONGEST_TEXT]})
        )
        await show(interaction, answer, private=True)


async def remind_of_message(interaction: Interaction, message: discord.Message) -> None:
    """Ask when to remind of a message."""
    await interaction.response.send_modal(RemindMe(message.channel.id, message.id))


def _words(message: discord.Message) -> str:
    """Give what a message says, or what is embedded in it."""
    embedded = (f"{embed.title or ''} {embed.description or ''}" for embed in message.embeds)
    text = message.content.strip() or " ".join(embedded).strip()
    if not text:
        raise UserError("That message has no words. Add what it shows with /add, e.g. /add event")
    return text


async def setup(bot: Backchannel) -> None:
    """Add the menus."""
    bot.tree.add_command(app_commands.ContextMenu(name="Add to dossier", callback=add_message))
    bot.tree.add_command(app_commands.ContextMenu(name="Find in dossier", callback=find_message))
    bot.tree.add_command(app_commands.ContextMenu(name="Remind me about this", callback=remind_of_message))
