"""R2: the same on PostgreSQL with four workers, of which any may be killed, and the server itself may crash."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import TextClause, text

from db.storage.database import Database, DatabaseError, open_database
from tests.faults.cluster import WANTED, Cluster
from tests.faults.conftest import Figures
from tests.faults.drills import all_sent, owe_drills
from tests.faults.nursery import Nursery
from tests.faults.recorder import Recorder
from tests.faults.sizes import sized

_KILLS, _CRASHES = sized(6, 60, 600), sized(1, 3, 20)
_DRILLS = sized(80, 1_000, 10_000)
# Few posts on a machine that is busy with other tests say little of shares and seconds. A worker looks for claims of
# the dead each second, these ten times a second: of two seconds 1.1 are left.
_RESCUE, _LEAST = sized(20.0, 1.1, 1.1), sized(0.0, 0.1, 0.1)
_PAUSE = 0.5  # seconds between two kills, on average
_WORKERS = ("a", "b", "c", "d")
_CHANNELS = [str(1000 + number) for number in range(200)]


@dataclass
class _Staff:
    """Four workers; each that is killed is replaced at once, under a new name of the same letter."""

    nursery: Nursery
    arguments: tuple[str, ...]
    chance: random.Random = field(default_factory=lambda: random.Random(2))
    working: dict[str, int] = field(default_factory=dict)
    hired: int = 0
    ended: Counter[int] = field(default_factory=Counter)

    async def hire(self, letter: str) -> None:
        self.hired += 1
        self.working[letter] = await self.nursery.start("deliver", *self.arguments, f"{letter}{self.hired}")

    async def kill(self) -> None:
        letter = self.chance.choice(_WORKERS)
        self.ended[await self.nursery.kill(self.working[letter])] += 1
        await self.hire(letter)


if WANTED:

    async def test_nothing_is_lost_or_doubled_among_workers_that_die(tmp_path: Path, figures: Figures) -> None:
        log = tmp_path / "log"
        async with Cluster() as cluster, Recorder(tmp_path / "recorder") as recorder, Nursery(log) as nursery:
            database = open_database(cluster.url)
            staff = _Staff(nursery, (cluster.url, str(recorder.path)))
            for letter in _WORKERS:
                await staff.hire(letter)
            first = datetime.now(UTC) + timedelta(seconds=1.5)
            owe_drills(database, _DRILLS, first=first, seconds=_KILLS * _PAUSE, channels=_CHANNELS)
            rescues = await _die(staff, cluster, database)
            lost = await all_sent(database, _DRILLS, recorder)
            database.close()

        posts = Counter(post.worker[0] for post in recorder.posts)
        least = min(posts[letter] for letter in _WORKERS) / max(len(recorder.posts), 1)
        figures(
            "R2",
            kills=_KILLS,
            server_crashes=_CRASHES,
            reminders=_DRILLS,
            lost=len(lost),
            visible_doubles=len(recorder.doubles),
            posted_again=recorder.again,
            longest_gap=recorder.longest_gap,
            deaths_looked_at=len(rescues),
            claims_of_a_dead_worker_free_after=max(rescues, default=0.0),
            least_share_of_a_worker=least,
        )
        assert (lost, recorder.doubles) == (set(), [])
        assert recorder.longest_gap <= 30
        assert max(rescues, default=0.0) <= _RESCUE
        assert least >= _LEAST
        assert set(staff.ended) == {-9}, log.read_text()


async def _die(staff: _Staff, cluster: Cluster, database: Database) -> list[float]:
    """Kill workers, and the server now and then; returns how long claims of the dead lay there."""
    crashes = set(staff.chance.sample(range(_KILLS), _CRASHES))
    rescues: list[float] = []
    for number in range(_KILLS):
        await asyncio.sleep(staff.chance.uniform(0, 2 * _PAUSE))
        if number in crashes:
            await cluster.crash()
            continue
        alive = await _asked(database, _ALIVE)
        await staff.kill()
        if len(alive) == len(_WORKERS):  # else the one that died may have had no name yet
            rescues.append(await _rescue(database, alive))
    return rescues


async def _rescue(database: Database, alive: set[str]) -> float:
    """Wait until the server has noticed which of these died, and until nothing is claimed by it."""
    died, dead = time.monotonic(), set[str]()
    while not dead or dead & await _asked(database, _CLAIMING):
        dead = dead or alive - await _asked(database, _ALIVE)
        assert time.monotonic() - died < 60
        await asyncio.sleep(0.02)
    return time.monotonic() - died


_CLAIMING = text("SELECT DISTINCT owner FROM due WHERE state = 'claimed'")
_ALIVE = text("SELECT 'pg-' || objid FROM pg_locks WHERE locktype = 'advisory' AND classid = 25187 AND granted")


async def _asked(database: Database, query: TextClause) -> set[str]:
    """Ask for the names of workers."""
    while True:
        try:
            with database.reading() as connection:
                return set(connection.execute(query).scalars())
        except DatabaseError:
            await asyncio.sleep(0.05)  # the server has just crashed
