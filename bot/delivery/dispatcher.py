"""Posting what is due: claimed in batches, each channel a lane of its own, in order within it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.blocks import Answer, Line
from bot.delivery.admission import LEFT, check_place, is_admitted
from bot.delivery.messages import HOURLY, TOGETHER, Words
from bot.delivery.rate_limit import EACH, Pace
from bot.delivery.results import Failure, Marking, Note
from bot.delivery.tasks import end
from bot.log import Log
from bot.long_lines import keep_long_lines
from bot.platforms import SLACK
from bot.transport import Find, Hosts, Look, Post, PostError, mark_of
from db.desk.desks import Desk
from db.outbox.claims import (
    Mark,
    claim_due,
    count_named,
    is_awaited,
    own_nonce,
    park_resting,
    release,
    settle_unrecorded,
    take_back,
)
from db.outbox.outbox import Due, fall_back
from db.storage.backups import Restoration
from db.storage.database import Connection, Database, DatabaseError

LEASE = timedelta(seconds=30)
BATCH = 100  # rows a claim at most; what the pace does not allow yet is not claimed
ENOUGH = 20  # rows for which to claim again before the next second: a flush for twenty messages
LANES = 120  # channels posted to at once; one that hangs does so for ten seconds, and then rests
LATE = timedelta(minutes=10)
# Discord forgets a nonce after "a few minutes"; past this, an attempt whose answer was lost may have been posted
NONCE_TRUSTED = timedelta(seconds=90)
_CLOCKS_DIFFER = timedelta(seconds=30)
# no attempt begins that may outlast its lease
_LONGEST_ATTEMPT = timedelta(seconds=14)

_log = Log(__name__)


@dataclass(frozen=True, slots=True)
class Courier:
    """Who delivers, for which desks (the terminal's own, or all others), and how posts are made and looked for.

    `find` tells whether somebody is still in the server that they asked in, `hosts` whether a channel is a server's.
    """

    database: Database
    desk: Desk  # the settings of a desk that has settled nothing
    post: Post
    owner: str
    local: bool = False
    look: Look | None = None
    find: Find | None = None
    hosts: Hosts | None = None


@dataclass(frozen=True, slots=True)
class _Claim:
    """What is claimed at an instant; `held` are the rows that we claimed before; not `sure`, if there may be others."""

    courier: Courier
    now: datetime
    limit: int
    resting: frozenset[str]
    without: frozenset[str]
    apart: datetime | None
    held: frozenset[int]
    sure: bool
    on: bool

    def make(self, connection: Connection) -> list[Due]:
        """Claim, after what dead workers had claimed is free again and what can't be posted is put aside."""
        owner, now = self.courier.owner, self.now
        if not self.sure:
            release(connection, owner=owner, held=self.held)
        if not self.on:
            take_back(connection, now=now, owner=owner, lease=LEASE)
            if settle_unrecorded(connection, now=now, owner=owner, lease=LEASE, held=self.held):
                _log.error("messages were posted, perhaps, and not recorded; they are looked for")
            park_resting(connection, now=now)
            fall_back(connection)
        return claim_due(
            connection,
            now=now,
            owner=owner,
            lease=LEASE,
            limit=self.limit,
            local=self.courier.local,
            each=EACH,
            resting=self.resting,
            without=self.without,
            late=now - LATE,
            apart=self.apart,
            together=TOGETHER,
            hourly=HOURLY,
        )


@dataclass(eq=False, slots=True)
class Lanes:
    """The channels that are being posted to."""

    courier: Courier
    clock: Callable[[], datetime]
    pace: Pace
    marking: Marking
    posted: Callable[[Due], None] = lambda _due: None
    restored: Restoration | None = None  # of when the database is, if it is a back-up's
    stopping: bool = False
    _lanes: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _posting: int = 0  # lanes that have more to post
    _held: set[int] = field(default_factory=set)
    _words: Words = field(init=False)
    _sure: bool = False  # no row is claimed by us but those held

    def __post_init__(self) -> None:
        self._words = Words(self.courier.database, self.courier.desk)

    async def begin(self, now: datetime, *, on: bool = False) -> int:
        """Claim what may be posted now and begin posting it; returns how many rows. Raises DatabaseError.

        `on`: right after another claim, so that nothing else is looked after.
        """
        limit = min(BATCH, self.pace.room(), LANES - len(self._lanes))
        awaited = on or await self._is_awaited(now)
        if not awaited or limit <= 0 or self.stopping:
            return 0
        sure, self._sure = self._sure, False  # a commit whose answer is lost may have claimed
        claim = _Claim(
            self.courier,
            now,
            limit,
            resting=frozenset({*self._lanes, *self.pace.full()}),
            without=self.pace.without(),
            apart=self.restored.at if self.restored else None,
            held=frozenset(self._held),
            sure=sure,
            on=on,
        )
        async with self.courier.database.promptly():
            claimed = await self.courier.database.write(claim.make)
        self._sure = True
        by_channel: dict[str, list[Due]] = {}
        for due in claimed:
            by_channel.setdefault(due.channel, []).append(due)
        self._held |= {due.id for due in claimed}
        self._posting += len(by_channel)
        for channel, rows in by_channel.items():
            self._lanes[channel] = asyncio.create_task(self._lane(channel, rows))
        return len(claimed)

    async def _is_awaited(self, now: datetime) -> bool:
        async with self.courier.database.promptly():
            return await self.courier.database.read(is_awaited, now=now, local=self.courier.local)

    async def settle(self) -> None:
        """Wait until all that was begun has been posted, or not, and marked."""
        await asyncio.gather(*self._lanes.values())

    async def stop(self, seconds: float) -> None:
        """Begin nothing more, wait a little for what is under way, and keep no claim."""
        self.stopping = True
        under_way = list(self._lanes.values())
        if under_way:
            await asyncio.wait(under_way, timeout=seconds)
        await end(*under_way)
        await self.marking.settle()
        async with self.courier.database.promptly():
            await self.courier.database.write(release, owner=self.courier.owner)

    async def _lane(self, channel: str, rows: Sequence[Due]) -> None:
        """Post to one channel, in order; after a failure the rest waits."""
        try:
            await self._post_all(channel, rows)
        except Exception as error:
            if not self.marking.stubborn:
                raise
            self._sure = False  # the next claim takes back what was not posted or not marked
            if isinstance(error, DatabaseError):
                _log.warning("messages could not be worded yet", reason=str(error))
            else:
                _log.exception("delivery to a channel broke", rows=[due.id for due in rows])
        finally:
            self._held -= {due.id for due in rows}
            del self._lanes[channel]

    async def _post_all(self, channel: str, rows: Sequence[Due]) -> None:
        try:
            noted = await self._notes(channel, rows)
        finally:
            self._posting -= 1
            if not self._posting:
                self.marking.hurry()
        for written in noted:
            await written

    async def _notes(self, channel: str, rows: Sequence[Due]) -> list[asyncio.Future[None]]:
        """Post, and hand in what became of it."""
        left = _messages(rows)
        noted = []
        while left and self._may_go_on(left[0]):
            async with self.pace.turn(channel):
                if not self._may_go_on(left[0]):  # so long did it wait for its turn
                    break
                note = await self._deliver(left.pop(0))
            noted.append(self.marking.write(note))
            if note.failure is not None:
                break
        if left:
            now = self.clock()
            untried = [Mark(due, "waiting", now, tried=False) for message in left for due in message]
            noted.append(self.marking.write(Note(untried)))
        return noted

    def _may_go_on(self, message: Sequence[Due]) -> bool:
        lease = message[0].lease_until
        return not self.stopping and (lease is None or lease - self.clock() > _LONGEST_ATTEMPT)

    async def _deliver(self, message: Sequence[Due]) -> Note:
        """Post one message; says what became of its rows."""
        try:
            admitted = [due for due in message if await self._is_admitted(due)]
        except PostError as error:
            return self._not_posted(message, error, [])
        gone = [Mark(due, "cancelled", self.clock(), reason=LEFT) for due in message if due not in admitted]
        if not admitted:
            return Note(gone)
        worded = await self._words.word(admitted, now=self.clock(), remarks=_remarks(admitted, self.clock()))
        failed = [Mark(due, "parked", self.clock(), reason=reason, certain=True) for due, reason in worded.failed]
        parked = [*gone, *failed]
        if worded.answer is None:
            return Note(parked)
        try:
            id_ = await self._post(worded.rows, worded.answer)
        except PostError as error:
            if len(worded.rows) > 1 and error.permanent and not error.channel:
                return await self._part(worded.rows, error, parked)
            return self._not_posted(worded.rows, error, parked)
        except Exception as error:  # ours to mend; until then it is trouble that may pass
            _log.exception("posting broke")
            told = PostError(f"Posting broke: {type(error).__name__}.", permanent=False)
            return self._not_posted(worded.rows, told, parked)
        return Note([*parked, *self._sent(worded.rows, id_)])

    def _sent(self, rows: Sequence[Due], id_: str) -> list[Mark]:
        for due in rows:
            self.posted(due)
            # the row's number alone: of messages in person, what names them holds a person's id
            _log.info("message posted", kind=due.kind, id=due.id, attempts=due.attempts)
        now = self.clock()
        return [Mark(due, "sent", now, message=id_) for due in rows]

    async def _part(self, rows: Sequence[Due], error: PostError, parked: Sequence[Mark]) -> Note:
        """After a message of several rows was refused, have each go out by itself, unless it is there already."""
        first = rows[0]
        try:
            since = self._tried_since(first)
            found = await self._look_for(first, since) if since else ""
        except PostError as trouble:
            return self._not_posted(rows, trouble, parked)
        if found:
            return Note([*parked, *self._sent(rows, found)])
        if found is None:  # nobody can say whether it is there
            return self._not_posted(rows, error, parked)
        _log.warning("message of several refused; they go out one by one", kind=first.kind, id=first.id)
        now = self.clock()
        apart = [Mark(due, "waiting", now, reason=str(error), certain=True, apart=True) for due in rows]
        return Note([*parked, *apart])

    async def _is_admitted(self, due: Due) -> bool:
        courier = self.courier
        return await is_admitted(courier.database, due, default=courier.desk, find=courier.find)

    async def _post(self, rows: Sequence[Due], answer: Answer) -> str:
        """Post, unless it turns out that an earlier attempt did; raises PostError."""
        first = rows[0]
        if since := self._doubted_since(rows):
            found = await self._look_for(first, since)
            if found:
                return found
            if found is None:
                answer = replace(answer, blocks=(_REPEATED, *answer.blocks))
        await check_place(first, answer, hosts=self.courier.hosts)
        marked = replace(answer, mark=" ".join(mark_of(due.id) for due in rows))
        await keep_long_lines(self._words.database, marked, now=self.clock())
        nonce = own_nonce(first) if _is_left_over(rows) else first.nonce
        return await self.courier.post(first.channel, marked, nonce=nonce)

    def _doubted_since(self, rows: Sequence[Due]) -> datetime | None:
        """Say since when a message may have been posted without our knowing and beyond Discord's; None if it can't."""
        since = self._tried_since(rows[0])
        if since is None or self._is_restored(rows[0]):
            return since
        # Slack knows no nonce, and in a message of several that went out before a row that is left over may not stand
        trusted = timedelta() if rows[0].desk.startswith(SLACK) or _is_left_over(rows) else NONCE_TRUSTED
        return since if self.clock() - since > trusted else None

    def _tried_since(self, due: Due) -> datetime | None:
        """Say since when a message may have been posted without our knowing; None if this try is the first."""
        if self.restored is not None and self._is_restored(due):
            return min(self.restored.backup_at, due.first_try_at or self.restored.backup_at)
        tried = due.first_try_at
        return None if tried is None or (due.lease_until and tried >= due.lease_until - LEASE) else tried

    def _is_restored(self, due: Due) -> bool:
        return self.restored is not None and due.due_at <= self.restored.at

    async def _look_for(self, due: Due, since: datetime) -> str | None:
        return await self._look(due.channel, mark=mark_of(due.id), since=since - _CLOCKS_DIFFER)

    async def _look(self, channel: str, *, mark: str, since: datetime) -> str | None:
        """Read a channel back; None if that can't be done."""
        if self.courier.look is None:
            return None
        try:
            return await self.courier.look(channel, mark=mark, since=since)
        except PostError as error:
            if not error.permanent:
                raise
            return None

    def _not_posted(self, rows: Sequence[Due], error: PostError, parked: Sequence[Mark]) -> Note:
        state: Literal["parked", "waiting"] = "parked" if error.permanent else "waiting"
        now = self.clock()
        _log.warning("message not posted", kind=rows[0].kind, id=rows[0].id, reason=str(error), kept=state)
        marks = [Mark(due, state, now, reason=str(error), certain=error.certain) for due in rows]
        if error.permanent and not error.channel:
            return Note([*parked, *marks])
        failure = Failure(
            rows[0].channel,
            rows[0].desk,
            str(error),
            now,
            lasting=error.permanent,
            pause=timedelta(seconds=error.pause),
        )
        return Note([*parked, *marks], failure)


_REPEATED = Line(("Possibly repeated: the answer to an earlier attempt was lost.",), label="Note")


def _messages(rows: Sequence[Due]) -> list[list[Due]]:
    """Put together what goes out as one message, in order; what is left over of one is taken row by row."""
    messages: dict[str, list[Due]] = {}
    for due in rows:
        messages.setdefault(due.nonce, []).append(due)
    parted = ([[due] for due in message] if _is_left_over(message) else [message] for message in messages.values())
    return [message for part in parted for message in part]


def _is_left_over(rows: Sequence[Due]) -> bool:
    """Tell whether the message that these rows were put into had more."""
    return len(rows) < count_named(rows[0].nonce)


def _remarks(message: Sequence[Due], now: datetime) -> tuple[str, ...]:
    late = now - message[0].due_at > LATE
    return ("Late: it was due earlier, but could not be posted then.",) if late else ()
