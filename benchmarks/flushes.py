"""P4: how often the disk is flushed; counted by the shim that also cuts the power in the tests.

python -m benchmarks.flushes FOLDER runs with the shim loaded, and prints a line of JSON.
"""

import asyncio
import json
import random
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import stores
from benchmarks.figures import Figures
from bot.blocks import Answer
from bot.cli import logs
from bot.delivery.worker import Delivery
from db.loading.dossiers import replace_dossier
from db.storage.database import Database, open_database
from tests.asking import ANN, asked
from tests.builders import NOW, tiny
from tests.faults.delivering import DESK
from tests.faults.drills import know_drills, owe_drills
from tests.faults.loaded import COMPILER, flush_count, run_loaded

_ACCEPTED, _ASKED, _POSTED = 100, 100, 200
_WHERE = Path(__file__).parents[1]


def measure(folder: Path) -> Figures:
    """Count in a process of its own."""
    figures = Figures("P4 Flushes of the disk, SQLite", ("flushes", "each", "bar"))
    if COMPILER is None:
        figures.note("not counted: it takes Linux and a C compiler")
        return figures
    place = folder / "flushes"
    place.mkdir()
    counted = json.loads(run_loaded(place, "-m", "benchmarks.flushes", str(place / "live")))
    figures.row(f"{_ACCEPTED} reminders accepted", str(counted["accepted"]), counted["accepted"] / _ACCEPTED, 1.0)
    figures.row(f"{_ASKED} questions answered", str(counted["asked"]), counted["asked"] / _ASKED, 0.0)
    twenties = counted["posted"] / (_POSTED / 20)
    figures.row(f"{_POSTED} reminders posted in a burst, 20", str(counted["posted"]), twenties, 2.0)
    figures.note("posts are answered after 100 to 300 ms, within Discord’s limits")
    return figures


async def _count(folder: Path) -> dict[str, int]:
    know_drills()
    database = open_database(f"sqlite:///{folder / 'bot.sqlite3'}")
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="bench")
        connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 0")  # what a thousand pages cost is no commit’s
    counted = {"accepted": await _counted(asyncio.to_thread(_accept, database))}
    counted["asked"] = await _counted(asyncio.to_thread(_ask, database))
    first = stores.now() + timedelta(seconds=1)
    owe_drills(database, _POSTED, first=first, seconds=0, channels=stores.CHANNELS)
    counted["posted"] = await _counted(_post(database))
    database.close()
    return counted


async def _counted(doing: Any) -> int:
    before = flush_count()
    await doing
    return flush_count() - before


def _accept(database: Database) -> None:
    for number in range(_ACCEPTED):
        asked(database, f"/my remind when:2041-03-20T12:00 about:“number {number}”")


def _ask(database: Database) -> None:
    for _ in range(_ASKED // 2):
        asked(database, "/who vane", asker=ANN)
        asked(database, "/dates", asker=ANN)


async def _post(database: Database) -> None:
    channels: Any = _Channels()
    delivery = Delivery(database, DESK, channels, clock=stores.now)
    while channels.posted < _POSTED:
        await delivery.ring()
        await asyncio.sleep(1)
    await delivery.stop(1.0)


class _Channels:
    """Takes posts as far away as Discord."""

    look = find = None

    def __init__(self) -> None:
        self.posted = 0
        self._chance = random.Random(5)

    async def post(self, _channel: str, _answer: Answer, *, nonce: str) -> str:
        await asyncio.sleep(self._chance.uniform(0.1, 0.3))
        self.posted += 1
        return nonce


if __name__ == "__main__":
    logs.set_up(form="json", level="warning")
    json.dump(asyncio.run(_count(Path(sys.argv[1]))), sys.stdout)
