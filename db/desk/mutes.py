"""Of whom or what a desk wants to hear no lines of silence or staleness; rows are only ever added."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from db.reading.view import View
from db.storage import schema
from db.storage.database import Connection
from db.storage.rows import columns, record, values


@dataclass(frozen=True, slots=True)
class Mute:
    """One change of mind: from `at` on an item is muted, or no longer."""

    desk: str
    dossier: str
    item: str
    muted: bool
    actor: str
    actor_name: str
    at: datetime


def list_mutes(view: View) -> dict[str, Mute]:
    """Give what holds now for each item that was ever muted."""
    column = schema.mute.c
    query = select(*columns(schema.mute, Mute)).where(column.desk == view.desk, column.dossier == view.dossier)
    mutes = [record(Mute, row) for row in view.connection.execute(query.order_by(column.id))]
    return {mute.item: mute for mute in mutes}


def add_mute(connection: Connection, mute: Mute) -> None:
    """Mute an item for a desk, or hear of it again."""
    connection.execute(insert(schema.mute).values(values(mute)))
