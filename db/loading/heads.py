"""Loaded dossiers without their items: whose they are, what is written over them, on which days their sources are."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Text, bindparam, func, or_, select

from db.model.codec import kind_of
from db.model.records import Source
from db.storage import schema
from db.storage.database import Connection
from db.storage.prepared import Prepared


@dataclass(frozen=True, slots=True)
class DossierHead:
    """A loaded dossier without its items; `first` and `last` are the first possible days of its sources.

    `id` is its key in the database, `name` the file's own id, by which it is asked for.
    `silence` and `stale` are days after which nobody's word, or no second source, is worth a line; 0 for never.
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
    synonyms: tuple[tuple[str, ...], ...] = ()

    @property
    def name(self) -> str:
        """The id that its file gives it."""
        return self.id.partition("@")[0]

    @property
    def owner(self) -> str:
        """The desk that alone sees it; "" if all do."""
        return self.id.partition("@")[2]


def list_dossiers(connection: Connection, *, desk: str) -> list[DossierHead]:
    """List the dossiers that a desk sees: its own, and the shared ones whose names none of its own has."""
    heads = [_head(row) for row in _HEADS.rows(connection, {"owner": f"%@{desk}"})]
    own = {head.name for head in heads if head.owner}
    return [head for head in heads if head.owner or head.name not in own]


def list_shared_dossiers(connection: Connection) -> list[DossierHead]:
    """List the dossiers that all desks see."""
    return [_head(row) for row in _HEADS.rows(connection, {"owner": "@"})]


def _head(row: Any) -> DossierHead:
    head = json.loads(row.head)
    # a head stored by an earlier version has none of these
    days = {name: head[name] for name in ("silence", "stale") if name in head}
    synonyms = tuple(map(tuple, head.get("synonyms", ())))
    remind = tuple(head["remind"])
    about, first, last = head["about"], row.first, row.last
    return DossierHead(row.id, row.title, about, remind, row.revision, first, last, synonyms=synonyms, **days)


def _heads() -> Select[Any]:
    item, dossier = schema.item.c, schema.dossier
    days = select(func.min(item.earliest)).where(item.dossier == dossier.c.id, item.kind == kind_of(Source))
    first, last = days.scalar_subquery(), days.with_only_columns(func.max(item.earliest)).scalar_subquery()
    visible = or_(~dossier.c.id.contains("@"), dossier.c.id.like(bindparam("owner", type_=Text)))
    there = dossier.c.revision > 0  # else its first load is being prepared
    return select(dossier, first.label("first"), last.label("last")).where(there, visible).order_by(dossier.c.id)


_HEADS = Prepared(_heads())
