"""Two days or spans that are said together: 24–28 January, between Monday and Wednesday, 3 or 4 August."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from bot.date_words.calendar_units import DAY, YEAR
from bot.date_words.counts import Reading
from bot.date_words.days import day_and_month, month_and_day
from bot.date_words.meaning import PhraseError, Said, Span, one_day
from bot.date_words.vocabulary import DAY_NUMBER, MONTH, SPOKEN_DAY, WEEKDAY, WEEKDAY_OF, ordinal
from db.model.edtf import words

_JOINT = re.compile(r" ?- ?| to | and | until | till | through | up to | or (?:on )?")
_MONTH_FIRST = re.compile(
    rf"(?P<month>{MONTH})\.? (?:the )?(?P<first>{SPOKEN_DAY})"
    rf"(?P<joint> ?- ?| to | and | until | till | through | or )(?:the )?(?P<last>{SPOKEN_DAY})"
    rf"(?:,? (?P<year>{YEAR}))?"
)
_NUMBER_ALONE = re.compile(rf"(?:(?:{WEEKDAY}),? )?(?:the )?(?:{DAY_NUMBER})(?: of)?")
_BARE_NUMBER = re.compile("[0-9]{1,2}")
_TAIL = re.compile(
    rf"(?:of )?(?P<tail>(?:{MONTH})\.?(?:,? (?:{YEAR}))?|(?:of )?(?:this|the|(?:the )?next|last) month)$"
)
_MONTH_AND_DAY = re.compile(rf"(?P<head>{MONTH})\.? (?:the )?(?:{DAY_NUMBER})(?P<year>,? [0-9]{{4}})?")
_DAY_AND_MONTH = re.compile(
    rf"(?:(?:{WEEKDAY}),? )?(?:the )?(?:{DAY_NUMBER}) (?:of )?(?P<head>{MONTH})(?P<year>,? [0-9]{{4}})?"
)
_SHARE_ALONE = re.compile("early|mid|middle|late|beginning|start")
_SHARE_FIRST = re.compile("(?:early|mid|middle|late|end)[- ](?:of )?")
_BACKWARDS = re.compile("last |this past ")
_WEEKS = re.compile(
    rf"weeks? (?P<first>[0-9]{{1,2}})(?P<joint> ?- ?| to | and )(?P<last>[0-9]{{1,2}})(?P<year>,? (?:of )?(?:{YEAR}))?"
)
_HAS_YEAR = re.compile(rf"(?<![0-9])(?:{YEAR})\b")
_WEEK_TAIL = re.compile(rf"(?:{WEEKDAY})(?P<tail>,? (?:of )?(?:this|(?:the )?next|last) week)")


@dataclass(frozen=True, slots=True)
class _Joined:
    span: Span
    start: Span
    end: Span


def ranged(text: str, said: Said, single: Reading) -> Span | None:
    """Read a range or a choice; `single` reads each of its ends."""
    text = re.sub(r"^(?:either|anywhere|any time|anytime|sometime|some time) ", "", text)
    opening = re.match(r"(?:in )?between |from |the period ", text)
    text = text[opening.end() :] if opening else text
    if found := _MONTH_FIRST.fullmatch(text):
        year = f" {found['year']}" if found["year"] else ""
        text = f"{ordinal(found['first'])}{found['joint']}{ordinal(found['last'])} {found['month']}{year}"
    if found := _WEEKS.fullmatch(text):
        text = f"week {found['first']}{found['joint']}week {found['last']}{found['year'] or ''}"
    between = opening is not None and "between" in opening[0]
    for first, joint, last in _splits(text):
        if joined := _joined(first, joint, last, said, single):
            return _not_a_list(joined, said) if joint == "and" and not between else joined.span
    return None


def _splits(text: str) -> Iterator[tuple[str, str, str]]:
    for found in list(_JOINT.finditer(text))[:4]:
        yield text[: found.start()].rstrip(" ,"), found[0].split()[0] if found[0].split() else "-", text[found.end() :]


def _not_a_list(span: _Joined, said: Said) -> Span:
    """Refuse “4 and 11 August”: two days, and not those between them."""
    if span.start.last + DAY < span.end.first:
        both = " and ".join(words(end.edtf) for end in (span.start, span.end))
        raise said.refusal(
            "ambiguous", f" names {both}, and this takes one day or one stretch", f"“{words(span.end.edtf)}”"
        )
    return span.span


def _joined(first: str, joint: str, last: str, said: Said, single: Reading) -> _Joined | None:
    if not (first and last) or (_BARE_NUMBER.fullmatch(first) and not _TAIL.search(last)):
        return None
    if last in ("the day after", "the next day", "the following day") and (start := _read(first, said, single)):
        return _made(start, _next_day(start), joint)
    first = re.sub("^(?:on|in) ", "", first)
    end_text, said = _completed(last, first), _in_one_order(first, last, said)
    if _SHARE_ALONE.fullmatch(first):
        if not (share := _SHARE_FIRST.match(last)):
            return None
        first = f"{first} {last[share.end() :]}"
    there = said
    if _BACKWARDS.match(first) and (begun := _read(first, said, single)):
        there = _said_on(begun.first, said)  # “last Monday to Wednesday” ends in that week
    try:
        end = _read(end_text, there, single)
    except PhraseError as refusal:
        # what is just over as a day of its own is to come behind a day that is to come
        if refusal.why != "ambiguous" or _HAS_YEAR.search(end_text) or not (start := _read(first, said, single)):
            raise
        end = _read(end_text, _said_on(start.first, said), single)
    start = _start(first, end_text, end, said, single) if end else None
    if not (start and end):
        return None
    if end.first < start.first and not _HAS_YEAR.search(end_text):
        end = _read(end_text, _said_on(start.first, said), single) or end
    if end.first < start.first or end.last < start.last:
        raise said.refusal("no such day", ": it ends before it starts")
    return _made(start, end, joint)


def _said_on(day: date, said: Said) -> Said:
    return replace(said, now=datetime.combine(day, time(12), UTC), zone="UTC")


def _made(start: Span, end: Span, joint: str) -> _Joined:
    return _Joined(_chosen(start, end) if joint == "or" else _from_to(start, end), start, end)


def _read(text: str, said: Said, single: Reading) -> Span | None:
    return single(re.sub("^(?:on |at the |over the |in )", "", text), said)


def _next_day(start: Span) -> Span:
    return one_day(start.first + DAY, "the day after")


def _completed(last: str, first: str) -> str:
    """Give an end that is a number alone the month and the year of the first: 28th August till 30th."""
    if not _NUMBER_ALONE.fullmatch(last):
        return last
    named = _MONTH_AND_DAY.fullmatch(first) or _DAY_AND_MONTH.fullmatch(first)
    return f"{last} {named['head']}{named['year'] or ''}" if named else last


_FIGURES = re.compile(r"(?P<first>[0-9]{1,2})[-/](?P<second>[0-9]{1,2})(?:[-/][0-9]{4})?")


def _in_one_order(first: str, last: str, said: Said) -> Said:
    """Read both ends in the order that one of them shows: 8/10/2012 – 8/15/2012."""
    ends = [found for end in (first, last) if (found := _FIGURES.fullmatch(end))]
    if len(ends) < 2:
        return said
    if any(int(end["second"]) > 12 for end in ends):
        return replace(said, order="MDY")
    return replace(said, order="DMY") if any(int(end["first"]) > 12 for end in ends) else said


def _start(first: str, last: str, end: Span, said: Said, single: Reading) -> Span | None:
    """Read the first end, which may borrow its month and year from the last: 24–28 January 2023."""
    if first in WEEKDAY_OF and (tail := _WEEK_TAIL.fullmatch(last)):
        first = f"{first}{tail['tail']}"
    if _NUMBER_ALONE.fullmatch(first) and (tail := _TAIL.search(last)):
        first = f"{first.removesuffix(' of')} {tail['tail']}"
    named = day_and_month(first)
    if named and not named["year"] and end.unit == "day":
        month, number = month_and_day(named)
        found = _before(number, month, end.first)
        return replace(end, first=found, last=found, own_edtf="", remarks=()) if found else single(first, said)
    if _HAS_YEAR.search(last) and not _HAS_YEAR.search(first):
        return _in_year_before(first, end, said, single) or _read(first, said, single)
    return _read(first, said, single)


def _in_year_before(first: str, end: Span, said: Said, single: Reading) -> Span | None:
    """Give a first end that names no year that of the last, or the year before: November to March 2024, Q1–Q2 2014."""
    for year in (end.first.year, end.first.year - 1):
        found = _read(f"{first} {year}", said, single)
        if found and found.first <= end.first:
            return found
    return None


def _before(number: int, month: int, end: date) -> date | None:
    for year in (end.year, end.year - 1):
        try:
            found = date(year, month, number)
        except ValueError:
            continue
        if found < end:
            return found
    return None


def _from_to(start: Span, end: Span) -> Span:
    return Span(start.first, end.last, "stretch", "from one to the other", start.loose_first, end.loose_last,
                remarks=start.remarks + end.remarks)  # fmt: skip


def _chosen(start: Span, end: Span) -> Span:
    plain = not any("/" in one.edtf or "~" in one.edtf for one in (start, end))
    if not plain or start.first >= end.first:
        return replace(_from_to(start, end), rule="one or the other")
    edtf = f"[{start.edtf},{end.edtf}]"
    return replace(_from_to(start, end), rule="one or the other", own_edtf=edtf)
