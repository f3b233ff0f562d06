"""Delivery beside the same by hand and beside APScheduler's own job store, in turns: python -m benchmarks.delivery."""

import asyncio
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import asyncpg
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import create_engine

from benchmarks.figures import Figures, percentile
from bot.blocks import Answer
from bot.delivery import Courier, tick
from bot.ringing import Delivery
from db.claims import Mark, claim_due, mark_all
from db.engine import Database, open_database
from db.outbox import Due, add_due
from tests.faults.drills import DESK, KIND, know_drills, owe_drills

_LEASE = timedelta(seconds=30)
_BATCH = 100
_ROUNDS = 5
_CHANNELS = [str(1000 + number) for number in range(200)]
_WAITING = 100_000
_POSTGRES = os.environ.get("BACKCHANNEL_TEST_POSTGRES", "")


def main() -> int:
    """Measure and print; a miss is no failure of the program."""
    if sys.argv[1:2] == ["idle"]:
        asyncio.run(_idle(sys.argv[2]))
        return 0
    with tempfile.TemporaryDirectory(prefix="backchannel-bench-") as folder:
        asyncio.run(_measure(Path(folder)))
    return 0


async def _measure(folder: Path, *, rows: int = 500, rounds: int = _ROUNDS) -> None:
    know_drills()
    accepting = Figures("Accepting a reminder", ("by hand p50 ms", "p99", "p50 ms", "p99 ms", "bar"))
    await _accepting(accepting, folder)
    print(f"\n{accepting}", flush=True)
    burst = Figures(f"Burst of {rows:,} due at once", ("ms to the last", "longest stall", "× by hand", "bar"))
    await _burst(burst, folder, rows, rounds)
    print(f"\n{burst}", flush=True)
    idle = Figures(f"Idle, {_WAITING:,} waiting", ("CPU %", "bar"))
    await _waiting(idle, folder)
    print(f"\n{idle}", flush=True)


# --- a burst


@dataclass
class _Case:
    name: str
    prepare: Callable[[Path, int], Awaitable[Any]]
    run: Callable[[Any], Awaitable[None]]
    beside: str = ""
    bar: float | None = None
    took: list[float] = field(default_factory=list)
    stall: list[float] = field(default_factory=list)


async def _burst(figures: Figures, folder: Path, rows: int, rounds: int) -> None:
    cases = [
        _Case("sqlite3 by hand", _raw_sqlite, _run_raw_sqlite),
        _Case("claims and marks, SQLite", _ours_sqlite, _run_claims, "sqlite3 by hand", 3.0),
        _Case("whole delivery, SQLite", _ours_sqlite, _run_tick, "sqlite3 by hand"),
        _Case("APScheduler’s store, SQLite", _apscheduler, _run_apscheduler, "sqlite3 by hand"),
    ]
    if _POSTGRES:
        cases += [
            _Case("asyncpg by hand", _raw_postgres, _run_raw_postgres),
            _Case("claims and marks, PostgreSQL", _ours_postgres, _run_claims, "asyncpg by hand", 2.0),
            _Case("whole delivery, PostgreSQL", _ours_postgres, _run_tick, "asyncpg by hand"),
        ]
    for round_ in range(rounds):
        for case in cases:
            given = await case.prepare(folder / f"{round_}{cases.index(case)}", rows)
            seconds, stall = await _stalled(case.run(given))
            await _drop_postgres()
            case.took.append(seconds)
            case.stall.append(stall)
    named = {case.name: case for case in cases}
    for case in cases:
        floor = named[case.beside].took if case.beside else case.took
        ratio = statistics.median(mine / hand for mine, hand in zip(case.took, floor, strict=True))
        took, stall = statistics.median(case.took) * 1e3, max(case.stall) * 1e3
        figures.row(case.name, took, stall, ratio, case.bar)
    theirs, ours = (named[name].took for name in ("APScheduler’s store, SQLite", "whole delivery, SQLite"))
    times = statistics.median(a / b for a, b in zip(theirs, ours, strict=True))
    figures.note(f"APScheduler’s store takes {times:.1f} times as long as whole delivery (bar: 10 times)")
    if times < 10:
        figures.missed.append(f"APScheduler’s store takes only {times:.1f} times as long")
    if (stall := max(named["whole delivery, SQLite"].stall)) > 0.1:
        figures.missed.append(f"whole delivery: the loop stood still for {stall * 1e3:.0f} ms, more than 100")


async def _stalled(doing: Awaitable[None]) -> tuple[float, float]:
    """Time something, and the longest that a heartbeat each 10 ms came late meanwhile."""
    worst = 0.0

    async def beat() -> None:
        nonlocal worst
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.01)
            worst = max(worst, time.perf_counter() - began - 0.01)

    beating = asyncio.create_task(beat())
    await asyncio.sleep(0)
    began = time.perf_counter()
    await doing
    took = time.perf_counter() - began
    await asyncio.sleep(0)
    beating.cancel()
    return took, worst


