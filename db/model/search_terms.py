"""Texts as words to search by: folded, with their places; and what somebody typed, as terms. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

SHORTEST_PREFIX = 3  # shorter ones would gather a large part of the index before the first hit
_MOST_TERMS = 40
_LONGEST_WORD = 64

# "U.S." is one word; "Whelan’s" is the word Whelan, though the whole of it is marked
_WORD = re.compile(
    r"(?P<dotted>(?<![^\W_])(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?)"
    r"|(?P<plain>[^\W_](?:[^\W_]|[\u0300-\u036f])*)(?:['’ʼ]s(?![^\W_]))?",
    re.IGNORECASE,
)
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_DOTTED = re.compile(r"[A-Za-z]\.[A-Za-z]")
_QUOTES = '"“”„«»'
_TYPED = re.compile(
    rf"(?P<out>(?<!\S)-)?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?:[{_QUOTES}](?P<begun>\\*)?)?|(?P<bare>[^\s{_QUOTES}]+))"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: how it is compared, and where it stands."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """What must be found: one word, or several in a row; the last one's beginning is enough if `prefix`."""

    words: tuple[str, ...]
    prefix: bool = False
    excluded: bool = False

    def __str__(self) -> str:
        said = " ".join(self.words)
        quoted = f'"{said}"' if len(self.words) > 1 else said
        return ("-" if self.excluded else "") + quoted + ("*" if self.prefix else "")

    def places(self, found: list[Word]) -> Iterator[range]:
        """Yield where the term stands among the words of a text."""
        size = len(self.words)
        for start in range(len(found) - size + 1):
            *before, last = [word.folded for word in found[start : start + size]]
            begins = last.startswith(self.words[-1]) if self.prefix else last == self.words[-1]
            if begins and tuple(before) == self.words[:-1]:
                yield range(start, start + size)


def words(text: str) -> list[Word]:
    """List the words of a text; case, accents and script make no difference to how they are folded."""
    found = ((_fold(met["plain"] or met["dotted"]), met) for met in _WORD.finditer(text))
    return [Word(folded, met.start(), met.end()) for folded, met in found if folded]


@lru_cache(maxsize=8192)
def folded(text: str) -> tuple[str, ...]:
    """List the words of a text without their places."""
    if text.isascii() and "'" not in text and not _DOTTED.search(text):  # most texts, at a fifth of the time
        return tuple(word[:_LONGEST_WORD] for word in _ASCII_WORD.findall(text.lower()))
    return tuple(word.folded for word in words(text))


def typed_terms(text: str) -> tuple[Term, ...]:
    """Read what somebody typed: words, "phrases", prefix*, -excluded. Whatever is typed, it never raises."""
    terms: dict[Term, None] = {}
    for met in _TYPED.finditer(text):
        typed = met["phrase"] if met["phrase"] is not None else met["bare"]
        read = folded(typed)
        begun = typed.endswith("*") if met["bare"] else bool(met["begun"])
        prefix = begun and bool(read) and len(read[-1]) >= SHORTEST_PREFIX
        if read:
            terms[Term(read, prefix, met["out"] is not None)] = None
    return tuple(terms)[:_MOST_TERMS]


@lru_cache(maxsize=65536)
def _fold(word: str) -> str:
    if not word.isascii():
        # е is what people type for ё; anyascii would make yo of it
        word = anyascii(unicodedata.normalize("NFKC", word).casefold().replace("ё", "е"))
    return "".join(_ASCII_WORD.findall(word.lower()))[:_LONGEST_WORD]
