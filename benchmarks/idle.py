"""P7: a hundred thousand messages wait, and nothing is due."""

import asyncio
import resource
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from benchmarks import stores
from benchmarks.figures import Figures
from bot.delivery.worker import Delivery
from db.storage.database import open_database
from tests.faults.drills import DESK

WAITING = 100_000
_CPU, _MEMORY = 0.3, 5  # percent, megabytes


async def measure(folder: Path) -> Figures:
    """Ring for some time in a process of its own, with none waiting and with all."""
    figures = Figures(f"P7 Idle, {WAITING:,} waiting", ("CPU %", "bar"))
    sizes: dict[int, int] = {}
    for waiting in (0, WAITING):
        path = str(folder / f"idle-{waiting}")
        stores.owe(path, waiting, first=stores.now() + timedelta(days=1))
        done = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-m", "benchmarks.idle", path], capture_output=True, text=True, check=True
        )
        cpu, kilobytes = done.stdout.split()
        sizes[waiting] = int(kilobytes)
        figures.row(f"{waiting:,} waiting", float(cpu), _CPU)
    grown = (sizes[WAITING] - sizes[0]) / 1024
    figures.note(f"memory at most: {sizes[0] / 1024:.0f} MB with none waiting, {grown:+.1f} MB with all (bar: ± 5 MB)")
    if abs(grown) > _MEMORY:
        figures.missed.append(f"memory grows by {grown:.1f} MB")
    return figures


async def _idle(path: str, *, seconds: int = 20) -> None:
    database = open_database(f"sqlite:///{path}")
    nobody: Any = SimpleNamespace(post=None, look=None, find=None)  # nothing falls due
    delivery = Delivery(database, DESK, nobody, clock=stores.now)
    await delivery.ring()
    began = time.process_time()
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while True:
                await asyncio.sleep(1)
                await delivery.ring()
    cpu = (time.process_time() - began) / seconds * 100
    print(cpu, _most_memory())
    database.close()


def _most_memory() -> int:
    """Give the kilobytes that this process has had at most."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # a process begins its getrusage with what the one that started it had
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(lines["VmHWM"].split()[0])


if __name__ == "__main__":
    asyncio.run(_idle(sys.argv[1]))
