"""Forms that ask for a line's missing word; all they need is in their ids, so that they survive a restart."""

import re
from dataclasses import replace
from typing import Any

import discord

from bot.asking import UserError
from bot.commands.carried import check_named
from bot.commands.line_forms import ASKED, OWN_WORDS, asked_by
from bot.discord.client import Backchannel, say_privately
from bot.discord.messages import buttons, pages, sentence, stateless, together
from bot.discord.posting import NOBODY
from bot.discord.reply import (
    Interaction,
    allowed,
    answered,
    change,
    excused,
    patiently,
    read_line,
    show,
    update,
)
from bot.drafts.add_fields import EMPTIED

_CUSTOM_ID = 100
_SUBMITTED = re.compile(r"form:(?P<message>\d+):(?P<line>.+)", re.DOTALL)
_ABOUT = re.compile(r"remind:(?P<channel>\d+):(?P<message>\d+)")

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


class RemindMe(discord.ui.Modal, title="Remind me about this"):
    """Asks when somebody wants to be reminded of a message."""

    def __init__(self, channel: int, message: int) -> None:
        """Ask about a message."""
        super().__init__(custom_id=f"remind:{channel}:{message}")
        when: discord.ui.TextInput[RemindMe] = discord.ui.TextInput(
            custom_id="when", placeholder="e.g. tomorrow, in two hours, Friday 10:00", max_length=80
        )
        about: discord.ui.TextInput[RemindMe] = discord.ui.TextInput(
            custom_id="about", placeholder="e.g. ask the embassy", required=False, max_length=200
        )
        self.add_item(discord.ui.Label(text="When", description="In your own words.", component=when))
        self.add_item(discord.ui.Label(text="What about", description="May stay empty.", component=about))


async def open_form(interaction: Interaction, message: str, line: str, typed: str = "") -> None:
    """Open the form that a line asks for, to those who may send it; raises UserError."""
    name, options = await read_line(interaction, line)
    await allowed(interaction, name)
    kind = asked_by(name, options)
    await interaction.response.send_modal(Form(kind, message, line, typed))


async def submitted(interaction: Interaction) -> None:
    """Take in a form; a modal of discord.py's would forget it when the bot is restarted in between."""
    data: Any = interaction.data or {}
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    id_ = data.get("custom_id", "")
    if found := _SUBMITTED.fullmatch(id_):
        await _complete(interaction, found["message"], found["line"])
    elif about := _ABOUT.fullmatch(id_):
        async with excused(interaction):
            await _remind(interaction, about["channel"], about["message"])


async def _remind(interaction: Interaction, channel: str, message: str) -> None:
    link = f"https://discord.com/channels/{interaction.guild_id or '@me'}/{channel}/{message}"
    typed = typed_into(interaction, "my remind")
    try:
        answer = await patiently(interaction, answered(interaction, "my remind", typed | {"link": link}))
    except UserError as error:
        given = "; ".join(f"{name}: {value}" for name, value in typed.items() if value)
        raise UserError(f"{error} You typed: {given}") from error
    await show(interaction, answer, private=True)


async def _complete(interaction: Interaction, message: str, line: str) -> None:
    """Send a line with the word that was asked for; one that can't be read can be mended."""
    async with excused(interaction):
        name, options = await read_line(interaction, line)
        typed = typed_into(interaction, name)
        options = {option: value for option, value in options.items() if value != OWN_WORDS} | typed
        here = interaction.message is not None and str(interaction.message.id) == message
        try:
            answer = await patiently(interaction, answered(interaction, name, options), edits=here)
        except UserError as error:
            [(option, word)] = typed.items()
            said = str(error) if word in str(error) else f"{error} You typed “{word}”."
            mend = _fix(message, line, word) if str(error).startswith(f"{option}:") else None
            await say_privately(interaction, said, view=mend or discord.utils.MISSING)
            return
        if answer.aside:
            await show(interaction, answer, private=True)
        elif here:
            await update_both(interaction, answer)
        else:
            await say_privately(interaction, answer.said or "Recorded.")
            await show_there(interaction, answer.posted or f"{interaction.channel_id}/{message}", answer)


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


def _fix(message: str, line: str, typed: str) -> discord.ui.View:
    whole, bare = f"fix:{message}:{line}|{typed}", f"fix:{message}:{line}"
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Fix", custom_id=whole if len(whole) <= _CUSTOM_ID else bare))
    return stateless(view)


def typed_into(interaction: Interaction, name: str) -> dict[str, str]:
    """Give what was typed into the fields of a command's form; raises UserError."""
    data: Any = interaction.data
    fields = [part.get("component") or part["components"][0] for part in data["components"]]
    typed = {field["custom_id"]: str(field["value"]).strip() for field in fields}
    check_named(name, typed)
    return typed


async def filled(interaction: Interaction) -> None:
    """Take in a form; a modal of discord.py's would forget it when the bot is restarted in between."""
    data: Any = interaction.data or {}
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    if found := _FILLED.fullmatch(data.get("custom_id", "")):
        async with excused(interaction):
            await _complete_line(interaction, found["line"])


async def _complete_line(interaction: Interaction, line: str) -> None:
    name, options = await read_line(interaction, line)
    # what was emptied must not stay as it was kept
    options |= {option: text or EMPTIED for option, text in typed_into(interaction, name).items()}
    own = interaction.message is not None and interaction.message.flags.ephemeral
    # a form can't be answered with another one
    answer = replace(await patiently(interaction, answered(interaction, name, options), edits=own), form=None)
    if own:
        await update(interaction, answer)
    else:
        await show(interaction, answer, private=True)


async def setup(bot: Backchannel) -> None:
    """Listen to forms."""
    bot.add_listener(submitted, "on_interaction")
    bot.add_listener(filled, "on_interaction")
