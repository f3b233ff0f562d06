"""What is counted: in ten days, half an hour, a week from Monday, within 30 days of 4 August."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.phrases.calendar import DAY, months_on
from bot.phrases.meaning import Said, Span, one_day
from bot.phrases.vocabulary import NUMBER, count

Reading = Callable[[str, Said], Span | None]

_UNITS = "minute|min|hour|hr|day|week|fortnight|month|year|working day|business day"
_HALVES = {
    "half an": 0.5,
    "half a": 0.5,
    "a half": 0.5,
    "a quarter of an": 0.25,
    "quarter of an": 0.25,
    "three quarters of an": 0.75,
    "one and a half": 1.5,
    "two and a half": 2.5,
    "three and a half": 3.5,
}
_AMOUNT = rf"(?P<number>{'|'.join(_HALVES)}|{NUMBER})[- ](?P<unit>{_UNITS})s?(?P<half> and a half)?"
_LENGTH = re.compile(_AMOUNT)
_ABOUT = r"(?P<about> about| around| roughly| approximately| some)?"
_NOW = r" (?:from (?:now|today)|hence|ahead)"
_FROM_NOW = (
    re.compile(rf"(?:in|another){_ABOUT} (?P<amount>{_AMOUNT})(?: time)?(?:{_NOW})?(?P<so> or so)?"),
    re.compile(rf"(?:(?P<about>about|around) )?(?P<amount>{_AMOUNT}){_NOW}(?P<so>)"),
)
_AGO = re.compile(rf"(?P<amount>{_AMOUNT}) (?:ago|earlier)")
_FROM_DAY = re.compile(
    rf"(?P<amount>{_AMOUNT}) (?:(?P<side>from|after|on|before|of|following|to) (?P<day>.+)|(?P<near>today|tomorrow))"
)
_WITHIN = re.compile(
    r"(?:within(?: the next)?|in (?:less|no more|not more) than|in (?:under|at most)|no(?:t)? later than)"
    rf" (?P<amount>{_AMOUNT})(?:{_NOW})?"
)
_WITHIN_OF = re.compile(rf"within (?P<amount>{_AMOUNT}) (?:of|from|after) (?P<day>.+)")
_BARE_RANGE = re.compile(
    rf"(?:in|within|over)(?: the (?:next|coming))?"
    rf" (?:(?P<low>{NUMBER})(?: (?P<first>day|week|month)s?)?|(?P<one>day|week|month))"
    rf"(?: or |-| to )(?P<high>{NUMBER})"
    r" ?(?P<unit>day|week|month|year)?s?(?: time)?(?: from now)?"
)
_NEIGHBOUR = re.compile(r"(?:on )?the day (?P<side>before|after) (?P<day>.+)")
_LONGEST_COUNT = 1000


def hours_from_now(text: str, said: Said) -> datetime | None:
    """Read a stretch of minutes or hours from now, exact to the minute: half an hour, in 36 hours."""
    found = _from_now(text)
    if not found or not found["unit"].startswith(("m", "h")) or found["unit"] == "month":
        return None
    hours = _number(found, said) / (60 if found["unit"].startswith("m") else 1)
    return said.now + timedelta(hours=hours)


def is_length(text: str) -> bool:
    """Tell whether a phrase is no more than a length of time: “two hours”."""
    return bool(_LENGTH.fullmatch(text))


def _from_now(text: str) -> re.Match[str] | None:
    return next((found for form in _FROM_NOW if (found := form.fullmatch(text))), None)


def counted(text: str, said: Said, day: Reading) -> Span | None:
    """Read days, weeks, months or years counted from now or from a day that is named."""
    if found := _from_now(text):
        span = _counted(found, said.today, said, 1)
        loose = bool(found["about"] or found["so"])
        return replace(span, loose_first=loose, loose_last=True) if span and loose else span
    if (found := _WITHIN.fullmatch(text)) and (end := _counted(found, said.today, said, 1)):
        return replace(end, first=said.today, unit="stretch", deadline=True, rule="within a time from now")
    if found := _AGO.fullmatch(text):
        return _counted(found, said.today, said, -1)
    if found := _WITHIN_OF.fullmatch(text):
        start = day(found["day"], said)
        end = _counted(found, start.first, said, 1) if start and start.is_day else None
        return Span(start.first, end.first, "stretch", "within a time of a day") if start and end else None
    if found := _FROM_DAY.fullmatch(text):
        start = day(found["day"] or found["near"], said)
        sign = -1 if found["side"] in ("before", "to") else 1
        return _counted(found, start.first, said, sign) if start and start.is_day else None
    if found := _NEIGHBOUR.fullmatch(text):
        of = day(found["day"], said)
        ahead = -DAY if found["side"] == "before" else DAY
        return one_day(of.first + ahead, f"the day {found['side']}", *of.remarks) if of and of.is_day else None
    return _range(text, said)


def _range(text: str, said: Said) -> Span | None:
    """Read “in two or three weeks”, “in a day or two”; both ends are guesses."""
    found = _BARE_RANGE.fullmatch(text)
    unit = found and (found["unit"] or found["first"] or found["one"])
    low, high = (found["low"] or "one", found["high"]) if found else ("", "")
    if not unit or count(low) >= count(high):
        return None
    first, last = (_shift(said.today, min(count(number), _LONGEST_COUNT), unit) for number in (low, high))
    if re.match("within|over", text):
        first = said.today
    return Span(first, last, "stretch", "one count or another", loose_last=True)


def _counted(found: re.Match[str], start: date, said: Said, sign: int) -> Span | None:
    unit = found["unit"]
    if unit.startswith(("min", "h")):
        return None
    number = _number(found, said)
    if unit in ("month", "year") and number % 1:
        number, unit = number * (12 if unit == "year" else 1), "month"
    if number % 1:
        return None
    try:
        end = _shift(start, int(number) * sign, unit)
    except (OverflowError, ValueError):
        raise said.refusal("no such day", ": that is too far away") from None
    working = unit.endswith(" day")
    remarks = ("working days are Monday to Friday; holidays are not known",) if working else ()
    return replace(one_day(end, f"counted in {unit}s", *remarks), loose_last=working)


def _number(found: re.Match[str], said: Said) -> float:
    number = _HALVES.get(found["number"]) or count(found["number"])
    if number > _LONGEST_COUNT * (60 if found["unit"].startswith("min") else 1):
        raise said.refusal("no such day", ": that is too far away")
    return number + (0.5 if found["half"] else 0)


def _shift(start: date, number: int, unit: str) -> date:
    match unit:
        case "month":
            return months_on(start, number)
        case "year":
            return months_on(start, 12 * number)
        case "working day" | "business day":
            return _working(start, number)
        case _:
            return start + number * {"day": 1, "week": 7, "fortnight": 14}[unit] * DAY


def _working(start: date, number: int) -> date:
    step = DAY if number > 0 else -DAY
    while number:
        start += step
        number -= (1 if number > 0 else -1) if start.weekday() < 5 else 0
    return start
