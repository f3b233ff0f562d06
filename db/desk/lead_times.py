"""When a desk wants to be reminded of one tracked date, in place of what holds for all; rows are only ever added."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from db.reading.view import View
from db.storage import schema
from db.storage.database import Connection
from db.storage.rows import columns, record, values

NEVER = "never"


@dataclass(frozen=True, slots=True)
class Lead:
    """The lead times that were settled for an item ("opening, overdue daily", NEVER), "" for those of all again."""

    desk: str
    dossier: str
    item: str
    leads: str
    actor: str
    actor_name: str
    at: datetime


def list_leads(view: View) -> dict[str, Lead]:
    """Give what a desk settled last for each item, where it did."""
    column = schema.lead.c
    query = select(*columns(schema.lead, Lead)).where(column.desk == view.desk, column.dossier == view.dossier)
    settled = [record(Lead, row) for row in view.connection.execute(query.order_by(column.id))]
    last = {lead.item: lead for lead in settled}
    return {item: lead for item, lead in last.items() if lead.leads}


def add_lead(connection: Connection, lead: Lead) -> None:
    """Settle when to remind of an item."""
    connection.execute(insert(schema.lead).values(values(lead)))
