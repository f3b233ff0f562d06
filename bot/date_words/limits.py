"""Windows with one end said: by Friday, no later than 4 August, not before September, after the hearing on 4 August."""

import re
from dataclasses import replace
from datetime import date

from bot.date_words.calendar_units import DAY
from bot.date_words.counts import Reading
from bot.date_words.meaning import Said, Span
from bot.date_words.vocabulary import MONTH, WEEKDAY
from db.model.edtf import words

_BEFORE: dict[str, str] = {
    "by": "by|until|till|up to|up until|in time for",
    "through": "by no later than|by the latest|no later than|not later than|at the latest by"
    "|on or before|up to and including|through|not after|latest",
    "before": "before|prior to|ahead of|in advance of|earlier than",
    "from": "not before|no earlier than|not earlier than|no sooner than|not until|on or after|as early as|starting on"
    "|starting from|starting|beginning on|beginning|effective|as of|as from|from|only from",
    "after": "only after|after|following|later than|no date before",
}
_BEHIND = {
    "through": "at the latest|at latest|latest|or earlier|or before|or sooner",
    "from": "at the earliest|at earliest|earliest|or later|or after|onwards?|and after|and later",
}
_PREFIXES = tuple(
    (re.compile(rf"(?:{said})(?: (?:on )?(?P<rest>.*))?"), name)
    for name, listed in _BEFORE.items()
    for said in listed.split("|")
)
_SUFFIXES = tuple((re.compile(rf"(?P<rest>.+?),? (?:{said})"), name) for name, said in _BEHIND.items())


def take_limit(text: str) -> tuple[str, str]:
    """Take “by”, “not before”, “at the latest” off a phrase: what is left, and which limit; "" for none."""
    best = max(
        ((found, name) for form, name in _PREFIXES if (found := form.fullmatch(text))),
        key=lambda one: -len(one[0]["rest"] or ""),
        default=None,
    )
    if best:
        return _without_echo(best[0]["rest"] or "", best[1]), best[1]
    for form, name in _SUFFIXES:
        if found := form.fullmatch(text):
            return found["rest"], name
    return text, ""


def _without_echo(rest: str, limit: str) -> str:
    """Drop a limit said twice: “by Friday at the latest”, “from April onwards”."""
    for form, name in _SUFFIXES:
        if (name == "from") == (limit in ("from", "after")) and (found := form.fullmatch(rest)):
            return found["rest"]
    return rest.removesuffix(" on") if limit == "from" else rest


def limited(text: str, said: Said, single: Reading) -> Span | None:
    """Read a window whose other end is the day of utterance, or open; `single` reads the end that is said."""
    rest, limit = take_limit(text)
    if not limit or not rest:
        return None
    if at := single(rest, said):
        return _checked(_window(limit, at, said), at, said)
    if named := event_day(rest, said, single):
        day, event = named
        limit = {"before": "through", "after": "from"}.get(limit, limit)
        return replace(_checked(_window(limit, day, said), day, said), remarks=(f"{event} is on that day",))
    return None


# Words that make of “… on 4 August” more than something on that day.
_NO_EVENT = re.compile(
    rf"\b(?:hours?|minutes?|time|days?|weeks?|weekend|months?|years?|quarter|end|eve|start|beginning|middle|half|early|late|mid|part|every|each"
    rf"|morning|afternoon|evening|night|before|after|until|till|by|not|no|than|from|since|between|within|in|at|of|or|and|over|during|about|around|lunch|later"
    rf"|{WEEKDAY}|{MONTH})\b"
)


def event_day(text: str, said: Said, single: Reading) -> tuple[Span, str] | None:
    """Read “the hearing on 4 August”, “the 4 August hearing”: the day, and what is on it."""
    for form in (
        r"(?P<event>[^0-9]+?),? (?:on|of|due on|scheduled for|set for|planned for) (?P<day>.+)",
        rf"the (?P<day>(?:[0-9]{{1,2}} (?:{MONTH})|(?:{MONTH})\.? [0-9]{{1,2}}))(?: (?P<event>[^0-9]+))",
    ):
        found = re.fullmatch(form, text)
        if found and not _NO_EVENT.search(found["event"]):
            day = single(found["day"], said)
            if day and day.is_day:
                return day, found["event"]
    return None


def _window(limit: str, at: Span, said: Said) -> Span:
    """Make the window: from the day of utterance to a day, or from a day on."""
    exact = at.unit == "day" or at.share == "end"
    match limit:
        case "by" if exact or at.share:
            return _until(at.last, "by", at, said, loose=not exact or (at.unit == "day" and at.loose_last))
        case "by":
            remark = f"“by” is read as by its beginning, {words(at.first.isoformat())}"
            return replace(_until(at.first, "by", at, said, loose=True), remarks=(*at.remarks, remark))
        case "through":
            return _until(at.last, "no later than", at, said, loose=at.loose_last and at.share != "end")
        case "before" if at.share == "end":
            return _until(at.last, "before the end", at, said, loose=False)
        case "before":
            return _until(at.first - DAY, "before", at, said, loose=at.loose_first)
        case "from":
            return _on(at.first, "not before", at, loose=at.loose_first)
        case _:
            return _on(at.last + DAY, "after", at, loose=at.loose_last)


def _until(last: date, rule: str, at: Span, said: Said, *, loose: bool) -> Span:
    return Span(said.today, last, "stretch", rule, loose_last=loose, deadline=True, part=at.part, remarks=at.remarks,
                either_order=at.either_order)  # fmt: skip


def _on(first: date, rule: str, at: Span, *, loose: bool) -> Span:
    return Span(first, date.max, "stretch", rule, loose_first=loose, remarks=at.remarks, either_order=at.either_order)


def _checked(window: Span, at: Span, said: Said) -> Span:
    if window.last < window.first:
        raise said.refusal("over", f": {words(at.edtf)} leaves no day from {words(said.today.isoformat())} on")
    return window
