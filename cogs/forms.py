"""Forms that ask for a line's missing word; all they need is in their ids, so that they survive a restart."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import discord

from bot.asking import UserError
from bot.commands.carried_lines import check_named
from bot.commands.line_forms import ASKED, asked_by, filled_options, form_of_line
from bot.discord.client import Backchannel, say_privately
from bot.discord.messages import buttons, id_of, pages, sentence, stateless, together
from bot.discord.posting import NOBODY
from bot.discord.reply import (
    Filling,
    Interaction,
    allowed,
    answered,
    change,
    excused,
    patiently,
    read_line,
    say_refused,
    show,
    update,
)
from bot.long_lines import GONE, keep_lines, whole_line

NOTHING: Mapping[str, str] = MappingProxyType({})
_SUBMITTED = re.compile(r"form:(?P<message>\d+):(?P<line>.+)", re.DOTALL)
_FILLED = re.compile(r"fill:(?P<line>.+)", re.DOTALL)


class Form(discord.ui.Modal):
    """Asks for one word of a line."""

    def __init__(self, kind: str, message: str, line: str, typed: str = "") -> None:
        """Ask on behalf of a message; `line` is what its button says."""
        title, asked = ASKED[kind]
        super().__init__(title=title, custom_id=f"form:{message}:{line}")
        field: discord.ui.TextInput[Form] = discord.ui.TextInput(
            custom_id=asked.option,
            placeholder=f"e.g. {asked.example}",
            default=typed or None,
            max_length=asked.longest,
        )
        self.add_item(discord.ui.Label(text=asked.label, description=asked.description, component=field))


async def open_form(interaction: Interaction, message: str, line: str, typed: Mapping[str, str] = NOTHING) -> None:
    """Open the form that a line asks for, to those who may send it; raises UserError."""
    name, options = await read_line(interaction, line)
    await allowed(interaction, name)
    if kind := asked_by(name, options):
        await interaction.response.send_modal(Form(kind, message, line, next(iter(typed.values()), "")))
    elif form := form_of_line(name, options, line):
        fields = tuple(replace(field, value=typed.get(field.option, field.value)) for field in form.fields)
        await interaction.response.send_modal(Filling(replace(form, fields=fields)))


async def open_again(interaction: Interaction, kept: str) -> None:
    """Open a form that could not be read again, with what was typed into it; raises UserError."""
    try:
        message, line, typed = json.loads(await whole_line(interaction.client.database, kept))
        typed = {str(option): str(text) for option, text in typed.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise UserError(GONE) from error
    await open_form(interaction, str(message), str(line), typed)


async def submitted(interaction: Interaction) -> None:
    """Take in a form; a modal of discord.py's would forget it when the bot is restarted in between."""
    data: Any = interaction.data or {}
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    id_ = data.get("custom_id", "")
    if found := _SUBMITTED.fullmatch(id_):
        await _complete(interaction, found["message"], found["line"])
    elif found := _FILLED.fullmatch(id_):
        async with excused(interaction):
            await _complete_line(interaction, found["line"])


async def _complete(interaction: Interaction, message: str, line: str) -> None:
    """Send a line with the word that was asked for; one that can't be read can be mended."""
    async with excused(interaction):
        name, options = await read_line(interaction, line)
        typed = typed_into(interaction, name)
        here = interaction.message is not None and str(interaction.message.id) == message
        try:
            asking = answered(interaction, name, filled_options(name, options, typed))
            answer = await patiently(interaction, asking, edits=here)
        except UserError as error:
            await _refuse(interaction, error, message, line, typed)
            return
        if answer.aside:
            await show(interaction, answer, private=True)
        elif here:
            await update_both(interaction, answer)
        else:
            await say_privately(interaction, answer.said or "Recorded.")
            await show_there(interaction, answer.posted or f"{interaction.channel_id}/{message}", answer)


async def _refuse(interaction: Interaction, error: UserError, message: str, line: str, typed: dict[str, str]) -> None:
    """Say what is wrong and what was typed; a fault of a field can be mended in the same form."""
    unsaid = [f"{option}: {text}" for option, text in typed.items() if text and text not in str(error)]
    said = f"{error} You typed {'; '.join(unsaid)}" if unsaid else str(error)
    about_it = (str(error).startswith(f"{option}:") or (text and text in str(error)) for option, text in typed.items())
    if not any(about_it):
        await say_refused(interaction, error, said)
        return
    kept = json.dumps([message, line, typed], ensure_ascii=False)
    await keep_lines(interaction.client.database, [kept], now=interaction.client.clock())
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Fix", custom_id=f"fix:{id_of(kept)}"))
    await say_privately(interaction, said, view=stateless(view))


async def update_both(interaction: Interaction, answer: Any) -> None:
    """Bring the message pressed in up to date; if only the asker sees it, the one that all see too."""
    own = interaction.message is not None and interaction.message.flags.ephemeral
    if not (own and answer.posted):
        await update(interaction, answer)
        return
    await change(interaction, [sentence(answer.said or "Recorded.")], stateless(discord.ui.View(timeout=None)))
    await show_there(interaction, answer.posted, answer)


async def show_there(interaction: Interaction, posted: str, answer: Any) -> None:
    """Bring the message that shows an answer up to date, wherever it is."""
    channel, _, message = posted.partition("/")
    if not (channel.isdecimal() and message.isdecimal()):
        return
    place = interaction.client.get_partial_messageable(int(channel)).get_partial_message(int(message))
    sheets = pages(answer)
    await place.edit(embeds=together(sheets), view=buttons(sheets[0]), allowed_mentions=NOBODY)


def typed_into(interaction: Interaction, name: str) -> dict[str, str]:
    """Give what was typed into the fields of a command's form; raises UserError."""
    data: Any = interaction.data
    fields = [part.get("component") or part["components"][0] for part in data["components"]]
    typed = {field["custom_id"]: str(field["value"]).strip() for field in fields}
    check_named(name, typed)
    return typed


async def _complete_line(interaction: Interaction, line: str) -> None:
    name, options = await read_line(interaction, line)
    typed = typed_into(interaction, name)
    own = interaction.message is not None and interaction.message.flags.ephemeral
    try:
        asking = answered(interaction, name, filled_options(name, options, typed))
        # a form can't be answered with another one
        answer = replace(await patiently(interaction, asking, edits=own), form=None)
    except UserError as error:
        await _refuse(interaction, error, "", line, typed)
        return
    if own:
        await update(interaction, answer)
    else:
        await show(interaction, answer, private=True)


async def setup(bot: Backchannel) -> None:
    """Listen to forms."""
    bot.add_listener(submitted, "on_interaction")
