"""Claims on the due table: who posts what, in which order, and what becomes of it. As text: it is the hot path."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import TextClause, bindparam, text

from db.outbox.outbox import UNRECORDED, UNWANTED, Due, due_of
from db.storage import schema
from db.storage.database import Connection, lock
from db.storage.moments import micros

LONGEST_REST = timedelta(seconds=30)
# A rest or lease that ends still later was begun by a clock that has been put back since, or by one so far ahead.
_CLOCKS_DIFFER = timedelta(seconds=30)
_ROWS_A_MESSAGE = 10
_MOST_SINGLE = 3  # of one hour; more of them share messages
_HOUR = 3_600_000_000  # microseconds
_NEAR = 1_000  # rows looked through for others of an hour, where not all may be claimed
MOST_UNRECORDED = 10  # tries of a message of which no record can be made

_NO_DESK = "-"

_WHOSE = {True: "desk = 'local'", False: "(desk < 'local' OR desk > 'local')"}

# made at the first claim, the same for all attempts
_OWN_NONCE = "'bc-' || id || '-' || (due_at / 1000000)"
_NONCE = f"CASE WHEN nonce = '' THEN {_OWN_NONCE} ELSE nonce END"
# what a claim makes of a row
_CLAIMED = {
    "state": "'claimed'",
    "owner": "CAST(:owner AS text)",
    "lease_until": "CAST(:lease AS bigint)",
    "attempts": "attempts + 1",
    "first_try_at": "coalesce(first_try_at, :now)",
}
_AS_CLAIMED = ", ".join(f"{_CLAIMED.get(column.name, column.name)} AS {column.name}" for column in schema.due.columns)

# In order of time; no channel that is being posted to, or that rests: so each channel keeps its order.
_READY = f"""
SELECT {_AS_CLAIMED}, {_NONCE} AS named FROM due
WHERE state = 'waiting' AND due_at <= :now AND {{whose}} AND channel NOT IN :resting AND desk NOT IN :served
    AND (desk LIKE 'slack-%' OR CAST(:discord AS integer) = 1)
    AND (desk NOT LIKE 'slack-%' OR CAST(:slack AS integer) = 1)
    AND (kind <> 'own' OR CAST(:own AS integer) = 1)
    AND channel NOT IN (SELECT channel FROM due WHERE state = 'claimed')
    AND channel NOT IN (SELECT channel FROM breaker WHERE open_until > :now
        AND (lasting = 1 OR open_until <= :longest))
