"""Delivery by a clock: what is owed is planned into the due table, and what is due is posted."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from bot.asking import local_day
from bot.delivery.dispatcher import LEASE, Courier, Lanes
from bot.delivery.rate_limit import unpaced
from bot.delivery.results import Marking
from bot.digests.follow_runs import tell_followers
from bot.digests.runs import hold_all, make_digests
from bot.tracking.planner import plan
from db.desk.desks import Desk, get_desk, list_reminder_channels
from db.outbox.outbox import Due
from db.storage.database import Connection

__all__ = ["Clock", "Courier", "plan_all", "tick"]


def plan_all(connection: Connection, *, now: datetime, desk: Desk) -> None:
    """Bring the due table in line with the tracked dates known today, for every reminder channel."""
    for place in list_reminder_channels(connection):
        settled = get_desk(connection, place.desk, default=desk)
        plan(connection, settled, place.dossier, place.channel, now=now)


async def tick(courier: Courier, *, now: datetime) -> list[Due]:
    """Post all that is due at one instant; returns what was posted.

    Nothing due is ever dropped: it is posted, tried again at a later tick, or parked. A running bot does the same, but
    does not wait for the slowest channel (`bot.delivery.worker`).
    """
    posted: list[Due] = []
    lanes = Lanes(
        courier,
        clock=lambda: now,
        pace=unpaced(),
        marking=Marking(courier.database, courier.owner, LEASE, stubborn=False),
        posted=posted.append,
    )
    while await lanes.begin(now):
        await lanes.settle()
        while await lanes.begin(now, on=True):
            await lanes.settle()
    return posted


@dataclass(slots=True)
class Clock:
    """What is done at each instant: what is to be owed is planned anew when a day begins for some desk."""

    courier: Courier
    planned: frozenset[tuple[str, date]] = frozenset()
    _minute: datetime | None = None
    _told: datetime | None = None
    _held: date | None = None

    async def ring(self, now: datetime) -> list[Due]:
        """Plan, tell, then post all that is due; returns what was posted."""
        await self.owe(now)
        await self.tell(now)
        return await tick(self.courier, now=now)

    async def owe(self, now: datetime) -> None:
        """Owe what is to be owed from this instant on."""
        await self._plan(now)
        by = self.courier
        await by.database.writers.run(partial(make_digests, by.database, now=now, desk=by.desk, local=by.local))

    async def tell(self, now: datetime) -> None:
        """Owe to those who follow something what is new of it, once a minute; with many of them it takes a while."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._told:
            by = self.courier
            await tell_followers(by.database, now=now, desk=by.desk, local=by.local, find=by.find)
            self._told = minute

    async def _plan(self, now: datetime) -> None:
        minute = now.replace(second=0, microsecond=0)  # at which days begin, in every zone
        if minute == self._minute:
            return
        database, desk = self.courier.database, self.courier.desk
        today = await database.read(_desk_days, now, desk)
        if today != self.planned:
            await database.write(plan_all, now=now, desk=desk)
            self.planned = today
        if self._held != now.date():  # at the start, and in case that zones have changed their rules
            await database.write(hold_all, now=now, desk=desk)
            self._held = now.date()
        self._minute = minute


def _desk_days(connection: Connection, now: datetime, desk: Desk) -> frozenset[tuple[str, date]]:
    places = list_reminder_channels(connection)
    days: set[tuple[str, date]] = set()
    for place in places:
        settled = get_desk(connection, place.desk, default=desk)
        days.add((f"{place.desk} {place.dossier} {place.channel}", local_day(now, settled.zone)))
    return frozenset(days)
