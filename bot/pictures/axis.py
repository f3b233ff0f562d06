"""The axis of a timeline: days get the width that their marks need, the days between them little."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, log2, sqrt

from bot.pictures.canvas import INK, SMALL, Box, Shape, Sheet
from bot.pictures.content import TimelineMark
from bot.pictures.lettering import line_height, width
from bot.pictures.markers import BADGE, HEAD
from db.model.edtf import Bounds
from db.model.edtf_words import MONTHS

PITCH = BADGE + 8  # from one badge to the next

_EDGE, _NEIGHBOURS, _PAUSE = 14, 4, 16
_LABEL_AIR, _TICK = 10, 14


@dataclass(frozen=True, slots=True)
class Axis:
    """Where days stand: each one that begins or ends something has its stretch from left to right."""

    left: float
    right: float
    days: Mapping[date, tuple[float, float]]

    def ends(self, bounds: Bounds) -> tuple[float, float]:
        """Give where something begins and ends; what is open runs to the axis' own ends."""
        left = self.left + HEAD if bounds.open_start else self.days[bounds.earliest][0]
        right = self.right - HEAD if bounds.open_end else self.days[bounds.latest][1]
        return left, right


def axis(marks: Sequence[TimelineMark], *, left: float, right: float) -> Axis:
    """Share out the width among the days that marks begin or end on."""
    dated = [bounds for mark in marks if (bounds := mark.bounds)]
    crowds = _crowds(marks)
    days = sorted({day for bounds in dated for day in (bounds.earliest, bounds.latest)} - {date.min, date.max})
    first = left + (BADGE if any(bounds.open_start for bounds in dated) else 0)
    last = right - (BADGE if any(bounds.open_end for bounds in dated) else 0)
    wanted = [float(_wanted(crowds.get(day, 0))) for day in days]
    gaps = [_gap(before, after) for before, after in pairwise(days)] + [0.0]
    scale = (last - first) / (sum(wanted) + sum(gaps) or 1)
    places: dict[date, tuple[float, float]] = {}
    at = first
    for day, wide, gap in zip(days, wanted, gaps, strict=True):
        places[day] = (at, at + wide * scale)
        at += (wide + gap) * scale
    return Axis(left, right, places)


def _crowds(marks: Sequence[TimelineMark]) -> dict[date, int]:
    """Count, for each day, the marks of that one day in the lane that has most."""
    dated = [(mark.lane, bounds) for mark in marks if (bounds := mark.bounds)]
    counts = Counter((lane, bounds.earliest) for lane, bounds in dated if bounds.earliest == bounds.latest)
    crowds: dict[date, int] = {}
    for (_lane, day), count in counts.items():
        crowds[day] = max(count, crowds.get(day, 0))
    return crowds


def _wanted(crowd: int) -> int:
    return PITCH * ceil(sqrt(crowd)) if crowd else _EDGE


def _gap(before: date, after: date) -> float:
    days = (after - before).days
    return _NEIGHBOURS if days == 1 else _PAUSE + 6 * log2(days)


def label_days(sheet: Sheet, line: Axis, marks: Sequence[TimelineMark]) -> None:
    """Write days above the axis: its two ends, then the most crowded ones, as many as have room."""
    height = line_height(SMALL)
    taken: list[Box] = []
    for middle, texts in _by_weight(list(_labels(line, marks))):
        wide = max(width(text, size=SMALL) for text in texts)
        left = min(max(middle - wide / 2, line.left), line.right - wide)
        box = Box(left - _LABEL_AIR, sheet.bottom, left + wide + _LABEL_AIR, sheet.bottom + 2 * height)
        if any(box.meets(other) for other in taken):
            continue
        taken.append(box)
        for row, text in enumerate(texts, 2 - len(texts)):
            indent = (wide - width(text, size=SMALL)) / 2
            sheet.put(text, left=left + indent, top=sheet.bottom + row * height, size=SMALL)
        tick = ((middle, sheet.bottom + 2 * height + 2), (middle, sheet.bottom + 2 * height + _TICK))
        sheet.shapes.append(Shape("line", tick, INK, thick=4))
    sheet.gap(2 * height + _TICK)


_Label = tuple[float, tuple[str, ...]]


def _labels(line: Axis, marks: Sequence[TimelineMark]) -> Iterator[_Label]:
    for bounds in (bounds for mark in marks if (bounds := mark.bounds)):
        left, right = line.ends(bounds)
        if bounds.shape in ("year", "month", "day"):
            yield (left + right) / 2, _dated(bounds.earliest, bounds.shape)
            continue
        unit = _unit(bounds)
        for day in {bounds.earliest, bounds.latest} - {date.min, date.max}:
            yield sum(line.days[day]) / 2, _dated(day, unit)


def _unit(bounds: Bounds) -> str:
    """Tell in which unit both ends of a range can be said without being narrower than they are."""
    starts = bounds.open_start or bounds.earliest.day == 1
    ends = bounds.open_end or (bounds.latest + timedelta(days=1)).day == 1
    if not (starts and ends):
        return "day"
    whole_years = (bounds.open_start or bounds.earliest.month == 1) and (bounds.open_end or bounds.latest.month == 12)
    return "year" if whole_years else "month"


def _dated(day: date, unit: str) -> tuple[str, ...]:
    month = MONTHS[day.month - 1][:3]
    return {"day": (f"{day.day} {month}", str(day.year)), "month": (month, str(day.year))}.get(unit, (str(day.year),))


def _by_weight(labels: list[_Label]) -> list[_Label]:
    counts = Counter(labels)
    ends = {min(labels, default=None), max(labels, default=None)}
    return sorted(counts, key=lambda label: (label not in ends, -counts[label], label))
