"""From what somebody typed to whom it means; a wrong person is never shown as sure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from typing import Literal

from bot.entries import Entry, Name, Shelf, entries_of
from bot.folding import LONGEST, fold, initials, is_foreign, other_layout, sound, umlauts_spelt, unhyphened
from bot.titles import COURTESY_WOMEN, is_courtesy, is_particle, is_woman, role_words, without_titles
from bot.vocabulary import INITIAL, MISSING, PLAIN_SLIP, SAME, SOUND, Likeness, Meant, is_slip, pair

__all__ = ["Hit", "Name", "Names", "fold", "verdict"]

_MOST_WORDS = 12  # more than any name or title has; what is longer makes nothing sure
_DISTINCT = 6  # letters; shorter surnames sound like others (Smyth, Smith; Bout, But)
_FLOOR = 55  # of 100: a worse guess is not plausible
_SURNAME_FLOOR = 45  # with the surname typed among other words
_FEW = 5  # completions; with fewer, guesses are added
_GUESSED = 6  # words of what was typed that are guessed at
_COMPARED = 150  # names compared for each typed word
_COMPLETED = 100  # the same while it is typed: at each keystroke
_GUESS, _SLIP, _ROLE, _NAME, _FULL = range(5)  # only the best tier reached can be sure


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


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was typed, as it is compared with names (`words`) and with descriptions (`roles`).

    `foreign` letters are romanised by us, so that sound is all there is; what was `cut` makes nothing sure.
    """

    whole: str
    words: tuple[str, ...]
    roles: tuple[str, ...]
    initials: frozenset[str]
    woman: bool | None
    ms: bool
    foreign: bool
    cut: bool
    as_of: date

    def known(self, names: Iterable[Name]) -> Iterator[Name]:
        """List those known by the day that is asked for."""
        return (name for name in names if name.since <= self.as_of)


@dataclass(frozen=True, slots=True)
class _Found:
    name: Name
    tier: int
    score: int
    rule: str
    always: bool = False  # sure in whatever tier
    weak: bool = False  # sure only beside another of its tier, so that both are asked about


