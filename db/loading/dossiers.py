"""Loading a dossier: its file rows are replaced in one transaction, and every change is listed."""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, select, update

from db.loading.compare import Compared, compare
from db.loading.load_stage import Stage, clear_hidden, is_whole, put_aside, show_stage
from db.loading.write import (
    BATCH,
    Change,
    Progress,
    index_items,
    items_to_index,
    rows_to_write,
    write_changes,
    write_items,
)
from db.model.codec import dossier_key, encode_head
from db.model.records import Dossier
from db.reading.merges import merged_ids
from db.reading.search_index import stored_facts
from db.storage import schema
from db.storage.bulk_insert import is_postgres, roomy
from db.storage.database import Connection, lock
from db.storage.memory import let_go, many_made
from db.storage.moments import micros


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did; `kept` names the items whose desk's version stays over the file's change, each with the desk.

    `merged` says of those that a desk found to be another item which one that is.
    """

    dossier: str
    revision: int
    changes: tuple[Change, ...]
    kept: tuple[tuple[str, str], ...]
    merged: Mapping[tuple[str, str], str] = field(default_factory=dict)


def replace_dossier(
    connection: Connection,
    dossier: Dossier,
    *,
    now: datetime,
    actor: str,
    why: str = "load",
    owner: str = "",
    progress: Progress = lambda _what, _done, _all: None,
    stage: Stage | None = None,
) -> Loaded:
    """Make the file rows those of `dossier`, writing only what differs; desk rows stay as they are.

    With `owner` it is that desk's own, and touches no other's of the same name. `progress` is told
    how much of how much is written. What was compared and indexed beforehand, its `stage`, is not again.
    """
    lock(connection, f"load {dossier_key(dossier.id, owner)}")
    if stage and not is_whole(connection, stage):
        stage = None  # somebody loaded it meanwhile
    if stage is None:
        clear_hidden(connection, dossier_key(dossier.id, owner))
    compared = stage.compared if stage else compare(connection, dossier, owner=owner)
    dossier, changes = compared.dossier, compared.changes
    revision = _write_head(connection, dossier, now=now, changed=bool(changes))
    if changes:
        with many_made() if len(changes) > BATCH else nullcontext():
            _write(connection, compared, progress, stage)
        common = (dossier.id, schema.FILE, revision, actor, micros(now), why)
        write_changes(connection, changes, common)
        from db.loading.edits import rewrite_own  # which stands on this module

        rewrite_own(connection, dossier=dossier.id, changed=compared.changed, now=now)
    kept = _desk_versions(connection, dossier.id, compared.changed)
    let_go(compared.rows)
    return Loaded(dossier.id, revision, changes, kept, _merged(connection, dossier.id, kept))


def preview_dossier(connection: Connection, dossier: Dossier, *, owner: str = "") -> Loaded:
    """Say what `replace_dossier` would do; writes nothing."""
    compared = compare(connection, dossier, owner=owner)
    revision = max(1, compared.state.revision + bool(compared.changes))
    kept = _desk_versions(connection, compared.dossier.id, compared.changed)
    merged = _merged(connection, compared.dossier.id, kept)
    return Loaded(compared.dossier.id, revision, compared.changes, kept, merged)


def _write(connection: Connection, compared: Compared, progress: Progress, stage: Stage | None) -> None:
    indexed = stored_facts(connection, compared.dossier.id)
    roomy(connection)
    rows = stage.rows if stage else rows_to_write(compared, postgres=is_postgres(connection))
    write_items(connection, compared, rows, progress)
    if stage is None:
        index_items(connection, compared, indexed, progress)
        return
    put_aside(connection, compared.dossier.id, items_to_index(compared, indexed).gone)
    show_stage(connection, stage)


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


def _merged(connection: Connection, dossier: str, kept: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    kept = list(kept)
    ids = {desk: merged_ids(connection, dossier=dossier, desk=desk) for desk in {desk for _, desk in kept}}
    return {(item, desk): ids[desk][item] for item, desk in kept if item in ids[desk]}
