"""Rings delivery at steady times, and notices when the scheduler has fallen silent or the clock has leapt."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.delivery.tasks import end
from bot.log import Log

# A wall clock that leaps ahead may be put right again; what is due by it alone waits so long.
_log = Log(__name__)
_DISBELIEF = timedelta(seconds=20)
_LEAP = timedelta(seconds=5)


_SILENCE = 4.0  # seconds without a ring, after which the scheduler is made anew


@dataclass(slots=True)
class Steady:
    """Compares the wall clock with one that nobody can set and that goes on while the machine sleeps."""

    elapsed: Callable[[], float]
    _offset: timedelta | None = None  # wall clock less elapsed, as far as believed
    _doubted_since: float | None = None

    def believes(self, now: datetime) -> bool:
        """Tell whether what is due by now may be posted; a leap ahead is believed when it has lasted."""
        elapsed = self.elapsed()
        offset = now - datetime.fromtimestamp(0, now.tzinfo) - timedelta(seconds=elapsed)
        if self._offset is None or offset - self._offset <= _LEAP:
            self._offset, self._doubted_since = offset, None
            return True
        if self._doubted_since is None:
            self._doubted_since = elapsed
            _log.warning("the clock leapt ahead; what is due waits", seconds=(offset - self._offset).total_seconds())
        if timedelta(seconds=elapsed - self._doubted_since) < _DISBELIEF:
            return False
        self._offset, self._doubted_since = offset, None
        return True


def since_start() -> float:
    """Give seconds that pass while the machine sleeps as well, where the system counts them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@asynccontextmanager
async def ringing(ring: Callable[[], Awaitable[None]], tidy: Callable[[], Awaitable[None]]) -> AsyncIterator["Rings"]:
    """Ring each second, tidy each hour; if the scheduler falls silent, make a new one."""
    rings = Rings(ring, tidy)
    rings.start()
    watching = asyncio.create_task(rings.watch())
    try:
        yield rings
    finally:
        await end(watching)
        await rings.end()


class Rings:
    """APScheduler as a clock, watched: an exception ends its timer, and a clock put back an hour stops it as long."""

    def __init__(self, ring: Callable[[], Awaitable[None]], tidy: Callable[[], Awaitable[None]]) -> None:
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        self._ring = ring
        self._tidy = tidy
        self._last = 0.0
        self._idle = asyncio.Event()
        self._idle.set()

    def start(self) -> None:
        self._last = asyncio.get_running_loop().time()
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        # by default a job more than a second late is dropped without a word
        second = IntervalTrigger(seconds=1)
        self.scheduler.add_job(self.once, second, misfire_grace_time=None, coalesce=True, max_instances=1)
        self.scheduler.add_job(self._tidy, IntervalTrigger(hours=1), misfire_grace_time=None, coalesce=True)
        self.scheduler.start()

    async def once(self) -> None:
        """Ring now; what goes wrong is logged."""
        self._idle.clear()
        try:
            await self._ring()
        except Exception:
            _log.exception("ringing failed")
        finally:
            self._idle.set()
            self._last = asyncio.get_running_loop().time()

    async def watch(self) -> None:
        """Look every second whether it still rings."""
        while True:
            await asyncio.sleep(1)
            if self._idle.is_set() and asyncio.get_running_loop().time() - self._last > _SILENCE:
                _log.error("the scheduler fell silent and is made anew")
                self.stop()
                self.start()

    async def end(self) -> None:
        """Ring no more, once what it rings for now is done, or after a second."""
        with suppress(JobLookupError):
            self.scheduler.remove_all_jobs()
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self._idle.wait()
        self.stop()

    def stop(self) -> None:
        """End the scheduler."""
        try:
            self.scheduler.shutdown(wait=False)
        except Exception:  # whatever broke it may break its end
            _log.exception("the scheduler could not be ended")
