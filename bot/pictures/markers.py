"""Signs of a timeline: what a mark is shows by its outline, how well its date is known by how it is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.pictures.canvas import EVENT, INK, MARGIN, PAPER, SMALL, STATEMENT, WIDTH, Box, Outline, Shape, Sheet
from bot.pictures.content import Kind, TimelineMark
from bot.pictures.lettering import Run, font, line_height, width

BADGE = 54  # the side of a square, the width of a circle
HEAD = 20  # what an arrow needs beyond its line

_NUMBER, _SMALL_NUMBER = 30, 22
_TICK, _LINE, _BAR = 17, 5, 20
_SAMPLE, _AIR = 150, 12

_EXACT, _VAGUE = "2000-01-01", "2000-01-01~"
_NOTE = "Filled: exact day. Not to scale: busy days are wide, quiet times short."
_KINDS: tuple[Kind, ...] = ("event", "statement")


@dataclass(frozen=True, slots=True)
class Look:
    """How a mark's date is known: what its sign is drawn by."""

    exact: bool = False
    lasted: bool = False  # all of the time, not on some day in it
    open_start: bool = False
    open_end: bool = False
    vague: bool = False  # "about", or uncertain

    @property
    def solid(self) -> bool:
        """Whether the badge is filled."""
        return self.exact and not self.vague


def look(mark: TimelineMark) -> Look | None:
    """Tell how a mark's date is known; None where there is none."""
    bounds = mark.bounds
    if bounds is None:
        return None
    return Look(
        exact=bounds.earliest == bounds.latest,
        lasted=bounds.shape == "stretch",
        open_start=bounds.open_start,
        open_end=bounds.open_end,
        vague=bounds.approximate or bounds.uncertain,
    )


def badge(sheet: Sheet, mark: TimelineMark, number: int, *, middle: float, top: float) -> None:
    """Draw a mark's sign with its number: a square for an event, a circle for a statement."""
    seen = look(mark)
    solid, dashed = (seen.solid, seen.vague) if seen else (False, False)
    colour = _colour(mark)
    corners = ((middle - BADGE / 2, top), (middle + BADGE / 2, top + BADGE))
    outline: Outline = "rectangle" if mark.kind == "event" else "ellipse"
    sheet.shapes.append(Shape(outline, corners, colour if solid else PAPER, colour, thick=_LINE, dashed=dashed))
    if number:
        sheet.signs.append((Box(*corners[0], *corners[1]), mark))
        text = str(number)
        size = _NUMBER if len(text) < 3 else _SMALL_NUMBER
        left = middle - width(text, size=size, bold=True) / 2
        ink = PAPER if solid else colour
        sheet.put(text, left=left, top=top + _sunk(text, size), size=size, bold=True, colour=ink, inside=True)


def _colour(mark: TimelineMark) -> str:
    return EVENT if mark.kind == "event" else STATEMENT


def _sunk(text: str, size: int) -> float:
    """Give how far below a badge's top its number begins, so that the digits stand in the middle."""
    _left, top, _right, bottom = font(size, bold=True).getbbox(text)
    return (BADGE - (bottom - top)) / 2 - top


def span(sheet: Sheet, marks: Sequence[TimelineMark], *, left: float, right: float, top: float) -> None:
    """Draw the days of marks of one date: a bar if it lasted, brackets if it was some day, an arrow at an open end."""
    seen = look(marks[0])
    if seen is None or seen.exact:
        return
    kinds = {mark.kind for mark in marks}
    colour = INK if len(kinds) > 1 else _colour(marks[0])
    height = top + BADGE / 2
    if seen.lasted:
        corners = ((left, height - _BAR / 2), (right, height + _BAR / 2))
        fill = "" if seen.vague else colour
        sheet.shapes.append(Shape("rectangle", corners, fill, colour, thick=_LINE, dashed=seen.vague))
    else:
        ends = ((left, height), (right, height))
        sheet.shapes.append(Shape("line", ends, colour, thick=_LINE, dashed=seen.vague))
    sheet.shapes += _end(left, height, colour, is_open=seen.open_start, outward=-1)
    sheet.shapes += _end(right, height, colour, is_open=seen.open_end, outward=1)


def _end(at: float, height: float, colour: str, *, is_open: bool, outward: int) -> Iterator[Shape]:
    if is_open:
        head = ((at + outward * HEAD, height), (at, height - HEAD), (at, height + HEAD))
        yield Shape("polygon", head, colour)
    else:
        inward = at - outward * _TICK / 2
        bracket = ((inward, height - _TICK), (at, height - _TICK), (at, height + _TICK), (inward, height + _TICK))
        yield Shape("line", bracket, colour, thick=_LINE)


def legend(sheet: Sheet, marks: Sequence[TimelineMark]) -> None:
    """Say what the signs mean, those that are there."""
    kinds = {mark.kind for mark in marks}
    kind: Kind = "event" if "event" in kinds else "statement"
    seen = [one for mark in marks if (one := look(mark))]
    samples = [(_sample(one, _EXACT), str(one)) for one in _KINDS if one in kinds]
    samples += [(_sample(kind, when), words) for when, words in _explained(seen)]
    left, top = float(MARGIN), float(sheet.bottom)
    for sample, words in samples:
        wide = BADGE if sample.when in (_EXACT, _VAGUE) else _SAMPLE
        needed = wide + _AIR + width(words, size=SMALL)
        if left > MARGIN and left + needed > WIDTH - MARGIN:
            left, top = float(MARGIN), top + BADGE + _AIR
        span(sheet, [sample], left=left + HEAD, right=left + wide - HEAD, top=top)
        badge(sheet, sample, 0, middle=left + wide / 2, top=top)
        sheet.put(words, left=left + wide + _AIR, top=top + (BADGE - line_height(SMALL)) / 2, size=SMALL)
        left += needed + 3 * _AIR
    sheet.bottom = int(top) + BADGE + 4
    sheet.write([Run(_NOTE, faint=True)], size=SMALL)


def _sample(kind: Kind, when: str) -> TimelineMark:
    return TimelineMark("", "", kind, "", when)


def _explained(seen: Sequence[Look]) -> Iterator[tuple[str, str]]:
    if any(not (one.exact or one.lasted) for one in seen):
        yield "[2000-01-01..2000-01-09]", "some day in it"
    if any(one.lasted for one in seen):
        yield "2000-01-01/2000-01-09", "all the time"
    if any(one.open_start or one.open_end for one in seen):
        yield "[2000-01-01..]", "no limit known"
    if any(one.vague for one in seen):
        yield _VAGUE, "about, or uncertain"
