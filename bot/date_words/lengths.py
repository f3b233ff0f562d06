"""Lengths of time: two weeks, 1h30m, an hour and a half, 1.5 hours, a couple of days."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from bot.date_words.calendar_units import DAY, months_on
from bot.date_words.vocabulary import NUMBER, count

_LETTERS = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "y": "year"}
_SHORT = {"sec": "second", "min": "minute", "hr": "hour", "mo": "month", **_LETTERS}
_CLOCK = {"second": 1, "minute": 60, "hour": 3600}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_WORKING = ("working day", "business day", "weekday")
_LONG = rf"(?:second|sec|minute|min|hour|hr|day|week|fortnight|month|quarter|year|{'|'.join(_WORKING)})s?|mos?"
_HALVES = {
    "half an": Fraction(1, 2),
    "half a": Fraction(1, 2),
    "a half": Fraction(1, 2),
    "half": Fraction(1, 2),
    "a quarter of an": Fraction(1, 4),
    "quarter of an": Fraction(1, 4),
    "three quarters of an": Fraction(3, 4),
    "three-quarters of an": Fraction(3, 4),
}
_COUPLE = "a couple of|a couple|couple of|a pair of"
_FIGURES = r"[0-9]{1,6}(?:\.[0-9]{1,3})?"
_NUMBER = (
    rf"{'|'.join(sorted(_HALVES, key=len, reverse=True))}|(?:{NUMBER}) and an? half|(?:[0-9]+ )?[1-9]/[1-9]|{_COUPLE}"
    rf"|{_FIGURES}|{NUMBER}"
)
_PIECE = (
    rf"(?:(?:{_NUMBER})[- ](?:more )?(?:{_LONG})|{_FIGURES} ?(?:{'|'.join(_LETTERS)}|{_LONG}))"
    r"(?![a-z])(?: and an? half)?"
)
# A length as it stands within a longer phrase; “1h30” needs its last unit
LENGTH = rf"(?>{_PIECE}(?:(?:,? and |, ?| )?{_PIECE}){{0,5}})"
_PIECES = re.compile(
    rf"(?:(?P<number>{_NUMBER})[- ](?:more )?(?P<long>{_LONG})"
    rf"|(?P<figures>{_FIGURES}) ?(?P<short>{'|'.join(_LETTERS)}|{_LONG}))(?![a-z])(?P<half> and an? half)?"
)
_LENGTH = re.compile(LENGTH)
_LONGEST = {"second": 10_000_000, "minute": 100_000}
_LONGEST_COUNT = 1000


class TooLong(ValueError):
    """A length that leads out of the calendar, or of all that anybody could mean."""


@dataclass(frozen=True, slots=True)
class Length:
    """So many of each unit, in the order they were said; `couple`: “a couple” was taken for two."""

    pieces: tuple[tuple[Fraction, str], ...]
    couple: bool = False

    @property
    def has_clock(self) -> bool:
        """Whether it counts hours, minutes or parts of a day, and so leads to a time of day."""
        return any(unit in _CLOCK or (unit == "day" and number.denominator > 1) for number, unit in self.pieces)

    @property
    def unit(self) -> str:
        """The smallest unit."""
        return self.pieces[-1][1]

    @property
    def in_working_days(self) -> bool:
        """Whether it counts working days."""
        return self.unit in _WORKING


def length(text: str) -> Length | None:
    """Read a text that is a length of time and nothing else."""
    if not _LENGTH.fullmatch(text):
        return None
    pieces = tuple(map(_piece, _PIECES.finditer(text)))
    units = [unit for _, unit in pieces]
    if len(set(units)) < len(units):
        return None
    return Length(pieces, couple="couple" in text or "pair of" in text)


def _piece(found: re.Match[str]) -> tuple[Fraction, str]:
    unit = (found["long"] or found["short"]).removesuffix("s") or "s"
    unit = _SHORT.get(unit, unit)
    number = _number(found["number"] or found["figures"]) + (Fraction(1, 2) if found["half"] else 0)
    match unit:
        case "quarter":
            number, unit = number * 3, "month"
        case "year" if number.denominator > 1:
            number, unit = number * 12, "month"
    if number > _LONGEST.get(unit, _LONGEST_COUNT):
        raise TooLong
    return number, unit


def _number(said: str) -> Fraction:
    if said in _HALVES:
        return _HALVES[said]
    if "couple" in said or "pair" in said:
        return Fraction(2)
    if said.endswith("half"):
        return count(said.removesuffix(" a half").removesuffix(" an half").removesuffix(" and")) + Fraction(1, 2)
    if "/" in said:
        whole, _, part = said.rpartition(" ")
        return Fraction(int(whole or 0)) + Fraction(part)
    return Fraction(said) if said[0].isdecimal() else Fraction(count(said))


# --- counted on


def days_on(start: date, by: Length, sign: int) -> date | None:
    """Count whole days, weeks, months and years on from a day; None for a length that no calendar counts."""
    if by.has_clock or any(number.denominator > 1 for number, _ in by.pieces):
        return None
    if len(by.pieces) > 1:
        found = _count(by, datetime.combine(start, time(12)), sign)
        return found.date() if found else None
    (number, unit), *_ = by.pieces
    try:
        return _shift(start, int(number) * sign, unit)
    except (OverflowError, ValueError):
        raise TooLong from None


def time_on(start: datetime, by: Length, sign: int) -> datetime | None:
    """Count a length with hours in it on from an instant; a day of it has 24 hours."""
    if len(by.pieces) > 1:
        found = _count(by, start.astimezone(UTC).replace(tzinfo=None), sign)
        return found.replace(tzinfo=UTC) if found else None
    (number, unit), *_ = by.pieces
    try:
        return start + sign * timedelta(seconds=float(number * _CLOCK.get(unit, 86_400)))
    except OverflowError:
        raise TooLong from None


def _count(by: Length, base: datetime, sign: int) -> datetime | None:
    """Count several units by dateparser, which does so as the calendar does."""
    if by.in_working_days or any(number.denominator > 1 for number, _ in by.pieces):
        return None
    # a fifth of a second and six megabytes, once, for a bot whose desk counts so; most never do
    import dateparser

    said = " ".join(f"{number} {unit}" for number, unit in by.pieces)
    settings = {"RELATIVE_BASE": base, "PARSERS": ["relative-time"]}
    # without a language dateparser tries some two hundred, for seconds
    found: datetime | None = dateparser.parse(
        f"in {said}" if sign > 0 else f"{said} ago", languages=["en"], settings=settings
    )
    if found is None or not 2 <= found.year <= 9998:
        raise TooLong
    return found


def _shift(start: date, number: int, unit: str) -> date:
    match unit:
        case "month":
            return months_on(start, number)
        case "year":
            return months_on(start, 12 * number)
        case _ if unit in _WORKING:
            return _working(start, number)
        case _:
            return start + number * _DAYS[unit] * DAY


def _working(start: date, number: int) -> date:
    step = DAY if number > 0 else -DAY
    while number:
        start += step
        number -= (1 if number > 0 else -1) if start.weekday() < 5 else 0
    return start
