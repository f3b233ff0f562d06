"""When something was so, as EDTF (ISO 8601-2) text: the days it covers, and how people say it."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal

Unit = Literal["day", "month", "season", "year"]

# calendar.month_name would follow the machine's language
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class EdtfError(ValueError):
    """Text that is no EDTF we keep; the message says what is wrong and shows one that works."""

    reason: str = ""  # the message's middle, for whoever shows an example of his own


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days an EDTF text covers, both ends included.

    An open or unknown end is `date.min` or `date.max`. `a/b` is a "stretch": it was so over all of it, or
    that is the window to watch. "one of" is `[a..b]`, `[a,b]` or `2022-07-XX`: it was so once, and which day
    (or month, or year) is not known.
    """

    earliest: date
    latest: date
    shape: Unit | Literal["stretch", "one of"]
    approximate: bool
    uncertain: bool

    @property
    def is_day(self) -> bool:
        return self.earliest == self.latest and not (self.approximate or self.uncertain)

    @property
    def open_start(self) -> bool:
        return self.earliest == date.min

    @property
    def open_end(self) -> bool:
        return self.latest == date.max


def bounds(edtf: str) -> Bounds:
    """Find which days the text covers.

    Seasons have the northern hemisphere's months: 21 spring is March to May, 22 summer June to August,
    23 autumn September to November, 24 winter December to February of the next year. 33–36 are quarters,
    40–41 half-years.
    """
    return _read(edtf)[0]


def words(edtf: str) -> str:
    """Say it in English; an inexact date is never said as one exact day."""
    return _read(edtf)[1]


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
    start, end = ("" if one in (date.min, date.max) else one.isoformat() for one in (first, last))
    return f"[{start}..{end}]" if start or end else ""


# --- what a text is made of


@dataclass(frozen=True, slots=True)
class _Date:
    earliest: date
    latest: date
    unit: Unit
    names: tuple[str, ...]  # ("28", "July", "2022"): what neighbours share at the end is said once
    one: str = ""  # "one day in ", where 2022-07-XX leaves open which


@dataclass(frozen=True, slots=True)
class _Span:
    """`a/b`, or `a..b` in a set; an end that is not there is open, or unknown."""

    first: _Date | None
    last: _Date | None
    unknown: bool = False

    @property
    def earliest(self) -> date:
        return self.first.earliest if self.first else date.min

    @property
    def latest(self) -> date:
        return self.last.latest if self.last else date.max


# a dossier has some thousand texts; what users type as `as_of` must not grow it without end
@lru_cache(maxsize=16_384)
def _read(text: str) -> tuple[Bounds, str]:
    _refuse_at_sight(text)
    approximate, uncertain = bool(re.search("[~%]", text)), bool(re.search("[?%]", text))
    about = "about " if approximate else ""
    earliest, latest, shape, said = _read_whole(text, about)
    if uncertain:
        said += " (uncertain)"
    return Bounds(earliest, latest, shape, approximate, uncertain), said


def _read_whole(text: str, about: str) -> tuple[date, date, Unit | Literal["stretch", "one of"], str]:
    if text.startswith("["):
        members = _members(text)
        earliest, latest = min(m.earliest for m in members), max(m.latest for m in members)
        return earliest, latest, "one of", _say_choice(members, about)
    if "/" in text:
        span = _stretch(text)
        return span.earliest, span.latest, "stretch", _say_stretch(span, about)
    single = _date(text, text)
    return single.earliest, single.latest, "one of" if single.one else single.unit, _say([single], about)


def _stretch(text: str) -> _Span:
    if text.count("/") > 1:
        raise _refusal(text, "more than one “/”")
    ends = text.split("/")
    start, end = ("" if end == ".." else end for end in ends)
    return _span(start, end, text, unknown="" in ends)


