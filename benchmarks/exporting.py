"""Exporting a page: how long it takes to make, and how long the event loop stands still meanwhile."""

import asyncio
import io
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figures
from benchmarks.synth import Size, write
from bot.asking import Asker
from bot.commands.dispatch import ask_aside
from db.desk.desks import Desk
from db.storage.database import Database, open_database

_BAR = 10.0  # seconds
_PEOPLE = 1_000
_DESK = Desk("local", "UTC", "09:00")


async def measure(folder: Path, *, statements: int = 10_000) -> Figures:
    """Make a page of this many statements in a thread, twice; the first time its template is read, too."""
    figures = Figures(f"Exporting a page of {statements:,} statements", ("MB", "s", "bar"))
    database = open_database(f"sqlite:///{folder / 'page.sqlite3'}")
    try:
        write(database, "page", Size(people=_PEOPLE, statements=statements), now=datetime.now(UTC), out=io.StringIO())
        for name in ("the first", "the second"):
            beat = asyncio.create_task(_longest_stop())
            size, took = await _timed(database)
            beat.cancel()
            figures.row(name, size / 1e6, took, _BAR)
            figures.note(f"{name}: the loop stood still for {await beat:.0f} ms at most (collecting garbage, mostly)")
    finally:
        database.close()
    return figures


async def _timed(database: Database) -> tuple[int, float]:
    started = time.perf_counter()
    given, asker = {"format": "html"}, Asker("bench", "bench", level="admin")
    answer = await ask_aside(database, "dossier export", given, now=datetime.now(UTC), desk=_DESK, asker=asker)
    assert answer.file is not None
    return len(answer.file.content), time.perf_counter() - started


async def _longest_stop() -> float:
    """Sleep for a moment again and again until cancelled; gives by how many ms one took too long at most."""
    longest, pause = 0.0, 0.005
    try:
        while True:
            started = time.perf_counter()
            await asyncio.sleep(pause)
            longest = max(longest, time.perf_counter() - started - pause)
    except asyncio.CancelledError:
        return longest * 1e3
