"""P1, P2, P3: ten thousand messages due in one second, with no limit on the pace."""

import asyncio
import gc
import statistics
import time
from collections import defaultdict
from collections.abc import Awaitable
from pathlib import Path

from benchmarks import stores
from benchmarks.figures import Figures, percentile
from benchmarks.stores import APSCHEDULER, BY_HAND, CLAIMS, WHOLE, Copies, Store
from tests.conftest import POSTGRES

# of what raw sqlite3 and raw psycopg take
_LAST = {"SQLite": 4.0, "PostgreSQL": 4.0}
_RATE = {"SQLite": 0.45, "PostgreSQL": 0.40}
_TIMES = 10  # that APScheduler's store is to take as long
_MOST, _USUAL = 100, 25  # milliseconds that the loop may stand still: ever, and but for one beat in a thousand


async def measure(folder: Path, *, rows: int, rounds: int) -> Figures:
    """Empty each store in turns, `rounds` times."""
    figures = Figures(f"P1 {rows:,} due in one second", ("ms to the last", "a second", "× by hand", "bar"))
    took: dict[str, list[float]] = defaultdict(list)
    late: dict[str, list[float]] = defaultdict(list)
    kinds = [*stores.SQLITE, *(stores.SERVER if POSTGRES else ())]
    copies = Copies(folder, rows)
    for _ in range(rounds):
        for store in kinds:
            seconds, beats = await _emptied(copies, store, rows)
            took[store.name].append(seconds)
            late[store.name] += beats
        _, beats = await _beating(asyncio.sleep(1))
        late["nothing, for a second"] += beats
    copies.close()
    for name in took:
        _tell(figures, name, rows, took)
    _tell_times(figures, took)
    _tell_late(figures, late)
    return figures


async def _emptied(copies: Copies, store: Store, rows: int) -> tuple[float, list[float]]:
    place = copies.copy(store)
    given = store.open(place, rows)
    gc.collect()
    gc.freeze()  # as a bot does before it delivers; for all alike
    measured = await _beating(store.deliver(given))
    copies.drop(place)
    return measured


async def _beating(doing: Awaitable[None]) -> tuple[float, list[float]]:
    """Time something, and how late each beat of a heart came that beats every 10 ms meanwhile."""
    late: list[float] = []

    async def beat() -> None:
        while True:
            began = time.perf_counter()
            try:
                await asyncio.sleep(0.01)
            finally:
                late.append(time.perf_counter() - began - 0.01)

    beating = asyncio.create_task(beat())
    await asyncio.sleep(0)
    began = time.perf_counter()
    await doing
    took = time.perf_counter() - began
    beating.cancel()
    await asyncio.gather(beating, return_exceptions=True)
    return took, late


def _beside(name: str) -> str:
    return f"{BY_HAND}, psycopg" if name.endswith("PostgreSQL") else f"{BY_HAND}, sqlite3"


def _ratio(some: list[float], others: list[float]) -> float:
    return statistics.median(one / other for one, other in zip(some, others, strict=True))


def _tell(figures: Figures, name: str, rows: int, took: dict[str, list[float]]) -> None:
    took_ms = statistics.median(took[name]) * 1e3
    ratio = _ratio(took[name], took[_beside(name)])
    what, _, database = name.partition(", ")
    bar = _LAST[database] if what == CLAIMS else None
    figures.row(name, took_ms, f"{rows / took_ms * 1e3:,.0f}", ratio, bar)
    if what == CLAIMS:
        rate, least = 1 / ratio, _RATE[database]
        told = f"P3 {name}: {rate:.2f} × as many a second as {_beside(name)} (bar: {least:.2f})"
        figures.note(told)
        if rate < least:
            figures.missed.append(told)


def _tell_times(figures: Figures, took: dict[str, list[float]]) -> None:
    for what in (CLAIMS, WHOLE):
        times = _ratio(took[APSCHEDULER], took[f"{what}, SQLite"])
        told = f"P1 APScheduler’s store takes {times:.1f} times as long as {what}, SQLite (bar: {_TIMES})"
        figures.note(told)
        if times < _TIMES:
            figures.missed.append(told)


def _tell_late(figures: Figures, late: dict[str, list[float]]) -> None:
    for name, beats in late.items():
        most, usual = max(beats) * 1e3, percentile(beats, 0.999)
        told = f"P2 {name}: the loop stands still for {most:.0f} ms at most, p99.9 {usual:.0f} ms"
        figures.note(told)
        if name.startswith((CLAIMS, WHOLE)) and (most > _MOST or usual > _USUAL):
            figures.missed.append(f"{told} (bar: {_MOST}, {_USUAL})")
