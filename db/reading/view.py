"""What one desk could know of one dossier by one day."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Date, Select, Text, and_, bindparam, exists, func, or_, select

from db.model import edtf
from db.model.codec import decode, kind_of
from db.model.edtf import Bounds
from db.model.known_by import cited_sources, complete, known
from db.model.records import Source
from db.storage import schema
from db.storage.database import Connection
from db.storage.moments import moment
from db.storage.prepared import Prepared

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class View:
    """One desk's sight of one dossier by the end of the calendar day `as_of` (published clock)."""

    connection: Connection
    desk: str
    dossier: str
    as_of: date
    _sources: dict[str, tuple[Source, Bounds]] = field(default_factory=dict)  # those read so far, of all days
    _read: dict[tuple[Any, ...], dict[Hashable, Any]] = field(default_factory=dict)  # what else was read so far


def list_items(view: View, cls: type[T], *, whole: bool = False) -> list[T]:
    """List the items of a class that were known, oldest first, each cut to what was known of it (unless `whole`)."""
    if whole:
        return _read(view, _OF_KIND, {"kind": kind_of(cls)}, whole=True)
    return list(remember(view, ("kind", cls), lambda: _read(view, _OF_KIND, {"kind": kind_of(cls)})))


def list_linked(view: View, cls: type[T], *, role: str, target: str, limit: int | None = None) -> list[T]:
    """List the known items of a class that name `target` in a role ("speaker", "about" …), oldest first.

    Not for statements, of which one may name very many; `list_statements` is.
    """
    given = {"kind": kind_of(cls), "role": role, "target": target}
    return _read(view, _linked_up_to(limit), given)


def count_known(view: View, cls: type[Any], *, most: int) -> int:
    """Count the known items of a class, up to `most`."""
    given = _given(view) | {"kind": kind_of(cls)}
    [(count,)] = remember(view, ("count", cls, most), lambda: _count_up_to(most).rows(view.connection, given))
    return int(count)


def find_items(view: View, ids: Iterable[str]) -> dict[str, Any]:
    """Find the known items with these ids, of whatever kind."""
    wanted, kept, sources = sorted(set(ids)), _kept(view), view._sources
    if unread := [id_ for id_ in wanted if id_ not in sources and id_ not in kept]:
        kept |= dict.fromkeys(unread)
        kept |= {record.id: record for record in _read(view, _BY_ID, {"ids": unread})}
    found = {id_: _source_by(view, id_) if id_ in sources else kept[id_] for id_ in wanted}
    return {id_: record for id_, record in found.items() if record is not None}


def _source_by(view: View, id_: str) -> Source | None:
    source, days = view._sources[id_]
    return source if days.earliest <= view.as_of else None


def remember(view: View, key: tuple[Any, ...], read: Callable[[], T]) -> T:
    """Read once what several parts of an answer need; anew each time in a transaction that may have written since."""
    kept = _kept(view)
    if key not in kept:
        kept[key] = read()
    return kept[key]  # type: ignore[no-any-return]


def _kept(view: View) -> dict[Hashable, Any]:
    """Give what was read by this view: items by id, None for those not known, and other things by what was asked."""
    if view.connection.get_execution_options().get("backchannel_writes"):
        return {}
    return view._read.setdefault((view.desk, view.dossier, view.as_of), {})


def published(view: View, ids: Iterable[str]) -> dict[str, Bounds]:
    """Give the publication days of sources, whether or not they had been published by then."""
    ids = list(ids)
    if unread := sorted({id_ for id_ in ids if id_ not in view._sources}):
        for id_, kind, body in _ON_ALL_DAYS.rows(view.connection, _given(view) | {"ids": unread}):
            source = _recalled(kind, body).record
            view._sources[id_] = source, edtf.bounds(source.published.edtf)
    return {id_: view._sources[id_][1] for id_ in ids}


def appeared(view: View, ids: Iterable[str]) -> dict[str, Bounds]:
    """Give the days on which sources came out, which was no later than the day (UTC) from which this desk had them."""
    days = published(view, ids)
    unsure = sorted(id_ for id_, bounds in days.items() if bounds.earliest < bounds.latest)
    for id_, had in _first_had(view, unsure).items():
        bounds = days[id_]
        if bounds.earliest <= had < bounds.latest:
            days[id_] = replace(bounds, latest=had, open_end=False)
    return days


def _first_had(view: View, ids: list[str]) -> dict[str, date]:
    """Give the days from which this desk had sources, if that is recorded."""
    had: dict[str, date | None] = remember(view, ("had",), dict)
    if not had.keys() >= set(ids):
        # of all that were read so far and have no sure day, since the next to be asked for is one of them
        unread = [id_ for id_, (_, days) in view._sources.items() if days.earliest < days.latest and id_ not in had]
        had |= dict.fromkeys(unread)
        rows = _FIRST_HAD.rows(view.connection, _given(view) | {"ids": unread})
        had |= {id_: moment(at).date() for id_, at in rows}
    return {id_: day for id_ in ids if (day := had[id_])}


