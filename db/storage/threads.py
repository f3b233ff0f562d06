"""Threads in which plain functions do what an event loop waits for."""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:  # a terminal has no event loop, and need not wait for its import
    import asyncio

T = TypeVar("T")

_AGAIN = 0.1  # seconds
_HELD_UP = 0.02  # seconds, after which another thread goes on with what waits
MOST_WAITING = 60  # of one server

_here = threading.local()


class Abandoned(BaseException):
    """Nobody waits any more for what this thread does. No Exception: nothing may catch this and go on."""


class Work:
    """A piece of work; who waited for it may abandon it."""

    def __init__(
        self, function: Callable[[], Any], done: Callable[[Any, BaseException | None], None], *, whose: str = ""
    ) -> None:
        """Take what is to be done, whom to tell what came of it, and whose it is; "" is the program's own."""
        self.whose = whose
        self._function = function
        self._done = done
        self._lock = threading.Lock()
        self._interrupt: Callable[[], None] | None = None
        self.abandoned = False

    def do(self) -> None:
        """Do it in this thread."""
        if self.abandoned:
            return
        _here.work = self
        result, failed = None, None
        try:
            result = self._function()
        except BaseException as error:
            failed = error
        finally:
            _here.work = None
        self._done(result, failed)

    def abandon(self) -> bool:
        """Break off what is being done; tells whether to do so again, since what was about to begin has not noticed."""
        with self._lock:
            self.abandoned = True
            if self._interrupt is not None:
                self._interrupt()
            return self._interrupt is not None

    def interrupted_by(self, interrupt: Callable[[], None] | None) -> Callable[[], None] | None:
        """Say how to break off from now on; gives how until now. Raises Abandoned if that is wanted already."""
        with self._lock:
            before, self._interrupt = self._interrupt, None if self.abandoned else interrupt
            if self.abandoned and interrupt is not None:
                raise Abandoned
            return before

    def go_back(self, interrupt: Callable[[], None] | None) -> None:
        """Say how to break off as before; what is abandoned meanwhile learns it at its next statement."""
        with self._lock:
            self._interrupt = None if self.abandoned else interrupt


@contextmanager
def interruptible(interrupt: Callable[[], None]) -> Iterator[None]:
    """Let what is done inside be broken off so, once nobody waits for it any more; one may stand in another."""
    work: Work | None = getattr(_here, "work", None)
    if work is None:
        yield
        return
    before = work.interrupted_by(interrupt)
    try:
        yield
    finally:
        work.go_back(before)


def check_awaited() -> None:
    """Raise Abandoned in a thread for whose work nobody waits any more."""
    work: Work | None = getattr(_here, "work", None)
    if work is not None and work.abandoned:
        work.interrupted_by(None)  # it ends by itself now, and its connection may be closed before it has
        raise Abandoned


class Crowded(Exception):
    """So much of one server's waits already that no more is taken."""


class _Queue:
    """What waits, of each server in order; the servers take turns, and the program's own has every second one."""

    def __init__(self) -> None:
        self._of: dict[str, deque[Work]] = {}  # the next one's turn is first
        self._own_went = False  # a long row of its own, as a large load is, must let others go in between

    def __bool__(self) -> bool:
        return bool(self._of)

    def many(self, whose: str) -> int:
        return sum(not work.abandoned for work in self._of.get(whose, ()))

    def append(self, work: Work) -> None:
        self._of.setdefault(work.whose, deque()).append(work)

    def next(self, busy: Callable[[str], bool]) -> str | None:
        """Name whose turn it is, of those that are not busy."""
        theirs = next((one for one in self._of if one and not busy(one)), None)
        return "" if "" in self._of and (theirs is None or not self._own_went) else theirs

    def pop(self, whose: str) -> Work:
        works = self._of.pop(whose)
        self._own_went = not whose
        work = works.popleft()
        if works:
            self._of[whose] = works
        return work


