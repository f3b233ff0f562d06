"""Whom a pronoun means: by gender, number and who was last; sure only where nobody else can be meant."""

from collections.abc import Callable, Iterable, Sequence

from bot.articles.people import Known, People
from bot.articles.phrases import Phrase
from bot.articles.referents import Referent, Voice, fits, gender_of, left_open, shown

Placed = tuple[int, Referent]  # with where in the text

_REACH = 2500  # characters back to which a pronoun is followed
_LOOKED_AT = 8  # subjects and speakers
_NAMES_REACH = 600
_NOBODY = "a pronoun without anybody before it"


def follow_pronoun(
    phrase: Phrase, at: int, *, people: People, subjects: Sequence[Placed], speakers: Sequence[Placed]
) -> Voice:
    """Find whom "he", "she", "it" or "they" means at a place of the text."""
    match phrase.text:
        case "he":
            return _by_gender(phrase, at, "male", people=people, subjects=subjects, speakers=speakers)
        case "she":
            return _by_gender(phrase, at, "female", people=people, subjects=subjects, speakers=speakers)
        case "it":
            return _last(
                phrase, at, (*subjects[-6:], *speakers[-6:]), lambda one: not one.is_person, "it: the last body"
            )
        case "they":
            both = (*subjects[-6:], *speakers[-6:])
            return _last(phrase, at, both, _may_be_several, "they: the last unnamed")
    return left_open(phrase, "a pronoun of the speaker's own")


def _may_be_several(referent: Referent) -> bool:
    """Tell crews, a ministry or "a senior official" from Mr. Okoro."""
    return referent.known is None and (referent.plural or not referent.is_person or not referent.name.istitle())


def _last(phrase: Phrase, at: int, placed: Iterable[Placed], may_be: Callable[[Referent], bool], rule: str) -> Voice:
    for place, referent in sorted(placed, key=lambda one: one[0], reverse=True):
        if at - _REACH < place < at and may_be(referent):
            return referent, shown(referent, phrase.span, rule, 0.75)
    return left_open(phrase, _NOBODY)


def _by_gender(
    phrase: Phrase, at: int, gender: str, *, people: People, subjects: Sequence[Placed], speakers: Sequence[Placed]
) -> Voice:
    """Follow "he" or "she" to who spoke last, unless another was a subject since; else to the last subject or name."""
    spoken = _fitting(speakers, at, gender)
    acted = _fitting(subjects, at, gender)
    if spoken and (not acted or acted[-1][0] <= spoken[-1][0] or acted[-1][1].same(spoken[-1][1])):
        return _speaker_before(phrase, at, spoken[-1], gender=gender, people=people)
    if acted:
        only = not spoken and len({id(one.known) for _place, one in acted}) == 1
        sure = only and gender_of(acted[-1][1]) == gender
        return _settled(acted[-1][1], gender), shown(
            acted[-1][1], phrase.span, f"{phrase.text}: the last subject", 0.82 if sure else 0.6
        )
    return _name_before(phrase, at, gender, people)


def _fitting(placed: Sequence[Placed], at: int, gender: str) -> list[Placed]:
    return [one for one in placed[-_LOOKED_AT:] if fits(one[1], gender) and at - _REACH < one[0] < at]


def _speaker_before(phrase: Phrase, at: int, last: Placed, *, gender: str, people: People) -> Voice:
    place, referent = last
    others = [one for one in _named_since(people, place + 1, at, gender) if one is not referent.known]
    if gender_of(referent) == gender:
        confidence = 0.75 if others else 0.88
    else:  # nothing else says whether it is a man or a woman
        confidence = 0.6 if others or referent.known is None else 0.82
    return _settled(referent, gender), shown(referent, phrase.span, f"{phrase.text}: who spoke last", confidence)


def _named_since(people: People, start: int, end: int, gender: str) -> list[Known]:
    return [known for _place, known in people.mentions(start, end) if known.gender in ("", gender)]


def _name_before(phrase: Phrase, at: int, gender: str, people: People) -> Voice:
    named = [one for one in _named_since(people, max(0, at - _NAMES_REACH), at, gender) if one.gender == gender]
    if not named:
        return left_open(phrase, _NOBODY)
    referent = Referent(named[-1].name, named[-1], gender, False, True, 0.6)
    confidence = 0.6 if len(set(map(id, named))) == 1 else 0.5
    return referent, shown(referent, phrase.span, f"{phrase.text}: the last name", confidence)


def _settled(referent: Referent, gender: str) -> Referent:
    """Note what a pronoun tells of somebody."""
    if referent.known and not referent.known.gender:
        referent.known.gender = gender
    return referent
