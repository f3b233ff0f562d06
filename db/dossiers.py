"""Loading a dossier: its file rows are replaced in one transaction, and every change is listed."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, delete, func, insert, or_, select, update

from db import edtf, schema
from db.edtf import Bounds
from db.engine import Connection, lock
from db.indexing import Facts, found_words, moved, replace_found, rests_on, stored_facts, surroundings
from db.known import happened, known_days
from db.records import SECTIONS, Dossier, Item, Source, When
from db.references import PerClass, references
from db.times import micros, moment

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
    """A loaded dossier without its items; `first` and `last` are the first possible days of its sources.

    `id` is its key in the database, `name` the file's own id, by which it is asked for.
    `silence` and `stale` are days after which nobody's word, or no second source, is worth a line; 0 for never.
    `loaded` is the day (UTC) on which the file was last loaded with changes.
    """

    id: str
    title: str
    about: str
    remind: tuple[str, ...]
    revision: int
    first: date | None = None
    last: date | None = None
    silence: int = 7
    stale: int = 7
    loaded: date | None = None

    @property
    def name(self) -> str:
        """The id that its file gives it."""
        return self.id.partition("@")[0]

    @property
    def owner(self) -> str:
        """The desk that alone sees it; "" if all do."""
        return self.id.partition("@")[2]


def dossier_key(name: str, owner: str) -> str:
    """Give the key of a desk's own dossier, or of one shared by all ("" for owner); names hold no "@"."""
    return f"{name}@{owner}" if owner else name


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as it is stored, without whose it is."""

    kind: str
    id: str
    earliest: date
    latest: date
    known_from: date
    known_by: date
    hash: str
    body: str


async def replace_dossier(
    connection: Connection, dossier: Dossier, *, now: datetime, actor: str, why: str = "load", owner: str = ""
) -> Loaded:
    """Make the file rows those of `dossier`, writing only what differs; desk rows stay as they are.

    With `owner` it is that desk's own, and touches no other's of the same name.
    """
    dossier = replace(dossier, id=dossier_key(dossier.id, owner))
    await lock(connection, f"load {dossier.id}")
    rows = {row.id: row for row in _rows(dossier)}
    stored = await _stored(connection, dossier.id)
    changes = tuple(_changes(stored, rows))
    revision = await _write_head(connection, dossier, now=now, changed=bool(changes))
    if changes:
        indexed = await connection.run_sync(stored_facts, dossier.id)
        await _write_items(connection, dossier, rows, changes, stored)
        await _index_items(connection, dossier, rows, {change.id for change in changes}, indexed)
        await _write_changes(connection, dossier.id, changes, revision=revision, now=now, actor=actor, why=why)
    if changes:
        from db.edits import rewrite_own  # which stands on this module

        await rewrite_own(connection, dossier=dossier.id, changed=[change.id for change in changes], now=now)
    kept = await _desk_versions(connection, dossier.id, [change.id for change in changes])
    return Loaded(dossier.id, revision, changes, kept)


async def list_dossiers(connection: Connection, *, desk: str) -> list[DossierHead]:
    """List the dossiers that a desk sees: its own, and the shared ones whose names none of its own has."""
    heads = [_head(row) for row in await connection.execute(_HEADS, {"owner": f"%@{desk}"})]
    own = {head.name for head in heads if head.owner}
    return [head for head in heads if head.owner or head.name not in own]


async def list_shared_dossiers(connection: Connection) -> list[DossierHead]:
    """List the dossiers that all desks see."""
    return [_head(row) for row in await connection.execute(_HEADS, {"owner": "@"})]


def decode(kind: str, body: str) -> Any:
    """Read a stored item back into its record."""
    return _ADAPTERS[_CLASSES[kind]].validate_json(body)


def encode(record: Item) -> str:
    """Write an item as it is stored: JSON without what is default."""
    return _ADAPTERS[type(record)].dump_json(record, exclude_defaults=True).decode()


def encode_head(about: str, remind: Sequence[str], *, silence: int, stale: int) -> str:
    """Write a file's top-level keys as they are stored."""
    keys = {"about": about, "remind": remind, "silence": silence, "stale": stale}
    return json.dumps(keys, ensure_ascii=False)


def kind_of(cls: type[Any]) -> str:
    """Name the kind of items of a class."""
    return _KINDS[cls]


