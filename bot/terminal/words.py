"""Text that a terminal takes as text, and the parts of a line as words."""

import unicodedata
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.blocks import CommandName, Day, Exact, Hit, Id, Link, Mark, Moment, Part, Place, RoleName, Window

_BREAKS = "\n\t\u2028\u2029"


def clean(text: str) -> str:
    """Take out what a terminal would obey or that reorders text: control and bidirectional formatting characters."""
    return "".join(
        " " if c in _BREAKS else c
        for c in text
        if c in _BREAKS or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )


def clean_lines(text: str) -> str:
    """Clean a text of several lines, which stay lines."""
    return "\n".join(map(clean, text.split("\n")))


def part_words(part: Part, zone: str) -> str:
    """Say a part without colour."""
    match part:
        case str():
            return part
        case Moment():
            return f"{part.at.astimezone(ZoneInfo(zone)):%d %B %Y, %H:%M} {zone}".lstrip("0")
        case Window() | Day():
            return part.words()
        case Exact():
            return f"“{part.text}”"
        case Place():
            return f"channel {part.channel}"
        case CommandName():
            return f"/{part.name}"
        case RoleName():
            return f"role {part.role}"
        case Link():
            return f"{part.label} ({part.url})"
        case Hit():
            return f"«{part.text}»"
        case Mark():
            return f" [{', '.join(part.cites)}]"
        case Id():
            return f"  {part.id}"
        case _:
            assert_never(part)
