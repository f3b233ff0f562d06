"""/dossier"""

import asyncio
import inspect
from inspect import Parameter
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.articles.heading import Heading
from bot.asking import UserError
from bot.blocks import Answer, Line
from bot.commands.articles import take_first_text
from bot.commands.registry import ATTACHED, COMMANDS, shown_options
from bot.discord.attachments import AttachmentError, fetch, fetch_text
from bot.discord.client import Backchannel
from bot.discord.messages import label
from bot.discord.reply import Interaction, allowed, answered, asker_of, desk_of, excused, reply, show
from bot.discord.slash import question
from bot.dossiers.intake import IntakeError, faults_report
from bot.dossiers.intake.open_file import SUFFIXES
from bot.dossiers.load_report import LARGEST, take_in
from bot.drafts.new_dossier_fields import TOLD


def _telling(callback: Any) -> Any:
    """Let a command take what is told of a new dossier: discord.py reads its options from the signature."""
    signature = inspect.signature(callback)
    taken = [one for one in signature.parameters.values() if one.kind is not Parameter.VAR_KEYWORD]
    told = [Parameter(one, Parameter.KEYWORD_ONLY, annotation=str, default="") for one in TOLD]
    callback.__signature__ = signature.replace(parameters=[*taken, *told])
    return callback


@app_commands.default_permissions(manage_guild=True)
class Dossiers(
    commands.GroupCog, group_name="dossier", group_description="Which dossiers there are, and where each is asked."
):
    """The dossiers of a server."""

    @question("dossier list")
    async def list(self, interaction: Interaction, *, private: str = "") -> None:
        """List the dossiers."""
        await reply(interaction, "dossier list", private=private)

    @app_commands.command(name="load", description=label(COMMANDS["dossier load"].summary, room=100))
    @app_commands.describe(file=ATTACHED["dossier load"])
    async def load(self, interaction: Interaction, *, file: discord.Attachment) -> None:
        """Take a file in, and show what loading it would change."""
        async with excused(interaction):
            await interaction.response.defer(ephemeral=True, thinking=True)
            await allowed(interaction, "dossier load")
            content = await _fetched(file)
            try:
                number = await asyncio.to_thread(
                    take_in,
                    interaction.client.database,
                    content,
                    file.filename,
                    desk=desk_of(interaction),
                    asker=asker_of(interaction),
                    now=interaction.client.clock(),
                )
            except IntakeError as error:
                await show(interaction, _faulty(file.filename, error), private=True)
                return
            await reply(interaction, "dossier load", draft=str(number))

    @app_commands.command(name="new", description=label(COMMANDS["dossier new"].summary, room=100))
    @app_commands.describe(**{option.name: option.description for option in shown_options("dossier new")})
    @_telling
    async def new(self, interaction: Interaction, *, file: discord.Attachment, **told: str) -> None:
        """Take a first text in, and show the dossier that it would begin."""
        async with excused(interaction):
            await interaction.response.defer(ephemeral=True, thinking=True)
            await allowed(interaction, "dossier new")
            number = await asyncio.to_thread(
                take_first_text,
                interaction.client.database,
                await fetch_text(file),
                file.filename,
                given=Heading(*(told.get(one, "").strip() for one in ("outlet", "headline", "published", "link"))),
                desk=desk_of(interaction),
                asker=asker_of(interaction),
                now=interaction.client.clock(),
            )
            options = {"text": str(number)} | {
                one.option: told.get(one.option, "") for one in TOLD.values() if not one.in_text
            }
            await show(interaction, await answered(interaction, "dossier new", options), private=True)

    @question("dossier export")
    async def export(self, interaction: Interaction, *, format: str = "", as_of: str = "", dossier: str = "") -> None:
        """Give the dossier as a file."""
        await reply(interaction, "dossier export", format=format, as_of=as_of, dossier=dossier)

    @question("dossier use")
    async def use(self, interaction: Interaction, *, name: str, where: str = "") -> None:
        """Say which dossier is asked here."""
        await reply(interaction, "dossier use", name=name, where=where)


async def _fetched(file: discord.Attachment) -> bytes:
    """Fetch a file from where Discord keeps attachments, and from nowhere else; raises UserError."""
    if not file.filename.lower().endswith(SUFFIXES):
        raise UserError(f"{file.filename[:60]} is no dossier by its name: it must end in {', '.join(SUFFIXES)}.")
    if file.size > LARGEST:
        raise UserError(f"{file.filename[:60]} has {file.size:,} bytes; a file sent in may have {LARGEST:,}.")
    try:
        return await fetch(file.url, most=LARGEST)
    except AttachmentError as error:
        if error.elsewhere:
            said = "Only a file attached in Discord itself can be loaded. Attach it to the command."
            raise UserError(said) from error
        raise UserError(f"Discord did not hand over {file.filename[:60]}. Attach it again.") from error


def _faulty(name: str, error: IntakeError) -> Answer:
    lines = [Line((line.strip(),)) for line in faults_report(error).splitlines() if line.strip()]
    return Answer(f"Not loaded: {name[:80]}", tuple(lines))


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Dossiers())
