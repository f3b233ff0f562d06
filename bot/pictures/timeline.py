"""A timeline laid out: numbered signs by side on an axis of days, what the signs mean, and the list of numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from bot.pictures.axis import PITCH, Axis, axis, label_days
from bot.pictures.canvas import BAND, MARGIN, SMALL, TEXT, WIDTH, Shape, Sheet, start
from bot.pictures.content import Timeline, TimelineMark, shortened
from bot.pictures.lettering import Run, line_height, one_line
from bot.pictures.markers import BADGE, HEAD, badge, legend, span
from db.model.edtf import Bounds

_INSIDE = 12  # between a lane's edge and what is in it
_ROW = BADGE + 10
_BRACKET = 16  # what of a bracket stands out beside a sign
_MANY = 14  # above it, entries are small and short
_SHORT = 80


class Numbered(NamedTuple):
    """A mark under its number."""

    number: int
    mark: TimelineMark


@dataclass(frozen=True, slots=True)
class _Group:
    """Marks of one date side by side, from `left` to `right`; `first` is the middle of the first one's sign."""

    marks: tuple[Numbered, ...]
    left: float
    right: float
    first: float

    def room(self) -> tuple[float, float]:
        """Give what must stay free of others."""
        half = PITCH / 2
        last = self.first + (len(self.marks) - 1) * PITCH
        return min(self.left - HEAD, self.first - half), max(self.right + HEAD, last + half)


def lay_out_timeline(timeline: Timeline) -> Sheet:
    """Place everything that a timeline shows."""
    sheet = start(timeline)
    marks = [Numbered(number, mark) for number, mark in enumerate(timeline.marks, 1)]
    dated = [one for one in marks if one.mark.when]
    if dated:
        _chart(sheet, timeline.lanes, dated)
        legend(sheet, timeline.marks)
        sheet.gap(6)
        sheet.rule()
    for when, alike in groupby(marks, key=lambda one: one.mark.when_words()):
        sheet.write([Run(when, bold=True)])
        for one in alike:
            _entry(sheet, one, small=len(marks) > _MANY)
        sheet.gap(6)
    sheet.foot(timeline)
    return sheet


def lay_out_chart(timeline: Timeline) -> Sheet:
    """Place the signs on their axis and what they mean alone; empty where no mark has a date."""
    sheet = Sheet(bottom=0)
    dated = [Numbered(number, mark) for number, mark in enumerate(timeline.marks, 1) if mark.when]
    if dated:
        _chart(sheet, timeline.lanes, dated)
        legend(sheet, [one.mark for one in dated])
    return sheet


def _chart(sheet: Sheet, lanes: Sequence[str], marks: Sequence[Numbered]) -> None:
    line = axis([one.mark for one in marks], left=MARGIN + _INSIDE, right=WIDTH - MARGIN - _INSIDE)
    label_days(sheet, line, [one.mark for one in marks])
    for lane in dict.fromkeys([*lanes, *(one.mark.lane for one in marks)]):
        inside = [one for one in marks if one.mark.lane == lane]
        if inside:
            _lane(sheet, lane, inside, line)
    sheet.gap(8)


def _lane(sheet: Sheet, name: str, marks: Sequence[Numbered], line: Axis) -> None:
    top, band = sheet.bottom, len(sheet.shapes)
    named = one_line(name, size=SMALL, room=WIDTH - 2 * MARGIN - 2 * _INSIDE, bold=True)
    sheet.put(named, left=MARGIN + _INSIDE, top=top + 4, size=SMALL, bold=True)
    sheet.gap(line_height(SMALL) + 10)
    rows: list[list[tuple[float, float]]] = []
    for group in _groups(marks, line):
        row = _first_free(rows, group.room())
        _draw(sheet, group, top=sheet.bottom + row * _ROW)
    sheet.gap(len(rows) * _ROW + 4)
    corners = ((MARGIN, top), (WIDTH - MARGIN, sheet.bottom))
    sheet.shapes.insert(band, Shape("rectangle", corners, BAND))
    sheet.gap(10)


def _first_free(rows: list[list[tuple[float, float]]], room: tuple[float, float]) -> int:
    """Find the first row that has room, and take it."""
    for row, taken in enumerate(rows):
        if all(room[1] <= left or right <= room[0] for left, right in taken):
            taken.append(room)
            return row
    rows.append([room])
    return len(rows) - 1


def _groups(marks: Sequence[Numbered], line: Axis) -> Iterator[_Group]:
    """Put marks of one date side by side, as many as the width of their days holds."""
    dates = dict.fromkeys(one.mark.when for one in marks)
    for date in dates:
        alike = [one for one in marks if one.mark.when == date]
        bounds = alike[0].mark.bounds
        assert bounds is not None  # others are not on the axis
        left, right = _wide_enough(*line.ends(bounds), line) if _is_range(bounds) else line.ends(bounds)
        most = max(1, int((right - left + 1 - 2 * _BRACKET * _is_range(bounds)) // PITCH))
        for at in range(0, len(alike), most):
            some = tuple(alike[at : at + most])
            half = (len(some) - 1) / 2 * PITCH
            outer = half + BADGE / 2 + _BRACKET
            middle = right - outer if bounds.open_start else left + outer if bounds.open_end else (left + right) / 2
            yield _Group(some, left, right, _inside(middle, half, line) - half)


def _is_range(bounds: Bounds) -> bool:
    return bounds.earliest != bounds.latest


def _wide_enough(left: float, right: float, line: Axis) -> tuple[float, float]:
    """Widen a stretch until its brackets show at both sides of a sign."""
    lacking = max(0.0, BADGE + 2 * _BRACKET - (right - left)) / 2
    left, right = left - lacking, right + lacking
    shift = max(0.0, line.left - left) - max(0.0, right - line.right)
    return left + shift, right + shift


def _inside(middle: float, half: float, line: Axis) -> float:
    reach = half + BADGE / 2
    return min(max(middle, line.left + reach), line.right - reach)


def _draw(sheet: Sheet, group: _Group, *, top: int) -> None:
    span(sheet, [one.mark for one in group.marks], left=group.left, right=group.right, top=top)
    for place, one in enumerate(group.marks):
        badge(sheet, one.mark, one.number, middle=group.first + place * PITCH, top=top)


def _entry(sheet: Sheet, one: Numbered, *, small: bool) -> None:
    top = sheet.bottom
    size = SMALL if small else TEXT
    badge(sheet, one.mark, one.number, middle=MARGIN + BADGE / 2, top=top)
    label = shortened(one.mark.label, _SHORT) if small else one.mark.label
    sheet.gap((BADGE - line_height(size)) // 2)
    runs = [Run(label), Run(one.mark.remark), Run(one.mark.id, faint=True), sheet.source(one.mark.cites)]
    sheet.write(runs, left=MARGIN + BADGE + 18, size=size)
    sheet.bottom = max(sheet.bottom, top + BADGE) + 8
