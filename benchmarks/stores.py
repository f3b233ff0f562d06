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

import psycopg
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import create_engine

from bot.blocks import Answer
from bot.delivery.scheduler import Courier, tick
from db.outbox.claims import Mark, claim_due, mark_all
from db.outbox.outbox import Due
from db.storage.database import Connection, Database, open_database
from tests.conftest import POSTGRES
from tests.faults.drills import DESK, owe_drills

RawPostgres = psycopg.Connection[tuple[Any, ...]]
CHANNELS = [str(1000 + number) for number in range(200)]
_LEASE = timedelta(seconds=30)
_BATCH = 100


@dataclass(frozen=True)
class Store:
    """One way: `fill` makes it with so many messages due, at a path or an address; `deliver` opens and empties it."""

    name: str
    fill: Callable[[str, int], None]
    open: Callable[[str, int], Any]
    deliver: Callable[[Any], Awaitable[None]]
    postgres: bool = False


class Copies:
    """Fills each store once, and gives copies of it: filling takes longer than emptying."""

    def __init__(self, folder: Path, rows: int) -> None:
        self._folder, self._rows = folder, rows
        self._filled: dict[tuple[object, bool], str] = {}

    def copy(self, store: Store) -> str:
        """Give the path or address of a new copy."""
        place = f"backchannel_bench_{uuid.uuid4().hex}" if store.postgres else f"{self._folder}/{uuid.uuid4().hex}"
        kind = (store.fill, store.postgres)
        if kind not in self._filled:
            self._filled[kind] = self._new(store)
        if not store.postgres:
            shutil.copy(self._filled[kind], place)
            return place
        on_server(f"CREATE DATABASE {place} TEMPLATE {self._filled[kind]}")
        return address(place)

    def _new(self, store: Store) -> str:
        name = f"backchannel_bench_{uuid.uuid4().hex}"
        if store.postgres:
            on_server(f"CREATE DATABASE {name}")
        store.fill(address(name) if store.postgres else f"{self._folder}/{name}", self._rows)
        return name if store.postgres else f"{self._folder}/{name}"

    def drop(self, place: str) -> None:
        """Delete a copy."""
        if place.startswith("postgresql"):
            on_server(f"DROP DATABASE {place.rpartition('/')[2]} WITH (FORCE)")
        else:
            os.unlink(place)

    def close(self) -> None:
        """Delete what was filled on a server."""
        for name in self._filled.values():
            if not name.startswith(str(self._folder)):
                on_server(f"DROP DATABASE {name} WITH (FORCE)")


def on_server(statement: str) -> None:
    """Say something to the server that the tests use."""
    with closing(raw_postgres(POSTGRES)) as server:
        server.execute(statement)


def address(name: str) -> str:
    """Give the address of a database on the server that the tests use."""
    return f"{POSTGRES.rpartition('/')[0]}/{name}"


def now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


# --- the due table


def url(place: str) -> str:
    """Give the address of a database by its path or address."""
    return place if place.startswith("postgresql") else f"sqlite:///{place}"


def owe(place: str, rows: int, *, first: datetime | None = None) -> None:
    """Owe so many messages, due within one second that is over, or from a moment on; to many channels in turns."""
    database = open_database(url(place))
    one_each = min(rows, len(CHANNELS))
    at = first or now() - timedelta(seconds=2)
    owe_drills(database, one_each, first=at, seconds=0, channels=CHANNELS)
    with database.writing() as connection:
        names = "desk, kind, dossier, item, detail, channel, local, zone, state, owner, lease_until, attempts, nonce,"
        names += " message, reason"
        copies = rows // max(one_each, 1)
        connection.exec_driver_sql(
            f"INSERT INTO due ({names}, occasion, due_at)"
            f" WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {copies})"
            f" SELECT {names}, 'copy ' || n, due_at + n * 1000000 / {copies} FROM due, number WHERE n > 1"
        )
    database.close()


def _open_owing(place: str, _rows: int) -> Database:
    return open_database(url(place))


async def claim_and_mark(database: Database) -> None:
    """Claim and mark, a hundred at a time, and nothing else."""
    while claimed := await database.write(_claim):
        marks = [Mark(due, "sent", now(), message="m") for due in claimed]
        await database.write(mark_all, marks, owner="bench", lease=_LEASE)
    database.close()


def _claim(connection: Connection) -> list[Due]:
    return claim_due(connection, now=now(), owner="bench", lease=_LEASE, limit=_BATCH, local=False, each=_BATCH)


async def deliver(database: Database) -> None:
    """Deliver whole: claimed, worded, posted to a platform that takes everything at once, marked."""

    async def post(channel: str, answer: Answer, *, nonce: str) -> str:
        return nonce

    await tick(Courier(database, DESK, post, owner="bench"), now=now())
    database.close()


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


def fill_raw_sqlite(path: str, rows: int) -> None:
    """Make the table of whom does it by hand."""
    with closing(raw_sqlite(path)) as raw:
        raw.execute(_TABLE.format(key="INTEGER PRIMARY KEY"))
        raw.execute(_INDEX)
        raw.execute("BEGIN")
        raw.executemany(INSERT.format("?"), [(number,) for number in range(rows)])
        raw.execute("COMMIT")


def _open_raw_sqlite(path: str, _rows: int) -> sqlite3.Connection:
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


def raw_postgres(url: str) -> RawPostgres:
    """Connect to PostgreSQL by hand."""
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def fill_raw_postgres(url: str, rows: int) -> None:
    """Make the table of whom does it by hand."""
    with closing(raw_postgres(url)) as raw:
        raw.execute(_TABLE.format(key="bigserial PRIMARY KEY"))
        raw.execute(_INDEX)
        with raw.cursor().copy("COPY reminder (due_at, state, body, attempts) FROM STDIN") as copy:
            for number in range(rows):
                copy.write_row((number, 0, str(number), 0))


def _open_raw_postgres(url: str, _rows: int) -> RawPostgres:
    return raw_postgres(url)


async def _raw_postgres(raw: RawPostgres) -> None:
    chosen = (
        "SELECT id FROM reminder WHERE state = 0 AND due_at <= %s ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED"
    )
    claim = (
        f"WITH c AS MATERIALIZED ({chosen}) UPDATE reminder SET state = 1, owner = 'me', attempts = attempts + 1"
        " FROM c WHERE reminder.id = c.id RETURNING reminder.id, reminder.body"
    )
    mark = "UPDATE reminder SET state = 2, message = 'm' WHERE id = %s AND state = 1 AND owner = 'me'"
    while claimed := raw.execute(claim, (1 << 40, _BATCH)).fetchall():
        await asyncio.sleep(0)
        with raw.transaction():
            raw.cursor().executemany(mark, [(id_,) for id_, _ in claimed])
    raw.close()


# --- APScheduler's job store

_fired: list[int] = []


async def _fire(number: int) -> None:
    _fired.append(number)


def _fill_apscheduler(path: str, rows: int) -> None:
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


def _open_apscheduler(path: str, rows: int) -> tuple[AsyncIOScheduler, int]:
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
    Store(f"{BY_HAND}, psycopg", fill_raw_postgres, _open_raw_postgres, _raw_postgres, postgres=True),
    Store(f"{CLAIMS}, PostgreSQL", owe, _open_owing, claim_and_mark, postgres=True),
    Store(f"{WHOLE}, PostgreSQL", owe, _open_owing, deliver, postgres=True),
]
