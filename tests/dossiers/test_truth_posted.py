"""What is posted and exported: no exact words that a source cited behind them lacks, no chain that another tells."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from bot.blocks import Answer, Exact, Line, Quote, choices, walk
from bot.cli.load import bundled_dossiers
from bot.commands import dispatch, parser
from bot.dossiers.intake import check_text
from bot.phrasing.citations import chain
from bot.tracking import reminder_short, reminders
from db.model.codec import items_of
from db.model.records import Announcement, Dossier, Report, Wording
from db.outbox.outbox import Due
from db.storage.database import Database
from tests.asking import ANN, asked
from tests.builders import DESK, NOW
from tests.digests.living import SERVER, News, at, clock, desk, live, load, subscribe

from .test_truth import Has, articles, own_words, untrue

_QUOTED = re.compile(r"“([^“”]*)”")


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    """The bundled dossier."""
    [file] = bundled_dossiers()
    return check_text(file.read_bytes(), name=file.name)


@pytest.fixture(scope="module")
def has(dossier: Dossier) -> Has:
    """What each of its sources has: by the articles where these are, otherwise by its own exact words."""
    return articles() or own_words(dossier)


async def test_what_is_posted_quotes_what_each_cited_source_has(database: Database, dossier: Dossier, has: Has) -> None:
    known = tuple(one for one in dossier.statements if one.speaker != "lavrov")
    load(database, replace(dossier, statements=known), "2022-07-27T05:00")
    desk(database, learnt="")
    subscribe(database, now="2022-07-27T05:00")
    asked(database, "/follow lavrov", now=at("2022-07-28T05:00"), desk=SERVER, asker=replace(ANN, channel="77"))
    news = News()
    ringing = clock(database, news)

    await live(ringing, "2022-07-27T06:00", "2022-08-01T04:00", step=timedelta(hours=8))
    load(database, dossier, "2022-08-01T05:00")
    await live(ringing, "2022-08-01T06:00", "2022-08-05T12:00", step=timedelta(hours=8))

    answers = [answer for _channel, _said, answer in news.posts]
    behind = [one.line for answer in answers for one in choices(answer.blocks) if one.label == "More"]
    whole = [_answer(database, line) for line in behind]
    quoted = [block for one in (*answers, *whole) for block in walk(one.blocks) if _quotes(block)]
    assert len(answers) > 8
    assert any(one.title.startswith("New on Sergei Lavrov") for one in answers)
    assert len(quoted) > 40
    assert [said for one in (*answers, *whole) for said in untrue(one, has)] == []


def test_a_reminder_quotes_what_each_cited_source_has(bundled: Database, dossier: Dossier, has: Has) -> None:
    now, told = at("2022-08-12T09:00"), []
    with bundled.reading() as connection:
        for one in dossier.dates:
            due = Due(
                DESK.id, dossier.id, one.id, "opening 2022-07-27", "news", now.replace(tzinfo=None), "UTC", now, id=7
            )
            told += [word(connection, DESK, due, now=now) for word in (reminder_short.reminder, reminders.reminder)]
            told.append(reminders.personal(connection, DESK, due, now=now))

    assert len([block for one in told for block in walk(one.blocks) if _quotes(block)]) > 20
    assert [said for one in told for said in untrue(one, has)] == []


def _answer(database: Database, line: str) -> Answer:
    name, options = parser.parse(line)
    return dispatch.ask(database, name, options, now=at("2022-08-05T13:00"), desk=SERVER, asker=ANN, request=line)


def _quotes(block: Any) -> bool:
    return isinstance(block, Quote) or (isinstance(block, Line) and any(isinstance(one, Exact) for one in block.parts))


# --- exports


def _export(database: Database, form: str) -> str:
    name, options = parser.parse(f"/dossier export format:{form}")
    file = dispatch.ask(database, name, options, now=NOW, desk=DESK, asker=ANN).file
    assert file is not None
    return file.content.decode("utf-8-sig")


def test_a_table_quotes_what_the_source_of_its_row_has(bundled: Database, has: Has) -> None:
    rows = list(csv.DictReader(io.StringIO(_export(bundled, "csv"))))
    exact = [(row["source"], row["exact"]) for row in rows if row["exact"]]
    quoted = [(row["source"], words) for row in rows for words in _QUOTED.findall(row["said"])]

    assert len(exact) > 200
    assert [one for one in (*exact, *quoted) if not has(*one)] == []


def test_a_text_quotes_what_a_source_in_its_brackets_has(bundled: Database, dossier: Dossier, has: Has) -> None:
    everything = [source.id for source in dossier.sources]
    found = []
    for line in _export(bundled, "markdown").replace("\\", "").splitlines():
        cited = re.search(r"\[([\w, -]+)\]$", line)
        sources = cited[1].split(", ") if cited else everything
        found += [line for words in _QUOTED.findall(line) if not any(has(one, words) for one in sources)]

    assert found == []


def test_a_calendar_quotes_what_a_source_has(bundled: Database, dossier: Dossier, has: Has) -> None:
    unfolded = re.sub(r"\r?\n[ \t]", "", _export(bundled, "calendar")).replace("\\", "")
    quoted = _QUOTED.findall(unfolded)

    assert quoted
    assert [one for one in quoted if not any(has(source.id, one) for source in dossier.sources)] == []


class _Page(HTMLParser):
    """The texts of a page, each with the sources whose marks follow it in the same element."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, list[str]]] = [("", [])]
        self._in_mark = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "dd", "dt", "li", "td", "blockquote", "article", "title", "summary", "h2", "h3"):
            self.said.append(("", []))
        self._in_mark = self._in_mark or tag == "sup"
        if self._in_mark and tag == "a":
            self.said[-1][1].append(str(dict(attrs).get("href", "")).removeprefix("#"))

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = self._in_mark and tag != "sup"

    def handle_data(self, data: str) -> None:
        text, cites = self.said[-1]
        if not self._in_mark:
            self.said[-1] = (text + data, cites)


