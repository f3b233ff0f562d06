"""Speakers who are named only behind their first words: "an army spokesman said. “…,” Colonel Morel said"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.articles.draft_list import Draft
from bot.articles.name_words import OFFICES
from bot.articles.people import Known, role_parts
from bot.articles.referents import Referent, shown
from bot.names.folding import fold

_RANKS = frozenset(
    "colonel col general gen major maj captain capt lieutenant lt brigadier brig admiral adm sergeant sgt "
    "commander marshal".split()
)
_ARMED = frozenset("army military navy air defence defense police troops forces ministry".split())
_UNNAMED = ("role without a name", "role named before", "other words for a speaker")
_SAME_ROLE, _SAME_SERVICE, _OPEN = 0.78, 0.7, 0.7  # none of them sure: the text doesn't say that it is the same person


def name_later(drafts: Sequence[Draft]) -> None:
    """Give words of "a spokesman" to who is named next and has that role; doubt them where that stays open."""
    for draft, following in pairwise(drafts):
        known = _named_next(draft, following)
        referent = draft.referent
        if known is None or referent is None:
            continue
        confidence = _likeness(referent.name, known)
        if not confidence:
            draft.doubt(_OPEN)
            continue
        named = replace(referent, name=known.name, known=known, gender=known.gender, confidence=confidence)
        span = draft.speaker.span or (0, 0)
        draft.voice = named, shown(named, span, "named in the next words", confidence)
        draft.rules.append("named in the next words")


def _named_next(draft: Draft, following: Draft) -> Known | None:
    """Find who speaks next, if an unnamed person speaks here and the text has not named that one before."""
    referent, known = draft.referent, following.referent.known if following.referent else None
    if referent is None or known is None or not _is_unnamed(draft, referent):
        return None
    near = 0 <= following.paragraph - draft.paragraph <= 1
    return known if near and known.places and known.places[0] > draft.spans[-1][1] else None


def _is_unnamed(draft: Draft, referent: Referent) -> bool:
    return referent.known is None and referent.is_person and not referent.plural and draft.speaker.rule in _UNNAMED


def _likeness(name: str, known: Known) -> float:
    words = fold(name).split()
    heads = {part for word in words if word in OFFICES for part in role_parts(word)}
    roles = {word for role in known.roles for word in role_parts(role)}
    if heads & roles:
        return _SAME_ROLE
    return _SAME_SERVICE if heads and roles and roles <= _RANKS and _ARMED & set(words) else 0.0
