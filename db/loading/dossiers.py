"""Loading a dossier: its file rows are replaced in one transaction, and every change is listed."""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert, select, update

from db.loading.quotation_ids import keep_quotation_ids
from db.loading.write import BATCH, Change, Progress, Writing, batches, index_items, write_changes, write_items
from db.model import edtf
from db.model.codec import ItemRow, dossier_key, encode_head, item_row, items_of
from db.model.records import Dossier
from db.reading.search_index import stored_facts
from db.storage import schema
from db.storage.bulk_insert import is_postgres, roomy
from db.storage.database import Connection, lock
from db.storage.memory import let_go, many_made
from db.storage.moments import micros


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did; `kept` names the items whose desk's version stays over the file's change."""

    dossier: str
    revision: int
    changes: tuple[Change, ...]
    kept: tuple[tuple[str, str], ...]


def replace_dossier(
    connection: Connection,
    dossier: Dossier,
    *,
    now: datetime,
    actor: str,
    why: str = "load",
    owner: str = "",
    progress: Progress = lambda _what, _done, _all: None,
) -> Loaded:
    """Make the file rows those of `dossier`, writing only what differs; desk rows stay as they are.

    With `owner` it is that desk's own, and touches no other's of the same name. `progress` is told
    how much of how much is written.
    """
    dossier = replace(dossier, id=dossier_key(dossier.id, owner))
    lock(connection, f"load {dossier.id}")
    stored = _stored(connection, dossier.id)
    dossier = keep_quotation_ids(connection, dossier, stored)
    made = _compare(dossier, stored)
    changes = _with_old(connection, dossier.id, made.changes)
    revision = _write_head(connection, dossier, now=now, changed=bool(changes))
    if changes:
        writing = Writing(dossier, made.rows, changes, made.changed, is_postgres(connection))
        with many_made() if len(changes) > BATCH else nullcontext():
            _write(connection, writing, progress)
        common = (dossier.id, schema.FILE, revision, actor, micros(now), why)
        write_changes(connection, changes, common)
        from db.loading.edits import rewrite_own  # which stands on this module

        rewrite_own(connection, dossier=dossier.id, changed=made.changed, now=now)
    kept = _desk_versions(connection, dossier.id, made.changed)
    let_go(made.rows)
    return Loaded(dossier.id, revision, changes, kept)


def _write(connection: Connection, writing: Writing, progress: Progress) -> None:
    indexed = stored_facts(connection, writing.dossier.id)
    roomy(connection)
    write_items(connection, writing, progress)
    index_items(connection, writing, indexed, progress)


def _rows(dossier: Dossier) -> Iterator[ItemRow]:
    published = {source.id: edtf.bounds(source.published.edtf) for source in dossier.sources}
    for kind, record in items_of(dossier):
        yield item_row(kind, record, published=published)


def _stored(connection: Connection, dossier: str) -> dict[str, tuple[str, str]]:
    """Read kind and hash of each item of the file."""
    item = schema.item.c
    query = select(item.id, item.kind, item.hash).where(item.dossier == dossier, item.desk == schema.FILE)
    return {id_: (kind, digest) for id_, kind, digest in connection.execute(query)}


@dataclass(frozen=True, slots=True)
class _Compared:
    rows: dict[str, ItemRow]
    changes: tuple[Change, ...]  # without what was stored
    changed: frozenset[str]


def _compare(dossier: Dossier, stored: Mapping[str, tuple[str, str]]) -> _Compared:
    with many_made() if len(dossier.statements) > BATCH else nullcontext():
        rows = {row.id: row for row in _rows(dossier)}
        changes = tuple(_changes(stored, rows))
        return _Compared(rows, changes, frozenset(change.id for change in changes))


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


def _write_head(connection: Connection, dossier: Dossier, *, now: datetime, changed: bool) -> int:
    table = schema.dossier
    head = encode_head(
        dossier.about,
        dossier.remind,
        silence=int(dossier.silence),
        stale=int(dossier.stale),
        synonyms=[one.words for one in dossier.synonyms],
    )
    row = connection.execute(select(table).where(table.c.id == dossier.id)).one_or_none()
    if row is None:
        values = {
            "id": dossier.id,
            "title": dossier.title,
            "head": head,
            "revision": 1,
            "loaded_at": micros(now),
        }
        connection.execute(insert(table).values(values))
        return 1
    if changed or (row.title, row.head) != (dossier.title, head):
        connection.execute(
            update(table)
            .where(table.c.id == dossier.id)
            .values(title=dossier.title, head=head, revision=row.revision + 1, loaded_at=micros(now))
        )
        return int(row.revision) + 1
    return int(row.revision)


def _desk_versions(connection: Connection, dossier: str, changed: frozenset[str]) -> tuple[tuple[str, str], ...]:
    item = schema.item.c
    # of all that desks have of their own, which is little: so many changes would be asked for in so many statements
    rows = connection.execute(select(item.id, item.desk).where(item.dossier == dossier, schema.IS_OWN))
    return tuple(sorted((row.id, row.desk) for row in rows if row.id in changed))
