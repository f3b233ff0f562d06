"""A picture before it is painted: words and shapes with their places, in pixels; and the painting."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, product
from math import hypot
from typing import Literal, assert_never

from PIL import Image, ImageColor, ImageDraw

from bot.pictures.content import Picture, TimelineMark, cited, under_title
from bot.pictures.lettering import Placed, Run, drawable, font, line_height, width, wrap
from db.model import edtf

# three pixels for each point of a phone's screen, less the margins that Discord leaves at both sides
WIDTH = 1080
MARGIN = 36

# its own background, so that it is the same in dark and light mode
PAPER, BAND, RULE, INK, FAINT = "#fbfaf7", "#eceae3", "#c9c6bc", "#16181d", "#565b63"
EVENT, STATEMENT = "#153e75", "#8a3b00"

TITLE, TEXT, SMALL = 46, 36, 30

_UNSURE = "?"
_STEPS = 8  # from paper to ink
_DASH, _GAP = 12, 9

Point = tuple[float, float]
Outline = Literal["rectangle", "ellipse", "line", "polygon"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two boxes share more than an edge."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text in a box; `inside` it may stand on a shape, otherwise it stands free."""

    text: str
    box: Box
    size: int
    bold: bool
    colour: str
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """Something drawn: two corners of a rectangle or an ellipse, or the points of a line or a polygon."""

    kind: Outline
    points: tuple[Point, ...]
    fill: str = ""
    outline: str = ""
    thick: int = 0
    dashed: bool = False


@dataclass(slots=True)
class Sheet:
    """What is painted, and how far down it reaches; `notes` are the marks under which sources stand at the foot.

    `signs` are where marks of a timeline have theirs.
    """

    notes: dict[str, str] = field(default_factory=dict)
    bottom: int = MARGIN
    words: list[Words] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    signs: list[tuple[Box, TimelineMark]] = field(default_factory=list)

    def write(self, runs: Sequence[Run], *, left: int = MARGIN, right: int = WIDTH - MARGIN, size: int = TEXT) -> None:
        """Write a paragraph at the bottom."""
        for line in wrap(runs, size=size, room=right - left):
            for placed in line:
                self._place(placed, left, size)
            self.bottom += line_height(size)

    def source(self, cites: Iterable[str]) -> Run:
        """Refer to sources at the foot."""
        return Run(f"[{', '.join(self.notes[cite] for cite in cites)}]", faint=True)

    def foot(self, picture: Picture) -> None:
        """List the sources that are referred to."""
        if not self.notes:
            return
        self.gap(8)
        self.rule()
        runs = [Run("Sources:", bold=True)]
        for source, note in self.notes.items():
            runs += [Run(note, bold=True), Run(source, faint=True)]
        self.write(runs, size=SMALL)
        if picture.maybe_later:
            day = edtf.words(picture.as_of.isoformat())
            self.write([Run(f"{_UNSURE} = not certainly published by {day}", faint=True)], size=SMALL)

    def put(
        self,
        text: str,
        *,
        left: float,
        top: float,
        size: int,
        bold: bool = False,
        colour: str = INK,
        inside: bool = False,
    ) -> None:
        """Put one line of text at a place."""
        shown = drawable(text)
        box = Box(left, top, left + width(shown, size=size, bold=bold), top + line_height(size))
        self.words.append(Words(shown, box, size, bold, colour, inside))

    def gap(self, height: int) -> None:
        """Leave room at the bottom."""
        self.bottom += height

    def rule(self) -> None:
        """Part what is above from what is below."""
        line = ((MARGIN, self.bottom), (WIDTH - MARGIN, self.bottom))
        self.shapes.append(Shape("line", line, fill=RULE, thick=3))
        self.gap(18)

    def _place(self, placed: Placed, left: int, size: int) -> None:
        run, start = placed.run, left + placed.left
        box = Box(start, self.bottom, start + placed.width, self.bottom + line_height(size))
        self.words.append(Words(run.text, box, size, run.bold, FAINT if run.faint else INK))


def start(picture: Picture) -> Sheet:
    """Begin a sheet with the picture's title."""
    notes = {
        source: _letters(place) + (_UNSURE if source in picture.maybe_later else "")
        for place, source in enumerate(cited(picture))
    }
    sheet = Sheet(notes)
    sheet.write([Run(picture.title, bold=True)], size=TITLE)
    sheet.write([Run(under_title(picture), faint=True)], size=SMALL)
    sheet.gap(18)
    return sheet


def _letters(place: int) -> str:
    """Count in letters, since marks are numbered: a, b … z, aa, ab …"""
    before, place = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("a") + place)


def paint(sheet: Sheet) -> bytes:
    """Paint a sheet as PNG."""
    image = Image.new("RGB", (WIDTH, sheet.bottom + MARGIN), PAPER)
    pen = ImageDraw.Draw(image)
    # an edge, for backgrounds as light as the paper
    pen.rectangle((0, 0, image.width - 1, image.height - 1), outline=RULE, width=3)
    for shape in sheet.shapes:
        _draw(pen, shape)
    for words in sheet.words:
        place = (words.box.left, words.box.top)
        pen.text(place, words.text, font=font(words.size, bold=words.bold), fill=words.colour)
    file = io.BytesIO()
    # packing tighter takes most of the time of a picture, for a fifth fewer bytes
    image.quantize(palette=_palette(), dither=Image.Dither.NONE).save(file, "PNG", compress_level=3)
    return file.getvalue()


@cache
def _palette() -> Image.Image:
    """Hold every colour that is used, and the steps between ink and paper that make letters smooth."""
    # choosing colours anew for each picture would take longer than all the drawing
    between = (step / _STEPS for step in range(_STEPS + 1))
    colours = [
        _mixed(ink, paper, part) for part, ink, paper in product(between, (INK, FAINT, EVENT, STATEMENT), (PAPER, BAND))
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette([*ImageColor.getrgb(RULE), *(part for colour in colours for part in colour)])
    return palette


def _mixed(ink: str, paper: str, part: float) -> list[int]:
    pairs = zip(ImageColor.getrgb(ink), ImageColor.getrgb(paper), strict=True)
    return [round(dark * part + light * (1 - part)) for dark, light in pairs]


def _draw(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    fill, outline = shape.fill or None, shape.outline or None
    match shape.kind:
        case "rectangle":
            pen.rectangle(shape.points, fill=fill, outline=None if shape.dashed else outline, width=shape.thick)
            if shape.dashed:
                (left, top), (right, bottom) = shape.points
                _dashes(pen, [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], shape)
        case "ellipse":
            pen.ellipse(shape.points, fill=fill, outline=None if shape.dashed else outline, width=shape.thick)
            for start in range(0, 360, 45) if shape.dashed else ():
                pen.arc(shape.points, start, start + 27, fill=outline, width=shape.thick)
        case "line":
            if shape.dashed:
                _dashes(pen, shape.points, shape)
            else:
                pen.line(shape.points, fill=fill, width=shape.thick)
        case "polygon":
            pen.polygon(shape.points, fill=fill)
        case _:
            assert_never(shape.kind)


def _dashes(pen: ImageDraw.ImageDraw, points: Sequence[Point], shape: Shape) -> None:
    for (left, top), (right, bottom) in pairwise(points):
        length = hypot(right - left, bottom - top)
        for start in range(0, int(length), _DASH + _GAP):
            ends = [min(at / length, 1) for at in (start, start + _DASH)]
            dash = [(left + (right - left) * at, top + (bottom - top) * at) for at in ends]
            pen.line(dash, fill=shape.outline or shape.fill, width=shape.thick)
