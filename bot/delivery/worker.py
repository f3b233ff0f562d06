"""Delivery in a running bot: a clock that rings each second, whatever becomes of the clock, and what is done then."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.delivery.clock import Steady, since_start
from bot.delivery.dispatcher import ENOUGH, LEASE, Courier, Lanes
from bot.delivery.rate_limit import Pace
from bot.delivery.results import Marking
from bot.delivery.scheduler import Clock
from bot.delivery.tasks import end
from bot.log import Log
from bot.long_lines import KEPT
from bot.transport import Transport
from db.desk.article_texts import forget_article_texts, oldest_kept
from db.desk.desks import Desk
from db.desk.long_lines import forget_long_lines
from db.desk.requests import forget_requests
from db.loading.load_stage import clear_left_behind
from db.outbox.claims import take_back_all
from db.storage.backups import Restoration, find_restoration
from db.storage.database import Connection, Database, DatabaseError
from db.storage.worker_lock import Owner

_LEFT_BEHIND = timedelta(hours=3)  # a load takes minutes
_REPLAYED = timedelta(days=1)  # Discord replays within minutes what a connection lost
_TOO_LONG = timedelta(seconds=3)


_log = Log(__name__)


class Delivery:
    """What a bot that delivers does each second. `rung_at` is when that last went well."""

    def __init__(
        self,
        database: Database,
        desk: Desk,
        transport: Transport,
        *,
        clock: Callable[[], datetime],
        elapsed: Callable[[], float] = since_start,
        pace: Pace | None = None,
        keep: int = 90,
    ) -> None:
        self.rung_at: datetime | None = None
        self.trouble = ""
        self._database = database
        self._desk = desk
        self._transport = transport
        self._clock = clock
        self._steady = Steady(elapsed)
        self._pace = pace or Pace()
        self._keep = keep  # days, for texts that were handed over
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
        transport, name = self._transport, self._owner.name
        post, look, find, hosts = transport.post, transport.look, transport.find, transport.hosts
        courier = Courier(self._database, self._desk, post, owner=name, look=look, find=find, hosts=hosts)
        async with self._database.promptly():
            restored = await self._database.write(_find_restoration, alone=not self._database.shared)
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
            await self._database.write(forget_requests, before=self._clock() - _REPLAYED)
            await self._database.write(forget_article_texts, before=oldest_kept(self._clock(), days=self._keep))
            while await self._database.write(forget_long_lines, before=self._clock() - KEPT):
                pass
            await clear_left_behind(self._database, before=self._clock() - _LEFT_BEHIND)
        except DatabaseError as error:
            _log.warning("not tidied up", reason=str(error))

    async def stop(self, seconds: float) -> None:
        """End in order: what is being posted is marked, and no claim stays."""
        await end(*(task for task in (self._more, self._telling) if task is not None))
        try:
            async with asyncio.timeout(seconds + 1):
                if self._lanes is not None:
                    await self._lanes.stop(seconds)
                self._owner.close()
        except (DatabaseError, TimeoutError) as error:
            _log.error("stopped with claims left; the next start takes them back", reason=str(error))


def _find_restoration(connection: Connection, *, alone: bool) -> Restoration | None:
    """Find of when the database is, if it is a back-up's; `alone`, free what a process that is gone had claimed."""
    if alone:
        take_back_all(connection)
    return find_restoration(connection)
