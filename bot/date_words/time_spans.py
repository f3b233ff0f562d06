"""Two times of one day: Friday 10:00–12:00, from 8 to 9 on Friday, 2pm-4pm tomorrow."""

import re
from dataclasses import dataclass, replace
from datetime import time

from bot.date_words.meaning import Said
from bot.date_words.vocabulary import SMALL, count

_HOUR = r"(?:[0-9]{1,2}|" + "|".join(SMALL) + ")"


def _time_form(number: int) -> str:
    clock = rf"(?P<hours{number}>{_HOUR})(?:[:.](?P<minutes{number}>[0-5][0-9])(?::00)?)?"
    half = rf"(?P<half{number}>[ap]\b(?! m)|[ap]\.? ?m\b\.?|h\b|oclock\b)?"
    return rf"(?:at )?(?:(?P<word{number}>noon|midday|midnight)|{clock} ?{half})"


_SPAN = re.compile(
    rf"(?<![0-9/.:+-])\b(?P<opening>from |between |later than )?{_time_form(1)}"
    rf"(?P<joint> ?- ?| to | until | till | through | and | but before ){_time_form(2)}"
    r"(?![0-9/.:-]|(?:st|nd|rd|th)\b)(?: in the (?P<part>morning|afternoon|evening))?"
)
_NUMBER_BEFORE = re.compile(r"(?<![0-9])[0-9]{1,2} $")
_MINUTES_TO = ("five", "ten", "twenty")
_PART = re.compile(r"(morning|afternoon|evening|tonight|night)\b")


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """From one time of a day to another; `next_day`: it ends on the day after."""

    first: time
    last: time
    next_day: bool
    remarks: tuple[str, ...] = ()
    unclear: tuple[str, str] | None = None  # it can be morning or afternoon: why, and both
    day_behind: bool = False  # “22:00–02:00 tomorrow”: the day may be that of the end


@dataclass(frozen=True, slots=True)
class _End:
    hours: int
    minutes: int
    half: str  # "a", "p", or "" where it is not said
    exact: bool  # cannot be twelve hours later: 08:00, 14, noon
    bare: bool

    def at(self, half: str) -> int:
        """Give the minutes since midnight, read in a half of the day."""
        hours = self.hours % 12 + 12 * (half == "p") if half else self.hours
        return hours * 60 + self.minutes


def take_span(text: str, said: Said) -> tuple[str, TimeSpan | None]:
    """Take two times of a day out of a phrase; two bare numbers are hours only beside a day."""
    found = _SPAN.search(text)
    if not found or (found["joint"] == " and " and found["opening"] != "between "):
        return text, None
    if found["joint"] == " to " and not found["opening"] and found["hours1"] in _MINUTES_TO:
        return text, None  # “ten to five” is 4:50, with a day beside it too
    ends = [_end(found, number) for number in ("1", "2")]
    if any(end is None for end in ends):
        return text, None
    first, last = (end for end in ends if end)
    rest = re.sub(
        r"\b(?:on|at|in|,)$|^(?:on|at) |,", "", f"{text[: found.start()].strip()} {text[found.end() :].strip()}".strip()
    )
    part = found["part"] or (named[1] if (named := _PART.search(rest)) else "")
    bare = first.bare and last.bare and not part
    if bare and (not rest or _NUMBER_BEFORE.search(text[: found.start()])):
        return text, None
    span = _span(first, last, part, said)
    rest = re.sub(r"\b(?:tonight|this (?:morning|afternoon|evening))\b", "today", " ".join(rest.split()))
    rest = re.sub(r"(?: in the)? (?:morning|afternoon|evening|night)$|^on ", "", rest)
    return rest, replace(span, day_behind=bool(text[found.end() :].strip(" ,.")))


def _end(found: re.Match[str], number: str) -> _End | None:
    if word := found[f"word{number}"]:
        return _End(12 if word != "midnight" else 24, 0, "", exact=True, bare=False)
    written, minutes = found[f"hours{number}"], found[f"minutes{number}"]
    hours, half = count(written), (found[f"half{number}"] or "")[:1]
    if hours > 24 or int(minutes or 0) > 59 or (half in ("a", "p") and not 1 <= hours <= 12):
        return None
    said_half = half if half in ("a", "p") else ""
    exact = not said_half and (hours > 12 or written[0] == "0" or half == "h")
    return _End(hours, int(minutes or 0), said_half, exact=exact, bare=not (minutes or half))


def _span(first: _End, last: _End, part: str, said: Said) -> TimeSpan:
    half = first.half or ({"morning": "a"}.get(part, "p") if part and not first.exact and first.hours <= 12 else "")
    if not half and last.half and not first.exact:
        half = last.half if first.at(last.half) < last.at(last.half) else {"a": "p", "p": "a"}[last.half]
    start = first.at(half)
    end, guessed = _last(last, start)
    if end == start:
        raise said.refusal("no such day", ": it ends as it begins")
    guessed = guessed or not (first.half or last.half or not first.bare)
    remarks = (f"taken for {_time(start):%H:%M}–{_time(end):%H:%M}",) if guessed else ()
    unclear = _unclear(first, last) if not half and not first.exact and 1 <= first.hours <= 7 else None
    return TimeSpan(_time(start), _time(end), end <= start or end >= 24 * 60, remarks, unclear)


def _unclear(first: _End, last: _End) -> tuple[str, str]:
    later = "–".join(f"{end.hours % 12 + 12}:{end.minutes:02}" for end in (first, last))
    early = "–".join(f"{end.hours:02}:{end.minutes:02}" for end in (first, last))
    return f": {first.hours} can be morning or afternoon", f"{later}, or {early}"


def _last(last: _End, start: int) -> tuple[int, bool]:
    """Place the end: twelve hours later where only so it comes after the beginning, and whether that was a guess."""
    if last.half or last.exact or last.hours > 12:
        return last.at(last.half), False
    plain = last.at("")
    afternoon = last.at("p")
    return (afternoon, True) if plain <= start < afternoon else (plain, False)


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
