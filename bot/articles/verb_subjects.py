"""The subject before a verb that tells of speech: back over adverbs, insertions and joined names."""

from collections.abc import Sequence

from bot.articles.cue_words import FINITE, HAVE, PLAIN, TELL
from bot.articles.name_runs import Run, bare
from bot.articles.name_words import BODIES, GIVEN, OFFICES
from bot.articles.phrases import (
    LEADING,
    MONTHS,
    NOT_ADVERBS,
    PREPOSITIONS,
    Phrase,
    is_adverb,
    is_time,
    name_phrase,
    read_noun,
)
from bot.articles.sentences import Token

_BOUNDARY = frozenset(
    "and but while as that because when which where if although though since so or than whether what how "
    "why after before until unless yet whereas once".split()
)
_ACTS = frozenset(
    (*FINITE, *HAVE, *TELL, "accused", "called", "urged", "asked", "met", "said", "wants", "want", "made")
)


def before_verb(tokens: Sequence[Token], verb: int, runs: Sequence[Run]) -> tuple[Phrase | None, int]:
    """Read the subject before a verb, and where its phrase starts."""
    end = _before_adverbs(tokens, verb)
    if end > 1 and tokens[end - 1].text in (",", ")", "—", "–"):
        return _before_insertion(tokens, end - 1, runs)
    start = _clause_start(tokens, end)
    phrase, first = _read(tokens, start, end, runs)
    if first > start and tokens[first - 1].lower == "both":
        first -= 1
    if phrase and phrase.kind == "name" and _is_alias(tokens, start):
        return phrase, _phrase_start(tokens, start)
    listed = _list_start(tokens, first, end, runs)
    if listed < first:
        text = " ".join(token.text for token in tokens[listed:end] if token.kind == "word")
        return Phrase("body", text, (tokens[listed].start, tokens[end - 1].end), None, False, True), listed
    if (
        phrase
        and phrase.kind != "name"
        and end - first > 6
        and any(token.lower in _ACTS for token in tokens[first:end])
    ):
        return None, first  # "the leader accused the minister of breaking promises": no subject, but a clause
    return phrase, first


def _is_alias(tokens: Sequence[Token], start: int) -> bool:
    """Tell "a pirate who identified himself as Bile Hussein" and "who gave his name only as Ali"."""
    if start < 3 or tokens[start - 1].lower != "as":
        return False
    return any(token.lower in ("himself", "herself", "name") for token in tokens[max(0, start - 4) : start - 1])


def _phrase_start(tokens: Sequence[Token], at: int) -> int:
    while at > 0 and tokens[at - 1].kind == "word":
        at -= 1
    return at


def _has_number(tokens: Sequence[Token], at: int) -> bool:
    return any(0 <= near < len(tokens) and tokens[near].text.isdigit() for near in (at - 1, at, at + 1))


def _list_start(tokens: Sequence[Token], start: int, end: int, runs: Sequence[Run]) -> int:
    """Go back over "The Kremlin, the Foreign Ministry and the US" to where the list begins."""
    if not any(token.lower == "and" for token in tokens[start:end]):
        return start
    while start > 1 and tokens[start - 1].text == ",":
        run = next((run for run in runs if run.last == start - 1), None)
        if run is None:
            return start
        start = run.first - (1 if run.first and tokens[run.first - 1].lower in ("the", "a") else 0)
    return start


def _before_adverbs(tokens: Sequence[Token], at: int) -> int:
    while at > 0 and tokens[at - 1].kind == "word":
        token = tokens[at - 1]
        dated = (
            (token.lower in MONTHS or token.text.isdigit()) and is_time(tokens, at - 1) and _has_number(tokens, at - 1)
        )
        dated = dated or (token.lower == "long" and at > 1 and tokens[at - 2].lower in HAVE)  # have long argued
        timed = token.lower in ("on", "in", "last", "this") and at < len(tokens) and is_time(tokens, at)
        if not (timed or is_adverb(token) or token.lower in HAVE or dated or token.lower == "both"):
            break
        at -= 1
    return at


def _clause_start(tokens: Sequence[Token], end: int) -> int:
    """Go left to where the clause begins whose subject ends here."""
    at = end
    while at > 0 and end - at < 25:
        token = tokens[at - 1]
        if token.kind != "word" or (token.lower in _BOUNDARY and not _joins(tokens, at - 1, end)):
            break
        at -= 1
    return at


