"""Every kind of message that can be owed, by name; what delivery calls to have one worded."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.blocks import Answer, Block, Choice, Line, Moment
from bot.delivery.channel_alerts import notice
from bot.desk.my_reminders import own
from bot.digests.follow_runs import told
from bot.digests.runs import digest
from bot.drafts.decision_notice import decision
from bot.drafts.proposal_notice import proposals
from bot.log import Log
from bot.tracking import reminders
from bot.tracking.joint_reminder import is_joint, joint_reminder
from bot.tracking.openings import opened
from bot.tracking.reminder_short import reminder
from db.desk.desks import Desk, get_desk
from db.outbox.outbox import Due
from db.storage.database import Connection, Database, is_storage

_log = Log(__name__)


class Wording(Protocol):
    """Words the message of a row; `remarks` say that it is late, or may be repeated."""

    def __call__(
        self, connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()
    ) -> Answer: ...


MESSAGES: dict[str, Wording] = {
    "reminder": reminder,
    "notice": notice,
    "personal": reminders.personal,
    "opened": opened,
    "own": own,
    "digest": digest,
    "follow": told,
    "decision": decision,
    "proposals": proposals,
}

# Messages are worded on so many connections, so many a transaction: on a server far away each waits for its answers,
# and is given up after some seconds.
_SHARED, _FILE = (4, 20), (1, 100)

# of these many that are late, or were held in quiet hours, come as one message, a line each
TOGETHER = frozenset({"reminder", "personal", "opened", "own", "decision"})
# of these more than three of one hour come as one message
HOURLY = frozenset({"reminder", "personal"})


@dataclass(slots=True)
class Worded:
    """A message, and the rows that it speaks for; `failed` are those that could not be worded, with the reason."""

    answer: Answer | None = None
    rows: list[Due] = field(default_factory=list)
    failed: list[tuple[Due, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Asked:
    """Rows that are to be worded as one message."""

    rows: Sequence[Due]
    now: datetime
    remarks: Sequence[str]
    worded: asyncio.Future[Worded]


@dataclass(eq=False, slots=True)
class Words:
    """Words messages for lanes; what they ask for at the same time shares a connection."""

    database: Database
    desk: Desk  # the settings of a desk that has settled nothing
    _asked: deque[_Asked] = field(default_factory=deque)
    _working: set[asyncio.Task[None]] = field(default_factory=set)

    async def word(self, rows: Sequence[Due], *, now: datetime, remarks: Sequence[str]) -> Worded:
        """Word one message for one row, or for several that go out together. Raises DatabaseError."""
        asked = _Asked(rows, now, remarks, asyncio.get_running_loop().create_future())
        self._asked.append(asked)
        connections, _ = _SHARED if self.database.shared else _FILE
        if len(self._working) < connections:
            self._working.add(asyncio.create_task(self._work()))
        return await asked.worded

    async def _work(self) -> None:
        try:
            while self._asked:
                await self._word_some()
        finally:  # at once: whoever asks a moment later must find that nobody is at work
            task = asyncio.current_task()
            assert task is not None
            self._working.discard(task)

    async def _word_some(self) -> None:
        _, at_once = _SHARED if self.database.shared else _FILE
        some = [self._asked.popleft() for _ in range(min(at_once, len(self._asked)))]
        try:
            await self._word_all(some)
        except BaseException as error:
            for asked in some:
                if not asked.worded.done():
                    asked.worded.set_exception(error)
            if not isinstance(error, Exception):
                raise

    async def _word_all(self, some: Sequence[_Asked]) -> None:
        loop = asyncio.get_running_loop()

        def tell(asked: _Asked, worded: Worded) -> None:
            loop.call_soon_threadsafe(_hand_over, asked, worded)

        async with self.database.promptly():
            await self.database.read(_word_all, some, self.desk, tell)


def _hand_over(asked: _Asked, worded: Worded) -> None:
    if not asked.worded.done():
        asked.worded.set_result(worded)


def _word_all(
    connection: Connection, some: Sequence[_Asked], default: Desk, tell: Callable[[_Asked, Worded], object]
) -> None:
    """Word some messages; each is told of at once, so that it is posted while the next is worded."""
    desks: dict[str, Desk] = {}
    for asked in some:
        if asked.worded.done():  # nobody waits for it any more
            continue
        desk = asked.rows[0].desk
        if desk not in desks:
            desks[desk] = get_desk(connection, desk, default=default)
        tell(asked, _word(connection, desks[desk], asked))


def _word(connection: Connection, desk: Desk, asked: _Asked) -> Worded:
    if joint := _joint(connection, desk, asked):
        return Worded(joint, list(asked.rows))
    worded = Worded()
    answers = []
    for due in asked.rows:
        try:
            answers.append(_one(connection, desk, due, now=asked.now, remarks=asked.remarks))
        except Exception as error:
            if is_storage(error):
                raise  # and is tried again
            _log.exception("message could not be worded", kind=due.kind, id=due.id)
            worded.failed.append((due, _unworded(due, error)))
        else:
            worded.rows.append(due)
    if answers:
        worded.answer = answers[0] if len(asked.rows) == 1 else together(worded.rows, answers)
    return worded


def _joint(connection: Connection, desk: Desk, asked: _Asked) -> Answer | None:
    """Word reminders of one dossier with a press for each; None for others, and where one of them can't be worded."""
    if len(asked.rows) == 1 or not is_joint(asked.rows):
        return None
    try:
        return joint_reminder(connection, desk, asked.rows, now=asked.now, remarks=asked.remarks)
    except Exception as error:
        if is_storage(error):
            raise
        _log.exception("reminders could not be worded together", ids=[due.id for due in asked.rows])
        return None


def _one(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str]) -> Answer:
    return MESSAGES[due.kind](connection, desk, due, now=now, remarks=remarks)


def _unworded(due: Due, error: Exception) -> str:
    if due.kind not in MESSAGES:
        return f"This version of Backchannel knows no message of the kind “{due.kind}”; it is kept for one that does."
    return f"The message could not be worded ({type(error).__name__}: {str(error)[:200]}); it is kept."


def together(rows: Sequence[Due], answers: Sequence[Answer]) -> Answer:
    """Make one message of several that are late or were held: a line each, and a button that leads to the whole."""
    held = all(due.held_since for due in rows)
    why = (
        "They fell into quiet hours, which are over."
        if held
        else "They were due earlier, but could not be posted then."
    )
    blocks: list[Block] = [Line((why,), label="Held" if held else "Late")]
    for due, answer in zip(rows, answers, strict=True):
        item = f" ({due.item})" if due.dossier else ""
        blocks.append(Line((f"{answer.title}{item}, due ", Moment(due.held_since or due.due_at))))
    items = {(due.item, due.dossier): None for due in rows if due.dossier}
    blocks += [Choice(item, f"/item {item} dossier:{dossier}") for item, dossier in items]
    dossiers = list(dict.fromkeys(answer.dossier for answer in answers if answer.dossier))
    title = f"{len(rows)} messages from quiet hours" if held else f"{len(rows)} late messages"
    return Answer(title, tuple(blocks), as_of=answers[0].as_of, dossier="; ".join(dossiers))
