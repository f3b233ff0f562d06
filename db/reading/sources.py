"""What rests on a source, found through links: a source of very many statements is never read through."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, Text, bindparam, exists, func, literal, or_, select, union

from db.model.codec import kind_of
from db.model.records import Item, Source, Statement
from db.reading.view import View, find_items, published, remember
from db.storage import schema
from db.storage.prepared import Prepared

_CARRYING = ("wordings.source", "terms.reports.source", "reports.source", "announced.source")
# Each of these rests on any one of its sources. A note or a date rests on all of its own, so what names a source
# there alone need not have been known when the source was.
_RESTING = (
    *(*_CARRYING, "labels.sources", "states.sources", "answers.sources"),
    *("outcome.sources", "spellings.sources", "roles.sources"),
)


def list_newest_sources(view: View, *, limit: int) -> list[Source]:
    """List the sources that were published last by then."""
    return list(remember(view, ("newest", limit), lambda: _list_newest(view, limit)))


def _list_newest(view: View, limit: int) -> list[Source]:
    given = {"dossier": view.dossier, "desk": view.desk, "as_of": view.as_of, "limit": limit}
    ids = list(dict.fromkeys(id_ for (id_,) in _NEWEST.rows(view.connection, given)))
    published(view, ids)  # which keeps what it reads: the newest is asked for several times in a question
    found = find_items(view, ids)
    return [found[id_] for id_ in ids if id_ in found]


def _newest() -> Select[str]:
    item, as_of = schema.item.c, bindparam("as_of", type_=Date)
    seen = or_(item.desk == schema.FILE, item.desk == bindparam("desk", type_=Text))
    query = select(item.id).where(item.dossier == bindparam("dossier", type_=Text), item.kind == kind_of(Source), seen)
    query = query.where(item.earliest <= as_of, item.known_from <= as_of)
    return query.order_by(item.earliest.desc(), item.latest, item.id).limit(bindparam("limit", type_=Integer))


_NEWEST = Prepared(_newest())


def list_unsure_sources(view: View, day: date, *, limit: int) -> list[Source]:
    """List the sources that may have come out by a day, and may have come out only after it; the newest first."""
    item = schema.item.c
    query = (
        select(item.id)
        .where(item.dossier == view.dossier, item.kind == kind_of(Source), item.earliest <= day, item.latest > day)
        .where(item.desk.in_((schema.FILE, view.desk)), item.known_from <= view.as_of)
        .order_by(item.earliest.desc(), item.latest, item.id)
        .limit(limit)
    )
    return _found_in_order(view, view.connection.execute(query).scalars())


def count_resting(view: View, source: str, *, most: int) -> dict[str, int]:
    """Count the known items that rest on a source, by kind; of more than `most`, some `most` are counted."""
    rows = _COUNT_RESTING.rows(view.connection, _asked(view, source, limit=most))
    return {row[0]: row[1] for row in rows if row[0]}


def _count_resting() -> Select[str, int]:
    item, own, dossier = schema.item.c, schema.item.alias().c, bindparam("dossier", type_=Text)
    # role by role, since asked for distinct items at once SQLite goes through all links in the order of items
    streams = [_linked(literal(role)).limit(_LIMIT).subquery() for role in _RESTING]
    resting = union(*(select(stream) for stream in streams)).limit(_LIMIT).subquery()
    mine, named = resting.c.desk == _DESK, resting.c.item
    replaced = exists().where(own.dossier == dossier, own.id == named, own.desk == _DESK, ~mine)
    # looked up one by one: joined, the tables would be read through from the side of the items
    kind = select(item.kind).where(item.dossier == dossier, item.id == named, item.desk == resting.c.desk)
    kinds = select(kind.scalar_subquery().label("kind")).select_from(resting).where(~replaced).subquery()
    return select(kinds.c.kind, func.count()).group_by(kinds.c.kind)


def _linked(role: ColumnElement[str]) -> Select[str, str]:
    """Select what names a source in a role, and whose that is."""
    link = schema.link.c
    return select(link.item, link.desk).where(
        link.dossier == bindparam("dossier", type_=Text),
        link.target == bindparam("source", type_=Text),
        link.role == role,
        or_(link.desk == schema.FILE, link.desk == _DESK),
        link.known_from <= bindparam("as_of", type_=Date),
    )


_DESK, _LIMIT = bindparam("desk", type_=Text), bindparam("limit", type_=Integer)
_COUNT_RESTING = Prepared(_count_resting())
_NAMING = Prepared(
    _linked(bindparam("role", type_=Text))
    .order_by(schema.link.c.earliest.desc(), schema.link.c.item.desc())
    .limit(_LIMIT)
)


def _asked(view: View, source: str, *, limit: int) -> dict[str, Any]:
    return {"dossier": view.dossier, "desk": view.desk, "as_of": view.as_of, "source": source, "limit": limit}


def list_printed(view: View, source: str, *, limit: int) -> list[Statement]:
    """List the statements that a source words, newest first by their first possible day."""
    printed: list[Statement] = _found_in_order(view, _naming(view, source, "wordings.source", limit=limit))
    return [one for one in printed if any(wording.source == source for wording in one.wordings)]


def list_carried(view: View, source: str, *, limit: int) -> list[Item]:
    """List what a source tells: statements, events, points, offers and tracked dates, the newest of each."""
    return _found_in_order(view, [id_ for role in _CARRYING for id_ in _naming(view, source, role, limit=limit)])


def list_reported(view: View, source: str, *, limit: int) -> list[Item]:
    """List the events and points that a source reports on, the newest first."""
    return _found_in_order(view, _naming(view, source, "reports.source", limit=limit))


def _naming(view: View, source: str, role: str, *, limit: int) -> list[str]:
    """List what names a source in a role, the newest first."""
    rows = _NAMING.rows(view.connection, {**_asked(view, source, limit=limit), "role": role})
    return [row.item for row in rows]


def _found_in_order(view: View, ids: Iterable[str]) -> list[Any]:
    once = list(dict.fromkeys(ids))
    found = find_items(view, once)
    return [found[id_] for id_ in once if id_ in found]
