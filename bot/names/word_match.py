"""The words that names are made of, and which of them a typed word may stand for."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract as _extract

from bot.names.folding import plain_slip, sound

_TRIED = 200  # words compared letter by letter: the best by shared trigrams
_REMEMBERED = 128  # words
_BEGUN = 50  # words compared because they begin alike
_TELLING = 3  # letters; fewer are like too much
_ALIKE = 70  # of 100: below it two words only share some letters


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a typed word stands to a word of a name; `score` is 0..100."""

    score: int
    rule: str


SAME = Likeness(100, "same words")
SOUND = Likeness(95, "transliterated")
PLAIN_SLIP = Likeness(86, "one slip")
ONE_SLIP = Likeness(84, "one slip")
START = Likeness(76, "first letters")
TWO_SLIPS = Likeness(74, "two slips")
INITIAL = Likeness(90, "initials")
MISSING = Likeness(0, "part of what was typed")

Meant = Mapping[str, Mapping[str, Likeness]]  # typed word -> the words it may stand for


def _trigrams(word: str) -> list[str]:
    padded = f"  {word} "
    return list(dict.fromkeys(padded[place : place + 3] for place in range(len(padded) - 2)))


class Vocabulary:
    """Words, found by sound, by first letters and in spite of slips. Built once, then only read."""

    def __init__(self, words: Iterable[str]) -> None:
        self._sorted = sorted(set(words))
        self._by_sound = defaultdict[str, list[str]](list)
        for word in self._sorted:
            self._by_sound[sound(word)].append(word)
        self._sounds = sorted(self._by_sound)
        self._by_trigram = defaultdict[str, list[str]](list)
        if len(self._sorted) > _TRIED:
            for word in self._sorted:
                for trigram in _trigrams(word):
                    self._by_trigram[trigram].append(word)
        self._met: dict[str, dict[str, Likeness]] = {}  # what words of late were like: who types on sends them again

    def __contains__(self, word: object) -> bool:
        """Tell whether a word, in whatever romanisation, is one of these."""
        return isinstance(word, str) and sound(word) in self._by_sound

    def alike(self, typed: str) -> dict[str, Likeness]:
        """Find the word itself and its other romanisations."""
        found = dict.fromkeys(self._by_sound.get(sound(typed), ()), SOUND)
        if typed in found:
            found[typed] = SAME
        return found

    def starting(self, prefix: str) -> Iterator[str]:
        """List the words that start with a prefix, in alphabetical order."""
        return _starting(self._sorted, prefix)

    def near(self, typed: str) -> dict[str, Likeness]:
        """Find what the word may stand for: other romanisations, slips, first letters, words much alike."""
        if len(typed) < _TELLING:
            return self.alike(typed)
        if (met := self._met.get(typed)) is not None:
            return met
        heard = sound(typed)
        some = _possible(typed, heard, list(self._candidates(typed)))
        found = {word: like for word in some if (like := _compare(typed, heard, word))}
        if len(self._met) >= _REMEMBERED:
            self._met = {}
        self._met[typed] = met = found | self.alike(typed)
        return met

    def _candidates(self, typed: str) -> Iterable[str]:
        if len(self._sorted) <= _TRIED:
            return self._sorted
        shared = Counter(chain.from_iterable(self._by_trigram.get(part, ()) for part in _trigrams(typed)))
        begun = chain.from_iterable(self._by_sound[heard] for heard in _starting(self._sounds, sound(typed)))
        return dict.fromkeys([*islice(begun, _BEGUN), *(word for word, _ in shared.most_common(_TRIED))])


def _starting(words: list[str], prefix: str) -> Iterator[str]:
    for place in range(bisect_left(words, prefix), len(words)):
        if not words[place].startswith(prefix):
            return
        yield words[place]


def _possible(typed: str, heard: str, words: list[str]) -> list[str]:
    """Leave out what `_compare` would find unlike: a few calls for all words take less time than it does for each."""
    spoken = [sound(word) for word in words]
    begun = [word[: len(typed) + 1] for word in words]
    near = [
        *_extract(typed, words, scorer=OSA.distance, score_cutoff=2, limit=None),
        *_extract(heard, spoken, scorer=OSA.distance, score_cutoff=2, limit=None),
        *_extract(typed, words, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None),
        *_extract(typed, begun, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None),
    ]
    found = {place for _word, _score, place in near}
    pairs = enumerate(zip(words, spoken, strict=True))
    found.update(place for place, (word, said) in pairs if word.startswith(typed) or said.startswith(heard))
    return [words[place] for place in sorted(found)]


def _compare(typed: str, heard: str, word: str) -> Likeness | None:
    """Judge one word; a short word forgives less, because short names differ by one letter."""
    spoken, shorter = sound(word), min(len(typed), len(word))
    if min(len(heard), len(spoken)) < _TELLING:
        heard, spoken = typed, word
    slips = _slips(typed, heard, word, spoken)
    if slips <= 1 and shorter >= 4:
        return PLAIN_SLIP if plain_slip(typed, word) else ONE_SLIP
    if word.startswith(typed) or spoken.startswith(heard):
        return START
    if slips <= 2 and shorter >= 8:
        return TWO_SLIPS
    return _resemblance(typed, word)


def _slips(typed: str, heard: str, word: str, spoken: str) -> int:
    if abs(len(typed) - len(word)) > 3:
        return 3
    return min(OSA.distance(typed, word, score_cutoff=2), OSA.distance(heard, spoken, score_cutoff=2))


@lru_cache(maxsize=65536)
def is_slip(typed: str, word: str) -> bool:
    """Tell whether a word is another, or it but for its romanisation or one slip."""
    heard, spoken = sound(typed), sound(word)
    if typed == word or heard == spoken:
        return True
    if min(len(heard), len(spoken)) < _TELLING:
        heard, spoken = typed, word
    return min(len(typed), len(word)) >= 4 and _slips(typed, heard, word, spoken) <= 1


def _resemblance(typed: str, word: str) -> Likeness | None:
    """Compare with the whole word and with as much of it as was typed: it may be unfinished."""
    whole = fuzz.ratio(typed, word, score_cutoff=_ALIKE)
    begun = fuzz.ratio(typed, word[: len(typed) + 1], score_cutoff=_ALIKE) - 5
    best = max(whole, begun)
    return Likeness(round(best * 0.8), "alike") if best >= _ALIKE else None


def pair(
    typed: Sequence[str], words: Sequence[str], meant: Meant, initials: Container[str]
) -> list[tuple[Likeness, int]]:
    """Give each typed word a place in the name, no two the same, the longest typed word choosing first; -1 if none."""
    free = list(range(len(words)))
    pairs = [(MISSING, -1)] * len(typed)
    for at in sorted(range(len(typed)), key=lambda place: -len(typed[place])):
        stands_for = meant.get(typed[at], {})
        best = max(free, key=lambda place: stands_for.get(words[place], MISSING).score, default=-1)
        if best >= 0 and words[best] in stands_for:
            pairs[at] = stands_for[words[best]], best
        elif typed[at] in initials:
            best = next((place for place in free if words[place].startswith(typed[at])), -1)
            pairs[at] = (INITIAL, best) if best >= 0 else (MISSING, -1)
        if pairs[at][1] >= 0:
            free.remove(best)
    return pairs
