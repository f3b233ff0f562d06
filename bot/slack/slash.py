"""/dossier and what follows it: every command under that one name; alone, a menu and what is due."""

import re
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from bot.asking import UserError
from bot.blocks import Answer, Choice, Group, Line
from bot.commands.line_forms import opens_form
from bot.commands.parser import parse, split_command
from bot.commands.registry import COMMANDS, all_options
from bot.slack.forms import open_form, whole_form
from bot.slack.markdown import Json, unescape
from bot.slack.permissions import postable
from bot.slack.reply import Ack, Heard, acknowledge, answered, excused, patiently, show
from bot.slack.views import Origin, loading_view
from bot.slack.workspace import Workspace

_OWN = "dossier"  # whose commands stand directly: /dossier load
_HELP = re.compile(r"(?:help|--help|-h|\?)$", re.IGNORECASE)
_MENU = (
    Choice("Where it stands", "/status"),
    Choice("Dates", "/dates"),
    Choice("What changed", "/changes"),
    Choice("What I can do", "/help"),
)


def line_of(typed: str) -> str:
    """Give the line that somebody typed after /dossier, or to the bot in person."""
    text = unescape(typed).strip().removeprefix("/")
    if text.lower().startswith(f"{_OWN} ") and f"{_OWN} {text.split()[1].lower()}" not in COMMANDS:
        text = text.split(None, 1)[1]  # /dossier who, written out
    if _HELP.match(text):
        return "/help"
    first = text.partition(" ")[0].lower()
    if first and first not in COMMANDS and f"{_OWN} {first}" in COMMANDS and not split_command(text)[0]:
        return f"/{_OWN} {text}"
    return f"/{text}"


def read_typed(typed: str, *, names: bool = False) -> tuple[str, dict[str, str]]:
    """Read a typed line; with `names`, one that begins with no command asks who that is. Raises UserError."""
    line = line_of(typed)
    if split_command(line)[0] or any(key.startswith(f"{line[1:].split(' ')[0].lower()} ") for key in COMMANDS):
        return parse(line)
    words = line[1:].strip()
    if names:
        return "who", {"name": words[:100]}
    return parse(line)


async def on_command(here: Workspace, ack: Ack, body: Json) -> None:
    """Answer a command."""
    heard = heard_command(ack, body)
    async with excused(here, heard):
        typed = str(body.get("text") or "").strip()
        if not typed:
            await _show_menu(here, heard)
            return
        name, options = read_typed(typed)
        await answer_line(here, heard, name, options, private=options.get("private") != "no")


async def answer_line(
    here: Workspace, heard: Heard, name: str, options: dict[str, str], *, private: bool, only_shown: bool = False
) -> None:
    """Answer a line that was typed; where it is a form's to ask, with the form."""
    if name == "dossier load" and not options.get("draft"):
        from bot.slack.intake import open_intake

        await open_intake(here, heard)
        return
    if name == "dossier new" and not options.get("text"):
        from bot.slack.first_text import open_first_text

        await open_first_text(here, heard)
        return
    if name == "article" and not options.get("text"):
        from bot.slack.articles import open_article

        await open_article(here, heard)
        return
    name, options = whole_form(heard, name, options)
    kind = next((option.kind for option in all_options(name) if option.name == "channel"), "text")
    channel = options.get("channel") or (heard.channel if kind == "this channel" else "")
    if kind != "text" and channel:
        options = {**options, "channel": await postable(here, channel)}
    asking = answered(here, heard, name, options)
    if opens_form(name) and heard.trigger:
        await _ask_or_open(here, heard, asking, private=private)
        return

    async def late() -> None:
        await acknowledge(heard)

    await show(here, heard, await patiently(asking, late), private=private)


async def _ask_or_open(here: Workspace, heard: Heard, asking: Coroutine[Any, Any, Answer], *, private: bool) -> None:
    """Answer, or open the form that the answer is; a modal that says to wait where that takes long."""
    waiting = ""

    async def late() -> None:
        nonlocal waiting
        opened = await here.web.views_open(trigger_id=heard.trigger, view=loading_view())
        waiting = str(opened["view"]["id"])
        await acknowledge(heard)

    try:
        answer = await patiently(asking, late)
    except UserError:
        heard.view = waiting
        raise
    if answer.form is not None:
        await open_form(here, heard, answer.form, _origin(heard), waiting=waiting)
        await acknowledge(heard)
        return
    heard.view = waiting
    await show(here, heard, answer, private=private)


def _origin(heard: Heard) -> Origin:
    return Origin(channel=heard.channel, thread=heard.thread, direct=heard.direct, respond=heard.respond)


async def _show_menu(here: Workspace, heard: Heard) -> None:
    """Show five buttons and what is due."""

    async def late() -> None:
        await acknowledge(heard)

    answer = await patiently(menu(here, heard), late)
    await show(here, heard, answer, private=True)


async def menu(here: Workspace, heard: Heard) -> Answer:
    """Give the buttons to begin with, and what is due now."""
    try:
        due = await answered(here, heard, "dates", {"state": "due"})
    except UserError as error:
        return Answer("Backchannel", (Line((str(error),)), *_MENU), aside=True)
    if not due.sources:
        return Answer("Backchannel", (Line(("Nothing is due now.",)), *_MENU, Choice("Ask …", ASK)), short=True)
    groups = tuple(block for block in due.blocks if isinstance(block, Group))
    return replace(due, title="Backchannel", blocks=(*groups, *_MENU, Choice("Ask …", ASK)), line="")


ASK = "form:ask"  # no line, but what the button opens


def heard_command(ack: Ack, body: Json) -> Heard:
    """Say who sent a command, and from where."""
    return Heard(
        user=str(body["user_id"]),
        what="command",
        channel=str(body.get("channel_id", "")),
        direct=body.get("channel_name") == "directmessage",
        respond=str(body.get("response_url", "")),
        trigger=str(body.get("trigger_id", "")),
        request=f"slack-{body.get('trigger_id', '')}",
        ack=ack,
    )
