"""The due table: what is owed, when and where. It is schedule, queue and outbox in one, and the only truth."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, text, update

from db.storage import schema
from db.storage.bulk_insert import insert_rows
from db.storage.database import Connection
from db.storage.moments import micros, moment
from db.storage.schema import LOCAL

# held: a digest that is not made yet, or a part of one whose first part is not posted yet
State = Literal["held", "waiting", "claimed", "sent", "parked", "cancelled"]

UNWANTED = "no longer wanted"  # the reason of a claimed row that is cancelled unless this very claim posts it
UNRECORDED = "Posted, perhaps: what became of it could not be recorded."

_due = schema.due.c
_ADD = insert(schema.due)


@dataclass(frozen=True, slots=True)
class Due:
    """One message owed.

    `kind`, `dossier`, `item` and `occasion` name it for good within a desk. `local` and `zone` are the truth of when,
    `due_at` (UTC) is derived from them. `detail` is what its wording needs beside the row, as JSON. Rows with the same
    nonce are one message. What fell into quiet hours at `held_since` is due at their end.
    """

    desk: str
    dossier: str
    item: str
    occasion: str
    channel: str
    local: datetime
    zone: str
    due_at: datetime
    id: int = 0
    state: State = "waiting"
    attempts: int = 0
    first_try_at: datetime | None = None
    nonce: str = ""
    message: str = ""
    reason: str = ""
    kind: str = "reminder"
    detail: str = ""
    lease_until: datetime | None = None
    held_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """How many messages there are by state – due, late, waiting, parked, sent – and how late the oldest unsent is."""

    counts: dict[str, int] = field(default_factory=dict)
    oldest_seconds: float = 0.0


_SOON = timedelta(minutes=1)


def count_owed(connection: Connection, *, now: datetime) -> Owed:
    """Count the messages of all servers by state; what is claimed is still due."""
    at = micros(now)
    unsent = and_(_due.state.in_(("waiting", "claimed")), _due.desk != LOCAL)
    states = select(_due.state, func.count()).where(_due.desk != LOCAL, _due.state.in_(("sent", "parked")))
    counts = {row[0]: int(row[1]) for row in connection.execute(states.group_by(_due.state))}
    query = select(
        func.count(),
        func.count().filter(_due.due_at <= at),
        func.count().filter(_due.due_at <= micros(now - _SOON)),
        func.coalesce(func.min(_due.due_at), at),
    )
    waiting, due, late, oldest = connection.execute(query.where(unsent)).one()
    counts |= {"waiting": waiting - due, "due": due, "late": late}
    seconds = max(0.0, (at - oldest) / 1_000_000)
    return Owed({state: counts.get(state, 0) for state in ("waiting", "due", "late", "parked", "sent")}, seconds)


def list_due(connection: Connection, *, desk: str, dossier: str, kind: str = "", item: str = "") -> list[Due]:
    """List all that a desk is or was owed for a dossier, or only of one kind or item, by when it is due."""
    query = select(schema.due).where(_due.desk == desk, _due.dossier == dossier).order_by(_due.due_at, _due.id)
    query = query.where(_due.kind == kind) if kind else query
    query = query.where(_due.item == item) if item else query
    return [due_of(row) for row in connection.execute(query)]


def find_due(connection: Connection, id_: int) -> Due | None:
    """Find one row."""
    row = connection.execute(select(schema.due).where(_due.id == id_)).one_or_none()
    return due_of(row) if row else None


_MOST_TOLD = 20  # a message tells of at most ten rows; those of deleted ones share what stands for an id


def list_told_with(connection: Connection, due: Due) -> list[Due]:
    """List the rows that one message tells of, this one among them, by when they are due; it alone if not posted."""
    same = and_(_due.desk == due.desk, _due.channel == due.channel, _due.message == due.message)
    query = select(schema.due).where(same, _due.state == "sent").order_by(_due.due_at, _due.id).limit(_MOST_TOLD + 1)
    rows = [due_of(row) for row in connection.execute(query)] if due.message else []
    return rows if 0 < len(rows) <= _MOST_TOLD else [due]


def next_due_at(connection: Connection, *, local: bool) -> datetime | None:
    """Give the instant at which the next message is due."""
    query = select(func.min(_due.due_at)).where(_due.state.in_(("held", "waiting")), whose(local))
    found = connection.scalar(query)
    return None if found is None else moment(found)


def list_parked(connection: Connection, *, desk: str) -> list[Due]:
    """List what a desk is owed and can't be posted until somebody mends something."""
    query = select(schema.due).where(_due.desk == desk, _due.state == "parked").order_by(_due.due_at, _due.id)
    return [due_of(row) for row in connection.execute(query)]