def test_a_page_quotes_what_a_source_marked_behind_it_has(bundled: Database, dossier: Dossier, has: Has) -> None:
    page = _Page()
    page.feed(_export(bundled, "html"))
    everything = [source.id for source in dossier.sources]
    marked = [one for one in page.said if one[1] and _QUOTED.search(one[0])]
    found = [
        (words, cites)
        for text, cites in page.said
        for words in _QUOTED.findall(text)
        if not any(has(one, words) for one in cites or everything)
    ]

    assert len(marked) > 200
    assert found == []


# --- chains


def _told_chains(dossier: Dossier) -> dict[str, set[str]]:
    """Give the chains that each source tells, as answers word them, and each origin in one by itself."""
    sources = {source.id: source for source in dossier.sources}
    names = {origin.id: origin.name for origin in dossier.origins}
    told: dict[str, set[str]] = {source: {names[one] for one in held.via} for source, held in sources.items()}
    for passage in _passages(one for _kind, one in items_of(dossier)):
        before = [names[one] for one in chain(passage, sources)]
        told[passage.source] |= {" → ".join(before), *before}
    return told


def _passages(records: Iterable[Any]) -> Iterator[Wording | Report | Announcement]:
    for record in records:
        if isinstance(record, (Wording, Report, Announcement)):
            yield record
        for name in getattr(record, "__dataclass_fields__", ()):
            held = getattr(record, name)
            yield from _passages(held if isinstance(held, tuple) else (held,))


def test_a_chain_is_cited_from_the_sources_that_tell_it(bundled: Database, dossier: Dossier) -> None:
    told = _told_chains(dossier)
    lines = ["/quotes", "/offers", "/sources", "/conflicts about:O1", "/timeline about:griner", "/quotes form:copy"]
    lines += ["/item O1", *(f"/item {one.id}" for _kind, one in items_of(dossier))][::6]
    found, many = [], 0
    for line in lines:
        name, options = parser.parse(line if line.startswith(("/item", "/sources")) else f"{line} depth:full")
        answer = dispatch.ask(bundled, name, options, now=NOW, desk=DESK, asker=ANN, request=line)
        for through, cites in _chains(answer):
            many += 1
            found += [(line, through, cite) for cite in cites if through not in told.get(cite, ())]

    assert many > 100
    assert found == []


def _chains(answer: Answer) -> Iterator[tuple[str, tuple[str, ...]]]:
    for block in walk(answer.blocks):
        match block:
            case Quote():
                said = [one for one in re.split(r"; ", "; ".join(block.remarks)) if one.startswith("through ")]
                yield from ((one.removeprefix("through "), block.cites) for one in said)
            case Line() if block.label == "Came through":
                text = re.sub(r" \([\w-]+\)", "", "".join(part for part in block.parts if isinstance(part, str)))
                yield from ((one, block.cites) for one in text.split(", "))
            case Line():
                text = "".join(part for part in block.parts if isinstance(part, str))
                yield from ((one, block.cites) for one in re.findall(r"[(;] ?through ([^;)]+)", text))
            case _:
                pass


def test_the_walk_finds_a_chain_that_a_source_does_not_tell(dossier: Dossier) -> None:
    told = _told_chains(dossier)
    [(through, cites)] = _chains(Answer("", (Line(("He said so (stated; through Reuters)",), ("004-cnn",)),)))

    assert through in told["003-ruling"]
    assert [cite for cite in cites if through not in told[cite]] == ["004-cnn"]
