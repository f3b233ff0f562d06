"""Tracked dates in rows of a short answer: when something is expected, in whose words, since when it is possible."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.asking import Ask
from bot.blocks import Day, Exact, Id, Line, Part
from bot.phrasing.items import UNNAMED
from bot.phrasing.marks import mark
from bot.phrasing.rows import Rows, when_day, with_quotations
from bot.phrasing.when import hours_words
from bot.tracking.ledger import Expectation
from db.model import edtf
from db.model.records import Announcement, Event, TrackedDate, When
from db.reading.view import published

Words = tuple[Part, ...]


def expected_days(one: Expectation, *, year: int, verb: str = "") -> Words:
    """Say on which days something is expected: to which the desk moved it, or a source tells so, or the first ones."""
    tracked, recorded = one.tracked, one.recorded
    if recorded is not None and recorded.moved_to:
        return ("moved here to ", Day(recorded.moved_to, year=year))
    told = tracked.outcome
    if told is not None and told.kind == "moved" and told.when and edtf.bounds(told.when.edtf) == one.window:
        return ("moved to ", *when_day(told.when, year=year), mark(told.sources))
    hours = f", {words}" if (words := hours_words(tracked)) else ""
    return tuple(part for part in (verb, _about(tracked.when), *when_day(tracked.when, year=year), hours) if part)


def _about(when: When | None) -> str:
    """Say that days are not exact, where no star does."""
    return "about " if when and when.basis == "explicit" and edtf.bounds(when.edtf).approximate else ""


def announced_words(given: Announcement, rows: Rows, *, said: When | None = None) -> list[Part]:
    """Give the words in which something was announced, who spoke them and when, and where they stand."""
    words: list[Part] = [Exact(given.exact, (given.source,))] if given.exact else []
    if not words:
        words = with_quotations(given.text, [given.source])
    day: Words = (", ", *when_day(said, year=rows.year)) if said else ()
    return [*words, f" – {rows.names.get(given.by, UNNAMED)}", *day, mark([given.source])]


def best_announcement(tracked: TrackedDate) -> Announcement:
    """Choose the words to show: exact ones before others, then the first."""
    return min(tracked.announced, key=lambda given: not given.exact)


def dated_row(one: Expectation, rows: Rows, *, worded: bool) -> Line:
    """Show what is expected on which days; `worded` adds in whose words."""
    said: list[Part] = [f"{one.tracked.title}, ", *expected_days(one, year=rows.year)]
    if worded:
        said += [": ", *announced_words(best_announcement(one.tracked), rows)]
    else:
        said.append(mark(given.source for given in one.tracked.announced))
    told = one.tracked.outcome  # of a source that may have come out later only
    if told is not None and told.kind != "moved":
        said += [f"; reported: {told.kind}", mark(told.sources)]
    return Line((*said, Id(one.tracked.id)))


def is_possible(one: Expectation) -> bool:
    """Tell whether something without days of its own may happen by now, since what it waited for has happened."""
    own = one.recorded is not None and one.recorded.moved_to
    hangs = one.recorded is not None and one.recorded.hangs_on
    if one.stage == "answered" or own or (one.tracked.when is not None and not hangs):
        return False
    return one.cause is not None and _has_happened(one)


def _has_happened(one: Expectation) -> bool:
    if one.cause_recorded is not None and one.cause_recorded.kind != "unclear":
        return one.cause_recorded.kind == "happened"
    told = one.cause.outcome if isinstance(one.cause, TrackedDate) else None
    return isinstance(one.cause, Event) or (told is not None and told.kind == "happened")


def possible_title(some: Sequence[Expectation], *, year: int) -> Line:
    """Write the title over what is possible by now; it says since when, if that is one day for all of them."""
    since = {_opened(one, year=year) for one in some}
    days = since.pop() if len(since) == 1 else ()
    return Line(("Possible since ", *days) if days else ("Possible by now",), lead=True)


def _opened(one: Expectation, *, year: int) -> Words:
    """Say when what something waited for happened; nothing where that is not given."""
    cause, recorded = one.cause, one.cause_recorded
    if recorded is not None and recorded.kind == "happened":
        return (Day(recorded.at.date().isoformat(), year=year),)
    if isinstance(cause, Event):
        return when_day(cause.when, year=year)
    told = cause.outcome if isinstance(cause, TrackedDate) else None
    return when_day(told.when, year=year) if told else ()


def known_since(ask: Ask, some: Iterable[TrackedDate]) -> dict[str, date]:
    """Give the day from which each tracked date can have been known."""
    dates = list(some)
    days = published(ask.view, {given.source for one in dates for given in one.announced})
    return {one.id: min(days[given.source].earliest for given in one.announced) for one in dates}
