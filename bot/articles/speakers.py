"""Whom a phrase means: over the whole text by surname, role and pronoun; open where several could be meant."""

import re
from dataclasses import dataclass, field, replace

from bot.articles.name_words import OFFICES
from bot.articles.people import People, gender_of_role, role_parts
from bot.articles.phrases import Phrase
from bot.articles.pronouns import follow_pronoun
from bot.articles.referents import Referent, Voice, fits, left_open, shown
from bot.names.folding import fold

_INNER = 0.75
_NEAR = 1200  # characters back to whom "the group" or "the mother of two" means
_REACH = 2500  # characters back to which a pronoun is followed


@dataclass(slots=True)
class Discourse:
    """Who was a subject and who spoke so far, in the order of the text."""

    people: People
    subjects: list[tuple[int, Referent]] = field(default_factory=list)
    speakers: list[tuple[int, Referent]] = field(default_factory=list)
    issuer: Referent | None = None

    def resolve(self, phrase: Phrase, at: int) -> Voice:
        """Find whom a phrase means at a place of the text."""
        match phrase.kind:
            case "name":
                return self._by_name(phrase)
            case "role":
                return self._by_role(phrase, at)
            case "pronoun":
                return self._by_pronoun(phrase, at)
            case "body":
                return self._by_body(phrase, at)
        if phrase.definite or phrase.text[:1].islower():
            referent = Referent(phrase.text, None, "", phrase.plural, True, 0.6)
            return referent, shown(referent, phrase.span, "other words for a speaker")
        return left_open(phrase, "words that name no speaker")

    def _by_name(self, phrase: Phrase) -> Voice:
        run = phrase.run
        words = run.name if run else tuple(phrase.text.split())
        gender = run.gender if run else ""
        known, rule = self.people.find(words, gender=gender, office=run.office if run else "")
        if phrase.plural:
            confidence, rule = 0.6, "two speakers"
        elif known is None:
            confidence = 0.85 if run and run.sure else 0.7
            rule = "new name"
        else:
            confidence = {"one of several of that surname": 0.7, "first name after full name": 0.78}.get(
                rule, 0.95 if known.sure else 0.85
            )
        if run and phrase.apposition and known:
            gender = gender or gender_of_role(phrase.apposition)
            known.add_role(phrase.apposition)
            known.gender = known.gender or gender
        referent = Referent(
            known.name if known else phrase.text,
            known,
            (known.gender if known else gender),
            phrase.plural,
            True,
            confidence,
        )
        return referent, shown(referent, phrase.span, rule)

    def _by_role(self, phrase: Phrase, at: int) -> Voice:
        gender = gender_of_role(phrase.text.split(" of ")[0].split(" for ")[0])
        if phrase.definite and not phrase.plural:
            known, confidence = self.people.by_role(phrase.text, at)
            if known:
                referent = Referent(known.name, known, known.gender, False, True, confidence)
                return referent, shown(referent, phrase.span, "role of somebody named")
            back = self._same_words(phrase)
            if back:
                return back, shown(back, phrase.span, "role named before")
            known, confidence = self.people.by_role(_head(phrase.text), at)
            if known and _head(phrase.text) != phrase.text and len(_head(phrase.text).split()) > 1:
                referent = Referent(known.name, known, known.gender, False, True, 0.6)
                return referent, shown(referent, phrase.span, "role without what it is of")
            word = phrase.text.lower().split()[-1]
            last = self._last_person(at, gender) if word in _DESCRIPTIONS or word.endswith("year-old") else None
            last = last or (self._last_official(phrase.text, at) if word == "official" else None)
            if last:
                return last, shown(last, phrase.span, "description of who spoke last", 0.6)
            described = self._last_described(phrase.text, at, gender)
            if described:
                return described, shown(described, phrase.span, "description of who was named last", 0.75)
        alone = phrase.text.lower() in ("one", "another")
        confidence = 0.6 if alone else 0.7 if phrase.definite else 0.85
        referent = Referent(phrase.text, None, gender, phrase.plural, True, confidence)
        return referent, shown(referent, phrase.span, "role without a name")

    def _last_person(self, at: int, gender: str) -> Referent | None:
        """Find who spoke last, for "the California Democrat"."""
        fitting = [one for place, one in self.speakers[-3:] if at - place < 1200 and one.known and fits(one, gender)]
        return fitting[-1] if fitting else None

    def _last_described(self, text: str, at: int, gender: str) -> Referent | None:
        """Find who was named last, for "the mother of two"."""
        if not _PARENT.match(text):
            return None
        both = sorted((*self.subjects[-3:], *self.speakers[-3:]), key=lambda one: one[0])
        fitting = [one for place, one in both if at - place < _NEAR and one.known and fits(one, gender)]
        return fitting[-1] if fitting else None

    def _last_official(self, text: str, at: int) -> Referent | None:
        """Find who spoke last, for "the Kremlin official", if a role of theirs is of the Kremlin."""
        last = self._last_person(at, "")
        words = set(role_parts(text)) - {"official"}
        roles = last.known.roles if last and last.known else ()
        return last if words and any(words <= set(role_parts(role)) for role in roles) else None

    def _same_words(self, phrase: Phrase) -> Referent | None:
        """Find the longer words a role or body was first called by: "the official" for "a senior official"."""
        words = set(fold(phrase.text).split())
        for _at, referent in reversed(self.speakers[-12:]):
            if referent.known is None and words <= set(fold(referent.name).split()):
                return referent
        return None

    def _last_body(self, at: int) -> Referent | None:
        """Find the body that was named last, for "the group"; a newcomer of one name may be one: Greenpeace."""
        both = sorted((*self.subjects[-4:], *self.speakers[-4:]), key=lambda one: one[0], reverse=True)
        near = [one for place, one in both if at - _NEAR < place < at]
        told = [one for one in near if one.name[:1].isupper() and not _TELLERS & set(fold(one.name).split())]
        return next((one for one in told if not one.is_person or _may_be_body(one)), None)

    def _by_body(self, phrase: Phrase, at: int) -> Voice:
        if fold(phrase.text) in ("statement", "document", "letter", "release", "report") and self.issuer:
            return self.issuer, shown(self.issuer, phrase.span, "issuer of the statement", 0.75)
        back = self._same_words(phrase) if phrase.definite else None
        if back is None and phrase.definite and fold(phrase.text) in _GENERAL:
            back = self._last_body(at)
            if back:
                return back, shown(back, phrase.span, "body named last", 0.75)
        referent = back or Referent(phrase.text, None, "", phrase.plural, False, 0.85)
        return referent, shown(referent, phrase.span, "body named before" if back else "body or place")

    def _by_pronoun(self, phrase: Phrase, at: int) -> Voice:
        return follow_pronoun(phrase, at, people=self.people, subjects=self.subjects, speakers=self.speakers)

    def note_subject(self, phrase: Phrase | None, at: int) -> None:
        """Remember whom a sentence is about."""
        if phrase and phrase.kind in ("name", "body", "role"):
            referent, _speaker = self.resolve(phrase, at)
            if referent:
                self.subjects.append((at, referent))

    def note_speaker(self, referent: Referent | None, at: int, *, is_inner: bool = False) -> None:
        """Remember who spoke; who did so in an inner clause ("after Blair said …") may not be the next "he"."""
        if referent and is_inner:
            referent = replace(referent, confidence=min(referent.confidence, _INNER))
        if referent:
            self.speakers.append((at, referent))


_DESCRIPTIONS = frozenset(
    "democrat republican conservative liberal socialist politician lawmaker veteran diplomat statesman "
    "stateswoman congressman congresswoman year-old texan californian russian american ukrainian briton "
    "german frenchman israeli iranian turk senator".split()
)


_GENERAL = frozenset(
    "group organisation organization agency company union charity movement party body network newspaper firm "
    "broadcaster watchdog ngo".split()
)
_PARENT = re.compile(
    r"(?:grand)?(?:mother|father|parent)[- ]of[- ](?:two|three|four|five|six|seven|\d)\b", re.IGNORECASE
)


_TELLERS = frozenset("agency news times post reuters afp ap media newspaper television radio".split())  # no "group"


def _may_be_body(referent: Referent) -> bool:
    known = referent.known
    is_new = known is None or (known.person is None and not known.sure)
    word = fold(referent.name)
    return is_new and len(word.split()) == 1 and not referent.gender and word not in OFFICES


def _head(text: str) -> str:
    return re.split(r" (?:of|for|from|in|at|to) ", text, maxsplit=1)[0]
