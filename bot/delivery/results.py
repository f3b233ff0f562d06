"""Writing down what became of posts: those that end within a few milliseconds share one commit."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.delivery.channel_alerts import tell_of
from bot.log import Log
from db.outbox.channel_breakers import Breaker, close_breakers, find_breaker, has_breakers, replace_breaker
from db.outbox.claims import LONGEST_REST, Mark, mark_all
from db.outbox.outbox import fall_back
from db.storage.database import Connection, Database, DatabaseError

# A commit costs as long as the disk takes to flush, up to some milliseconds: posts that end together share one. What a
# kill leaves unmarked is posted again under its nonce.
_GATHERED = 0.25  # seconds at most, and only while messages are being posted
_ENOUGH = 100  # notes
_AGAIN = 0.5

_log = Log(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """A channel to which a message did not go through; `lasting` until somebody mends something."""

    channel: str
    desk: str
    reason: str
    at: datetime
    lasting: bool
    pause: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Note:
    """What became of one message: its rows' marks, and what was wrong with its channel."""

    marks: Sequence[Mark]
    failure: Failure | None = None


@dataclass(eq=False, slots=True)
class Marking:
    """Collects notes and writes them; with `stubborn`, again and again until the database takes them."""

    database: Database
    owner: str
    lease: timedelta
    stubborn: bool = True
    _notes: list[tuple[Note, asyncio.Future[None]]] = field(default_factory=list)
    _writing: asyncio.Task[None] | None = None
    _soon: asyncio.Event = field(default_factory=asyncio.Event)

    def write(self, note: Note) -> asyncio.Future[None]:
        """Write a note; done when it is in the database for good, or with a DatabaseError unless stubborn."""
        written = asyncio.get_running_loop().create_future()
        self._notes.append((note, written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        if len(self._notes) >= _ENOUGH:
            self._soon.set()
        return written

    def hurry(self) -> None:
        """Write what there is: no other note is to come for now."""
        if self._notes:
            self._soon.set()

    async def settle(self) -> None:
        """Wait until nothing is left to write."""
        if self._writing is not None:
            await self._writing

    async def _write_all(self) -> None:
        try:
            while self._notes:
                with suppress(TimeoutError):
                    async with asyncio.timeout(_GATHERED):
                        await self._soon.wait()
                self._soon.clear()
                notes, self._notes = self._notes, []
                await self._write_some(notes)
        finally:
            self._writing = None

    async def _write_some(self, notes: list[tuple[Note, asyncio.Future[None]]]) -> None:
        try:
            async with self.database.promptly():
                noted = [note for note, _ in notes]
                await self.database.write(_record, noted, owner=self.owner, lease=self.lease)
        except DatabaseError as error:
            if self.stubborn:
                _log.warning("what was posted could not be recorded yet", notes=len(notes), reason=str(error))
                self._notes = notes + self._notes
                await asyncio.sleep(_AGAIN)
            else:
                _end(notes, error)
        except Exception as error:
            if len(notes) == 1:
                _end(notes, error)
            for note in notes if len(notes) > 1 else []:
                await self._write_some([note])  # so that one that can't be written stops no other
        except BaseException as error:
            _end(notes, error)
            raise
        else:
            _end(notes, None)


def _end(notes: list[tuple[Note, asyncio.Future[None]]], error: BaseException | None) -> None:
    for _, written in notes:
        if written.done():
            continue
        if error is None:
            written.set_result(None)
        elif isinstance(error, asyncio.CancelledError):
            written.cancel()
        else:
            written.set_exception(error)


def _record(connection: Connection, notes: Sequence[Note], *, owner: str, lease: timedelta) -> None:
    mark_all(connection, [mark for note in notes for mark in note.marks], owner=owner, lease=lease)
    if any(mark.state == "parked" and mark.due.channel.startswith("user:") for note in notes for mark in note.marks):
        fall_back(connection)
    through = {mark.due.channel for note in notes for mark in note.marks if mark.state == "sent"}
    if through and has_breakers(connection):
        close_breakers(connection, through)
    for note in notes:
        if note.failure is not None:
            _let_rest(connection, note.failure)


def _let_rest(connection: Connection, failure: Failure) -> None:
    """Post nothing to a channel for a while; whoever can mend it is told once."""
    before = find_breaker(connection, failure.channel)
    same = before is not None and before.lasting == failure.lasting
    failures = before.failures + 1 if before and same else 1
    rest = max(_rest(failures, lasting=failure.lasting), min(failure.pause, LONGEST_REST))
    breaker = Breaker(
        failure.channel,
        failure.desk,
        open_until=failure.at + rest,
        failures=failures,
        lasting=failure.lasting,
        reason=failure.reason,
        since=before.since if before and same else failure.at,
    )
    replace_breaker(connection, breaker)
    # whose direct messages are closed is told where they asked for it
    if failure.lasting and not same and not failure.channel.startswith("user:"):
        tell_of(connection, breaker, now=failure.at)


def _rest(failures: int, *, lasting: bool) -> timedelta:
    if lasting:  # asked again by what comes due then: three such requests in ten minutes would be too many
        return min(timedelta(minutes=10 << min(failures - 1, 10)), timedelta(hours=6))
    return min(timedelta(seconds=1 << min(failures - 1, 10)), LONGEST_REST)