def last_published(view: View) -> date | None:
    """Give the newest first-possible publication day of the dossier's sources."""
    [(last,)] = remember(view, ("last",), lambda: _LAST.rows(view.connection, {"dossier": view.dossier}))
    return last  # type: ignore[no-any-return]


def _seen() -> Select[str, str, str]:
    """Select the rows a desk sees: its own version of an item hides the file's."""
    item, own = schema.item.c, schema.item.alias().c
    dossier, desk = bindparam("dossier", type_=Text), bindparam("desk", type_=Text)
    mine = exists().where(own.dossier == item.dossier, own.id == item.id, own.desk == desk)
    row: ColumnElement[bool] = or_(item.desk == desk, and_(item.desk == schema.FILE, ~mine))
    return select(item.id, item.kind, item.body).where(item.dossier == dossier, row)


def _linked(known_rows: Select[str, str, str]) -> Select[str, str, str]:
    item, link = schema.item.c, schema.link.c
    same = and_(link.dossier == item.dossier, link.item == item.id, link.desk == item.desk)
    query = known_rows.join(schema.link, same).where(
        link.dossier == bindparam("dossier", type_=Text),
        link.target == bindparam("target"),
        link.role == bindparam("role"),
        item.kind == bindparam("kind"),
    )
    # by the link's own days, so that an index gives the order
    return query.order_by(link.earliest, link.item)


# Made once: to put a statement together takes longer than to run it.
_SEEN = _seen()
_KNOWN = _SEEN.where(schema.item.c.known_from <= bindparam("as_of", type_=Date))
_BY_ID = Prepared(_KNOWN.where(schema.item.c.id.in_(bindparam("ids", expanding=True))))
_ON_ALL_DAYS = Prepared(_SEEN.where(schema.item.c.id.in_(bindparam("ids", expanding=True))))
_OF_KIND = Prepared(
    _KNOWN.where(schema.item.c.kind == bindparam("kind")).order_by(
        schema.item.c.earliest, schema.item.c.latest, schema.item.c.id
    )
)
_LINKED = _linked(_KNOWN)
_LAST = Prepared(
    select(func.max(schema.item.c.earliest)).where(
        schema.item.c.dossier == bindparam("dossier", type_=Text), schema.item.c.kind == kind_of(Source)
    )
)


@cache
def _linked_up_to(limit: int | None) -> Prepared:
    return Prepared(_LINKED.limit(limit))


@cache
def _count_up_to(most: int) -> Prepared:
    few = _KNOWN.where(schema.item.c.kind == bindparam("kind")).limit(most).subquery()
    return Prepared(select(func.count()).select_from(few))


def _first_changes() -> Select[str, int]:
    change = schema.change.c
    mine = or_(change.desk == schema.FILE, change.desk == bindparam("desk", type_=Text))
    query = select(change.item, func.min(change.at)).where(change.dossier == bindparam("dossier", type_=Text), mine)
    return query.where(change.item.in_(bindparam("ids", expanding=True))).group_by(change.item)


_FIRST_HAD = Prepared(_first_changes())


def _given(view: View) -> dict[str, Any]:
    return {"dossier": view.dossier, "desk": view.desk, "as_of": view.as_of}


@dataclass(frozen=True, slots=True)
class _Recalled:
    record: Any
    cited: frozenset[str]


@lru_cache(maxsize=4096)
def _recalled(kind: str, body: str) -> _Recalled:
    """Read an item back; records never change, so those read again and again are read once."""
    record = decode(kind, body)
    return _Recalled(record, frozenset(cited_sources(record)))


def forget_items() -> None:
    """Forget what was read back, as if this process had just begun."""
    _recalled.cache_clear()


def _read(view: View, query: Prepared, given: Mapping[str, Any], *, whole: bool = False) -> list[Any]:
    rows = query.rows(view.connection, {**_given(view), **given})
    bodies = [(kind, body) for _id, kind, body in rows]
    return [complete(_recalled(*one).record) for one in bodies] if whole else read_known(view, bodies)


def read_known(view: View, bodies: Iterable[tuple[str, str]]) -> list[Any]:
    """Read stored items back, each (kind, JSON), cut to what was known of them; those without anything left out."""
    read = [_recalled(kind, body) for kind, body in bodies]
    days = published(view, {source for one in read for source in one.cited})
    late = {source for source, bounds in days.items() if bounds.earliest > view.as_of}
    # what rests on nothing later is whole
    cut = (
        one.record if one.cited.isdisjoint(late) else known(one.record, published=days, day=view.as_of) for one in read
    )
    found = [complete(record) for record in cut if record is not None]
    _kept(view).update((record.id, record) for record in found)
    return found