def list_of_person(connection: Connection, person: str) -> list[Due]:
    """List the reminders that a person asked for, at whatever desk, by when they are due."""
    query = select(schema.due).where(_due.kind == "own", _due.item == person).order_by(_due.due_at, _due.id)
    return [due_of(row) for row in connection.execute(query)]


_OWN_UNSENT = text("kind = 'own' AND state <> 'sent'")  # as the index has it


def list_unsent_of_person(connection: Connection, person: str, *, state: Sequence[State], limit: int) -> list[Due]:
    """List a person's own reminders in some states, at whatever desk, by when they are due; never the posted ones."""
    mine = select(schema.due).where(_OWN_UNSENT, _due.item == person, _due.state.in_(state))
    return [due_of(row) for row in connection.execute(mine.order_by(_due.due_at, _due.id).limit(limit))]


def count_unsent_of_person(connection: Connection, person: str, *, after: datetime) -> tuple[int, int]:
    """Count a person's own reminders: those owed, and those owed or called off that are due after an instant."""
    owed = _due.state.in_(("waiting", "claimed", "parked"))
    counted = select(func.count().filter(owed), func.count().filter(or_(owed, _due.due_at > micros(after))))
    waiting, kept = connection.execute(counted.where(_OWN_UNSENT, _due.item == person)).one()
    return int(waiting), int(kept)


@dataclass(frozen=True, slots=True)
class OwnOfPerson:
    """How many reminders of their own a person has waiting at a desk, and the detail of one of them."""

    person: str
    many: int
    detail: str


def _own_at(desk: str) -> ColumnElement[bool]:
    return and_(_OWN_UNSENT, _due.desk == desk, _due.state.in_(("held", "waiting", "claimed", "parked")))


def list_own_by_person(connection: Connection, *, desk: str) -> list[OwnOfPerson]:
    """List who has reminders of their own waiting at a desk, those with most first."""
    many = func.count().label("many")
    query = select(_due.item, many, func.max(_due.detail)).where(_own_at(desk)).group_by(_due.item)
    rows = connection.execute(query.order_by(many.desc(), _due.item))
    return [OwnOfPerson(*row) for row in rows]


def cancel_own(connection: Connection, *, desk: str, person: str) -> None:
    """Owe a person none of the reminders that they asked for at a desk."""
    ids = connection.scalars(select(_due.id).where(_own_at(desk), _due.item == person)).all()
    connection.execute(update(schema.due).where(_due.id.in_(ids), _due.state == "held").values(state="cancelled"))
    cancel_due(connection, ids)


def find_own(connection: Connection, *, desk: str, person: str, occasion: str) -> Due | None:
    """Find what a person asked for on an occasion."""
    key = and_(_due.desk == desk, _due.dossier == "", _due.item == person, _due.occasion == occasion)
    row = connection.execute(select(schema.due).where(key, _due.kind == "own")).one_or_none()
    return due_of(row) if row else None


def retry_due(connection: Connection, id_: int) -> None:
    """Owe what could not be posted again."""
    parked = update(schema.due).where(_due.id == id_, _due.state == "parked")
    connection.execute(parked.values(state="waiting", owner=""))


