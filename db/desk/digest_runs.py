"""The runs of subscriptions in the due table: the next one of each stands there, held until it is made."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select, update

from db.desk.subscriptions import Subscription
from db.outbox import outbox
from db.outbox.outbox import Due, due_of
from db.storage import schema
from db.storage.database import Connection
from db.storage.moments import micros

KIND = "digest"
PART = " part "  # in the occasion of a run's later parts, before their number
_RECENT = 60

_due = schema.due.c
_held = and_(_due.kind == KIND, _due.state == "held")


def list_runs(connection: Connection, subscription: Subscription) -> list[Due]:
    """List the newest rows that a subscription has or had in the due table, newest first."""
    query = select(schema.due).where(_rows_of(subscription)).order_by(_due.due_at.desc(), _due.id).limit(_RECENT)
    return [due_of(row) for row in connection.execute(query)]


def _ready(*, local: bool) -> Select[Any]:
    head = schema.due.alias()
    posted = exists().where(
        *(head.c[name] == schema.due.c[name] for name in ("desk", "kind", "dossier", "item")),
        head.c.state == "sent",
        _due.occasion.like(head.c.occasion + f"{PART}%"),
    )
    come = or_(and_(_due.detail == "", _due.due_at <= bindparam("now")), and_(_due.detail != "", posted))
    return select(schema.due).where(_held, outbox.whose(local), come).order_by(_due.due_at, _due.id)


# asked each second, so made once
_READY = {local: _ready(local=local) for local in (True, False)}


def list_ready(connection: Connection, *, now: datetime, local: bool) -> list[Due]:
    """List the runs whose time has come, and the parts whose first part has been posted, in order."""
    return [due_of(row) for row in connection.execute(_READY[local], {"now": micros(now)})]


def get_head(connection: Connection, part: Due) -> Due:
    """Get the row of the first part that another part belongs to."""
    same = (_due.desk == part.desk, _due.kind == KIND, _due.dossier == part.dossier, _due.item == part.item)
    query = select(schema.due).where(*same, _due.occasion == part.occasion.partition(PART)[0])
    return due_of(connection.execute(query).one())


def hold_run(connection: Connection, due: Due, *, row: Due | None) -> None:
    """Put a run into the due table, or a row that is there already to another time or place."""
    if row is None:
        outbox.add_due(connection, due, held=True)
        return
    place = {"channel": due.channel, "local": due.local.isoformat(timespec="minutes"), "zone": due.zone}
    again = and_(_due.id == row.id, _due.detail == "")
    values = place | {"due_at": micros(due.due_at), "state": "held", "reason": ""}
    connection.execute(update(schema.due).where(again).values(values))


def release_run(connection: Connection, due: Due, parts: Sequence[str]) -> None:
    """Let a run be posted: its first part in its own row, the others in rows that wait for that one."""
    _set(connection, due, detail=parts[0], state="waiting")
    for number, detail in enumerate(parts[1:], 2):
        part = replace(due, occasion=f"{due.occasion}{PART}{number}", detail=detail)
        outbox.add_due(connection, part, held=True)


def close_run(connection: Connection, due: Due, *, detail: str, parked: bool = False, reason: str) -> None:
    """End a run of which nothing is posted, and keep why."""
    _set(connection, due, detail=detail, state="parked" if parked else "cancelled", reason=reason)


def cancel_runs(connection: Connection, ids: Sequence[int]) -> None:
    """Take back runs that have not been made yet."""
    unmade = and_(_due.id.in_(ids), _held, _due.detail == "")
    connection.execute(update(schema.due).where(unmade).values(state="cancelled"))


def follow(connection: Connection, part: Due, *, channel: str) -> None:
    """Let a part be posted, in this channel."""
    _set(connection, part, state="waiting", channel=channel)


def _set(connection: Connection, due: Due, **values: Any) -> None:
    connection.execute(update(schema.due).where(_due.id == due.id, _due.state == "held").values(values))


def _rows_of(subscription: Subscription) -> ColumnElement[bool]:
    return and_(
        _due.desk == subscription.desk,
        _due.kind == KIND,
        _due.dossier == subscription.dossier,
        _due.item == str(subscription.id),
    )
