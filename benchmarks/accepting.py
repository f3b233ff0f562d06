"""P5: a reminder is accepted, and very many at once."""

import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import stores
from benchmarks.figures import Figures, percentile
from db.outbox.outbox import Due, add_all_due, add_due
from db.storage.database import Database, open_database
from tests.conftest import POSTGRES
from tests.faults.drills import DESK, KIND

_P50, _P99, _BULK = 1.0, 5.0, 1.0  # milliseconds, and seconds for a hundred thousand


def measure(folder: Path, *, count: int = 2_000, many: int = 100_000) -> Figures:
    """Accept one by one in turns with doing it by hand, then many at once."""
    figures = Figures("P5 Accepting a reminder", ("by hand p50 ms", "p99", "p50 ms", "p99 ms", "bar"))
    path = str(folder / "accepting-raw")
    stores.fill_raw_sqlite(path, 0)
    insert = stores.INSERT.format("?")
    with closing(stores.raw_sqlite(path)) as raw:

        def by_hand(number: int) -> None:
            raw.execute(insert, (number,))

        database = open_database(stores.url(str(folder / "accepting")))
        _accept(figures, "SQLite", database, by_hand, count)
        _at_once(figures, "SQLite", database, many)
    if POSTGRES:
        _on_server(figures, count, many)
    return figures


def _on_server(figures: Figures, count: int, many: int) -> None:
    names = ["backchannel_bench_accepting", "backchannel_bench_accepting_raw"]
    for name in names:
        stores.on_server(f"DROP DATABASE IF EXISTS {name}")
        stores.on_server(f"CREATE DATABASE {name}")
    stores.fill_raw_postgres(stores.address(names[1]), 0)
    raw = stores.raw_postgres(stores.address(names[1]))

    def by_hand(number: int) -> None:
        raw.execute(stores.INSERT.format("%s"), (number,))

    database = open_database(stores.address(names[0]))
    _accept(figures, "PostgreSQL", database, by_hand, count)
    _at_once(figures, "PostgreSQL", database, many)
    raw.close()
    for name in names:
        stores.on_server(f"DROP DATABASE {name} WITH (FORCE)")


def _accept(figures: Figures, name: str, database: Database, by_hand: Any, count: int) -> None:
    ours: list[float] = []
    hand: list[float] = []
    for number in range(count):
        began = time.perf_counter()
        with database.writing() as connection:
            add_due(connection, _owed(number))
        between = time.perf_counter()
        by_hand(number)
        ours.append(between - began)
        hand.append(time.perf_counter() - between)
    p50, p99 = percentile(ours, 0.5), percentile(ours, 0.99)
    figures.row(f"one, {name}", percentile(hand, 0.5), percentile(hand, 0.99), p50, p99, _P99)
    if p50 > _P50:
        figures.missed.append(f"one, {name}: p50 of {p50:.2f} ms is more than {_P50:.0f} ms")


def _at_once(figures: Figures, name: str, database: Database, many: int) -> None:
    owed = [_owed(-1 - number) for number in range(many)]
    began = time.perf_counter()
    with database.writing() as connection:
        add_all_due(connection, owed)
    seconds = time.perf_counter() - began
    told = f"{many:,} at once, {name}: {seconds:.2f} s (bar: {_BULK:.0f} s)"
    figures.note(told)
    if seconds > _BULK:
        figures.missed.append(told)
    database.close()


def _owed(number: int) -> Due:
    at = stores.now() + timedelta(days=1)
    return Due(DESK.id, "ferry", f"drill {number}", "once", "1000", at.replace(tzinfo=None), "UTC", at, kind=KIND)
