"""Which day “tomorrow” counts from in a quotation whose cue names the day: “…tomorrow,” he said on Tuesday; pure."""

import re
from datetime import date

from bot.date_words.calendar_units import DAY, monday_of
from bot.date_words.vocabulary import WEEKDAY_OF

_CUE = r"\b(?:said|told|added|wrote|tweeted|posted|announced|declared|warned|replied|stated|insisted)\b"
_SAID_DAY = re.compile(
    rf"^[^\n“\"]{{0,90}}?{_CUE}[^\n“\".;]{{0,60}}?\b(?P<day>yesterday|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_REACH = 600  # characters from a word in a quotation to its closing mark
_CLOSING = re.compile(r"[”\"\n]")


def utterance_day(text: str, place: int, anchor: date) -> date:
    """Find the day that “tomorrow” in a quotation counts from: the one that its cue names, or else the anchor."""
    end = _CLOSING.search(text, place, place + _REACH)
    if not end or end[0] == "\n" or not _is_quoted(text, place):
        return anchor
    found = _SAID_DAY.match(text[end.end() : end.end() + 170])
    if not found:
        return anchor
    if found["day"] == "yesterday":
        return anchor - DAY
    here = monday_of(anchor) + WEEKDAY_OF[found["day"].lower()] * DAY
    return here if here <= anchor else here - 7 * DAY


def _is_quoted(text: str, place: int) -> bool:
    paragraph = text[max(text.rfind("\n", 0, place), place - 2000, 0) : place]
    return paragraph.rfind("“") > paragraph.rfind("”") or paragraph.count('"') % 2 == 1
