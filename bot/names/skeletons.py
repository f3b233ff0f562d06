"""Names by their consonants: all that Arabic and Hebrew letters say of them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache

from bot.names.index import Entry

_SHORTEST = 3  # consonants of a whole name; fewer are too many people's
_MOST = 40
_CLASSES = {"sh": "x", "ch": "x", "dh": "d", "th": "t", "kh": "h", "gh": "k", "ph": "b", "ts": "z", "tz": "z"}
_LETTERS = str.maketrans("gqczpfv", "kkksbbb", "aeiouwyj")
_CLASS = re.compile("|".join(_CLASSES))
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Reduce a folded word to its consonants, those that romanisations mix up being one: Qaddafi, Gaddafi -> kdf."""
    plain = _CLASS.sub(lambda met: _CLASSES[met[0]], word).translate(_LETTERS)
    return _DOUBLED.sub(r"\1", plain).removesuffix("h")


class Skeletons:
    """Proper names by their consonants. They are worked out when the first text in such a script is typed."""

    def __init__(self, entries: list[Entry]) -> None:
        self._entries = entries

    @cached_property
    def _by_word(self) -> dict[str, list[Entry]]:
        found = defaultdict[str, list[Entry]](list)
        for entry in self._entries:
            words = [skeleton(word) for word in entry.words]
            for one in dict.fromkeys([*words, "".join(words).removesuffix("h")]):
                found[one].append(entry)
        return found

    def find(self, typed: tuple[str, ...]) -> Iterable[Entry]:
        """Find the names that have all the typed consonants, word by word, or run together."""
        words = [one for word in typed if (one := skeleton(word))]
        if sum(map(len, words)) < _SHORTEST:
            return ()
        found = list(self._by_word.get("".join(words).removesuffix("h"), ()))
        for entry in self._by_word.get(max(words, key=len), ()) or self._by_word.get(_bare(max(words, key=len)), ()):
            theirs = {skeleton(word) for word in entry.words}
            if all(word in theirs or _bare(word) in theirs for word in words):
                found.append(entry)
        return list(dict.fromkeys(found))[:_MOST]


def _bare(word: str) -> str:
    """Leave out the article."""
    return word.removeprefix("l") if len(word) > 2 else word
