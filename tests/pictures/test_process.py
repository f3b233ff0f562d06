"""The process that draws: ready in time, replaced when it dies or hangs, and gone when nobody needs it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from bot.pictures.content import Timeline, TimelineMark
from bot.pictures.draw import draw
from bot.pictures.process import Drawing, DrawingError, write_new

MARKS = tuple(
    TimelineMark(f"S{n}", "We shall meet within a week", "statement", "North", "2031-03-01") for n in range(40)
)
BUSY = Timeline("Timeline", "The ferry talks", date(2031, 3, 20), ("North",), MARKS)
SMALL = replace(BUSY, marks=MARKS[:1])
FAULTY = replace(BUSY, marks=(replace(MARKS[0], when="no date"),))

# loses its process's owner as a crash would
_OWNER = """
import asyncio
from bot.pictures.process import Drawing
async def main():
    drawing = Drawing()
    await drawing.start()
    print(drawing.process_id, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.fixture
async def drawing() -> AsyncIterator[Drawing]:
    """What draws, in a process that has not been started."""
    made = Drawing(patience=10)
    yield made
    await made.close()


async def test_the_first_picture_comes_in_time_and_the_loop_goes_on(drawing: Drawing) -> None:
    ticks: list[float] = []

    async def tick() -> None:
        while True:
            ticks.append(time.perf_counter())
            await asyncio.sleep(0.005)

    ticking = asyncio.create_task(tick())
    content = await drawing.draw(BUSY)
    ticking.cancel()

    assert content == draw(BUSY)
    # Discord waits 3 s for an answer
    assert ticks[-1] - ticks[0] < 3
    assert max(after - before for before, after in pairwise(ticks)) < 0.25


async def test_one_process_draws_one_picture_after_the_other(drawing: Drawing) -> None:
    await drawing.start()
    first = drawing.process_id

    drawn = await asyncio.gather(drawing.draw(BUSY), drawing.draw(SMALL), drawing.draw(BUSY))

    assert list(drawn) == [draw(BUSY), draw(SMALL), draw(BUSY)]
    assert drawing.process_id == first


async def test_a_process_that_died_is_replaced(drawing: Drawing) -> None:
    await drawing.draw(SMALL)
    first = drawing.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)

    content = await drawing.draw(SMALL)

    assert content == draw(SMALL)
    assert drawing.process_id != first


async def test_a_process_that_hangs_is_replaced() -> None:
    hanging = Drawing(patience=2)
    await hanging.draw(SMALL)
    first = hanging.process_id
    assert first is not None
    os.kill(first, signal.SIGSTOP)

    content = await hanging.draw(SMALL)
    await hanging.close()

    assert content == draw(SMALL)
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


async def test_a_picture_that_cannot_be_drawn_says_why_and_harms_no_other(drawing: Drawing) -> None:
    await drawing.draw(SMALL)
    first = drawing.process_id

    with pytest.raises(DrawingError, match="EdtfError"):
        await drawing.draw(FAULTY)

    assert await drawing.draw(SMALL) == draw(SMALL)
    assert drawing.process_id == first


async def test_whoever_gives_up_waiting_does_not_leave_a_picture_to_the_next(drawing: Drawing) -> None:
    await drawing.draw(SMALL)
    waiting = asyncio.create_task(drawing.draw(BUSY))
    await asyncio.sleep(0.01)
    waiting.cancel()

    assert await drawing.draw(SMALL) == draw(SMALL)


async def test_closing_ends_the_process_and_whoever_waits_gets_none() -> None:
    drawing = Drawing()
    await drawing.draw(SMALL)
    process = drawing.process_id
    assert process is not None
    waiting = asyncio.create_task(drawing.draw(BUSY))
    await asyncio.sleep(0.01)

    await drawing.close()

    with pytest.raises(DrawingError):
        await waiting
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_the_process_ends_when_its_owner_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", _OWNER], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        process = int(owner.stdout.readline())

        owner.kill()

        deadline = time.monotonic() + 5
        while _is_running(process) and time.monotonic() < deadline:
            time.sleep(0.02)
    assert not _is_running(process)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
        # one that ended and that nobody has waited for yet still has its number
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc/self").exists()


def test_a_picture_never_takes_the_name_of_another_file(tmp_path: Path) -> None:
    written = [write_new(content, "offers.png", folder=tmp_path) for content in (b"1", b"2", b"3")]

    assert [path.name for path in written] == ["offers.png", "offers-2.png", "offers-3.png"]
    assert [path.read_bytes() for path in written] == [b"1", b"2", b"3"]
