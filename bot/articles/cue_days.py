"""The day of an utterance: beside its cue, from the speaker's words before, else of publication or of the entry."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.articles.cue_words import HAVE, PLAIN
from bot.articles.cues import Cue
from bot.articles.date_anchors import find_anchors
from bot.articles.name_runs import Run
from bot.articles.phrases import WEEKDAYS, Phrase
from bot.articles.records import SaidOn
from bot.articles.referents import Referent
from bot.articles.sentences import Sentence, Token
from bot.articles.speakers import Discourse
from bot.articles.speech_days import find_day, is_vague
from bot.articles.subjects import first_subject

_MEETINGS = frozenset("meeting session summit conference briefing talks hearing".split())
_KEPT = 60  # days that speakers were quoted on; a text that quotes more people is looked at no further back
_OPENING = 9  # words before a cue; more are no "In March,"
_SHORTEST_LEAD = 8  # words; less is a heading or a dateline
_LOOKED_AT = 3  # sentences before one whose day is not stated


class CueDays:
    """Finds the day of each utterance of a text, in the order of the text."""

    def __init__(
        self,
        text: str,
        published: date | None,
        *,
        sentences: Sequence[Sentence],
        runs: Sequence[Sequence[Run]],
        talk: Discourse,
    ) -> None:
        self._published = published
        self._anchors = find_anchors(text, published or date.min)
        self._sentences = sentences
        self._runs = runs
        self._talk = talk
        self._said: list[tuple[Referent, date]] = []

    def find(
        self,
        number: int,
        cue: Cue,
        referent: Referent | None,
        *,
        ranges: Sequence[tuple[int, int]],
        within: tuple[int, int],
    ) -> SaidOn | None:
        """Find the day of what a cue attributes; `within` are the tokens round the cue that can tell it."""
        if self._published is None:
            return None
        published = self._anchors.at(self._sentences[number].start)
        tokens = self._sentences[number].tokens
        found = _stated(tokens, cue, ranges=ranges, within=within, published=published)
        if found and found[0] <= published:
            if referent and not _tells_before(tokens, cue.at):
                self._said = [*self._said[-_KEPT:], (referent, found[0])]
            return SaidOn(found[0], True, found[1])
        if _is_long_ago(tokens, cue, within):
            return None
        if cue.kind == "plain" and any(token.lower in HAVE for token in tokens[max(0, cue.at - 2) : cue.at]):
            return None  # "has said": on some day before
        return self.assume(referent, number)

    def assume(self, referent: Referent | None, number: int) -> SaidOn | None:
        """Give the day that is likely where the sentence states none."""
        if self._published is None:
            return None
        published = self._anchors.at(self._sentences[number].start)
        if published != self._published:
            return SaidOn(published, True, "day of the entry")
        for other, day in reversed(self._said):
            if referent and not referent.is_joint and other.same(referent):
                return SaidOn(day, False, "day of the speaker's words before")
        context = self._context(number, referent, published) if referent and not referent.is_joint else None
        context = context or self._lead_day(number, published)
        return context or SaidOn(published, False, "day of publication")

    def _lead_day(self, number: int, published: date) -> SaidOn | None:
        """Take the day of what the first sentence tells had happened, for words right behind it."""
        lead = next((at for at, one in enumerate(self._sentences) if len(one.tokens) >= _SHORTEST_LEAD), None)
        if lead is None or not 0 < number - lead <= _LOOKED_AT:
            return None
        first = self._sentences[lead]
        if self._sentences[number].paragraph - first.paragraph > 2:
            return None
        found = find_day(_without_relatives(first.tokens), published)
        is_over = found is not None and found[0] == published - timedelta(1)
        return SaidOn(found[0], False, "day of the lead") if found and is_over and _tells_past(first) else None

    def _context(self, number: int, referent: Referent, published: date) -> SaidOn | None:
        """Look for the day in what was told of the same speaker, or of a meeting, right before."""
        for back in range(number - 1, max(-1, number - 1 - _LOOKED_AT), -1):
            tokens = self._sentences[back].tokens
            if self._sentences[number].paragraph - self._sentences[back].paragraph > 2:
                break
            if any(_tells_before(tokens, at) for at, token in enumerate(tokens) if token.lower in PLAIN):
                continue
            found = find_day(tokens, published)
            if found and found[0] <= published and self._is_context(back, referent, is_next=back == number - 1):
                return SaidOn(found[0], False, "day of the sentence before")
        return None

    def _is_context(self, number: int, referent: Referent, *, is_next: bool) -> bool:
        tokens = self._sentences[number].tokens
        if is_next and any(_is_meeting(tokens, at) for at in range(len(tokens) - 1)):
            return True
        subject: Phrase | None = first_subject(tokens, self._runs[number])
        if subject is None:
            return False
        other, _speaker = self._talk.resolve(subject, tokens[0].start)
        return other is not None and (other.same(referent) or _shares_head(other, referent))


def _tells_before(tokens: Sequence[Token], at: int) -> bool:
    """Tell "had said": on a day before that of what is told around it."""
    return any(token.lower == "had" for token in tokens[max(0, at - 2) : at])


def _tells_past(sentence: Sentence) -> bool:
    """Tell a lead of what had happened: a past form stands before its day, and none of what is to come."""
    words = [token.lower for token in sentence.tokens if token.kind == "word"]
    return any(word.endswith("ed") for word in words) and not any(word in ("will", "expected", "due") for word in words)


def _shares_head(one: Referent, other: Referent) -> bool:
    """Tell "the coalition" from "the Syrian rebel coalition": bodies that can be called by the same word."""
    words = set(other.name.lower().split())
    return one.known is None and other.known is None and bool(words & set(one.name.lower().split()[-2:]))


def _is_meeting(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].lower in _MEETINGS and tokens[at + 1].lower in (*WEEKDAYS, "yesterday", "on")


def _stated(
    tokens: Sequence[Token], cue: Cue, *, ranges: Sequence[tuple[int, int]], within: tuple[int, int], published: date
) -> tuple[date, str] | None:
    """Find the day beside the cue, else before it or behind what was said."""
    last = max((end for _first, end in ranges), default=0)
    before = [tokens[at] for at in range(within[0], cue.start) if not any(first <= at < end for first, end in ranges)]
    behind = tokens[max(last, cue.tail) : within[1]] if not cue.leads else ()
    between = tokens[cue.tail : min((first for first, _end in ranges if first >= cue.tail), default=cue.tail)]
    places = (tokens[cue.start : cue.tail], between, before, behind)
    return next((found for place in places if (found := find_day(_without_relatives(place), published))), None)


def _is_long_ago(tokens: Sequence[Token], cue: Cue, within: tuple[int, int]) -> bool:
    """Tell "last week", "in March" and "repeatedly" beside a cue: the day is another than that of publication."""
    places = (tokens[cue.start : cue.tail], tokens[within[0] : cue.start] if cue.start - within[0] < _OPENING else ())
    return any(is_vague(_without_relatives(place)) for place in places)


def _without_relatives(tokens: Sequence[Token]) -> list[Token]:
    """Leave out ", who arrived on Wednesday,": it tells of another day than that of the words."""
    kept: list[Token] = []
    is_relative = False
    for token in tokens:
        if token.lower in ("who", "whose", "which") and kept and kept[-1].text == ",":
            is_relative = True
        elif is_relative and token.text == ",":
            is_relative = False
        if not is_relative:
            kept.append(token)
    return kept
