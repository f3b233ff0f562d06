"""The ways somebody is called, made ready to be compared with what was typed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.names.compounds import compounds
from bot.names.folding import fold, umlauts_spelt, unhyphened
from bot.names.titles import LINKS, after_office, head, is_description, is_particle, role_words, without_titles
from bot.names.word_match import Vocabulary


@dataclass(frozen=True, slots=True)
class Name:
    """One way somebody is called: as displayed, as met in a source, as people type it, or by a role.

    It is found by questions as of `since` or a later day.
    """

    item: str
    text: str
    kind: Literal["name", "spelling", "typed", "role"]
    since: date = date.min


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A name as it is compared: a proper name, or a description, which cannot do without its `head`.

    `full` is a name that means one person even where others share its surname; of a `joined` one parts are written
    together that stand apart.
    """

    name: Name
    words: tuple[str, ...]
    head: str = ""
    full: bool = False
    joined: bool = False


class Shelf:
    """Entries by their words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._holding = defaultdict[str, list[Entry]](list)
        for entry in entries:
            for word in dict.fromkeys(entry.words):
                self._holding[word].append(entry)
        self.vocabulary = Vocabulary(self._holding)

    def holding(self, words: Iterable[str]) -> Iterator[Entry]:
        """List the entries that have one of the words, those of the first word first."""
        for word in words:
            yield from self._holding.get(word, ())

    def starting(self, typed: tuple[str, ...]) -> Iterator[Entry]:
        """List the entries with a word of their own that starts with each typed one."""
        if not typed:
            return
        prefixes = sorted(typed, key=len, reverse=True)
        longest = prefixes[0]
        words = [longest] if len(typed) > 1 and longest in self._holding else self.vocabulary.starting(longest)
        for entry in self.holding(words):
            if len(typed) == 1 or _all_start(entry.words, prefixes):
                yield entry


def _all_start(words: tuple[str, ...], prefixes: list[str]) -> bool:
    free = list(words)
    for prefix in prefixes:
        for word in free:
            if word.startswith(prefix):
                free.remove(word)
                break
        else:
            return False
    return True


def entries_of(names: Iterable[Name]) -> Iterator[Entry]:
    """Make the entries of one item, from all its names.

    The proper name is taken out of "President Putin"; nothing is out of a mere description.
    """
    told = [(name, _is_described(name)) for name in names]
    texts = [(name, after_office(name.text)[0] if described else name.text) for name, described in told]
    unnamed = any(name.kind == "name" and not text for name, text in texts)
    proper = [] if unnamed else [(name, words) for name, text in texts for words in _spelt(text)]
    for name, words in proper:
        yield Entry(name, words, full=_is_full(words, proper))
        yield from (Entry(name, way, joined=True) for way in compounds(words))
    yield from _surname_spellings(proper)
    own = {word for _, words in proper for word in words}
    yield from (_description(name, own) for name, described in told if unnamed or described)


def _is_described(name: Name) -> bool:
    # nobody types capitals, so small letters say nothing there
    return name.kind == "role" or is_description(name.text.lower() if name.kind == "typed" else name.text)


def _spelt(text: str) -> list[tuple[str, ...]]:
    """Fold a name in its usual ways: "Jong-un" and "Jongun", "Muller" and "Mueller"."""
    ways = {text, unhyphened(text), umlauts_spelt(text)}
    if len(ways) == 1:
        words = tuple(fold(text).split())
        return [without_titles(words)] if words else []
    spelt = (tuple(fold(way).split()) for way in (text, unhyphened(text), umlauts_spelt(text)))
    return list(dict.fromkeys(without_titles(words) for words in spelt if words))


def _is_full(words: tuple[str, ...], proper: list[tuple[Name, tuple[str, ...]]]) -> bool:
    if len(words) < 2 or sum(not is_particle(word) for word in words) < 2:
        return False
    own = set(words)
    return not any(len(other) > len(own) and own < set(other) for _, other in proper)


def _surname_spellings(proper: list[tuple[Name, tuple[str, ...]]]) -> Iterator[Entry]:
    """Join the given names with surnames met alone, so that "Brittney Grayner" is found."""
    given = next((words[:-1] for name, words in proper if name.kind == "name" and len(words) > 1), ())
    for name, words in proper:
        if given and len(words) == 1:
            yield Entry(name, given + words)


def _description(name: Name, own: set[str]) -> Entry:
    """Take what a text says beside the person's own name: the former Marine of "former Marine Trevor Reed"."""
    folded = fold(name.text)
    kept = folded if name.kind in ("role", "typed") else " ".join(w for w in folded.split() if w not in own)
    kept = kept or folded
    words = [word for word in kept.split() if word not in LINKS]
    return Entry(name, tuple(dict.fromkeys([*words, *role_words(kept)])), head=head(kept))
