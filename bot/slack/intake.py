"""/dossier load: a form that takes a file, since a command of Slack's carries none."""

import asyncio
from typing import Any

from bot.asking import UserError
from bot.blocks import Answer, Line
from bot.dossiers.intake import IntakeError, faults_report
from bot.dossiers.intake.open_file import SUFFIXES
from bot.dossiers.load_report import LARGEST, take_in
from bot.slack.files import fetch_shared
from bot.slack.forms import take_forms
from bot.slack.markdown import Json
from bot.slack.messages import plain_text
from bot.slack.reply import Heard, acknowledge, acknowledge_waiting, allowed, answered, asker_of, desk_of, show
from bot.slack.views import Origin, shown_view
from bot.slack.workspace import Workspace


async def open_intake(here: Workspace, heard: Heard) -> None:
    """Open the form that takes a dossier file, to those who may load one."""
    if not heard.trigger:
        raise UserError("A file is sent in with a form. Use the command: /dossier load")
    await allowed(here, heard, "dossier load")
    origin = Origin(channel=heard.channel, direct=heard.direct, respond=heard.respond)
    await here.web.views_open(trigger_id=heard.trigger, view=_view(origin))
    await acknowledge(heard)


def _view(origin: Origin) -> Json:
    kinds = [suffix.removeprefix(".") for suffix in SUFFIXES if suffix.count(".") == 1]
    element = {"type": "file_input", "action_id": "file", "filetypes": kinds, "max_files": 1}
    hint = f"YAML or JSON, or a snapshot; at most {LARGEST >> 20} MiB. Nothing is changed before you press Apply."
    file = {"type": "input", "block_id": "file", "label": plain_text("Dossier file"), "element": element}
    return {
        "type": "modal",
        "callback_id": "load",
        "title": plain_text("Load a dossier"),
        "submit": plain_text("Check"),
        "close": plain_text("Cancel"),
        "private_metadata": origin.dump(),
        "blocks": [file | {"hint": plain_text(hint)}],
    }


async def _load(here: Workspace, heard: Heard, view: Json) -> None:
    """Take a file in, and show what loading it would change."""
    waiting = shown_view("Load a dossier", [{"type": "section", "text": plain_text("Reading the file …")}])
    await acknowledge_waiting(heard, waiting)
    heard.view = str(view["id"])
    await allowed(here, heard, "dossier load")
    file = sent_file(view)
    name = str(file.get("name", ""))
    if not name.lower().endswith(SUFFIXES):
        raise UserError(f"{name[:60]} is no dossier by its name: it must end in {', '.join(SUFFIXES)}.")
    _, content = await fetch_shared(here, file, most=LARGEST)
    asker = await asker_of(here, heard)
    try:
        given: dict[str, Any] = {"desk": desk_of(here), "asker": asker, "now": here.clock()}
        number = await asyncio.to_thread(take_in, here.database, content, name, **given)
    except IntakeError as error:
        lines = [Line((line.strip(),)) for line in faults_report(error).splitlines() if line.strip()]
        await show(here, heard, Answer(f"Not loaded: {name[:80]}", tuple(lines)), private=True)
        return
    await show(here, heard, await answered(here, heard, "dossier load", {"draft": str(number)}), private=True)


def sent_file(view: Json) -> Json:
    """Give the file that was sent in with a form, as the form names it."""
    file: Json = view["state"]["values"]["file"]["file"]["files"][0]
    return file


take_forms("load", _load)
