"""Which time of day “at half past nine”, “10 a.m.” or “noon” is, and which part of a day “this evening”."""

import re
from dataclasses import dataclass, replace
from datetime import time

from bot.phrases.meaning import Said
from bot.phrases.vocabulary import MONTH, NUMBER, SMALL, count

# When something rings that was said to be in this part of a day; None: at the desk's own hour
PARTS: dict[str, time | None] = {
    "morning": None,
    "lunchtime": time(12),
    "afternoon": time(15),
    "close of business": time(17),
    "evening": time(19),
    "night": time(21),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `next_day`: the midnight that ends the day."""

    time: time
    next_day: bool = False
    remarks: tuple[str, ...] = ()


_HOUR = "[0-9]{1,2}|" + "|".join(SMALL)
_HALF = r"(?P<half>[ap])\.? ?m\b\.?"
_TIMES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:\b(?:at|(?P<by>by)) )?\b(?P<hours>[0-9]{1,2})[:h](?P<minutes>[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?"
        rf"(?![0-9.:])(?: ?{_HALF}| (?:hours|hrs|oclock)\b)?",
        rf"(?:\bat )?\b(?P<hours>[0-9]{{1,2}})\.(?P<minutes>[0-9]{{2}}) ?{_HALF}",
        r"\bat (?P<hours>[0-9]{1,2})\.(?P<minutes>[0-9]{2})(?![0-9.])",
        rf"\b(?P<hours>{_HOUR})(?: oclock)?(?: in the (?P<part>morning|afternoon|evening)| ?{_HALF})",
        r"\b(?P<hours>[0-9]{2})(?P<minutes>[0-9]{2})"
        r"(?: ?(?:hours|hrs|h)\b|(?= ?(?:utc|gmt|z|et|edt|est|ce?s?t|msk|bst)\b))",
        r"\bat (?P<hours>[0-9]{2})(?P<minutes>[0-9]{2})\b",
        r"\b(?:12 )?(?P<word>noon|midday|midnight)\b",
        rf"\b(?P<past>half|(?:a )?quarter|{NUMBER})(?: minutes?)? (?P<to>past|to) (?P<hours>{_HOUR})\b(?: ?{_HALF})?"
        rf"(?! (?:minute|hour|day|week|month|year|{MONTH}))",
        rf"\b(?P<hours>{_HOUR}) oclock\b",
        rf"\bat (?P<hours>{_HOUR})\b(?! ?(?:minute|hour|day|week|month|year|the|end|to|and|{MONTH})s?\b)",
        r"\b(?P<hours>[0-9]{1,2}) ?(?:hrs|h)\b",
    )
)


def take_time(text: str, said: Said) -> tuple[str, Clock | None]:
    """Take the time of day out of a phrase; refuses one that can be morning or afternoon."""
    for pattern in _TIMES:
        if found := pattern.search(text):
            clock = _clock(found.groupdict(), text, said)
            kept = found.groupdict().get("by") or ""
            rest = f"{text[: found.start()]} {kept} {text[found.end() :]}"
            return _tidy(rest), clock
    return text, None


def _tidy(rest: str) -> str:
    rest = re.sub(r"\b(?:tonight|this (?:morning|afternoon|evening))\b", "today", rest)
    # the first “on”, “at” or comma led to the time, or from it
    rest = re.sub(r"[,@]|\bt\b|\bat(?= |$)|(?<![a-z])sharp\b", " ", f" {' '.join(rest.split())} ")
    return re.sub(r"\b(by|before|after|until|from|than) on\b", r"\1", " ".join(rest.split()))


def _clock(found: dict[str, str | None], text: str, said: Said) -> Clock:
    if word := found.get("word"):
        return _worded(word, text, said)
    hours, minutes = count(found["hours"] or ""), int(found.get("minutes") or 0)
    half, part = found.get("half"), found.get("part")
    if past := found.get("past"):
        away = 30 if past == "half" else 15 if "quarter" in past else count(past)
        hours, minutes = (hours, away) if found["to"] == "past" else ((hours - 1) % 24, 60 - away)
    if half or part:
        if not 1 <= hours <= 12:
            raise said.refusal("no such day", f": there is no {hours} {'a' if half == 'a' else 'p'}.m.")
        late = half == "p" or part in ("afternoon", "evening")
        return _checked(hours % 12 + 12 * late, minutes, said)
    exact = found.get("minutes") is not None and not found.get("past")
    return _by_part(hours, minutes, text, said) or _bare(hours, minutes, said, exact=exact)


_LATEST_MORNING = {"afternoon": 0, "evening": 3, "night": 5}  # up to this hour, “at 2 at night” is no evening


def _by_part(hours: int, minutes: int, text: str, said: Said) -> Clock | None:
    """Place the hour in the part of the day that the phrase names: “tonight at 9”, “tomorrow evening, 8:30”."""
    if not (found := re.search(r"(afternoon|evening|night|morning)\b", text)) or hours > 12:
        return None
    if found[1] == "morning":
        return _checked(hours % 12, minutes, said)
    if hours <= _LATEST_MORNING[found[1]] or hours == 12:
        return None if found[1] == "afternoon" else _unclear(hours, said)
    return _checked(hours + 12, minutes, said)


def _unclear(hours: int, said: Said) -> Clock:
    raise said.refusal("ambiguous", f": {hours} can be morning or afternoon", f"{hours % 12 + 12}:00, or {hours:02}:00")


def _bare(hours: int, minutes: int, said: Said, *, exact: bool) -> Clock:
    if not exact and 1 <= hours <= 7:
        return _unclear(hours, said)
    clock = _checked(hours, minutes, said)
    remark = (f"{hours} is taken for {clock.time:%H:%M}, the morning",) if not exact and hours < 12 else ()
    return replace(clock, remarks=remark)


def _worded(word: str, text: str, said: Said) -> Clock:
    if word != "midnight":
        return Clock(time(12))
    if re.fullmatch(r"(?:at )?midnight|(?:at )?midnight tonight|tonight at midnight", text):
        return Clock(time(0), next_day=True)
    raise said.refusal("ambiguous", ": midnight can begin that day or end it", "00:00, or 23:59")


def _checked(hours: int, minutes: int, said: Said) -> Clock:
    if (hours, minutes) == (24, 0):
        return Clock(time(0), next_day=True)
    if hours > 23 or minutes > 59:
        raise said.refusal("no such day", f": there is no {hours}:{minutes:02}")
    return Clock(time(hours, minutes))


# --- parts of a day

_PART = r"morning|afternoon|evening|night|lunchtime|lunch time"
_BUSINESS = r"close of business|close of play|cob|eod|(?:the )?end of (?:the )?(?:day|business)"
_PART_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<rest>)(?:later |during )?this (?P<part>{_PART})",
        r"(?P<rest>)(?:later )?to(?P<part>night)",
        r"(?P<rest>)(?:at )?(?P<part>lunchtime)",
        rf"(?:in |on |during )?(?:the )?(?:early |late )?(?P<part>{_PART}) (?:of|on) (?P<rest>.+)",
        rf"(?:(?:early|late) (?:on )?)?(?P<rest>.+?),?(?: at| in the| during the)?(?: early| late)? (?P<part>{_PART})",
        rf"(?P<rest>(?:by )?)(?:the )?(?P<business>{_BUSINESS})",
        rf"(?P<rest>(?:by )?)(?:the )?(?P<business>{_BUSINESS}),?(?: on| of)? (?P<after>.+)",
        rf"(?P<rest>.+?),?(?: at| by)?(?: the)? (?P<business>{_BUSINESS})",
        r"(?P<rest>)(?:the )?(?P<business>end) of (?P<after>.+)",
        r"(?P<first>first thing)(?: on| in the morning)? (?P<rest>.+)",
        r"(?P<rest>.+) (?P<first>first thing)",
        r"(?P<late>late|early)(?: on)? (?P<rest>.+)",
        r"(?P<late>late|early) on (?P<rest>.+)",
    )
)


def take_part(text: str) -> tuple[str, str]:
    """Take the part of the day out of a phrase: what is left ("" for today), and the part."""
    for form in _PART_FORMS:
        if found := form.fullmatch(text):
            named = found.groupdict()
            part = (named.get("part") or "").replace(" ", "")
            if named.get("business"):
                part = "close of business"
            if named.get("first") or named.get("late") == "early":
                part = "morning"
            if named.get("late") == "late":
                part = "evening"
            rest = " ".join(f"{named['rest']} {named.get('after') or ''}".split())
            return ("by today" if rest == "by" else rest), part
    return text, ""
