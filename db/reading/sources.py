"""What rests on a source, found through links: a source of very many statements is never read through."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Select, Text, bindparam, exists, func, or_, select, union

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
    return _in_this_order(view, query)


def count_resting(view: View, source: str, *, most: int) -> dict[str, int]:
    """Count the known items that rest on a source, by kind; of more than `most`, some `most` are counted."""
    item, link, own = schema.item.c, schema.link.c, schema.item.alias().c
    # role by role, since asked for distinct items at once SQLite goes through all links in the order of items
    streams = [
        select(link.item, link.desk)
        .where(link.dossier == view.dossier, link.target == source, link.role == role)
        .where(link.desk.in_((schema.FILE, view.desk)), link.known_from <= view.as_of)
        .limit(most)
        .subquery()
        for role in _RESTING
    ]
    resting = union(*(select(stream) for stream in streams)).limit(most).subquery()
    mine, named = resting.c.desk == view.desk, resting.c.item
    replaced = exists().where(own.dossier == view.dossier, own.id == named, own.desk == view.desk, ~mine)
    # looked up one by one: joined, the tables would be read through from the side of the items
    kind = select(item.kind).where(item.dossier == view.dossier, item.id == named, item.desk == resting.c.desk)
    kinds = select(kind.scalar_subquery().label("kind")).select_from(resting).where(~replaced).subquery()
    rows = view.connection.execute(select(kinds.c.kind, func.count()).group_by(kinds.c.kind))
    return {row[0]: row[1] for row in rows if row[0]}


def list_printed(view: View, source: str, *, limit: int) -> list[Statement]:
    """List the statements that a source words, newest first by their first possible day."""
    printed: list[Statement] = _in_this_order(view, _naming(view, source, "wordings.source", limit=limit))
    return [one for one in printed if any(wording.source == source for wording in one.wordings)]


def list_carried(view: View, source: str, *, limit: int) -> list[Item]:
    """List what a source tells: statements, events, points, offers and tracked dates, the newest of each."""
    carried: list[Item] = []
    for role in _CARRYING:
        carried += _in_this_order(view, _naming(view, source, role, limit=limit))
    return carried


def list_reported(view: View, source: str, *, limit: int) -> list[Item]:
    """List the events and points that a source reports on, the newest first."""
    return _in_this_order(view, _naming(view, source, "reports.source", limit=limit))


def _naming(view: View, source: str, role: str, *, limit: int) -> Select[str]:
    link = schema.link.c
    return (
        select(link.item)
        .where(link.dossier == view.dossier, link.target == source, link.role == role)
        .where(link.desk.in_((schema.FILE, view.desk)), link.known_from <= view.as_of)
        .order_by(link.earliest.desc(), link.item.desc())
        .limit(limit)
    )


def _in_this_order(view: View, query: Select[str]) -> list[Any]:
    ids = list(dict.fromkeys(view.connection.execute(query).scalars()))
    found = find_items(view, ids)
    return [found[id_] for id_ in ids if id_ in found]
