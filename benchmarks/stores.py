"""Where messages that are owed can be kept: by hand, in the due table, in APScheduler's job store."""

import asyncio
import os
import shutil
import sqlite3
import uuid
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import create_engine

from bot.blocks import Answer
from bot.delivery.scheduler import Courier, tick
from db.outbox.claims import Mark, claim_due, mark_all
from db.storage.database import Database, open_database
from tests.conftest import POSTGRES
from tests.faults.drills import DESK, owe_drills

CHANNELS = [str(1000 + number) for number in range(200)]
_LEASE = timedelta(seconds=30)
_BATCH = 100


@dataclass(frozen=True)
class Store:
    """One way: `fill` makes it with so many messages due, at a path or an address; `deliver` opens and empties it."""

    name: str
    fill: Callable[[str, int], Awaitable[None]]
    open: Callable[[str, int], Awaitable[Any]]
    deliver: Callable[[Any], Awaitable[None]]
    postgres: bool = False


class Copies:
    """Fills each store once, and gives copies of it: filling takes longer than emptying."""

    def __init__(self, folder: Path, rows: int) -> None:
        self._folder, self._rows = folder, rows
        self._filled: dict[tuple[object, bool], str] = {}

    async def copy(self, store: Store) -> str:
        """Give the path or address of a new copy."""
        place = f"backchannel_bench_{uuid.uuid4().hex}" if store.postgres else f"{self._folder}/{uuid.uuid4().hex}"
        kind = (store.fill, store.postgres)
        if kind not in self._filled:
            self._filled[kind] = await self._new(store)
        if not store.postgres:
            shutil.copy(self._filled[kind], place)
            return place
        await on_server(f"CREATE DATABASE {place} TEMPLATE {self._filled[kind]}")
        return address(place)

    async def _new(self, store: Store) -> str:
        name = f"backchannel_bench_{uuid.uuid4().hex}"
        if store.postgres:
            await on_server(f"CREATE DATABASE {name}")
        await store.fill(address(name) if store.postgres else f"{self._folder}/{name}", self._rows)
        return name if store.postgres else f"{self._folder}/{name}"

    async def drop(self, place: str) -> None:
        """Delete a copy."""
        if place.startswith("postgresql"):
            await on_server(f"DROP DATABASE {place.rpartition('/')[2]} WITH (FORCE)")
        else:
            os.unlink(place)

    async def close(self) -> None:
        """Delete what was filled on a server."""
        for name in self._filled.values():
            if not name.startswith(str(self._folder)):
                await on_server(f"DROP DATABASE {name} WITH (FORCE)")


async def on_server(statement: str) -> None:
    """Say something to the server that the tests use."""
    server = await asyncpg.connect(POSTGRES.replace("+asyncpg", ""))
    await server.execute(statement)
    await server.close()


def address(name: str) -> str:
    """Give the address of a database on the server that the tests use."""
    return f"{POSTGRES.rpartition('/')[0]}/{name}"


def now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


# --- the due table


def url(place: str) -> str:
    """Give the address of a database by its path or address."""
    return place if place.startswith("postgresql") else f"sqlite+aiosqlite:///{place}"


async def owe(place: str, rows: int, *, first: datetime | None = None) -> None:
    """Owe so many messages, due within one second that is over, or from a moment on; to many channels in turns."""
    database = await open_database(url(place))
    one_each = min(rows, len(CHANNELS))
    at = first or now() - timedelta(seconds=2)
    await owe_drills(database, one_each, first=at, seconds=0, channels=CHANNELS)
    async with database.writing() as connection:
        names = "desk, kind, dossier, item, detail, channel, local, zone, state, owner, lease_until, attempts, nonce,"
        names += " message, reason"
        copies = rows // max(one_each, 1)
        await connection.exec_driver_sql(
            f"INSERT INTO due ({names}, occasion, due_at)"
            f" WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {copies})"
            f" SELECT {names}, 'copy ' || n, due_at + n * 1000000 / {copies} FROM due, number WHERE n > 1"
        )
    await database.close()


async def _open_owing(place: str, _rows: int) -> Database:
    return await open_database(url(place))


async def claim_and_mark(database: Database) -> None:
    """Claim and mark, a hundred at a time, and nothing else."""
    claimed = await _claim(database)
    while claimed:
        marks = [Mark(due, "sent", now(), message="m") for due in claimed]
        async with database.writing() as connection:
            await mark_all(connection, marks, owner="bench", lease=_LEASE)
        claimed = await _claim(database)
    await database.close()


async def _claim(database: Database) -> list[Any]:
    async with database.writing() as connection:
        return await claim_due(
            connection, now=now(), owner="bench", lease=_LEASE, limit=_BATCH, local=False, each=_BATCH
        )


async def deliver(database: Database) -> None:
    """Deliver whole: claimed, worded, posted to a platform that takes everything at once, marked."""

    async def post(channel: str, answer: Answer, *, nonce: str) -> str:
        return nonce

    await tick(Courier(database, DESK, post, owner="bench"), now=now())
    await database.close()


