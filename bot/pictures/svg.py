"""A laid-out chart as SVG, to stand within a page: drawn by the page's own style sheet, its signs linked."""

from collections.abc import Iterator
from html import escape

from bot.pictures.canvas import BAND, EVENT, FAINT, INK, MARGIN, PAPER, RULE, STATEMENT, WIDTH, Shape, Sheet, Words
from bot.pictures.content import TimelineMark

_CLASSES = {PAPER: "paper", BAND: "band", RULE: "rule", INK: "ink", FAINT: "faint", EVENT: "event", STATEMENT: "said"}
_ASCENT = 0.93  # of a font's size, from the top of its line to the foot of its letters


def as_svg(sheet: Sheet, *, title: str) -> str:
    """Write a chart as one SVG element without any colour: fills are classes `f-event`, outlines `s-event`.

    Each sign leads to the element of the page that has its mark's id.
    """
    inside = [*map(_shape, sheet.shapes), *map(_words, sheet.words), *_signs(sheet)]
    box = f'viewBox="{MARGIN} 0 {WIDTH - 2 * MARGIN} {sheet.bottom}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="group" aria-label="{escape(title)}">'
    return "\n".join([head, *inside, "</svg>"])


def _shape(shape: Shape) -> str:
    points = " ".join(f"{left:.1f},{top:.1f}" for left, top in shape.points)
    match shape.kind:
        case "rectangle" | "ellipse":
            (left, top), (right, bottom) = shape.points
            wide, high = right - left, bottom - top
            round_ = f' rx="{wide / 2:.1f}" ry="{high / 2:.1f}"' if shape.kind == "ellipse" else ""
            size = f'width="{wide:.1f}" height="{high:.1f}"{round_}'
            return f'<rect x="{left:.1f}" y="{top:.1f}" {size}{_look(shape, fill=shape.fill, line=shape.outline)}/>'
        case "line":
            return f'<polyline points="{points}"{_look(shape, fill="", line=shape.outline or shape.fill)}/>'
        case _:
            return f'<polygon points="{points}"{_look(shape, fill=shape.fill, line="")}/>'


def _look(shape: Shape, *, fill: str, line: str) -> str:
    classes = [f"f-{_CLASSES[fill]}" if fill else "f-none", *([f"s-{_CLASSES[line]}"] if line else [])]
    thick = f' stroke-width="{shape.thick}"' if line else ""
    dashes = ' stroke-dasharray="12 9"' if shape.dashed else ""
    return f' class="{" ".join(classes)}"{thick}{dashes}'


def _words(words: Words) -> str:
    box = words.box
    # as wide as in our own font, whichever the reader has
    fitted = f'textLength="{box.right - box.left:.0f}" lengthAdjust="spacingAndGlyphs"'
    place = f'x="{box.left:.1f}" y="{box.top + words.size * _ASCENT:.1f}" font-size="{words.size}" {fitted}'
    weight = ' font-weight="bold"' if words.bold else ""
    return f'<text {place}{weight} class="f-{_CLASSES[words.colour]}">{escape(words.text)}</text>'


def _signs(sheet: Sheet) -> Iterator[str]:
    """Lay a link over each sign, with what it stands for as its name."""
    for box, mark in sheet.signs:
        place = f'x="{box.left:.1f}" y="{box.top:.1f}" width="{box.right - box.left}" height="{box.bottom - box.top}"'
        name = escape(_name(mark))
        yield f'<a href="#{escape(mark.id)}"><title>{name}</title><rect {place} class="sign"/></a>'


def _name(mark: TimelineMark) -> str:
    return " ".join(filter(None, (f"{mark.when_words()}: {mark.label}", mark.remark)))
