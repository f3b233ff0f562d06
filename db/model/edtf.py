"""When something was so, as EDTF (ISO 8601-2) text: the days it covers, and how people say it."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from db.model.edtf_words import (
    MONTHS,
    DateParts,
    SpanParts,
    Unit,
    names_of,
    say,
    say_choice,
    say_some,
    say_stretch,
)


class EdtfError(ValueError):
    """Text that is no EDTF we keep; the message says what is wrong and shows one that works."""

    reason: str = ""  # the message's middle, for whoever shows an example of his own


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days an EDTF text covers, both ends included.

    An open or unknown end is `date.min` or `date.max`, and so marked. `a/b` is a "stretch": it was so over all of it,
    or that is the window to watch. "one of" is `[a..b]`, `[a,b]` or `2022-07-XX`: it was so once, and which day
    (or month, or year) is not known.
    """

    earliest: date
    latest: date
    shape: Unit | Literal["stretch", "one of"]
    approximate: bool
    uncertain: bool
    open_start: bool = False
    open_end: bool = False

    @property
    def is_day(self) -> bool:
        return self.earliest == self.latest and not (self.approximate or self.uncertain)


def bounds(edtf: str) -> Bounds:
    """Find which days the text covers.

    Seasons have the northern hemisphere's months: 21 spring is March to May, 22 summer June to August,
    23 autumn September to November, 24 winter December to February of the next year. 33–36 are quarters,
    40–41 half-years.
    """
    return _read(edtf)[0]


def kept_bounds(edtf: str) -> Bounds:
    """Find which days a text covers that a dossier or a desk keeps: they have a day, in the years 2 to 9998."""
    found = bounds(edtf)
    if found.open_start and found.open_end:
        raise _refusal(edtf, "this says no day at all", "2022-07-28/.. or ../2022-07-28")
    if (found.earliest.year < 2 and not found.open_start) or (found.latest.year > 9998 and not found.open_end):
        raise _refusal(edtf, "only the years 2 to 9998 can be kept")  # a day is counted on from them, and back
    return found


def words(edtf: str) -> str:
    """Say it in English; an inexact date is never said as one exact day."""
    return _read(edtf)[1]


def brief_words(edtf: str, *, year: int = 0) -> str:
    """Say it as shortly as it goes, “28–31 July”, “31 July or later”, without a year that goes without saying."""
    said = _brief(edtf)
    named = set(re.findall(r"\b[0-9]{4}\b", said))
    return said.replace(f" {year}", "") if named == {f"{year:04}"} else said


@lru_cache(maxsize=16_384)
def _brief(text: str) -> str:
    found, said = _read(text)
    members, _shape, _said = _read_whole(text, "")
    if len(members) != 1 or not isinstance(span := members[0], SpanParts):
        return said
    uncertain = " (uncertain)" if found.uncertain else ""
    if span.first and span.last:
        return say([span.first, span.last], "", by="–") + uncertain
    side = {"one of": ("or later", "or before"), "stretch": ("and after", "and before")}[_shape]
    known, word = (span.first, side[0]) if span.first else (span.last, side[1])
    return f"{say([known], '')} {word}{uncertain}" if known and not span.unknown else said


def one_of(texts: Iterable[str]) -> str:
    """Join dates of which one holds: `[2022-02,2022-03]`, or where they overlap or are ranges, all days they cover."""
    given = sorted(dict.fromkeys(texts), key=lambda text: bounds(text).earliest)
    found = [bounds(text) for text in given]
    if len(given) == 1:
        return given[0]
    apart = all(one.latest < other.earliest for one, other in pairwise(found))
    if apart and all(re.fullmatch("[0-9-]+[?~%]?", text) for text in given):
        return f"[{','.join(given)}]"
    first, last = min(one.earliest for one in found), max(one.latest for one in found)
    start = "" if any(one.open_start for one in found) else first.isoformat()
    end = "" if any(one.open_end for one in found) else last.isoformat()
    return f"[{start}..{end}]" if start or end else ""


# --- what a text is made of


# a dossier has some thousand texts; what users type as `as_of` must not grow it without end
@lru_cache(maxsize=16_384)
def _read(text: str) -> tuple[Bounds, str]:
    _refuse_at_sight(text)
    approximate, uncertain = bool(re.search("[~%]", text)), bool(re.search("[?%]", text))
    about = "about " if approximate else ""
    members, shape, said = _read_whole(text, about)
    if uncertain:
        said += " (uncertain)"
    earliest, latest = min(one.earliest for one in members), max(one.latest for one in members)
    spans = [one for one in members if isinstance(one, SpanParts)]
    open_start, open_end = any(not one.first for one in spans), any(not one.last for one in spans)
    return Bounds(earliest, latest, shape, approximate, uncertain, open_start, open_end), said


