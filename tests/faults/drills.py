"""Drills: messages of a kind of their own, cheap to word, owed to many channels."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.blocks import Answer, Line
from bot.delivery.messages import MESSAGES
from db.desk.desks import Desk
from db.outbox.outbox import Due, add_due
from db.storage import schema
from db.storage.database import Connection, Database
from tests.faults.recorder import Recorder

DESK = Desk("42", "UTC", "09:00")
KIND = "drill"


def _drill(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()) -> Answer:
    return Answer(due.item, tuple(Line((remark,), label="Note") for remark in remarks))


def know_drills() -> None:
    """Let this process word them."""
    MESSAGES[KIND] = _drill


def owe_drills(database: Database, count: int, *, first: datetime, seconds: float, channels: list[str]) -> None:
    """Owe so many, evenly from a moment on, to the channels in turn."""
    with database.writing() as connection:
        for number in range(count):
            at = first + timedelta(seconds=seconds * number / count)
            channel = channels[number % len(channels)]
            due = Due(
                DESK.id, "ferry", f"drill {number}", "once", channel, at.replace(tzinfo=None), "UTC", at, kind=KIND
            )
            add_due(connection, due)


async def all_sent(database: Database, count: int, recorder: Recorder, *, seconds: int = 60) -> set[str]:
    """Wait until all are marked as sent; gives those that are not, and those that never arrived."""
    unsent = _unsent(database)
    for _ in range(10 * seconds):
        if not unsent:
            break
        await asyncio.sleep(0.1)
        unsent = _unsent(database)
    return unsent | {f"drill {number}" for number in range(count)} - {post.text for post in recorder.posts}


def _unsent(database: Database) -> set[str]:
    row = schema.due.c
    with database.reading() as connection:
        found = connection.execute(select(row.item).where(row.kind == KIND, row.state != "sent"))
        return {item for (item,) in found}
