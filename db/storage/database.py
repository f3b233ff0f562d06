"""Opening the database, SQLite or PostgreSQL, and its ways in: reading and writing, here or in a thread."""

import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from db.storage import postgres, schema
from db.storage.address import file_of, shown
from db.storage.errors import DatabaseError
from db.storage.files import make_database_file
from db.storage.threads import Threads, check_awaited, interruptible

__all__ = [
    "Connection",
    "Database",
    "DatabaseError",
    "driver_url",
    "explain",
    "is_storage",
    "lock",
    "lock_shared",
    "open_database",
]

_PROMPT = 5  # seconds

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Database:
    """An open database; every use of it is one transaction.

    Plain functions use `reading` and `writing` where they are; an event loop waits for `read` and `write`, which call
    a plain function in a thread. `opened` are PostgreSQL's connections; `watch` only asks SQLite whether anything was
    committed.
    """

    engine: Engine
    readers: Threads = field(compare=False)
    writers: Threads = field(compare=False)
    opened: set[Any] = field(default_factory=set, compare=False, repr=False)
    watch: "_Watch | None" = field(default=None, compare=False)

    @property
    def shared(self) -> bool:
        """Whether several processes may deliver from it."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with _told_plainly(), self.engine.connect() as connection, self._broken_off(connection):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that commits at the end, or not at all."""
        with _told_plainly(), self.engine.connect() as connection, self._broken_off(connection):
            connection.execution_options(backchannel_writes=True)
            with connection.begin():
                yield connection

    async def read(self, function: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function that only reads, in a thread; who is cancelled meanwhile breaks it off."""
        return await self.readers.run(lambda: self._call(self.reading, function, *args, **kwargs))

    async def write(self, function: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in a thread, in a transaction that commits at its end, or not at all."""
        return await self.writers.run(lambda: self._call(self.writing, function, *args, **kwargs))

    def _call(
        self,
        transaction: Callable[[], AbstractContextManager[Connection]],
        function: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        with transaction() as connection:
            return function(connection, *args, **kwargs)

    def mark(self) -> str | None:
        """Give a mark that is another one whenever anybody has committed anything since; None if that can't be told."""
        if self.shared:
            # equal snapshots see the same transactions
            with self.reading() as connection:
                return str(connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one())
        return self.watch.look() if self.watch else None

    @asynccontextmanager
    async def promptly(self) -> AsyncIterator[None]:
        """Give up what the server does not answer; its connections may all be dead, so new ones are made after it.

        A SQLite file answers or says that it is locked.
        """
        import asyncio

        try:
            async with asyncio.timeout(_PROMPT if self.shared else None):
                yield
        except TimeoutError as error:
            self._cut_off()
            raise DatabaseError(f"The database did not answer within {_PROMPT} s.") from error

    def _cut_off(self) -> None:
        """End all connections from our side: threads that wait for an answer stop waiting."""
        for connection in list(self.opened):
            postgres.cut(connection)
        self.engine.dispose()  # what is shut down closes at once

    @contextmanager
    def _broken_off(self, connection: Connection) -> Iterator[None]:
        driver: Any = connection.connection.driver_connection
        with interruptible(partial(postgres.cancel, driver) if self.shared else driver.interrupt):
            yield

    def close(self) -> None:
        """Give back every connection, after what threads still do."""
        ended = [threads.close(_PROMPT if self.shared else None) for threads in (self.readers, self.writers)]
        if not all(ended):
            self._cut_off()
        self.engine.dispose()
        if self.watch is not None:
            self.watch.close()


class _Watch:
    """A connection that only asks SQLite whether others have committed; it takes microseconds, and never waits."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        self._lock = threading.Lock()

    def look(self) -> str | None:
        """Give SQLite's count of what others have committed."""
        try:
            with self._lock:
                return str(self._connection.execute("PRAGMA data_version").fetchall())
        except sqlite3.Error:
            return None

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Raise DatabaseError for what is the storage's trouble: full, locked, gone."""
    try:
        yield
    except Exception as error:
        if not is_storage(error):
            raise
        check_awaited()  # what was broken off since nobody waits for it is nobody's trouble
        cause = getattr(error, "orig", None) or error
        raise DatabaseError(f"The database failed: {cause}. Nothing was half-done; try again.") from error


def is_storage(error: Exception) -> bool:
    """Tell the storage's trouble from a statement that is wrong."""
    # db.storage.prepared asks sqlite3 itself
    return isinstance(error, OperationalError | InterfaceError | sqlite3.OperationalError | OSError)


def lock(connection: Connection, name: str) -> None:
    """Let one transaction at a time go on from here under a name; SQLite has one writer anyhow."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def lock_shared(connection: Connection, name: str) -> None:
    """Let nobody go on under a name that `lock` takes alone, beside others who only share it."""
    if connection.dialect.name == "postgresql":
        shared = text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:name, 0))")
        connection.execute(shared, {"name": name})


def open_database(url: str) -> Database:
    """Open the database at a URL, migrated to the newest schema; raises DatabaseError."""
    url = driver_url(url)
    file = file_of(url)
    try:
        if file:
            make_database_file(file)
        database = unprepared(url)
        _prepare(database)
    except (OSError, DBAPIError) as error:
        raise DatabaseError(explain(url, error)) from error
    return replace(database, watch=_Watch(str(file))) if file else database


def unprepared(url: str) -> Database:
    """Give a database as it is, not migrated; nothing is opened yet."""
    url = driver_url(url)
    if url.startswith("sqlite"):
        # one writes; one reads, and another while that is held up
        return Database(_sqlite(url), Threads("reader", active=1, most=4, share=2), Threads("writer", active=1, most=1))
    opened: set[Any] = set()
    engine = postgres.engine(url, opened)
    event.listen(engine, "before_cursor_execute", _check_awaited, retval=True)
    # each waits for a server, perhaps one far away; what one desk writes takes turns
    return Database(engine, Threads("reader", active=2, most=6, share=3), Threads("writer", active=4, most=4), opened)


def driver_url(url: str) -> str:
    """Give a URL as SQLAlchemy takes it; also one that names the driver of a former version."""
    kind, separator, rest = url.partition("://")
    if kind.partition("+")[0] == "sqlite":
        return f"sqlite{separator}{rest}"
    return f"postgresql+psycopg{separator}{postgres.plain_options(rest)}"


def _prepare(database: Database) -> None:
    try:
        with database.engine.connect() as connection:
            connection.execution_options(backchannel_writes=True)
            with connection.begin():
                _migrate(connection)
    except BaseException:
        database.close()
        raise


def _sqlite(url: str) -> Engine:
    # the connection given back last first: what it has read of the file is still in its memory
    engine = create_engine(url, connect_args={"timeout": 30}, pool_use_lifo=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "before_cursor_execute", _check_awaited, retval=True)
    return engine


def _check_awaited(_connection: Connection, _cursor: object, statement: str, values: T, *_: object) -> tuple[str, T]:
    check_awaited()
    return statement, values  # else SQLAlchemy wraps this to do so


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.execute("PRAGMA journal_mode=WAL")
    # FULL: with NORMAL a power cut loses acknowledged commits
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Connection) -> None:
    # a deferred transaction that turns to writing fails at once with BUSY, whatever the timeout
    if connection.get_execution_options().get("backchannel_writes"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN")  # waits for nothing, and a question's share of what SQLAlchemy takes for a statement shows


def _migrate(connection: Connection) -> None:
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
    if found is not None and found < schema.FIRST:
        raise DatabaseError(
            f"The database has schema {found}, from before the first release; this program goes on from "
            f"{schema.FIRST}: nothing was changed. Choose a new --database FILE, and load the dossiers there."
        )
    from db.migrations import upgrade  # alembic takes a tenth of a second to import, and is seldom needed

    upgrade(connection)


def explain(url: str, error: Exception) -> str:
    """Say in a sentence why a database can't be opened, without its password."""
    cause = getattr(error, "orig", None) or error
    if url.startswith("sqlite"):
        hint = "Choose another place with --database FILE, or make this one writable."
    else:
        hint = "Check that the server runs and that [database] url names it."
    return f"The database {shown(url)} can't be opened: {cause}. {hint}"