def _read_whole(
    text: str, about: str
) -> tuple[Sequence[DateParts | SpanParts], Unit | Literal["stretch", "one of"], str]:
    if text.startswith("["):
        members = _members(text)
        return members, "one of", say_choice(members, about)
    if "/" in text:
        span = _stretch(text)
        return [span], "stretch", say_stretch(span, about)
    single = _date(text, text)
    return [single], "one of" if single.one else single.unit, say([single], about)


def _stretch(text: str) -> SpanParts:
    if text.count("/") > 1:
        raise _refusal(text, "more than one “/”")
    ends = text.split("/")
    start, end = ("" if end == ".." else end for end in ends)
    if text in ("/..", "../", "../.."):
        return SpanParts(None, None)
    return _span(start, end, text, unknown="" in ends)


def _members(text: str) -> list[DateParts | SpanParts]:
    if not re.fullmatch(r"\[[^\[\]]*(,|\.\.)[^\[\]]*\]", text):
        reason = "brackets hold a choice of two or more" if re.fullmatch(r"\[[^,]*\]", text) else _NOT_A_DATE
        raise _refusal(text, reason, "[2022-07-28,2022-08-02] or [2022-07-28..2022-08-02]")
    members = [_member(member, text) for member in text[1:-1].split(",")]
    if any(one.earliest >= other.earliest for one, other in pairwise(members)):
        raise _refusal(text, "a choice goes from early to late, each once", "[2022-07-28,2022-08-02]")
    return members


def _member(member: str, text: str) -> DateParts | SpanParts:
    start, dots, end = member.partition("..")
    return _span(start, end, text) if dots else _date(member, text)


def _span(start: str, end: str, text: str, *, unknown: bool = False) -> SpanParts:
    if not (start or end):
        raise _refusal(text, "this says no day at all", "2022-07-28/.. or ../2022-07-28")
    first, last = (_date(part, text) if part else None for part in (start, end))
    span = SpanParts(first, last, unknown)
    if span.earliest > span.latest:
        raise _refusal(text, "it ends before it starts", "2022-07-27/2022-08-03")
    return span


# --- one date

_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[?~%]?")
_PARTS = re.compile(
    r"[?~%]?(?P<year>[0-9X]{4})[?~%]?(?:-[?~%]?(?P<month>[0-9X]{2})[?~%]?(?:-[?~%]?(?P<day>[0-9X]{2})[?~%]?)?)?"
)
# A mark behind a part is for all up to there, so that no other can stand before it
_TWICE_MARKED = re.compile(r"[?~%].*[0-9X][?~%]")
_SEASONS = {
    21: ("spring", 3, 5),
    22: ("summer", 6, 8),
    23: ("autumn", 9, 11),
    24: ("winter", 12, 2),
    33: ("first quarter of", 1, 3),
    34: ("second quarter of", 4, 6),
    35: ("third quarter of", 7, 9),
    36: ("fourth quarter of", 10, 12),
    40: ("first half of", 1, 6),
    41: ("second half of", 7, 12),
}


def _date(part: str, text: str) -> DateParts:
    if plain := _PLAIN.fullmatch(part):
        month, day = (int(digits) if digits else None for digits in plain.groups()[1:])
        return _plain(int(plain[1]), month, day, text)
    parts = _PARTS.fullmatch(part)
    if not parts or _TWICE_MARKED.search(part):
        raise _refusal(text, _why_no_date(part))
    digits = [group for group in parts.groups() if group]
    if not any("X" in group for group in digits):
        return _date("-".join(digits), text)
    return _unspecified(digits, text)


def _plain(year: int, month: int | None, day: int | None, text: str) -> DateParts:
    _refuse_year(year, text)
    if month is None:
        return DateParts(date(year, 1, 1), date(year, 12, 31), "year", (str(year),))
    if day is None and month in _SEASONS:
        return _season(year, month, text)
    if not 1 <= month <= 12:
        raise _refusal(text, _why_no_month(month, whole=day is None))
    last = date(year, month, monthrange(year, month)[1])
    if day is None:
        return DateParts(last.replace(day=1), last, "month", names_of(last, "month"))
    if not 1 <= day <= last.day:
        raise _impossible_day(text, last)
    exact = date(year, month, day)
    return DateParts(exact, exact, "day", names_of(exact, "day"))


def _why_no_month(month: int, *, whole: bool) -> str:
    if whole and month in range(25, 42):
        return (
            f"{_NOT_SUPPORTED}: of parts of a year only the seasons 21–24, the quarters 33–36 and the half-years 40–41"
        )
    return f"there is no month {month:02}; seasons are 21–24, quarters 33–36, half-years 40–41"


