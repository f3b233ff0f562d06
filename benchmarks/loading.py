"""Loading a dossier file, beside parsing it and inserting the same rows by hand with sqlite3."""

import asyncio
import json
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.figures import Figures, percentile
from benchmarks.synth import Size, synthetic
from bot.dossiers.intake import read_dossier
from db.loading.dossiers import replace_dossier
from db.model.codec import encode
from db.model.records import SECTIONS
from db.storage.database import open_database
from tests.faults.heartbeat import LATE, MOST, Beats, heartbeat

BAR = 3.0  # times parsing and inserting by hand
_TABLES = ("dossier", "item", "link", "change", "search", "search_index", "search_word")
_FILE_LIMIT = 100_000  # statements: a dossier's file may have 40 MB


@dataclass
class _Load:
    """One load, in seconds of each part, and for how long the event loop stood still."""

    parts: dict[str, float]
    beats: Beats

    @property
    def whole(self) -> float:
        return sum(self.parts.values())


def measure(folder: Path, *, statements: int) -> Figures:
    """Load a file of so many statements, at most 100,000, and do the same by hand."""
    statements = min(statements, _FILE_LIMIT)
    figures = Figures(f"Loading {statements:,} statements as JSON", ("s", "× by hand", "bar"))
    file, loaded = folder / "load.json", folder / "loaded.sqlite3"
    file.write_text(json.dumps(large_dossier(statements), ensure_ascii=False, separators=(",", ":")), "utf-8")
    load = asyncio.run(_load(file, loaded))
    floor = _by_hand(file, loaded, folder / "by_hand.sqlite3")
    hand = sum(floor.values())
    for name, seconds in floor.items():
        figures.row(f"by hand: {name}", seconds, "", None)
    for name, seconds in load.parts.items():
        figures.row(name, seconds, seconds / hand, None)
    figures.row("the whole load", load.whole, load.whole / hand, BAR)
    late, own = load.beats.late, load.beats.own
    figures.note(
        f"the event loop was late by {percentile(late, 0.999):.0f} ms (p99.9), {max(late) * 1e3:.0f} ms (most)"
    )
    ours = f"{percentile(own, 0.999):.0f} ms (p99.9), {max(own) * 1e3:.0f} ms (most)"
    figures.note(f"of it ours: {ours}; bar: {LATE * 1e3:.0f} and {MOST * 1e3:.0f} ms")
    if not load.beats.kept:
        figures.missed.append(f"the event loop was late by {ours}, of its own doing")
    figures.note(
        f"this process had at most {_most_memory():,.0f} MB until now; file: {file.stat().st_size / 1e6:.0f} MB"
    )
    return figures


def _most_memory() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def large_dossier(statements: int) -> dict[str, Any]:
    """Make a dossier of so many statements, as its file has it."""
    sections = {record: section for section, (_kind, record) in SECTIONS.items()}
    made: dict[str, Any] = {"format": "1", "id": "large", "title": "A large invented dossier", "about": "Measuring."}
    for record in synthetic(Size(people=min(1_000, statements), statements=statements)):
        item = json.loads(encode(record))
        made.setdefault(sections[type(record)], []).append(item | ({"side": "true"} if "side" in item else {}))
    return made


async def _load(file: Path, path: Path) -> _Load:
    database = open_database(f"sqlite:///{path}")
    async with heartbeat() as beats:
        started = time.perf_counter()
        dossier = await asyncio.to_thread(read_dossier, file)
        read = time.perf_counter()
        await database.write(replace_dossier, dossier, now=datetime.now(UTC), actor="bench")
        written = time.perf_counter()
    database.close()
    return _Load({"reading and checking, in a child": read - started, "comparing and writing": written - read}, beats)


def _by_hand(file: Path, loaded: Path, path: Path) -> dict[str, float]:
    """Parse the file, and put the rows that a load has made into a database of the same tables."""
    with closing(sqlite3.connect(loaded)) as made:
        # without those that SQLite keeps for itself, and for the index
        theirs = (
            "sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE 'search!_index!_%' ESCAPE '!'"
        )
        tables = [row[0] for row in made.execute(f"SELECT sql FROM sqlite_master WHERE {theirs} ORDER BY rowid")]
        rows = {table: made.execute(f"SELECT {_columns(table)} FROM {table}").fetchall() for table in _TABLES}
    took = {"parsing": _timed(lambda: json.loads(file.read_bytes()))}
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        for statement in tables:
            raw.execute(statement)
        took["inserting"] = _timed(lambda: _insert(raw, rows))
    return took


def _columns(table: str) -> str:
    return "rowid, words" if table == "search_index" else "*"


def _insert(raw: sqlite3.Connection, rows: dict[str, list[Sequence[Any]]]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for table, some in rows.items():
        named = f"({_columns(table)})" if table == "search_index" else ""
        raw.executemany(f"INSERT INTO {table}{named} VALUES ({', '.join('?' * len(some[0]))})", some)
    raw.execute("COMMIT")


def _timed(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started
