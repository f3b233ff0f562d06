"""Whether two quotations are of one utterance, differently cut, translated, or told in another tense; pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product
from math import exp, log1p
from typing import Any, NamedTuple

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler

from bot.articles.same_words import are_alike, stem
from bot.articles.weighed_words import LONGEST, Word, weigh_words

SAME = 0.5  # from this score on two are taken for one utterance


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a source has of an utterance."""

    quote: str
    speaker: str = ""
    said_on: date | None = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two are one utterance, and the rules that moved the score."""

    score: float
    rules: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether they are taken for one."""
        return self.score >= SAME


# --- how much of one is in the other


@dataclass(frozen=True, slots=True)
class _Overlap:
    """Shares of the weight of the two sides that the other has too: the larger, the smaller, and the weight itself."""

    most: float
    least: float
    weight: float


def _overlap(one: Sequence[Word], other: Sequence[Word]) -> _Overlap:
    """Align each word with its best free counterpart."""
    free, common_here, common_there = dict(enumerate(other)), 0.0, 0.0
    for at, word in enumerate(one):
        best = max(
            (
                (quality, -abs(at - i), i)
                for i, counterpart in free.items()
                if (quality := _alikeness(word, counterpart))
            ),
            default=None,
        )
        if best:
            common_here += word.weight * best[0]
            common_there += free.pop(best[2]).weight * best[0]
    shares = sorted((common_here / _weight(one), common_there / _weight(other)), reverse=True)
    return _Overlap(shares[0], shares[1], (common_here + common_there) / 2)


def _weight(words: Sequence[Word]) -> float:
    return sum(word.weight for word in words) or 1.0


def _alikeness(one: Word, other: Word) -> float:
    if one.stem == other.stem:
        return 1.0
    if one.is_number or other.is_number or one.is_light or other.is_light:
        return 0.0
    if are_alike(one.stem, other.stem):
        return 0.75
    long_enough = min(len(one.stem), len(other.stem)) >= 5
    return 0.8 if long_enough and JaroWinkler.similarity(one.stem, other.stem) >= 0.92 else 0.0


# --- what tells two apart though their words are alike


# What says no, by itself or in its meaning: “refused to bargain” is told of “I won't negotiate”
_NOT = frozenset(
    map(
        stem,
        "not no never nobody nothing none without neither nor refuse reject deny decline fail lack impossible unable"
        " rule free stop end little hardly against instead yet".split(),
    )
)


def _is_negated(words: Sequence[Word]) -> bool:
    return any(word.stem in _NOT for word in words)


def _other_figures(one: Sequence[Word], other: Sequence[Word]) -> bool:
    here, there = ({word.stem for word in side if word.is_number} for side in (one, other))
    return bool(here and there and not here & there)


_TIMES = (
    frozenset(map(stem, "yesterday today tomorrow tonight".split())),
    frozenset(map(stem, "monday tuesday wednesday thursday friday saturday sunday".split())),
    frozenset(map(stem, "january february march april june july august september october november december".split())),
)


