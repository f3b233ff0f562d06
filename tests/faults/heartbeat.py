"""How long the event loop stands still, beside a process that does nothing: what that is late is the machine's doing.

python -m tests.faults.heartbeat is that process: it beats until its standard input ends, and writes how late it was.
"""

import asyncio
import json
import select
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from db.collecting import spare_what_is_there, take_short_turns
from tests.faults.sizes import SIZE

_EACH = 0.01  # seconds
_LATE, _MOST = 0.025, 0.1  # seconds that 999 beats in 1,000 may be late, and any
_ROOT = Path(__file__).parents[2]


def high(values: list[float], share: float) -> float:
    """Give the value below which this share of all is."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


@dataclass
class Beats:
    """By how many seconds beats were late: the loop's, and meanwhile those of the process that does nothing."""

    late: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, object]:
        """Name what is printed."""
        late, idle = self.late, self.idle
        loop = {"beats": len(late), "late_p999": high(late, 0.999), "latest": max(late)}
        return {**loop, "idle_process_late_p999": high(idle, 0.999), "idle_process_latest": max(idle)}

    def hold(self) -> None:
        """Assert the bar, beyond what the machine made any process late; `make test` runs other tests beside it."""
        if SIZE != "small":
            assert high(self.late, 0.999) <= _LATE + high(self.idle, 0.999)
            assert max(self.late) <= _MOST + max(self.idle)


@asynccontextmanager
async def heartbeat() -> AsyncIterator[Beats]:
    """Note by how much the loop is late, each hundredth of a second; what a bot does at its start is done before."""
    take_short_turns()
    spare_what_is_there()
    idle = await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, cwd=_ROOT, stdin=PIPE, stdout=PIPE)
    assert idle.stdin
    assert idle.stdout
    await idle.stdout.readline()  # it has begun
    beats = Beats()
    beating = asyncio.create_task(_beat(beats.late))
    try:
        yield beats
    finally:
        beating.cancel()
        idle.stdin.close()
        beats.idle = json.loads((await idle.communicate())[0])


async def _beat(late: list[float]) -> None:
    while True:
        before = time.perf_counter()
        await asyncio.sleep(_EACH)
        late.append(time.perf_counter() - before - _EACH)


def _main() -> None:
    sys.stdout.write("\n")
    sys.stdout.flush()
    late: list[float] = []
    ended = False
    while not ended:
        before = time.perf_counter()
        ended = bool(select.select([sys.stdin], [], [], _EACH)[0])
        late.append(time.perf_counter() - before - _EACH)
    sys.stdout.write(json.dumps(late))


if __name__ == "__main__":
    _main()
