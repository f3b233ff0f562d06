"""Phrases that several answers share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.blocks import Exact, Line, Part, Quote, Window
from bot.folding import fold
from db import edtf
from db.records import SECTIONS, Event, Statement, When, Wording

_UNTELLING = ("the", "and", "for")  # words of a name by which nobody is known
BY_DAYS = "a tracked date goes by days; the time of day stays in its words"
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


KINDS = {kind: (kind, section) for section, (kind, _cls) in SECTIONS.items()} | {
    "date": ("tracked date", "tracked dates")
}


def count_kinds(numbers: Mapping[str, int]) -> str:
    """Write how many items there are of each kind, in the order of a dossier's sections."""
    return ", ".join(count(numbers[kind], *KINDS[kind]) for kind in KINDS if numbers.get(kind))


def when_parts(when: When | None) -> tuple[Part, ...]:
    """Say when something was so, with the words it was given in."""
    if when is None:
        return ("date not given",)
    counted = f" counted from {edtf.words(when.anchor)}" if when.anchor else ""
    said: tuple[Part, ...] = (" (", Exact(when.words), f"{counted})") if when.words else ()
    deduced: tuple[Part, ...] = (" – deduced",) if when.basis == "deduced" else ()
    return (Window(when.edtf), *said, *deduced)


def event_parts(event: Event) -> tuple[Part, ...]:
    """Say when an event was, and where sources differ on that, by which source when."""
    return (*when_parts(event.when), *by_source(event), *second_hand(event))


def by_source(event: Event) -> tuple[Part, ...]:
    """Say by which source an event was when, if they differ."""
    given = [(report.source, report.when.edtf) for report in event.reports if report.when]
    if len({when for _, when in given}) < 2:
        return ()
    said = "; ".join(f"{source}: {edtf.words(when)}" for source, when in dict.fromkeys(given))
    return (f" – sources differ ({said})",)


def second_hand(event: Event) -> tuple[Part, ...]:
    """Say of an event that no source states it itself."""
    hedged = all(report.modality in ("reported", "reportedly", "may") for report in event.reports)
    return (" – only at second hand",) if hedged else ()


def quote(statement: Statement, wording: Wording, *, speaker: str) -> Quote:
    """Show one wording of a statement; where the source calls the speaker otherwise, it says how."""
    state = STATES[wording.state]
    remark = f"{state}: {wording.damage}" if state and wording.damage else state or wording.damage
    there = called_there(wording, speaker)
    remarks = (remark.rstrip("."), f"speaker given as {there}" if there else "")
    return Quote(
        speaker=speaker,
        kind=wording.kind,
        text=wording.text,
        cites=(wording.source,),
        when=statement.when.edtf if statement.when else "",
        medium=wording.medium,
        remarks=tuple(filter(None, remarks)),
    )


def called_there(wording: Wording, name: str) -> str:
    """Give what the source calls the speaker, if no word of the name shown is in it."""
    there = fold(wording.speaker_as)
    telling = [word for word in fold(name).split() if len(word) > 2 and word not in _UNTELLING]
    return "" if any(word in there for word in telling) else wording.speaker_as


def best_wording(statement: Statement) -> Wording:
    """Choose the wording nearest to what was said: garbled last, exact before indirect, original before translated."""
    return min(statement.wordings, key=nearness)


def nearness(wording: Wording) -> tuple[bool, int, int, str]:
    """Give what wordings are sorted by, the one nearest to what was said first."""
    kinds = ("direct", "partial", "indirect", "headline")
    states = ("original", "translated", "retranslated", "garbled")
    return wording.state == "garbled", kinds.index(wording.kind), states.index(wording.state), wording.source


def speaks(statement: Statement) -> bool:
    """Tell a statement from silence and refusals to comment."""
    return any(stance.kind not in ("silent", "no response", "declines to comment") for stance in statement.stance)


def newest(statements: Iterable[Statement]) -> list[Statement]:
    """Sort statements newest first, those of one day by id; those without a day come last."""
    by_id = sorted(statements, key=lambda statement: natural(statement.id))
    return sorted(by_id, key=age, reverse=True)


def age(statement: Statement) -> tuple[date, date]:
    """Give the first and last possible day, to sort by; an open end counts as the other, an open start as long ago."""
    if statement.when is None:
        return date.min, date.min
    bounds = edtf.bounds(statement.when.edtf)
    return bounds.earliest, bounds.earliest if bounds.open_end else bounds.latest


def natural(id_: str) -> tuple[int, str]:
    """Order ids as people do: S2 before S12."""
    number = re.search(r"\d+", id_)
    return (int(number[0]) if number else 0), id_


def label_parts(parts: Sequence[Part], *, cites: Iterable[str], label: str = "") -> Line:
    """Make a line; its sources are cited once each, in order."""
    return Line(tuple(parts), tuple(sorted(set(cites))), label)


def dated(said: Sequence[Part], when: When | None) -> list[Part]:
    """Add to what is said when it was so, if that is given; a full stop gives way to it."""
    if when is None:
        return list(said)
    *before, last = said
    return [*before, last.removesuffix(".") if isinstance(last, str) else last, "; ", *when_parts(when)]


def days_since(moment: When | None, as_of: date) -> int | None:
    """Count the days that have passed at least since something was so; None where not even that is certain."""
    if moment is None:
        return None
    bounds = edtf.bounds(moment.edtf)
    if bounds.uncertain or bounds.approximate or bounds.open_end:
        return None
    return max((as_of - bounds.latest).days, 0)


def since(moment: When, as_of: date) -> str:
    """Say how long ago something was, no more surely than is known; "" where nothing can be said."""
    bounds = edtf.bounds(moment.edtf)
    if bounds.open_end and not (bounds.open_start or bounds.uncertain or bounds.approximate):
        return f"at most {count((as_of - bounds.earliest).days, 'day')} before {day(as_of)}"
    passed = days_since(moment, as_of)
    if passed is None or (passed == 0 and not bounds.is_day):
        return ""
    least = "" if bounds.is_day else "at least "
    return f"{least}{count(passed, 'day')} before {day(as_of)}" if passed else f"on {day(as_of)} itself"
