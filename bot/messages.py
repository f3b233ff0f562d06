"""Every kind of message that can be owed, by name; what delivery calls to have one worded."""

import json
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from bot.answers import reminders
from bot.answers.opened import opened
from bot.answers.own import own
from bot.blocks import Answer, Block, Choice, Line, Moment
from bot.digesting import digest
from bot.notices import notice
from bot.telling import told
from db.desks import Desk, get_desk
from db.engine import Connection, Database, is_storage
from db.outbox import HELD, Due

_log = structlog.get_logger()


class Wording(Protocol):
    """Words the message of a row; `remarks` say that it is late, or may be repeated."""

    def __call__(
        self, connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()
    ) -> Awaitable[Answer]: ...


MESSAGES: dict[str, Wording] = {
    "reminder": reminders.reminder,
    "notice": notice,
    "personal": reminders.personal,
    "opened": opened,
    "own": own,
    "digest": digest,
    "follow": told,
}

# of these many that are late, or were held in quiet hours, come as one message, a line each
TOGETHER = frozenset({"reminder", "personal", "opened", "own"})


@dataclass(slots=True)
class Worded:
    """A message, and the rows that it speaks for; `failed` are those that could not be worded, with the reason."""

    answer: Answer | None = None
    rows: list[Due] = field(default_factory=list)
    failed: list[tuple[Due, str]] = field(default_factory=list)


async def word(database: Database, desk: Desk, rows: Sequence[Due], *, now: datetime, remarks: Sequence[str]) -> Worded:
    """Word one message for one row, or for several that are late. Raises DatabaseError."""
    worded = Worded()
    answers = []
    async with database.promptly(), database.reading() as connection:
        settled = await get_desk(connection, rows[0].desk, default=desk)
        for due in rows:
            try:
                answers.append(await _one(connection, settled, due, now=now, remarks=remarks))
            except Exception as error:
                if is_storage(error):
                    raise  # and is tried again
                _log.exception("message could not be worded", kind=due.kind, id=due.id)
                worded.failed.append((due, _unworded(due, error)))
            else:
                worded.rows.append(due)
    if answers:
        worded.answer = answers[0] if len(rows) == 1 else together(worded.rows, answers)
    return worded


async def _one(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str]) -> Answer:
    return await MESSAGES[due.kind](connection, desk, due, now=now, remarks=remarks)


def _unworded(due: Due, error: Exception) -> str:
    if due.kind not in MESSAGES:
        return f"This version of Backchannel knows no message of the kind “{due.kind}”; it is kept for one that does."
    return f"The message could not be worded ({type(error).__name__}: {str(error)[:200]}); it is kept."


def together(rows: Sequence[Due], answers: Sequence[Answer]) -> Answer:
    """Make one message of several that are late or were held: a line each, and a button that leads to the whole."""
    held = all(HELD in due.detail for due in rows)
    why = (
        "They fell into quiet hours, which are over."
        if held
        else "They were due earlier, but could not be posted then."
    )
    blocks: list[Block] = [Line((why,), label="Held" if held else "Late")]
    for due, answer in zip(rows, answers, strict=True):
        item = f" ({due.item})" if due.dossier else ""
        blocks.append(Line((f"{answer.title}{item}, due ", Moment(_due_first(due)))))
    items = {(due.item, due.dossier): None for due in rows if due.dossier}
    blocks += [Choice(item, f"/item {item} dossier:{dossier}") for item, dossier in items]
    dossiers = list(dict.fromkeys(answer.dossier for answer in answers if answer.dossier))
    title = f"{len(rows)} messages from quiet hours" if held else f"{len(rows)} late messages"
    return Answer(title, tuple(blocks), as_of=answers[0].as_of, dossier="; ".join(dossiers))


def _due_first(due: Due) -> datetime:
    held = json.loads(due.detail).get("held") if HELD in due.detail else None
    return datetime.fromisoformat(held) if held else due.due_at
