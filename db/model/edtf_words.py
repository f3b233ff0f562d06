"""How a date in EDTF is said to people: its parts as they were read, and their English."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Unit = Literal["day", "month", "season", "year"]

# calendar.month_name would follow the machine's language
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class DateParts:
    """One date: its days, and the names that it is said with."""

    earliest: date
    latest: date
    unit: Unit
    names: tuple[str, ...]  # ("28", "July", "2022"): what neighbours share at the end is said once
    one: str = ""  # "one day in ", where 2022-07-XX leaves open which


@dataclass(frozen=True, slots=True)
class SpanParts:
    """`a/b`, or `a..b` in a set; an end that is not there is open, or unknown."""

    first: DateParts | None
    last: DateParts | None
    unknown: bool = False

    @property
    def earliest(self) -> date:
        """The first day; `date.min` for an end that is not there."""
        return self.first.earliest if self.first else date.min

    @property
    def latest(self) -> date:
        """The last day; `date.max` for an end that is not there."""
        return self.last.latest if self.last else date.max


def names_of(day: date, unit: Unit) -> tuple[str, ...]:
    """Give the names of a day, a month or a year: ("28", "July", "2022")."""
    names = (str(day.day), MONTHS[day.month - 1], str(day.year))
    return names[{"day": 0, "month": 1}.get(unit, 2) :]


def say_stretch(span: SpanParts, about: str) -> str:
    """Say “27 July – 3 August 2022”, “from 31 July 2022 on”."""
    if not (span.first or span.last):
        return "without a known beginning or end"
    if span.first and span.last:
        return say([span.first, span.last], about, by="–")
    start = say([span.first], about) if span.first else "an unknown day"
    end = say([span.last], about) if span.last else "an unknown day"
    if span.unknown:
        return f"from {start} to {end}"
    return f"from {start} on" if span.first else f"until {end}"


def say_choice(members: list[DateParts | SpanParts], about: str) -> str:
    """Say “28 July or 2 August 2022”, “one day between 28 and 31 July 2022”."""
    dates = [member for member in members if isinstance(member, DateParts)]
    if len(dates) == len(members):
        return say(dates, about, by=" or ")
    said = [_say_member(member, about) for member in members]
    return ", or ".join(filter(None, (", ".join(said[:-1]), said[-1])))


def _say_member(member: DateParts | SpanParts, about: str) -> str:
    if isinstance(member, DateParts):
        return say([member], about)
    first, last = member.first, member.last
    if first and last:
        unit = first.unit if first.unit == last.unit else "day"
        said = say([first, last], about, by=" and ")
        return said if first == last else f"one {unit} between {said}"
    known, side = (first, "after") if first else (last, "before")
    assert known  # a span without ends is refused
    return f"{'on' if known.unit == 'day' else 'in'} or {side} {say([known], about)}"


def say(dates: list[DateParts], about: str, *, by: str = "") -> str:
    """Join dates, saying once what they share: “27 July – 3 August 2022”, “28, 29 or 31 July 2022”."""
    names = [single.names for single in dates]
    if len(set(names)) == 1:
        return dates[0].one + about + " ".join(names[0])
    shared = 0
    while len({len(name) for name in names}) == 1 and len({name[-1 - shared :] for name in names}) == 1:
        shared += 1
    said = [" ".join(name[: len(name) - shared]) for name in names[:-1]] + [" ".join(names[-1])]
    said = [single.one + text for single, text in zip(dates, said, strict=True)]
    if by == "–" and (" " in said[0] or (not shared and " " in said[-1])):
        by = " – "
    return about + ", ".join(said[:-1]) + by + said[-1]


def say_some(lower: date, upper: date, unit: Unit, *, whole: bool) -> tuple[tuple[str, ...], str]:
    """The names and the opening of “one day in July 2022”, “one year between 2020 and 2029”."""
    if whole and (lower.year, lower.month) == (upper.year, upper.month):
        return names_of(lower, "month"), f"one {unit} in "
    if whole and lower.year == upper.year and (lower.month, upper.day) == (1, 31):
        return names_of(lower, "year"), f"one {unit} in "
    ends = [DateParts(day, day, unit, names_of(day, unit)) for day in (lower, upper)]
    return (say(ends, "", by=" and "),), f"one {unit} between "
