"""Channels that nothing is posted to for now, with the reason."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, text, update

from db.storage import schema
from db.storage.database import Connection
from db.storage.moments import micros, moment

_breaker = schema.breaker.c


@dataclass(frozen=True, slots=True)
class Breaker:
    """A channel at rest; `lasting` when somebody has to mend something, and its messages are parked meanwhile."""

    channel: str
    desk: str
    open_until: datetime
    failures: int
    lasting: bool
    reason: str
    since: datetime


def list_breakers(connection: Connection, *, desk: str) -> list[Breaker]:
    """List a desk's channels that refuse messages until somebody mends something."""
    lasting = select(schema.breaker).where(_breaker.desk == desk, _breaker.lasting == 1).order_by(_breaker.channel)
    return [_of(row) for row in connection.execute(lasting)]


def find_breaker(connection: Connection, channel: str) -> Breaker | None:
    """Find a channel's breaker."""
    row = connection.execute(select(schema.breaker).where(_breaker.channel == channel)).one_or_none()
    return _of(row) if row else None


def replace_breaker(connection: Connection, breaker: Breaker) -> None:
    """Let a channel rest."""
    values = {
        "channel": breaker.channel,
        "desk": breaker.desk,
        "open_until": micros(breaker.open_until),
        "failures": breaker.failures,
        "lasting": int(breaker.lasting),
        "reason": breaker.reason,
        "since": micros(breaker.since),
    }
    changed = update(schema.breaker).where(_breaker.channel == breaker.channel).values(values)
    if not connection.execute(changed).rowcount:
        connection.execute(insert(schema.breaker).values(values))


def has_breakers(connection: Connection) -> bool:
    """Tell whether any channel rests, or did at the last attempt."""
    return connection.execute(select(_breaker.channel).limit(1)).one_or_none() is not None


_RELEASE = text("UPDATE due SET state = 'waiting', owner = '' WHERE state = 'parked' AND channel IN :channels")


def close_breakers(connection: Connection, channels: Collection[str]) -> None:
    """Say that messages go through again; what was parked for these channels meanwhile is owed again."""
    gone = delete(schema.breaker).where(_breaker.channel.in_(list(channels)))
    rows = connection.execute(gone.returning(_breaker.channel, _breaker.lasting)).all()
    mended = [row.channel for row in rows if row.lasting]
    if mended:
        release = _RELEASE.bindparams(bindparam("channels", expanding=True))
        connection.execute(release, {"channels": mended})


def _of(row: Any) -> Breaker:
    return Breaker(
        row.channel, row.desk, moment(row.open_until), row.failures, bool(row.lasting), row.reason, moment(row.since)
    )
