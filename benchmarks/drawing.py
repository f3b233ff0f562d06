"""Drawing pictures: the first one, with the process that draws, and many after it."""

import time
from datetime import date, timedelta

from benchmarks.figures import Figures, percentile
from bot.pictures.content import Timeline, TimelineMark
from bot.pictures.process import Drawing

_FIRST, _WARM = 1_000.0, 400.0  # ms
_LANES = ("North", "South", "Observers", "Court", "Press")


async def measure(*, count: int = 60) -> Figures:
    """Draw timelines of 40 and of 60 marks in five lanes."""
    figures = Figures("Drawing a timeline", ("p50 ms", "p99 ms", "bar"))
    drawing = Drawing()
    try:
        for number in (40, 60):
            took = [await _timed(drawing, _timeline(number)) for _ in range(count)]
            if number == 40:
                first, *took = took
                figures.row("the first, 40 marks", first * 1e3, first * 1e3, _FIRST)
            figures.row(f"{number} marks", percentile(took, 0.5), percentile(took, 0.99), _WARM)
    finally:
        await drawing.close()
    return figures


async def _timed(drawing: Drawing, picture: Timeline) -> float:
    started = time.perf_counter()
    await drawing.draw(picture)
    return time.perf_counter() - started


def _timeline(number: int) -> Timeline:
    marks = tuple(
        TimelineMark(f"S{place}", f"“We shall meet within a week”, {place}", kind, _LANES[place % 5], _when(place))
        for place in range(number)
        for kind in (("statement", "event")[place % 2],)
    )
    return Timeline("Timeline", "The ferry talks", date(2031, 5, 1), _LANES, marks)


def _when(place: int) -> str:
    day = date(2031, 3, 1) + timedelta(days=place * 7 % 50)
    later = day + timedelta(days=4)
    return (f"{day}", f"{day}~", f"{day}/{later}", f"[{day}..{later}]")[place % 4]
