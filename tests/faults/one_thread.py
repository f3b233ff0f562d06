"""A world of one thread: time that passes only when nothing else is left to do, and a disk that can fail or go dead."""

import asyncio
import selectors
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from db import driver


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
        self.opened: list[driver.Connection] = []

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


@contextmanager
def sqlite_on(disk: Disk) -> Iterator[None]:
    """Let databases opened meanwhile lie on a disk of ours, in this thread."""
    real = driver.connector

    def connector(opened: set[driver.Connection]) -> Callable[..., driver.Connection]:
        def connect(database: str, **options: Any) -> driver.Connection:
            connection = real(opened)(database, **options)
            connection._thread = _NoThread()  # type: ignore[assignment]
            connection._tx = disk  # type: ignore[assignment]
            disk.opened.append(connection)
            return connection

        return connect

    driver.connector = connector
    try:
        yield
    finally:
        driver.connector = real
