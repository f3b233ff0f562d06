"""The whole way of an interaction, from the gateway's frame to the HTTP body: processor time beside doing nothing."""

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from benchmarks.figures import Figures, compiled
from tests.discord import TOKEN, Double

ROOT = Path(__file__).parents[1]

_PATIENCE = 60  # seconds: the first question waits until the names are indexed

Interact = Callable[[int], Awaitable[object]]


@dataclass
class Way:
    """One kind of interaction; `process` is the bot's, `limit` what its processor time may be beside the floor's."""

    name: str
    process: int
    interact: Interact
    limit: float | None = None
    spent: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)


@asynccontextmanager
async def _bot(double: Double, *arguments: str) -> AsyncIterator[int]:
    """Run a bot in a process of its own until it is connected; gives the process's number."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *arguments),
        cwd=ROOT,
        env=compiled() | {"DISCORD_TOKEN": TOKEN},
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        await double.until(lambda: double.gateway.connected, timeout=30)
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


def processor_seconds(process: int) -> float:
    """Add up what all threads of a process have run, to the nanosecond."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


async def measure(
    database: Path, people: Sequence[str], typed: Sequence[str], *, count: int, rounds: int, folder: Path
) -> Figures:
    """Send `count` interactions of each kind in each round, in turns; returns what they cost."""
    figures = Figures("The whole way: processor ms an interaction", ("p50", "p99 (elapsed)", "× nothing", "bar"))
    if sys.platform != "linux":
        figures.note("not measured: it takes Linux to count a process's time so finely")
        return figures
    config = folder / "bench.toml"
    async with Double() as double, Double() as other:
        config.write_text(f'[database]\nurl = "{database}"\n[discord]\nserver = {double.guild.id}\npace = 1000000\n')
        arguments = ("tests.discord.launch", "--api", double.api, "--", "run", "--config", str(config))
        async with _bot(double, *arguments) as ours, _bot(other, "benchmarks.nothing", "--api", other.api) as floor:
            ways = [*_floor(other, floor), *_ours(double, ours, people, typed)]
            for way in ways:
                await _send(way, 20)
                way.spent.clear()
                way.took.clear()
            for _ in range(rounds):
                for way in ways:
                    await _send(way, count)
    _tell(figures, ways)
    return figures


def _floor(double: Double, process: int) -> list[Way]:
    ben = double.add_user("ben")

    async def nothing(_: int) -> object:
        return await double.slash(ben, double.channel, "nothing", {"name": "peskov"})

    async def no_choices(_: int) -> object:
        return await double.complete(ben, double.channel, "nothing", "name", "pes")

    return [Way("a command that does nothing", process, nothing), Way("a completion of nothing", process, no_choices)]


def _ours(double: Double, process: int, people: Sequence[str], typed: Sequence[str]) -> list[Way]:
    everybody = [f"p{number}" for number in range(1, int(people[-1][1:]), max(1, int(people[-1][1:]) // 700))]
    ann = double.add_user("ann")

    def who(*among: str, **options: str) -> Interact:
        turn = cycle(among)

        async def send(_: int) -> object:
            return await double.slash(ann, double.channel, "who", {"name": next(turn)} | options, timeout=_PATIENCE)

        return send

    def complete(**options: str) -> Interact:
        async def send(number: int) -> object:
            return await double.complete(ann, double.channel, "who", "name", typed[number % len(typed)], **options)

        return send

    then = {"as_of": "2025-06-01"}
    return [
        # more than answers are kept
        Way("/who, somebody new each time", process, who(*everybody), 5.0),
        Way("/who, asked before", process, who(*people), 3.0),
        Way("/who as_of, asked before", process, who(*people, **then), 3.0),
        Way("completing a name", process, complete(), 2.5),
        Way("completing a name as_of", process, complete(**then), 2.5),
    ]


async def _send(way: Way, count: int) -> None:
    before = processor_seconds(way.process)
    for number in range(count):
        started = time.perf_counter()
        await way.interact(number)
        way.took.append(time.perf_counter() - started)
    way.spent.append((processor_seconds(way.process) - before) / count)


def _tell(figures: Figures, ways: Sequence[Way]) -> None:
    floor = ways[0]
    for way in ways:
        ratio = statistics.median(own / base for own, base in zip(way.spent, floor.spent, strict=True))
        late = sorted(way.took)[int(len(way.took) * 0.99)]
        figures.row(way.name, statistics.median(way.spent) * 1e3, late * 1e3, ratio, way.limit)
