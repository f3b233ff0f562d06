"""From what somebody typed to whom it means; a wrong person is never shown as sure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Literal

from bot.names.folding import DISTINCT, fold, other_layout, umlauts_spelt, unhyphened
from bot.names.index import Entry, Name, Shelf, entries_of
from bot.names.likeness import FULL, GUESS, NAME, ROLE, SLIP, Found, as_name, guess
from bot.names.skeletons import Skeletons
from bot.names.titles import is_courtesy, is_particle, is_woman, role_words
from bot.names.typed_name import Reading, joined_readings, read_name
from bot.names.word_match import MISSING, is_slip, pair
from db.model.scripts import is_consonants, is_other_tone, own_letters

__all__ = ["Hit", "Name", "Names", "fold", "verdict"]

_SYLLABLES = 3  # Han characters; fewer are romanised like too many other names
_FLOOR = 55  # of 100: a worse guess is not plausible
_SURNAME_FLOOR = 45  # with the surname typed among other words
_FEW = 5  # completions; with fewer, guesses are added
_COMPLETED = 100  # the same while it is typed: at each keystroke
_WHOLE = ("exact name", "exact spelling", "run together")


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that may have been meant; `sure` if it may be shown unless another is sure too."""

    item: str
    name: Name
    score: int
    rule: str
    sure: bool


def verdict(hits: Sequence[Hit]) -> tuple[Literal["answer", "ask", "suggest", "nothing"], list[Hit]]:
    """Say what to do with what was found, and with which of it."""
    sure = [hit for hit in hits if hit.sure]
    if sure:
        return ("answer" if len(sure) == 1 else "ask"), sure
    close = [hit for hit in hits if hit.score >= hits[0].score - 15][:5]
    return ("suggest" if close else "nothing"), close


