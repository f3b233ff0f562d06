"""Claims on the due table: who posts what, in which order, and what becomes of it. As text: it is the hot path."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import bindparam, text

from db import schema
from db.engine import Connection, lock
from db.outbox import HELD, Due, due_of
from db.times import micros

LONGEST_REST = timedelta(seconds=30)
# A rest or lease that ends still later was begun by a clock that has been put back since, or by one so far ahead.
_CLOCKS_DIFFER = timedelta(seconds=30)
_ROWS_A_MESSAGE = 10

_WHOSE = {True: "desk = 'local'", False: "(desk < 'local' OR desk > 'local')"}
_RESTS = """EXISTS (SELECT 1 FROM breaker WHERE breaker.channel = due.channel AND breaker.open_until > :now
    AND (breaker.lasting = 1 OR breaker.open_until <= :longest))"""

# In order of time; no channel that is being posted to, or that rests: so each channel keeps its order. What is late and
# was never tried goes out together, under the nonce of the first; what was tried before goes out exactly as it was.
_CLAIM = """
WITH ready AS MATERIALIZED (
    SELECT id, channel, desk, due_at, nonce,
        CASE WHEN nonce = '' AND kind IN :together AND due_at >= :apart AND (due_at <= :late OR detail LIKE :held)
            THEN 1 ELSE 0 END AS joins
    FROM due
    WHERE state = 'waiting' AND due_at <= :now AND {whose} AND channel NOT IN :resting
        AND NOT EXISTS (SELECT 1 FROM due AS held WHERE held.channel = due.channel AND held.state = 'claimed')
        AND NOT {rests}
    ORDER BY due_at, id LIMIT :limit {lock}
),
numbered AS (
    SELECT id, channel, desk, due_at, nonce, joins, row_number() OVER (ORDER BY due_at, id) AS place,
        (row_number() OVER (PARTITION BY channel, desk, joins ORDER BY due_at, id) - 1) / {rows} AS sheet
    FROM ready
),
named AS (
    SELECT id, channel, place, CASE
        WHEN nonce <> '' THEN nonce
        WHEN joins = 0 THEN 'bc-' || id || '-' || (due_at / 1000000)
        ELSE 'bc-' || first_value(id) OVER together || '-' || (first_value(due_at) OVER together / 1000000)
    END AS nonce
    FROM numbered WINDOW together AS (PARTITION BY channel, desk, joins, sheet ORDER BY due_at, id)
),
placed AS (SELECT id, channel, nonce, min(place) OVER (PARTITION BY nonce) AS first FROM named),
ranked AS (SELECT id, nonce, dense_rank() OVER (PARTITION BY channel ORDER BY first) AS message FROM placed),
chosen AS (
    SELECT id, nonce FROM ranked WHERE message <= :each
    UNION
    SELECT due.id, due.nonce FROM due JOIN ranked ON ranked.nonce = due.nonce
    WHERE ranked.message <= :each AND due.state = 'waiting' AND due.nonce <> ''
)
UPDATE due
SET state = 'claimed', owner = :owner, lease_until = :lease, attempts = due.attempts + 1,
    first_try_at = coalesce(due.first_try_at, :now), nonce = chosen.nonce
