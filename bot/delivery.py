"""Reminders: what is owed is planned into the due table, and what is due is claimed, rendered, posted and marked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog

from bot.asking import local_day
from bot.blocks import Answer
from bot.messages import MESSAGES
from bot.planning import plan
from bot.posting import Post, PostError
from db import outbox
from db.desks import Desk, get_desk, list_reminder_channels
from db.engine import Connection, Database
from db.outbox import Due

LEASE = timedelta(seconds=30)
BATCH = 20
LATE = timedelta(minutes=10)
# Discord forgets a nonce after "a few minutes"; past this, an attempt whose answer was lost may have been posted
NONCE_TRUSTED = timedelta(seconds=90)
_LONGEST_PAUSE = timedelta(minutes=10)

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Courier:
    """Who delivers, for which desks (the terminal's own, or all others), and how posts are made."""

    database: Database
    desk: Desk  # the settings of a desk that has settled nothing
    post: Post
    owner: str
    local: bool = False


async def plan_all(database: Database, *, now: datetime, desk: Desk) -> None:
    """Bring the due table in line with the tracked dates known today, for every reminder channel."""
    async with database.writing() as connection:
        for place in await list_reminder_channels(connection):
            settled = await get_desk(connection, place.desk, default=desk)
            await plan(connection, settled, place.dossier, place.channel, now=now)


async def tick(courier: Courier, *, now: datetime) -> list[Due]:
    """Post what is due; returns what was posted. Nothing due is ever dropped: it is posted, tried again or parked."""
    async with courier.database.writing() as connection:
        claimed = await outbox.claim_due(
            connection, now=now, owner=courier.owner, lease=LEASE, limit=BATCH, local=courier.local
        )
    return [due for due in claimed if await _deliver(courier, due, now=now)]


async def _deliver(courier: Courier, due: Due, *, now: datetime) -> bool:
    answer = await _render(courier, due, now=now)
    try:
        message = await courier.post(due.channel, answer, nonce=due.nonce)
    except PostError as error:
        await _not_posted(courier, due, error, now=now)
        return False
    async with courier.database.writing() as connection:
        await outbox.mark_sent(connection, due.id, owner=courier.owner, message=message, now=now)
    _log.info("reminder posted", item=due.item, occasion=due.occasion, attempts=due.attempts)
    return True


async def _render(courier: Courier, due: Due, *, now: datetime) -> Answer:
    async with courier.database.reading() as connection:
        desk = await get_desk(connection, due.desk, default=courier.desk)
        return await MESSAGES[due.kind](connection, desk, due, now=now, remarks=_remarks(due, now))


def _remarks(due: Due, now: datetime) -> tuple[str, ...]:
    late = ("Late: it was due earlier, but could not be posted then.",) if now - due.due_at > LATE else ()
    tried = due.first_try_at is not None and now - due.first_try_at > NONCE_TRUSTED
    return late + (("Possibly repeated: the answer to an earlier attempt was lost.",) if tried else ())


async def _not_posted(courier: Courier, due: Due, error: PostError, *, now: datetime) -> None:
    async with courier.database.writing() as connection:
        if error.permanent:
            await outbox.mark_parked(connection, due.id, owner=courier.owner, reason=str(error))
        else:
            pause = min(timedelta(seconds=2 ** min(due.attempts, 10)), _LONGEST_PAUSE)
            await outbox.mark_waiting(connection, due.id, owner=courier.owner, until=now + pause, reason=str(error))
    _log.warning(
        "reminder not posted",
        item=due.item,
        reason=str(error),
        kept="parked" if error.permanent else "waiting",
    )


@dataclass(slots=True)
class Clock:
    """What the one-second job calls: plans anew when a day begins for some desk, then delivers."""

    courier: Courier
    planned: frozenset[tuple[str, date]] = frozenset()

    async def ring(self, now: datetime) -> list[Due]:
        """Do what is to be done at `now`."""
        today = await self._days(now)
        if today != self.planned:
            await plan_all(self.courier.database, now=now, desk=self.courier.desk)
            self.planned = today
        return await tick(self.courier, now=now)

    async def _days(self, now: datetime) -> frozenset[tuple[str, date]]:
        async with self.courier.database.reading() as connection:
            return await _desk_days(connection, now, self.courier.desk)


async def _desk_days(connection: Connection, now: datetime, desk: Desk) -> frozenset[tuple[str, date]]:
    places = await list_reminder_channels(connection)
    days: set[tuple[str, date]] = set()
    for place in places:
        settled = await get_desk(connection, place.desk, default=desk)
        days.add((f"{place.desk} {place.dossier} {place.channel}", local_day(now, settled.zone)))
    return frozenset(days)
