"""The words that name who speaks: the phrase before a verb, behind it, or at the start of a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.articles.cue_words import FINITE, HAVE, NEGATIONS, PLAIN, TELL
from bot.articles.name_runs import Run, bare
from bot.articles.name_words import BODIES, OFFICES
from bot.articles.records import Span
from bot.articles.sentences import Token

PRONOUNS = frozenset("he she they it who i we".split())
_BOUNDARY = frozenset(
    "and but while as that because when which where if although though since so or than whether what how "
    "why after before until unless yet whereas once".split()
)
_HEAD_ENDS = frozenset(
    "of for from in at with on to by close near behind familiar involved briefed who representing under "
    "within inside about against among between based present speaking seen obtained released published "
    "issued signed dated quoted led called known named".split()
)
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = frozenset(
    "january february march april may june july august september october november december jan. feb. aug. "
    "sept. oct. nov. dec. jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
TIME_WORDS = WEEKDAYS | frozenset(
    "yesterday today earlier later late early morning afternoon evening night tonight overnight week month "
    "year weekend noon midday midnight then afterwards afterward recently separately".split()
)
ADVERBS = TIME_WORDS | frozenset(
    "also again still already now however meanwhile further furthermore instead therefore thus even just "
    "once always often never ever simply only too first moreover nevertheless nonetheless though".split()
)
_NOT_ADVERBS = frozenset(
    "family ally italy july supply only assembly reply daily weekly early anomaly monopoly".split()
)
LEADING = ADVERBS | frozenset("and but so yet or as while for both".split())
_DETERMINERS = frozenset("the a an his her its their this that our one another some any several many two three".split())
PREPOSITIONS = frozenset(
    "in on at after before during following amid for from with by according to under despite since as when "
    "while if speaking asked responding addressing writing within because although though unlike like".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that name a speaker: a pronoun, a name, a body or place, a role, or something else."""

    kind: str  # pronoun, name, body, role, unknown
    text: str
    span: Span
    run: Run | None = None
    definite: bool = False
    plural: bool = False
    apposition: str = ""


_ACTS = frozenset(
    (*FINITE, *HAVE, *TELL, "accused", "called", "urged", "asked", "met", "said", "wants", "want", "made")
)


def is_adverb(token: Token) -> bool:
    """Tell a word that stands between a subject and its verb without changing who speaks."""
    word = token.lower
    return word in ADVERBS or (
        word.endswith("ly") and len(word) > 4 and word not in _NOT_ADVERBS and token.text.islower()
    )


def before_verb(tokens: Sequence[Token], verb: int, runs: Sequence[Run]) -> tuple[Phrase | None, int]:
    """Read the subject before a verb, and where its phrase starts."""
    end = _before_adverbs(tokens, verb)
    if end > 1 and tokens[end - 1].text in (",", ")", "—", "–"):
        return _before_insertion(tokens, end - 1, runs)
    start = _clause_start(tokens, end)
    phrase, first = _read(tokens, start, end, runs)
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
        timed = token.lower in ("on", "in", "last", "this") and at < len(tokens) and is_time(tokens, at)
        if not (timed or is_adverb(token) or token.lower in HAVE or dated or token.lower == "both"):
            break
        at -= 1
    return at


def is_time(tokens: Sequence[Token], at: int) -> bool:
    """Tell a word of a day or date; a number is one only beside a month."""
    token = tokens[at]
    if not token.text.isdigit():
        return token.lower in TIME_WORDS or (token.lower in MONTHS and token.is_capital)
    return any(0 <= near < len(tokens) and tokens[near].lower in MONTHS for near in (at - 2, at - 1, at + 1))


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
            return named, first
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
        or first in ("former", "head", "meanwhile", "however", "too", *_CALLED)
        or any(bare(token.lower) in OFFICES for token in inside[:5])
        or (len(inside) < 4 and all(is_adverb(token) for token in inside))
    )


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
            or (token.lower.endswith("ly") and end - start > 1 and token.lower not in _NOT_ADVERBS)
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


