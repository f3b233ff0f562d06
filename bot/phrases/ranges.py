"""Two days or spans that are said together: 24–28 January, between Monday and Wednesday, 3 or 4 August."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.phrases.calendar import DAY
from bot.phrases.counting import Reading
from bot.phrases.days import day_and_month
from bot.phrases.meaning import Said, Span, one_day
from bot.phrases.vocabulary import DAY_NUMBER, MONTH, MONTH_OF, WEEKDAY, ordinal

_JOINT = re.compile(r" ?- ?| to | and | until | till | through | or (?:on )?")
_MONTH_FIRST = re.compile(
    rf"(?P<month>{MONTH})\.? (?P<first>{DAY_NUMBER})(?P<joint> ?- ?| to | and | through | or )(?P<last>{DAY_NUMBER})"
    r"(?:,? (?P<year>[0-9]{4}))?"
)
_NUMBER_ALONE = re.compile(rf"(?:(?:{WEEKDAY}),? )?(?:the )?(?:{DAY_NUMBER})(?: of)?")
_MONTH_AND_YEAR = re.compile(rf"(?:of )?(?P<tail>(?:{MONTH})\.?(?:,? [0-9]{{4}})?)$")


def ranged(text: str, said: Said, single: Reading) -> Span | None:
    """Read a range or a choice; `single` reads each of its ends."""
    text = re.sub(r"^(?:either|anywhere|any time|anytime|sometime) ", "", text)
    if found := _MONTH_FIRST.fullmatch(text):
        year = f" {found['year']}" if found["year"] else ""
        text = f"{found['first']}{found['joint']}{found['last']} {found['month']}{year}"
    opening = re.match("between |from |the period ", text)
    text = text[opening.end() :] if opening else text
    for first, joint, last in _splits(text):
        if found_span := _joined(first, joint, last, said, single):
            return found_span
    return None


def _splits(text: str) -> Iterator[tuple[str, str, str]]:
    for found in list(_JOINT.finditer(text))[:4]:
        yield text[: found.start()], found[0].split()[0] if found[0].split() else "-", text[found.end() :]


def _joined(first: str, joint: str, last: str, said: Said, single: Reading) -> Span | None:
    if not (first and last) or (first.isdigit() and not _MONTH_AND_YEAR.search(last)):
        return None
    if last in ("the day after", "the next day", "the following day") and (start := _read(first, said, single)):
        return _chosen(start, _next_day(start)) if joint == "or" else _from_to(start, _next_day(start))
    end = _read(last, said, single)
    start = _start(first, last, end, said, single) if end else None
    if not (start and end):
        return None
    if end.first < start.first:
        noon = datetime.combine(start.first, time(12), UTC)
        end = _read(last, replace(said, now=noon, zone="UTC"), single) or end
    if end.first < start.first or end.last < start.last:
        raise said.refusal("no such day", ": it ends before it starts")
    return _chosen(start, end) if joint == "or" else _from_to(start, end)


def _read(text: str, said: Said, single: Reading) -> Span | None:
    return single(re.sub("^(?:on |at the |over the )", "", text), said)


def _next_day(start: Span) -> Span:
    return one_day(start.first + DAY, "the day after")


def _start(first: str, last: str, end: Span, said: Said, single: Reading) -> Span | None:
    """Read the first end, which may borrow its month and year from the last: 24–28 January 2023."""
    if _NUMBER_ALONE.fullmatch(first) and (tail := _MONTH_AND_YEAR.search(last)):
        first = f"{first.removesuffix(' of')} {tail['tail']}"
    named = day_and_month(first)
    if named and not named["year"] and end.unit == "day":
        found = _before(ordinal(named["day"]), MONTH_OF[named["month"]], end.first)
        return replace(end, first=found, last=found, own_edtf="", remarks=()) if found else single(first, said)
    return _read(first, said, single)


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
