"""Which time of day “at half past nine”, “10 a.m.” or “noon” is, and which part of a day “this evening”."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.date_words.meaning import PhraseError, Said
from bot.date_words.vocabulary import MONTH, NUMBER, SMALL, WEEKDAYS, WORD_NUMBER, count
from db.model.edtf import words

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a day: when something rings that was said to be in it, None for the desk's own hour, and its end."""

    rings: time | None
    ends: time


PARTS: dict[str, Part] = {
    "morning": Part(None, time(12)),
    "lunchtime": Part(time(12), time(14)),
    "afternoon": Part(time(15), time(18)),
    "close of business": Part(time(17), time(18)),
    "evening": Part(time(19), time(23)),
    "night": Part(time(21), time(23, 59)),
    "later": Part(None, time(23)),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `next_day`: it belongs to the day after, as the midnight that ends a day.

    `other`: the hour can as well be that one, and only the two with their days are an answer.
    """

    time: time
    next_day: bool = False
    remarks: tuple[str, ...] = ()
    other: "Clock | None" = None

    def on(self, day: date) -> datetime:
        """Give the local time that it is on a day."""
        return datetime.combine(day + self.next_day * _DAY, self.time)

    def unclear(self, day: date, said: Said) -> PhraseError:
        """Refuse an hour that can be two, and name both; their days where those differ."""
        assert self.other
        both = [clock.on(day) for clock in (self.other, self)]
        apart = both[0].date() != both[1].date()
        shown = [
            f"{f'{WEEKDAYS[at.weekday()]} {words(at.date().isoformat())} ' if apart else ''}{at:%H:%M}" for at in both
        ]
        hour = f"{self.time.hour % 12 or 12}{f':{self.time:%M}' if self.time.minute else ''}"
        meant = "of that night or of the one before" if apart else "morning or afternoon"
        meant = "midnight or noon" if self.time.hour == 12 else meant
        return said.refusal("ambiguous", f": {hour} can be {meant}", f"{shown[0]}, or {shown[1]}")


# --- how it is written

_HOUR = "[0-9]{1,2}|" + "|".join(SMALL)
_HALF = r"(?P<half>[ap])(?:\.? ?m\b\.?|(?<=[0-9]a)\b|(?<=[0-9]p)\b)"
_MINUTES = "[0-5][0-9]|" + "|".join(
    ("ten", "fifteen", "twenty", "thirty", "forty", "forty-five", "fifty", *(f"(?:oh|o) {word}" for word in SMALL[:9]))
)
_ZONED = r"(?= ?(?:utc|gmt|z|et|edt|est|ce?s?t|msk|bst)\b)"
_UNITS = rf"minute|min|hour|hr|day|week|month|year|{MONTH}"
_BEHIND = rf"(?: ?{_HALF}| oclock)?(?: in the (?P<part>morning|afternoon|evening))?(?! (?:{_UNITS}))"
_TIMES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:\b(?:at|(?P<by>by)) )?\b(?P<hours>[0-9]{1,2})[:h](?P<minutes>[0-9]{2})"
        rf"(?::(?P<seconds>[0-5][0-9])(?:\.[0-9]+)?)?(?![0-9.:]|m\b|min)(?: ?{_HALF}| (?:hours|hrs|oclock)\b)?"
        r"(?: in the (?P<part>morning|afternoon|evening))?",
        rf"(?:\bat )?\b(?P<hours>[0-9]{{1,2}})\.(?P<minutes>[0-9]{{2}}) ?{_HALF}",
        r"\bat (?P<hours>[0-9]{1,2})\.(?P<minutes>[0-9]{2})(?![0-9.])",
        # 20.00 and 9.45, which can be no day and month
        r"(?<![0-9.,:+-])\b(?P<hours>[0-9]{1,2})\.(?P<minutes>00|1[3-9]|[2-5][0-9])"
        rf"(?![0-9.%])(?! ?(?:{_UNITS}|h)s?\b)",
        rf"\b(?P<past>half|(?:a )?quarter|{NUMBER})(?: minutes?)? (?P<to>past|after) (?P<hours>{_HOUR})\b{_BEHIND}",
        rf"\b(?P<past>(?:a )?quarter|[0-9]+(?= minutes? to)|{WORD_NUMBER})(?: minutes?)? (?P<to>to)"
        rf" (?P<hours>{_HOUR})\b{_BEHIND}",
        rf"\b(?P<past>half|(?:a )?quarter|{NUMBER})(?: minutes?)? (?P<to>past|to) (?P<word>noon|midday|midnight)\b",
        rf"\b(?P<hours>{_HOUR})(?: oclock)?"
        rf"(?: in the (?P<part>morning|afternoon|evening)| ?{_HALF}| in the (?P<half_>[ap])m\b)",
        r"\b(?P<hours>[0-9]{2})(?P<minutes>[0-9]{2})" rf"(?: ?(?:hours|hrs|h)\b|{_ZONED})",
        r"\bat (?P<hours>[0-9]{2})(?P<minutes>[0-9]{2})\b",
        rf"\b(?P<hours>{'|'.join(SMALL)}) (?P<minutes>{_MINUTES}) ?{_HALF}",
        r"\b(?:12 )?(?P<word>noon|midday|midnight)\b",
        rf"\b(?P<hours>{_HOUR}) oclock\b",
        r"\bat (?P<hours>[0-9]{1,2}) ?(?P<exact>h)\b",
        rf"\bat (?P<hours>{_HOUR})\b(?! ?(?:{_UNITS}|the|end|to|and|h)s?\b)",
        rf"^(?P<hours>{_HOUR})(?= (?:tonight|tomorrow|this (?:morning|afternoon|evening))\b)",
    )
)
_LENGTHS = re.compile(r"(?:^|\b(?:in|within|another|next|for|and) )[0-9]+h[0-9]{2}$")


def take_time(text: str, said: Said) -> tuple[str, Clock | None]:
    """Take the time of day out of a phrase; refuses a length that looks like one."""
    if _LENGTHS.search(text):
        hours, _, minutes = text.rpartition(" ")[2].partition("h")
        both = f"“in {hours}h{minutes}m”, or “at {hours.zfill(2)}:{minutes}”"
        raise said.refusal("ambiguous", " can be a length or a time of day", both)
    for pattern in _TIMES:
        if (found := pattern.search(text)) and (clock := _clock(found.groupdict(), text, said)):
            named = found.groupdict()
            exact = replace(clock, time=clock.time.replace(second=int(named.get("seconds") or 0)))
            rest = f"{text[: found.start()]} {named.get('by') or ''} {text[found.end() :]}"
            return _tidy(rest), exact
    return text, None


def _tidy(rest: str) -> str:
    rest = re.sub(r"\b(?:tonight|this (?:morning|afternoon|evening))\b", "today", rest)
    # the first “on”, “at” or comma led to the time, or from it
    rest = re.sub(r"[,@]|\bt\b|\bat(?= |$)|\bfor(?= *$)|(?<![a-z])sharp\b", " ", f" {' '.join(rest.split())} ")
    return re.sub(r"\b(by|before|after|until|from|than) on\b", r"\1", " ".join(rest.split()))


_SPOKEN_MINUTES = {"ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50}


def _clock(found: dict[str, str | None], text: str, said: Said) -> Clock | None:
    past = _past(found.get("past") or "")
    if past is None:
        return None
    if word := found.get("word"):
        return _worded(word, text, said) if not past else _around(word, past, found["to"] == "to")
    hours, minutes = count(found["hours"] or ""), _minutes(found.get("minutes") or "")
    half, part = found.get("half") or found.get("half_"), found.get("part")
    exact = found.get("minutes") is not None or found.get("exact") is not None
    if past:
        hours, minutes = (hours, past) if found["to"] != "to" else ((hours - 1) % 24, 60 - past)
    if (half or part) and not (part and hours > 12):
        if not 1 <= hours <= 12:
            raise said.refusal("no such day", f": there is no {hours} {'a' if half == 'a' else 'p'}.m.")
        late = half == "p" or part in ("afternoon", "evening")
        if not late and hours % 12 <= _LATEST_MORNING["night"] and _NIGHT.search(text):
            return _of_a_night(hours % 12, minutes)
        return _checked(hours % 12 + 12 * late, minutes, said)
    written = found["hours"] or ""
    return _by_part(hours, minutes, text, said) or _bare(hours, minutes, said, exact=exact, padded=written[0] == "0")


def _past(said: str) -> int | None:
    """Give how many minutes past or to an hour; 0 for none, None for what is no number of minutes."""
    if not said:
        return 0
    if said == "half" or "quarter" in said:
        return 30 if said == "half" else 15
    if not re.fullmatch(NUMBER, said):
        return None
    return count(said) if 0 < count(said) < 60 else None


def _minutes(said: str) -> int:
    if said.isdecimal() or not said:
        return int(said or 0)
    return _SPOKEN_MINUTES.get(said) or count(said.rpartition(" ")[2])


def _around(word: str, minutes: int, before: bool) -> Clock | None:
    if word == "midnight":
        return None
    return Clock(time(11, 60 - minutes) if before else time(12, minutes))


_NIGHT = re.compile(r"\b(?:to)?night\b")
_LATEST_MORNING = {"afternoon": 0, "evening": 3, "night": 5}  # up to this hour, “at 2 at night” is no evening


def _by_part(hours: int, minutes: int, text: str, said: Said) -> Clock | None:
    """Place the hour in the part of the day that the phrase names: “tonight at 9”, “tomorrow evening, 8:30”."""
    if not (found := re.search(r"(afternoon|evening|night|morning)\b", text)) or hours > 12:
        return None
    named = found[1]
    if named == "morning":
        noon = Clock(time(12, minutes))
        return replace(noon, other=Clock(time(0, minutes))) if hours == 12 else _checked(hours % 12, minutes, said)
    if named == "afternoon" and hours in (0, 12):
        return _checked(hours, minutes, said)
    if hours <= _LATEST_MORNING[named] or hours == 12:
        return _of_a_night(hours, minutes)
    return _checked(hours + 12, minutes, said)


def _of_a_night(hours: int, minutes: int) -> Clock:
    """Give an hour after midnight, which can be of the night that begins on a day or of the one before."""
    return Clock(time(hours, minutes), other=Clock(time(hours % 12, minutes), next_day=True))


def _bare(hours: int, minutes: int, said: Said, *, exact: bool, padded: bool) -> Clock:
    clock = _checked(hours, minutes, said)
    if 1 <= hours <= 7 and not padded:
        return replace(clock, other=_checked(hours + 12, minutes, said))
    shown = f"{hours}{f':{minutes:02}' if minutes else ''}"
    remark = (
        (f"{shown} is taken for {clock.time:%H:%M}, the morning",)
        if hours < (10 if exact else 12) and not padded
        else ()
    )
    return replace(clock, remarks=remark)


def _worded(word: str, text: str, said: Said) -> Clock:
    if word != "midnight":
        return Clock(time(12))
    if re.fullmatch(r"(?:(?:by|before|until|till|at) )?midnight|(?:at )?midnight tonight|tonight at midnight", text):
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
_BUSINESS = (
    r"close of business|close of play|cob|cop|eod"
    r"|(?:the )?end of (?:the )?(?:day|play|business|business day|working day)"
)
_PART_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<rest>)(?:later |during )?this (?P<part>{_PART})",
        r"(?P<rest>)(?:later )?to(?P<part>night)",
        r"(?P<rest>)(?P<part>later) today|today (?P<later>later)(?: on)?",
        r"(?P<rest>)(?:at )?(?P<part>lunchtime)",
        r"(?P<rest>)in the (?P<part>afternoon|evening)",
        rf"(?:in |on |during )?(?:the )?(?:early |late )?(?P<part>{_PART}) (?:of|on) (?P<rest>.+)",
        r"(?P<part>afternoon|evening|morning) (?P<rest>yesterday|tomorrow)",
        r"(?P<rest>(?:to|yester)day|tomorrow|[a-z]+day),? (?P<half>[ap])\.?m\.?",
        r"(?P<rest>)(?:late )?(?P<past>last night)",
        r"(?P<rest>)late to(?P<part>night)|to(?P<tonight>night) late",
        r"(?P<rest>.+?),? (?:early in the|in the early hours of the|in the early) (?P<part>morning)",
        r"(?:(?:early|late) (?:on )?)?(?P<rest>.+?),?(?: at| in the| during the| during)?(?: early| late)?"
        rf" (?P<part>{_PART})",
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
            part = (named.get("part") or named.get("later") or named.get("tonight") or "").replace(" ", "")
            if named.get("past"):
                return "yesterday", "night"
            if half := named.get("half"):
                part = "morning" if half == "a" else "afternoon"
            if named.get("business"):
                part = "close of business"
            if named.get("first") or named.get("late") == "early":
                part = "morning"
            if named.get("late") == "late":
                part = "evening"
            rest = " ".join(f"{named.get('rest') or ''} {named.get('after') or ''}".split())
            return ("by today" if rest == "by" else rest), part
    return text, ""
