"""How a day, a span and its age are worded."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from bot.blocks import Exact, Mark, Part, Window
from bot.localtime import instant
from bot.phrasing.lines import count
from db.model import edtf
from db.model.records import Announcement, Event, Report, Statement, TrackedDate, When

BY_DAYS = "a tracked date goes by days; the time of day stays in its words"


def day(moment: date) -> str:
    """Write a calendar day in full."""
    return edtf.words(moment.isoformat())


def when_parts(when: When | None, *, told: Sequence[Announcement | Report] = ()) -> tuple[Part, ...]:
    """Say when something was so, with the words it was given in, and which of those who told of it have these."""
    if when is None:
        return ("date not given",)
    counted = f" counted from {edtf.words(when.anchor)}" if when.anchor else ""
    said: tuple[Part, ...] = (" (", given_words(when, told), f"{counted})") if when.words else ()
    deduced: tuple[Part, ...] = (" – deduced",) if when.basis == "deduced" else ()
    return (Window(when.edtf), *said, *deduced)


def given_words(when: When, told: Sequence[Announcement | Report] = ()) -> Part:
    """Quote the words that gave a day, by the one source of the day, or by those whose exact words have them.

    Where several told of it and none of their exact words has these, they stand without quotation marks.
    """
    words = " ".join(when.words.split())
    among = {one.source for one in told}
    exact = dict.fromkeys(one.source for one in told if words in " ".join(one.exact.split()))
    having = when.sources if len(when.sources) == 1 else tuple(exact or (among if len(among) == 1 else ()))
    return when.words if told and not having else Exact(when.words, having)


def dated_by(when: When | None, told: Iterable[str]) -> tuple[Part, ...]:
    """Say which sources only gave the day of what others `told`."""
    only = tuple(one for one in (when.sources if when else ()) if one not in set(told))
    return (" (dated by", Mark(only), ")") if only else ()


def expected_parts(tracked: TrackedDate) -> tuple[Part, ...]:
    """Say when something is expected, with its hours where it has them."""
    hours = hours_words(tracked)
    said = when_parts(tracked.when, told=tracked.announced)
    return (*said, f", {hours}") if hours else said


def hours_words(tracked: TrackedDate) -> str:
    """Say the hours of a tracked date: “10:00–12:00 (Europe/Moscow)”; "" if it has none."""
    until = f"–{tracked.to_time}" if tracked.to_time else ""
    return f"{tracked.from_time}{until} ({tracked.zone})" if tracked.from_time else ""


def hours_of(tracked: TrackedDate) -> tuple[datetime, datetime] | None:
    """Give the instants between which a tracked date is, the same twice where its end is not given; None for none."""
    if tracked.when is None or not tracked.from_time:
        return None
    first = edtf.bounds(tracked.when.edtf).earliest
    begins, ends = (time.fromisoformat(text) for text in (tracked.from_time, tracked.to_time or tracked.from_time))
    last = first + timedelta(days=ends < begins)
    start, end = (datetime.combine(day, clock) for day, clock in ((first, begins), (last, ends)))
    return instant(start, tracked.zone), instant(end, tracked.zone)


def event_parts(event: Event) -> tuple[Part, ...]:
    """Say when an event was, and where sources differ on that, by which source when."""
    return (*when_parts(event.when, told=event.reports), *by_source(event), *second_hand(event))


def by_source(event: Event) -> tuple[Part, ...]:
    """Say by which source an event was when, if they differ."""
    given = [(report.source, report.when.edtf) for report in event.reports if report.when]
    if len({when for _, when in given}) < 2:
        return ()
    said = "; ".join(f"{source}: {edtf.words(when)}" for source, when in dict.fromkeys(given))
    return (f" – sources differ ({said})",)


def second_hand(event: Event) -> tuple[Part, ...]:
    """Say of an event that no source states it itself."""
    return (" – only by others’ account",) if is_hedged(event) else ()


def is_hedged(event: Event) -> bool:
    """Tell whether no source states an event itself."""
    return all(report.modality in ("reported", "reportedly", "may") for report in event.reports)


def age(statement: Statement) -> tuple[date, date]:
    """Give the first and last possible day, to sort by; an open end counts as the other, an open start as long ago."""
    if statement.when is None:
        return date.min, date.min
    bounds = edtf.bounds(statement.when.edtf)
    return bounds.earliest, bounds.earliest if bounds.open_end else bounds.latest


def day_order(when: When | None) -> date:
    """Give the first possible day, to sort by; what has none comes first."""
    return edtf.bounds(when.edtf).earliest if when else date.min


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


def since(moment: When, told: date) -> str:
    """Say how long something was before the day up to which sources tell; "" where nothing can be said."""
    bounds, passed = edtf.bounds(moment.edtf), days_since(moment, told)
    if passed is None or bounds.latest > told or (passed == 0 and not bounds.is_day):
        return ""
    least = "" if bounds.is_day else "at least "
    return f"{least}{count(passed, 'day')} before {day(told)}" if passed else f"on {day(told)} itself"
