"""Look-ups in a large dossier, each beside the same look-up by hand with sqlite3, in turns."""

import json
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.figures import Figures, percentile
from db.model.search_terms import typed_terms
from db.reading.people import COUNTED, NEWEST, get_profile
from db.reading.search import COUNTED as FOUND
from db.reading.search import find_hits
from db.reading.search_index import dossier_word, row_id
from db.reading.statements import Sought, count_statements, list_statements
from db.reading.timeline import Stretch, list_dated
from db.reading.view import View, find_items
from db.storage.database import Database

DOSSIER, DESK = "synth", "local"
LATEST, THEN = date(2026, 12, 31), date(2025, 6, 1)
BAR = 4.0  # times the look-up by hand
_QUOTES, _HITS, _ENTRIES = 31, 30, 201
_NEWEST = "ORDER BY link.earliest DESC, link.item DESC LIMIT"

Ours = Callable[[View, str], object]
ByHand = Callable[[sqlite3.Connection, str, date], object]


@dataclass
class Case:
    """A look-up, as the program does it and by hand, and what is looked up."""

    name: str
    ours: Ours
    by_hand: ByHand
    keys: Sequence[str]
    as_of: date
    took: list[list[float]] = field(default_factory=list)
    floor: list[list[float]] = field(default_factory=list)


def measure(database: Database, path: Path, *, people: int, rounds: int, calls: int) -> Figures:
    """Time each look-up `rounds` times `calls` times, in turns with the floor, the file being in memory."""
    columns = ("p50 ms", "p99 ms", "by hand p50", "p99", "× by hand", "bar")
    figures = Figures("Database part of a question", columns)
    chance = random.Random(7)
    cases = list(_cases(chance, people))
    with path.open("rb") as file:
        while file.read(1 << 24):
            pass
    with closing(sqlite3.connect(path)) as raw:
        for _ in range(rounds):
            for case in cases:
                _round(case, database, raw, chance.choices(case.keys, k=calls))
    for case in cases:
        took, floor = [one for some in case.took for one in some], [one for some in case.floor for one in some]
        ratios = [statistics.median(a) / statistics.median(b) for a, b in zip(case.took, case.floor, strict=True)]
        mine, theirs = (
            (percentile(took, 0.5), percentile(took, 0.99)),
            (percentile(floor, 0.5), percentile(floor, 0.99)),
        )
        figures.row(case.name, *mine, *theirs, statistics.median(ratios), BAR)
    return figures


def _round(case: Case, database: Database, raw: sqlite3.Connection, keys: Sequence[str]) -> None:
    took: list[float] = []
    floor: list[float] = []
    for number, key in enumerate(keys):
        # by turns the first, because the second finds the pages in memory
        for ours in (True, False) if number % 2 else (False, True):
            started = time.perf_counter()
            if ours:
                with database.reading() as connection:
                    case.ours(View(connection, DESK, DOSSIER, case.as_of), key)
            else:
                case.by_hand(raw, key, case.as_of)
            (took if ours else floor).append(time.perf_counter() - started)
    case.took.append(took)
    case.floor.append(floor)


def _cases(chance: random.Random, people: int) -> Iterator[Case]:
    # the busiest twenty among random others, as a desk asks
    asked = [f"p{place}" for place in range(min(20, people))] * 3 + [f"p{chance.randrange(people)}" for _ in range(340)]
    words = ["ka", "rosha", "mi", "koto", "bezefi", "le vo", "gaze", "nape"]
    for day, suffix in ((LATEST, ""), (THEN, " as_of")):
        yield Case(f"/who{suffix}", get_profile, _who, asked, day)
        yield Case(f"/quotes{suffix}", _our_quotes, _quotes, asked, day)
        yield Case(f"/timeline{suffix}", _our_timeline, _timeline, [""], day)
        yield Case(f"/find newest first{suffix}", _our_find, _find, words, day)


def _who(raw: sqlite3.Connection, id_: str, as_of: date) -> object:
    _rows(raw, "SELECT body FROM item WHERE dossier = ? AND id = ? AND desk = ''", DOSSIER, id_)
    bodies = [*_statements(raw, id_, "speaker", as_of, NEWEST), *_statements(raw, id_, "about", as_of, 5)]
    for role in ("speaker", "about"):
        _count(raw, id_, role, as_of, COUNTED + 1)
    named = "('labels.by', 'answers.by', 'announced.by', 'participants')"
    bodies += _rows(
        raw,
        f"SELECT item.body FROM link JOIN item ON {_SAME} WHERE link.dossier = ? AND link.target = ?"
        f" AND link.role IN {named} AND link.known_from <= ?",
        *(DOSSIER, id_, as_of.isoformat()),
    )
    newest = (
        "SELECT body FROM item WHERE dossier = ? AND kind = 'source' AND earliest <= ? ORDER BY earliest DESC LIMIT 1"
    )
    _rows(raw, newest, DOSSIER, as_of.isoformat())
    return _sources(raw, bodies)


