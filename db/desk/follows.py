"""What people follow, how they want to hear of it, and how far they have been told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import and_, func, insert, or_, select, update

from db.outbox import outbox
from db.reading.news import Position
from db.storage import schema
from db.storage.database import Connection, lock
from db.storage.moments import moment
from db.storage.rows import columns, record, values
from db.storage.schema import LOCAL

# in person as soon as there is something new, once a day, or no longer
How = Literal["dm", "digest", "off"]

KIND = "follow"  # of messages in the due table

_follow = schema.follow.c
_due = schema.due.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """Somebody's wish to hear of what is new of an item; `seen` is how far they have been told.

    `channel` is where they asked: a message goes there when it can't be delivered in person.
    """

    desk: str
    dossier: str
    person: str
    person_name: str
    item: str
    how: How
    channel: str
    at: datetime
    seen: Position
    id: int = 0


_FOLLOWS = select(*columns(schema.follow, Follow))


@dataclass(frozen=True, slots=True)
class Behind:
    """What somebody follows and has not been told of; `first` is when the first of it was recorded, if any was."""

    follow: Follow
    first: datetime | None


def find_follow(connection: Connection, id_: int, *, person: str) -> Follow | None:
    """Find what a person follows, or did, by its number."""
    query = _FOLLOWS.where(_follow.id == id_, _follow.person == person)
    row = connection.execute(query).one_or_none()
    return record(Follow, row) if row else None


def list_follows(connection: Connection, *, person: str = "", desk: str = "") -> list[Follow]:
    """List what is followed, by one person or at one desk, in the order in which it was begun."""
    query = _FOLLOWS.where(_follow.how != "off").order_by(_follow.id)
    query = query.where(_follow.person == person) if person else query
    query = query.where(_follow.desk == desk) if desk else query
    return [record(Follow, row) for row in connection.execute(query)]


def list_behind(connection: Connection, *, day: date, local: bool) -> list[Behind]:
    """List what is followed by those who have not been told of everything up to a day; of the terminal, or all others.

    Who is owed a message already hears no more before that one is delivered: it would only pile up.
    """
    change, outcome = schema.change.c, schema.outcome.c
    changes = select(func.min(change.at)).where(
        change.dossier == _follow.dossier,
        change.desk.in_((schema.FILE, _follow.desk)),
        change.id > _follow.seen_change,
    )
    outcomes = select(func.min(outcome.at)).where(
        outcome.desk == _follow.desk, outcome.dossier == _follow.dossier, outcome.id > _follow.seen_outcome
    )
    changed, answered = changes.scalar_subquery(), outcomes.scalar_subquery()
    owed = select(_due.id).where(
        _due.desk == _follow.desk,
        _due.kind == KIND,
        _due.dossier == _follow.dossier,
        _due.item == _follow.person,
        _due.state.in_(("waiting", "claimed", "parked")),
    )
    query = _FOLLOWS.add_columns(changed.label("changed"), answered.label("answered")).where(
        _follow.how != "off",
        _follow.desk == LOCAL if local else _follow.desk != LOCAL,
        or_(changed.is_not(None), answered.is_not(None), _follow.seen_day < day),
        ~owed.exists(),
    )
    return [_behind(row) for row in connection.execute(query.order_by(_follow.id))]


def list_undelivered(connection: Connection, person: str) -> list[outbox.Due]:
    """List what could not be delivered to a person."""
    query = select(schema.due).where(_due.kind == KIND, _due.item == person, _due.state == "parked").order_by(_due.id)
    return [outbox.due_of(row) for row in connection.execute(query)]


def replace_follow(connection: Connection, follow: Follow) -> int:
    """Keep what somebody wants to hear of an item, in place of what they wanted before; returns its number."""
    lock(connection, f"follow {follow.desk} {follow.person}")
    key = ("person", "desk", "dossier", "item")
    there = and_(*(_follow[name] == getattr(follow, name) for name in key))
    changed = update(schema.follow).where(there).values(values(follow)).returning(_follow.id)
    id_ = connection.execute(changed).scalar_one_or_none()
    if id_ is None:
        made = insert(schema.follow).values(values(follow)).returning(_follow.id)
        id_ = connection.execute(made).scalar_one()
    return int(id_)


def mark_told(connection: Connection, ids: Iterable[int], seen: Position) -> None:
    """Record how far somebody has been told."""
    connection.execute(update(schema.follow).where(_follow.id.in_(list(ids))).values(values(seen, prefix="seen_")))


def mark_off(connection: Connection, ids: Iterable[int]) -> None:
    """Tell somebody of these no longer."""
    connection.execute(update(schema.follow).where(_follow.id.in_(list(ids))).values(how="off"))


def _behind(row: Any) -> Behind:
    changed = None if row.changed is None else moment(row.changed)
    first = min((at for at in (changed, row.answered) if at is not None), default=None)
    return Behind(record(Follow, row), first)
