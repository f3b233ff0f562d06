"""What loading a dossier would change: its file rows held to those that are stored."""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace

from sqlalchemy import select

from db.loading.quotation_ids import keep_quotation_ids
from db.loading.write import BATCH, Change, batches
from db.model import edtf
from db.model.codec import ItemRow, dossier_key, item_row, items_of
from db.model.records import Dossier
from db.storage import schema
from db.storage.database import Connection
from db.storage.memory import many_made


@dataclass(frozen=True, slots=True)
class Compared:
    """A dossier under its key, its rows by id, what differs, and over which state."""

    dossier: Dossier
    rows: dict[str, ItemRow]
    changes: tuple[Change, ...]
    changed: frozenset[str]
    state: "State"


def compare(connection: Connection, dossier: Dossier, *, owner: str) -> Compared:
    """Hold a dossier to what is stored of it; with `owner` to that desk's own. Writes nothing."""
    dossier = replace(dossier, id=dossier_key(dossier.id, owner))
    stored = _stored(connection, dossier.id)
    dossier = keep_quotation_ids(connection, dossier, stored)
    with many_made() if len(dossier.statements) > BATCH else nullcontext():
        rows = {row.id: row for row in _rows(dossier)}
        changes = _with_old(connection, dossier.id, tuple(_changes(stored, rows)))
    changed = frozenset(change.id for change in changes)
    return Compared(dossier, rows, changes, changed, state_of(connection, dossier.id))


@dataclass(frozen=True, slots=True)
class State:
    """A stored dossier’s revision, and when that was loaded (microseconds); 0 and 0 where there is none."""

    revision: int
    loaded_at: int


def state_of(connection: Connection, dossier: str) -> State:
    """Tell which state of a dossier is stored, by its key."""
    head = schema.dossier.c
    there = (head.id == dossier, head.revision > 0)  # else nobody sees it: see db.loading.load_stage
    row = connection.execute(select(head.revision, head.loaded_at).where(*there)).one_or_none()
    return State(row.revision, row.loaded_at) if row else State(0, 0)


def _rows(dossier: Dossier) -> Iterator[ItemRow]:
    published = {source.id: edtf.bounds(source.published.edtf) for source in dossier.sources}
    for kind, record in items_of(dossier):
        yield item_row(kind, record, published=published)


def _stored(connection: Connection, dossier: str) -> dict[str, tuple[str, str]]:
    """Read kind and hash of each item of the file."""
    item = schema.item.c
    query = select(item.id, item.kind, item.hash).where(item.dossier == dossier, item.desk == schema.FILE)
    return {id_: (kind, digest) for id_, kind, digest in connection.execute(query)}


def _changes(stored: Mapping[str, tuple[str, str]], rows: Mapping[str, ItemRow]) -> Iterator[Change]:
    for row in rows.values():
        kind, digest = stored.get(row.id, ("", ""))
        if kind == row.kind:
            if digest != row.hash:
                yield Change("changed", row.kind, row.id, None, row.body)
            continue
        if kind:  # what has this id now is something else
            yield Change("removed", kind, row.id, None, None)
        yield Change("added", row.kind, row.id, None, row.body)
    for gone in sorted(stored.keys() - rows.keys()):
        yield Change("removed", stored[gone][0], gone, None, None)


def _with_old(connection: Connection, dossier: str, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Add what is stored of what changes."""
    item = schema.item.c
    old: dict[str, str] = {}
    for batch in batches([change.id for change in changes if change.action != "added"]):
        rows = connection.execute(
            select(item.id, item.body).where(item.dossier == dossier, item.desk == schema.FILE, item.id.in_(batch))
        )
        old |= {row.id: row.body for row in rows}
    return _filled(changes, old) if old else changes


def _filled(changes: tuple[Change, ...], old: Mapping[str, str]) -> tuple[Change, ...]:
    return tuple(change if change.action == "added" else replace(change, old=old[change.id]) for change in changes)
