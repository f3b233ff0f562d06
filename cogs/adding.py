"""/add, /review, and the message menus “Add to dossier” and “Find in dossier”."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking import UserError
from bot.client import Backchannel
from cogs.options import handed_on
from cogs.reply import Interaction, answered, excused, patiently, show


class Adding(
    commands.GroupCog, group_name="add", group_description="Add to the dossier; without options a form opens."
):
    """What can be added, each with its form."""

    statement = handed_on("add statement", "dossier")
    event = handed_on("add event", "dossier")
    offer = handed_on("add offer", "dossier")
    report = handed_on("add report", "dossier")
    date = handed_on("add date", "dossier")
    person = handed_on("add person", "dossier")
    source = handed_on("add source", "dossier")


class Reviewing(commands.Cog):
    """Proposals."""

    review = handed_on("review", "dossier")


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


_LONGEST_TEXT = 1000


def _words(message: discord.Message) -> str:
    """Give what a message says, or what is embedded in it."""
    embedded = (f"{embed.title or ''} {embed.description or ''}" for embed in message.embeds)
    text = message.content.strip() or " ".join(embedded).strip()
    if not text:
        raise UserError("That message has no words. Add what it shows with /add, e.g. /add event")
    return text


async def setup(bot: Backchannel) -> None:
    """Add the cogs and the menus."""
    await bot.add_cog(Adding())
    await bot.add_cog(Reviewing())
    bot.tree.add_command(app_commands.ContextMenu(name="Add to dossier", callback=add_message))
    bot.tree.add_command(app_commands.ContextMenu(name="Find in dossier", callback=find_message))
