"""How often the bot tries to log in, kept across restarts: Discord resets a token that logs in 1,000 times a day."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from db.storage.database import Connection, lock
from db.storage.moments import micros, moment
from db.storage.program_state import find_meta, replace_meta

DAY = timedelta(days=1)
DAILY = 100  # logins of one shard in any 24 hours, at most
_LATEST = "starts of all"
_LONGEST_PAUSE = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Starts:
    """What is remembered of one shard: attempts in vain since it last was up, the last of them, a day's logins."""

    failures: int = 0
    last: datetime | None = None
    logins: tuple[datetime, ...] = ()

    def pause(self, now: datetime, *, daily: int = DAILY) -> timedelta:
        """Say how long to wait before the next login."""
        if self.last is None:
            return timedelta()
        rest = min(timedelta(seconds=2 ** min(self.failures - 1, 20)), _LONGEST_PAUSE) if self.failures else timedelta()
        wait = self.last + rest - now
        recent = self._recent(now)
        if len(recent) >= daily:
            wait, rest = max(wait, recent[-daily] + DAY - now), DAY
        # a clock that was set back must not keep the bot waiting for longer than was meant
        return max(timedelta(), min(wait, rest))

    def failed(self, now: datetime) -> "Starts":
        """Count an attempt that may turn out to be in vain."""
        return replace(self, failures=self.failures + 1, last=now)

    def logged_in(self, now: datetime) -> "Starts":
        """Count a login; it was in vain until the bot has been up for a while."""
        return replace(self.failed(now), logins=(*self._recent(now), now))

    def _recent(self, now: datetime) -> tuple[datetime, ...]:
        return tuple(at for at in self.logins if now - DAY < at <= now)


def parted(shards: int) -> int:
    """Say how many logins a day one of so many shards may have: the limit is for all of them together."""
    return max(10, min(DAILY, 800 // shards))


def get_starts(connection: Connection, shard: str) -> Starts:
    """Read what is remembered of a shard."""
    return _read(find_meta(connection, _key(shard)))


def log_in(
    connection: Connection, shard: str, *, now: datetime, daily: int = DAILY, apart: timedelta = timedelta()
) -> timedelta:
    """Count a login that is made now, or say how long to wait for it.

    Logins of several shards, in whatever process, are made so far `apart`.
    """
    lock(connection, _LATEST)
    starts = get_starts(connection, shard)
    latest = moment(int(find_meta(connection, _LATEST) or 0))
    pause = max(starts.pause(now, daily=daily), min(latest + apart - now, apart))
    if pause <= timedelta():
        replace_meta(connection, _key(shard), _written(starts.logged_in(now)))
        replace_meta(connection, _LATEST, str(micros(now)))
    return max(pause, timedelta())


def note_failure(connection: Connection, shard: str, *, now: datetime) -> None:
    """Count an attempt in vain."""
    _change(connection, shard, lambda starts: starts.failed(now))


def note_up(connection: Connection, shard: str) -> None:
    """Remember that the bot was up for a while, or was stopped in order: the next attempt need not wait."""
    _change(connection, shard, lambda starts: replace(starts, failures=0))


def _change(connection: Connection, shard: str, change: Callable[[Starts], Starts]) -> None:
    lock(connection, _key(shard))
    starts = change(get_starts(connection, shard))
    replace_meta(connection, _key(shard), _written(starts))


def _key(shard: str) -> str:
    return f"starts {shard}"


def _read(kept: str | None) -> Starts:
    if kept is None:
        return Starts()
    found = json.loads(kept)
    last = None if found["last"] is None else moment(found["last"])
    return Starts(found["failures"], last, tuple(moment(at) for at in found["logins"]))


def _written(starts: Starts) -> str:
    last = None if starts.last is None else micros(starts.last)
    return json.dumps({"failures": starts.failures, "last": last, "logins": [micros(at) for at in starts.logins]})
