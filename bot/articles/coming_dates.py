"""What a text says is to come: days and windows with the words kept (“by the end of August”), and conditions; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.articles.date_place import find_limit
from bot.articles.dates import DateInText, limit_of
from bot.articles.offers import Stretch
from bot.articles.tense import tense_at

Kind = Literal["day", "window", "condition"]


@dataclass(frozen=True, slots=True)
class ComingInText:
    """A day or window to come, as EDTF, or a condition, with its words and the sentence they stand in."""

    span: tuple[int, int]
    words: str
    kind: Kind
    rule: str
    sentence: tuple[int, int]
    edtf: str = ""
    relation: str = ""  # of a condition: after, before, if
    hangs_on: str = ""


def find_coming(text: str, sentences: Sequence[Stretch], dates: Sequence[DateInText]) -> list[ComingInText]:
    """Find what is to come: the dates that are, and conditions that name no date, in order of the text."""
    dated = [_dated(text, found, sentences) for found in dates if found.direction == "future"]
    free = [one for sentence in sentences for one in _conditions(text, sentence) if not _meets(one, dates)]
    return sorted([*dated, *free], key=lambda one: one.span)


def _meets(one: ComingInText, dates: Sequence[DateInText]) -> bool:
    return any(found.span[0] < one.span[1] and one.span[0] < found.span[1] for found in dates)


# --- dates


def _dated(text: str, found: DateInText, sentences: Sequence[Stretch]) -> ComingInText:
    """Keep the words with the limit before them: “by the end of August” is a window up to its last day."""
    limit = find_limit(text, found.span[0])
    before = limit or _PREPOSITION.search(text, max(0, found.span[0] - 12), found.span[0])
    start = before.start() if before else found.span[0]
    edtf = _edtf(found)
    kind: Kind = "day" if re.fullmatch(r"\d{4}-\d\d-\d\d", edtf) else "window"
    around = next(((one.start, one.end) for one in sentences if one.start <= start < one.end), found.span)
    return ComingInText((start, found.span[1]), text[start : found.span[1]], kind, found.rule, around, edtf)


_PREPOSITION = re.compile(r"\b(?:on|in|at|over|during|for)\s+(?:the\s+)?$", re.IGNORECASE)
_SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24", "Q1": "33", "Q2": "34", "Q3": "35", "Q4": "36",
            "H1": "40", "H2": "41"}  # fmt: skip
_LIMITS = frozenset(("by", "until", "till", "no later than", "not later than", "before", "ahead of", "in advance of"))


def _edtf(found: DateInText) -> str:
    if found.limit in _LIMITS:
        is_loose = not found.is_window and found.first != found.last and found.limit in ("by", "until", "till")
        return f"{_stretch(found.anchor, limit_of(found) or found.last)}{'~' if is_loose else ''}"
    if found.limit in ("not before", "no earlier than", "as early as", "only after"):
        return f"{found.first}/.."
    return _named(found)


def _stretch(first: date, last: date) -> str:
    return f"{min(first, last)}/{last}" if first < last else last.isoformat()


def _named(found: DateInText) -> str:
    """Write what is named as EDTF; a window whose ends nobody said is approximate at its end."""
    year, _, part = found.value.partition("-")
    if found.is_window and re.search(r"\d or \d", found.words):
        return f"[{found.first},{found.last}]"
    if found.is_window and found.first != found.last:
        is_exact = found.rule in _EXACT or (found.rule == "window ahead" and found.value)
        return f"{found.first}/{found.last}{'' if is_exact else '~'}"
    if found.is_window or re.fullmatch(r"\d\d-\d\d", part):
        return found.first.isoformat()
    if part in _SEASONS:
        return f"{year}-{_SEASONS[part]}"
    return f"{found.first}/{found.last}" if part.startswith("W") else found.value


_EXACT = frozenset(("days of a month", "later in a span"))

# --- conditions

_AHEAD = re.compile(
    r"\b(?:will|won['’]t|would|can|could|may|might|must|shall|should"
    r"|(?:is|are) (?:to|ready|willing|prepared|expected|due))\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\b(?:only (?:after|if|once|when)|not (?:before|until)|as soon as|once|provided(?: that)?|on condition that|unless"
    r"|pending|subject to|if|after|following|in the event of|depending on)\s+",
    re.IGNORECASE,
)
_STRONG = re.compile(r"only|not |as soon|once|provided|condition|unless|pending|subject|depending", re.IGNORECASE)
_CLOSING = re.compile(
    r"[.;:!?—–“”\"()]|,|\s(?:and|but|or)\s(?=(?:he|she|it|they|we|I|the|that)\b)|\s(?:said|says|added)\b"
)
_LONGEST = 90  # characters
# “if you ask me”, “if necessary”, “after all”, “once again”: nothing that happens
_EMPTY = re.compile(
    r"(?:you|necessary|needed|possible|need be|so|not|anything|ever|only|at all|all|again|more|that|this|which|what|it"
    r"|him|them|having|being|years?|months?|weeks?|days?|hours?|a (?:few|while)|some time)\b",
    re.IGNORECASE,
)
# “glad if”, “asked if”: no condition
_NO_IF = re.compile(r"\b(?:happy|glad|pleased|grateful|surprised|say|know|tell|see|ask\w*|wonder\w*|as|even|what)\s*$")
_A_TIME = re.compile(r"\b(?:minutes?|hours?|days?|weeks?|fortnight|months?|years?|shortly|soon)\s*$")
_DONE = re.compile(r"\b(?:was|were|had|did)\b|(?<!is )(?<!are )(?<!been )(?<!be )(?<!has )(?<!have )\b[a-z]{3,}ed\b")


def _conditions(text: str, sentence: Stretch) -> Iterator[ComingInText]:
    words = text[sentence.start : sentence.end]
    if not _AHEAD.search(words):
        return
    for opening in _OPENING.finditer(words):
        rest = words[opening.end() : opening.end() + _LONGEST]
        closing = _CLOSING.search(rest)
        on = rest[: closing.start() if closing else None].strip()
        if not _is_condition(words, opening, on):
            continue
        start = sentence.start + opening.start()
        end = sentence.start + opening.end() + len(rest[: rest.index(on) + len(on)])
        relation = _relation(opening[0])
        yield ComingInText((start, end), text[start:end], "condition", f"hangs on: {relation}",
                           (sentence.start, sentence.end), relation=relation, hangs_on=on)  # fmt: skip


def _is_condition(words: str, opening: re.Match[str], on: str) -> bool:
    """Tell “only after the ruling” from “after all” and from what was done after something."""
    if len(on) < 4 or len(on) >= _LONGEST or _EMPTY.match(on) or _NO_IF.search(words[: opening.start()]):
        return False
    if _STRONG.match(opening[0]):
        return True
    if _AFTER.match(opening[0]) and _A_TIME.search(words[: opening.start()]):
        return False  # “a day after”
    end = opening.end() + len(on)
    return tense_at(words, opening.start(), end) == "future" and not _DONE.search(on)


_AFTER = re.compile(r"after|following", re.IGNORECASE)
_IF = re.compile(r"(?:only )?(?:if|unless|provided|on condition|in the event)", re.IGNORECASE)


def _relation(opening: str) -> str:
    """Say how a condition stands to what it hangs on, as `date_words` does."""
    return "if" if _IF.match(opening) else "after"
