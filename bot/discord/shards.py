"""Whether the gateway is there: since when each shard has been away, and when to do something about it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

LONGEST_AWAY = timedelta(minutes=5)  # after that, only a new process may help
READY_WITHIN = timedelta(seconds=30)
STEADY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Shards:
    """A process's part of the gateway: these of so many shards."""

    ids: tuple[int, ...]
    count: int

    def name(self, shard: int) -> str:
        """Name one of them for good."""
        return f"{shard}/{self.count}"

    @property
    def names(self) -> list[str]:
        """Name all of them."""
        return [self.name(shard) for shard in self.ids]


ONE_SHARD = Shards((0,), 1)


@dataclass(slots=True)
class Presence:
    """The state of a process's shards. While it rests, by its own choice, nothing counts as away."""

    shards: tuple[int, ...]
    away: dict[int, datetime] = field(default_factory=dict)
    asked: dict[int, datetime] = field(default_factory=dict)
    here_since: dict[int, datetime] = field(default_factory=dict)
    resting_until: datetime | None = None
    trouble: str = ""  # what the last attempt failed with
    settled: bool = False  # whether it is remembered that all were there for a while

    @property
    def here(self) -> bool:
        """Whether every shard is there."""
        return len(self.here_since) == len(self.shards)

    def try_all(self, now: datetime) -> None:
        """Begin to count: from now on the shards that are not here are being waited for."""
        self.resting_until = None
        for shard in self.shards:
            if shard not in self.here_since:
                self.away.setdefault(shard, now)

    def rest(self, until: datetime) -> None:
        """Stop counting: the bot waits by its own choice."""
        self.resting_until = until
        self.away.clear()

    def ask(self, shard: int, now: datetime) -> None:
        """Note that a shard has asked to log in."""
        self.asked[shard] = now

    def come(self, shard: int, now: datetime) -> None:
        """Note that a shard is there."""
        self.away.pop(shard, None)
        self.asked.pop(shard, None)
        self.here_since.setdefault(shard, now)
        self.trouble = ""

    def lose(self, shard: int, now: datetime) -> None:
        """Note that a shard has gone."""
        self.here_since.pop(shard, None)
        self.asked.pop(shard, None)
        self.settled = False
        self.away.setdefault(shard, now)

    def unanswered(self, now: datetime) -> list[int]:
        """List the shards that asked to log in and wait too long for an answer."""
        return [shard for shard, asked in self.asked.items() if now - asked >= READY_WITHIN]

    def longest_away(self, now: datetime) -> timedelta:
        """Say for how long the shard that is away longest has been."""
        return max((now - since for since in self.away.values()), default=timedelta())

    def steady(self, now: datetime) -> bool:
        """Tell whether every shard has been there for a while."""
        return self.here and all(now - since >= STEADY for since in self.here_since.values())
