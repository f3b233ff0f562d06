"""Phrases that several answers share."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.blocks import Exact, Line, Part, Quote, Window
from db import edtf
from db.records import Person, Statement, When, Wording

STATES = {
    "original": "",
    "translated": "translated",
    "retranslated": "translated back from another language",
    "garbled": "garbled in the source",
}


def day(moment: date) -> str:
    """Write a calendar day in full."""
    return edtf.words(moment.isoformat())


def count(number: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun: "1 day", "3 days"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def when_parts(when: When | None) -> tuple[Part, ...]:
    """Say when something was so, with the words it was given in."""
    if when is None:
        return ("date not given",)
    said: tuple[Part, ...] = (
        (" (", Exact(when.words), f" counted from {edtf.words(when.anchor)})") if when.words and when.anchor else ()
    )
    deduced: tuple[Part, ...] = (" – deduced",) if when.basis == "deduced" else ()
    return (Window(when.edtf), *said, *deduced)


def quote(statement: Statement, wording: Wording, *, speaker: str) -> Quote:
    """Show one wording of a statement."""
    state = STATES[wording.state]
    remark = f"{state}: {wording.damage}" if state and wording.damage else state or wording.damage
    return Quote(
        speaker=speaker,
        kind=wording.kind,
        text=wording.text,
        cites=(wording.source,),
        when=statement.when.edtf if statement.when else "",
        medium=wording.medium,
        remarks=(remark,) if remark else (),
    )


def best_wording(statement: Statement) -> Wording:
    """Choose the wording nearest to what was said: exact before indirect, original before translated."""
    kinds = ("direct", "partial", "indirect", "headline")
    states = ("original", "translated", "retranslated", "garbled")
    return min(statement.wordings, key=lambda w: (kinds.index(w.kind), states.index(w.state), w.source))


def newest(statements: Iterable[Statement]) -> list[Statement]:
    """Sort statements newest first; those without a day come last."""
    return sorted(statements, key=age, reverse=True)


def age(statement: Statement) -> tuple[date, date, tuple[int, str]]:
    """Give what statements are sorted by: first and last possible day, then id; an open end counts as the other."""
    if statement.when is None:
        return date.min, date.min, natural(statement.id)
    bounds = edtf.bounds(statement.when.edtf)
    earliest = bounds.latest if bounds.open_start else bounds.earliest
    return earliest, earliest if bounds.open_end else bounds.latest, natural(statement.id)


def natural(id_: str) -> tuple[int, str]:
    """Order ids as people do: S2 before S12."""
    number = re.search(r"\d+", id_)
    return (int(number[0]) if number else 0), id_


def label_parts(parts: Sequence[Part], *, cites: Iterable[str], label: str = "") -> Line:
    """Make a line; its sources are cited once each, in order."""
    return Line(tuple(parts), tuple(sorted(set(cites))), label)


def known_as(person: Person | None, id_: str) -> str:
    """Name a person, if known by then."""
    return person.name if person else id_


def days_since(moment: When | None, as_of: date) -> int | None:
    """Count the days from the last day something can have been so to `as_of`; None where that is unknown."""
    if moment is None:
        return None
    bounds = edtf.bounds(moment.edtf)
    latest = bounds.earliest if bounds.open_end else bounds.latest
    return None if latest in (date.min, date.max) else max((as_of - latest).days, 0)
