"""Forms as modals: opened in time, their faults at their fields, and nothing that was typed is lost."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.asking import UserError
from bot.blocks import Answer, Choice, Form, Line, choices
from bot.commands.carried_lines import check_named, read_carried
from bot.commands.line_forms import filled_options
from bot.commands.parser import parse
from bot.commands.registry import COMMANDS
from bot.slack.markdown import Json, commands
from bot.slack.messages import message, pages, sentence
from bot.slack.permissions import postable
from bot.slack.reply import (
    Ack,
    Heard,
    acknowledge,
    acknowledge_waiting,
    answered,
    change_there,
    excused,
    patiently,
    say,
    show,
    show_there,
    update_both,
)
from bot.slack.views import Origin, fault_block, form_view, kept_in, loading_view, origin_of, shown_view, typed_into
from bot.slack.workspace import Workspace

_NAMED = re.compile(r"([a-z_]+): ")


def whole_form(heard: Heard, name: str, options: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Ask for the form of all that a workspace settles, where one can be opened and nothing was named yet."""
    if name == "setup" and not set(options) - {"dossier"} and (heard.trigger or heard.view):
        return "setup times", options | {"whole": "yes"}
    return name, options


async def open_form(here: Workspace, heard: Heard, form: Form, origin: Origin, *, waiting: str = "") -> None:
    """Open a form, or put it in the place of the modal that said to wait, or of the page it was asked for on."""
    origin = replace(origin, line=form.line, inside=bool(heard.view))
    view = form_view(form, origin, groups=await _groups(here, form))
    if target := waiting or heard.view:
        await here.web.views_update(view_id=target, view=view)
    else:
        await here.web.views_open(trigger_id=heard.trigger, view=view)


async def _groups(here: Workspace, form: Form) -> dict[str, str]:
    """Name the user groups that a form lets choose from."""
    if not any(field.kind == "roles" for field in form.fields):
        return {}
    return {id_: f"@{handle}" for id_, (handle, _) in (await here.people.groups()).items()}


async def on_view(here: Workspace, ack: Ack, body: Json) -> None:
    """Take in a form that was sent."""
    view = body["view"]
    heard = heard_view(ack, body)
    async with excused(here, heard):
        take = _TAKEN.get(str(view.get("callback_id")))
        if take is not None:
            await take(here, heard, view)
    await acknowledge(heard)  # whatever became of it: a form that is not answered shows an error of Slack's


def heard_view(ack: Ack, body: Json) -> Heard:
    """Say who sent a form, and where it was opened."""
    view = body["view"]
    origin = origin_of(view)
    inside = str(view["id"]) if origin.inside else ""
    return Heard(
        user=str(body["user"]["id"]),
        what="form",
        channel=origin.channel,
        thread=origin.thread,
        message=origin.message,
        own=origin.own,
        direct=origin.direct,
        respond=origin.respond,
        view=inside,
        request=f"slack-{view['id']}-{view.get('hash', '')}",
        ack=ack,
    )


async def _fill(here: Workspace, heard: Heard, view: Json) -> None:
    """Complete a line with what was typed, and send it."""
    origin, typed = origin_of(view), typed_into(view)
    name, options = read_carried(origin.line)
    wait = _Waiting(here, heard, view)
    try:
        check_named(name, {option: text for option, text in typed.items() if option != "channel"})
        if typed.get("channel"):
            typed["channel"] = await postable(here, typed["channel"])
        answer = await patiently(answered(here, heard, name, filled_options(name, options, typed)), wait.begin)
    except UserError as error:
        await wait.refuse(faults_of([str(error)], typed))
        return
    if answer.refused and not answer.form and await _show_again(here, heard, answer, wait):
        return
    await wait.end(answer)
    await _show_result(here, heard, origin, answer, wait)


async def _show_result(here: Workspace, heard: Heard, origin: Origin, answer: Answer, wait: "_Waiting") -> None:
    """Show what came of a form where it belongs; a form can't be answered with another one."""
    answer = replace(answer, form=None)
    if wait.shown:
        return
    if answer.aside or not origin.message:
        if origin.own and not origin.line.startswith(("/due", "/mine")) and origin.respond:
            await update_both(here, heard, answer)
        else:
            await show(here, heard, answer, private=True)
    elif origin.own:
        await update_both(here, heard, answer)
    else:
        await change_there(here, origin.channel, origin.message, message(pages(answer)[0]))
        if answer.posted and answer.posted != f"{origin.channel}/{origin.message}":
            await show_there(here, answer.posted, answer)
        if answer.said:
            await say(here, heard, answer.said)


