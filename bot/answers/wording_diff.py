"""Words against words: what changed, which phrases come and go, where a no becomes a yes. Wording, not meaning."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain, combinations, islice

_WORD = re.compile(r"[^\W_]+(?:['’\-\u2010\u2011][^\W_]+)*")
_QUOTED = re.compile(r"“([^”]*)”")
# where a clause ends; a full stop inside "U.S." or "3.5" is none
_END = re.compile(r"\[…\]|…|[,;:!?()—]|–(?=\s)|\.(?=\s|$|[”\"’'])|\.{2,}")

_LONGEST_PHRASE = 8
_MOST_CLAUSES = 30  # of one text; each is compared with each
_ALIKE = 0.5  # from this likeness on, single changed words say more than what is left in common

_SMALL = frozenset(
    """a an the this that these those there here it its he him his she her we us our you your they them their i me my
    who whom whose which what when where why how and or but so if as than then of in on at by for from with to into onto
    about over under between within is are was were be been being am do does did done has have had having will would
    shall should can could may might must also very just only own same such some any all each both more most other
    yet already still now it's we're we've we'll i'm i've they're they've he's she's that's there's let's""".split()
)
_NO = frozenset(
    """no not never none nothing nobody nowhere neither nor without cannot deny denies denied denying refuse refuses
    refused refusing reject rejects rejected rejecting impossible unable""".split()
)


@dataclass(frozen=True, slots=True)
class Words:
    """Words taken verbatim from one source's wording of a statement, in one language."""

    statement: str
    source: str
    texts: tuple[str, ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Changed:
    """A run of words and what stands in its place; one of them may be empty."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """How two wordings differ: `changed` tells it where they are `alike`, and else `common`, which may be empty."""

    old: Words
    new: Words
    alike: bool
    changed: tuple[Changed, ...]
    common: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that come back: where first and last, and in how many statements; `gone` counts those after the last."""

    text: str
    first: Words
    last: Words
    used: int
    gone: int


@dataclass(frozen=True, slots=True)
class Turn:
    """Much the same words, once with a word of denial and once without; `to_yes` tells which way."""

    old: Words
    new: Words
    before: str
    after: str
    to_yes: bool


@dataclass(frozen=True, slots=True)
class _Token:
    folded: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Clause:
    """A part of a text between two punctuation marks, with its telling words."""

    text: str
    tokens: tuple[_Token, ...]
    telling: frozenset[str]
    denied: bool

    def cut(self, start: int, end: int) -> str:
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]


# language and stems -> the statements, by their place, with the wording and the phrase as it stands there
_Places = dict[tuple[str, ...], dict[int, tuple[Words, str]]]


def verbatim(kind: str, text: str) -> tuple[str, ...]:
    """List the speaker's words in a wording that are verbatim; a headline's are the outlet's."""
    match kind:
        case "direct":
            return (text,)
        case "partial":
            return tuple(run for run in _QUOTED.findall(text) if _WORD.search(run))
        case _:
            return ()


def differ(old: Words, new: Words) -> Difference | None:
    """Compare two wordings of one language word by word; None if nothing but signs and capitals differs."""
    before, after = " […] ".join(old.texts), " […] ".join(new.texts)
    left, right = _tokens(before), _tokens(after)
    matcher = SequenceMatcher(None, [one.folded for one in left], [one.folded for one in right], autojunk=False)
    changed, common, telling = [], [], 0
    for kind, start, end, at, to in matcher.get_opcodes():
        run = left[start:end]
        if kind != "equal":
            changed.append(Changed(_slice(before, run), _slice(after, right[at:to])))
        elif tells := sum(map(_tells, run)):
            common.append(_slice(before, run))
            telling += tells
    shared = tuple(common) if telling > 1 else ()
    return Difference(old, new, matcher.ratio() >= _ALIKE, tuple(changed), shared) if changed else None


def nearest_before(new: Words, earlier: Sequence[Sequence[Words]]) -> Words | None:
    """Choose the latest of earlier statements that is worded alike, of its wordings the same source's, or the likest.

    Only where none has half of all telling words in common will two fifths of the shorter one's do.
    """
    telling = _telling(new)
    ranked: list[tuple[tuple[bool, int, bool, float], Words]] = []
    for place, wordings in enumerate(earlier):
        for old in wordings:
            shared = len(telling & _telling(old)) if old.language == new.language else 0
            if shared >= max(2, 0.4 * min(len(telling), len(_telling(old)))):
                share = shared / len(telling | _telling(old))
                ranked.append(((share >= 0.5, place, old.source == new.source, share), old))
    return max(ranked, key=lambda one: one[0])[1] if ranked else None


