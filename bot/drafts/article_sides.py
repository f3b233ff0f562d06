"""Which side negotiates, by the words of a text: a side's name, or that of somebody who belongs to it."""

import re
from collections.abc import Iterable, Iterator

from bot.names.folding import fold
from db.model.records import Party, Person

_SHORTEST = 3  # letters of a name that is looked for
_OFTEN_MORE = 5  # letters from which on a name may go on: Russia, Russian


class NamedSides:
    """The sides of a dossier, with all that they and their people are called."""

    def __init__(self, parties: Iterable[Party], people: Iterable[Person]) -> None:
        """Gather the names."""
        sides = {one.id: one for one in parties if one.side}
        self._sides = list(sides.values())
        self._names: dict[str, set[str]] = {id_: set(_names(one)) for id_, one in sides.items()}
        for person in people:
            if person.party in self._names:
                full = set(_names(person))
                surnames = {name.rsplit(" ", 1)[-1] for name in full if person.kind == "named"}
                self._names[person.party] |= full | surnames
        shared = {name for id_, names in self._names.items() for name in names if self._are_several(name, id_)}
        self._names = {id_: names - shared for id_, names in self._names.items()}

    def _are_several(self, name: str, side: str) -> bool:
        return any(name in names for id_, names in self._names.items() if id_ != side)

    def called(self, words: str) -> str:
        """Give the side that is called just so; "" where none is."""
        return next((one.id for one in self._sides if is_called(one, words)), "")

    def find(self, words: str) -> str:
        """Give the side that words name; "" where there is none or are several."""
        named = self._named(words)
        return named[0] if len(named) == 1 else ""

    def other(self, side: str, words: str) -> str:
        """Give the one other side that words name; "" where there is none or are several."""
        named = [one for one in self._named(words) if one != side]
        return named[0] if len(named) == 1 else ""

    def _named(self, words: str) -> list[str]:
        line = " ".join(fold(part) for part in re.findall(r"\S+", words)[:300])
        return [id_ for id_, names in self._names.items() if any(_stands(name, line) for name in names)]


def is_called(one: Party, words: str) -> bool:
    """Tell whether words are a name of a party, with “the” or without."""
    return fold(words).removeprefix("the ") in {name.removeprefix("the ") for name in _names(one)}


def _stands(name: str, line: str) -> bool:
    more = r"n?s?" if len(name) >= _OFTEN_MORE else ""
    return bool(re.search(rf"\b{re.escape(name)}{more}\b", line))


def _names(one: Party | Person) -> Iterator[str]:
    for text in (one.name, *(spelling.text for spelling in one.spellings), *one.typed):
        name = fold(text)
        if len(name) >= _SHORTEST or text.isupper() or "." in text:
            yield name