def _other_times(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Tell “tomorrow” from “yesterday”, Monday from Friday, June from July."""
    here, there = ({word.stem for word in side} for side in (one, other))
    return any(here & times and there & times and not here & there & times for times in _TIMES)


_TITLES = frozenset("mr mrs ms dr sen gen col president minister secretary sir dame lord the".split())


def _surname(name: str) -> str:
    """Give the last name in one spelling; "" for somebody without a name of his own."""
    words = re.findall(r"[A-Z][\w'-]*", anyascii(re.split(r"[,(]", name)[0]))
    named = [word.lower() for word in words if word.lower() not in _TITLES]
    is_role = bool(re.search(r"\b(?:the|a|an)\b|spokes|official|source|minist|office", name, re.IGNORECASE))
    return named[-1] if named and not is_role else ""


def _others(one: str, other: str) -> bool:
    """Tell whether two speakers are named, and not alike."""
    here, there = _surname(one), _surname(other)
    return bool(here and there) and JaroWinkler.similarity(here, there) < 0.85


# --- the score

# Fitted by logistic regression to the pairs in tests/articles/utterances.py, the wordings of the bundled dossier and
# 420 pairs out of news
_BASE, _MOST, _LEAST, _COMMON_WEIGHT, _LENGTH = -3.8, 2.3, 3.3, 3.6, -1.45


class _Compared(NamedTuple):
    """What of two quotations was held against each other, and the odds of that."""

    rule: str
    here: Sequence[Word]
    there: Sequence[Word]
    overlap: _Overlap
    odds: float


def compare(one: Utterance, other: Utterance) -> Likeness:
    """Say how likely two quotations are of one utterance."""
    if not (weigh_words(one.quote) and weigh_words(other.quote)):
        return Likeness(0.0, ("no words",))
    best = max(_compared(one.quote, other.quote), key=lambda compared: compared.odds)
    score = 1 / (1 + exp(-best.odds))
    doubts = [(doubt, factor) for doubt, factor in _doubts(one, other, best) if factor < 1]
    for _, factor in doubts:
        score *= factor
    return Likeness(round(score, 4), (best.rule, *(doubt for doubt, _ in doubts)))


def _compared(one: str, other: str) -> Iterator[_Compared]:
    """Compare the whole quotations, or where one is much longer, the shorter with each sentence of the other."""
    here, there = sorted((weigh_words(one), weigh_words(other)), key=_weight)
    longer = one if weigh_words(one) is there else other
    if _weight(there) < _MUCH * _weight(here) or not _STOP.search(longer):
        yield _judge("words in common", here, there)
    else:
        for part in _parts(longer):
            judged = _judge("part of the other", here, weigh_words(part))
            yield judged._replace(odds=judged.odds - _CHANCES)
    for mine, theirs in product(_parts(one), _parts(other)):
        compared = _judge("a sentence in common", weigh_words(mine), weigh_words(theirs))
        if compared.overlap.least >= _NEARLY_ALL and compared.overlap.weight >= _A_SENTENCE:
            yield compared


_MUCH = 1.8  # times the weight
_CHANCES = 0.8  # of odds: among several sentences something is found more easily
_NEARLY_ALL, _A_SENTENCE = 0.75, 3.0
_STOP = re.compile(r"(?<=[a-z0-9\"”’])[.!?;]\s+(?=\S)")
_MOST_PARTS = 8


def _parts(quote: str) -> list[str]:
    """Give the sentences of a quotation, and every two neighbours together."""
    sentences = _STOP.split(quote[:LONGEST])[:_MOST_PARTS]
    return sentences if len(sentences) < 2 else [*sentences, *(f"{a} {b}" for a, b in pairwise(sentences))]


def _judge(rule: str, here: Sequence[Word], there: Sequence[Word]) -> _Compared:
    overlap = _overlap(here, there)
    odds = _BASE + _MOST * overlap.most + _LEAST * overlap.least + _COMMON_WEIGHT * log1p(overlap.weight)
    return _Compared(rule, here, there, overlap, odds + _LENGTH * log1p(min(_weight(here), _weight(there))))


def _doubts(one: Utterance, other: Utterance, compared: _Compared) -> Iterator[tuple[str, float]]:
    """Give what speaks against one utterance, each with the factor that the score is lessened by."""
    _, here, there, overlap, _ = compared
    is_short = max(len(here), len(there)) <= _SENTENCE and overlap.least > 0.3
    yield "other speaker", 0.1 if _others(one.speaker, other.speaker) else 1
    yield "days apart", _by_days(one.said_on, other.said_on)
    yield "one article", 0.3 if one.article and one.article == other.article and overlap.least < 0.8 else 1
    is_denied = is_short and _is_negated(here) != _is_negated(there)
    yield "one negates", 0.7 if is_denied else 1
    yield "other times", 0.5 if is_short and _other_times(here, there) else 1
    yield "other figures", 0.5 if is_short and _other_figures(here, there) else 1


_SENTENCE = 24  # words: in more than a sentence a “not” may belong to anything


def _by_days(one: date | None, other: date | None) -> float:
    """Doubt the more the further apart; a day or two is a source's slip, or its day of publication."""
    if one is None or other is None:
        return 1
    apart = abs((one - other).days)
    return 1 if apart <= 3 else 0.5 if apart <= 7 else 0.1


def find_repetition(one: Utterance, known: Sequence[Utterance]) -> tuple[int, Likeness] | None:
    """Find which of the known utterances is most likely the same, by its place; None where none is."""
    best = max(enumerate(compare(one, other) for other in known), key=lambda found: found[1].score, default=None)
    return best if best and best[1].is_same else None


# --- the protocol's task "dup"


def reply_to(request: Mapping[str, Any]) -> dict[str, Any]:
    """Answer `{"task": "dup", "a": …, "b": …}`."""
    likeness = compare(_utterance(request.get("a")), _utterance(request.get("b")))
    return {"score": likeness.score, "same": likeness.is_same, "rules": list(likeness.rules)}


def _utterance(given: Any) -> Utterance:
    if not isinstance(given, dict) or not isinstance(given.get("quote"), str):
        raise ValueError('"a" and "b" each need a "quote". For example: {"task": "dup", "a": {"quote": "…"}, "b": …}')
    speaker, day = given.get("speaker") or "", given.get("said_on") or ""
    if isinstance(speaker, dict):
        speaker = speaker.get("name") or ""
    if isinstance(day, dict):
        day = day.get("value") or ""
    return Utterance(given["quote"], str(speaker), _day(str(day)), str(given.get("article") or ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