class Names:
    """The names of one dossier. Built once, then only read; a question sees those known by its day.

    What was worked out for `before` is taken over for whoever is called as then: after an edit that is all but one.
    """

    def __init__(self, names: Iterable[Name], *, before: "Names | None" = None) -> None:
        self._given = tuple(names)
        self._of: dict[str, list[Name]] = {}
        for name in self._given:
            self._of.setdefault(name.item, []).append(name)
        self._whole: dict[str, list[Name]] = {}
        self._run_together: dict[str, list[Name]] = {}
        self._roles: dict[str, list[Entry]] = {}
        self._entries: dict[str, tuple[Entry, ...]] = {}
        proper: list[Entry] = []
        for item in self._of:
            self._work_out(item, before)
            for name in self._of[item]:
                self._whole.setdefault(fold(name.text), []).append(name)
            for entry in self._entries[item]:
                if entry.head:
                    self._roles.setdefault(item, []).append(entry)
                    continue
                proper.append(entry)
                if len(entry.words) > 1 and not entry.joined:
                    self._run_together.setdefault("".join(entry.words), []).append(entry.name)
        self._proper = Shelf(proper)
        self._skeletons = Skeletons(proper)
        self._described = Shelf(chain.from_iterable(self._roles.values()))

    def _work_out(self, item: str, before: "Names | None") -> None:
        if before is not None and before._of.get(item) == self._of[item]:
            self._of[item], self._entries[item] = before._of[item], before._entries[item]
        else:
            self._entries[item] = tuple(entries_of(self._of[item]))

    def find(self, typed: str, *, as_of: date = date.max, all_guesses: bool = False) -> list[Hit]:
        """Find whom it means: the best name of each item, best first; `all_guesses` also where somebody is sure."""
        reading = read_name(typed, as_of)
        found = [one if self._is_written_so(one, reading) else _doubted(one) for one in self._certain(typed, as_of)]
        found = _beside_whole_names(found, reading)
        names_nobody = all(is_particle(word) or is_courtesy(word) for word in reading.words)
        certain = any(one.tier > GUESS and not one.weak for one in found)
        if not names_nobody and (all_guesses or not certain):
            guessed = [*self._guesses(reading), *self._by_other_layout(typed, as_of)]
            found += [replace(one, tier=GUESS) for one in guessed] if certain else guessed
        return _ranked(found)

    def complete(self, typed: str, *, limit: int = 25, as_of: date = date.max) -> list[Name]:
        """Complete what is being typed, one row an item: names that begin so, then roles, then guesses.

        Guesses come only if few begin so; nothing typed gives the first names in the order given.
        """
        if not typed.strip():
            return _rows((name for name in self._given if name.since <= as_of), limit)
        reading = read_name(typed, as_of)
        shelves = (self._proper, self._described)
        begun = chain.from_iterable(shelf.starting(reading.words) for shelf in shelves)
        rows = _rows((entry.name for entry in begun if entry.name.since <= as_of), limit)
        if len(rows) >= min(limit, 1 if len(reading.words) > 1 else _FEW):
            return rows
        return _rows([*rows, *(hit.name for hit in _ranked(self._unfinished(reading), floor=_SURNAME_FLOOR))], limit)

    def _certain(self, typed: str, as_of: date) -> Iterator[Found]:
        """Find what matches word for word, in another romanisation, by initials or by role."""
        reading = read_name(typed, as_of)
        yield from self._as_whole(reading)
        ways = (reading, read_name(unhyphened(typed), as_of), read_name(umlauts_spelt(typed), as_of))
        joined = chain.from_iterable(joined_readings(way, self._proper.vocabulary) for way in ways)
        for way in dict.fromkeys((*ways, *joined)):
            if not way.cut:
                yield from self._as_names(way)
                yield from self._as_roles(way)

    def _is_written_so(self, found: Found, reading: Reading) -> bool:
        """Tell whether a script that does not say which sounds it means has more to go by than our romanisation."""
        if not reading.letters:
            return not is_other_tone(reading.typed, found.name.text)
        known = (name.text for name in reading.known(self._of[found.name.item]))
        theirs = [own_letters(text) for text in known if is_consonants(text) == reading.consonants]
        if any(theirs):
            return any(_is_spelt_so(reading, letters) for letters in theirs)
        return not reading.consonants and len("".join(reading.letters)) >= _SYLLABLES and found.rule in _WHOLE

    def _as_whole(self, reading: Reading) -> Iterator[Found]:
        for name in reading.known(self._whole.get(reading.whole, ()) if reading.whole else ()):
            score, rule = {"name": (98, "exact name"), "role": (95, "exact role")}.get(
                name.kind, (97, "exact spelling")
            )
            described = any(entry.name is name for entry in self._roles.get(name.item, ()))
            tier = ROLE if described else FULL if name.kind == "name" else NAME
            yield Found(name, tier, score, rule, always=True)
        if len(reading.words) == 1 and len(reading.whole) >= DISTINCT:
            for name in reading.known(self._run_together.get(reading.whole, ())):
                yield Found(name, NAME, 93, "run together")

    def _as_names(self, reading: Reading) -> Iterator[Found]:
        meant = {word: self._proper.vocabulary.alike(word) for word in reading.words}
        for entry in dict.fromkeys(self._proper.holding(chain.from_iterable(meant.values()))):
            pairs = pair(reading.words, entry.words, meant, reading.initials)
            left = [word for word, (like, _place) in zip(reading.words, pairs, strict=True) if like is MISSING]
            found = as_name(reading, entry, pairs) if entry.name.since <= reading.as_of else None
            if found and (not left or self._is_role(entry, left, reading)):
                yield from self._addressed(found, entry, reading)

    def _is_role(self, named: Entry, words: Sequence[str], reading: Reading) -> bool:
        """Tell whether words typed beside a name are a role of that person: "kremlin spokesman" peskov."""
        roles = role_words(" ".join(words))
        own = (entry for entry in self._roles.get(named.name.item, ()) if entry.name.since <= reading.as_of)
        return min(map(len, words)) > 1 and any(_fits(entry, roles) for entry in own)

    def _as_roles(self, reading: Reading) -> Iterator[Found]:
        for entry in dict.fromkeys(self._described.holding(reading.roles)):
            known = entry.name.since <= reading.as_of
            if known and _fits(entry, reading.roles):
                # one word of somebody's description ("house") is too little; a role of one word is not
                weak = len(reading.roles) == 1 and entry.name.kind != "role"
                yield from self._addressed(Found(entry.name, ROLE, 86, "role", weak=weak), entry, reading)

    def _addressed(self, found: Found, named: Entry, reading: Reading) -> Iterator[Found]:
        """Refuse "Mr" for a woman and "Ms" for a man; "Ms" where nothing tells makes nobody sure who stands alone."""
        if reading.woman is None:
            yield found
            return
        texts = [fold(name.text).split() for name in reading.known(self._of[named.name.item])]
        said = is_woman(frozenset(chain.from_iterable(texts)))
        if said is None and any(map(_is_slavic_woman, texts)):
            said = True
        if said is None:
            yield replace(found, weak=found.weak or reading.ms)
        elif said == reading.woman:
            yield found

    def _guesses(self, reading: Reading) -> list[Found]:
        """Find what is much alike; a plain slip in a full name becomes sure if it can be nobody else's."""
        likely: dict[str, bool] = {}  # of each item once, whatever the number of its names
        guesses = chain.from_iterable(guess(self._proper, way, way.words) for way in (reading, *_apart(reading)))
        named = [one for one in guesses if self._is_likely(one, reading, likely)]
        reached = {one.name.item for one in named if one.rule != MISSING.rule}
        slips = {one.name.item for one in named if one.tier == SLIP}
        if reached != slips or len(slips) > 1 or reading.cut or reading.woman is not None:
            named = [replace(one, tier=GUESS) for one in named]
        spelt = self._skeletons.find(reading.words) if reading.consonants else ()
        named += [Found(one.name, GUESS, 80, "consonants") for one in spelt if one.name.since <= reading.as_of]
        return [*named, *guess(self._described, reading, reading.roles)]

    def _unfinished(self, reading: Reading) -> Iterator[Found]:
        """Find what is much alike to what may be typed on; nobody is refused before the surname has come."""
        yield from guess(self._proper, reading, reading.words, compared=_COMPLETED)
        yield from guess(self._described, reading, reading.roles, compared=_COMPLETED)

    def _is_likely(self, guess: Found, reading: Reading, likely: dict[str, bool]) -> bool:
        if guess.rule != MISSING.rule:
            return True
        item = guess.name.item
        if item not in likely:
            likely[item] = self._has_surname(item, reading)
        return likely[item]

    def _has_surname(self, item: str, reading: Reading) -> bool:
        """Refuse who shares no more than a given name with somebody of another surname: John Kerr, John Kirby."""
        texts = [(name.kind, fold(name.text).split()) for name in self._of[item] if name.kind != "role"]
        given = {word for kind, words in texts if kind == "name" for word in words[:-1]}
        surnames = {words[-1] for _kind, words in texts if words} - given
        return any(is_slip(word, surname) for word in reading.words for surname in surnames)

    def _by_other_layout(self, typed: str, as_of: date) -> Iterator[Found]:
        for one in self._certain(other_layout(typed), as_of):
            yield Found(one.name, GUESS, one.score - 5, "other keyboard layout")