class Names:
    """The names of one dossier. Built once, then only read; a question sees those known by its day."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._given = tuple(names)
        self._of: dict[str, list[Name]] = {}
        for name in self._given:
            self._of.setdefault(name.item, []).append(name)
        self._whole: dict[str, list[Name]] = {}
        self._run_together: dict[str, list[Name]] = {}
        self._roles: dict[str, list[Entry]] = {}
        proper: list[Entry] = []
        for item, names_of_item in self._of.items():
            for name in names_of_item:
                self._whole.setdefault(fold(name.text), []).append(name)
            for entry in entries_of(names_of_item):
                if entry.head:
                    self._roles.setdefault(item, []).append(entry)
                    continue
                proper.append(entry)
                if len(entry.words) > 1:
                    self._run_together.setdefault("".join(entry.words), []).append(entry.name)
        self._proper = Shelf(proper)
        self._described = Shelf(chain.from_iterable(self._roles.values()))

    def find(self, typed: str, *, as_of: date = date.max, all_guesses: bool = False) -> list[Hit]:
        """Find whom it means: the best name of each item, best first; `all_guesses` also where somebody is sure."""
        found = list(self._certain(typed, as_of))
        reading = _read(typed, as_of)
        names_nobody = all(is_particle(word) or is_courtesy(word) for word in reading.words)
        certain = any(one.tier > _GUESS and not one.weak for one in found)
        if not names_nobody and (all_guesses or not certain):
            guessed = [*self._guesses(reading), *self._by_other_layout(typed, as_of)]
            found += [replace(one, tier=_GUESS) for one in guessed] if certain else guessed
        return _ranked(found)

    def complete(self, typed: str, *, limit: int = 25, as_of: date = date.max) -> list[Name]:
        """Complete what is being typed, one row an item: names that begin so, then roles, then guesses.

        Guesses come only if few begin so; nothing typed gives the first names in the order given.
        """
        if not typed.strip():
            return _rows((name for name in self._given if name.since <= as_of), limit)
        reading = _read(typed, as_of)
        shelves = (self._proper, self._described)
        begun = chain.from_iterable(shelf.starting(reading.words) for shelf in shelves)
        rows = _rows((entry.name for entry in begun if entry.name.since <= as_of), limit)
        if len(rows) >= min(limit, 1 if len(reading.words) > 1 else _FEW):
            return rows
        return _rows([*rows, *(hit.name for hit in _ranked(self._unfinished(reading), floor=_SURNAME_FLOOR))], limit)

    def _certain(self, typed: str, as_of: date) -> Iterator[_Found]:
        """Find what matches word for word, in another romanisation, by initials or by role."""
        reading = _read(typed, as_of)
        yield from self._as_whole(reading)
        ways = (reading, _read(unhyphened(typed), as_of), _read(umlauts_spelt(typed), as_of))
        for way in dict.fromkeys(ways):
            if not way.cut:
                yield from self._as_names(way)
                yield from self._as_roles(way)

    def _as_whole(self, reading: _Reading) -> Iterator[_Found]:
        for name in reading.known(self._whole.get(reading.whole, ()) if reading.whole else ()):
            score, rule = {"name": (98, "exact name"), "role": (95, "exact role")}.get(
                name.kind, (97, "exact spelling")
            )
            tier = _ROLE if any(entry.name is name for entry in self._roles.get(name.item, ())) else _NAME
            yield _Found(name, tier, score, rule, always=True)
        if len(reading.words) == 1 and len(reading.whole) >= _DISTINCT:
            for name in reading.known(self._run_together.get(reading.whole, ())):
                yield _Found(name, _NAME, 93, "run together")

    def _as_names(self, reading: _Reading) -> Iterator[_Found]:
        meant = {word: self._proper.vocabulary.alike(word) for word in reading.words}
        for entry in dict.fromkeys(self._proper.holding(chain.from_iterable(meant.values()))):
            likes = pair(reading.words, entry.words, meant, reading.initials)
            left = [word for word, like in zip(reading.words, likes, strict=True) if like is MISSING]
            found = _as_name(reading, entry, likes) if entry.name.since <= reading.as_of else None
            if found and (not left or self._is_role(entry, left, reading)):
                yield from self._addressed(found, entry, reading)

    def _is_role(self, named: Entry, words: Sequence[str], reading: _Reading) -> bool:
        """Tell whether words typed beside a name are a role of that person: "kremlin spokesman" peskov."""
        roles = role_words(" ".join(words))
        own = (entry for entry in self._roles.get(named.name.item, ()) if entry.name.since <= reading.as_of)
        return min(map(len, words)) > 1 and any(_fits(entry, roles) for entry in own)

    def _as_roles(self, reading: _Reading) -> Iterator[_Found]:
        for entry in dict.fromkeys(self._described.holding(reading.roles)):
            known = entry.name.since <= reading.as_of
            if known and _fits(entry, reading.roles):
                # one word of somebody's description ("house") is too little; a role of one word is not
                weak = len(reading.roles) == 1 and entry.name.kind != "role"
                yield from self._addressed(_Found(entry.name, _ROLE, 86, "role", weak=weak), entry, reading)

    def _addressed(self, found: _Found, named: Entry, reading: _Reading) -> Iterator[_Found]:
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

    def _guesses(self, reading: _Reading) -> list[_Found]:
        """Find what is much alike; a plain slip in a full name becomes sure if it can be nobody else's."""
        likely: dict[str, bool] = {}  # of each item once, whatever the number of its names
        named = [one for one in _guess(self._proper, reading, reading.words) if self._is_likely(one, reading, likely)]
        reached = {one.name.item for one in named if one.rule != MISSING.rule}
        slips = {one.name.item for one in named if one.tier == _SLIP}
        if reached != slips or len(slips) > 1 or reading.cut or reading.woman is not None:
            named = [replace(one, tier=_GUESS) for one in named]
        return [*named, *_guess(self._described, reading, reading.roles)]

    def _unfinished(self, reading: _Reading) -> Iterator[_Found]:
        """Find what is much alike to what may be typed on; nobody is refused before the surname has come."""
        yield from _guess(self._proper, reading, reading.words, compared=_COMPLETED)
        yield from _guess(self._described, reading, reading.roles, compared=_COMPLETED)

    def _is_likely(self, guess: _Found, reading: _Reading, likely: dict[str, bool]) -> bool:
        if guess.rule != MISSING.rule:
            return True
        item = guess.name.item
        if item not in likely:
            likely[item] = self._has_surname(item, reading)
        return likely[item]

    def _has_surname(self, item: str, reading: _Reading) -> bool:
        """Refuse who shares no more than a given name with somebody of another surname: John Kerr, John Kirby."""
        texts = [(name.kind, fold(name.text).split()) for name in self._of[item] if name.kind != "role"]
        given = {word for kind, words in texts if kind == "name" for word in words[:-1]}
        surnames = {words[-1] for _kind, words in texts if words} - given
        return any(is_slip(word, surname) for word in reading.words for surname in surnames)

    def _by_other_layout(self, typed: str, as_of: date) -> Iterator[_Found]:
        for one in self._certain(other_layout(typed), as_of):
            yield _Found(one.name, _GUESS, one.score - 5, "other keyboard layout")


def _rows(names: Iterable[Name], limit: int) -> list[Name]:
    first: dict[str, Name] = {}
    for name in names if limit > 0 else ():
        first.setdefault(name.item, name)
        if len(first) == limit:
            break
    return list(first.values())


