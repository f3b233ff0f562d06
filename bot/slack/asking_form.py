"""The form “Ask”: what is asked, about whom or what, as of when; its lists search while one types."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.asking import UserError
from bot.commands.completion import complete_aside
from bot.commands.parser import parse
from bot.slack.forms import faults_of, take_forms
from bot.slack.markdown import Json, label
from bot.slack.messages import message, pages, plain_text
from bot.slack.reply import Heard, acknowledge, acknowledge_waiting, answered, asker_of, desk_of, patiently
from bot.slack.views import GROUPS, Origin, loading_view, shown_view, typed_into
from bot.slack.workspace import Workspace

# what can be asked, and which option takes each kind of thing that can be chosen
_QUESTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "all": ("All about it", {}),
    "status": ("Where it stands", {}),
    "quotes": ("What was said", {"name": "name", "subject": "about"}),
    "timeline": ("What happened when", {"name": "about", "subject": "about"}),
    "dates": ("Which dates are tracked", {}),
    "offers": ("Offers and answers", {"name": "party"}),
    "conflicts": ("Where reports differ", {"name": "about", "subject": "about"}),
    "changes": ("What is new", {}),
    "sources": ("What it rests on", {"item": "item"}),
}
_ALL = {"name": ("who", "name"), "item": ("item", "id"), "zone": ("my zone", "zone"), "subject": ("find", "text")}
_SEARCHED = (("name", "who", "name"), ("item", "item", "id"), ("subject", "timeline", "about"))
_EACH, _VALUE = 30, 150


def ask_view() -> Json:
    """Make the form."""
    questions = [_option(shown, key) for key, (shown, _) in _QUESTIONS.items()]
    what = {"type": "static_select", "action_id": "question", "options": questions, "initial_option": questions[0]}
    search = plain_text("A name, an id, a zone")
    about = {"type": "external_select", "action_id": "about", "min_query_length": 0, "placeholder": search}
    day = {
        "type": "plain_text_input",
        "action_id": "as_of",
        "placeholder": plain_text("e.g. 2022-07-28"),
        "max_length": 80,
    }
    blocks = [_input("question", "Question", what), _input("about", "About", about), _input("as_of", "As of", day)]
    return {
        "type": "modal",
        "callback_id": "asking",
        "title": plain_text("Ask"),
        "submit": plain_text("Ask"),
        "close": plain_text("Cancel"),
        "private_metadata": Origin(inside=True).dump(),
        "blocks": blocks,
    }


def _input(option: str, name: str, element: Json) -> Json:
    optional = option != "question"
    return {"type": "input", "block_id": option, "optional": optional, "label": plain_text(name), "element": element}


def _option(shown: str, value: str) -> Json:
    return {"text": plain_text(label(shown)), "value": value}


async def _asked(here: Workspace, heard: Heard, view: Json) -> None:
    """Answer in the form's own place."""

    async def late() -> None:
        await acknowledge_waiting(heard, loading_view("Ask"))

    typed = typed_into(view)
    try:
        name, options = line_of_form(typed)
        answer = await patiently(answered(here, heard, name, options | {"as_of": typed.get("as_of", "")}), late)
    except UserError as error:
        if heard.ack is None:
            raise
        at = {option or "about": text for option, text in faults_of([str(error)], typed).items()}
        await acknowledge(heard, response_action="errors", errors=at)
        return
    blocks: list[Json] = message(pages(answer)[0], answer.line)["blocks"]
    shown = shown_view(answer.title, blocks)
    if heard.ack is not None:
        await acknowledge(heard, response_action="update", view=shown)
    else:
        await here.web.views_update(view_id=view["id"], view=shown)


def line_of_form(typed: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Give the line that the form's fields stand for; raises UserError."""
    question = typed.get("question") or "all"
    kind, _, chosen = typed.get("about", "").partition(" ")
    if question == "all":
        if not chosen:
            return "status", {}
        name, option = _ALL[kind]
        return name, {option: chosen}
    shown, takes = _QUESTIONS[question]
    if chosen and kind not in takes:
        raise UserError(f"about: “{shown}” can't be asked about that. Choose “All about it”, or leave this empty.")
    return question, {takes[kind]: chosen} if chosen else {}


async def on_options(here: Workspace, ack: Any, body: Json) -> None:
    """Offer what can follow while somebody types: names, items, subjects, zones; in /setup, user groups."""
    heard = Heard(str(body["user"]["id"]), "typing")
    typed = str(body.get("value") or "").strip()
    try:
        found = []
        if here.typists.may(heard.user, at=asyncio.get_running_loop().time()):
            found = await here.typists.newest(heard.user, _looking(here, heard, body, typed))
    except Exception:  # there is nowhere to show it: the field just offers nothing
        found = []
    await ack(options=found[:100])


def _looking(here: Workspace, heard: Heard, body: Json, typed: str) -> Coroutine[Any, Any, list[Json]]:
    if str(body.get("block_id", "")).endswith(GROUPS):
        return _groups(here, typed)
    if body.get("action_id") == "zone":
        return _offered(here, heard, "my zone", "zone", typed)
    return _found(here, heard, typed)


async def _groups(here: Workspace, typed: str) -> list[Json]:
    groups = await here.people.groups()
    shown = [(f"@{handle}", id_) for id_, (handle, _) in sorted(groups.items(), key=lambda one: one[1][0])]
    return [_option(handle, id_) for handle, id_ in shown if typed.casefold().lstrip("@") in handle.casefold()]


async def _found(here: Workspace, heard: Heard, typed: str) -> list[Json]:
    found: list[Json] = []
    searched = [*_SEARCHED, *((("zone", "my zone", "zone"),) if typed else ())]
    for kind, command, option in searched:
        offered = await _completed(here, heard, command, option, typed)
        if kind == "subject":
            names = {one["value"].partition(" ")[2] for one in found}
            offered = [one for one in offered if one[1] not in names]
        found += [_option(shown, f"{kind} {value}") for shown, value in offered[:_EACH] if len(value) < _VALUE - 10]
    return found


async def _offered(here: Workspace, heard: Heard, command: str, option: str, typed: str) -> list[Json]:
    return [_option(shown, value) for shown, value in await _completed(here, heard, command, option, typed)]


async def _completed(here: Workspace, heard: Heard, command: str, option: str, typed: str) -> list[tuple[str, str]]:
    given: dict[str, Any] = {"options": {}, "now": here.clock(), "desk": desk_of(here)}
    return await complete_aside(here.database, command, option, typed, **given, asker=await asker_of(here, heard))


def check_lines() -> None:
    """Read one line of each question, so that a command that is renamed is noticed."""
    for name in _QUESTIONS:
        if name != "all":
            parse(f"/{name}")


take_forms("asking", _asked)
