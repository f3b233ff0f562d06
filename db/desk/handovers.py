"""Who has taken over a desk's dossier, when, and up to where they had been told; rows are only ever added."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from db.reading.news import Position
from db.storage import schema
from db.storage.database import Connection, lock
from db.storage.rows import columns, record, values

_handover = schema.handover.c


@dataclass(frozen=True, slots=True)
class Handover:
    """Somebody's word that they have taken over; `seen` is up to where they had been told."""

    desk: str
    dossier: str
    person: str
    person_name: str
    at: datetime
    seen: Position
    id: int = 0


def find_handover(
    connection: Connection, *, desk: str, dossier: str, until: datetime | None = None, person: str = ""
) -> Handover | None:
    """Find who took over last, by an instant if one is given, or when one person did."""
    here = [_handover.desk == desk, _handover.dossier == dossier]
    here += [_handover.at <= until] if until else []
    here += [_handover.person == person] if person else []
    newest = select(*columns(schema.handover, Handover)).where(*here).order_by(_handover.id.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return None if row is None else record(Handover, row)


def add_handover(connection: Connection, handover: Handover, *, press: str) -> None:
    """Keep somebody's word; the same request (`press`) twice keeps one."""
    lock(connection, f"handover {handover.desk} {handover.dossier}")
    kept = connection.execute(select(_handover.id).where(_handover.press == press))
    if kept.one_or_none() is not None:
        return
    connection.execute(insert(schema.handover).values(values(handover) | {"press": press}))
