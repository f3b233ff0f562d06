"""Of whom or what a desk wants to hear no lines of silence or staleness; rows are only ever added."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from db.reading.view import View
from db.storage import schema
from db.storage.database import Connection
from db.storage.moments import micros, moment


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
    query = select(schema.mute).where(column.desk == view.desk, column.dossier == view.dossier).order_by(column.id)
    return {
        row.item: Mute(row.desk, row.dossier, row.item, row.muted == 1, row.actor, row.actor_name, moment(row.at))
        for row in view.connection.execute(query)
    }


def add_mute(connection: Connection, mute: Mute) -> None:
    """Mute an item for a desk, or hear of it again."""
    connection.execute(
        insert(schema.mute).values(
            desk=mute.desk,
            dossier=mute.dossier,
            item=mute.item,
            muted=int(mute.muted),
            actor=mute.actor,
            actor_name=mute.actor_name,
            at=micros(mute.at),
        )
    )
