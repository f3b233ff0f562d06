"""What the confined child does: a text read into its heading and what is drafted of it, as plain data.

Nothing else imports it: reading takes modules that a running bot does without.
"""

import base64
import json
import re
import sys
from datetime import date, datetime
from typing import Any

from bot.articles.dates import find_dates
from bot.articles.file_text import FileText, UnreadableError, read_file
from bot.articles.heading import Heading
from bot.articles.page import read_page
from bot.articles.protocol import article_of
from bot.articles.reader import read_article
from bot.articles.records import Article, Reading, Statement
from bot.date_words.past_day import DateError, parse_day

_DAY = re.compile(
    r"\b(?:\d{4}-\d\d-\d\d|\d{1,2} (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{4}"
    r"|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, \d{4})\b"
)
_STRAY = re.compile(r"\b(?:on|late|early|in|at|by)(?=\s*(?:$|[,.]|on\b))|[\s,.]+$")  # what a day leaves behind
_ANY_DAY = date(2022, 1, 3)
_LINK = re.compile(r"https?://[^\s<>\"]+")
_HEAD = 800  # characters in which a text says where it came out
_LONGEST_TITLE = 160


def answer_parent(name: str) -> None:
    """Read what comes on standard input and write what was found: what the child process does."""
    asked = json.loads(sys.stdin.buffer.read())
    try:
        file = read_file(base64.b64decode(asked["content"]), name=name)
        answer = _read(file, Heading(*asked["given"]), asked["people"], datetime.fromisoformat(asked["now"]))
    except UnreadableError as error:
        answer = {"error": str(error)}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _read(file: FileText, given: Heading, people: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    text, said = file.text, Heading(title=file.title, published=file.published)
    if file.is_page:
        page = read_page(file.text)
        if not page.text:
            raise UnreadableError("This page holds no text beside scripts and menus. Paste its text instead.")
        text, said = page.text, Heading(page.outlet, page.title, page.published, page.link).or_else(said)
    heading = given.or_else(said).or_else(find_heading(text, now=now))
    published = date.fromisoformat(heading.published) if heading.published else None
    known = article_of({"text": text, "people": people}).people
    reading = read_article(Article(text, published, heading.title, people=known))
    where = [heading.outlet, heading.title, heading.published, heading.link]
    return {"text": text, "heading": where, **_found(text, reading)}


def find_heading(text: str, *, now: datetime) -> Heading:
    """Find a title, a day and a link at the beginning of a plain text; the outlet is never guessed."""
    head = text[:_HEAD]
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    first = lines[0] if len(lines) > 1 else ""
    is_title = 0 < len(first) <= _LONGEST_TITLE and first[-1] not in '.:”"' and not _LINK.match(first)
    link = _LINK.search(head)
    return Heading("", first if is_title else "", _day(head, now), link[0].rstrip(".,;)") if link else "")


def _day(head: str, now: datetime) -> str:
    """Give the first day with its year, where it is not to come."""
    found = _DAY.search(head)
    try:
        return parse_day(found[0], now=now, zone="UTC").isoformat() if found else ""
    except DateError:
        return ""


def _found(text: str, reading: Reading) -> dict[str, Any]:
    return {
        "form": reading.form,
        "people": [{"name": name, "role": role} for name, role in _newcomers(reading).items()],
        "statements": [_statement(text, one) for one in reading.statements],
        "coming": [{"words": one.words, "span": one.sentence} for one in reading.coming],
        "offers": [{"by": one.by, "span": one.span} for one in reading.offers],
    }


def _without_days(medium: str) -> str:
    """Leave out of the words behind "said" when it was said: that is told by itself."""
    for one in reversed(find_dates(medium, _ANY_DAY)):
        medium = medium[: one.span[0]] + medium[one.span[1] :]
    return " ".join(_STRAY.sub("", medium).split())


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
        "speaker": one.speaker.name,
        "person": one.speaker.person or "",
        "day": day.day.isoformat() if day and day.stated else "",
        "sure": one.is_sure,
        "medium": _without_days(one.medium),
        "paragraph": one.paragraph + 1,
    }
