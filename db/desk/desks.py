"""What a desk has settled for itself: zone, hours, roles, dossiers by channel, when and where it is reminded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import bindparam, delete, insert, select, update

from db.storage import schema
from db.storage.database import Connection
from db.storage.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk with its IANA zone and its hour ("09:00"), at which day-precise reminders ring.

    `roles` gives the platform's roles a level (bot/rights.py); `dossiers` the dossier asked in a channel, or
    anywhere else under "", by its key. `leads` ("opening, overdue daily") are when to remind, in place of what dossiers
    say, "" for theirs; in the hours `quiet` ("22:00-07:00") nothing is posted. `order` tells which of 01/02/2022 is the
    day.
    """

    id: str
    zone: str
    hour: str
    roles: Mapping[str, str] = field(default_factory=dict)
    dossiers: Mapping[str, str] = field(default_factory=dict)
    leads: str = ""
    quiet: str = ""
    order: Literal["DMY", "MDY"] = "DMY"


@dataclass(frozen=True, slots=True)
class ReminderChannel:
    """Where a desk wants the reminders of a dossier; `actor` chose it, `planned` once anything was planned for it."""

    desk: str
    dossier: str
    channel: str
    actor: str = ""
    planned: bool = False


_DESK = Prepared(select(schema.desk).where(schema.desk.c.id == bindparam("desk")))


def get_desk(connection: Connection, id_: str, *, default: Desk) -> Desk:
    """Get a desk's settings, or the default's where it has settled nothing."""
    rows = _DESK.rows(connection, {"desk": id_})
    if not rows:
        return Desk(id_, default.zone, default.hour)
    row = rows[0]
    roles, dossiers = json.loads(row.roles), json.loads(row.dossiers)
    return Desk(row.id, row.zone, row.hour, roles, dossiers, row.leads, row.quiet, row.date_order)


def replace_desk(connection: Connection, desk: Desk) -> None:
    """Keep a desk's settings."""
    connection.execute(delete(schema.desk).where(schema.desk.c.id == desk.id))
    values = {"id": desk.id, "zone": desk.zone, "hour": desk.hour, "leads": desk.leads, "quiet": desk.quiet}
    values["date_order"] = desk.order
    values |= {"roles": json.dumps(dict(desk.roles)), "dossiers": json.dumps(dict(desk.dossiers))}
    connection.execute(insert(schema.desk).values(values))


def list_reminder_channels(
    connection: Connection, *, desk: str | None = None, dossier: str | None = None
) -> list[ReminderChannel]:
    """List the reminder channels of all desks and dossiers, or of one."""
    channel = schema.channel.c
    query = select(schema.channel).order_by(channel.desk, channel.dossier)
    query = query if desk is None else query.where(channel.desk == desk)
    query = query if dossier is None else query.where(channel.dossier == dossier)
    return [
        ReminderChannel(row.desk, row.dossier, row.channel, row.actor, row.planned_at is not None)
        for row in connection.execute(query)
    ]


def replace_reminder_channel(
    connection: Connection, reminder_channel: ReminderChannel, *, actor: str, now: datetime
) -> None:
    """Send a desk's reminders of a dossier to this channel from now on."""
    channel = schema.channel
    key = (channel.c.desk == reminder_channel.desk, channel.c.dossier == reminder_channel.dossier)
    connection.execute(delete(channel).where(*key))
    connection.execute(
        insert(channel).values(
            desk=reminder_channel.desk,
            dossier=reminder_channel.dossier,
            channel=reminder_channel.channel,
            actor=actor,
            at=now,
        )
    )


def mark_planned(connection: Connection, *, desk: str, dossier: str, now: datetime) -> None:
    """Record that what a channel is owed was planned for the first time."""
    channel = schema.channel
    mine = (channel.c.desk == desk, channel.c.dossier == dossier, channel.c.planned_at.is_(None))
    connection.execute(update(channel).where(*mine).values(planned_at=now))
