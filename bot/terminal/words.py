"""The parts of a line as words."""

from typing import assert_never
from zoneinfo import ZoneInfo

from bot.blocks import CommandName, Day, Exact, Hit, Id, Link, Mark, Moment, Part, Place, RoleName, Window


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
