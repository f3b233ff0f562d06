"""How what was typed stands to one name: which tier of sureness it reaches, by which rule, with which score."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from bot.names.folding import DISTINCT, is_vague, sound, unhyphened
from bot.names.index import Entry, Name, Shelf
from bot.names.titles import is_particle
from bot.names.typed_name import Reading
from bot.names.word_match import INITIAL, MISSING, PLAIN_SLIP, SAME, SOUND, Likeness, Meant, pair
from bot.names.word_order import is_in_order, stands_for_all

_GUESSED = 6  # words of what was typed that are guessed at
COMPARED = 150  # names compared for each typed word
GUESS, SLIP, ROLE, NAME, FULL = range(5)  # only the best tier reached can be sure


@dataclass(frozen=True, slots=True)
class Found:
    name: Name
    tier: int
    score: int
    rule: str
    always: bool = False  # sure in whatever tier
    weak: bool = False  # sure only beside another of its tier, so that both are asked about


def as_name(reading: Reading, entry: Entry, pairs: list[tuple[Likeness, int]]) -> Found | None:
    """Judge a name all of whose typed words are found in it, or belong to a role."""
    likes = [like for like, _place in pairs]
    said = [(word, like) for word, like in zip(reading.words, likes, strict=True) if not is_particle(word)]
    if not any(len(word) > 1 and like in (SAME, SOUND) for word, like in said):
        return None
    if reading.words == entry.words and entry.full and not reading.joined:
        return Found(entry.name, FULL, 100 if entry.name.kind == "name" else 99, "exact name")
    score, rule = _rank(reading.words, entry.words, likes)
    places = [place for _like, place in pairs if place >= 0]
    if not is_in_order(places, entry.words, comma=reading.comma):
        return Found(entry.name, GUESS, score - 5, "another order")
    if (reading.joined or entry.joined) and (reading.telling < 2 or SOUND in likes):
        return Found(entry.name, GUESS, score - 3, "written together")
    if all(like is SAME for like in likes) and entry.full and _leaves_out_middle(entry, places):
        return Found(entry.name, FULL, score, rule)
    return Found(entry.name, NAME, score, rule, weak=_is_weak(reading, entry, pairs))


def _leaves_out_middle(entry: Entry, places: list[int]) -> bool:
    # the two halves of Jong-un are one name
    return entry.name.text == unhyphened(entry.name.text) and stands_for_all(places, entry.words)


def _is_weak(reading: Reading, entry: Entry, pairs: list[tuple[Likeness, int]]) -> bool:
    """Tell whether the words found in a name may as well be somebody else's."""
    met = [(word, like, place) for word, (like, place) in zip(reading.words, pairs, strict=True) if place >= 0]
    last = len(entry.words) - 1
    if last and any(like is INITIAL and place == last for _word, like, place in met):
        return True
    heard = [(word, entry.words[place]) for word, like, place in met if like is SOUND and not is_particle(word)]
    same = any(like is SAME and len(word) > 1 and not is_particle(word) for word, like, _place in met)
    enough = 5 if reading.foreign else DISTINCT
    if not same and all(len(sound(word)) < enough for word, _other in heard):
        return True
    surname = entry.words[-1]
    return not reading.foreign and any(is_vague(word, other, surname=other == surname) for word, other in heard)


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


def guess(shelf: Shelf, reading: Reading, typed: tuple[str, ...], *, compared: int = COMPARED) -> Iterator[Found]:
    """Judge what is only like the typed words; a description has to hold all of them, its head among them."""
    typed = typed[:_GUESSED]
    meant = {word: shelf.vocabulary.near(word) for word in typed}
    for entry in _candidates(shelf, meant, reading.as_of, compared):
        likes = [like for like, _place in pair(typed, entry.words, meant, reading.initials)]
        scores = [like.score for like in likes]
        score = (max(scores) + sum(scores) / len(scores)) / 2 - min(4, max(0, len(entry.words) - len(typed)))
        worst = min(likes, key=lambda like: like.score)
        if entry.head:
            # another office, or a word that stands somewhere in somebody's description
            if worst is MISSING or (worst is SAME and entry.head not in typed):
                continue
            score -= 4
        slip = not entry.head and len(likes) > 1 and likes.count(SAME) == len(likes) - 1 and worst is PLAIN_SLIP
        yield Found(entry.name, SLIP if slip else GUESS, round(score), worst.rule)


def _candidates(shelf: Shelf, meant: Meant, as_of: date, compared: int) -> Iterable[Entry]:
    """Take the names that have the likest words; an initial stands for all words it begins."""
    some: dict[Entry, None] = {}
    for typed, words in meant.items():
        best = sorted(words, key=lambda word: (-words[word].score, word)) or shelf.vocabulary.starting(typed)
        known = (entry for entry in shelf.holding(best) if entry.name.since <= as_of)
        some |= dict.fromkeys(islice(known, compared))
    return some