_ADAPTERS: PerClass[TypeAdapter[Any]] = PerClass(TypeAdapter)


def _items(dossier: Dossier) -> Iterator[tuple[str, Item]]:
    for section, (kind, _cls) in SECTIONS.items():
        for record in getattr(dossier, section):
            yield kind, record


def _rows(dossier: Dossier) -> Iterator[ItemRow]:
    published = {source.id: edtf.bounds(source.published.edtf) for source in dossier.sources}
    for kind, record in _items(dossier):
        yield item_row(kind, record, published=published)


def item_row(kind: str, record: Item, *, published: Mapping[str, Bounds]) -> ItemRow:
    """Make the row of an item; `published` gives the publication days of the sources it names."""
    body = encode(record)
    when: When | None = getattr(happened(record), "when", None) or getattr(record, "published", None)
    bounds = edtf.bounds(when.edtf) if when else None
    earliest, latest = (bounds.earliest, bounds.latest) if bounds else (date.min, date.max)
    known_from, known_by = known_days(record, published=published)
    if kind == "statement":
        # nothing is known before it was said; newest-first look-ups start at `as_of` because of this
        known_from = min(max(known_from, earliest), known_by)
    digest = hashlib.sha256(f"{body}{known_from}{known_by}".encode()).hexdigest()
    return ItemRow(kind, record.id, earliest, latest, known_from, known_by, digest, body)


async def _stored(connection: Connection, dossier: str) -> dict[str, tuple[str, str, str]]:
    item = schema.item.c
    rows = await connection.execute(
        select(item.id, item.kind, item.hash, item.body).where(item.dossier == dossier, item.desk == schema.FILE)
    )
    return {row.id: (row.kind, row.hash, row.body) for row in rows}


def _changes(stored: dict[str, tuple[str, str, str]], rows: dict[str, ItemRow]) -> Iterator[Change]:
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
    head = encode_head(dossier.about, dossier.remind, silence=int(dossier.silence), stale=int(dossier.stale))
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
    rows: dict[str, ItemRow],
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
        mine | values
        for _kind, record in _items(dossier)
        if record.id in fresh
        for values in link_rows(record, rows[record.id])
    ]:
        await connection.execute(insert(link), links)


async def _index_items(
    connection: Connection, dossier: Dossier, rows: dict[str, ItemRow], changed: set[str], indexed: Facts
) -> None:
    """Index what has changed, and what names a source of another day now, or somebody of another name."""
    around = surroundings(
        (*dossier.people, *dossier.parties),
        published={source.id: edtf.bounds(source.published.edtf) for source in dossier.sources},
        known_from={id_: row.known_from for id_, row in rows.items()},
    )
    others = moved(indexed, around)
    again = {
        record.id: (kind, record)
        for kind, record in _items(dossier)
        if record.id in changed or rests_on(record, others)
    }
    found = (
        known
        for id_, (kind, record) in sorted(again.items(), key=lambda one: rows[one[0]].earliest)
        for known in found_words(kind, record, known_from=rows[id_].known_from, around=around)
    )
    gone = changed | again.keys() if indexed else ()
    await connection.run_sync(replace_found, dossier.id, schema.FILE, gone=gone, found=found)


def link_rows(record: Item, row: ItemRow) -> Iterator[dict[str, Any]]:
    """Make a row for each item that a record names, by role."""
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
    # a head stored by an earlier version has no thresholds
    days = {name: head[name] for name in ("silence", "stale") if name in head}
    remind = tuple(head["remind"])
    loaded = moment(row.loaded_at).date()
    about, first, last = head["about"], row.first, row.last
    return DossierHead(row.id, row.title, about, remind, row.revision, first, last, loaded=loaded, **days)


def _heads() -> Select[Any]:
    item, dossier = schema.item.c, schema.dossier
    days = select(func.min(item.earliest)).where(item.dossier == dossier.c.id, item.kind == kind_of(Source))
    first, last = days.scalar_subquery(), days.with_only_columns(func.max(item.earliest)).scalar_subquery()
    visible = or_(~dossier.c.id.contains("@"), dossier.c.id.like(bindparam("owner", type_=Text)))
    return select(dossier, first.label("first"), last.label("last")).where(visible).order_by(dossier.c.id)


_HEADS = _heads()
