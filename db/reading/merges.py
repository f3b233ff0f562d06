"""Items that a desk found to be one: the id that went leads to the one that remains."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from db.reading.view import View
from db.storage import schema
from db.storage.database import Connection

_merge = schema.merge.c
_LONGEST_CHAIN = 50


@dataclass(frozen=True, slots=True)
class Merge:
    """One item that a desk found to be another, with the numbers of the changes that were made for it."""

    id: int
    dossier: str
    desk: str
    gone: str
    remains: str
    kind: str
    changes: tuple[int, ...]
    moved: dict[str, Any]
    actor_name: str
    at: datetime

    @property
    def number(self) -> int:
        """The change by which it is taken back; 0 where none is known."""
        return self.changes[-1] if self.changes else 0


def list_merges(connection: Connection, *, dossier: str, desk: str, remains: str = "") -> list[Merge]:
    """List what is one at a desk, the oldest first; or only what became one item."""
    query = select(schema.merge).where(_merge.dossier == dossier, _merge.desk == desk, _merge.parted_at.is_(None))
    query = query.where(_merge.remains == remains) if remains else query
    return [_read(row) for row in connection.execute(query.order_by(_merge.id))]


def find_merge(connection: Connection, gone: str, *, dossier: str, desk: str) -> Merge | None:
    """Find by which merge an id went, if it did and is not parted again."""
    here = (_merge.dossier == dossier, _merge.desk == desk, _merge.gone == gone, _merge.parted_at.is_(None))
    row = connection.execute(select(schema.merge).where(*here).order_by(_merge.id.desc()).limit(1)).one_or_none()
    return None if row is None else _read(row)


def find_merge_of(connection: Connection, change: int, *, dossier: str, desk: str) -> Merge | None:
    """Find the merge for which a change was made, if it is not parted again."""
    return next((one for one in list_merges(connection, dossier=dossier, desk=desk) if change in one.changes), None)


def find_remaining(view: View, typed: str) -> str:
    """Give the id of what an item is now that was merged, however its letters are written; "" if it was not."""
    ids = merged_ids(view.connection, dossier=view.dossier, desk=view.desk)
    return next((ids[one] for one in (typed, typed.upper(), typed.lower()) if one in ids), "")


def merged_ids(connection: Connection, *, dossier: str, desk: str) -> dict[str, str]:
    """Give, for each id that went from a desk, the id that remains."""
    query = select(_merge.gone, _merge.remains).where(_merge.dossier == dossier, _merge.desk == desk)
    ids = {row.gone: row.remains for row in connection.execute(query.where(_merge.parted_at.is_(None)))}
    return {gone: _end_of(ids, remains) for gone, remains in ids.items()}


def _end_of(ids: dict[str, str], id_: str) -> str:
    for _ in range(_LONGEST_CHAIN):
        if id_ not in ids:
            break
        id_ = ids[id_]
    return id_


def _read(row: Any) -> Merge:
    return Merge(
        id=row.id,
        dossier=row.dossier,
        desk=row.desk,
        gone=row.gone,
        remains=row.remains,
        kind=row.kind,
        changes=tuple(json.loads(row.changes)),
        moved=json.loads(row.moved),
        actor_name=row.actor_name,
        at=row.at,
    )