def read_noun(tokens: Sequence[Token], start: int, end: int, runs: Sequence[Run]) -> Phrase | None:
    """Read one noun phrase."""
    first, last = tokens[start], tokens[end - 1]
    span = (first.start, last.end)
    if last.lower in PRONOUNS and (end - start == 1 or last.lower == "who"):
        return Phrase("pronoun", last.lower, (last.start, last.end), plural=last.lower in ("they", "we"))
    run = next((run for run in runs if run.last == end and run.first >= start), None)
    stops = [at for at in range(start, end) if tokens[at].lower in _HEAD_ENDS and not _inside(at, runs)]
    is_last = run is not None and run.kind == "person" and not run.possessive and (not stops or stops[-1] < run.first)
    if run and is_last and (not stops or _is_named_after(tokens, start, stops, run, runs)):
        return name_phrase(tokens, run, start)
    head_end = next((at for at in stops if at > start), end)
    head_run = next((run for run in runs if run.last == head_end and run.first >= start), None)
    text = " ".join(token.text for token in tokens[start:end])
    if head_run and not head_run.possessive and head_run.kind == "person":
        return name_phrase(tokens, head_run, start)
    head = bare(tokens[head_end - 1].lower)
    definite = first.lower in ("the", "his", "her", "its", "their", "this", "that") or bare(first.text) != first.text
    plural = head.endswith("s") and head in (OFFICES | BODIES)
    if head_run and not head_run.possessive and head_run.kind in ("body", "place"):
        return Phrase("body", _trim_article(text), span, head_run, True, plural)
    if head in OFFICES or (head_run and head_run.kind == "office"):
        return Phrase("role", _trim_article(text), span, head_run, definite or first.is_capital, plural)
    if head in BODIES:
        return Phrase("body", _trim_article(text), span, None, definite, plural)
    if head in ("others", "many", "some", "both", "all", "one", "neither", "another") or head in NEGATIONS:
        return Phrase("unknown", text, span, None, False, True)
    return Phrase("unknown", _trim_article(text), span, None, definite, False)


def _trim_article(text: str) -> str:
    first, _space, rest = text.partition(" ")
    return rest if first.lower() in ("the", "a", "an") and rest else text


def _inside(at: int, runs: Sequence[Run]) -> bool:
    return any(run.first <= at < run.last for run in runs)


def _is_named_after(tokens: Sequence[Token], start: int, stops: Sequence[int], run: Run, runs: Sequence[Run]) -> bool:
    """Tell "minister for Europe Jane Doe" (Doe) from "a spokesman for Jane Doe" (the spokesman)."""
    if stops[0] == start:
        return run.first > stops[-1] + 1 or tokens[start].lower in ("in", "at", "on")
    head = bare(tokens[stops[0] - 1].lower)
    if head not in OFFICES and head not in BODIES:
        return False
    return (
        tokens[start].lower not in ("a", "an")
        and len(run.name) > 1
        and run.first > stops[-1] + 1
        and tokens[run.first - 1].lower not in _DETERMINERS
        and not run.office
        and len(stops) == 1
    )


def name_phrase(tokens: Sequence[Token], run: Run, start: int) -> Phrase:
    first = run.first
    text = " ".join(run.name)
    length = len(run.name)
    span = (tokens[run.last - length].start, tokens[run.last - 1].end)
    plural = first > start and tokens[first - 1].lower == "and"
    return Phrase("name", text, span, run, definite=True, plural=plural)


_AFTER_ENDS = frozenset(
    "in on at during after before as when while who to by about following amid that which where because "
    "adding noting referring speaking citing if though although and but via through over under this last".split()
)


def after_verb(tokens: Sequence[Token], verb: int, runs: Sequence[Run]) -> tuple[Phrase | None, int]:
    """Read the subject behind a verb ("said Lavrov, the minister"), and where its phrase ends."""
    start = verb + 1
    end = start
    while end < len(tokens) and end - start < 18 and tokens[end].kind == "word":
        token = tokens[end]
        if (
            end > start
            and not _inside(end, runs)
            and (token.lower in _AFTER_ENDS or is_time(tokens, end) or is_adverb(token))
            and not _names_both(tokens, end)
        ):
            break
        end += 1
    if end == start:
        return None, start
    phrase = read_noun(tokens, start, end, runs)
    if end < len(tokens) and tokens[end].text in (",", "(") and phrase:
        return _with_apposition(tokens, phrase, end, runs)
    return phrase, end


def _names_both(tokens: Sequence[Token], at: int) -> bool:
    return (
        tokens[at].lower == "and" and at + 1 < len(tokens) and tokens[at + 1].is_capital and tokens[at - 1].is_capital
    )


def _with_apposition(tokens: Sequence[Token], phrase: Phrase, comma: int, runs: Sequence[Run]) -> tuple[Phrase, int]:
    """Take in the role behind a name, or the name behind a role."""
    end = comma + 1
    while (
        end < len(tokens)
        and end - comma < 20
        and tokens[end].kind == "word"
        and tokens[end].lower not in ("adding", "who", "but", "while")
    ):
        end += 1
    inside = tokens[comma + 1 : end]
    if not inside or (end < len(tokens) and tokens[end].kind == "quote"):
        return phrase, comma
    named = next((run for run in runs if run.first == comma + 1 and run.kind == "person"), None)
    if phrase.kind in ("role", "body") and named and len(named.name) > 1:
        return name_phrase(tokens, named, named.first), named.last
    if phrase.kind == "name" and any(bare(token.lower) in OFFICES for token in inside[:9]):
        text = " ".join(token.text for token in inside)
        stop = next(
            (comma + 1 + at for at, token in enumerate(inside) if at and token.lower in ("on", "during", "adding")), end
        )
        return Phrase("name", phrase.text, phrase.span, phrase.run, True, phrase.plural, text), stop
    return phrase, comma
