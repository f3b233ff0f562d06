"""Parts of names that are written apart by some and together by others: Abd el Karim, von der Linden, Mac Bride."""

from collections.abc import Callable, Container, Iterator

from bot.names.titles import PARTICLES, is_particle

_LONGEST = 4  # parts of one word
_SHORT = 3  # letters; particles and articles have no more, but for those that are listed
_ARTICLES = frozenset("al el ul".split())
# begins a word that is also written together with it
_BEGINS = frozenset("abd abdul abdel abdal abu ben mac mc fitz saint san santa".split())
_ENDS = frozenset("allah ullah ollah".split())
_ELIDED = frozenset("dlo")  # before an apostrophe: O’Brien, D’Angelo
_LONG = frozenset(word for word in PARTICLES | _BEGINS | _ENDS if len(word) > _SHORT)


def compounds(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Join what is also written as one: particles with what they stand before, and with what they tie it to."""
    if len(words) < 2 or not any(len(word) <= _SHORT or word in _LONG for word in words):
        return []
    first = next((at for at, word in enumerate(words) if is_particle(word)), len(words))
    ways = [tuple(_joined(words, _leads)), tuple(_joined(words, _ties)), (*words[:first], "".join(words[first:]))]
    return [way for way in dict.fromkeys(ways) if way != words and "" not in way]


def known_compounds(words: tuple[str, ...], known: Container[str]) -> list[tuple[str, ...]]:
    """Join neighbours that together are a known word: "Ke Qiang" where somebody is called Keqiang."""
    ways = []
    for start in range(len(words) - 1):
        for end in range(start + 2, min(start + _LONGEST, len(words)) + 1):
            one = "".join(words[start:end])
            short = [word for word in words[start:end] if len(word) == 1]
            if one in known and (not short or (short == [words[start]] and words[start] in _ELIDED)):
                ways.append((*words[:start], one, *words[end:]))
    return ways


def _joined(words: tuple[str, ...], sticks: Callable[[tuple[str, ...], int], bool]) -> Iterator[str]:
    """Yield the words, those that stick to the one before joined with it."""
    word = words[0]
    for at in range(1, len(words)):
        if sticks(words, at):
            word += words[at]
        else:
            yield word
            word = words[at]
    yield word


def _leads(words: tuple[str, ...], at: int) -> bool:
    """Tell whether the word before is a particle or a beginning: von-der-linden, abdul-ghani."""
    return is_particle(words[at - 1]) or words[at - 1] in _BEGINS or words[at] in _ENDS


def _ties(words: tuple[str, ...], at: int) -> bool:
    """Tell whether an article ties a word to the one before it, as in Abd el Karim, Nur ad-Din."""
    return _is_article(words, at) or _is_article(words, at - 1) or _leads(words, at)


def _is_article(words: tuple[str, ...], at: int) -> bool:
    if not 0 < at < len(words) - 1:
        return False
    word, after = words[at], words[at + 1]
    alike = 2 <= len(word) <= 3 and word[0] in "aeu" and word[1:] == after[: len(word) - 1]
    return word in _ARTICLES or alike
