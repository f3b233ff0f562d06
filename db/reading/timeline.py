"""Statements and events in the order of their days, through the indexes: a busy dossier is never read through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, union_all

from db.model.records import Event, Person, Statement
from db.reading.view import View, find_items
from db.storage import schema

Entry = Statement | Event

_KINDS = ("event", "statement")
_ROLES = ("speaker", "about", "topics", "participants")
_FIRST = date.min + timedelta(days=1)  # date.min itself stands for an unknown beginning
_LOOK_BACK = 500  # rows looked at for what began before a stretch and still lasts in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Which entries are meant: possibly on one of these days (inclusive), and naming one of these.

    `about` are ids of whom or what entries name; `speakers` adds what these people said. Both empty means all.
    `start` is the id of an entry to go on from, itself included. `kinds` are the entries meant.
    """

    first: date | None = None
    last: date | None = None
    about: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    start: str = ""
    kinds: tuple[str, ...] = _KINDS


@dataclass(frozen=True, slots=True)
class _Stream:
    """A part of the entries that one index gives in order."""

    keys: Select[date, date, str]  # first and last possible day, id
    earliest: ColumnElement[date]
    id: ColumnElement[str]


def list_dated(view: View, stretch: Stretch, *, limit: int, newest: bool = False) -> list[Entry]:
    """List at most `limit` known entries that began on a day of the stretch, in order of first day and id.

    `newest`: the last ones, the last first.
    """
    last = min(stretch.last or view.as_of, view.as_of)  # what was known by then did not begin later
    start = _place(view, stretch.start) if stretch.start else None
    # one lower bound: of two, SQLite seeks to the first it reads, and goes through all between them
    first = max(stretch.first or _FIRST, start[0] if start else _FIRST)
    streams = []
    for stream in _streams(view, stretch):
        keys = stream.keys.where(stream.earliest >= first, stream.earliest <= last)
        if start is not None:
            keys = keys.where(or_(stream.earliest > start[0], stream.id >= start[1]))
        streams.append(keys.order_by(*_order(stream.earliest, stream.id, newest=newest)).limit(limit))
    return _read(view, streams, limit=limit, newest=newest)


def list_lasting(view: View, stretch: Stretch, *, limit: int) -> list[Entry]:
    """List known entries that began before the stretch and may last into it, of those that began shortly before."""
    if stretch.first is None:
        return []
    streams = []
    for stream in _streams(view, stretch):
        keys = stream.keys.where(stream.earliest >= _FIRST, stream.earliest < stretch.first)
        shortly = keys.order_by(stream.earliest.desc(), stream.id.desc()).limit(_LOOK_BACK).subquery()
        streams.append(select(shortly).where(shortly.c.latest >= stretch.first))
    return _read(view, streams, limit=limit)


def list_vague(view: View, stretch: Stretch, *, limit: int) -> list[Entry]:
    """List at most `limit` known entries without a first day, by id: those of unknown day among them."""
    streams = [
        stream.keys.where(stream.earliest == date.min).order_by(stream.earliest, stream.id).limit(limit)
        for stream in _streams(view, stretch)
    ]
    return _read(view, streams, limit=limit)


def list_members(view: View, party: str, *, limit: int) -> list[str]:
    """List the ids of at most `limit` known people of a party."""
    link = schema.link.c
    query = select(link.item).where(
        link.dossier == view.dossier, link.target == party, link.role == "party", link.known_from <= view.as_of
    )
    ids = view.connection.execute(query.order_by(link.earliest, link.item).limit(limit)).scalars()
    found = find_items(view, list(ids))
    return sorted(record.id for record in found.values() if isinstance(record, Person) and record.party == party)


def _place(view: View, id_: str) -> tuple[date, str]:
    item = schema.item.c
    query = select(item.earliest, item.id).where(item.dossier == view.dossier, item.id == id_, _seen(view))
    row = view.connection.execute(query).one()
    return row.earliest, row.id


def _streams(view: View, stretch: Stretch) -> list[_Stream]:
    item, link = schema.item.c, schema.link.c
    if not (stretch.about or stretch.speakers):
        keys = select(item.earliest, item.latest, item.id).where(
            item.dossier == view.dossier, item.known_from <= view.as_of, _seen(view)
        )
        return [_Stream(keys.where(item.kind == kind), item.earliest, item.id) for kind in stretch.kinds]
    same = and_(item.dossier == link.dossier, item.id == link.item, item.desk == link.desk)
    keys = select(link.earliest, item.latest, link.item.label("id")).join_from(schema.link, schema.item, same)
    keys = keys.where(
        link.dossier == view.dossier, link.known_from <= view.as_of, item.kind.in_(stretch.kinds), _seen(view)
    )
    named = [(target, role) for target in stretch.about for role in _ROLES]
    named += [(speaker, "speaker") for speaker in stretch.speakers]
    return [
        _Stream(keys.where(link.target == target, link.role == role), link.earliest, link.item)
        for target, role in dict.fromkeys(named)
    ]


def _seen(view: View) -> ColumnElement[bool]:
    """A desk's own version of an item hides the file's."""
    item, own = schema.item.c, schema.item.alias()
    mine = exists().where(own.c.dossier == item.dossier, own.c.id == item.id, own.c.desk == view.desk)
    return or_(item.desk == view.desk, and_(item.desk == schema.FILE, ~mine))


def _order(earliest: ColumnElement[date], id_: ColumnElement[str], *, newest: bool) -> Sequence[ColumnElement[Any]]:
    return (earliest.desc(), id_.desc()) if newest else (earliest, id_)


def _read(view: View, streams: list[Select[date, date, str]], *, limit: int, newest: bool = False) -> list[Entry]:
    # each stream ends by itself, so that the database sorts no more than `limit` rows of each
    together = union_all(*(select(stream.subquery()) for stream in streams)).subquery()
    key = select(together.c.earliest, together.c.id).distinct()
    ordered = key.order_by(*_order(together.c.earliest, together.c.id, newest=newest))
    rows = view.connection.execute(ordered.limit(limit))
    ids = [row.id for row in rows]
    found = find_items(view, ids)
    return [found[id_] for id_ in ids if id_ in found]
