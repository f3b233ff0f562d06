"""Every question that only reads, on the large dossier: what it costs must not follow its people or statements."""

import gc
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from benchmarks.figures import Figures
from bot.asking import Asker
from bot.cli.load import bundled_dossiers
from bot.commands import dispatch, parser
from bot.commands.registry import has_depths
from bot.dossiers.intake import read_dossier
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.reading.view import forget_items
from db.storage.database import Database, open_database

NOW = datetime(2026, 12, 31, 12, tzinfo=UTC)
BAR = 50.0  # processor ms, of what a phone shows
FIRST_STATUS = 8.0  # processor ms
_ROUNDS = 5
_LINES = (
    "/status",
    "/who p1",
    "/who p9000",
    "/who north",
    "/quotes p1",
    "/quotes p1 about:p2",
    "/offers",
    "/conflicts",
    "/sources",
    "/timeline about:p1",
    "/dates",
    "/compare 2026-06-01 2026-09-01",
    "/changes since:2026-06-01",
    "/find ka ro",
    "/item S0000007",
)


def measure(database: Database) -> Figures:
    """Ask each some times, each time as of another second, so that nothing is answered from memory."""
    figures = Figures("Questions on the large dossier", ("statements", "elapsed ms", "processor ms", "bar"))
    dispatched = 0
    for line in _LINES:
        name, options = parser.parse(line)
        for depth in ("short", "full") if has_depths(name) else ("short",):
            asked = options | ({"depth": depth} if has_depths(name) else {})
            took: list[tuple[float, float]] = []
            sent = 0
            for _ in range(_ROUNDS + 1):
                dispatched += 1
                with _counted(database) as statements:
                    started = time.perf_counter(), time.thread_time()
                    _ask(database, name, asked, NOW - timedelta(days=dispatched % 30))
                    took.append((time.perf_counter() - started[0], time.thread_time() - started[1]))
                sent = len(statements)
            elapsed, processor = (statistics.median(kind) * 1e3 for kind in zip(*took[1:], strict=True))
            figures.row(f"{line} {depth}", float(sent), elapsed, processor, BAR if depth == "short" else None)
    return figures


def measure_first_status(folder: Path) -> Figures:
    """Ask where the bundled dossier stands, of which no item has been read; then in a process that has asked before."""
    figures = Figures("A first /status of the bundled dossier", ("statements", "elapsed ms", "processor ms", "bar"))
    database = open_database(f"sqlite:///{folder / 'bundled.sqlite3'}")
    with database.writing() as connection:
        replace_dossier(connection, read_dossier(bundled_dossiers()[0]), now=NOW, actor="bench")
    gc.collect()
    gc.freeze()  # as a bot does
    took: list[tuple[float, float, float]] = []
    for day in range(3 * _ROUNDS + 1):
        forget_items()
        with _counted(database) as statements:
            started = time.perf_counter(), time.thread_time()
            _ask(database, "status", {}, NOW - timedelta(days=day))
            spent = time.perf_counter() - started[0], time.thread_time() - started[1]
        took.append((float(len(statements)), spent[0] * 1e3, spent[1] * 1e3))
    database.close()
    figures.row("the first in a process", *took[0], None)
    figures.row("one that nobody has asked yet", *map(statistics.median, zip(*took[1:], strict=True)), FIRST_STATUS)
    return figures


def _ask(database: Database, name: str, options: dict[str, str], now: datetime) -> None:
    desk, asker = Desk("local", "UTC", "09:00"), Asker("1", "ann", level="admin")
    dispatch.ask(database, name, options, now=now, desk=desk, asker=asker)


@contextmanager
def _counted(database: Database) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
