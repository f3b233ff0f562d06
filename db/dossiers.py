"""Loading a dossier: its file rows are replaced in one transaction, and every change is listed."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update

from db import edtf, schema
from db.engine import Connection
from db.known import known_days
from db.records import SECTIONS, Dossier, Item, When
from db.references import PerClass, references
from db.times import micros

_KINDS = {cls: kind for kind, cls in SECTIONS.values()}
_CLASSES = dict(SECTIONS.values())


@dataclass(frozen=True, slots=True)
class Change:
    """One item that a load added, changed or removed; `old` and `new` are its JSON."""

    action: Literal["added", "changed", "removed"]
    kind: str
    id: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did; `kept` names the items whose desk's version stays over the file's change."""

    dossier: str
    revision: int
    changes: tuple[Change, ...]
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DossierHead:
    """A loaded dossier without its items."""

    id: str
    title: str
    about: str
    remind: tuple[str, ...]
    revision: int


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    id: str
    earliest: date
    latest: date
    known_from: date
    known_by: date
    hash: str
    body: str


async def replace_dossier(
    connection: Connection, dossier: Dossier, *, now: datetime, actor: str, why: str = "load"
) -> Loaded:
    """Make the file rows those of `dossier`, writing only what differs; desk rows stay as they are."""
    rows = {row.id: row for row in _rows(dossier)}
    stored = await _stored(connection, dossier.id)
    changes = tuple(_changes(stored, rows))
    revision = await _write_head(connection, dossier, now=now, changed=bool(changes))
    if changes:
        await _write_items(connection, dossier, rows, changes, stored)
        await _write_changes(connection, dossier.id, changes, revision=revision, now=now, actor=actor, why=why)
    kept = await _desk_versions(connection, dossier.id, [change.id for change in changes])
    return Loaded(dossier.id, revision, changes, kept)


async def list_dossiers(connection: Connection) -> list[DossierHead]:
    """List the loaded dossiers by id."""
    rows = await connection.execute(select(schema.dossier).order_by(schema.dossier.c.id))
    return [_head(row) for row in rows]


def decode(kind: str, body: str) -> Any:
    """Read a stored item back into its record."""
    return _ADAPTERS[_CLASSES[kind]].validate_json(body)


def encode(record: Item) -> str:
    """Write an item as it is stored: JSON without what is default."""
    return _ADAPTERS[type(record)].dump_json(record, exclude_defaults=True).decode()


def kind_of(cls: type[Any]) -> str:
    """Name the kind of items of a class."""
    return _KINDS[cls]


_ADAPTERS: PerClass[TypeAdapter[Any]] = PerClass(TypeAdapter)


def _items(dossier: Dossier) -> Iterator[tuple[str, Item]]:
    for section, (kind, _cls) in SECTIONS.items():
        for record in getattr(dossier, section):
            yield kind, record


def _rows(dossier: Dossier) -> Iterator[_Row]:
    published = {source.id: edtf.bounds(source.published.edtf) for source in dossier.sources}
    for kind, record in _items(dossier):
        body = encode(record)
        when: When | None = getattr(record, "when", None) or getattr(record, "published", None)
        bounds = edtf.bounds(when.edtf) if when else None
        earliest, latest = (bounds.earliest, bounds.latest) if bounds else (date.min, date.max)
        known_from, known_by = known_days(record, published=published)
        digest = hashlib.sha256(f"{body}{known_from}{known_by}".encode()).hexdigest()
        yield _Row(kind, record.id, earliest, latest, known_from, known_by, digest, body)


async def _stored(connection: Connection, dossier: str) -> dict[str, tuple[str, str, str]]:
    item = schema.item.c
    rows = await connection.execute(
        select(item.id, item.kind, item.hash, item.body).where(item.dossier == dossier, item.desk == schema.FILE)
    )
    return {row.id: (row.kind, row.hash, row.body) for row in rows}


def _changes(stored: dict[str, tuple[str, str, str]], rows: dict[str, _Row]) -> Iterator[Change]:
    for row in rows.values():
        old = stored.get(row.id)
        if old is None:
            yield Change("added", row.kind, row.id, None, row.body)
        elif old[1] != row.hash:
            yield Change("changed", row.kind, row.id, old[2], row.body)
    for gone in sorted(stored.keys() - rows.keys()):
        yield Change("removed", stored[gone][0], gone, stored[gone][2], None)