def fall_back(connection: Connection) -> int:
    """Owe what could not be delivered in person to the channel where it was asked for; returns how many rows.

    What has no such channel stays parked.
    """
    query = select(schema.due).where(_due.state == "parked", _due.channel >= "user:", _due.channel < "user;")
    query = query.where(_due.reason != UNRECORDED)  # it may well be there
    number = 0
    for row in [due_of(one) for one in connection.execute(query)]:
        told = json.loads(row.detail or "{}")
        if channel := told.pop("fallback", ""):
            detail = json.dumps(told | {"closed": row.reason})
            anew = {"channel": channel, "detail": detail, "state": "waiting", "owner": "", "nonce": ""}
            mine = and_(_due.id == row.id, _due.state == "parked")
            number += connection.execute(update(schema.due).where(mine).values(anew | {"first_try_at": None})).rowcount
    return number


def add_due(connection: Connection, due: Due, *, held: bool = False) -> None:
    """Owe one more message; a held one is not posted before it is released."""
    state = {"state": "held"} if held else {}
    connection.execute(_ADD, _values(due) | state)


def add_all_due(connection: Connection, owed: Sequence[Due]) -> None:
    """Owe many more messages."""
    rows = [tuple(_values(due).values()) for due in owed]
    if rows:
        insert_rows(connection, schema.due, ", ".join(_values(owed[0])), rows)


def replace_due(connection: Connection, id_: int, due: Due) -> None:
    """Owe a waiting or cancelled row's message at another time or place.

    Of one that was tried, the nonce and the time of the first try stay: it may have been posted, so it is looked for.
    """
    waiting = update(schema.due).where(_due.id == id_, _due.state.in_(("waiting", "cancelled")))
    values = {key: value for key, value in _values(due).items() if key not in ("nonce", "first_try_at")}
    connection.execute(waiting.values(values))


def cancel_due(connection: Connection, ids: Iterable[int]) -> None:
    """Owe these no longer, unless they were posted; one that is being posted is not tried again."""
    # parked ones, too: they would come when their channel is mended
    rows, mine = update(schema.due), _due.id.in_(list(ids))
    connection.execute(rows.where(mine, _due.state.in_(("waiting", "parked"))).values(state="cancelled"))
    connection.execute(rows.where(mine, _due.state == "claimed").values(reason=UNWANTED))


def want_again(connection: Connection, ids: Iterable[int]) -> None:
    """Owe these after all, that were cancelled while they are being posted."""
    mine = and_(_due.id.in_(list(ids)), _due.reason == UNWANTED)
    connection.execute(update(schema.due).where(mine).values(reason=""))


def whose(local: bool) -> ColumnElement[bool]:
    """Select the terminal's own rows, or all others."""
    return _due.desk == LOCAL if local else or_(_due.desk < LOCAL, _due.desk > LOCAL)


def _values(due: Due) -> dict[str, Any]:
    return {
        "desk": due.desk,
        "kind": due.kind,
        "dossier": due.dossier,
        "item": due.item,
        "occasion": due.occasion,
        "detail": due.detail,
        "channel": due.channel,
        "local": due.local.isoformat(timespec="minutes"),
        "zone": due.zone,
        "due_at": micros(due.due_at),
        "attempts": due.attempts,
        "first_try_at": None,
        "message": due.message,
        "reason": due.reason,
        "state": "waiting",
        "owner": "",
        "lease_until": 0,
        "nonce": "",
        "held_since": None if due.held_since is None else micros(due.held_since),
    }


def due_of(row: Any, *, nonce: str = "") -> Due:
    """Read a row of the table; with the nonce that it has just been given."""
    return Due(
        id=row.id,
        desk=row.desk,
        kind=row.kind,
        dossier=row.dossier,
        item=row.item,
        occasion=row.occasion,
        detail=row.detail,
        channel=row.channel,
        local=datetime.fromisoformat(row.local),
        zone=row.zone,
        due_at=moment(row.due_at),
        state=row.state,
        attempts=row.attempts,
        first_try_at=None if row.first_try_at is None else moment(row.first_try_at),
        nonce=nonce or row.nonce,
        message=row.message,
        reason=row.reason,
        lease_until=moment(row.lease_until) if row.state == "claimed" else None,
        held_since=None if row.held_since is None else moment(row.held_since),
    )
