"""The words of a quotation as stems, each with how much it tells; pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from bot.articles.same_words import CONCEPTS, join_phrases, stem

LONGEST = 1500  # characters of a quotation that are compared

_CONTRACTED = (
    (r"\bwon't", "will not"), (r"\bcan't|\bcannot", "can not"), (r"n't\b", " not"), (r"'ll\b", " will"),
    (r"'re\b|'m\b", " be"), (r"'ve\b", " have"), (r"'d\b", " would"), (r"'s\b", ""),
)  # fmt: skip
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
)
_NUMBERS = {word: number for number, word in enumerate(_SMALL.split())}
_NUMBERS |= {word: tens * 10 for tens, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)}
_LIGHT = frozenset(
    "a an the this that these those it its he she they them his her their theirs him we us our ours i me my you"
    " your who whom which what there here be have do will would shall of to in on at by for from with as into onto"
    " upon and or but so then than too very just also even still quite rather such own some any if when while"
    " where how that because about over under up down out off again once more most much many few other another"
    " same both either one s t let get make take go come put thing way lot kind people say tell said according".split()
)
# What is said of every negotiation tells little of one utterance
_COMMON = frozenset(
    stem(word)
    for word in (
        "agree agreement all also both can case ceasefire condition conflict continue could country day deal"
        " delegation discuss exchange first future give good government great hold issue know last leader long man"
        " matter may meet meeting might minister month must national need negotiation never new no nobody not"
        " nothing offer official part party peace point position possible president prisoner process proposal"
        " propose question reach reached ready release representative see should side situation state talk term"
        " think time use want war week work world year"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as its stem; a light one only counts beside others."""

    stem: str
    weight: float
    is_number: bool = False
    is_light: bool = False


@lru_cache(maxsize=4096)
def weigh_words(quote: str) -> tuple[Word, ...]:
    """Give the words that carry something, as stems with weights; numbers as figures."""
    written = anyascii(quote[:LONGEST])
    names = {name.lower() for name in _NAME.findall(written)}
    text = written.lower()
    for pattern, instead in _CONTRACTED:
        text = re.sub(pattern, instead, text)
    words = re.findall(r"[a-z]+|\d+(?:[.,]\d+)*", join_phrases(text))
    return tuple(Word(word, _NAME_WEIGHT) if word in names else _word(word) for word in words)


_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}")
_NAME_WEIGHT = 0.4  # who and where it is about is the same in everything that is said of it


def _word(word: str) -> Word:
    if word[0].isdigit():
        return Word(word.replace(",", ""), 1.4, is_number=True)
    if word in _NUMBERS and word != "one":
        return Word(str(_NUMBERS[word]), 1.2, is_number=True)
    base = stem(word)
    if word in _LIGHT or base in _LIGHT:
        return Word(word, 0.12, is_light=True)
    weight = 0.45 if base in _COMMON else 0.8 if base in CONCEPTS else 1.0
    return Word(base, weight)