def phrases(statements: Sequence[Sequence[Words]]) -> list[Phrase]:
    """Find the phrases of at least two telling words that several statements share; `statements` come in order."""
    met: _Places = defaultdict(dict)
    for place, wordings in enumerate(statements):
        for words in wordings:
            for stems, text in _runs(words):
                met[(words.language, *stems)].setdefault(place, (words, text))
    shared = {stems: places for stems, places in met.items() if len(places) > 1}
    longest = shared.keys() - _within_others(shared)
    found = [_phrase(shared[stems], last=len(statements) - 1) for stems in longest]
    return sorted(found, key=lambda phrase: (-phrase.used, -len(phrase.text), phrase.text))


def turns(said: Sequence[Words], earlier: Sequence[Sequence[Words]]) -> list[Turn]:
    """Find clauses of a statement that stood before, when much the same was last said, with or without a denial.

    English only: of other languages no words of denial are known here.
    """
    english = [words for words in said if words.language == "en"]
    found = (_turn(words, clause, earlier) for words in english for clause in _clauses(words))
    return list({turn.after: turn for turn in found if turn}.values())


def _turn(new: Words, clause: _Clause, earlier: Sequence[Sequence[Words]]) -> Turn | None:
    for wordings in reversed(earlier):
        english = sorted(
            (words for words in wordings if words.language == "en"), key=lambda one: one.source != new.source
        )
        same = [(old, before) for old in english for before in _clauses(old) if _same_matter(before, clause)]
        if same:
            old, before = same[0]
            turned = all(one.denied != clause.denied for _, one in same)
            return Turn(old, new, before.text, clause.text, to_yes=before.denied) if turned else None
    return None


def _same_matter(one: _Clause, other: _Clause) -> bool:
    shared = len(one.telling & other.telling)
    return shared > 0 and (
        one.telling == other.telling or (shared > 1 and shared / len(one.telling | other.telling) >= 0.5)
    )


def _phrase(places: dict[int, tuple[Words, str]], *, last: int) -> Phrase:
    first_words, text = places[min(places)]
    return Phrase(text, first_words, places[max(places)][0], len(places), last - max(places))


def _runs(words: Words) -> Iterator[tuple[tuple[str, ...], str]]:
    for clause in _clauses(words):
        loud = [token.stem not in _SMALL for token in clause.tokens]
        for start in range(len(loud)):
            for end in range(start + 2, min(len(loud), start + _LONGEST_PHRASE) + 1):
                if loud[start] and loud[end - 1]:
                    yield tuple(token.stem for token in clause.tokens[start:end]), clause.cut(start, end)


def _within_others(shared: _Places) -> set[tuple[str, ...]]:
    """List the phrases that are part of a longer one in all the statements where they stand."""
    covered: set[tuple[str, ...]] = set()
    for (language, *stems), places in shared.items():
        for start, end in combinations(range(len(stems) + 1), 2):
            inner = (language, *stems[start:end])
            if end - start < len(stems) and shared.get(inner, {}).keys() == places.keys():
                covered.add(inner)
    return covered


@lru_cache(maxsize=4096)
def _telling(words: Words) -> frozenset[str]:
    return frozenset(chain.from_iterable(clause.telling for clause in _clauses(words)))


def _clauses(words: Words) -> tuple[_Clause, ...]:
    return tuple(chain.from_iterable(_parsed(text) for text in words.texts))


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[_Clause, ...]:
    return tuple(_clause(part) for part in islice(filter(_WORD.search, _parts(text)), _MOST_CLAUSES))


def _parts(text: str) -> Iterator[str]:
    at = 0
    for end in _END.finditer(text):
        yield text[at : end.start()].strip()
        at = end.end()
    yield text[at:].strip()


def _clause(text: str) -> _Clause:
    tokens = _tokens(text)
    denials = sum(_denies(token.folded) for token in tokens)
    telling = frozenset(token.stem for token in tokens if _tells(token))
    # two denials ("not impossible") are none
    return _Clause(text, tuple(tokens), telling, denied=denials % 2 == 1)


def _tells(token: _Token) -> bool:
    return token.stem not in _SMALL and not _denies(token.folded)


def _denies(word: str) -> bool:
    return word in _NO or word.endswith("n't")


def _tokens(text: str) -> list[_Token]:
    return [_token(met) for met in _WORD.finditer(text)]


def _token(met: re.Match[str]) -> _Token:
    folded = met[0].replace("’", "'").casefold()
    return _Token(folded, _stem(folded), met.start(), met.end())


def _stem(folded: str) -> str:
    """Take off the possessive and the plural, so that one agreement and no agreements are the same matter."""
    word = folded.removesuffix("'s") if folded not in _SMALL else folded
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in _SMALL
    return word[:-1] if plural else word


def _slice(text: str, tokens: Iterable[_Token]) -> str:
    run = list(tokens)
    return text[run[0].start : run[-1].end] if run else ""
