"""The one way a command answers: at once, privately unless asked otherwise, and privately when something is wrong."""

import asyncio
import io
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import discord

from bot.asking import Asker, UserError
from bot.blocks import Answer, Form, Line
from bot.commands import dispatch
from bot.commands.carried_lines import read_carried
from bot.commands.ways_on import ways_on
from bot.discord.client import Backchannel, fail, say_privately
from bot.discord.cooldown import QuestionLimit
from bot.discord.messages import Page, asking, attachment, buttons, id_of, label, pages, pressable, together
from bot.discord.permissions import check_sees, with_rights_test
from bot.discord.posting import NOBODY
from bot.log import Log
from bot.long_lines import keep_lines, keep_long_lines, whole_line
from bot.pictures.process import DrawingError
from bot.rights import Level
from db.desk.desks import Desk, get_desk
from db.storage.database import DatabaseError

# Discord waits 3 s for the first reply
_PATIENCE = 1.5
_TITLE = 45  # of a form, and of its fields

_NOT_DRAWN = "The picture could not be drawn this time; the text holds the same facts."

_log = Log(__name__)

T = TypeVar("T")
Interaction = discord.Interaction[Backchannel]


class Filling(discord.ui.Modal):
    """A form; all it needs is in its id, so that it survives a restart."""

    def __init__(self, form: Form) -> None:
        """Make the form; filled in, it completes its line."""
        super().__init__(title=label(form.title, room=_TITLE), custom_id=f"fill:{id_of(form.line)}")
        for field in form.fields:
            shown: discord.ui.TextInput[Filling] = discord.ui.TextInput(
                custom_id=field.option,
                style=discord.TextStyle.paragraph if field.tall else discord.TextStyle.short,
                placeholder=label(f"e.g. {field.example}", room=100),
                default=field.value[: field.longest] or None,
                required=field.needed,
                max_length=field.longest,
            )
            about = label(field.description, room=100)
            self.add_item(discord.ui.Label(text=label(field.label, room=_TITLE), description=about, component=shown))
        self.stop()  # discord.py need not remember it


async def reply(interaction: Interaction, name: str, /, **options: str) -> None:
    """Answer a command."""
    async with excused(interaction):
        await answer_command(interaction, name, options)


async def answer_command(interaction: Interaction, name: str, options: dict[str, str]) -> None:
    """Ask a question and show its answer, with its picture; raises UserError."""
    answer, content = await patiently(interaction, pictured(interaction, answered(interaction, name, options)))
    await show(interaction, answer, private=options.get("private") != "no", content=content)


@asynccontextmanager
async def excused(interaction: Interaction) -> AsyncIterator[None]:
    """Tell the asker privately what went wrong inside, and count what became of it."""
    begun, result = asyncio.get_running_loop().time(), "answered"
    try:
        yield
    except UserError as error:
        result = "refused"
        await say_refused(interaction, error)
    except Exception as error:
        result = "failed"
        await fail(interaction, error)
    finally:
        command = interaction.command.qualified_name if interaction.command else interaction.type.name
        interaction.client.figures.answered(command, result, asyncio.get_running_loop().time() - begun)


async def say_refused(interaction: Interaction, error: UserError, said: str = "") -> None:
    """Say privately what was wrong, with what can be asked instead behind buttons."""
    offered = ways_on(error)
    try:
        await keep_lines(interaction.client.database, [one.line for one in offered], now=interaction.client.clock())
    except DatabaseError:
        offered = ()
    view = asking(offered) if offered else discord.utils.MISSING
    await say_privately(interaction, said or str(error), view=view)


async def answered(interaction: Interaction, name: str, options: dict[str, str]) -> Answer:
    """Ask a question for whoever sent a command or pressed a button; raises UserError."""
    _check_pace(interaction)
    answer = await dispatch.ask_aside(
        interaction.client.database,
        name,
        {option: value for option, value in options.items() if value},
        now=interaction.client.clock(),
        desk=desk_of(interaction),
        asker=asker_of(interaction),
        request=str(interaction.id),
    )
    if answer.seen_in:
        await check_sees(interaction, answer.seen_in)
    await keep_long_lines(interaction.client.database, answer, now=interaction.client.clock())
    answer = pressable(answer, interaction.client.command_sync.command_ids)
    panel = name.partition(" ")[0] == "setup"
    return with_rights_test(interaction.guild, answer) if panel and interaction.guild else answer


async def pictured(interaction: Interaction, asking: Coroutine[Any, Any, Answer]) -> tuple[Answer, bytes]:
    """Wait for an answer and have its picture drawn, if it has one; without it the text still holds all facts."""
    answer = await asking
    if answer.picture is None:
        return answer, b""
    try:
        return answer, await interaction.client.drawing.draw(answer.picture)
    except DrawingError as error:
        _log.error("drawing failed", reason=str(error))
        return replace(answer, blocks=(Line((_NOT_DRAWN,)), *answer.blocks)), b""


