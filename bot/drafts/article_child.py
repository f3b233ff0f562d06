"""What the confined child does: a text read into its heading and what is drafted of it, as plain data.

Nothing else imports it: reading takes modules that a running bot does without.
"""

import base64
import json
import sys
from datetime import date, datetime
from typing import Any

from bot.articles.file_text import FileText, UnreadableError, read_file
from bot.articles.heading import Heading
from bot.articles.masthead import find_masthead, without_outlet
from bot.articles.medium import medium_of
from bot.articles.page import read_page
from bot.articles.protocol import article_of
from bot.articles.reader import read_article
from bot.articles.records import Article, Reading, Statement
from bot.names.folding import fold


def answer_parent(name: str) -> None:
    """Read what comes on standard input and write what was found: what the child process does."""
    asked = json.loads(sys.stdin.buffer.read())
    try:
        file = read_file(base64.b64decode(asked["content"]), name=name)
        answer = _read(file, Heading(*asked["given"]), asked)
    except UnreadableError as error:
        answer = {"error": str(error)}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _read(file: FileText, given: Heading, asked: dict[str, Any]) -> dict[str, Any]:
    text, said = file.text, Heading(title=file.title, published=file.published)
    if file.is_page:
        page = read_page(file.text)
        if not page.text:
            raise UnreadableError("This page holds no text beside scripts and menus. Paste its text instead.")
        title = without_outlet(page.title, {fold(page.outlet): page.outlet})
        text, said = page.text, Heading(page.outlet, title, page.published, page.link).or_else(said)
    today = datetime.fromisoformat(asked["now"]).date()
    heading = given.or_else(said).or_else(find_masthead(text, today=today, outlets=asked["outlets"]))
    published = date.fromisoformat(heading.published) if heading.published else None
    known = article_of({"text": text, "people": asked["people"]}).people
    reading = read_article(Article(text, published, heading.title, people=known))
    where = [heading.outlet or _issuer(reading), heading.title, heading.published, heading.link]
    return {"text": text, "heading": where, **_found(text, reading)}


def _issuer(reading: Reading) -> str:
    """Give who issues a release: it is published by them, where it names no other."""
    issued = [one.speaker for one in reading.statements if one.speaker.rule == "issuer in the heading"]
    return issued[0].name if reading.form == "release" and issued else ""


def _found(text: str, reading: Reading) -> dict[str, Any]:
    return {
        "form": reading.form,
        "people": [{"name": name, "role": role} for name, role in _newcomers(reading).items()],
        "statements": [_statement(text, one) for one in reading.statements],
        "coming": [{"words": one.words, "span": one.sentence} for one in reading.coming],
        "offers": [{"by": one.by, "span": one.span} for one in reading.offers],
    }


def _newcomers(reading: Reading) -> dict[str, str]:
    """Give those whom the dossier has not: who is introduced, and who speaks under a full name."""
    speaking = [one.speaker for one in reading.statements if not one.speaker.person]
    named = {speaker.name: "" for speaker in speaking if speaker.rule == "full name"}
    return named | {one.name: next(iter(one.roles), "") for one in reading.newcomers}


def _statement(text: str, one: Statement) -> dict[str, Any]:
    day = one.said_on
    return {
        "kind": one.kind,
        "spans": one.spans,
        "quoted": one.quoted,
        "speaker": one.speaker.name,
        "person": one.speaker.person or "",
        "day": day.day.isoformat() if day and day.stated else "",
        "sure": one.is_sure,
        "medium": medium_of(one),
        "paragraph": one.paragraph + 1,
    }
