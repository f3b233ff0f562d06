"""Telling a desk that proposals of readers wait: one message at a time, where its reminders go."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot import localtime
from bot.asking import Ask, place_of
from bot.blocks import Answer, Choice, Line
from bot.blocks_json import dump
from bot.phrasing.lines import count
from bot.tracking.planner import hold
from db.desk.desks import Desk, list_reminder_channels
from db.desk.drafts import list_drafts
from db.outbox import outbox
from db.outbox.outbox import Due
from db.storage.database import Connection
from db.storage.schema import LOCAL

KIND = "proposals"  # of messages in the due table
_APART = timedelta(hours=1)
_NAMED = 3


def tell_desk(ask: Ask, draft: int) -> None:
    """Owe the desk a word that proposals wait, unless one is owed already; the next at the earliest an hour later."""
    channel = next(
        (one.channel for one in list_reminder_channels(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)),
        place_of(ask),
    )
    if ask.desk.id == LOCAL or not channel:
        return
    rows = _rows(ask)
    if any(row.state == "waiting" for row in rows):
        return
    at = max([ask.now, *(row.due_at + _APART for row in rows if row.state != "cancelled")])
    local, told = localtime.local_time(at, ask.desk.zone), {"dossier": ask.head.id, "name": ask.head.name}
    due = Due(ask.desk.id, "", KIND, f"proposal {draft}", channel, local, ask.desk.zone, at, kind=KIND,
              detail=dump(told | {"title": ask.head.title}))  # fmt: skip
    outbox.add_due(ask.view.connection, hold(due, ask.desk.quiet))


def tell_none_waits(ask: Ask) -> None:
    """Owe no word of proposals once all are decided."""
    if not _waiting(ask.view.connection, ask.desk.id, ask.head.id):
        outbox.cancel_due(ask.view.connection, [row.id for row in _rows(ask) if row.state == "waiting"])


def _rows(ask: Ask) -> list[Due]:
    rows = outbox.list_due(ask.view.connection, desk=ask.desk.id, dossier="", kind=KIND)
    return [row for row in rows if json.loads(row.detail)["dossier"] == ask.head.id]


def _waiting(connection: Connection, desk: str, dossier: str) -> list[str]:
    """Say of each proposal that waits what it is and whose."""
    return [
        f"{one.kind} by {one.actor_name}"
        for one in list_drafts(connection, desk=desk, state="proposed")
        if one.dossier == dossier
    ]


def proposals(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()) -> Answer:
    """Word how many proposals wait."""
    told = json.loads(due.detail)
    waiting = _waiting(connection, desk.id, told["dossier"])
    more = f" and {len(waiting) - _NAMED} more" if len(waiting) > _NAMED else ""
    blocks = [Line((remark,), label="Note") for remark in remarks]
    blocks.append(Line((f"{', '.join(waiting[:_NAMED])}{more}" if waiting else "All have been decided meanwhile.",)))
    title = f"{count(len(waiting), 'proposal')} {'waits' if len(waiting) == 1 else 'wait'}"
    review = Choice("Review", f"/review dossier:{told['name']}")
    return Answer(title, (*blocks, review), dossier=told["title"])