async def patiently(interaction: Interaction, asking: Coroutine[Any, Any, T], *, edits: bool = False) -> T:
    """Wait for an answer; if it takes long, tell Discord that a private one (or, with `edits`, an edit) will come."""
    task = asyncio.ensure_future(asking)
    try:
        await asyncio.wait({task}, timeout=_PATIENCE)
        deferred = interaction.response.is_done()  # by whoever knew that it would take long
        if not task.done() and edits and not deferred:
            await interaction.response.defer()
        elif not task.done() and not deferred:
            # never publicly: after that an error could not be private
            await interaction.response.defer(ephemeral=True, thinking=True)
        return await task
    finally:
        task.cancel()


async def show(interaction: Interaction, answer: Answer, *, private: bool, page: int = 1, content: bytes = b"") -> None:
    """Reply with a page of an answer; with all of them where no button could lead to the others.

    `content` is the answer's picture, drawn.
    """
    if answer.form and not interaction.response.is_done():
        await interaction.response.send_modal(Filling(answer.form))
        return
    sheets = pages(answer)
    line = answer.line
    private = private or interaction.response.is_done()
    _check_file(answer, most=interaction.filesize_limit)
    files = [attachment(answer.picture, content)] if answer.picture and content else []
    files += [discord.File(io.BytesIO(answer.file.content), filename=answer.file.name)] if answer.file else []
    for sheet in [sheets[min(page, len(sheets)) - 1]] if line else sheets:
        share = private and interaction.guild_id is not None and not answer.aside
        view = buttons(sheet, line, share=share)
        send = interaction.followup.send if interaction.response.is_done() else interaction.response.send_message
        await send(**framed(sheet), view=view, files=files, ephemeral=private, allowed_mentions=NOBODY)
        files = []


def _check_file(answer: Answer, *, most: int) -> None:
    """Raise UserError if an answer's file is larger than Discord takes here."""
    if answer.file is not None and (size := len(answer.file.content)) > most:
        raise UserError(
            f"{answer.file.name} has {size / (1 << 20):,.1f} MiB, and Discord takes {most >> 20} MiB here. It can be "
            "made where the bot runs: backchannel ask “/dossier export”"
        )


async def turn(interaction: Interaction, answer: Answer, page: int) -> None:
    """Show another page in place of the one whose button was pressed."""
    sheets = pages(answer)
    sheet = sheets[min(page, len(sheets)) - 1]
    view = buttons(sheet, answer.line, share=interaction.guild_id is not None)
    await change(interaction, [] if sheet.text else [sheet.embed], view, text=sheet.text or discord.utils.MISSING)


async def update(interaction: Interaction, answer: Answer) -> None:
    """Show an answer in place of the message whose button was pressed."""
    sheets = pages(answer)
    await change(interaction, together(sheets), buttons(sheets[0]))


def framed(sheet: Page) -> dict[str, Any]:
    """Give what a page is sent as."""
    return {"content": sheet.text} if sheet.text else {"embed": sheet.embed}


async def change(
    interaction: Interaction, embeds: list[discord.Embed], view: discord.ui.View, *, text: str = discord.utils.MISSING
) -> None:
    """Change the message whose button was pressed."""
    done = interaction.response.is_done()
    edit = interaction.edit_original_response if done else interaction.response.edit_message
    await edit(content=text, embeds=embeds, view=view, allowed_mentions=NOBODY)


async def allowed(interaction: Interaction, name: str) -> None:
    """Raise UserError if whoever sent this may not use a command, before anything is done for it."""
    _check_pace(interaction)
    client = interaction.client
    desk = await client.database.read(get_desk, desk_of(interaction).id, default=client.desk)
    dispatch.check_level(name, asker_of(interaction), desk)


async def read_line(interaction: Interaction, kept: str) -> tuple[str, dict[str, str]]:
    """Read the line in a button's or form's id, or whose key is there; it carries no trust. Raises UserError."""
    return read_carried(await whole_line(interaction.client.database, kept))


_paces: WeakKeyDictionary[Backchannel, QuestionLimit] = WeakKeyDictionary()


def _check_pace(interaction: Interaction) -> None:
    client = interaction.client
    pace = _paces.setdefault(client, QuestionLimit(client.pace))
    pace.check(str(interaction.user.id), str(interaction.guild_id or ""), at=asyncio.get_running_loop().time())


def asker_of(interaction: discord.Interaction[Any]) -> Asker:
    """Say who asks, and what Discord's own rights make of them: it checks them only for whole commands."""
    user, rights = interaction.user, interaction.permissions
    roles = user.roles if isinstance(user, discord.Member) else []
    level: Level = "reader"
    if rights.manage_messages or interaction.guild_id is None:  # one's own rows in direct messages
        level = "editor"
    if interaction.guild_id is not None and rights.manage_guild:
        level = "admin"
    held = frozenset(str(role.id) for role in roles)
    return Asker(str(user.id), user.display_name, level, held, str(interaction.channel_id or ""))


def desk_of(interaction: Interaction) -> Desk:
    """Give the desk whose rows are meant: a server's, or in a direct message the asker's own."""
    id_ = str(interaction.guild_id or f"dm-{interaction.user.id}")
    return replace(interaction.client.desk, id=id_)
