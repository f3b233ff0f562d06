"""/dossier new: a form that takes a first text and what a dossier is made of besides."""

import asyncio

from bot.articles.file_text import LARGEST
from bot.articles.heading import Heading
from bot.asking import UserError
from bot.commands.articles import take_first_text
from bot.drafts.new_dossier import FIELDS
from bot.drafts.new_dossier_fields import TOLD
from bot.slack.files import TEXT_KINDS, fetch_shared
from bot.slack.forms import take_forms
from bot.slack.intake import sent_file
from bot.slack.markdown import Json, label
from bot.slack.messages import plain_text
from bot.slack.reply import Heard, acknowledge, acknowledge_waiting, allowed, answered, asker_of, desk_of, show
from bot.slack.views import Origin, shown_view, typed_into
from bot.slack.workspace import Workspace

_TITLE = "A new dossier"


async def open_first_text(here: Workspace, heard: Heard) -> None:
    """Open the form, to those who may begin a dossier."""
    if not heard.trigger:
        raise UserError("A text is sent in with a form. Use the command: /dossier new")
    await allowed(here, heard, "dossier new")
    origin = Origin(channel=heard.channel, direct=heard.direct, respond=heard.respond)
    await here.web.views_open(trigger_id=heard.trigger, view=_view(origin))
    await acknowledge(heard)


def _view(origin: Origin) -> Json:
    file = {"type": "file_input", "action_id": "file", "filetypes": TEXT_KINDS, "max_files": 1}
    hint = f"A news text, page or mail; at most {LARGEST >> 20} MiB. Nothing is made before you press Create."
    first = {"type": "input", "block_id": "file", "label": plain_text("First text"), "element": file,
             "hint": plain_text(hint)}  # fmt: skip
    return {
        "type": "modal",
        "callback_id": "first text",
        "title": plain_text(_TITLE),
        "submit": plain_text("Read"),
        "close": plain_text("Cancel"),
        "private_metadata": origin.dump(),
        "blocks": [first, *(_input(field.option, field.label, field.description) for field in FIELDS)],
    }


def _input(option: str, name: str, description: str) -> Json:
    """Make a field; what the text itself tells may stay empty."""
    element = {"type": "plain_text_input", "action_id": option, "max_length": 300,
               "placeholder": plain_text(label(description))}  # fmt: skip
    return {
        "type": "input",
        "block_id": option,
        "optional": TOLD[option].in_text,
        "label": plain_text(name),
        "element": element,
    }


async def _begin(here: Workspace, heard: Heard, view: Json) -> None:
    """Take the text in, and show the dossier that it would begin."""
    waiting = shown_view(_TITLE, [{"type": "section", "text": plain_text("Reading the text …")}])
    await acknowledge_waiting(heard, waiting)
    heard.view = str(view["id"])
    await allowed(here, heard, "dossier new")
    typed = typed_into(view)
    name, content = await fetch_shared(here, sent_file(view), most=LARGEST)
    number = await asyncio.to_thread(
        take_first_text,
        here.database,
        content,
        name,
        given=Heading(typed["outlet"], typed["headline"], typed["published"]),
        desk=desk_of(here),
        asker=await asker_of(here, heard),
        now=here.clock(),
    )
    options = {"text": str(number), "title": typed["title"], "sides": typed["sides"]}
    await show(here, heard, await answered(here, heard, "dossier new", options), private=True)


take_forms("first text", _begin)
