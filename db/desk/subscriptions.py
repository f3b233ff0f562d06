"""Subscriptions to digests: which channel gets them when, of what, and how far it has been told."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import and_, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from db.reading.news import Position
from db.storage import schema
from db.storage.database import Connection, DatabaseError
from db.storage.moments import micros
from db.storage.rows import values

State = Literal["draft", "active", "paused", "removed"]

_subscription = schema.subscription.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A channel that gets digests.

    `times` and `days` are a timetable's, `filters` is JSON, `ping` a role's id. A draft is not in force until it is
    saved; one with `replaces` is then taken into that subscription.
    """

    desk: str
    dossier: str
    state: State
    channel: str
    times: tuple[str, ...]
    days: tuple[int, ...]
    zone: str
    filters: str
    unchanged: str
    ping: str
    owner: str
    owner_name: str
    seen: Position
    made_at: datetime
    replaces: int = 0
    id: int = 0


def add_subscription(connection: Connection, subscription: Subscription) -> int:
    """Keep a new subscription; returns its number."""
    given = insert(schema.subscription).values(_values(subscription)).returning(_subscription.id)
    return int(connection.execute(given).scalar_one())


def find_subscription(connection: Connection, id_: int, *, desk: str) -> Subscription | None:
    """Find a desk's subscription by its number."""
    query = select(schema.subscription).where(_subscription.id == id_, _subscription.desk == desk)
    row = connection.execute(query).one_or_none()
    return _read(row) if row else None


def list_subscriptions(connection: Connection, *states: State, desk: str | None = None) -> list[Subscription]:
    """List the subscriptions in these states, of all desks or one."""
    query = select(schema.subscription).where(_subscription.state.in_(states)).order_by(_subscription.id)
    query = query if desk is None else query.where(_subscription.desk == desk)
    return [_read(row) for row in connection.execute(query)]


def replace_settings(connection: Connection, subscription: Subscription) -> None:
    """Keep what a subscription is set to now; its state and how far it has read are marked apart."""
    mine = _subscription.id == subscription.id
    connection.execute(update(schema.subscription).where(mine).values(_settings(subscription)))


def mark_state(connection: Connection, subscription: Subscription, state: State) -> bool:
    """Put a subscription into another state, if it is still in the one it was read in; tells whether it was."""
    there = and_(_subscription.id == subscription.id, _subscription.state == subscription.state)
    changed = connection.execute(update(schema.subscription).where(there).values(state=state))
    return changed.rowcount == 1


def mark_seen(connection: Connection, id_: int, seen: Position) -> None:
    """Record how far a subscription has read."""
    connection.execute(update(schema.subscription).where(_subscription.id == id_).values(values(seen, prefix="seen_")))


def has_recorded(connection: Connection, dossier: str, *, until: int) -> bool:
    """Tell whether anything of a dossier had been recorded when the change of that number was."""
    change = schema.change.c
    query = select(change.id).where(change.dossier == dossier, change.id <= until).limit(1)
    return connection.execute(query).one_or_none() is not None


def delete_drafts(connection: Connection, *, desk: str, before: datetime) -> None:
    """Forget a desk's drafts that nobody saved."""
    old = and_(_subscription.desk == desk, _subscription.state == "draft", _subscription.made_at < before)
    connection.execute(delete(schema.subscription).where(old))


def stand_still(connection: Connection) -> None:
    """Wait for changes and outcomes that are being written, and let no more be until the end of this transaction.

    What is numbered earlier but written later than what was read would be told in no digest. SQLite has one writer.
    Raises DatabaseError if they take long.
    """
    if connection.dialect.name != "postgresql":
        return
    try:
        connection.execute(text("SET LOCAL lock_timeout = '500ms'"))
        connection.execute(text("LOCK TABLE outcome IN SHARE MODE"))
        connection.execute(text("LOCK TABLE change IN SHARE MODE"))
        connection.execute(text("SET LOCAL lock_timeout TO DEFAULT"))
    except DBAPIError as error:
        raise DatabaseError(f"Changes are being written just now: {error.orig}") from error


def newest_position(connection: Connection, *, now: datetime, day: date) -> Position:
    """Give the position up to which everything had been recorded by `now`."""
    change = _last(connection, schema.change.c.id, schema.change.c.at, micros(now))
    outcome = _last(connection, schema.outcome.c.id, schema.outcome.c.at, now)
    return Position(change, outcome, day, now)


def _last(connection: Connection, number: Any, at: Any, now: datetime | int) -> int:
    # what a clock ahead of ours has recorded, and all after it, is for the next time
    first_ahead = connection.execute(select(func.min(number)).where(at > now)).scalar_one()
    if first_ahead is not None:
        return int(first_ahead) - 1
    return int(connection.execute(select(func.max(number))).scalar_one() or 0)


def _values(subscription: Subscription) -> dict[str, Any]:
    fixed = {"desk": subscription.desk, "dossier": subscription.dossier, "replaces": subscription.replaces}
    owner = {"owner": subscription.owner, "owner_name": subscription.owner_name}
    state = {"state": subscription.state, "made_at": subscription.made_at}
    return fixed | owner | state | _settings(subscription) | values(subscription.seen, prefix="seen_")


def _settings(subscription: Subscription) -> dict[str, Any]:
    return {
        "channel": subscription.channel,
        "times": " ".join(subscription.times),
        "days": "".join(map(str, subscription.days)),
        "zone": subscription.zone,
        "filters": subscription.filters,
        "unchanged": subscription.unchanged,
        "ping": subscription.ping,
    }


def _read(row: Any) -> Subscription:
    return Subscription(
        id=row.id,
        desk=row.desk,
        dossier=row.dossier,
        state=row.state,
        replaces=row.replaces,
        channel=row.channel,
        times=tuple(row.times.split()),
        days=tuple(map(int, row.days)),
        zone=row.zone,
        filters=row.filters,
        unchanged=row.unchanged,
        ping=row.ping,
        owner=row.owner,
        owner_name=row.owner_name,
        made_at=row.made_at,
        seen=Position(row.seen_change, row.seen_outcome, row.seen_day, row.seen_at),
    )
