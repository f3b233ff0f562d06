"""A dossier as a desk sees it, whole: for exports, and for a snapshot that loads back with the same answers."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, literal, select

from db.loading.heads import DossierHead
from db.model import edtf
from db.model.codec import decode
from db.model.records import SECTIONS, Dossier, Synonyms
from db.storage import schema
from db.storage.column_types import as_stored
from db.storage.database import Connection
from db.storage.moments import moment

HIDES = "hidden"  # in place of a kind: that the desk hides the file's item with this id

# what a desk keeps over a dossier's file, besides its items: the columns that mean something elsewhere
_KEPT: dict[str, tuple[Any, tuple[str, ...]]] = {
    "changes": (schema.change, ("item", "kind", "action", "old", "new", "actor", "at", "why")),
    "outcomes": (
        schema.outcome,
        ("item", "kind", "basis", "moved_to", "words", "rule", "hangs_on", "actor_name", "at"),
    ),
    "leads": (schema.lead, ("item", "leads", "actor_name", "at")),
    "mutes": (schema.mute, ("item", "muted", "actor_name", "at")),
    "merges": (schema.merge, ("gone", "remains", "kind", "actor_name", "at")),
}
KEPT = tuple(_KEPT)

_LATER = {"words", "rule", "hangs_on"}  # an earlier version's snapshot has none


def get_dossier(connection: Connection, head: DossierHead, *, desk: str = schema.FILE) -> Dossier:
    """Get all items of a dossier as a desk sees them, of all days; without a desk, those of its file."""
    item = schema.item.c
    query = select(item.id, item.kind, item.body, item.hash).where(item.dossier == head.id)
    query = query.where(item.desk.in_((schema.FILE, desk))).order_by(item.desk, item.earliest, item.latest, item.id)
    seen = {row.id: row for row in connection.execute(query)}  # a desk's own row comes after the file's
    shown = [row for row in seen.values() if row.hash != schema.HIDDEN]
    return Dossier(
        format="1",
        id=head.name,
        title=head.title,
        about=head.about,
        remind=head.remind,
        silence=str(head.silence),
        stale=str(head.stale),
        synonyms=tuple(Synonyms(words=words) for words in head.synonyms),
        **{section: _records(kind, shown) for section, (kind, _) in SECTIONS.items()},
    )


def list_own_items(connection: Connection, *, dossier: str, desk: str) -> list[tuple[str, str]]:
    """List a desk's own versions of items: kind and record as they are stored; of what it hides, HIDES and the id."""
    item = schema.item.c
    query = select(item.id, item.kind, item.body, item.hash).where(item.dossier == dossier, item.desk == desk)
    rows = connection.execute(query.order_by(item.id))
    return [(HIDES, row.id) if row.hash == schema.HIDDEN else (row.kind, row.body) for row in rows]


def list_kept(connection: Connection, what: str, *, dossier: str, desk: str) -> list[dict[str, Any]]:
    """List what a desk keeps over a dossier, one of KEPT, the oldest first, without ids that mean nothing elsewhere."""
    table, columns = _KEPT[what]
    query = select(*(as_stored(table.c[name]) for name in columns)).order_by(table.c.id)
    query = query.where(table.c.parted_at.is_(None)) if what == "merges" else query
    rows = connection.execute(query.where(table.c.dossier == dossier, table.c.desk == desk))
    return [dict(row) for row in rows.mappings()]


def add_kept(
    connection: Connection, what: str, rows: Iterable[Mapping[str, Any]], *, dossier: str, desk: str, seal: str
) -> None:
    """Put one of KEPT of a snapshot back for a desk; `seal` names the snapshot."""
    table, columns = _KEPT[what]
    mine: dict[str, Any] = {"dossier": dossier, "desk": desk}
    for number, row in enumerate(rows):
        more: dict[str, Any] = {"revision": 0} if what == "changes" else {"actor": ""}
        more |= {"press": f"{seal} {desk} {number}"} if what == "outcomes" else {}
        more |= _changes_of(connection, row, mine) if what == "merges" else {}
        given = {table.c[name]: row[name] for name in columns if name in row}
        stored = {column: literal(value, as_stored(column).type) for column, value in given.items()}
        connection.execute(insert(table).values(stored | mine | more))


def _changes_of(connection: Connection, row: Mapping[str, Any], mine: Mapping[str, Any]) -> dict[str, Any]:
    """Find the changes that were made for a merge, which came before it: all of its instant, the id that went last."""
    change = schema.change.c
    made = (change.dossier == mine["dossier"], change.desk == mine["desk"], change.at == row["at"])
    rows = connection.execute(select(change.id, change.item, change.why).where(*made).order_by(change.id)).all()
    of_it = [one for one in rows if one.why.endswith((f"; {row['gone']} is the same", f" is {row['remains']} now"))]
    last = [one.id for one in of_it if one.item == row["gone"]]
    ids = [one.id for one in of_it if one.item != row["gone"]] + last if last else []
    return {"changes": json.dumps(ids), "moved": "{}", "parted_at": None}


def check_kept(what: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Raise ValueError or TypeError unless one of KEPT of a snapshot is rows that can be put back."""
    table, columns = _KEPT[what]
    for row in rows:
        whole = set(columns) - _LATER <= row.keys() <= set(columns)
        if not whole or not all(_fits(table.c[name], row[name]) for name in row) or row.get("muted", 0) not in (0, 1):
            raise ValueError(f"{what}: a row that is none")
        moment(row["at"])
        for body in filter(None, (row.get("old"), row.get("new"))):
            decode(row["kind"], body)
        if row.get("moved_to"):
            edtf.bounds(row["moved_to"])


def _fits(column: Any, value: Any) -> bool:
    return type(value) is as_stored(column).type.python_type or (value is None and column.nullable)


def _records(kind: str, rows: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(decode(row.kind, row.body) for row in rows if row.kind == kind)