def _members(text: str) -> list[_Date | _Span]:
    if not re.fullmatch(r"\[[^\[\]]*(,|\.\.)[^\[\]]*\]", text):
        reason = "brackets hold a choice of two or more" if re.fullmatch(r"\[[^,]*\]", text) else _NOT_A_DATE
        raise _refusal(text, reason, "[2022-07-28,2022-08-02] or [2022-07-28..2022-08-02]")
    members = [_member(member, text) for member in text[1:-1].split(",")]
    if any(one.earliest >= other.earliest for one, other in pairwise(members)):
        raise _refusal(text, "a choice goes from early to late, each once", "[2022-07-28,2022-08-02]")
    return members


def _member(member: str, text: str) -> _Date | _Span:
    start, dots, end = member.partition("..")
    return _span(start, end, text) if dots else _date(member, text)


def _span(start: str, end: str, text: str, *, unknown: bool = False) -> _Span:
    if not (start or end):
        raise _refusal(text, "this says no day at all", "2022-07-28/.. or ../2022-07-28")
    first, last = (_date(part, text) if part else None for part in (start, end))
    span = _Span(first, last, unknown)
    if span.earliest > span.latest:
        raise _refusal(text, "it ends before it starts", "2022-07-27/2022-08-03")
    return span


# --- one date

_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[?~%]?")
_UNUSUAL = re.compile(r"[?~%]?([0-9X]{4})[?~%]?(?:-[?~%]?([0-9]{2}|XX)[?~%]?(?:-[?~%]?([0-9]{2}|XX))?)?[?~%]?")
_OUT_OF_RANGE = re.compile(r"-[0-9]{4}.*|Y-?[0-9]+(E[0-9]+)?")
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


def _date(part: str, text: str) -> _Date:
    if plain := _PLAIN.fullmatch(part):
        month, day = (int(digits) if digits else None for digits in plain.groups()[1:])
        return _plain(int(plain[1]), month, day, text)
    return _unusual(part, text)


def _plain(year: int, month: int | None, day: int | None, text: str) -> _Date:
    _refuse_year(year, text)
    if month is None:
        return _Date(date(year, 1, 1), date(year, 12, 31), "year", (str(year),))
    if day is None and month in _SEASONS:
        return _season(year, month)
    if not 1 <= month <= 12:
        reason = f"there is no month {month:02}; seasons are 21–24, quarters 33–36, half-years 40–41"
        raise _refusal(text, reason)
    last = date(year, month, monthrange(year, month)[1])
    if day is None:
        return _Date(last.replace(day=1), last, "month", _names(last, "month"))
    if not 1 <= day <= last.day:
        raise _impossible_day(text, last)
    exact = date(year, month, day)
    return _Date(exact, exact, "day", _names(exact, "day"))


def _season(year: int, number: int) -> _Date:
    name, first, last = _SEASONS[number]
    # the edtf package ends winter with December; the winter of 2022 lasts until February 2023
    last_year, said = (year + 1, f"{year}–{(year + 1) % 100:02}") if last < first else (year, str(year))
    end = date(last_year, last, monthrange(last_year, last)[1])
    return _Date(date(year, first, 1), end, "season", (name, said))


def _unusual(part: str, text: str) -> _Date:
    """Read unspecified digits (`2022-07-XX`) and marks inside a date (`2022-~07-28`)."""
    shape = _UNUSUAL.fullmatch(part)
    if not shape:
        raise _refusal(text, _why_no_date(part))
    digits = [group for group in shape.groups() if group]
    if not any("X" in group for group in digits):
        _read_by_package(part, text)  # it knows where a mark may stand
        return _date("-".join(digits), text)
    lower, upper = _read_by_package(part, text)
    units: tuple[Unit, ...] = ("year", "month", "day")
    unit = units[len(digits) - 1]
    return _Date(lower, upper, unit, *_say_some(lower, upper, unit))


def _read_by_package(part: str, text: str) -> tuple[date, date]:
    from edtf import EDTFParseException, parse_edtf  # builds its grammar on import, and is seldom needed

    try:
        found = parse_edtf(part)
        lower, upper = found.lower_strict()[:3], found.upper_strict()[:3]
        _refuse_year(lower[0], text)
        _refuse_year(upper[0], text)
        return date(*lower), date(*upper)
    except EdtfError:
        raise
    except (EDTFParseException, ValueError) as error:
        raise _refusal(text, _NOT_A_DATE) from error


