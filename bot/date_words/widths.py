"""How wide a window “in the coming days” opens; pure."""

import re
from datetime import date, timedelta
from math import ceil

from bot.date_words.calendar_units import around, months_on
from bot.date_words.vocabulary import DAYS_IN, LONGEST, NUMBER, count, fold

_HOPES = [
    *("as soon as possible", "as soon as practicable", "asap", "at once", "immediately", "right away", "without delay"),
    *("before long", "eventually", "imminent", "in a while", "in good time", "in the future", "in the long run"),
    *("for the foreseeable future", "in the foreseeable future", "in time", "later", "later on", "never", "not soon"),
    *("at a later date", "at a date to be announced", "at the earliest opportunity", "for now", "indefinitely"),
    *(
        "as and when needed",
        "before too long",
        "in the fullness of time",
        "if possible",
        "when possible",
        "when ready",
        "no date",
        "no date set",
        "one day",
        "some day",
        "some time",
    ),
    *("someday", "sometime", "sooner or later", "tba", "tbc", "tbd", "to be announced", "to be confirmed"),
    *("to be determined", "until further notice", "at a later stage", "at an early date", "when the time is right"),
    *("in the not too distant future", "in the not-too-distant future", "when circumstances permit", "if need be"),
    *("when conditions allow", "when conditions are right", "at the right time", "at the appropriate time"),
]
# Days from the day of utterance on; all of these ends are approximate. None: a hope, which has no date.
WIDTHS: dict[str, int | None] = {
    "in the coming hours": 1,  # counted from an hour that is seldom reported, so it may end the next day
    "in the next couple of days": 3,  # a couple is two to the strict and three to the others
    "in the coming days": 7,  # who meant longer than a week would have said weeks
    "in the next couple of weeks": 21,  # as with days
    "in the coming weeks": 28,  # who meant longer than four weeks would have said months
    "in the coming months": 91,  # a quarter of a year; who meant longer would have named a season or the year
    "soon": None,
    "very soon": None,
    "shortly": None,
    "imminently": None,
    "any day now": None,
    "in due course": None,
    "in the near future": None,
    "at some point": None,
    "when the time comes": None,
    **dict.fromkeys(_HOPES),
}
_VAGUE = re.compile(
    r"(?:within|(?:in|over|during|within)(?: the)? (?:coming|next|next few|coming few|next several|a few|several))"
    r" (?P<unit>hours|days|weeks|months)(?: time)?"
    r"|(?:in|over|during) the (?P<ahead>hours|days|weeks|months) (?:ahead|to come)"
    r"|(?:in|within) a matter of (?P<matter>hours|days|weeks|months)"
)
_COUPLE = re.compile(r"(?:in|over|during|within)(?: the (?:next|coming)| a) couple of (days|weeks)(?: time)?")
_EXACT = re.compile(
    rf"(?:within|(?:in|over|during|within) the (?:next|coming))(?: ({NUMBER}))? (hour|day|week|fortnight|month)s?"
)
_BARE = re.compile(
    rf"(?:the |this )?(?:(?:next|coming) (?:few|several|couple|hours|days|weeks|months|{NUMBER})"
    r"|coming (?:week|month))\b"
)
_THIS = re.compile(
    r"(?:later )?this (week|month|year)|(?:for )?(?:the )?(?:rest|remainder) of (?:the|this) (week|month|year)"
    r"|(?:all|the whole) (week|month)"
    r"|(?:by the end of|within|during|(?:in|over) the course of) (?:the|this) (week|month|year)"
)


def window(words: str, anchor: date) -> str | None:
    """Turn a relative phrase into EDTF, counted from its anchor; None where it has no width.

    The anchor is the day of utterance for a quoted phrase, of publication for a reporter's. The “~” of
    `2022-07-27/2022-08-03~` stands on the end alone: the start is exact.
    """
    return folded_window(fold(words), anchor) if len(words) <= LONGEST else None


def folded_window(said: str, anchor: date) -> str | None:
    """Give the window of a phrase in its one spelling."""
    if _BARE.match(said):
        said = f"in the {said.removeprefix('the ').removeprefix('this ')}"
    if vague := _VAGUE.fullmatch(said):
        said = f"in the coming {vague['unit'] or vague['ahead'] or vague['matter']}"
    elif couple := _COUPLE.fullmatch(said):
        said = f"in the next couple of {couple[1]}"
    if said in WIDTHS:
        days = WIDTHS[said]
        return f"{anchor}/{anchor + timedelta(days=days)}~" if days else None
    if exact := _EXACT.fullmatch(said):
        return _counted(anchor, count(exact[1] or "one"), exact[2])
    return _calendar(said, anchor)


def _counted(anchor: date, number: int, unit: str) -> str | None:
    if not 1 <= number <= 999:
        return None
    if unit == "month":
        return f"{anchor}/{months_on(anchor, number)}"
    days = ceil(number / 24) if unit == "hour" else number * DAYS_IN[unit]
    return f"{anchor}/{anchor + timedelta(days=days)}"


def _calendar(said: str, anchor: date) -> str | None:
    """Phrases that follow the calendar; a week ends with its Sunday, the later of the readings in use."""
    if this := _THIS.fullmatch(said):
        return f"{anchor}/{around(anchor, next(filter(None, this.groups())))[1]}"
    match said:
        case "today":
            return f"{anchor}"
        case "tomorrow":
            return f"{anchor + timedelta(days=1)}"
        case "next week":
            first, last = around(anchor, "week", ahead=1)
            return f"{first}/{last}"
        case "next month":
            return months_on(anchor, 1).isoformat()[:7]
        case "next year":
            return f"{anchor.year + 1:04}"
    return None
