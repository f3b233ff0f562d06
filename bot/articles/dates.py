"""Dates in the prose of an article: where they stand, which days they mean, and whether those are to come; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

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
    """Write a date as the protocol has it; of “by the end of August” the last day counts."""
    first = found.last if found.limit in _UP_TO else found.first
    start, end = (first.isoformat(), found.last.isoformat()) if found.is_window else (None, None)
    return {
        "span": list(found.span), "text": found.words, "value": found.value or None, "start": start, "end": end,
        "direction": found.direction,
    }  # fmt: skip


_UP_TO = frozenset(("by", "until", "till", "no later than", "not later than"))


def find_dates(text: str, published: date) -> list[DateInText]:
    """Find the dates of a text, counted from its day of publication, or from the day of a live blog's entry."""
    anchors = find_anchors(text, published)
    return list(_scan(text, anchors))


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
        place = Place(text, start, found.end(), anchors.at(start), near) if found else None
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
    return "future" if side == "present" and meant.last > place.anchor else "past" if side == "present" else side
