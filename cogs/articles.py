"""/article, and “Read into dossier” on a message."""

import asyncio
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.articles.heading import Heading
from bot.asking import UserError
from bot.commands.articles import take_article
from bot.commands.registry import COMMANDS, shown_options
from bot.discord.attachments import fetch_text
from bot.discord.client import Backchannel
from bot.discord.messages import label
from bot.discord.reply import Interaction, allowed, answered, asker_of, desk_of, excused, patiently, show
from bot.drafts.article_paste import MOST_FIELDS, WHERE, WHERE_EXAMPLE, join_pasted, label_of, read_where


class Articles(commands.Cog):
    """News texts, handed over to be drafted."""

    @app_commands.command(name="article", description=label(COMMANDS["article"].summary, room=100))
    @app_commands.describe(**{option.name: option.description for option in shown_options("article")})
    async def article(
        self,
        interaction: Interaction,
        *,
        file: discord.Attachment | None = None,
        outlet: str = "",
        title: str = "",
        published: str = "",
        link: str = "",
        text: str = "",
        dossier: str = "",
    ) -> None:
        """Take a text in, and show what was found in it; without one, go on with one or ask for it."""
        async with excused(interaction):
            if file is None:
                await _go_on(interaction, text, dossier=dossier)
                return
            await interaction.response.defer(ephemeral=True, thinking=True)
            await allowed(interaction, "article")
            given = Heading(outlet.strip(), title.strip(), published.strip(), link.strip())
            await _read(interaction, await fetch_text(file), file.filename, given=given, dossier=dossier)


class Paste(discord.ui.Modal, title="Read into dossier"):
    """Takes a text that is pasted; all it needs is in its id, so that it survives a restart."""

    def __init__(self, dossier: str) -> None:
        """Ask for a text of a dossier, "" for the channel's."""
        super().__init__(custom_id=f"paste:{dossier}")
        for number in range(1, MOST_FIELDS + 1):
            field: discord.ui.TextInput[Paste] = discord.ui.TextInput(
                custom_id=f"text{number}", style=discord.TextStyle.paragraph, max_length=4000, required=number == 1
            )
            self.add_item(discord.ui.Label(text=label_of(number), component=field))
        where: discord.ui.TextInput[Paste] = discord.ui.TextInput(
            custom_id="where", placeholder=f"e.g. {WHERE_EXAMPLE}", max_length=600, required=False
        )
        self.add_item(discord.ui.Label(text="Where it came out", description=WHERE[:100], component=where))


async def _go_on(interaction: Interaction, text: str, *, dossier: str) -> None:
    """Go on with a text that was handed over, or open the form to paste one into."""
    await allowed(interaction, "article")
    if not text.strip():
        await interaction.response.send_modal(Paste(dossier[:60]))
        return
    options = {"text": text} | ({"dossier": dossier} if dossier else {})
    await show(interaction, await patiently(interaction, answered(interaction, "article", options)), private=True)


async def pasted(interaction: Interaction) -> None:
    """Take in a text that was pasted, also after a restart."""
    data: Any = interaction.data or {}
    id_ = str(data.get("custom_id", ""))
    if interaction.type is not discord.InteractionType.modal_submit or not id_.startswith("paste:"):
        return
    async with excused(interaction):
        await interaction.response.defer(ephemeral=True, thinking=True)
        await allowed(interaction, "article")
        fields = [part.get("component") or part["components"][0] for part in data["components"]]
        typed = {str(field["custom_id"]): str(field["value"]) for field in fields}
        text = join_pasted([words for name, words in typed.items() if name.startswith("text")])
        given = read_where(typed.get("where", ""))
        await _read(interaction, text.encode(), "pasted.txt", given=given, dossier=id_.removeprefix("paste:"))


async def read_message(interaction: Interaction, message: discord.Message) -> None:
    """Read a message's attachment, or its words."""
    async with excused(interaction):
        await interaction.response.defer(ephemeral=True, thinking=True)
        await allowed(interaction, "article")
        given = Heading(link=message.jump_url)
        if message.attachments:
            file = message.attachments[0]
            author = str(message.author.id)
            await _read(interaction, await fetch_text(file), file.filename, given=given, author=author)
        elif message.content.strip():
            author = str(message.author.id)
            await _read(interaction, message.content.encode(), "message.txt", given=given, author=author)
        else:
            raise UserError("That message has no words and no file. Attach the text: /article")


async def _read(
    interaction: Interaction, content: bytes, name: str, *, given: Heading, dossier: str = "", author: str = ""
) -> None:
    number = await asyncio.to_thread(
        take_article,
        interaction.client.database,
        content,
        name,
        given=given,
        desk=desk_of(interaction),
        asker=asker_of(interaction),
        now=interaction.client.clock(),
        dossier=dossier,
        author=author,
    )
    options = {"text": str(number)} | ({"dossier": dossier} if dossier else {})
    answer = await answered(interaction, "article", options)
    await show(interaction, answer, private=True)


async def setup(bot: Backchannel) -> None:
    """Add the cog and the menu."""
    await bot.add_cog(Articles())
    bot.add_listener(pasted, "on_interaction")
    bot.tree.add_command(app_commands.ContextMenu(name="Read into dossier", callback=read_message))