def _joins(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell "Blinken and Lavrov said" from "he left and Lavrov said"."""
    if tokens[at].lower != "and" or at == 0 or at + 1 >= end:
        return False
    before = tokens[at - 1]
    if before.kind != "word":
        return False
    start = at
    while start > 0 and tokens[start - 1].kind == "word" and tokens[start - 1].lower not in _BOUNDARY:
        start -= 1
    left = tokens[start:at]
    return (
        len(left) < 6
        and not any(token.lower in FINITE or token.lower in PLAIN or token.lower in TELL for token in left)
        and (before.is_capital or bare(before.lower) in OFFICES or bare(before.lower) in BODIES)
        and not any(token.lower.endswith("ed") for token in left)
    )


def _named_relative(base: Phrase, named: Phrase) -> Phrase:
    """Keep "Mr Bigley's brother" of "Mr Bigley's brother, Philip": a given name alone would be anybody's."""
    alone = named.run is not None and len(named.run.name) == 1 and named.text.lower() in GIVEN
    if base.kind != "role" or not alone:
        return named
    return Phrase("role", f"{base.text}, {named.text}", base.span, base.run, False, False)


_CALLED = frozenset("known called nicknamed named dubbed".split())
_OPENERS = frozenset("a an the who whose which one his her its their in on at speaking".split())


def _before_insertion(tokens: Sequence[Token], close: int, runs: Sequence[Run]) -> tuple[Phrase | None, int]:
    """Read the subject before words between commas, dashes or brackets: "Kerry, speaking in Jordan, said"."""
    pair = {")": "(", ",": ",", "—": "—", "–": "–"}[tokens[close].text]
    fallback: tuple[Phrase | None, int] = (None, close)
    for open_ in range(close - 1, max(0, close - 32), -1):
        if tokens[open_].text != pair:
            continue
        start = _clause_start(tokens, open_)
        if start == open_:
            continue
        base, first = _read(tokens, start, open_, runs)
        inside = tokens[open_ + 1 : close]
        if base is None or not inside:
            continue
        named, _at = _read(tokens, open_ + 1, close, runs)
        if (
            base.kind in ("role", "body", "unknown")
            and named
            and named.kind == "name"
            and named.run
            and named.run.first == open_ + 1
        ):
            return _named_relative(base, named), first
        if base.kind in ("role", "body") and inside[0].lower in _CALLED:
            alias = next((run for run in runs if run.last == close and run.kind == "person" and run.name), None)
            if alias:
                return name_phrase(tokens, alias, alias.first), first
        if base.kind in ("name", "role", "body") and _is_insertion(inside):
            text = " ".join(token.text for token in inside)
            return Phrase(base.kind, base.text, base.span, base.run, base.definite, base.plural, text), first
        if base.kind in ("name", "role", "body") and fallback[0] is None:
            fallback = base, first
    return fallback if fallback[0] and tokens[close].text != "," else (None, close)


def _is_insertion(inside: Sequence[Token]) -> bool:
    first = inside[0].lower
    return (
        first in _OPENERS
        or first.endswith(("ing", "ed"))
        or first in PREPOSITIONS
        or first in OFFICES
        or inside[0].text.isdigit()
        or first in ("former", "head", "meanwhile", "however", "too", "of", *_CALLED)
        or (len(inside) < 4 and inside[0].is_capital and ("-" in inside[0].text or len(inside) == 1))  # R-Fla.
        or any(bare(token.lower) in OFFICES for token in inside[:5])
        or (len(inside) < 4 and all(is_adverb(token) for token in inside))
        or (inside[0].text.islower() and len(inside) < 13 and not any(_is_speech(token) for token in inside))
    )


def _is_speech(token: Token) -> bool:
    return token.kind != "word" or token.lower in FINITE or token.lower in PLAIN or token.lower in TELL


def _read(tokens: Sequence[Token], start: int, end: int, runs: Sequence[Run]) -> tuple[Phrase | None, int]:
    start = _skip_leading(tokens, start, end, runs)
    if start >= end:
        return None, start
    return read_noun(tokens, start, end, runs), start


def _skip_leading(tokens: Sequence[Token], start: int, end: int, runs: Sequence[Run]) -> int:
    """Leave out conjunctions, adverbs and "On Thursday" before a subject."""
    while start < end:
        token = tokens[start]
        if (
            token.lower in LEADING
            or (is_adverb(token) and start + 1 < end)
            or (token.lower.endswith("ly") and end - start > 1 and token.lower not in NOT_ADVERBS)
        ):
            start += 1
        elif token.lower in ("on", "in", "at", "by", "since", "until") and start + 1 < end:
            after = _skip_time_or_place(tokens, start + 1, end, runs)
            if after == start + 1 or after >= end:
                return start
            start = after
        else:
            return start
    return start


def _skip_time_or_place(tokens: Sequence[Token], at: int, end: int, runs: Sequence[Run]) -> int:
    begun = at
    while at < end and (is_time(tokens, at) or (tokens[at].lower in ("the", "of") and at > begun)):
        at += 1
    if at == begun:
        run = next((run for run in runs if run.first == at and run.kind == "place"), None)
        if run and run.last <= end and not run.possessive:
            return run.last
    return at
