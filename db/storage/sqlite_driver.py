"""SQLite for SQLAlchemy with one visit to the connection's thread a statement, where aiosqlite's cursor makes four.

A visit costs more processor time than most of our look-ups: a question would spend two thirds of it on going there.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, Self

import aiosqlite

_AT_ONCE = 1_000  # rows fetched together with the statement


class _Cursor:
    """What SQLAlchemy uses of a cursor."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._cursor: sqlite3.Cursor | None = None
        self._rows = deque[Any]()
        self.arraysize = 1
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, operation: str, parameters: Any = ()) -> Self:
        await self._connection.visit(self._execute, self._connection.begin(), operation, parameters)
        return self

    async def executemany(self, operation: str, parameters: Any) -> Self:
        await self._connection.visit(self._execute, self._connection.begin(), operation, parameters, many=True)
        return self

    async def fetchone(self) -> Any:
        if not self._rows:
            await self._fetch(self.arraysize)
        return self._rows.popleft() if self._rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        size = self.arraysize if size is None else size
        if len(self._rows) < size:
            await self._fetch(size - len(self._rows))
        return [self._rows.popleft() for _ in range(min(size, len(self._rows)))]

    async def fetchall(self) -> list[Any]:
        await self._fetch(None)
        rows, self._rows = list(self._rows), deque()
        return rows

    async def close(self) -> None:
        self._rows.clear()
        if self._cursor is not None:
            await self._connection.visit(self._cursor.close)
            self._cursor = None

    def _execute(self, begin: str, operation: str, parameters: Any, *, many: bool = False) -> None:
        own = self._connection.cursor_here()
        if begin:
            own.execute(begin)
        own.executemany(operation, parameters) if many else own.execute(operation, parameters)
        self.description, self.lastrowid = own.description, own.lastrowid
        self._cursor = own
        if self.description:
            self._fetch_here(_AT_ONCE)
        else:
            self._end()

    async def _fetch(self, size: int | None) -> None:
        if self._cursor is not None:
            await self._connection.visit(self._fetch_here, size)

    def _fetch_here(self, size: int | None) -> None:
        if self._cursor is None:
            return
        rows = list(islice(self._cursor, size))
        self._rows.extend(rows)
        if size is None or len(rows) < size:
            self._end()

    def _end(self) -> None:
        if self._cursor is not None:
            self.rowcount = self._cursor.rowcount  # of a statement that returns rows, right only after the last one
            self._cursor.close()
            self._cursor = None


class Connection(aiosqlite.Connection):
    """aiosqlite's connection, with cursors of ours; in `opened` until its thread has closed it."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], opened: "set[Connection]") -> None:
        """Prepare to connect."""
        super().__init__(self._connect_here, iter_chunk_size=64)
        self._connector_here = connector
        self._made: sqlite3.Connection | None = None
        self._thread.daemon = True  # as the dialect does: a forgotten connection must not keep a process alive
        self._closing: asyncio.Future[Any] | None = None
        self._to_begin = ""
        self._begun = False  # or may have
        self._writes = False
        self._opened = opened
        opened.add(self)

    def cursor(self) -> Any:
        """Open a cursor; it does not visit the thread before it executes."""
        return _Cursor(self)

    def cursor_here(self) -> sqlite3.Cursor:
        """Open SQLite's own cursor; only on the connection's thread."""
        return self._conn.cursor()

    def begin_with(self, statement: str, *, writes: bool) -> None:
        """Let the next statement begin a transaction: a visit less, and none for a transaction without statements."""
        self._to_begin, self._writes = statement, writes

    def begin(self) -> str:
        """Give what begins a transaction, if one is to begin with the statement at hand."""
        begin, self._to_begin = self._to_begin, ""
        self._begun = self._begun or bool(begin)
        return begin

    async def commit(self) -> None:
        """Commit, if anything has begun."""
        self._to_begin = ""
        if self._begun:
            await super().commit()
            self._begun = False

    async def rollback(self) -> None:
        """Take back what has begun; SQLAlchemy asks for it after each commit, too. What only read is not waited for."""
        self._to_begin = ""
        if self._begun and self._writes:
            await super().rollback()
        elif self._begun:
            self._tx.put_nowait((None, self._conn.rollback))
        self._begun = False

    async def visit(self, function: Any, *arguments: Any, **named: Any) -> Any:
        """Call a function on the connection's thread; who is cancelled meanwhile breaks off what SQLite does."""
        try:
            return await self._execute(function, *arguments, **named)  # type: ignore[no-untyped-call]
        except asyncio.CancelledError:
            with suppress(sqlite3.ProgrammingError, ValueError):  # closed meanwhile
                self._conn.interrupt()
            raise

    def stop(self) -> asyncio.Future[Any] | None:
        """Let the thread close the connection and end, once.

        aiosqlite does so at each call: who is cancelled while he closes would then wait for a thread that has ended.
        """
        if self._running:
            self._tx.put_nowait((None, self._close_here))
            self._closing = super().stop()
        if self._closing is not None:
            self._closing.add_done_callback(lambda _: self._opened.discard(self))
        return self._closing

    async def close(self) -> None:
        """Close when what is under way has ended; also if nobody waits for it any more."""
        if (closing := self.stop()) is not None:
            await asyncio.shield(closing)

    def _connect_here(self) -> sqlite3.Connection:
        self._made = self._connector_here()
        return self._made

    def _close_here(self) -> None:
        # also one that nobody waited for, of which aiosqlite knows nothing
        if self._made is not None:
            self._made.close()


def connector(opened: set[Connection]) -> Callable[..., Connection]:
    """Make what opens SQLite files for SQLAlchemy's aiosqlite dialect; `opened` are those not yet closed."""

    def connect(database: str | Path, **options: Any) -> Connection:
        return Connection(lambda: sqlite3.connect(database, **options), opened)

    return connect
