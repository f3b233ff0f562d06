"""P6: a bot is killed while a hundred thousand messages wait; how soon what is due is posted all the same."""

import asyncio
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

from benchmarks import stores
from benchmarks.figures import Figures
from benchmarks.idle import WAITING
from db.outbox.outbox import Due, add_all_due
from db.storage.database import open_database
from tests.conftest import POSTGRES
from tests.discord import Double, Fault
from tests.faults.workers import worker

_ANEW, _TAKEN_OVER = 1.5, 2.5
_POSTS = r"/channels/\d+/messages"
_PATIENCE = 60
_SERVER = "backchannel_bench_restarts"


async def measure(folder: Path, *, rounds: int) -> Figures:
    """Kill and start anew; on PostgreSQL, kill one of two."""
    figures = Figures(f"P6 Killed, {WAITING:,} waiting", ("s to the first post", "bar"))
    path = str(folder / "restarts")
    stores.owe(path, WAITING, first=stores.now() + timedelta(days=1))
    figures.row("its imports alone", statistics.median([await _imports() for _ in range(rounds)]), None)
    figures.row("started anew, SQLite", statistics.median([await _anew(path) for _ in range(rounds)]), _ANEW)
    if POSTGRES:
        stores.on_server(f"DROP DATABASE IF EXISTS {_SERVER}")
        stores.on_server(f"CREATE DATABASE {_SERVER}")
        url = stores.address(_SERVER)
        stores.owe(url, WAITING, first=stores.now() + timedelta(days=1))
        took = [await _taken_over(url) for _ in range(rounds)]
        figures.row("taken over by another, PostgreSQL", statistics.median(took), _TAKEN_OVER)
        stores.on_server(f"DROP DATABASE {_SERVER} WITH (FORCE)")
    return figures


async def _imports() -> float:
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "import bot.__main__, bot.cli.run", cwd=Path(__file__).parents[1]
    )
    await process.wait()
    return time.monotonic() - began


async def _anew(path: str) -> float:
    """Kill one that delivers, let something fall due, start another."""
    async with Double() as double:
        await _owe(path, double.channel.id)
        async with worker(double, path) as first:
            await double.until(lambda: double.messages, timeout=_PATIENCE)
            first.kill()
            await first.wait()
        await _owe(path, double.channel.id)
        known, began = len(double.messages), time.monotonic()
        async with worker(double, path):
            await double.until(lambda: len(double.messages) > known, timeout=_PATIENCE)
            return time.monotonic() - began


async def _taken_over(url: str) -> float:
    """Kill one of two that waits for Discord's answer; the other posts what that one had claimed."""
    async with Double() as double:
        double.fail_next("POST", _POSTS, Fault("silence"), times=None)
        await _owe(url, double.channel.id)
        async with worker(double, url) as first:
            asked = 0
            while not asked:  # what is not answered wakes nobody
                await asyncio.sleep(0.05)
                asked = _asked(double)
            async with worker(double, url):
                await asyncio.sleep(4)  # it is up, and finds the row claimed
                double.heal()
                began = time.monotonic()
                first.kill()
                await double.until(lambda: double.messages, timeout=_PATIENCE)
                return time.monotonic() - began


def _asked(double: Double) -> int:
    return sum(request.method == "POST" and request.path.endswith("/messages") for request in double.requests)


async def _owe(place: str, channel: int) -> None:
    database = open_database(stores.url(place))
    at = stores.now()
    local = at.replace(tzinfo=None)
    rows = [
        Due("1", "ferry", f"{at.timestamp()} {number}", "opening", str(channel), local, "UTC", at) for number in "ab"
    ]
    with database.writing() as connection:
        add_all_due(connection, rows)
    database.close()