ORDER BY due_at, id LIMIT :limit {{lock}}"""


def _ready(*, local: bool, locking: bool) -> TextClause:
    lock = "FOR UPDATE SKIP LOCKED" if locking else ""
    return text(_READY.format(whose=_WHOSE[local], lock=lock)).bindparams(
        bindparam("resting", expanding=True), bindparam("served", expanding=True)
    )


_READIES = {
    (local, locking): _ready(local=local, locking=locking) for local in (True, False) for locking in (True, False)
}
_TRIED = text(
    f"SELECT {_AS_CLAIMED}, nonce AS named FROM due WHERE state = 'waiting' AND nonce IN :nonces AND due_at <= :now"
    " ORDER BY due_at, id"
).bindparams(bindparam("nonces", expanding=True))
_NEIGHBOURS = text(
    "SELECT id, desk, kind, dossier, channel, due_at, held_since, nonce FROM"
    " (SELECT * FROM due WHERE state = 'waiting' AND due_at <= :now ORDER BY due_at, id LIMIT :near) AS near"
    " WHERE nonce = '' AND channel IN :channels"
).bindparams(bindparam("channels", expanding=True))
_BY_ID = {
    locking: text(
        f"SELECT {_AS_CLAIMED}, {_NONCE} AS named FROM due WHERE state = 'waiting' AND id IN :ids"
        f" {'FOR UPDATE SKIP LOCKED' if locking else ''}"
    ).bindparams(bindparam("ids", expanding=True))
    for locking in (True, False)
}
_CLAIM = f"UPDATE due SET {', '.join(f'{name} = {value}' for name, value in _CLAIMED.items())}, nonce = {_NONCE}"
_CLAIMS = {
    True: text(f"{_CLAIM} WHERE id = ANY(CAST(:ids AS bigint[]))"),
    False: text(f"{_CLAIM} WHERE id IN :ids").bindparams(bindparam("ids", expanding=True)),
}
_JOIN = text("UPDATE due SET nonce = :nonce WHERE id = :id")


@dataclass(slots=True)
class _Message:
    """Rows that go out together, under one nonce; `tried` before."""

    channel: str
    named: str
    tried: bool
    rows: list[Any] = field(default_factory=list)

    @property
    def nonce(self) -> str:
        """Name it after its row, or else after all of its rows: with others among them it is another message."""
        return self.named if self.tried or len(self.rows) == 1 else _joint_nonce(self.rows)


def _joint_nonce(rows: Sequence[Any]) -> str:
    named = hashlib.blake2b(" ".join(row.named for row in rows).encode(), digest_size=10).hexdigest()
    return f"bj{len(rows)}-{named}"


def count_named(nonce: str) -> int:
    """Tell how many rows a message was named after."""
    count = nonce.partition("-")[0].removeprefix("bj")
    return int(count) if count.isdecimal() else 1


def own_nonce(due: Due) -> str:
    """Name a message of this row alone, as its claim would."""
    return f"bc-{due.id}-{micros(due.due_at) // 1_000_000}"


@dataclass(frozen=True, slots=True)
class _Joining:
    """Which rows may share a message: late or held ones of the kinds `together`, and of `hourly` those of one hour.

    `by` and `apart` in microseconds: what was due by then is late, or shares none.
    """

    together: Collection[str]
    hourly: Collection[str]
    by: int
    apart: int

    def shared(self, row: Any) -> tuple[object, ...] | None:
        """Say with what a row may share a message; None if with nothing."""
        if row.nonce or row.due_at <= self.apart:
            return None
        if row.kind in self.together and (row.due_at <= self.by or row.held_since is not None):
            return row.channel, row.desk
        if row.kind in self.hourly:
            return row.channel, row.desk, row.kind, row.dossier, row.due_at // _HOUR
        return None

    def messages(self, rows: Sequence[Any]) -> list[_Message]:
        """Put rows that go out together into messages, in order."""
        keys = [self.shared(row) for row in rows]
        many, placed = Counter(keys), Counter[tuple[object, ...]]()
        messages: dict[object, _Message] = {}
        for row, shared in zip(rows, keys, strict=True):
            key: object = row.named
            if shared is not None and (many[shared] > _MOST_SINGLE or len(shared) == 2):
                key = (shared, placed[shared] // _ROWS_A_MESSAGE)
                placed[shared] += 1
            messages.setdefault(key, _Message(row.channel, row.named, bool(row.nonce))).rows.append(row)
        return list(messages.values())


def claim_due(
    connection: Connection,
    *,
    now: datetime,
    owner: str,
    lease: timedelta,
    limit: int,
    local: bool,
    each: int = 5,
    resting: Collection[str] = (),
    without: Collection[str] = (),
    late: datetime | None = None,
    apart: datetime | None = None,
    together: Collection[str] = (),
    hourly: Collection[str] = (),
) -> list[Due]:
    """Take what is due for posting, in order, each row for one owner.

    At most `limit` rows, half of them for desks that have none among the oldest, a quarter of people's own while desks
    are owed others, and `each` messages a channel; none for `resting` channels, nor for desks of platforms that it is
    to do `without` ("discord", "slack"). Rows of the kinds `together` that were due by `late`, or were held in quiet
    hours, share a message, and so do more than three of a kind in `hourly` that were due in one hour, of one dossier;
    those due by `apart` never.
    """
    locking = connection.dialect.name == "postgresql"
    if locking:
        lock(connection, "claim")  # two workers that looked at once could part a channel's messages
    given = {
        "now": micros(now),
        "longest": micros(now + LONGEST_REST + _CLOCKS_DIFFER),
        "resting": ["", *resting],
        "discord": int("discord" not in without),
        "slack": int("slack" not in without),
        "own": 1,
        "limit": limit,
        "owner": owner,
        "lease": micros(now + lease),
    }
    rows = _fairly(connection, _READIES[local, locking], given, limit)
    joining = _Joining(
        together, hourly, by=-1 if late is None else micros(late), apart=-1 if apart is None else micros(apart)
    )
    if len(rows) >= limit:
        rows = _with_neighbours(connection, rows, joining, given)
    messages = _first(joining.messages(rows), each)
    # what was tried before goes out exactly as it was, even if those are more than `limit` rows
    if tried := {message.named: message for message in messages if message.tried}:
        whole = connection.execute(_TRIED, given | {"nonces": list(tried)}).all()
        for message in tried.values():
            message.rows = [row for row in whole if row.nonce == message.named]
    claimed = [due_of(row, nonce=message.nonce) for message in messages for row in message.rows]
    if claimed:
        connection.execute(_CLAIMS[locking], given | {"ids": [due.id for due in claimed]})
    shared = [message for message in messages if len(message.rows) > 1 and not message.tried]
    if joined := [{"id": row.id, "nonce": message.nonce} for message in shared for row in message.rows]:
        connection.execute(_JOIN, joined)
    return sorted(claimed, key=lambda due: (due.due_at, due.id))


def _with_neighbours(
    connection: Connection, rows: Sequence[Any], joining: _Joining, given: dict[str, Any]
) -> Sequence[Any]:
    """Add the rows that may share a message with these, where more are due than may be claimed."""
    keys = {joining.shared(row) for row in rows} - {None}
    if not keys:
        return rows
    channels, taken = sorted({str(key[0]) for key in keys if key}), {row.id for row in rows}
    near = connection.execute(_NEIGHBOURS, given | {"near": _NEAR, "channels": channels}).all()
    ids = [row.id for row in near if row.id not in taken and joining.shared(row) in keys]
    if not ids:
        return rows
    locking = connection.dialect.name == "postgresql"
    more = connection.execute(_BY_ID[locking], given | {"ids": ids}).all()
    return sorted([*rows, *more], key=lambda row: (row.due_at, row.id))


def _fairly(connection: Connection, ready: TextClause, given: dict[str, Any], limit: int) -> Sequence[Any]:
    """Take the oldest, but let one desk’s many hold up no other desk’s few, nor people’s own what desks are owed."""
    oldest = connection.execute(ready, given | {"served": [_NO_DESK]}).all()
    if len(oldest) < limit:
        return oldest
    rows = _desks_first(connection, ready, given, oldest)
    served = {"served": sorted({row.desk for row in rows}), "limit": max(1, limit // 2)}
    others = connection.execute(ready, given | served).all()
    return [*rows[: limit - len(others)], *others]


def _desks_first(
    connection: Connection, ready: TextClause, given: dict[str, Any], oldest: Sequence[Any]
) -> Sequence[Any]:
    """Leave a quarter to what people keep for themselves, while more is owed to desks than there is room for."""
    own = [row for row in oldest if row.kind == "own"]
    few = max(1, len(oldest) // 4)
    if len(own) <= few:
        return oldest
    owed = connection.execute(ready, given | {"served": [_NO_DESK], "own": 0, "limit": len(oldest) - few}).all()
    return [*owed, *own][: len(oldest)]


def _first(messages: Sequence[_Message], each: int) -> list[_Message]:
    """Give the first so many messages of each channel."""
    many: Counter[str] = Counter()
    first = []
    for message in messages:
        many[message.channel] += 1
        if many[message.channel] <= each:
            first.append(message)
    return first


_AWAITED = {
    local: text(
        f"SELECT EXISTS (SELECT 1 FROM due WHERE state = 'waiting' AND due_at <= :now AND {whose}),"
        " EXISTS (SELECT 1 FROM due WHERE state = 'claimed')"
    )
    for local, whose in _WHOSE.items()
}


def is_awaited(connection: Connection, *, now: datetime, local: bool) -> bool:
    """Tell whether anything is due or claimed; it only reads, so that an idle second costs no write."""
    waiting, claimed = connection.execute(_AWAITED[local], {"now": micros(now)}).one()
    return bool(waiting or claimed)


_LAPSED = "(lease_until <= :now OR lease_until > :longest)"
# a lock that is free again belonged to a worker that is no more
_FREE = """owner LIKE 'pg-%' AND NOT EXISTS (
    SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND datname = current_database() AND classid = 25187 AND 'pg-' || objid = due.owner)"""
_TAKE_BACK = (
    f"UPDATE due SET state = CASE WHEN reason = '{UNWANTED}' THEN 'cancelled' ELSE 'waiting' END, owner = ''"
    " WHERE state = 'claimed' AND ({which})"
)


def take_back(connection: Connection, *, now: datetime, owner: str, lease: timedelta) -> int:
    """Free the claims of workers that are dead: their lock is free, or their lease is over. Returns how many."""
    others = f"(owner <> :owner AND {_LAPSED})"
    which = f"{others} OR {_FREE}" if connection.dialect.name == "postgresql" else others
    given = {"now": micros(now), "longest": micros(now + lease + _CLOCKS_DIFFER), "owner": owner}
    return connection.execute(text(_TAKE_BACK.format(which=which)), given).rowcount


_SETTLE = text(
    "UPDATE due SET owner = '', reason = CASE"
    f" WHEN reason = '{UNWANTED}' OR attempts < {MOST_UNRECORDED} THEN reason ELSE '{UNRECORDED}' END,"
    f" state = CASE WHEN reason = '{UNWANTED}' THEN 'cancelled'"
    f" WHEN attempts < {MOST_UNRECORDED} THEN 'waiting' ELSE 'parked' END"
    f" WHERE state = 'claimed' AND owner = :owner AND id NOT IN :held AND {_LAPSED}"
).bindparams(bindparam("held", expanding=True))


def settle_unrecorded(
    connection: Connection, *, now: datetime, owner: str, lease: timedelta, held: Iterable[int]
) -> int:
    """Free an owner's claims of which it has let go without a record of what became of them; returns how many.

    They are looked for and posted anew, but not for ever: after MOST_UNRECORDED tries they are parked.
    """
    given = {"now": micros(now), "longest": micros(now + lease + _CLOCKS_DIFFER), "owner": owner}
    return connection.execute(_SETTLE, given | {"held": [0, *held]}).rowcount


_RELEASE = text(_TAKE_BACK.format(which="owner = :owner AND id NOT IN :held")).bindparams(
    bindparam("held", expanding=True)
)


def release(connection: Connection, *, owner: str, held: Iterable[int] = ()) -> int:
    """Free an owner's own claims but those that it holds."""
    return connection.execute(_RELEASE, {"owner": owner, "held": [0, *held]}).rowcount


