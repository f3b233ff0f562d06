"""Delivery beside the same by hand and beside APScheduler's own job store, in turns: python -m benchmarks.delivery.

BACKCHANNEL_TEST_POSTGRES names a server; without one only SQLite is measured.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

from benchmarks import accepting, burst, flushes, idle, restarts
from benchmarks.figures import Figures
from bot.cli import logs
from tests.faults.drills import know_drills


def main() -> int:
    """Measure and print; a miss is no failure of the program."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.delivery")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where to keep the databases meanwhile")
    given = parser.parse_args()
    logs.set_up(form="json", level="warning")  # a line a message would be measured with ours, and not with theirs
    know_drills()
    with tempfile.TemporaryDirectory(prefix="backchannel-bench-", dir=given.folder) as folder:
        missed = asyncio.run(_measure(Path(folder), rows=given.rows, rounds=given.rounds))
    print(f"\n{missed or 'no'} bars missed")
    return 0


async def _measure(folder: Path, *, rows: int, rounds: int) -> int:
    return (
        _shown(await burst.measure(folder, rows=rows, rounds=rounds))
        + _shown(await asyncio.to_thread(flushes.measure, folder))
        + _shown(accepting.measure(folder))
        + _shown(await restarts.measure(folder, rounds=rounds))
        + _shown(await idle.measure(folder))
    )


def _shown(figures: Figures) -> int:
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"\n{figures}\n  {load}", flush=True)
    return len(figures.missed)


if __name__ == "__main__":
    sys.exit(main())
