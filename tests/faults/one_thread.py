"""A world of one thread: time that passes only when nothing else is left to do, and a disk that can fail or go dead."""

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

from sqlalchemy import Engine
from sqlalchemy.connectors import asyncio as connectors
from sqlalchemy.dialects.sqlite import aiosqlite
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine, result
from sqlalchemy.ext.asyncio import engine as engines
from sqlalchemy.util import concurrency, queue

from db.storage import database, sqlite_driver

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

    `boundary` is called before and after each ("before", "after"), and raises what goes wrong.
    """

    def __init__(self, boundary: Callable[[str], None]) -> None:
        self.boundary = boundary
        self.opened: list[sqlite_driver.Connection] = []

    def put_nowait(self, task: tuple[asyncio.Future[Any] | None, Callable[[], Any]]) -> None:
        """Take what aiosqlite would hand to its thread."""
        future, function = task
        try:
            self.boundary("before")
            result = function()
            self.boundary("after")
        except BaseException as error:
            if future is not None:
                future.set_exception(error)
                future.exception()  # a dead process complains of nothing
        else:
            if future is not None:
                future.set_result(result)

    def end(self) -> None:
        """Let go of the files as a dead process does: nothing more is written."""
        for connection in self.opened:
            if connection._made is not None:
                connection._made.close()
            connection._connection = None
        self.opened.clear()
        self.boundary = _gone


def _gone(_when: str) -> NoReturn:
    raise Crash


class _NoThread:
    daemon = True

    def start(self) -> None:
        pass


async def _call(function: Callable[..., Any], *args: Any, _require_await: bool = False, **kwargs: Any) -> Any:
    return function(*args, **kwargs)


def _end(awaitable: Awaitable[Any]) -> Any:
    try:
        next(awaitable.__await__())
    except StopIteration as ended:
        return ended.value
    raise RuntimeError("SQLAlchemy waits, where every disk answers at once")


# SQLAlchemy's bridge between what waits and what does not, by greenlets. Here nothing of its waits.
_AT_ONCE: list[tuple[Any, str, Any]] = [
    *((module, "greenlet_spawn", _call) for module in (engines, result)),
    *((module, "await_", _end) for module in (aiosqlite, connectors, concurrency, queue)),
]


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


def _as_the_first(url: str, **options: Any) -> AsyncEngine:
    """Make an engine that shares what the first one has compiled, so that a new process costs no more than its I/O."""
    made = create_async_engine(url, **options)
    _first[:] = _first or [made.sync_engine]
    made.sync_engine.dialect = made.sync_engine.pool._dialect = _first[0].dialect
    made.sync_engine._compiled_cache = _first[0]._compiled_cache
    return made


@contextmanager
def sqlite_on(disk: Disk) -> Iterator[None]:
    """Let databases opened meanwhile lie on a disk of ours, in this thread."""
    real = sqlite_driver.connector

    def connector(opened: set[sqlite_driver.Connection]) -> Callable[..., sqlite_driver.Connection]:
        def connect(database: str, **options: Any) -> sqlite_driver.Connection:
            connection = real(opened)(database, **options)
            connection._thread = _NoThread()  # type: ignore[assignment]
            connection._tx = disk  # type: ignore[assignment]
            disk.opened.append(connection)
            return connection

        return connect

    with _set([(sqlite_driver, "connector", connector), (database, "create_async_engine", _as_the_first)]):
        yield