def _season(year: int, number: int, text: str) -> DateParts:
    name, first, last = _SEASONS[number]
    # the edtf package ends winter with December; the winter of 2022 lasts until February 2023
    last_year, said = (year + 1, f"{year}–{(year + 1) % 100:02}") if last < first else (year, str(year))
    _refuse_year(last_year, text)
    end = date(last_year, last, monthrange(last_year, last)[1])
    return DateParts(date(year, first, 1), end, "season", (name, said))


def _unspecified(digits: list[str], text: str) -> DateParts:
    """Read unspecified digits: `2022-07-XX`, `2022-XX-31`, `202X`, `20XX-02-29`."""
    if any(re.fullmatch("[0-9]X|X[0-9]", group) for group in digits[1:]) or not re.fullmatch("[0-9]+X*", digits[0]):
        raise _refusal(
            text, f"{_NOT_SUPPORTED}: only a whole month or day can be unspecified, as XX, or the end of a year"
        )
    years = range(int(digits[0].replace("X", "0")), int(digits[0].replace("X", "9")) + 1)
    for year in (years[0], years[-1]):
        _refuse_year(year, text)
    months, days = (_choices(digits, place) for place in (1, 2))
    first, last = (_found(years, months, days, step=step) for step in (1, -1))
    if first is None or last is None:
        raise _refusal(text, f"no year or month of these has a day {digits[-1]}")
    unit: Unit = ("year", "month", "day")[len(digits) - 1]
    return DateParts(first, last, unit, *say_some(first, last, unit, whole="X" in digits[-1]))


def _choices(digits: list[str], place: int) -> range:
    """List the numbers that a month or a day can be; one that is not there at all covers every one."""
    last = (0, 12, 31)[place]
    if len(digits) <= place or digits[place] == "XX":
        return range(1, last + 1)
    number = int(digits[place])
    return range(number, number + 1) if 1 <= number <= last else range(0)


def _found(years: range, months: range, days: range, *, step: Literal[1, -1]) -> date | None:
    """Find the earliest day that the calendar has, or by steps back the latest; 29 February within nine years."""
    possible = (
        date(year, month, day)
        for year in years[::step][:9]
        for month in months[::step]
        for day in days[::step]
        if 1 <= day <= monthrange(year, month)[1]
    )
    return next(possible, None)


# --- refusals

_LONGEST = 60
_NOT_A_DATE = "not a date in EDTF"
_NOT_SUPPORTED = "not supported here"
_YEARS = "only the years 1 to 9999 can be kept"
_OUT_OF_RANGE = re.compile(r"-[0-9X]{4}.*|Y-?[0-9]+(?:E[0-9]+)?(?:S[0-9]+)?|-[0-9]+E[0-9]+.*")


def _refusal(text: str, reason: str, example: str = "2022-07-28, 2022-07 or 2022-07-27/2022-08-03") -> EdtfError:
    shown = " ".join(text[:_LONGEST].split()) + ("…" if len(text) > _LONGEST else "")
    error = EdtfError(f"‘{shown}’: {reason}. Write e.g. {example}.")
    error.reason = reason
    return error


def _refuse_at_sight(text: str) -> None:
    if not text:
        raise _refusal(text, "the date is empty")
    if len(text) > _LONGEST:
        raise _refusal(text, f"longer than {_LONGEST} characters")
    if re.search(r"\s", text):
        raise _refusal(text, "spaces have no place in EDTF")
    if re.search("T|:", text):
        raise _refusal(text, "times of day are not kept, only days", "2022-07-28")
    if text.startswith("{"):
        raise _refusal(
            text, f"{_NOT_SUPPORTED}: braces mean all of several dates; give each its own entry", "2022-07-28"
        )


def _refuse_year(year: int, text: str) -> None:
    if not 1 <= year <= 9999:
        raise _refusal(text, _YEARS)


def _impossible_day(text: str, last: date) -> EdtfError:
    around = f"{last - timedelta(days=2)}/{last + min(timedelta(days=2), date.max - last)}"
    reason = f"{MONTHS[last.month - 1]} {last.year} has {last.day} days"
    return _refusal(text, reason, f"{last}, {last.isoformat()[:7]} or {around}")


def _why_no_date(part: str) -> str:
    if _OUT_OF_RANGE.fullmatch(part.lstrip("?~%")):
        return f"{_NOT_SUPPORTED}: {_YEARS}"
    if re.fullmatch(r"[0-9X]*S[0-9]+", part):
        return f"{_NOT_SUPPORTED}: significant digits; write the years, 1950/1959"
    if _PARTS.fullmatch(part):
        return f"{_NOT_SUPPORTED}: one mark for each year, month or day, or one at the end for all"
    return _NOT_A_DATE
