"""What changed: as loads and edits recorded it, and as sources were published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Select, Text, bindparam, func, select

from db.model import edtf
from db.model.codec import decode, kind_of
from db.model.edtf import Bounds
from db.model.known_by import cited_sources, known
from db.model.records import Item, Source
from db.reading.view import View, find_items, published
from db.storage import schema
from db.storage.moments import micros, moment
from db.storage.prepared import Prepared

MOST = 1000
_ROLES = 4  # in which an item may name a source
LOOKED_AT = 5000  # newest rows of a desk, and of the file, that are looked at

NEVER = Bounds(date.max, date.max, "day", approximate=False, uncertain=False, open_end=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One item that a load or an edit added, changed or removed, cut to what was known by the day asked for.

    `old` or `new` is None where there was nothing, or nothing known.
    """

    id: int
    revision: int
    by_desk: bool
    kind: str
    item: str
    old: Item | None
    new: Item | None
    actor: str
    at: datetime
    why: str

    @property
    def action(self) -> Literal["added", "changed", "removed"]:
        """Name what happened to the item."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"


def list_changes(
    view: View, *, until: datetime, since: datetime | None = None, kind: str = ""
) -> tuple[list[Recorded], bool]:
    """List what was recorded for the desk until a moment, newest first; True with it if there may be more.

    At most 1,000 rows are given, of the newest 5,000 of the file and as many of the desk.
    """
    rows: list[Any] = []
    more = False
    change = schema.change.c
    for desk in (schema.FILE, view.desk):
        mine = [change.dossier == view.dossier, change.desk == desk]
        farther = select(change.id).where(*mine).order_by(change.id.desc()).offset(LOOKED_AT).limit(1)
        floor = view.connection.execute(farther).scalar_one_or_none()
        wanted = [*mine, change.at <= micros(until)]
        wanted += [change.id > floor] if floor is not None else []
        wanted += [change.at >= micros(since)] if since is not None else []
        wanted += [change.kind == kind] if kind else []
        query = select(schema.change).where(*wanted).order_by(change.id.desc()).limit(MOST + 1)
        rows += view.connection.execute(query).all()
        more = more or floor is not None
    rows.sort(key=lambda row: row.id, reverse=True)
    return _cut(view, rows[:MOST]), more or len(rows) > MOST


def list_history(view: View, item: str, *, until: datetime) -> list[Recorded]:
    """List what was recorded of one item, for the file and for the desk, until a moment, oldest first."""
    change = schema.change.c
    mine = (change.dossier == view.dossier, change.item == item, change.desk.in_((schema.FILE, view.desk)))
    query = select(schema.change).where(*mine, change.at <= micros(until)).order_by(change.id.desc()).limit(MOST)
    return list(reversed(_cut(view, list(view.connection.execute(query).all()))))


def count_changes(view: View, *, kind: str) -> dict[str, tuple[int, datetime]]:
    """Count by item what was recorded of a kind after it was first there, for the file and the desk, and when last."""
    change = schema.change.c
    mine = (change.dossier == view.dossier, change.desk.in_((schema.FILE, view.desk)), change.kind == kind)
    query = select(change.item, func.count() - 1, func.max(change.at)).where(*mine).group_by(change.item)
    return {item: (count, moment(at)) for item, count, at in view.connection.execute(query) if count}


def _cut(view: View, rows: list[Any]) -> list[Recorded]:
    pairs = [(row, _read(row.kind, row.old), _read(row.kind, row.new)) for row in rows]
    cited = {source for _, *both in pairs for item in both if item is not None for source in cited_sources(item)}
    days = _days(view, cited)
    found = []
    for row, whole_old, whole_new in pairs:
        old, new = (_known(item, view.as_of, days) for item in (whole_old, whole_new))
        if old == new and (old is None or whole_old != whole_new):
            continue  # what changed was not known by then
        found.append(
            Recorded(
                id=row.id,
                revision=row.revision,
                by_desk=row.desk != schema.FILE,
                kind=row.kind,
                item=row.item,
                old=old,
                new=new,
                actor=row.actor,
                at=moment(row.at),
                why=row.why,
            )
        )
    return found


def _read(kind: str, body: str | None) -> Item | None:
    item: Item | None = decode(kind, body) if body is not None else None
    return item


def _known(item: Item | None, day: date, days: dict[str, Bounds]) -> Item | None:
    if isinstance(item, Source):
        return item if edtf.bounds(item.published.edtf).earliest <= day else None
    return None if item is None else known(item, published=days, day=day)


def _days(view: View, sources: set[str]) -> dict[str, Bounds]:
    """Give the publication days of sources, also of those that a later load took out."""
    item, change = schema.item.c, schema.change.c
    query = select(item.id).where(item.dossier == view.dossier, item.kind == kind_of(Source), item.id.in_(sources))
    there = set(view.connection.execute(query).scalars())
    days = dict(published(view, there))
    for gone in sorted(sources - there):
        last = select(change.kind, change.old).where(change.dossier == view.dossier, change.item == gone)
        row = view.connection.execute(last.order_by(change.id.desc()).limit(1)).one_or_none()
        source = _read(row.kind, row.old) if row is not None else None
        days[gone] = edtf.bounds(source.published.edtf) if isinstance(source, Source) else NEVER
    return days


# --- on the published clock


@dataclass(frozen=True, slots=True)
class Grown:
    """An item of which more became known: as it was before (None: not known), and as it is."""

    before: Item | None
    after: Item


def list_grown(view: View, *, after: date) -> tuple[list[Grown], bool]:
    """List the items on which sources first published later than `after` say something; True if there are more.

    Nothing else can have become known, since every part rests on sources. At most 1,000 items of 200 sources.
    """
    item = schema.item.c
    came = select(item.id).where(
        item.dossier == view.dossier,
        item.kind == kind_of(Source),
        item.earliest > after,
        item.earliest <= view.as_of,
    )
    newest = view.connection.execute(came.order_by(item.earliest.desc(), item.id.desc()).limit(201))
    sources = list(newest.scalars())
    ids = _citing(view, sources[:200])
    found = find_items(view, [*sources[:200], *ids[:MOST]])
    days = published(view, {source for record in found.values() for source in cited_sources(record)})
    grown = [Grown(_known(record, after, days), record) for record in found.values()]
    return [one for one in grown if one.before != one.after], len(sources) > 200 or len(ids) > MOST


def _citing(view: View, sources: Iterable[str]) -> list[str]:
    rows = _CITING.rows(view.connection, {"dossier": view.dossier, "sources": list(sources)})
    return [row.item for row in rows]


def _cited_by() -> Select[str]:
    link = schema.link.c
    some = select(link.item).where(
        link.dossier == bindparam("dossier", type_=Text), link.target.in_(bindparam("sources", expanding=True))
    )
    # a source that very many name is not read through
    return select(some.limit(_ROLES * MOST).subquery().c.item).distinct().limit(MOST + 1)


_CITING = Prepared(_cited_by())