FROM chosen WHERE due.id = chosen.id AND due.state = 'waiting'
RETURNING {columns}"""


def _claim(*, local: bool, locking: bool) -> str:
    locked = "FOR UPDATE SKIP LOCKED" if locking else ""
    columns = ", ".join(f"due.{column.name}" for column in schema.due.columns)
    return _CLAIM.format(columns=columns, whose=_WHOSE[local], rests=_RESTS, rows=_ROWS_A_MESSAGE, lock=locked)


_STATEMENTS = {
    (local, locking): text(_claim(local=local, locking=locking)).bindparams(
        bindparam("resting", expanding=True), bindparam("together", expanding=True)
    )
    for local in (True, False)
    for locking in (True, False)
}


async def claim_due(
    connection: Connection,
    *,
    now: datetime,
    owner: str,
    lease: timedelta,
    limit: int,
    local: bool,
    each: int = 5,
    resting: Collection[str] = (),
    late: datetime | None = None,
    apart: datetime | None = None,
    together: Collection[str] = (),
) -> list[Due]:
    """Take what is due for posting, in order, each row for one owner.

    At most `limit` rows, and `each` messages a channel; none for `resting` channels. Rows of the kinds `together` that
    were due by `late`, or were held in quiet hours, share a message; those due by `apart` never.
    """
    locking = connection.dialect.name == "postgresql"
    if locking:
        await lock(connection, "claim")  # two workers that looked at once could part a channel's messages
    given = {
        "now": micros(now),
        "longest": micros(now + LONGEST_REST + _CLOCKS_DIFFER),
        "late": -1 if late is None else micros(late),
        "apart": 0 if apart is None else micros(apart) + 1,
        "together": ["", *together],
        "held": f"%{HELD}%",
        "resting": ["", *resting],
        "limit": limit,
        "each": each,
        "owner": owner,
        "lease": micros(now + lease),
    }
    rows = [due_of(row) for row in await connection.execute(_STATEMENTS[local, locking], given)]
    return sorted(rows, key=lambda row: (row.due_at, row.id))


_AWAITED = {
    local: text(
        f"SELECT EXISTS (SELECT 1 FROM due WHERE state = 'waiting' AND due_at <= :now AND {whose}),"
        " EXISTS (SELECT 1 FROM due WHERE state = 'claimed')"
    )
    for local, whose in _WHOSE.items()
}


async def is_awaited(connection: Connection, *, now: datetime, local: bool) -> bool:
    """Tell whether anything is due or claimed; it only reads, so that an idle second costs no write."""
    waiting, claimed = (await connection.execute(_AWAITED[local], {"now": micros(now)})).one()
    return bool(waiting or claimed)


_LAPSED = "owner <> :owner AND (lease_until <= :now OR lease_until > :longest)"
# a lock that is free again belonged to a worker that is no more
_FREE = """owner LIKE 'pg-%' AND NOT EXISTS (
    SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND datname = current_database() AND classid = 25187 AND 'pg-' || objid = due.owner)"""
_TAKE_BACK = "UPDATE due SET state = 'waiting', owner = '' WHERE state = 'claimed' AND ({which})"


async def take_back(connection: Connection, *, now: datetime, owner: str, lease: timedelta) -> int:
    """Free the claims of workers that are dead: their lock is free, or their lease is over. Returns how many."""
    which = f"{_LAPSED} OR {_FREE}" if connection.dialect.name == "postgresql" else _LAPSED
    given = {"now": micros(now), "longest": micros(now + lease + _CLOCKS_DIFFER), "owner": owner}
    return (await connection.execute(text(_TAKE_BACK.format(which=which)), given)).rowcount


_RELEASE = text(_TAKE_BACK.format(which="owner = :owner AND id NOT IN :held")).bindparams(
    bindparam("held", expanding=True)
)


async def release(connection: Connection, *, owner: str, held: Iterable[int] = ()) -> int:
    """Free an owner's own claims but those that it holds."""
    return (await connection.execute(_RELEASE, {"owner": owner, "held": [0, *held]})).rowcount


async def take_back_all(connection: Connection) -> int:
    """Free every claim; only for whoever alone delivers from this database."""
    return (await connection.execute(text(_TAKE_BACK.format(which="1 = 1")))).rowcount


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a claimed row.

    `certain`: it was surely not posted by this claim. `tried`: an attempt was made at all.
    """

    due: Due
    state: Literal["sent", "waiting", "parked"]
    at: datetime
    message: str = ""
    reason: str = ""
    certain: bool = False
    tried: bool = True


# that it was posted is a fact, whoever holds the claim by now
_SENT = text(
    "UPDATE due SET state = 'sent', message = :message, sent_at = :at, reason = '', owner = ''"
    " WHERE id = :id AND nonce = :nonce AND state IN ('claimed', 'waiting', 'parked')"
)
_KEPT = text(
    "UPDATE due SET state = :state, reason = :reason, owner = '', attempts = attempts - :untried,"
    " first_try_at = CASE WHEN first_try_at = :fresh THEN NULL ELSE first_try_at END"
    " WHERE id = :id AND state = 'claimed' AND owner = :owner"
)


async def mark_all(connection: Connection, marks: Sequence[Mark], *, owner: str, lease: timedelta) -> None:
    """Record what became of claimed rows."""
    sent = [
        {"id": mark.due.id, "nonce": mark.due.nonce, "message": mark.message, "at": micros(mark.at)}
        for mark in marks
        if mark.state == "sent"
    ]
    kept = [_kept(mark, owner, lease) for mark in marks if mark.state != "sent"]
    if sent:
        await connection.execute(_SENT, sent)
    if kept:
        await connection.execute(_KEPT, kept)


def _kept(mark: Mark, owner: str, lease: timedelta) -> dict[str, object]:
    claimed_at = micros(mark.due.lease_until - lease) if mark.due.lease_until else -1
    return {
        "id": mark.due.id,
        "owner": owner,
        "state": mark.state,
        "reason": mark.reason,
        "untried": 0 if mark.tried else 1,
        # the first try that may have been posted is what counts
        "fresh": claimed_at if mark.certain or not mark.tried else -1,
    }


async def park_resting(connection: Connection, *, now: datetime) -> int:
    """Park what is due for channels that refuse everything, with their reason and without asking them."""
    parked = text(
        "UPDATE due SET state = 'parked',"
        " reason = (SELECT breaker.reason FROM breaker WHERE breaker.channel = due.channel)"
        " WHERE state = 'waiting' AND due_at <= :now AND channel IN"
        " (SELECT channel FROM breaker WHERE lasting = 1 AND open_until > :now)"
    )
    return (await connection.execute(parked, {"now": micros(now)})).rowcount


async def retry_parked(connection: Connection, *, desk: str) -> int:
    """Owe what was parked of a desk again, and close its channels' breakers; returns how many."""
    await connection.execute(text("DELETE FROM breaker WHERE desk = :desk"), {"desk": desk})
    again = text("UPDATE due SET state = 'waiting', owner = '' WHERE state = 'parked' AND desk = :desk")
    return (await connection.execute(again, {"desk": desk})).rowcount
