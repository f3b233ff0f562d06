"""The menus of a message: “Add to dossier”, “Find in dossier”, “Remind me about this”."""

import discord
from discord import app_commands

from bot.asking import UserError
from bot.commands.line_forms import remind_form
from bot.discord.client import Backchannel
from bot.discord.reply import Filling, Interaction, allowed, answered, excused, patiently, show
from bot.long_lines import keep_lines

_LONGEST_TEXT = 1000


async def add_message(interaction: Interaction, message: discord.Message) -> None:
    """Ask what a message's words are to be added as."""
    async with excused(interaction):
        options = {"text": message.content.strip()[:_LONGEST_TEXT]} | _previewed(message)
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
    async with excused(interaction):
        await allowed(interaction, "my remind")
        form = remind_form(f"/my remind link:{message.jump_url}")
        await keep_lines(interaction.client.database, [form.line], now=interaction.client.clock())
        await interaction.response.send_modal(Filling(form))


def _previewed(message: discord.Message) -> dict[str, str]:
    """Give what Discord's preview of a link says of the article, if there is one; its words where none were written."""
    embed = next((one for one in message.embeds if one.url), None)
    if embed is None:
        return {} if message.content.strip() else {"text": _words(message)[:_LONGEST_TEXT]}
    day = embed.timestamp.date().isoformat() if embed.timestamp else ""
    found = {"link": embed.url, "outlet": embed.provider.name, "title": embed.title, "published": day}
    return {option: str(value)[:_LONGEST_TEXT] for option, value in found.items() if value}


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
