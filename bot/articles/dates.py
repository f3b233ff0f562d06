"""Dates in the prose of an article: where they stand, which days they mean, and whether those are to come; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from bot.articles.date_anchors import Anchors, find_anchors
from bot.articles.date_counts import COUNTS
from bot.articles.date_days import DAYS
from bot.articles.date_numbers import NUMBERS
from bot.articles.date_place import Form, Place
from bot.articles.date_spans import SPANS
from bot.articles.date_values import Meant
from bot.articles.tense import Tense


@dataclass(frozen=True, slots=True)
class DateInText:
    """Days that a text names: the value is as coarse as the words; a window is given by its first and last day."""

    span: tuple[int, int]
    words: str
    value: str
    first: date
    last: date
    direction: Tense
    anchor: date
    rule: str
    is_window: bool = False
    limit: str = ""  # what stands before and bounds it: by, until, before, from


def as_reply(found: DateInText) -> dict[str, object]:
    """Write a date as the protocol has it: a window by its ends, of a limit (“by the end of August”) its day."""
    limit = limit_of(found)
    start, end = (limit, limit) if limit else (found.first, found.last) if found.is_window else (None, None)
    return {
        "span": list(found.span), "text": found.words, "value": found.value or None,
        "start": start.isoformat() if start else None, "end": end.isoformat() if end else None,
        "direction": found.direction,
    }  # fmt: skip


def limit_of(found: DateInText) -> date | None:
    """Find the last day that is left: “by Friday” is Friday, “by September” its beginning, “before Friday” Thursday."""
    is_long = found.first != found.last
    match found.limit:
        case "by" | "until" | "till" if is_long:
            return found.last if found.is_window else found.first
        case "no later than" | "not later than" if is_long:
            return found.last
        case "before" if found.rule.startswith("end of"):
            return found.last
        case "before" | "ahead of" | "in advance of" if found.first > found.anchor:
            return found.first - timedelta(days=1)
    return None


def find_dates(text: str, published: date) -> list[DateInText]:
    """Find the dates of a text, counted from its day of publication, or from the day of a live blog's entry."""
    if not _YEARS[0] <= published.year <= _YEARS[1]:
        return []
    anchors = find_anchors(text, published)
    return list(islice(_scan(text, anchors), _MOST))


_MOST = 1000  # dates of one text
_YEARS = (1600, 3000)  # of publication: far enough from where the calendar ends
_TOKEN = re.compile(r"[A-Za-z]+|\d+")
_NEAR = 250  # characters: “nine days later” counts from a day named no further before


def _index(forms: Sequence[Form]) -> dict[str, tuple[Form, ...]]:
    """Sort the forms by the words that they start with."""
    starts = sorted({word for form in forms for word in form.starts.split()})
    return {word: tuple(form for form in forms if word in form.starts.split()) for word in starts}


_FORMS = _index((*SPANS, *COUNTS, *DAYS, *NUMBERS))


def _scan(text: str, anchors: Anchors) -> Iterator[DateInText]:
    at, last = 0, None
    for token in _TOKEN.finditer(text):
        forms = _FORMS.get("0" if token[0].isdigit() else token[0].lower()) if token.start() >= at else None
        found = _read(text, token.start(), forms, anchors, last) if forms and _is_free(text, token.start()) else None
        if found:
            at = found.span[1]
            last = found if found.first == found.last else last
            yield found


def _is_free(text: str, start: int) -> bool:
    """Tell a word from a piece of one, of a number or of an address."""
    before = text[start - 1 : start]
    if before in "$£€#@/_" and before:
        return False
    if text[start].isdigit():
        return not (before.isalpha() or re.search(r"\d[.,:]$|\w-$", text[max(0, start - 2) : start]))
    return not before.isdigit() and not re.search(r"\w-$", text[max(0, start - 2) : start])


def _read(text: str, start: int, forms: Sequence[Form], anchors: Anchors, last: DateInText | None) -> DateInText | None:
    """Try the forms in turn; the first that means something is taken."""
    near = last.first if last and start - last.span[1] <= _NEAR else None
    for form in forms:
        found = form.pattern.match(text, start)
        place = (
            Place(text, start, found.end(), anchors.at(start), near, last.span[1] if last else None) if found else None
        )
        meant = form.read(found, place) if found and place else None
        if meant and place:
            return _dated(meant, place)
    return None


def _dated(meant: Meant, place: Place) -> DateInText:
    return DateInText(
        (place.start, place.end), place.text[place.start : place.end], meant.value, meant.first, meant.last,
        _direction(meant, place), place.anchor, meant.rule, meant.is_window,
        place.limit,
    )  # fmt: skip


def _direction(meant: Meant, place: Place) -> Tense:
    """Tell what is over from what is to come: by the calendar, or else by the words."""
    if meant.last < place.anchor:
        return "past"
    if meant.first > place.anchor:
        return "future"
    side = meant.leads or place.side or "past"
    if side == "present":  # “the board meets this week”, but “the eighth round this year”
        return "future" if place.anchor < meant.last and (meant.last - meant.first).days < 8 else "past"
    return side
