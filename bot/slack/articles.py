"""News texts handed over: a form that takes a file or a pasted text, and the entry in messages' menus."""

import asyncio
from typing import Any

from bot.articles.file_text import LARGEST
from bot.articles.heading import Heading
from bot.asking import UserError
from bot.commands.articles import take_article
from bot.drafts.article_paste import MOST_FIELDS, WHERE, WHERE_EXAMPLE, join_pasted, label_of, read_where
from bot.slack.files import TEXT_KINDS, fetch_shared
from bot.slack.forms import take_forms
from bot.slack.markdown import Json, unescape
from bot.slack.messages import plain_text
from bot.slack.reply import Heard, acknowledge, acknowledge_waiting, allowed, answered, asker_of, desk_of, show
from bot.slack.views import Origin, shown_view, typed_into
from bot.slack.workspace import Workspace

READ = "read_into_dossier"
_TITLE = "Read into dossier"


async def open_article(here: Workspace, heard: Heard) -> None:
    """Open the form that takes a text."""
    if not heard.trigger:
        raise UserError("A text is handed over with a form. Use the command: /article")
    await allowed(here, heard, "article")
    origin = Origin(channel=heard.channel, direct=heard.direct, respond=heard.respond)
    await here.web.views_open(trigger_id=heard.trigger, view=_view(origin))
    await acknowledge(heard)


def _view(origin: Origin) -> Json:
    file = {"type": "file_input", "action_id": "file", "filetypes": TEXT_KINDS, "max_files": 1}
    said = f".txt, .html, .md or .eml, at most {LARGEST >> 20} MiB. Nothing is in the dossier before you press."
    where = {"type": "plain_text_input", "action_id": "where", "max_length": 600}
    where |= {"placeholder": plain_text(f"e.g. {WHERE_EXAMPLE}")}
    blocks = [
        _input("file", "A file", file) | {"hint": plain_text(said)},
        *(_input(f"text{number}", f"Or its text, pasted: {label_of(number)}" if number == 1 else label_of(number),
                 {"type": "plain_text_input", "action_id": f"text{number}", "multiline": True, "max_length": 3000})
          for number in range(1, MOST_FIELDS + 1)),
        _input("where", "Where it came out", where) | {"hint": plain_text(WHERE)},
    ]  # fmt: skip
    return {
        "type": "modal",
        "callback_id": "article",
        "title": plain_text(_TITLE),
        "submit": plain_text("Read"),
        "close": plain_text("Cancel"),
        "private_metadata": origin.dump(),
        "blocks": blocks,
    }


def _input(id_: str, label: str, element: Json) -> Json:
    return {"type": "input", "block_id": id_, "optional": True, "label": plain_text(label), "element": element}


async def _take(here: Workspace, heard: Heard, view: Json) -> None:
    """Take a text in, and show what was found in it."""
    waiting = shown_view(_TITLE, [{"type": "section", "text": plain_text("Reading the text …")}])
    await acknowledge_waiting(heard, waiting)
    heard.view = str(view["id"])
    await allowed(here, heard, "article")
    typed = typed_into(view)
    given = read_where(typed.get("where", ""))
    files = view["state"]["values"].get("file", {}).get("file", {}).get("files") or []
    if files:
        name, content = await fetch_shared(here, files[0], most=LARGEST)
        await _read(here, heard, content, name, given=given)
        return
    text = join_pasted([typed.get(f"text{number}", "") for number in range(1, MOST_FIELDS + 1)])
    if not text:
        raise UserError("Neither a file nor a text was handed over. Attach one, or paste the text: /article")
    await _read(here, heard, text.encode(), "pasted.txt", given=given)


async def read_message(here: Workspace, heard: Heard, message: Json, *, link: str) -> None:
    """Read a message's file, or its words."""
    await allowed(here, heard, "article")
    given, author = Heading(link=link), str(message.get("user") or "")
    if files := message.get("files"):
        name, content = await fetch_shared(here, files[0], most=LARGEST)
        await _read(here, heard, content, name, given=given, author=author)
        return
    words = unescape(str(message.get("text") or "")).strip()
    if not words:
        raise UserError("That message has no words and no file. Hand the text over with /article")
    await _read(here, heard, words.encode(), "message.txt", given=given, author=author)


async def _read(here: Workspace, heard: Heard, content: bytes, name: str, *, given: Heading, author: str = "") -> None:
    asker = await asker_of(here, heard)
    settled: dict[str, Any] = {"desk": desk_of(here), "asker": asker, "now": here.clock()}
    number = await asyncio.to_thread(take_article, here.database, content, name, given=given, author=author, **settled)
    await show(here, heard, await answered(here, heard, "article", {"text": str(number)}), private=True)


take_forms("article", _take)
