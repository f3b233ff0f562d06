"""Taking a load back: the list of changes has what the file was before it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, func, select, true

from db.loading.dossiers import Loaded, replace_dossier
from db.loading.heads import DossierHead
from db.loading.snapshots import get_dossier
from db.model.codec import decode
from db.model.records import SECTIONS, Dossier
from db.storage import schema
from db.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Former:
    """What a load was made over: the revision that it made, and the head of the file before it, if there was one."""

    dossier: str
    made: int
    head: DossierHead | None


def encode_former(former: Former) -> str:
    """Write it as it is kept with the file that was loaded."""
    head = former.head and asdict(replace(former.head, first=None, last=None))
    return json.dumps({"dossier": former.dossier, "made": former.made, "head": head}, ensure_ascii=False)


def decode_former(body: str) -> Former:
    """Read it back."""
    kept = json.loads(body)
    head = kept["head"] and DossierHead(**kept["head"] | {"remind": tuple(kept["head"]["remind"])})
    return Former(kept["dossier"], kept["made"], head)


def get_former(connection: Connection, head: DossierHead, *, made: int) -> Dossier:
    """Get a dossier's file as it was before the load that made its newest revision; `head` is the former one."""
    dossier, change = get_dossier(connection, head), schema.change.c
    query = select(change.item, change.kind, change.old).where(
        change.dossier == head.id, change.desk == schema.FILE, change.revision == made
    )
    return _before(dossier, connection.execute(query).all())


def count_changed(connection: Connection, dossier: str, *, made: int) -> int:
    """Count the items that the load of a revision changed."""
    change = schema.change.c
    mine = (change.dossier == dossier, change.desk == schema.FILE, change.revision == made)
    return int(connection.scalar(select(func.count()).select_from(schema.change).where(*mine)) or 0)


def _before(dossier: Dossier, rows: Sequence[Any]) -> Dossier:
    touched = {row.item for row in rows}
    sections: dict[str, Any] = {}
    for section, (kind, _cls) in SECTIONS.items():
        stay = (record for record in getattr(dossier, section) if record.id not in touched)
        back = (decode(kind, row.old) for row in rows if row.kind == kind and row.old is not None)
        sections[section] = (*stay, *back)
    return replace(dossier, **sections)


_NOTHING: dict[str, Any] = dict.fromkeys(SECTIONS, ())


def remove_dossier(connection: Connection, head: DossierHead, *, now: datetime, actor: str) -> Loaded:
    """Take a dossier out altogether, its list of changes too."""
    empty = Dossier(format="1", id=head.name, title=head.title, about=head.about, **_NOTHING)
    loaded = replace_dossier(connection, empty, now=now, actor=actor, owner=head.owner)
    connection.execute(delete(schema.dossier).where(schema.dossier.c.id == head.id))
    return loaded


def list_recorded(connection: Connection, dossier: str) -> list[str]:
    """List, by kind, what desks have recorded or settled for a dossier: what goes out of reach without it."""
    found = []
    for what, (table, counts) in _RECORDED.items():
        if connection.scalar(select(exists().where(table.c.dossier == dossier, counts))):
            found.append(what)
    return found


_RECORDED: dict[str, tuple[Any, Any]] = {
    "changes": (schema.change, schema.change.c.desk != schema.FILE),
    "outcomes": (schema.outcome, true()),
    "a channel for reminders": (schema.channel, true()),
    "lead times": (schema.lead, true()),
    "who checks a date": (schema.watch, true()),
    "mutes": (schema.mute, true()),
    "digests": (schema.subscription, schema.subscription.c.state.in_(("active", "paused"))),
    "handovers": (schema.handover, true()),
    "what people follow": (schema.follow, schema.follow.c.how != "off"),
    "people's own reminders": (schema.due, and_(schema.due.c.kind == "own", schema.due.c.state == "waiting")),
    "proposals": (schema.draft, schema.draft.c.state == "proposed"),
}
