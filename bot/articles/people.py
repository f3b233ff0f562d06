"""The people of a text: those of the dossier first, then those whom the text names in full."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz import fuzz

from bot.articles.cue_words import FINITE, PLAIN, TELL
from bot.articles.name_runs import Run, bare, find_runs
from bot.articles.name_words import DEMONYMS, GIVEN, MEN, OFFICES, PLACES, TITLES, WOMEN
from bot.articles.records import Person
from bot.articles.sentences import Sentence, Token
from bot.names.folding import fold, sound
from bot.names.matcher import Name, Names
from bot.names.titles import role_words

_MOST_NAMES = 1500  # of one text that are looked up; more are no names
_ALIKE = 70  # of 100; Jill and Joe are 29, Binyamin and Benjamin 75
_VERBS = frozenset((*PLAIN, *TELL, "also", "declined", "called", "met", "did", "himself", "herself", "who"))


@dataclass(eq=False, slots=True)
class Known:
    """Somebody who can be meant by a surname, a role or a pronoun; `places` are where the text names them."""

    name: str
    person: str | None = None
    gender: str = ""
    roles: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    sure: bool = True

    def add_role(self, role: str) -> None:
        """Note a role that the text gives, once: "president" for "its president"."""
        role = _WHOSE.sub("", role)
        words = role_parts(role)
        if words and all(words != role_parts(other) for other in self.roles):
            self.roles.append(role)


_WHOSE = re.compile(r"^(?:(?:the|its|his|her|their|our) )+", re.IGNORECASE)


@lru_cache(maxsize=32)
def _names(people: tuple[Person, ...]) -> Names:
    return Names(
        [
            *(Name(person.id, person.name, "name") for person in people),
            *(Name(person.id, alias, "spelling") for person in people for alias in person.aliases),
            *(Name(person.id, role, "role") for person in people for role in person.roles),
        ]
    )


@lru_cache(maxsize=8192)
def role_parts(text: str) -> tuple[str, ...]:
    """Give the words that carry a role, made comparable."""
    return role_words(fold(text))


@lru_cache(maxsize=32)
def _sounds(people: tuple[Person, ...]) -> frozenset[str]:
    """Give how each word of the dossier's names sounds, so that other names need not be looked up."""
    texts = [text for person in people for text in (person.name, *person.aliases)]
    return frozenset(sound(word) for text in texts for word in fold(text).split())


def surname(name: str) -> str:
    """Give the folded last word of a name, without "al-" before it or "Jr." behind it."""
    words = [word for word in fold(name).split() if word not in ("jr", "sr", "ii", "iii")]
    return words[-1] if words else ""