async def _show_again(here: Workspace, heard: Heard, answer: Answer, wait: "_Waiting") -> bool:
    """Put a form whose faults were listed up again, with all that was typed and each fault at its field."""
    lines = [line for line in answer.blocks if isinstance(line, Line) and not line.label]
    found = ["".join(part for part in line.parts if isinstance(part, str)) for line in lines]
    fix = next((choice for choice in choices(answer.blocks) if choice.label == "Fix"), None)
    if fix is None:
        return False
    name, options = parse(fix.line)
    again = await answered(here, replace(heard, request=""), name, options)
    if again.form is None:
        return False
    instead = [choice for choice in choices(answer.blocks) if choice.label != "Fix"]
    faults = faults_of(found, {field.option: field.value for field in again.form.fields})
    await wait.again(again.form, faults, instead)
    return True


def faults_of(said: list[str], options: Any) -> dict[str, str]:
    """Sort faults to the fields that they name; what names none comes under "" ."""
    faults: dict[str, str] = {}
    for fault in said:
        found = _NAMED.match(fault)
        option = found[1] if found and found[1] in options else ""
        text = commands(fault[len(found[0]) :] if found and option else fault, COMMANDS)
        faults[option] = f"{faults[option]} {text}" if option in faults else text
    return faults


class _Waiting:
    """A form that was sent: answered in its acknowledgement, or by changing the modal that says to wait."""

    def __init__(self, here: Workspace, heard: Heard, view: Json) -> None:
        self.here = here
        self.heard = heard
        self.view = view
        self.is_late = False
        self.shown = False

    async def begin(self) -> None:
        """Say to wait."""
        self.is_late = True
        await acknowledge_waiting(self.heard, loading_view())

    async def refuse(self, faults: dict[str, str]) -> None:
        """Leave the form as it is, with what is wrong at the fields."""
        inputs = [block["block_id"] for block in self.view["blocks"] if block["type"] == "input"]
        if self.is_late:
            await self._change(_with_faults(self.view, faults))
        else:
            at = {option or inputs[0]: text for option, text in faults.items()}
            await acknowledge(self.heard, response_action="errors", errors=at)

    async def again(self, form: Form, faults: dict[str, str], instead: list[Choice]) -> None:
        """Put up another form in its place."""
        origin = replace(origin_of(self.view), line=form.line)
        if instead:
            named = "; ".join(choice.label for choice in instead)
            faults = faults | {"": f"{faults.get('', '')} Instead: {named}".strip()}
        await self._change(form_view(form, origin, faults=faults, groups=await _groups(self.here, form)))

    async def end(self, answer: Answer) -> None:
        """Close the form, or show the answer in its place where it was asked for in a modal."""
        if origin_of(self.view).inside:
            self.shown = True
            page = message(pages(replace(answer, form=None))[0], answer.line)
            await self._change(shown_view(answer.title, page["blocks"]))
        elif self.is_late:
            await self._change(shown_view("Done", [*_done(answer)]))
        else:
            await acknowledge(self.heard)

    async def _change(self, view: Json) -> None:
        if self.is_late:
            await self.here.web.views_update(view_id=self.view["id"], view=view)
        else:
            await acknowledge(self.heard, response_action="update", view=view)


def _done(answer: Answer) -> list[Json]:
    return list(sentence(f"{answer.title}. It stands in the conversation; this can be closed.")["blocks"])


def _with_faults(view: Json, faults: dict[str, str]) -> Json:
    """Make the form that was sent again, with what was typed and the faults at its fields."""
    blocks: list[Json] = []
    for block in (one for one in view["blocks"] if one["type"] == "input"):
        blocks.append(kept_in(block, view))
        if fault := faults.get(block["block_id"]):
            blocks.append(fault_block(fault))
    above = [fault_block(text) for option, text in faults.items() if not option]
    kept = ("type", "callback_id", "title", "submit", "close", "private_metadata")
    return {key: view[key] for key in kept if key in view} | {"blocks": [*above, *blocks]}


Take = Callable[[Workspace, Heard, Json], Awaitable[None]]
_TAKEN: dict[str, Take] = {"fill": _fill}


def take_forms(kind: str, take: Take) -> None:
    """Let forms of another kind be taken in by somebody else."""
    _TAKEN[kind] = take
