"""How long the event loop stands still, and how much of that is ours: not what the machine kept our threads waiting."""

import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from db.storage.memory import spare_what_is_there, take_short_turns
from tests.faults.sizes import SIZE

_EACH = 0.01  # seconds
_LAST = 2 * _EACH  # in which the beat that was due at the end is noted
LATE, MOST = 0.025, 0.1  # seconds that 999 beats in 1,000 may be late, and any
_TASKS = "/proc/self/task"


def high(values: list[float], share: float) -> float:
    """Give the value below which this share of all is."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


@dataclass
class Beats:
    """By how many seconds beats were late; `own` without the time for which our threads found no processor free."""

    late: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, object]:
        """Name what is printed."""
        shown = {"late": self.late, "of_it_ours": self.own}
        milliseconds = {
            f"{name}_{which}_ms": high(values, share) * 1e3
            for name, values in shown.items()
            for which, share in (("p999", 0.999), ("most", 1.0))
        }
        return {"beats": len(self.late), **milliseconds}

    @property
    def kept(self) -> bool:
        """Whether what is ours keeps the bar."""
        return high(self.own, 0.999) <= LATE and max(self.own) <= MOST

    def hold(self) -> None:
        """Assert the bar; small, a test has too few beats to say anything of one in a thousand."""
        assert SIZE == "small" or self.kept, self.figures()


@asynccontextmanager
async def heartbeat() -> AsyncIterator[Beats]:
    """Note by how much the loop is late, each hundredth of a second; what a bot does at its start is done before."""
    take_short_turns()
    spare_what_is_there()
    beats = Beats()
    beating = asyncio.create_task(_beat(beats))
    try:
        yield beats
        await asyncio.sleep(_LAST)
    finally:
        beating.cancel()


async def _beat(beats: Beats) -> None:
    waited = _waited()
    while True:
        before = time.perf_counter()
        await asyncio.sleep(_EACH)
        late = time.perf_counter() - before - _EACH
        already, waited = waited, _waited()
        beats.late.append(late)
        beats.own.append(max(0.0, late - _machines(already, waited)))


def _waited() -> dict[int, float]:
    """Give the seconds for which each thread of ours was ready to run and had no processor; only Linux tells."""
    waited: dict[int, float] = {}
    for task in os.listdir(_TASKS) if os.path.isdir(_TASKS) else ():
        with suppress(OSError), open(f"{_TASKS}/{task}/schedstat", "rb") as told:  # it may have ended meanwhile
            waited[int(task)] = int(told.read().split()[1]) / 1e9
    return waited


def _machines(before: dict[int, float], after: dict[int, float]) -> float:
    """Give for how long the loop's thread, and that other for which it may have waited, had no processor meanwhile."""
    waited = {task: seconds - before.get(task, seconds) for task, seconds in after.items()}
    return waited.pop(threading.get_native_id(), 0.0) + max(waited.values(), default=0.0)
