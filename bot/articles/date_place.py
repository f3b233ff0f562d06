"""Where a date stands in prose, and on which side of its anchor that puts it; pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from bot.articles.date_values import Meant
from bot.articles.tense import Tense, tense_at


@dataclass(frozen=True)
class Place:
    """A span of a text, and the days that relative words in it count from."""

    text: str
    start: int
    end: int
    anchor: date
    last_day: date | None = None  # the last single day that the text named shortly before
    last_end: int | None = None  # and where its words end

    @cached_property
    def side(self) -> Tense:
        """Whether the words around speak of what is over or to come; "" where they don't say."""
        before = self.before()
        if _BEHIND.search(before):
            return "past"
        tense = tense_at(self.text, self.start, self.end)
        if _FOR.search(before) and not re.match("['’]s", self.after()):
            return "future"
        is_over = tense == "past" and (_LASTED.search(self.before(90)) or _OPENS.search(self.before(40)))
        if self.limit and self.limit not in _OPEN and not is_over:
            return "future"
        return tense

    @cached_property
    def day_before(self) -> date | None:
        """A day named before in the sentence, from which what comes then counts.

        “said on Tuesday he would fly on Thursday”, “is to start next Tuesday and end on Friday”.
        """
        if self.last_day is None or self.last_end is None or not 0 < abs((self.anchor - self.last_day).days) < 14:
            return None
        between = self.text[self.last_end : self.start]
        if _WILL.search(between):
            return None  # “asked for a pause on Friday, will vote on Sunday”: counted from now
        if re.search(r"[a-z0-9)”\"]{2}[.!?](?:\s|$)|\n", between):
            return None
        if self.last_day > self.anchor:
            return self.last_day if re.search(r"\b(?:and|to|then|until|through|before)\b", between) else None
        return self.last_day if (self.anchor - self.last_day).days < 7 else None

    @cached_property
    def limit(self) -> str:
        """The limit the words before set: “by”, “until”, “no later than”; "" for none."""
        found = find_limit(self.text, self.start)
        limit = " ".join(found["limit"].lower().split()) if found else ""
        return "not before" if limit in ("before", "until", "till") and _NOT.search(self.before(70)) else limit

    def before(self, length: int = 32) -> str:
        """Give the words before, in small letters."""
        return self.text[max(0, self.start - length) : self.start].lower().rstrip("“”\"'‘ ")

    def after(self, length: int = 24) -> str:
        """Give the words after."""
        return self.text[self.end : self.end + length]


_WILL = re.compile(r"(?:\bwill|['’]ll|\bwon['’]t)\b(?![^.;]*\band\b)")
_BEHIND = re.compile(r"\b(?:since|dated|as recently as|as long ago as|back in)(?: the| last)?$")
_LIMIT = re.compile(
    r"\b(?P<limit>no later than|not later than|no earlier than|not before|only after|ahead of|in advance of|as early as"
    r"|before|until|till|by|starting|beginning|effective|from|after|scheduled for|planned for|set for|due)"
    r"(?: on| in)?(?: the)?\s*$",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:for|due|of this coming|(?:postponed|moved|delayed|put off|pushed back|brought forward|rescheduled)(?: \w+)?"
    r" to)$"
)  # “called for Saturday”; not “blamed for Friday’s attack”
_NOT = re.compile(r"(?:\b(?:not|never|nobody|unlikely)\b|n['’]t\b)[^.;,]*$")  # “would not meet before Monday”
_OPEN = frozenset(("from", "after", "only after"))  # these may as well tell of what is over


def find_limit(text: str, start: int) -> re.Match[str] | None:
    """Find the words before a place that make a limit of what stands there."""
    return _LIMIT.search(text[:start].rstrip("“”\"'‘ "), max(0, start - 32))


_OPENS = re.compile(r"(?:^|[.!?\n”\"]\s*)(?:by|until|till|before)(?: the)?$")  # “By Monday, 40 had died”
# “was closed until Friday”, “had died by Tuesday”: a limit that is over
_LASTED = re.compile(r"\b(?:was|were|had|lasted|stayed|remained|waited|died|held)\b[^.;!?]*$")


class Form(NamedTuple):
    """One way to write a date: the words that it may start with (“0” for figures), its pattern, and what it means."""

    starts: str
    pattern: re.Pattern[str]
    read: Callable[["re.Match[str]", Place], Meant | None]


def nearest(candidates: Sequence[Meant], anchor: date) -> Meant | None:
    """Choose what is least far from the anchor; what holds it is not far at all."""
    return min(candidates, key=lambda meant: distance(meant, anchor), default=None)


def distance(meant: Meant, anchor: date) -> int:
    """Count the days between a span and its anchor."""
    return max(0, (meant.first - anchor).days, (anchor - meant.last).days)


def choose(candidates: Sequence[Meant], place: Place) -> Meant | None:
    """Choose from spans in order of time the one on the side that the words speak of, or else the nearest."""
    over = [meant for meant in candidates if meant.first <= place.anchor]
    ahead = [meant for meant in candidates if meant.last >= place.anchor]
    if place.side == "past" and over:
        return over[-1]
    if (place.side == "future" or (place.side == "present" and candidates[0].first == candidates[0].last)) and ahead:
        return ahead[0]
    return nearest(candidates, place.anchor)
