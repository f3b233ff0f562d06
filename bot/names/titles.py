"""What is said of people beside their names: courtesy titles, offices, descriptions."""

import re
from functools import lru_cache

from bot.names.folding import fold

# Words of roles that mean one thing; nothing here may join two offices.
_SAME_ROLE = {
    "russian": "russia", "american": "us", "america": "us", "usa": "us", "ukrainian": "ukraine",
    "british": "uk", "britain": "uk", "spokesman": "spokesperson", "spokeswoman": "spokesperson",
    "spokesmen": "spokesperson", "spokeswomen": "spokesperson", "chairman": "chairperson",
    "chairwoman": "chairperson", "businessman": "businessperson", "businesswoman": "businessperson",
    "wive": "wife", "familie": "family", "ministrie": "ministry", "ex": "former",
}  # fmt: skip
_COUNTRIES = (("united states of america", "us"), ("united states", "us"), ("united kingdom", "uk"))
LINKS = frozenset("a an and as at by for from in of on that the to until where who with".split())


@lru_cache(maxsize=16384)
def _role_word(word: str) -> str:
    one = word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
    return _SAME_ROLE.get(one, one)


def role_words(folded: str) -> tuple[str, ...]:
    """Reduce a folded role to the words that carry it: president, us."""
    for country, short in _COUNTRIES:
        folded = folded.replace(country, short)
    return tuple(_role_word(word) for word in folded.split() if word not in LINKS)


_NEUTRAL = frozenset("dr doctor prof professor".split())
_MEN = frozenset("mr mister sir gospodin herr monsieur".split())
COURTESY_WOMEN = frozenset("mrs ms miss madam madame gospozha frau".split())
_COURTESY = _NEUTRAL | _MEN | COURTESY_WOMEN | {"the"}
_HE = _MEN | frozenset("spokesman chairman businessman husband father brother son".split())
_SHE = COURTESY_WOMEN | frozenset("spokeswoman chairwoman businesswoman wife mother sister daughter widow".split())


def without_titles(words: tuple[str, ...]) -> tuple[str, ...]:
    """Drop "the" and courtesy titles, unless nothing else is there. An office (president) is no courtesy."""
    if _COURTESY.isdisjoint(words):
        return words
    return tuple(word for word in words if word not in _COURTESY) or words


def is_courtesy(word: str) -> bool:
    """Tell whether a folded word is only a courtesy title: "mister"."""
    return word in _COURTESY


def is_woman(words: frozenset[str]) -> bool | None:
    """Tell from words such as "mrs" or "spokesman" whether they speak of a woman; None if they do not say."""
    she, he = not _SHE.isdisjoint(words), not _HE.isdisjoint(words)
    return None if she == he else she


_POSSESSED = re.compile(r"\w(?:['\u2019]s|s['\u2019])\s+\w")
PARTICLES = frozenset(
    "al el ul bin ibn ben bint abu da das de del della den der di dos du e i la ter van von y zu".split()
)
# the Arabic article before letters it becomes like; only with a hyphen, as in Nur ad-Din
_ARTICLES = frozenset("ad an ar as ash at az ed en er es esh et ez ud un ur us ush ut uz".split())
_OFFICES = frozenset(
    "president premier chancellor minister secretary ambassador senator governor official diplomat general "
    "colonel admiral judge prince princess pope spokesperson chairperson lawyer".split()
)
_BODIES = frozenset(
    "administration agency bank commission committee council court department embassy family government "
    "house ministry office parliament relative service source union wife husband".split()
)
_COMMON = _OFFICES | _BODIES | {"of", "for"}


def is_particle(word: str) -> bool:
    """Tell whether a folded word alone names nobody: "von", "al"."""
    return word in PARTICLES


@lru_cache(maxsize=4096)
def is_description(text: str) -> bool:
    """Tell "Griner's wife", "White House" or "a senior official" from a name such as "Charles de Gaulle"."""
    words = fold(text).split()
    if _POSSESSED.search(text) or not _COMMON.isdisjoint(map(_role_word, words)):
        return True
    if text.istitle() or text == text.lower():
        return False
    return any("a" <= word[0] <= "z" and not _leads(word) for word in text.split())


def _leads(word: str) -> bool:
    first, hyphen, _rest = word.partition("-")
    return first in PARTICLES or (bool(hyphen) and first in _ARTICLES)


def head(text: str) -> str:
    """Find the word a description cannot do without: the wife in "wife of Bout" and in "Bout's wife"."""
    words = fold(text).split()
    while len(words) > 1 and words[0] in LINKS:
        words.pop(0)
    stop = next((place for place, word in enumerate(words) if place and word in LINKS), len(words))
    return (role_words(" ".join(words[:stop])) or role_words(" ".join(words)) or ("",))[-1]


def after_office(text: str) -> tuple[str, str]:
    """Split "President Putin" into "Putin" and "president"; two empty texts if it is not built so."""
    words = text.split()
    for place in reversed(range(len(words) - 1)):
        office = next((word for word in map(_role_word, fold(words[place]).split()) if word in _OFFICES), "")
        if office:
            name = " ".join(words[place + 1 :])
            return ("", "") if words[place + 1] in LINKS or is_description(name) else (name, office)
    return "", ""
