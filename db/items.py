"""What one desk could know of one dossier by one day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from db import edtf, schema
from db.dossiers import decode, kind_of
from db.edtf import Bounds
from db.engine import Connection
from db.known import cited_sources, known
from db.records import Source

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class View:
    """One desk's sight of one dossier by the end of the calendar day `as_of` (published clock)."""

    connection: Connection
    desk: str
    dossier: str
    as_of: date
    _published: dict[str, Bounds] = field(default_factory=dict)


async def list_items(view: View, cls: type[T], *, whole: bool = False) -> list[T]:
    """List the items of a class that were known, oldest first, each cut to what was known of it (unless `whole`)."""
    item = schema.item.c
    query = _visible(view).where(item.kind == kind_of(cls)).order_by(item.earliest, item.latest, item.id)
    return await _read(view, query, whole=whole)


async def list_linked(view: View, cls: type[T], *, role: str, target: str) -> list[T]:
    """List the known items of a class that name `target` in a role ("speaker", "about" …), oldest first."""
    item, link = schema.item.c, schema.link.c
    named = exists().where(
        link.dossier == item.dossier,
        link.target == target,
        link.role == role,
        link.item == item.id,
        link.desk == item.desk,
    )
    query = _visible(view).where(item.kind == kind_of(cls), named).order_by(item.earliest, item.latest, item.id)
    return await _read(view, query)


async def find_items(view: View, ids: Iterable[str]) -> dict[str, Any]:
    """Find the known items with these ids, of whatever kind."""
    records = await _read(view, _visible(view).where(schema.item.c.id.in_(sorted(set(ids)))))
    return {record.id: record for record in records}


async def published(view: View, ids: Iterable[str]) -> dict[str, Bounds]:
    """Give the publication days of sources, whether or not they had been published by then."""
    wanted = sorted(set(ids) - view._published.keys())
    if wanted:
        rows = await view.connection.execute(_visible(view, all_days=True).where(schema.item.c.id.in_(wanted)))
        for row in rows:
            view._published[row.id] = edtf.bounds(decode(row.kind, row.body).published.edtf)
    return {id_: view._published[id_] for id_ in ids}


async def first_published(view: View) -> date | None:
    """Give the first day on which a source of the dossier may have been published."""
    item = schema.item.c
    query = select(func.min(item.earliest)).where(item.dossier == view.dossier, item.kind == kind_of(Source))
    return (await view.connection.execute(query)).scalar_one()


async def last_published(view: View) -> date | None:
    """Give the newest first-possible publication day of the dossier's sources."""
    item = schema.item.c
    query = select(func.max(item.earliest)).where(item.dossier == view.dossier, item.kind == kind_of(Source))
    return (await view.connection.execute(query)).scalar_one()


def _visible(view: View, *, all_days: bool = False) -> Select[str, str, str]:
    """Select the rows a desk sees: its own version of an item hides the file's."""
    item, own = schema.item.c, schema.item.alias()
    mine = exists().where(own.c.dossier == item.dossier, own.c.id == item.id, own.c.desk == view.desk)
    row: ColumnElement[bool] = or_(item.desk == view.desk, and_(item.desk == schema.FILE, ~mine))
    query = select(item.id, item.kind, item.body).where(item.dossier == view.dossier, row)
    return query if all_days else query.where(item.known_from <= view.as_of)


async def _read(view: View, query: Select[str, str, str], *, whole: bool = False) -> list[Any]:
    rows: Sequence[Any] = (await view.connection.execute(query)).all()
    records = [decode(row.kind, row.body) for row in rows]
    if whole:
        return records
    days = await published(view, {source for record in records for source in cited_sources(record)})
    cut = (known(record, published=days, day=view.as_of) for record in records)
    return [record for record in cut if record is not None]
