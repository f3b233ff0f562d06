"""SQLite for SQLAlchemy with one visit to the connection's thread a statement, where aiosqlite's cursor makes four.

A visit costs more processor time than most of our look-ups: a question would spend two thirds of it on going there.
"""

import sqlite3
from collections import deque
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
        await self._connection.visit(self._execute, operation, parameters)
        return self

    async def executemany(self, operation: str, parameters: Any) -> Self:
        await self._connection.visit(self._execute, operation, parameters, many=True)
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

    def _execute(self, operation: str, parameters: Any, *, many: bool = False) -> None:
        own = self._connection.cursor_here()
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
    """aiosqlite's connection, with cursors of ours."""

    def cursor(self) -> Any:
        """Open a cursor; it does not visit the thread before it executes."""
        return _Cursor(self)

    def cursor_here(self) -> sqlite3.Cursor:
        """Open SQLite's own cursor; only on the connection's thread."""
        return self._conn.cursor()

    async def visit(self, function: Any, *arguments: Any, **named: Any) -> Any:
        """Call a function on the connection's thread."""
        return await self._execute(function, *arguments, **named)  # type: ignore[no-untyped-call]


def connect(database: str | Path, **options: Any) -> Connection:
    """Open a SQLite file for SQLAlchemy's aiosqlite dialect."""
    connection = Connection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    connection._thread.daemon = True  # as the dialect does: a forgotten connection must not keep a process alive
    return connection