class People:
    """Whom a text can mean by a name or a role."""

    def __init__(self, roster: Sequence[Person], sentences: Sequence[Sentence], title: Sequence[Sentence] = ()) -> None:
        self._roster = {
            person.id: Known(person.name, person.id, person.gender or _gender(person), list(person.roles))
            for person in roster
        }
        self._names = _names(tuple(roster))
        self._sounds = _sounds(tuple(roster))
        self._new: dict[str, Known] = {}
        self._by_surname: dict[str, list[Known]] = {}
        self._found: dict[tuple[str, ...], tuple[Known | None, str]] = {}
        self._looked_up: dict[tuple[str, ...], Known | None] = {}
        self._in_full_at: dict[Known, int] = {}  # in which order people are first named in full
        within = _capitals_within(sentences) | {known.name.split()[-1] for known in self._roster.values() if known.name}
        small = frozenset(token.text for sentence in sentences for token in sentence.tokens if token.text.islower())
        self.runs: list[list[Run]] = [
            [self._in_full(run) for run in find_runs(sentence.tokens) if _is_name(run, sentence.tokens, within, small)]
            for sentence in sentences
        ]
        self._learn(sentences, self.runs)
        in_title = [find_runs(sentence.tokens) for sentence in title]
        self._learn(title, in_title)
        self.titled = self._named(in_title)
        self._mentions: list[tuple[int, Known]] = []
        self._mark(sentences)

    @property
    def everybody(self) -> list[Known]:
        """List whom the dossier has and whom the text names."""
        return [*self._roster.values(), *self._new.values()]

    @property
    def newcomers(self) -> list[Known]:
        """List people the dossier does not have, as the text names them."""
        return list(self._new.values())

    def _in_full(self, run: Run) -> Run:
        """Part "press secretary of the President Arkady Kosmin" at the name of somebody the dossier has."""
        if len(run.name) < 3 or not self._roster:
            return run
        for length in (2, 3):
            if length < len(run.name) and self._in_roster(run.name[-length:]) and not self._in_roster(run.name):
                office = " ".join((run.office, *run.name[:-length])).strip()
                return replace(run, office=office, name=run.name[-length:], kind="person", sure=True)
        return run

    def _named(self, runs_of: Sequence[Sequence[Run]]) -> list[Known]:
        """List who is named in a title, in its order."""
        named = [run for runs in runs_of for run in runs if run.name and run.kind == "person"]
        found = [(run, self.find(run.name, gender=run.gender)[0]) for run in named]
        for run, known in found:
            if known and run.office:
                known.add_role(run.office)
        return list(dict.fromkeys(known for _run, known in found if known))

    def _learn(self, sentences: Sequence[Sentence], runs_of: Sequence[Sequence[Run]]) -> None:
        for sentence, runs in zip(sentences, runs_of, strict=True):
            for run in runs:
                if run.kind == "person" and len(run.name) > 1 and len(run.name) < 6:
                    self._learn_name(run, sentence.tokens)

    def _learn_name(self, run: Run, tokens: Sequence[Token]) -> None:
        known = self._in_roster(run.name)
        if known:
            self._in_full_at.setdefault(known, len(self._in_full_at))
        text = " ".join(word.title() if len(word) > 3 and word.isupper() else word for word in run.name)
        role = run.office or _role_before(tokens, run.first) or _role_after(tokens, run.last)
        if known is None:
            known = self._new.get(fold(text))
            if known is None:
                known = Known(text, None, run.gender, sure=False)
                self._new[fold(text)] = known
                self._by_surname.setdefault(surname(text), []).append(known)
            known.sure = known.sure or run.sure or bool(role)
            self._in_full_at.setdefault(known, len(self._in_full_at))
        known.gender = known.gender or run.gender
        if role:
            known.add_role(role)
            known.gender = known.gender or gender_of_role(role)

    def _mark(self, sentences: Sequence[Sentence]) -> None:
        for sentence, runs in zip(sentences, self.runs, strict=True):
            for run in runs:
                if run.name and run.kind == "person":
                    known, _rule = self.find(run.name, gender=run.gender, office=run.office)
                    if known:
                        at = sentence.tokens[run.first].start
                        known.places.append(at)
                        self._mentions.append((at, known))
                        if run.office and len(run.name) == 1:
                            known.add_role(run.office)

    def find(self, name: Sequence[str], *, gender: str = "", office: str = "") -> tuple[Known | None, str]:
        """Find whom a name means, with the rule; None if nobody, or one of several."""
        key = (*name, gender, office)
        if key not in self._found:
            self._found[key] = self._find(tuple(name), gender, office)
        return self._found[key]

    def _find(self, name: tuple[str, ...], gender: str, office: str) -> tuple[Known | None, str]:
        known = self._in_roster(name)
        if known and gender and known.gender not in ("", gender):
            known = None  # "Mr Lind" is not Ada Lind
        if known is None and len(name) == 1:
            shared = self._of_surname(name[0], gender, office)
            if shared:
                return shared
        new = self._new.get(fold(" ".join(name)))
        others = self._by_surname.get(surname(" ".join(name)), []) if len(name) == 1 else []
        if known:
            if others:
                fitting = [one for one in (known, *others) if not gender or one.gender in ("", gender)]
                return (fitting[0], "one of several of that surname") if fitting else (None, "")
            return known, "name of the dossier"
        if new:
            return new, "full name"
        fitting = [one for one in others if not gender or one.gender in ("", gender)]
        if len(fitting) == 1:
            return fitting[0], "surname after full name"
        first = [one for one in self._new.values() if len(name) == 1 and fold(one.name).split()[:1] == [fold(name[0])]]
        if len(first) == 1 and not fitting:
            return first[0], "first name after full name"
        return None, ""

    def _of_surname(self, word: str, gender: str, office: str) -> tuple[Known, str] | None:
        """Choose among those of the dossier who share a surname: by office, else who is named in full first."""
        sharing = [
            one
            for one in self._roster.values()
            if surname(one.name) == surname(word) and (not gender or one.gender in ("", gender))
        ]
        head = role_parts(office)[-1:]
        in_office = [one for one in sharing if head and any(head[0] in role_parts(role) for role in one.roles)]
        if len(in_office) == 1 or len(sharing) == 1:
            return (in_office or sharing)[0], "surname and office" if in_office else "name of the dossier"
        named = sorted((one for one in sharing if one in self._in_full_at), key=self._in_full_at.__getitem__)
        return ((named or sharing)[0], "one of several of that surname") if sharing else None

    def _in_roster(self, name: Sequence[str]) -> Known | None:
        key = tuple(name)
        if key not in self._looked_up:
            self._looked_up[key] = self._look_up(name)
        return self._looked_up[key]

    def _look_up(self, name: Sequence[str]) -> Known | None:
        if not self._roster or len(self._looked_up) > _MOST_NAMES:
            return None
        text = " ".join(
            word for at, word in enumerate(name) if not at or len(word.rstrip(".")) > 1
        )  # no middle initial
        if not any(sound(word) in self._sounds for word in fold(text).split()):
            return None
        hits = [hit for hit in self._names.find(text) if hit.sure and hit.name.kind != "role"]
        if not hits and len(name) > 1:
            return self._spelt_otherwise(name)
        hits = [hit for hit in hits if len(name) > 1 or _is_alone_enough(hit.name.text, name[0])]
        return self._roster[hits[0].item] if len({hit.item for hit in hits}) == 1 else None

    def _spelt_otherwise(self, name: Sequence[str]) -> Known | None:
        """Find Benjamin Netanyahu for "Binyamin Netanyahu": one surname, and given names much alike."""
        last, first = surname(" ".join(name)), fold(name[0])
        alike = [
            known
            for known in self._roster.values()
            if surname(known.name) == last and fuzz.ratio(fold(known.name).split()[0], first) >= _ALIKE
        ]
        return alike[0] if len(alike) == 1 else None

    def by_role(self, text: str, at: int) -> tuple[Known | None, float]:
        """Find whom a role means, with how sure that is: the only one who has it, else who was named last."""
        words = frozenset(role_parts(text))
        head = role_parts(text)[-1:] if words else ()
        if not words or not any(word in OFFICES for word in fold(text).split()):
            return None, 0.0
        fitting = [one for one in (*self._roster.values(), *self._new.values()) if _has_role(one, words, head)]
        if not fitting and head == ("leader",):
            return self._leader(text, at)
        named = [one for one in fitting if one.places]
        exact = [one for one in fitting if _has_role(one, words, head, whole=True)]
        if not named and len(fitting) == 1 and exact and len(words) > 1:
            return fitting[0], 0.72  # whom the text never names
        before = [one for one in named if one.places[0] < at]
        if len(named) == 1:
            near = bool(before) and self._is_last_named(named[0], at)
            firm = near if len(words) == 1 else bool(exact)
            return named[0], (0.85 if firm else 0.72) if before else 0.6
        if not before:
            return None, 0.0
        return max(before, key=lambda one: one.places[bisect_left(one.places, at) - 1]), 0.6

    def _leader(self, text: str, at: int) -> tuple[Known | None, float]:
        """Read "the Russian leader" as the president or premier of Russia, never as sure."""
        for office in ("president", "prime minister", "chancellor"):
            known, confidence = self.by_role(re.sub("leader", office, text, flags=re.IGNORECASE), at)
            if known:
                return known, min(confidence, 0.7)
        return None, 0.0

    def _is_last_named(self, known: Known, at: int) -> bool:
        """Tell whether nobody else was named between somebody and a place."""
        before = self.mentions(max(0, at - _NEAR), at)
        return bool(before) and before[-1][1] is known

    def mentions(self, start: int, end: int) -> list[tuple[int, Known]]:
        """List who is named in a stretch of the text."""
        first = bisect_left(self._mentions, start, key=lambda one: one[0])
        return self._mentions[first : bisect_left(self._mentions, end, key=lambda one: one[0])]