async def _ours_sqlite(path: Path, rows: int) -> Database:
    return await _owing(await open_database(f"sqlite+aiosqlite:///{path}"), rows)


async def _ours_postgres(_path: Path, rows: int) -> Database:
    return await _owing(await open_database(await _new_postgres()), rows)


async def _owing(database: Database, rows: int) -> Database:
    await owe_drills(database, rows, first=_now() - timedelta(seconds=2), seconds=1, channels=_CHANNELS)
    return database


async def _run_claims(database: Database) -> None:
    while True:
        now = _now()
        async with database.writing() as connection:
            claimed = await claim_due(
                connection, now=now, owner="bench", lease=_LEASE, limit=_BATCH, local=False, each=_BATCH
            )
        if not claimed:
            break
        marks = [Mark(due, "sent", now, message="m") for due in claimed]
        async with database.writing() as connection:
            await mark_all(connection, marks, owner="bench", lease=_LEASE)
    await database.close()


async def _run_tick(database: Database) -> None:
    async def post(channel: str, answer: Answer, *, nonce: str) -> str:
        return nonce

    await tick(Courier(database, DESK, post, owner="bench"), now=_now())
    await database.close()


_TABLE = (
    "CREATE TABLE reminder (id {key}, due_at bigint, state smallint, channel text, body text, owner text,"
    " lease_until bigint, attempts int, message text, sent_at bigint)"
)
_INDEX = "CREATE INDEX due ON reminder (due_at, id) WHERE state = 0"


async def _raw_sqlite(path: Path, rows: int) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", _TABLE.format(key="INTEGER PRIMARY KEY")):
        raw.execute(statement)
    raw.execute(_INDEX)
    raw.execute("BEGIN")
    owed = [(number, str(number)) for number in range(rows)]
    raw.executemany("INSERT INTO reminder (due_at, state, body, attempts) VALUES (?, 0, ?, 0)", owed)
    raw.execute("COMMIT")
    return raw


async def _run_raw_sqlite(raw: sqlite3.Connection) -> None:
    chosen = "SELECT id FROM reminder WHERE state = 0 AND due_at <= ? ORDER BY due_at, id LIMIT ?"
    claim = (
        "UPDATE reminder SET state = 1, owner = 'me', attempts = attempts + 1"
        f" WHERE id IN ({chosen}) RETURNING id, body"
    )
    while True:
        await asyncio.sleep(0)
        raw.execute("BEGIN IMMEDIATE")
        claimed = raw.execute(claim, (1 << 40, _BATCH)).fetchall()
        raw.execute("COMMIT")
        if not claimed:
            break
        raw.execute("BEGIN IMMEDIATE")
        mark = "UPDATE reminder SET state = 2, message = ? WHERE id = ? AND state = 1 AND owner = 'me'"
        raw.executemany(mark, [("m", id_) for id_, _ in claimed])
        raw.execute("COMMIT")
    raw.close()


async def _new_postgres() -> str:
    name = f"backchannel_bench_{uuid.uuid4().hex}"
    server = await asyncpg.connect(_POSTGRES.replace("+asyncpg", ""))
    await server.execute(f"CREATE DATABASE {name}")
    await server.close()
    _made.append(name)
    return _POSTGRES.rpartition("/")[0] + f"/{name}"


async def _drop_postgres() -> None:
    while _made:
        server = await asyncpg.connect(_POSTGRES.replace("+asyncpg", ""))
        await server.execute(f"DROP DATABASE {_made.pop()} WITH (FORCE)")
        await server.close()


_made: list[str] = []


async def _raw_postgres(_path: Path, rows: int) -> asyncpg.Connection:
    raw = await asyncpg.connect((await _new_postgres()).replace("+asyncpg", ""))
    await raw.execute(_TABLE.format(key="bigserial PRIMARY KEY"))
    await raw.execute(_INDEX)
    owed = [(number, 0, str(number), 0) for number in range(rows)]
    await raw.copy_records_to_table("reminder", records=owed, columns=["due_at", "state", "body", "attempts"])
    return raw


async def _run_raw_postgres(raw: asyncpg.Connection) -> None:
    chosen = (
        "SELECT id FROM reminder WHERE state = 0 AND due_at <= $1 ORDER BY due_at, id LIMIT $2 FOR UPDATE SKIP LOCKED"
    )
    claim = (
        f"WITH c AS MATERIALIZED ({chosen}) UPDATE reminder SET state = 1, owner = 'me', attempts = attempts + 1"
        " FROM c WHERE reminder.id = c.id RETURNING reminder.id, reminder.body"
    )
    while claimed := await raw.fetch(claim, 1 << 40, _BATCH):
        mark = "UPDATE reminder SET state = 2, message = 'm' WHERE id = $1 AND state = 1 AND owner = 'me'"
        await raw.executemany(mark, [(row["id"],) for row in claimed])
    await raw.close()