class Threads:
    """Threads that take work in turns: `active` at a time, since more would only fight for the interpreter.

    One that is held up does not count: another takes over, up to `most`, and up to `share` for one server.
    """

    def __init__(self, name: str, *, active: int, most: int, share: int = 1) -> None:
        """Start none yet."""
        self._name = name
        self._active = active
        self._most = most
        self._share = share
        self._waiting = _Queue()
        self._lock = threading.Lock()
        self._settled = threading.Condition(self._lock)
        self._threads: list[threading.Thread] = []
        self._doing: dict[int, tuple[float, Work]] = {}  # by thread: since when, and what
        # what each idle one waits for; the last to come is woken first: its connection and caches are warm
        self._idle: list[threading.Condition] = []
        self._watched = False  # an idle thread looks whether the others are held up
        self._closed = False

    async def run(self, function: Callable[[], T], *, whose: str = "") -> T:
        """Call a function in a thread; who is cancelled meanwhile breaks it off.

        `whose` is the server that waits for it. Raises Crowded if too much of that server's waits already.
        """
        import asyncio

        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        work = Work(function, partial(_tell, loop, future), whose=whose)
        self._add(work)
        try:
            return await future
        except asyncio.CancelledError:
            _abandon(loop, work)
            raise

    def start(self, function: Callable[[], object]) -> None:
        """Call a function in a thread; nobody waits for it, but for its end before all is closed."""
        self._add(Work(function, lambda _result, _error: None))

    def settle(self) -> None:
        """Wait until all is done that there was to do."""
        with self._settled:
            self._settled.wait_for(lambda: not self._waiting and not self._doing)

    def close(self, seconds: float | None = None) -> bool:
        """End the threads when all is done; tells whether they have ended within so many seconds."""
        with self._lock:
            self._closed = True
            for woken in self._idle:
                woken.notify()
        end = time.monotonic() + (math.inf if seconds is None else seconds)
        while any(thread.is_alive() for thread in self._threads) and time.monotonic() < end:
            for _since, work in [*self._doing.values()]:
                if work.abandoned:
                    work.abandon()
            self._threads[-1].join(_AGAIN)
            while self._threads and not self._threads[-1].is_alive():
                self._threads.pop()
        return not self._threads

    def _add(self, work: Work) -> None:
        with self._lock:
            if self._closed:
                raise RuntimeError("the database is closed")
            if work.whose and self._waiting.many(work.whose) >= MOST_WAITING:
                raise Crowded
            self._waiting.append(work)
            self._call_another()

    def _call_another(self) -> None:
        """See that there is a thread which takes what waits, or looks whether it may."""
        if self._idle:
            if not (self._watched and self._wait()):
                self._idle[-1].notify()
        elif len(self._doing) == len(self._threads) < self._most:  # none is about to come
            thread = threading.Thread(target=self._work, name=f"{self._name}-{len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self) -> None:
        me, woken = threading.get_ident(), threading.Condition(self._lock)
        while work := self._next(me, woken):
            work.do()
            del work  # what came of it is kept no longer than by whom it was for

    def _next(self, me: int, woken: threading.Condition) -> Work | None:
        with self._lock:
            self._doing.pop(me, None)
            if not self._waiting and not self._doing:
                self._settled.notify_all()
            self._idle.append(woken)
            while (whose := self._turn()) is None or self._wait():
                if self._closed and not self._waiting:
                    break
                self._rest(woken)
            self._idle.remove(woken)
            if whose is None:
                return None
            work = self._waiting.pop(whose)
            self._doing[me] = time.monotonic(), work
            if self._turn() is not None:
                self._call_another()
            return work

    def _turn(self) -> str | None:
        return self._waiting.next(self._is_busy)

    def _is_busy(self, whose: str) -> bool:
        return sum(work.whose == whose for _since, work in self._doing.values()) >= self._share

    def _rest(self, woken: threading.Condition) -> None:
        """Wait until something has changed; one of the idle threads only until others may be held up."""
        if self._turn() is None or self._watched:
            woken.wait()
            return
        self._watched = True
        woken.wait(self._wait())
        self._watched = False

    def _wait(self) -> float:
        """Say for how many seconds those at work still count as getting on; 0 if another one may begin."""
        if len(self._doing) < self._active:
            return 0.0
        since = sorted((since for since, _work in self._doing.values()), reverse=True)[self._active - 1]
        return max(0.0, since + _HELD_UP - time.monotonic())


def _abandon(loop: "asyncio.AbstractEventLoop", work: Work) -> None:
    if work.abandon():
        loop.call_later(_AGAIN, _abandon, loop, work)


def _tell(
    loop: "asyncio.AbstractEventLoop", future: "asyncio.Future[Any]", result: Any, error: BaseException | None
) -> None:
    with suppress(RuntimeError):  # the loop is closed: nobody is left to tell
        loop.call_soon_threadsafe(_end, future, result, error)


def _end(future: "asyncio.Future[Any]", result: Any, error: BaseException | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
