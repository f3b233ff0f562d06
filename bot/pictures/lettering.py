"""Letters in pictures: the font that comes with us, what it can draw, how wide text is, where lines break."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from anyascii import anyascii
from PIL import Image, ImageDraw, ImageFont

_FONTS = Path(__file__).with_name("fonts")
_NOT_A_CHARACTER = "\U0010ffff"
_TO_THE_LEFT = ("R", "AL", "AN")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style."""

    text: str
    bold: bool = False
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A run on a line, `left` pixels from the line's start."""

    run: Run
    left: int
    width: int


@cache
def font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    """Open the font; `size` is in pixels."""
    name = "DejaVuSansCondensed-Bold.ttf" if bold else "DejaVuSansCondensed.ttf"
    # the other engine depends on what is installed on a machine
    return ImageFont.truetype(_FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


def line_height(size: int) -> int:
    """Give the distance from line to line."""
    return round(size * 1.3)


def width(text: str, *, size: int, bold: bool = False) -> int:
    """Measure text on one line."""
    return round(font(size, bold=bold).getlength(text) + 0.5)


def drawable(text: str) -> str:
    """Put text on one line, in characters that the font has: others are transliterated, or shown as a box."""
    whole = unicodedata.normalize("NFC", " ".join(text.split()))
    return " ".join("".join(map(_drawable, whole)).split())


@lru_cache(maxsize=4096)
def _drawable(character: str) -> str:
    category = unicodedata.category(character)
    if character == " " or (category[0] not in "CZ" and _has(character)):
        return character
    if category[0] in "CZ" and category != "Co":
        return " " if category[0] == "Z" else ""
    plain = anyascii(character)
    # some letters are silent in Latin
    return plain if plain.isprintable() and (plain or category[0] in "LM") else "□"


def _has(character: str) -> bool:
    # text that runs to the left would need an engine that knows how its letters join
    if unicodedata.bidirectional(character) in _TO_THE_LEFT:
        return False
    return _pixels(character) != _box()


@cache
def _box() -> bytes:
    """What the font draws for a character that it does not have."""
    return _pixels(_NOT_A_CHARACTER)


def _pixels(character: str) -> bytes:
    image = Image.new("L", (48, 48))
    ImageDraw.Draw(image).text((12, 8), character, font=font(24, bold=False), fill=255)
    return image.tobytes()


def wrap(runs: Sequence[Run], *, size: int, room: int) -> list[list[Placed]]:
    """Break runs into lines at most `room` pixels wide, between words or, where one is too long, within."""
    lines: list[list[Placed]] = [[]]
    end = 0
    for word in _words(runs, size, room):
        space = width(" ", size=size) if end else 0
        wide = width(word.text, size=size, bold=word.bold)
        if end and end + space + wide > room:
            lines.append([])
            end = space = 0
        lines[-1].append(Placed(word, end + space, wide))
        end += space + wide
    return [_joined(line, size) for line in lines if line]


def one_line(text: str, *, size: int, room: int, bold: bool = False) -> str:
    """Shorten text to one line, and say so by an ellipsis."""
    whole = drawable(text)
    if width(whole, size=size, bold=bold) <= room:
        return whole
    while whole and width(f"{whole}…", size=size, bold=bold) > room:
        whole = whole[: min(len(whole) - 1, len(whole) * room // width(whole, size=size, bold=bold))]
    return f"{whole.rstrip()}…"


def _words(runs: Sequence[Run], size: int, room: int) -> Iterator[Run]:
    for run in runs:
        for word in drawable(run.text).split(" "):
            if word:
                yield from (replace(run, text=piece) for piece in _pieces(word, size, room, run.bold))


def _pieces(word: str, size: int, room: int, bold: bool) -> Iterator[str]:
    piece = ""
    for character in word if width(word, size=size, bold=bold) > room else ():
        if piece and width(piece + character, size=size, bold=bold) > room:
            yield piece
            piece = ""
        piece += character
    yield piece or word


def _joined(line: list[Placed], size: int) -> list[Placed]:
    """Put neighbouring words of one style together again."""
    joined: list[Placed] = []
    for placed in line:
        last = joined[-1] if joined else None
        if last and replace(last.run, text="") == replace(placed.run, text=""):
            text = f"{last.run.text} {placed.run.text}"
            joined[-1] = Placed(replace(last.run, text=text), last.left, width(text, size=size, bold=last.run.bold))
        else:
            joined.append(placed)
    return joined
