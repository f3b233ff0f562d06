"""python -m benchmarks [--statements N]: all measurements in one run, with a database that is deleted afterwards."""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    drawing,
    exporting,
    loading,
    lookups,
    phrases,
    questions,
    reading,
    starting,
    typing_names,
    whole_way,
)
from benchmarks.figures import Figures
from benchmarks.synth import Size, write
from bot.answers.directory import index_names
from db.reading.people import NamedRows, list_named
from db.storage.database import open_database

_ALIASES = 10
_ROUNDS = 5


def main() -> int:
    """Measure, print, and say what misses its bar; a miss is no failure of the program: exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument(
        "--database", type=Path, help="a SQLite file with a dossier “synth” to use, instead of a new one"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="backchannel-bench-") as folder:
        what = given.database or f"{given.statements:,} statements, {given.people * _ALIASES:,} names"
        print(f"{what}; {_machine()}", flush=True)
        missed = asyncio.run(_measure(given, Path(folder)))
        figures = loading.measure(Path(folder), statements=given.statements)
        print(f"\n{figures}")
        missed += len(figures.missed)
    print(f"\n{_machine()}; {missed or 'no'} bars missed")
    return 0


async def _measure(given: argparse.Namespace, folder: Path) -> int:
    path: Path = given.database or folder / "bench.sqlite3"
    database = open_database(f"sqlite:///{path}")
    try:
        if given.database is None:
            size = Size(people=given.people, statements=given.statements, aliases=_ALIASES)
            write(database, lookups.DOSSIER, size, now=datetime.now(UTC), out=sys.stdout)
        with database.reading() as connection:
            rows = list_named(connection, lookups.DOSSIER, lookups.DESK)
        typed = typing_names.keystrokes(rows)
        figures = [phrases.measure(), typing_names.table(), _names(rows, typed)]
        figures.append(lookups.measure(database, path, people=given.people, rounds=_ROUNDS, calls=100))
        figures.append(questions.measure(database))
    finally:
        database.close()
    people = [f"p{place}" for place in (0, 3, 17, 90, 300, 1000, 2500, 4000, 7000, 9000) if place < given.people]
    figures.append(
        await whole_way.measure(path, people, [text for text, _ in typed], count=100, rounds=_ROUNDS, folder=folder)
    )
    figures += [questions.measure_first_status(folder), await drawing.measure(), starting.measure(folder)]
    figures.append(await exporting.measure(folder))
    figures.append(reading.measure())
    for one in figures:
        print(f"\n{one}")
    return sum(len(one.missed) for one in figures)


def _names(rows: NamedRows, typed: list[tuple[str, str]]) -> Figures:
    started = time.thread_time()
    known = index_names(rows)
    spent = time.thread_time() - started
    figures = typing_names.measure(known, typed, typing_names.slipped(rows))
    figures.note(f"made anew in {spent:.2f} s of a thread's processor time (bar: 1 s)")
    if spent > 1:
        figures.missed.append(f"made anew: {spent:.2f} s is more than 1 s")
    return figures


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"Python {sys.version.split()[0]}, {os.cpu_count()} cores{load}"


if __name__ == "__main__":
    sys.exit(main())
