"""/article, and “Read into dossier” on a message."""

import asyncio

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking import UserError
from bot.commands.articles import take_article
from bot.commands.registry import COMMANDS, shown_options
from bot.discord.attachments import fetch_text
from bot.discord.client import Backchannel
from bot.discord.messages import label
from bot.discord.reply import Interaction, allowed, answered, asker_of, desk_of, excused, show
from bot.drafts.article_text import Heading


class Articles(commands.Cog):
    """News texts, handed over to be drafted."""

    @app_commands.command(name="article", description=label(COMMANDS["article"].summary, room=100))
    @app_commands.describe(**{option.name: option.description for option in shown_options("article")})
    async def article(
        self,
        interaction: Interaction,
        *,
        file: discord.Attachment,
        outlet: str = "",
        title: str = "",
        published: str = "",
        link: str = "",
        dossier: str = "",
    ) -> None:
        """Take a text in, and show what was found in it."""
        async with excused(interaction):
            await interaction.response.defer(ephemeral=True, thinking=True)
            await allowed(interaction, "article")
            given = Heading(outlet.strip(), title.strip(), published.strip(), link.strip())
            await _read(interaction, await fetch_text(file), file.filename, given=given, dossier=dossier)


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
    bot.tree.add_command(app_commands.ContextMenu(name="Read into dossier", callback=read_message))