def _capitals_within(sentences: Sequence[Sentence]) -> frozenset[str]:
    """List words that are written with a capital inside a sentence."""
    return frozenset(bare(token.text) for sentence in sentences for token in sentence.tokens[1:] if token.is_capital)


def _is_name(run: Run, tokens: Sequence[Token], within: frozenset[str], small: frozenset[str]) -> bool:
    """Refuse a common word that has its capital from the start of the sentence: "Small islands"."""
    if run.first > 0 or run.last != 1 or len(tokens) < 2 or run.kind == "place" or run.possessive:
        return True
    word = bare(tokens[0].text)
    following = tokens[1].lower
    if word not in within and (word.lower() in small or word.lower() in _COMMON):
        return False  # "Talks have gone on" in a text that writes "the talks"
    return (
        word in within
        or following in _BEFORE_VERBS
        or word.isupper()
        or following in _VERBS
        or tokens[1].kind == "mark"
        or following in FINITE
    )


_BEFORE_VERBS = frozenset("earlier later also again still separately previously then now".split())
_COMMON = frozenset("talks negotiations discussions efforts relatives ballots tensions hopes".split())


def _is_alone_enough(name: str, word: str) -> bool:
    """Refuse a given name alone ("John") unless the name begins with its family name, as Kim Jong-un's does."""
    words = fold(name).split()
    return (
        len(words) == 1
        or fold(word) in _FAMILY_FIRST
        or fold(word) != words[0]
        or fold(word) not in GIVEN
        or GIVEN.get(words[-1].split("-")[0]) is not None
    )