def _our_quotes(view: View, id_: str) -> object:
    count_statements(view, Sought(speaker=id_), most=COUNTED + 1)
    return list_statements(view, Sought(speaker=id_), limit=_QUOTES)


def _quotes(raw: sqlite3.Connection, id_: str, as_of: date) -> object:
    _count(raw, id_, "speaker", as_of, COUNTED + 1)
    return _sources(raw, _statements(raw, id_, "speaker", as_of, _QUOTES))


def _our_timeline(view: View, _: str) -> object:
    return list_dated(view, Stretch(first=view.as_of - timedelta(days=100)), limit=_ENTRIES)


def _timeline(raw: sqlite3.Connection, _: str, as_of: date) -> object:
    days = ((as_of - timedelta(days=100)).isoformat(), as_of.isoformat(), as_of.isoformat())
    bodies: list[Any] = []
    for kind in ("statement", "event"):
        bodies += _rows(
            raw,
            "SELECT body, earliest, id FROM item WHERE dossier = ? AND kind = ? AND earliest >= ? AND earliest <= ?"
            " AND known_from <= ? ORDER BY earliest, id LIMIT ?",
            *(DOSSIER, kind, *days, _ENTRIES),
        )
    return _sources(raw, sorted(bodies, key=lambda row: row[1:])[:_ENTRIES])


def _our_find(view: View, words: str) -> object:
    hits = find_hits(view, typed_terms(words), limit=_HITS)
    return find_items(view, hits.items)


def _find(raw: sqlite3.Connection, words: str, as_of: date) -> object:
    terms = " AND ".join(f'"{word}"' for word in (dossier_word(DOSSIER), *words.split()))
    found = (
        "FROM search_index JOIN search ON search.id = search_index.rowid WHERE search_index MATCH ?"
        " AND search_index.rowid <= ? ORDER BY search_index.rowid DESC LIMIT ?"
    )
    last = row_id(as_of, last=True)
    _rows(raw, f"SELECT count(*) FROM (SELECT 1 {found})", terms, last, FOUND + 1)
    ids = _rows(raw, f"SELECT search.item {found}", terms, last, _HITS)
    return _sources(raw, _bodies(raw, [id_ for (id_,) in ids]))


_SAME = "item.dossier = link.dossier AND item.id = link.item AND item.desk = link.desk"
_KNOWN = "link.dossier = ? AND link.target = ? AND link.role = ? AND link.earliest <= ? AND link.known_from <= ?"


def _statements(raw: sqlite3.Connection, id_: str, role: str, as_of: date, limit: int) -> list[Any]:
    query = f"SELECT item.body FROM link JOIN item ON {_SAME} WHERE {_KNOWN} {_NEWEST} ?"
    return _rows(raw, query, DOSSIER, id_, role, as_of.isoformat(), as_of.isoformat(), limit)


def _count(raw: sqlite3.Connection, id_: str, role: str, as_of: date, limit: int) -> None:
    query = f"SELECT count(*) FROM (SELECT 1 FROM link WHERE {_KNOWN} LIMIT ?)"
    _rows(raw, query, DOSSIER, id_, role, as_of.isoformat(), as_of.isoformat(), limit)


def _bodies(raw: sqlite3.Connection, ids: Sequence[str]) -> list[Any]:
    marks = ", ".join("?" * len(ids))
    return _rows(raw, f"SELECT body FROM item WHERE dossier = ? AND id IN ({marks}) AND desk = ''", DOSSIER, *ids)


def _sources(raw: sqlite3.Connection, bodies: Sequence[Any]) -> list[Any]:
    """Read what the bodies cite; a look-up by hand has to parse them, too."""
    records = [json.loads(row[0]) for row in bodies]
    ids = {wording["source"] for record in records for wording in record.get("wordings", ())}
    return [json.loads(body) for (body,) in _bodies(raw, sorted(ids))]


def _rows(raw: sqlite3.Connection, query: str, *values: object) -> list[Any]:
    return raw.execute(query, values).fetchall()