# --- by hand

_TABLE = (
    "CREATE TABLE reminder (id {key}, due_at bigint, state smallint, channel text, body text, owner text,"
    " lease_until bigint, attempts int, message text, sent_at bigint)"
)
_INDEX = "CREATE INDEX due ON reminder (due_at, id) WHERE state = 0"
INSERT = "INSERT INTO reminder (due_at, state, body, attempts) VALUES ({}, 0, 'x', 0)"


def raw_sqlite(path: str | Path) -> sqlite3.Connection:
    """Open SQLite by hand, as durable as we are."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    return raw


async def fill_raw_sqlite(path: str, rows: int) -> None:
    """Make the table of whom does it by hand."""
    with closing(raw_sqlite(path)) as raw:
        raw.execute(_TABLE.format(key="INTEGER PRIMARY KEY"))
        raw.execute(_INDEX)
        raw.execute("BEGIN")
        raw.executemany(INSERT.format("?"), [(number,) for number in range(rows)])
        raw.execute("COMMIT")


async def _open_raw_sqlite(path: str, _rows: int) -> sqlite3.Connection:
    return raw_sqlite(path)


async def _raw_sqlite(raw: sqlite3.Connection) -> None:
    chosen = "SELECT id FROM reminder WHERE state = 0 AND due_at <= ? ORDER BY due_at, id LIMIT ?"
    claim = (
        "UPDATE reminder SET state = 1, owner = 'me', attempts = attempts + 1"
        f" WHERE id IN ({chosen}) RETURNING id, body"
    )
    mark = "UPDATE reminder SET state = 2, message = ? WHERE id = ? AND state = 1 AND owner = 'me'"
    while True:
        await asyncio.sleep(0)
        raw.execute("BEGIN IMMEDIATE")
        claimed = raw.execute(claim, (1 << 40, _BATCH)).fetchall()
        raw.execute("COMMIT")
        if not claimed:
            break
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(mark, [("m", id_) for id_, _ in claimed])
        raw.execute("COMMIT")
    raw.close()


async def fill_raw_postgres(url: str, rows: int) -> None:
    """Make the table of whom does it by hand."""
    raw = await asyncpg.connect(url.replace("+asyncpg", ""))
    await raw.execute(_TABLE.format(key="bigserial PRIMARY KEY"))
    await raw.execute(_INDEX)
    owed = [(number, 0, str(number), 0) for number in range(rows)]
    await raw.copy_records_to_table("reminder", records=owed, columns=["due_at", "state", "body", "attempts"])
    await raw.close()


async def _open_raw_postgres(url: str, _rows: int) -> Any:
    return await asyncpg.connect(url.replace("+asyncpg", ""))


async def _raw_postgres(raw: Any) -> None:
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


# --- APScheduler's job store

_fired: list[int] = []


async def _fire(number: int) -> None:
    _fired.append(number)


async def _fill_apscheduler(path: str, rows: int) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")  # kept in the file; without it the store is slower still
        connection.exec_driver_sql("PRAGMA synchronous=OFF")
        connection.commit()
    scheduler = AsyncIOScheduler(jobstores={"default": SQLAlchemyJobStore(engine=engine)}, timezone="UTC")
    scheduler.start(paused=True)
    at = now() - timedelta(seconds=2)
    for number in range(rows):
        scheduler.add_job(_fire, "date", run_date=at, args=[number], misfire_grace_time=None)
    scheduler.shutdown(wait=False)
    engine.dispose()


async def _open_apscheduler(path: str, rows: int) -> tuple[AsyncIOScheduler, int]:
    store = SQLAlchemyJobStore(engine=create_engine(f"sqlite:///{path}"))
    _fired.clear()
    return AsyncIOScheduler(jobstores={"default": store}, timezone="UTC"), rows


async def _apscheduler(given: tuple[AsyncIOScheduler, int]) -> None:
    scheduler, rows = given
    scheduler.start()
    for _ in range(600_000):
        if len(_fired) >= rows:
            break
        await asyncio.sleep(0.001)
    scheduler.shutdown(wait=False)


BY_HAND, CLAIMS, WHOLE = "by hand", "claims and marks", "whole delivery"
APSCHEDULER = "APScheduler’s store, SQLite"
SQLITE = [
    Store(f"{BY_HAND}, sqlite3", fill_raw_sqlite, _open_raw_sqlite, _raw_sqlite),
    Store(f"{CLAIMS}, SQLite", owe, _open_owing, claim_and_mark),
    Store(f"{WHOLE}, SQLite", owe, _open_owing, deliver),
    Store(APSCHEDULER, _fill_apscheduler, _open_apscheduler, _apscheduler),
]
SERVER = [
    Store(f"{BY_HAND}, asyncpg", fill_raw_postgres, _open_raw_postgres, _raw_postgres, postgres=True),
    Store(f"{CLAIMS}, PostgreSQL", owe, _open_owing, claim_and_mark, postgres=True),
    Store(f"{WHOLE}, PostgreSQL", owe, _open_owing, deliver, postgres=True),
]