def _rows(names: Iterable[Name], limit: int) -> list[Name]:
    first: dict[str, Name] = {}
    for name in names if limit > 0 else ():
        first.setdefault(name.item, name)
        if len(first) == limit:
            break
    return list(first.values())


def _fits(entry: Entry, roles: tuple[str, ...]) -> bool:
    return entry.head in roles and set(roles) <= set(entry.words)


def _is_spelt_so(reading: Reading, letters: tuple[str, ...]) -> bool:
    parts = reading.consonants and bool(letters) and set(reading.letters) <= set(letters)
    return parts or "".join(reading.letters) == "".join(letters)


def _beside_whole_names(found: list[Found], reading: Reading) -> list[Found]:
    """Let a name that begins as typed count as much as one whose middle was left out, unless one is just that.

    “José García” is José García López as well as José Luis García.
    """
    whole = [one for one in found if one.tier == FULL]
    if not whole or any(one.rule.startswith("exact") for one in whole):
        return found
    begun, many = reading.words, len(reading.words)
    return [replace(one, tier=FULL) if tuple(fold(one.name.text).split())[:many] == begun else one for one in found]


def _doubted(found: Found) -> Found:
    return replace(found, tier=GUESS, score=100, rule="romanised alike", always=False)


def _apart(reading: Reading) -> list[Reading]:
    return joined_readings(reading, ())


def _is_slavic_woman(name: Sequence[str]) -> bool:
    return len(name) > 1 and name[0].endswith("a") and name[-1].endswith(("ova", "eva", "ina", "aya"))


def _ranked(found: Iterable[Found], *, floor: int = _FLOOR) -> list[Hit]:
    """Keep the best of each item; only what reached the best tier is sure."""
    found = list(found)
    best = max((one.tier for one in found if not one.weak), default=GUESS)
    hits: dict[str, Hit] = {}
    for one in found:
        sure = one.always or best == one.tier > GUESS
        score = max(81, one.score) if sure else round(one.score * 0.8)
        hit = Hit(one.name.item, one.name, score, one.rule, sure)
        enough = score >= (_SURNAME_FLOOR if one.rule == MISSING.rule else floor)
        if enough and (hit.item not in hits or score > hits[hit.item].score):
            hits[hit.item] = hit
    return sorted(hits.values(), key=lambda hit: (-hit.score, hit.item))
