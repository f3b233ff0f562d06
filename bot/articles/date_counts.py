"""What is counted from a day: “two weeks ago”, “within 48 hours”, “in the coming days”, “nine days later”; pure."""

import re
from datetime import date

from bot.articles.date_days import S
from bot.articles.date_place import Form, Place
from bot.articles.date_values import Meant, a_day, a_week
from bot.articles.tense import Tense
from bot.date_words import widths
from bot.date_words.calendar_units import DAY, months_on
from bot.date_words.vocabulary import NUMBER, count
from db.model.edtf import bounds

_I = re.IGNORECASE
_COUNT = rf"(?P<number>{NUMBER}|half{S}a|a{S}couple{S}of|a{S}few|several)"
_STEP = r"(?P<unit>day|week|fortnight|month|year)s?\b"


def _ago(found: re.Match[str], place: Place) -> Meant | None:
    """Read “two weeks ago”: the value is as coarse as the unit, the day is counted."""
    number = _number(found["number"])
    if number is None:
        return None  # “a few weeks ago”, “weeks ago” name no day
    return _stepped(place.anchor, -number, found["unit"].lower(), "counted back", "past")


_MOST = 400  # of days, weeks or years that anybody counts


def _number(words: str) -> int | None:
    words = " ".join(words.lower().split())
    try:
        number = count(words)
    except ValueError:
        return None  # a few, several, a couple of
    return number if number <= _MOST else None


def _stepped(day: date, steps: int, unit: str, rule: str, leads: Tense) -> Meant:
    """Count from a day; the value is as coarse as what is counted."""
    match unit:
        case "day":
            return a_day(day + steps * DAY, rule, leads)
        case "week" | "fortnight":
            at = day + steps * (7 if unit == "week" else 14) * DAY
            return Meant(a_week(at, "").value, at, at, rule, leads, is_window=True)
        case "month":
            at = months_on(day, steps)
            return Meant(at.isoformat()[:7], at, at, rule, leads, is_window=True)
        case _:
            at = months_on(day, 12 * steps)
            return Meant(f"{at.year:04}", at, at, rule, leads, is_window=True)


_ONLY = re.compile(r"\b(?:first|second|third|fourth|fifth|only|last|most|once|twice|times?|more than|\w{3,}est)\b")


def _ahead(found: re.Match[str], place: Place) -> Meant | None:
    """Read “in two weeks”, “within 48 hours”, “in the coming days”; not “the first in three years”."""
    words, unit = " ".join(found[0].lower().split()), found["unit"].lower()
    clear = found["next"] or found["end"]
    if not (clear or found["number"] or re.search(r"s$|within\s+the\b", found[0], _I)):
        return None  # “in Year 11”
    if not clear and not _is_ahead(found, place):
        return None
    if unit == "year":
        return _years_ahead(found, place)
    number = _number(found["number"]) if found["number"] else None
    if found["word"].lower() == "in" and number and not found["next"]:
        if unit == "hour":
            return a_day(place.anchor + -(-number // 24) * DAY, "counted on", "future")
        return _stepped(place.anchor, number, unit, "counted on", "future")
    return _window(words, place)


def _is_ahead(found: re.Match[str], place: Place) -> bool:
    if found["word"].lower() not in ("in", "within", "inside") or place.side == "past":
        return place.side == "past" and found["word"].lower() == "within" and _forward(place)
    return not (re.match(r"\s(?:of|after|before|from)\b", place.after()) or _ONLY.search(place.before(70)))


def _forward(place: Place) -> bool:
    """Tell “agreed to answer within 48 hours” from “was freed within 48 hours”."""
    return bool(re.search(r"\b(?:to \w+|give\w*|gave|deadline|ultimatum|demand\w*)\b[^.;]*$", place.before(80)))


def _years_ahead(found: re.Match[str], place: Place) -> Meant | None:
    number = _number(found["number"] or "one") or 3
    last = months_on(place.anchor, 12 * number)
    if found["word"].lower() == "in" and not found["next"]:
        return _stepped(place.anchor, number, "year", "counted on", "future")
    return Meant("", place.anchor, last, "stretch from now", "future", is_window=True)


def _window(words: str, place: Place) -> Meant | None:
    """Let the one table of widths say how long “in the coming days” is."""
    words = re.sub(r"^(?:for|inside|through|throughout) ", "in ", words).replace("the the", "the")
    edtf = widths.window(words, place.anchor) or widths.window(words.replace("next coming", "coming"), place.anchor)
    if edtf is None:
        return None
    days = bounds(edtf)
    value = days.latest.isoformat() if days.earliest == place.anchor and not days.approximate else ""
    return Meant(value, days.earliest, days.latest, "window ahead", "future", is_window=True)


def _from_now(found: re.Match[str], place: Place) -> Meant | None:
    """Read “two weeks from now”, “ten days from today”."""
    number = _number(found["number"])
    return _stepped(place.anchor, number, found["unit"].lower(), "counted on", "future") if number else None


def _after_day(found: re.Match[str], place: Place) -> Meant | None:
    """Read “nine days later”, “a week earlier”, “the next day”, counted from the day named just before."""
    number = _number(found["number"] or "one") if not found["near"] else 1
    if number is None:
        return None
    back = (found["side"] or found["near"]).lower().split()[-1] in ("earlier", "before", "previous")
    unit = (found["unit"] or found["of"]).lower()
    if back and unit == "day" and (place.last_day is None or place.last_day > place.anchor):
        return _stepped(place.anchor, -number, unit, "counted back", "past")  # nothing is told before it is over
    if place.last_day is None:
        return None
    return _stepped(place.last_day, -number if back else number, unit, "counted from a day", "")


# --- all of them

_SPELT = (
    "a an half several one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_FEW = rf"few|several|couple{S}of|a{S}few|a{S}couple{S}of|a{S}matter{S}of"
COUNTS = (
    Form(f"0 {_SPELT}", re.compile(rf"{_COUNT}{S}{_STEP}{S}ago\b", _I), _ago),
    Form(f"0 {_SPELT}", re.compile(rf"{_COUNT}{S}{_STEP}{S}from{S}(?:now|today)\b", _I), _from_now),
    Form(
        f"0 {_SPELT} next following previous",
        re.compile(
            rf"{_COUNT}{S}{_STEP}{S}(?P<side>later|earlier)\b|(?P<near>next|following|previous){S}(?P<of>day|week|month)\b",
            _I,
        ),
        _after_day,
    ),
    Form(
        "in within over during for inside through throughout",
        re.compile(
            rf"(?P<word>in|within|over|during|for|inside|through|throughout){S}(?:the{S})?(?P<next>(?:next|coming){S})?"
            rf"(?:(?P<number>{NUMBER}|{_FEW}){S})?(?P<unit>hour|day|week|fortnight|month|year)s?"
            rf"(?P<end>{S}(?:ahead|to{S}come|from{S}now)|['’]?{S}time)?\b",
            _I,
        ),
        _ahead,
    ),
)
