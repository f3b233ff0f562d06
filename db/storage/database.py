"""Opening the database, SQLite or PostgreSQL, and its two ways in: reading and writing."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from db.storage import schema, sqlite_driver
from db.storage.errors import DatabaseError

__all__ = ["Connection", "Database", "DatabaseError", "explain", "is_storage", "lock", "open_database", "unprepared"]

Connection = AsyncConnection

_PROMPT = 5  # seconds


# A plan made for any limit and any name reads through tables where one for this limit needs thirty rows; and compiling
# a look-up takes longer than running it.
_POSTGRES = {"plan_cache_mode": "force_custom_plan", "jit": "off"}


@dataclass(frozen=True, slots=True)
class Database:
    """An open database; every use of it is one transaction.

    `background` is what still reads when nobody waits; `opened` are SQLite's connections, those given up included;
    `idle` are PostgreSQL's that nobody uses; `watch` is one that only asks SQLite whether others have committed.
    """

    engine: AsyncEngine
    background: set[asyncio.Task[None]] = field(default_factory=set, compare=False)
    opened: set[sqlite_driver.Connection] = field(default_factory=set, compare=False)
    idle: set[Any] = field(default_factory=set, compare=False, repr=False)
    watch: sqlite3.Connection | None = field(default=None, compare=False)

    @property
    def shared(self) -> bool:
        """Whether several processes may deliver from it."""
        return self.engine.dialect.name == "postgresql"

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """Open a transaction that only reads."""
        async with self._told_plainly(), self.engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        """Open a transaction that commits at the end, or not at all."""
        async with self._told_plainly(), self.engine.connect() as connection:
            await connection.execution_options(backchannel_writes=True)
            async with connection.begin():
                yield connection

    async def mark(self) -> str | None:
        """Give a mark that is another one whenever anybody has committed anything since; None if that can't be told."""
        if self.shared:
            # equal snapshots see the same transactions
            async with self.reading() as connection:
                return str((await connection.exec_driver_sql("SELECT pg_current_snapshot()::text")).scalar_one())
        try:
            # on this thread: it takes some microseconds, and never waits
            return str(self.watch.execute("PRAGMA data_version").fetchall()) if self.watch else None
        except sqlite3.Error:
            return None

    @asynccontextmanager
    async def promptly(self) -> AsyncIterator[None]:
        """Give up what the server does not answer; its connections may all be dead, so new ones are made after it.

        A SQLite file answers or says that it is locked; what its thread has begun can't be given up.
        """
        try:
            async with asyncio.timeout(_PROMPT if self.shared else None):
                yield
        except TimeoutError as error:
            await self.engine.dispose(close=False)
            for connection in self.idle:
                connection.terminate()  # to close one in order it would have to answer
            self.idle.clear()
            raise DatabaseError(f"The database did not answer within {_PROMPT} s.") from error

    @asynccontextmanager
    async def _told_plainly(self) -> AsyncIterator[None]:
        """Raise DatabaseError for what is the storage's trouble: full, locked, gone."""
        try:
            yield
        except Exception as error:
            if not is_storage(error):
                raise
            cause = getattr(error, "orig", None) or error
            raise DatabaseError(f"The database failed: {cause}. Nothing was half-done; try again.") from error

    async def close(self) -> None:
        """Give back every connection, after what still reads in the background."""
        await asyncio.gather(*self.background, return_exceptions=True)
        await self.engine.dispose()
        if self.watch is not None:
            self.watch.close()
        # those of cancelled questions are in no pool any more
        await asyncio.gather(*(connection.close() for connection in set(self.opened)))


def is_storage(error: Exception) -> bool:
    """Tell the storage's trouble from a statement that is wrong."""
    # asyncpg's own reach us as they are while a connection is made, and have no class in SQLAlchemy later
    of_driver = type(error).__module__.startswith("asyncpg.") or type(error) is DBAPIError
    return of_driver or isinstance(error, OperationalError | InterfaceError | OSError)


async def lock(connection: Connection, name: str) -> None:
    """Let one transaction at a time go on from here under a name; SQLite has one writer anyhow."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


async def open_database(url: str) -> Database:
    """Open the database at an async SQLAlchemy URL, migrated to the newest schema; raises DatabaseError."""
    path = make_url(url).database if url.startswith("sqlite") else None
    try:
        if path:
            await asyncio.to_thread(Path(path).parent.mkdir, parents=True, exist_ok=True)
        database = unprepared(url)
        await _prepare(database)
    except (OSError, DBAPIError) as error:
        raise DatabaseError(explain(url, error)) from error
    if path and path != ":memory:":
        return replace(database, watch=sqlite3.connect(path, timeout=0, isolation_level=None))
    return database


def unprepared(url: str) -> Database:
    """Give a database as it is, not migrated; nothing is opened yet."""
    opened: set[sqlite_driver.Connection] = set()
    database = Database(_engine(url, opened), opened=opened)
    if database.shared:
        _watch_idle(database.engine, database.idle)
    return database


def _watch_idle(engine: AsyncEngine, idle: set[Any]) -> None:
    """Keep the driver's own connections that nobody uses."""

    def come_back(connection: Any, _record: object) -> None:
        if connection is not None:  # None: it was given up
            idle.add(connection.driver_connection)

    def go_out(connection: Any, _record: object, _proxy: object) -> None:
        idle.discard(connection.driver_connection)

    event.listen(engine.sync_engine, "checkin", come_back)
    event.listen(engine.sync_engine, "checkout", go_out)


async def _prepare(database: Database) -> None:
    try:
        async with database.engine.connect() as connection:
            await connection.execution_options(backchannel_writes=True)
            async with connection.begin():
                await connection.run_sync(_migrate)
    except BaseException:
        await database.close()
        raise


def _engine(url: str, opened: set[sqlite_driver.Connection]) -> AsyncEngine:
    if not url.startswith("sqlite"):
        return create_async_engine(url, pool_pre_ping=True, connect_args={"server_settings": _POSTGRES})
    engine = create_async_engine(url, connect_args={"timeout": 30, "async_creator_fn": sqlite_driver.connector(opened)})
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.isolation_level = None  # we say BEGIN ourselves
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: with NORMAL a power cut loses acknowledged commits
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: SyncConnection) -> None:
    # a deferred transaction that turns to writing fails at once with BUSY, whatever the timeout
    writes = connection.get_execution_options().get("backchannel_writes")
    driven: Any = connection.connection.driver_connection
    driven.begin_with("BEGIN IMMEDIATE" if writes else "BEGIN", writes=bool(writes))


def _migrate(connection: SyncConnection) -> None:
    found = None
    if inspect(connection).has_table("alembic_version"):
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found == schema.SCHEMA:
        return
    if found is not None and found > schema.SCHEMA:
        raise DatabaseError(
            f"The database has schema {found}, newer than this program's {schema.SCHEMA}: nothing was changed. "
            "Install the newer Backchannel, or choose another database."
        )
    from db.migrations import upgrade  # alembic takes a tenth of a second to import, and is seldom needed

    upgrade(connection)


def explain(url: str, error: Exception) -> str:
    """Say in a sentence why a database can't be opened, without its password."""
    place = make_url(url).render_as_string(hide_password=True)
    cause = getattr(error, "orig", None) or error
    if url.startswith("sqlite"):
        hint = "Choose another place with --database FILE, or make this one writable."
    else:
        hint = "Check that the server runs and that [database] url names it."
    return f"The database {place} can't be opened: {cause}. {hint}"