# --- refusals

_LONGEST = 60
_NOT_A_DATE = "not a date in EDTF"


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
        raise _refusal(text, "braces mean all of several dates; give each its own entry", "2022-07-28")


def _refuse_year(year: int, text: str) -> None:
    # the years 1 and 9999 are left out so that date.min and date.max can only mean an open end
    if not 2 <= year <= 9998:
        raise _refusal(text, "only the years 2 to 9998 can be kept")


def _impossible_day(text: str, last: date) -> EdtfError:
    around = f"{last - timedelta(days=2)}/{last + timedelta(days=2)}"
    reason = f"{MONTHS[last.month - 1]} {last.year} has {last.day} days"
    return _refusal(text, reason, f"{last}, {last.isoformat()[:7]} or {around}")


def _why_no_date(part: str) -> str:
    if _OUT_OF_RANGE.fullmatch(part):
        return "only the years 2 to 9998 can be kept"
    if re.fullmatch(r"[0-9X]{4}(-[0-9X]{2}){1,2}", part):
        return "only a whole month or day can be unspecified, as XX"
    return _NOT_A_DATE


# --- what people read


def _names(day: date, unit: Unit) -> tuple[str, ...]:
    names = (str(day.day), MONTHS[day.month - 1], str(day.year))
    return names[{"day": 0, "month": 1}.get(unit, 2) :]


def _say_stretch(span: _Span, about: str) -> str:
    if span.first and span.last:
        return _say([span.first, span.last], about, by="–")
    start = _say([span.first], about) if span.first else "an unknown day"
    end = _say([span.last], about) if span.last else "an unknown day"
    if span.unknown:
        return f"from {start} to {end}"
    return f"from {start} on" if span.first else f"until {end}"


def _say_choice(members: list[_Date | _Span], about: str) -> str:
    dates = [member for member in members if isinstance(member, _Date)]
    if len(dates) == len(members):
        return _say(dates, about, by=" or ")
    said = [_say_member(member, about) for member in members]
    return ", or ".join(filter(None, (", ".join(said[:-1]), said[-1])))


def _say_member(member: _Date | _Span, about: str) -> str:
    if isinstance(member, _Date):
        return _say([member], about)
    first, last = member.first, member.last
    if first and last:
        unit = first.unit if first.unit == last.unit else "day"
        said = _say([first, last], about, by=" and ")
        return said if first == last else f"one {unit} between {said}"
    known, side = (first, "after") if first else (last, "before")
    assert known  # a span without ends is refused
    return f"{'on' if known.unit == 'day' else 'in'} or {side} {_say([known], about)}"


def _say(dates: list[_Date], about: str, *, by: str = "") -> str:
    """Join dates, saying once what they share: “27 July – 3 August 2022”, “28, 29 or 31 July 2022”."""
    names = [single.names for single in dates]
    if len(set(names)) == 1:
        return dates[0].one + about + " ".join(names[0])
    shared = 0
    while len({len(name) for name in names}) == 1 and len({name[-1 - shared :] for name in names}) == 1:
        shared += 1
    said = [" ".join(name[: len(name) - shared]) for name in names[:-1]] + [" ".join(names[-1])]
    said = [single.one + text for single, text in zip(dates, said, strict=True)]
    if by == "–" and " " in said[0]:
        by = " – "
    return about + ", ".join(said[:-1]) + by + said[-1]


def _say_some(lower: date, upper: date, unit: Unit) -> tuple[tuple[str, ...], str]:
    """The names and the opening of “one day in July 2022”, “one year between 2020 and 2029”."""
    if (lower.year, lower.month) == (upper.year, upper.month):
        return _names(lower, "month"), f"one {unit} in "
    if lower.year == upper.year and (lower.month, upper.day) == (1, 31):
        return _names(lower, "year"), f"one {unit} in "
    ends = [_Date(day, day, unit, _names(day, unit)) for day in (lower, upper)]
    return (_say(ends, "", by=" and "),), f"one {unit} between "