_fired: list[int] = []


async def _fire(number: int) -> None:
    _fired.append(number)


async def _apscheduler(path: Path, rows: int) -> tuple[AsyncIOScheduler, int]:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")  # kept in the file; without it the store is slower still
    store = SQLAlchemyJobStore(engine=engine)
    scheduler = AsyncIOScheduler(jobstores={"default": store}, timezone="UTC")
    scheduler.start(paused=True)
    at = _now() - timedelta(seconds=2)
    for number in range(rows):
        scheduler.add_job(_fire, "date", run_date=at, args=[number], misfire_grace_time=None)
    _fired.clear()
    return scheduler, rows


async def _run_apscheduler(given: tuple[AsyncIOScheduler, int]) -> None:
    scheduler, rows = given
    scheduler.resume()
    for _ in range(60_000):
        if len(_fired) >= rows:
            break
        await asyncio.sleep(0.001)
    scheduler.shutdown(wait=False)


# --- accepting


async def _accepting(figures: Figures, folder: Path, *, count: int = 2_000) -> None:
    database = await open_database(f"sqlite+aiosqlite:///{folder / 'accept'}")
    ours: list[float] = []
    hand: list[float] = []
    with closing(await _raw_sqlite(folder / "accept-raw", 1)) as raw:
        for number in range(count):
            began = time.perf_counter()
            async with database.writing() as connection:
                await add_due(connection, _owed(number))
            ours.append(time.perf_counter() - began)
            began = time.perf_counter()
            raw.execute("INSERT INTO reminder (due_at, state, body, attempts) VALUES (?, 0, 'x', 0)", (number,))
            hand.append(time.perf_counter() - began)
    await database.close()
    p50, p99 = percentile(ours, 0.5), percentile(ours, 0.99)
    figures.row("one, SQLite", percentile(hand, 0.5), percentile(hand, 0.99), p50, p99, 5.0)
    if p50 > 1:
        figures.missed.append(f"p50 of {p50:.2f} ms is more than 1 ms")


def _owed(number: int) -> Due:
    at = _now() + timedelta(days=1)
    return Due(DESK.id, "ferry", f"drill {number}", "once", "1000", at.replace(tzinfo=None), "UTC", at, kind=KIND)


# --- idle


async def _waiting(figures: Figures, folder: Path) -> None:
    sizes: dict[int, int] = {}
    for waiting in (0, _WAITING):
        path = folder / f"idle-{waiting}"
        database = await open_database(f"sqlite+aiosqlite:///{path}")
        await owe_drills(database, min(waiting, 1), first=_now() + timedelta(days=1), seconds=1, channels=_CHANNELS)
        await database.close()
        _multiply(path, waiting)
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "benchmarks.delivery", "idle", str(path)],
            capture_output=True,
            text=True,
            check=True,
        )
        cpu, kilobytes = done.stdout.split()
        sizes[waiting] = int(kilobytes)
        figures.row(f"{waiting:,} waiting", float(cpu), 0.3)
    grown = (sizes[_WAITING] - sizes[0]) / 1024
    figures.note(f"memory at most: {sizes[0] / 1024:.0f} MB with none waiting, {grown:+.1f} MB with all (bar: ± 5 MB)")
    if abs(grown) > 5:
        figures.missed.append(f"memory grows by {grown:.1f} MB")


def _multiply(path: Path, waiting: int) -> None:
    """Owe one row's message so many times."""
    with closing(sqlite3.connect(path)) as raw, raw:
        names = [row[1] for row in raw.execute("PRAGMA table_info(due)") if row[1] != "id"]
        values = ", ".join("occasion || n" if name == "occasion" else name for name in names)
        raw.execute(
            f"WITH RECURSIVE number(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n < {waiting})"
            f" INSERT INTO due ({', '.join(names)}) SELECT {values} FROM due, number"
        )


async def _idle(path: str, *, seconds: int = 20) -> None:
    database = await open_database(f"sqlite+aiosqlite:///{path}")
    nobody: Any = SimpleNamespace(post=None, look=None)  # nothing falls due
    delivery = Delivery(database, DESK, nobody, clock=_now)
    await delivery.ring()
    began = time.process_time()
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while True:
                await asyncio.sleep(1)
                await delivery.ring()
    cpu = (time.process_time() - began) / seconds * 100
    print(cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    await database.close()


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