def _read(typed: str, as_of: date) -> _Reading:
    whole = fold(typed)
    spoken = tuple(whole.split())
    words = without_titles(spoken)[:_MOST_WORDS]
    return _Reading(
        whole=whole,
        words=words,
        roles=role_words(" ".join(words)),
        initials=initials(typed),
        woman=is_woman(frozenset(spoken)),
        ms=not COURTESY_WOMEN.isdisjoint(spoken),
        foreign=is_foreign(typed),
        cut=len(typed.strip()) > LONGEST or len(spoken) > _MOST_WORDS,
        as_of=as_of,
    )


def _fits(entry: Entry, roles: tuple[str, ...]) -> bool:
    return entry.head in roles and set(roles) <= set(entry.words)


def _as_name(reading: _Reading, entry: Entry, likes: list[Likeness]) -> _Found | None:
    """Judge a name all of whose typed words are found in it, or belong to a role."""
    said = [(word, like) for word, like in zip(reading.words, likes, strict=True) if not is_particle(word)]
    if not any(len(word) > 1 and like in (SAME, SOUND) for word, like in said):
        return None
    if reading.words == entry.words and entry.full:
        return _Found(entry.name, _FULL, 100 if entry.name.kind == "name" else 99, "exact name")
    heard = [sound(word) for word, like in said if like is SOUND]
    enough = 5 if reading.foreign else _DISTINCT
    strong = any(len(word) > 1 and like is SAME for word, like in said) or any(len(word) >= enough for word in heard)
    surname = sound(entry.words[-1])
    vague = any(len(word) < (_DISTINCT if word == surname else 4) for word in heard)
    score, rule = _rank(reading.words, entry.words, likes)
    return _Found(entry.name, _NAME, score, rule, weak=not strong or (vague and not reading.foreign))


def _rank(typed: tuple[str, ...], words: tuple[str, ...], likes: list[Likeness]) -> tuple[int, str]:
    score, rule = _closeness(typed, words, likes)
    return (score - 4, SOUND.rule) if SOUND in likes else (score, rule)


def _closeness(typed: tuple[str, ...], words: tuple[str, ...], likes: list[Likeness]) -> tuple[int, str]:
    if INITIAL in likes:
        return 88, INITIAL.rule
    if MISSING in likes:
        return 89, "name with role"
    if len(typed) == len(words) > 1:
        return 95, "all of the name"
    if len(typed) > 1:
        return 93, "part of the name"
    if len(words) == 1 or likes[0] is SOUND or typed[0] == words[-1]:
        return 92, "surname"
    return 90, "given name"


def _guess(shelf: Shelf, reading: _Reading, typed: tuple[str, ...], *, compared: int = _COMPARED) -> Iterator[_Found]:
    """Judge what is only like the typed words; a description has to hold all of them, its head among them."""
    typed = typed[:_GUESSED]
    meant = {word: shelf.vocabulary.near(word) for word in typed}
    for entry in _candidates(shelf, meant, reading.as_of, compared):
        likes = pair(typed, entry.words, meant, reading.initials)
        scores = [like.score for like in likes]
        score = (max(scores) + sum(scores) / len(scores)) / 2 - min(4, max(0, len(entry.words) - len(typed)))
        worst = min(likes, key=lambda like: like.score)
        if entry.head:
            # another office, or a word that stands somewhere in somebody's description
            if worst is MISSING or (worst is SAME and entry.head not in typed):
                continue
            score -= 4
        slip = not entry.head and len(likes) > 1 and likes.count(SAME) == len(likes) - 1 and worst is PLAIN_SLIP
        yield _Found(entry.name, _SLIP if slip else _GUESS, round(score), worst.rule)


def _is_slavic_woman(name: Sequence[str]) -> bool:
    return len(name) > 1 and name[0].endswith("a") and name[-1].endswith(("ova", "eva", "ina", "aya"))


def _candidates(shelf: Shelf, meant: Meant, as_of: date, compared: int) -> Iterable[Entry]:
    """Take the names that have the likest words; an initial stands for all words it begins."""
    some: dict[Entry, None] = {}
    for typed, words in meant.items():
        best = sorted(words, key=lambda word: (-words[word].score, word)) or shelf.vocabulary.starting(typed)
        known = (entry for entry in shelf.holding(best) if entry.name.since <= as_of)
        some |= dict.fromkeys(islice(known, compared))
    return some


def _ranked(found: Iterable[_Found], *, floor: int = _FLOOR) -> list[Hit]:
    """Keep the best of each item; only what reached the best tier is sure."""
    found = list(found)
    best = max((one.tier for one in found if not one.weak), default=_GUESS)
    hits: dict[str, Hit] = {}
    for one in found:
        sure = one.always or best == one.tier > _GUESS
        score = max(81, one.score) if sure else round(one.score * 0.8)
        hit = Hit(one.name.item, one.name, score, one.rule, sure)
        enough = score >= (_SURNAME_FLOOR if one.rule == MISSING.rule else floor)
        if enough and (hit.item not in hits or score > hits[hit.item].score):
            hits[hit.item] = hit
    return sorted(hits.values(), key=lambda hit: (-hit.score, hit.item))
