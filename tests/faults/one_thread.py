"""A world of one thread: time that passes only when nothing else is left to do, and a disk that can fail or go dead."""

import asyncio
import selectors
import sqlite3
from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, Self, TypeVar
from weakref import WeakSet

from sqlalchemy import Engine, create_engine, make_url

from db.storage import database
from db.storage.threads import Threads

_Done = TypeVar("_Done")


class Crash(BaseException):
    """The process ends here. No Exception: nothing in it may catch this and go on."""


class _Patience(selectors.SelectSelector):
    """Lets time pass instead of waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.elapsed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everybody waits, and nothing is to come")
        self.elapsed += max(timeout, 0.0)
        return []


class Loop(asyncio.SelectorEventLoop):
    """An event loop whose time is simulated, and whose threads are itself."""

    def __init__(self) -> None:
        self._patience = _Patience()
        super().__init__(self._patience)

    def time(self) -> float:
        """Give the seconds that have passed in it."""
        return self._patience.elapsed

    def run_until_complete(self, future: Generator[Any, None, _Done] | Awaitable[_Done]) -> _Done:
        """Do all that leads to a result."""
        with _set(_AT_ONCE):
            return super().run_until_complete(future)

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]
        """Do at once what would be done in a thread."""
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future


class Disk:
    """What SQLite's connections do, one after the other, each a boundary at which something may go wrong.

    `boundary` is called before and after each ("before", "after"), and raises what goes wrong; a statement that
    `skips` tells to leave out changes nothing, and nobody learns of it.
    """

    def __init__(self, boundary: Callable[[str], None], *, skips: Callable[[str], bool] = lambda _sql: False) -> None:
        self.boundary = boundary
        self.skips = skips
        self.opened: list[_Connection] = []

    def do(self, function: Callable[..., _Done], *args: Any) -> _Done:
        """Do what goes to the disk."""
        self.boundary("before")
        done = function(*args)
        self.boundary("after")
        return done

    def end(self) -> None:
        """Let go of the files as a dead process does: nothing more is written."""
        for connection in self.opened:
            connection.close()
        self.opened.clear()
        self.boundary = _gone


def _gone(_when: str) -> NoReturn:
    raise Crash


class _Cursor(sqlite3.Cursor):
    """A cursor whose statements go to a disk of ours."""

    def execute(self, sql: str, given: Any = (), /) -> Self:
        disk = self._disk
        return self if disk.skips(sql) else disk.do(super().execute, sql, given)

    def executemany(self, sql: str, given: Iterable[Any], /) -> Self:
        disk = self._disk
        return self if disk.skips(sql) else disk.do(super().executemany, sql, given)

    @property
    def _disk(self) -> Disk:
        assert isinstance(self.connection, _Connection)
        return self.connection.disk


class _Connection(sqlite3.Connection):
    """A connection to a file on a disk of ours."""

    disk: Disk
    cursors: WeakSet[_Cursor]

    def cursor(self, *_given: Any) -> Any:
        made = super().cursor(_Cursor)
        self.cursors.add(made)
        return made

    def close(self) -> None:
        while self.cursors:  # one that a crash left half-way would keep the file locked, which no dead process does
            self.cursors.pop().close()
        super().close()

    def commit(self) -> None:
        self.disk.do(super().commit)

    def rollback(self) -> None:
        self.disk.do(super().rollback)


async def _do_at_once(_threads: Threads, function: Callable[[], _Done]) -> _Done:
    return function()


# what the program hands to its threads
_AT_ONCE: list[tuple[Any, str, Any]] = [(Threads, "run", _do_at_once)]


@contextmanager
def _set(attributes: list[tuple[Any, str, Any]]) -> Iterator[None]:
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in attributes]
    for owner, name, value in attributes:
        setattr(owner, name, value)
    try:
        yield
    finally:
        for owner, name, value in before:
            setattr(owner, name, value)


_first: list[Engine] = []


def _as_the_first(url: str, **options: Any) -> Engine:
    """Make an engine that shares what the first one has compiled, so that a new process costs no more than its I/O."""
    made = create_engine(url, **options)
    _first[:] = _first or [made]
    made.dialect = made.pool._dialect = _first[0].dialect
    made._compiled_cache = _first[0]._compiled_cache
    return made


@contextmanager
def sqlite_on(disk: Disk) -> Iterator[None]:
    """Let databases opened meanwhile lie on a disk of ours."""

    def connect(*given: Any, **options: Any) -> _Connection:
        connection = sqlite3.connect(*given, **options, factory=_Connection)
        connection.disk, connection.cursors = disk, WeakSet()
        disk.opened.append(connection)
        return connection

    def make(url: str, *, connect_args: dict[str, Any], **options: Any) -> Engine:
        path = make_url(url).database
        return _as_the_first(url, creator=lambda: connect(path, check_same_thread=False, **connect_args), **options)

    with _set([(database, "create_engine", make)]):
        yield
