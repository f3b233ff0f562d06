"""R1: nothing is lost or shown twice though the process that delivers from SQLite is killed again and again."""

import asyncio
import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.storage.database import open_database
from tests.faults.conftest import Figures
from tests.faults.drills import all_sent, owe_drills
from tests.faults.nursery import Nursery
from tests.faults.recorder import Posted, Recorder
from tests.faults.sizes import sized

_KILLS = sized(8, 100, 1000)
_DRILLS = sized(80, 1_000, 10_000)
_LIFE = 0.5  # seconds from one kill to the next, on average
_CHANNELS = [str(1000 + number) for number in range(200)]


async def test_nothing_is_lost_or_doubled_through_kills_on_sqlite(tmp_path: Path, figures: Figures) -> None:
    url = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    database = open_database(url)
    first = datetime.now(UTC) + timedelta(seconds=0.5)
    owe_drills(database, _DRILLS, first=first, seconds=_KILLS * _LIFE, channels=_CHANNELS)
    killing = Killing(url)
    async with Recorder(tmp_path / "recorder", killing.posted) as recorder, Nursery(tmp_path / "log") as nursery:
        killing.socket = str(recorder.path)
        for _ in range(_KILLS):
            await killing.one(nursery)
        await nursery.start("deliver", url, str(recorder.path), "last")
        lost = await all_sent(database, _DRILLS, recorder)
    database.close()

    with sqlite3.connect(tmp_path / "bot.sqlite3") as raw:
        whole = raw.execute("PRAGMA integrity_check").fetchone()[0]
    figures(
        "R1",
        kills=_KILLS,
        reminders=_DRILLS,
        lost=len(lost),
        visible_doubles=len(recorder.doubles),
        posted_again=recorder.again,
        longest_gap=recorder.longest_gap,
        integrity=whole,
    )
    assert (lost, recorder.doubles, whole) == (set(), [], "ok")
    assert recorder.longest_gap <= 30
    assert killing.ended == {-9}, (tmp_path / "log").read_text()


class Killing:
    """Lets a process live for a while, and kills it: at a random instant, or as a post of it arrives."""

    def __init__(self, url: str, role: str = "deliver") -> None:
        self.url, self.socket, self.role = url, "", role
        self.ended: set[int] = set()
        self._chance = random.Random(1)
        self._arrival = asyncio.Event()

    def posted(self, _: Posted) -> None:
        self._arrival.set()

    async def one(self, nursery: Nursery) -> None:
        child = await nursery.start(self.role, self.url, self.socket, "worker")
        await asyncio.sleep(self._chance.uniform(0, 2 * _LIFE))
        if self._chance.random() < 0.5:
            self._arrival.clear()
            try:
                await asyncio.wait_for(self._arrival.wait(), timeout=_LIFE)
                await asyncio.sleep(self._chance.uniform(0, 0.004))
            except TimeoutError:
                pass  # nothing was due
        self.ended.add(await nursery.kill(child))
