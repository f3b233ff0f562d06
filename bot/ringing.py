"""Delivery in a running bot: a clock that rings each second, whatever becomes of the clock, and what is done then."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.channels import Channels
from bot.delivery import Clock
from bot.ending import end
from bot.lanes import ENOUGH, LEASE, Courier, Lanes
from bot.marking import Marking
from bot.pace import Pace
from db.backups import find_restoration
from db.claims import take_back_all
from db.desks import Desk
from db.engine import Database, DatabaseError
from db.owners import Owner
from db.requests import forget_requests

# A wall clock that leaps ahead may be put right again; what is due by it alone waits so long.
_DISBELIEF = timedelta(seconds=20)
_LEAP = timedelta(seconds=5)
_REPLAYED = timedelta(days=1)  # Discord replays within minutes what a connection lost
_TOO_LONG = timedelta(seconds=3)
_SILENCE = 4.0  # seconds without a ring, after which the scheduler is made anew

_log = structlog.get_logger()


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


class Delivery:
    """What a bot that delivers does each second. `rung_at` is when that last went well."""

    def __init__(
        self,
        database: Database,
        desk: Desk,
        channels: Channels,
        *,
        clock: Callable[[], datetime],
        elapsed: Callable[[], float] = since_start,
        pace: Pace | None = None,
    ) -> None:
        self.rung_at: datetime | None = None
        self.trouble = ""
        self._database = database
        self._desk = desk
        self._channels = channels
        self._clock = clock
        self._steady = Steady(elapsed)
        self._pace = pace or Pace()
        self._owner = Owner(database)
        self._ringing = asyncio.Lock()
        self._lanes: Lanes | None = None
        self._planning: Clock | None = None
        self._more: asyncio.Task[None] | None = None
        self._telling: asyncio.Task[None] | None = None

    def is_troubled(self, now: datetime) -> bool:
        """Tell whether what is due can't be posted for now, because of the database or because nothing rings."""
        return bool(self.trouble) or self.rung_at is None or now - self.rung_at > _TOO_LONG

    async def ring(self) -> None:
        """Post what is due; trouble with the database is logged, and passes."""
        if self._ringing.locked():
            return
        async with self._ringing:
            now = self._clock()
            try:
                await self._ring(now)
            except DatabaseError as error:
                if not self.trouble:
                    _log.error("delivery waits for the database", reason=str(error))
                self.trouble = str(error)
            else:
                if self.trouble:
                    _log.info("the database is back")
                self.rung_at, self.trouble = now, ""

    async def _ring(self, now: datetime) -> None:
        if not self._steady.believes(now):
            return
        lanes, planning = await self._ready()
        try:
            await planning.owe(now)
        except DatabaseError:
            raise
        except Exception:  # what is due already goes out all the same
            _log.exception("planning failed")
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell(planning, now))
        begun = await lanes.begin(now)
        if begun >= ENOUGH and self._more is None:
            self._more = asyncio.create_task(self._go_on(lanes))

    async def _tell(self, planning: Clock, now: datetime) -> None:
        """Tell those who follow something, while what is due already goes out."""
        try:
            await planning.tell(now)
        except DatabaseError:
            pass  # the next ring tells
        except Exception:
            _log.exception("those who follow something could not be told")

    async def _ready(self) -> tuple[Lanes, Clock]:
        """Hold the name under which to claim; nothing claimed by a dead process stays so."""
        before = self._owner.name
        await self._owner.check()
        self._pace.workers = self._owner.workers
        if self._lanes is None or self._planning is None or self._owner.name != before:
            await self._begin_anew()
        assert self._lanes
        assert self._planning
        return self._lanes, self._planning

    async def _begin_anew(self) -> None:
        channels, name = self._channels, self._owner.name
        courier = Courier(self._database, self._desk, channels.post, owner=name, look=channels.look, find=channels.find)
        async with self._database.promptly(), self._database.writing() as connection:
            if not self._database.shared:
                await take_back_all(connection)
            restored = await find_restoration(connection)
        marking = Marking(self._database, name, LEASE)
        self._lanes = Lanes(courier, self._clock, self._pace, marking, restored=restored)
        self._planning = Clock(courier)

    async def _go_on(self, lanes: Lanes) -> None:
        """Claim on before the next second, as long as enough is due and the pace allows them."""
        try:
            begun = ENOUGH
            while begun >= ENOUGH and not lanes.stopping:
                await self._pace.until(ENOUGH)
                async with self._ringing:
                    now = self._clock()
                    begun = await lanes.begin(now, on=True) if self._steady.believes(now) else 0
        except DatabaseError:
            pass  # the next ring tells
        finally:
            self._more = None

    async def tidy(self) -> None:
        """Forget what nobody asks for again."""
        try:
            async with self._database.writing() as connection:
                await forget_requests(connection, before=self._clock() - _REPLAYED)
        except DatabaseError as error:
            _log.warning("not tidied up", reason=str(error))

    async def stop(self, seconds: float) -> None:
        """End in order: what is being posted is marked, and no claim stays."""
        await end(*(task for task in (self._more, self._telling) if task is not None))
        try:
            async with asyncio.timeout(seconds + 1):
                if self._lanes is not None:
                    await self._lanes.stop(seconds)
                await self._owner.close()
        except (DatabaseError, TimeoutError) as error:
            _log.error("stopped with claims left; the next start takes them back", reason=str(error))


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