def take_back_all(connection: Connection) -> int:
    """Free every claim; only for whoever alone delivers from this database."""
    return connection.execute(text(_TAKE_BACK.format(which="1 = 1"))).rowcount


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a claimed row.

    `certain`: it was surely not posted by this claim. `tried`: an attempt was made at all. `apart`: nor was it posted
    before, and it is to be tried again by itself.
    """

    due: Due
    state: Literal["sent", "waiting", "parked", "cancelled"]
    at: datetime
    message: str = ""
    reason: str = ""
    certain: bool = False
    tried: bool = True
    apart: bool = False


# that it was posted is a fact, whoever holds the claim by now
_SENT = text(
    "UPDATE due SET state = 'sent', message = :message, sent_at = :at, reason = '', owner = ''"
    " WHERE id = :id AND nonce = :nonce AND state IN ('claimed', 'waiting', 'parked')"
)
# PostgreSQL would plan that anew for each row
_SENT_TOGETHER = text(
    "UPDATE due SET state = 'sent', message = posted.message, sent_at = posted.at, reason = '', owner = ''"
    " FROM unnest(CAST(:ids AS bigint[]), CAST(:nonces AS text[]), CAST(:messages AS text[]), CAST(:ats AS bigint[]))"
    " AS posted(id, nonce, message, at)"
    " WHERE due.id = posted.id AND due.nonce = posted.nonce AND due.state IN ('claimed', 'waiting', 'parked')"
)
_KEPT = text(
    f"UPDATE due SET state = CASE WHEN reason = '{UNWANTED}' THEN 'cancelled' ELSE :state END,"
    " reason = :reason, owner = '', attempts = attempts - :untried,"
    " first_try_at = CASE WHEN first_try_at = :fresh OR CAST(:apart AS integer) = 1 THEN NULL ELSE first_try_at END,"
    f" nonce = CASE WHEN CAST(:apart AS integer) = 1 THEN {_OWN_NONCE} ELSE nonce END"
    " WHERE id = :id AND state = 'claimed' AND owner = :owner"
)


def mark_all(connection: Connection, marks: Sequence[Mark], *, owner: str, lease: timedelta) -> None:
    """Record what became of claimed rows."""
    sent = [mark for mark in marks if mark.state == "sent"]
    kept = [_kept(mark, owner, lease) for mark in marks if mark.state != "sent"]
    if sent and connection.dialect.name == "postgresql":
        connection.execute(_SENT_TOGETHER, _columns(sent))
    elif sent:
        connection.execute(_SENT, [_sent(mark) for mark in sent])
    if kept:
        connection.execute(_KEPT, kept)


def _sent(mark: Mark) -> dict[str, object]:
    return {"id": mark.due.id, "nonce": mark.due.nonce, "message": mark.message, "at": micros(mark.at)}


def _columns(sent: Sequence[Mark]) -> dict[str, object]:
    return {
        "ids": [mark.due.id for mark in sent],
        "nonces": [mark.due.nonce for mark in sent],
        "messages": [mark.message for mark in sent],
        "ats": [micros(mark.at) for mark in sent],
    }


def _kept(mark: Mark, owner: str, lease: timedelta) -> dict[str, object]:
    claimed_at = micros(mark.due.lease_until - lease) if mark.due.lease_until else -1
    return {
        "id": mark.due.id,
        "owner": owner,
        "state": mark.state,
        "reason": mark.reason,
        "untried": 0 if mark.tried else 1,
        "apart": int(mark.apart),
        # the first try that may have been posted is what counts
        "fresh": claimed_at if mark.certain or not mark.tried else -1,
    }


def park_resting(connection: Connection, *, now: datetime) -> int:
    """Park what is due for channels that refuse everything, with their reason and without asking them."""
    parked = text(
        "UPDATE due SET state = 'parked',"
        " reason = (SELECT breaker.reason FROM breaker WHERE breaker.channel = due.channel)"
        " WHERE state = 'waiting' AND due_at <= :now AND channel IN"
        " (SELECT channel FROM breaker WHERE lasting = 1 AND open_until > :now)"
    )
    return connection.execute(parked, {"now": micros(now)}).rowcount


def retry_parked(connection: Connection, *, desk: str) -> int:
    """Owe what was parked of a desk again, and close its channels' breakers; returns how many."""
    connection.execute(text("DELETE FROM breaker WHERE desk = :desk"), {"desk": desk})
    again = text("UPDATE due SET state = 'waiting', owner = '' WHERE state = 'parked' AND desk = :desk")
    return connection.execute(again, {"desk": desk}).rowcount
