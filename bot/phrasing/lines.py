"""Phrases that several answers share."""

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.blocks import Line, Part
from db.model.records import SECTIONS


def span(first: int, last: int) -> str:
    """Write which of several are meant: 11–20, or the one alone."""
    return f"{first}–{last}" if last > first else f"{last}"


def count(number: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun: "1 day", "3 days"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


KINDS = {kind: (kind, section) for section, (kind, _cls) in SECTIONS.items()} | {
    "date": ("tracked date", "tracked dates")
}


def count_kinds(numbers: Mapping[str, int]) -> str:
    """Write how many items there are of each kind, in the order of a dossier's sections."""
    return ", ".join(count(numbers[kind], *KINDS[kind]) for kind in KINDS if numbers.get(kind))


def natural(id_: str) -> tuple[int, str]:
    """Order ids as people do: S2 before S12."""
    number = re.search(r"\d+", id_)
    return (int(number[0]) if number else 0), id_


def few(names: Iterable[str], *, most: int = 8) -> str:
    """Name what there is within an error: the first ones, the others counted; “none” where there is nothing."""
    there = list(names)
    left = len(there) - most
    named = ", ".join(one if len(one) <= _LONGEST else f"{one[: _LONGEST - 1]}…" for one in there[:most])
    return f"{named} and {left:,} more" if left > 0 else named or "none"


_LONGEST = 20  # characters of a name


def label_parts(parts: Sequence[Part], *, cites: Iterable[str], label: str = "") -> Line:
    """Make a line; its sources are cited once each, in order."""
    return Line(tuple(parts), tuple(sorted(set(cites))), label)


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does: “a, b and c”."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