async def _write_head(connection: Connection, dossier: Dossier, *, now: datetime, changed: bool) -> int:
    table = schema.dossier
    head = json.dumps({"about": dossier.about, "remind": dossier.remind}, ensure_ascii=False)
    row = (await connection.execute(select(table).where(table.c.id == dossier.id))).one_or_none()
    if row is None:
        values = {
            "id": dossier.id,
            "title": dossier.title,
            "head": head,
            "revision": 1,
            "loaded_at": micros(now),
        }
        await connection.execute(insert(table).values(values))
        return 1
    if changed or (row.title, row.head) != (dossier.title, head):
        await connection.execute(
            update(table)
            .where(table.c.id == dossier.id)
            .values(title=dossier.title, head=head, revision=row.revision + 1, loaded_at=micros(now))
        )
        return int(row.revision) + 1
    return int(row.revision)


async def _write_items(
    connection: Connection,
    dossier: Dossier,
    rows: dict[str, _Row],
    changes: tuple[Change, ...],
    stored: dict[str, tuple[str, str, str]],
) -> None:
    item, link = schema.item, schema.link
    gone = [change.id for change in changes if change.id in stored]
    for batch in _batches(gone):
        await connection.execute(delete(link).where(_file_row(link.c, dossier.id), link.c.item.in_(batch)))
        await connection.execute(delete(item).where(_file_row(item.c, dossier.id), item.c.id.in_(batch)))
    fresh = {change.id for change in changes if change.new is not None}
    mine = {"dossier": dossier.id, "desk": schema.FILE}
    if values := [mine | asdict(rows[id_]) for id_ in rows if id_ in fresh]:
        await connection.execute(insert(item), values)
    if links := [
        mine | values for _kind, record in _items(dossier) if record.id in fresh for values in _links(record, rows)
    ]:
        await connection.execute(insert(link), links)


def _links(record: Item, rows: dict[str, _Row]) -> Iterator[dict[str, Any]]:
    row = rows[record.id]
    for role, target in sorted({(role, target) for role, target, _ref in references(record)}):
        yield {
            "item": record.id,
            "role": role,
            "target": target,
            "earliest": row.earliest,
            "known_from": row.known_from,
        }


async def _write_changes(
    connection: Connection,
    dossier: str,
    changes: Iterable[Change],
    *,
    revision: int,
    now: datetime,
    actor: str,
    why: str,
) -> None:
    common = {
        "dossier": dossier,
        "desk": schema.FILE,
        "revision": revision,
        "actor": actor,
        "at": micros(now),
        "why": why,
    }
    values = [common | {"item": c.id, "kind": c.kind, "action": c.action, "old": c.old, "new": c.new} for c in changes]
    await connection.execute(insert(schema.change), values)


async def _desk_versions(connection: Connection, dossier: str, ids: list[str]) -> tuple[tuple[str, str], ...]:
    item = schema.item.c
    found: list[tuple[str, str]] = []
    for batch in _batches(ids):
        rows = await connection.execute(
            select(item.id, item.desk).where(item.dossier == dossier, item.desk != schema.FILE, item.id.in_(batch))
        )
        found += [(row.id, row.desk) for row in rows]
    return tuple(sorted(found))


def _file_row(columns: Any, dossier: str) -> ColumnElement[bool]:
    return and_(columns.dossier == dossier, columns.desk == schema.FILE)


def _batches(ids: list[str], size: int = 500) -> Iterator[list[str]]:
    # databases limit the number of bound values
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _head(row: Any) -> DossierHead:
    head = json.loads(row.head)
    return DossierHead(row.id, row.title, head["about"], tuple(head["remind"]), row.revision)


async def count_items(connection: Connection, dossier: str) -> int:
    """Count a dossier's file rows."""
    item = schema.item.c
    query = select(func.count()).select_from(schema.item).where(item.dossier == dossier, item.desk == schema.FILE)
    return int((await connection.execute(query)).scalar_one())
