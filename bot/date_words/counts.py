"""What is counted: in ten days, a week from Monday, within 30 days of 4 August, three Fridays from now."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from bot.date_words.calendar_units import DAY
from bot.date_words.lengths import LENGTH, Length, TooLong, days_on, length, time_on
from bot.date_words.meaning import Said, Span, one_day
from bot.date_words.vocabulary import NUMBER, WEEKDAY, WEEKDAY_OF, count

Reading = Callable[[str, Said], Span | None]
Instant = Callable[[str, Said], datetime | None]

_ABOUT = r"(?P<about>(?:about|around|roughly|approximately|some) )?"
_SO = r"(?P<so> or so)?"
_NOW = r" (?:from (?:right )?now|from today|hence|ahead|later|from this (?:moment|day))"
_FROM_NOW = (
    re.compile(rf"(?:in|another|after|in another) {_ABOUT}(?P<amount>{LENGTH})(?: time)?(?:{_NOW})?{_SO}"),
    re.compile(rf"{_ABOUT}(?P<amount>{LENGTH})(?: time)?{_NOW}{_SO}"),
    re.compile(rf"(?P<about>)(?:\+ ?)?(?P<amount>{LENGTH})(?P<so>)"),
)
_AGO = re.compile(rf"{_ABOUT}(?P<amount>{LENGTH}) (?:ago(?: today)?|earlier|back|before (?:now|today)|previously){_SO}")
_FROM_DAY = re.compile(
    rf"(?P<amount>{LENGTH}) (?:(?P<side>from|after|on|before|of|following|to|prior to|ahead of) (?P<day>.+)"
    r"|(?P<near>today|tomorrow))"
)
_WITHIN = re.compile(
    r"(?:within(?: the (?:next|coming))?|in (?:less|no more|not more) than|in (?:under|at most)|no(?:t)? later than"
    rf"|(?:(?:in|over|during|for) )?the (?:next|coming)|next) (?P<amount>{LENGTH})(?:{_NOW})?"
)
_BACK = re.compile(
    rf"(?:(?:in|over|during|within|for) )?(?:the )?last (?P<number>{NUMBER}|couple of)"
    r" (?P<unit>hour|day|week|month|year)s?"
)
_AT_LEAST = re.compile(
    rf"(?:in )?(?:at least|not less than|no less than|no sooner than|not before) (?P<amount>{LENGTH})(?:{_NOW}| away)?"
)
_FOR = re.compile(rf"for (?P<amount>{LENGTH}) (?:from|starting|beginning|as of)(?: on)? (?P<day>.+)")
_WITHIN_OF = re.compile(rf"(?:with)?in (?P<amount>{LENGTH}) (?:of|from|after) (?P<day>.+)")
_COUNTS = re.compile(
    r"(?:(?P<ahead>(?:in|within|over|during)(?: the (?:next|coming))?|the (?:next|coming)|next) )?"
    rf"(?:(?P<low>{NUMBER})(?: (?P<first>day|week|month|year)s?)?|(?P<one>day|week|month|year))"
    rf"(?: or |-| to )(?P<high>{NUMBER})"
    r" ?(?P<unit>day|week|month|year)?s?(?: time)?(?P<now> from now|)"
)
_NEIGHBOUR = re.compile(r"(?:on )?the day (?P<side>before|after) (?P<day>.+)")
_WEEKDAYS = re.compile(rf"(?P<number>{NUMBER}) (?P<weekday>{WEEKDAY})s? (?P<side>from (?:now|today)|ahead|hence|ago)")
_LONGEST_COUNT = 1000


def is_length(text: str) -> bool:
    """Tell whether a phrase is no more than a length of time: “two hours”, “10h”."""
    try:
        return length(text) is not None
    except TooLong:
        return True


def instant_counted(text: str, said: Said, instant: Instant) -> tuple[datetime, tuple[str, ...]] | None:
    """Count hours and minutes from now or from a time that is named; gives the instant, and what is to be remarked."""
    if found := _counts_from_now(text):
        start: datetime | None = said.now
        sign = -1 if found.re is _AGO else 1
    elif (found := _FROM_DAY.fullmatch(text)) and found["side"] not in (None, "on", "of", "to"):
        start = said.now  # looked for only behind a length of hours
        sign = -1 if found["side"] in ("before", "prior to", "ahead of") else 1
    else:
        return None
    by = _length(found["amount"], said)
    if not by.has_clock:
        return None
    if "side" in found.groupdict():
        start = instant(found["day"], said) if found["day"] else None
    at = _time_on(start, by, sign, said) if start else None
    return (at, ("“a couple” is taken for two",) if by.couple else ()) if at else None


def _counts_from_now(text: str) -> re.Match[str] | None:
    return next((found for form in (*_FROM_NOW, _AGO) if (found := form.fullmatch(text))), None)


def _length(text: str, said: Said) -> Length:
    try:
        return length(text) or Length(())
    except TooLong:
        raise said.refusal("no such day", ": that is too far away") from None


def _days_on(start: date, by: Length, sign: int, said: Said) -> date | None:
    try:
        return days_on(start, by, sign) if by.pieces else None
    except TooLong:
        raise said.refusal("no such day", ": that is too far away") from None


def _time_on(start: datetime, by: Length, sign: int, said: Said) -> datetime | None:
    try:
        return time_on(start, by, sign)
    except TooLong:
        raise said.refusal("no such day", ": that is too far away") from None


def counted(text: str, said: Said, day: Reading) -> Span | None:
    """Read days, weeks, months or years counted from now or from a day that is named."""
    if found := _counts_from_now(text):
        span = _counted(found, said.today, said, -1 if found.re is _AGO else 1)
        loose = bool(found["about"] or found["so"])
        return replace(span, loose_first=loose, loose_last=True) if span and loose else span
    if (found := _WITHIN.fullmatch(text)) and (end := _within(found, said.today, said)):
        return replace(end, first=said.today, unit="stretch", deadline=True, rule="within a time from now")
    if (found := _AT_LEAST.fullmatch(text)) and (end := _counted(found, said.today, said, 1)):
        return replace(end, last=date.max, unit="stretch", rule="not before a time from now")
    if found := _WITHIN_OF.fullmatch(text):
        start = day(found["day"], said)
        end = _counted(found, start.first, said, 1) if start and start.is_day else None
        return Span(start.first, end.first, "stretch", "within a time of a day") if start and end else None
    if found := _FOR.fullmatch(text):
        start = day(found["day"], said)
        end = _counted(found, start.first, said, 1) if start and start.is_day else None
        return Span(start.first, end.first, "stretch", "for a time from a day") if start and end else None
    if found := _FROM_DAY.fullmatch(text):
        start = day(found["day"] or found["near"], said)
        sign = -1 if found["side"] in ("before", "to", "prior to", "ahead of") else 1
        return _counted(found, start.first, said, sign) if start and start.is_day else None
    return _neighbour(text, said, day) or _back(text, said) or _weekdays(text, said) or _several(text, said)


def _neighbour(text: str, said: Said, day: Reading) -> Span | None:
    if not (found := _NEIGHBOUR.fullmatch(text)):
        return None
    of = day(found["day"], said)
    ahead = -DAY if found["side"] == "before" else DAY
    return one_day(of.first + ahead, f"the day {found['side']}", *of.remarks) if of and of.is_day else None


def _within(found: re.Match[str], start: date, said: Said) -> Span | None:
    by = _length(found["amount"], said)
    if not by.has_clock:
        return _counted(found, start, said, 1)
    at = _time_on(said.now, by, 1, said)
    # a length of hours may reach the next day
    return one_day(said.date_of(at), "within hours") if at else None


def _back(text: str, said: Said) -> Span | None:
    """Read “the last two weeks”, up to today."""
    if not (found := _BACK.fullmatch(text)):
        return None
    number = "2" if found["number"] == "couple of" else found["number"]
    by = _length(f"{number} {found['unit']}", said)
    first = _days_on(said.today, by, -1, said)
    return Span(first, said.today, "stretch", "back from today") if first else None


def _weekdays(text: str, said: Said) -> Span | None:
    """Read “three Fridays from now”, the third after today."""
    if not (found := _WEEKDAYS.fullmatch(text)):
        return None
    number, weekday = count(found["number"]), WEEKDAY_OF[found["weekday"]]
    if not 1 <= number <= _LONGEST_COUNT:
        raise said.refusal("no such day", ": that is too far away")
    if found["side"] == "ago":
        return one_day(
            said.today - (((said.today.weekday() - weekday - 1) % 7 + 1) + 7 * (number - 1)) * DAY, "nth weekday back"
        )
    ahead = (weekday - said.today.weekday() - 1) % 7 + 1
    return one_day(said.today + (ahead + 7 * (number - 1)) * DAY, "nth weekday from now")


def _several(text: str, said: Said) -> Span | None:
    """Read “in two or three weeks”, both ends guesses; “in the next two or three weeks” begins today."""
    found = _COUNTS.fullmatch(text)
    unit = found and (found["unit"] or found["first"] or found["one"])
    if not found or not unit or not (found["ahead"] or found["now"]):
        return None
    if found["ahead"] == "next" and not found["low"]:
        return None  # “next week to 3 weeks from now” begins next week
    low, high = found["low"] or "one", found["high"]
    if not 1 <= count(low) < count(high) <= _LONGEST_COUNT:
        return None
    lengths = [_length(f"{number} {unit}", said) for number in (low, high)]
    first, last = (_days_on(said.today, by, 1, said) for by in lengths)
    if not (first and last):
        return None
    if re.search("within|over|during|next|coming", found["ahead"] or ""):
        first = said.today
    return Span(first, last, "stretch", "one count or another", loose_last=True)


def _counted(found: re.Match[str], start: date, said: Said, sign: int) -> Span | None:
    by = _length(found["amount"], said)
    end = _days_on(start, by, sign, said)
    if end is None:
        return None
    working = by.in_working_days
    remarks = ("working days are Monday to Friday; holidays are not known",) if working else ()
    return replace(one_day(end, f"counted in {by.unit}s", *remarks), loose_last=working or by.couple)