_FAMILY_FIRST = frozenset("wang li hu xi wen kim moon park lee zhang chen liu yang zhao zhou nguyen tran".split())
_NEAR = 700  # characters: "the spokesman" goes back to a name no further off
_PLAIN_WORDS = frozenset("russia us uk the former then".split())


def _has_role(known: Known, words: frozenset[str], head: Sequence[str], *, whole: bool = False) -> bool:
    """Tell whether somebody has the role, or a longer one; `whole`: one that says no more than a nation beside it."""
    for role in known.roles:
        parts = frozenset(role_parts(role))
        left = {
            word for word in parts - words if word not in DEMONYMS and word not in PLACES and word not in _PLAIN_WORDS
        }
        if words <= parts and head[0] in parts and not (whole and left):
            return True
    return False


def _gender(person: Person) -> str:
    for role in person.roles:
        if found := gender_of_role(role):
            return found
    first = fold(person.name).split()[:1]
    return GIVEN.get(first[0], "") if first else ""


def gender_of_role(role: str) -> str:
    """Tell from "spokeswoman" or "Mr" whom a pronoun can mean; empty if it does not say."""
    words = frozenset(fold(role).split())
    if words & WOMEN:
        return "female"
    if words & MEN:
        return "male"
    return next((TITLES[word] for word in words if TITLES.get(word)), "")


def _role_before(tokens: Sequence[Token], at: int) -> str:
    """Give the role before a name: "the German foreign minister, Guido Westerwelle,"."""
    if at < 2 or tokens[at - 1].text != ",":
        return ""
    start = at - 1
    while start > 0 and tokens[start - 1].kind == "word" and at - start < 12:
        start -= 1
        if tokens[start].lower in ("the", "a", "an", "his", "her", "its", "their"):
            break
    words = tokens[start : at - 1]
    head = _before_preposition(words)
    if (
        not head
        or bare(head[-1].lower) not in OFFICES
        or any(token.lower in FINITE or token.lower in PLAIN for token in words)
    ):
        return ""
    return " ".join(token.text for token in words if token.lower not in ("a", "an", "the"))


def _role_after(tokens: Sequence[Token], at: int) -> str:
    """Give the role behind a name: ", a spokesperson for the ministry," or "(Kremlin press secretary)"."""
    if at + 1 >= len(tokens) or tokens[at].text not in (",", "("):
        return ""
    start = at + 1
    end = start
    while (
        end < len(tokens)
        and end - start < 14
        and tokens[end].kind == "word"
        and tokens[end].lower not in ("who", "said")
    ):
        end += 1
    words = tokens[start:end]
    head = _before_preposition(words)
    if not head or bare(head[-1].lower) not in OFFICES:
        return ""
    return " ".join(token.text for token in words if token.lower not in ("a", "an", "the"))


def _before_preposition(words: Iterable[Token]) -> list[Token]:
    taken: list[Token] = []
    for token in words:
        if token.lower in ("of", "for", "to", "at", "in", "from", "with", "on", "and") and taken:
            break
        taken.append(token)
    return taken


__all__ = ["Known", "People", "gender_of_role", "surname"]
