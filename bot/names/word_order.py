"""In which order words of a name may be typed: as it stands, or with the surname first; never a chain turned round."""

from collections.abc import Sequence
from itertools import pairwise

from bot.names.titles import is_particle

# words that tie names into a chain, father behind son, in which each has its place
_TIES = frozenset("al el ul bin ibn ben bint binti binte abu ould uld".split())


def is_in_order(places: Sequence[int], words: Sequence[str], *, comma: bool) -> bool:
    """Tell whether words of a name, by their `places` in it, were typed in an order that means the same person.

    "Salman bin Muhammad" is not Muhammad bin Salman, nor "Luis José" José Luis; a surname may come first, in a chain of
    names only before a comma.
    """
    if not _stay_with_theirs(places, words):
        return False
    turns = [at for at, (one, next_) in enumerate(pairwise(places), 1) if next_ < one]
    if not turns:
        return True
    front, back = places[: turns[0]], places[turns[0] :]
    if len(turns) > 1 or back[0] != 0 or back[-1] > front[0]:
        return False
    return comma or (front[-1] == len(words) - 1 and not _is_chain(words))


def _is_chain(words: Sequence[str]) -> bool:
    return not _TIES.isdisjoint(words[1:]) or any(word.startswith("abd") for word in words)


def _stay_with_theirs(places: Sequence[int], words: Sequence[str]) -> bool:
    """Tell whether what follows each particle is what follows it in the name: "Abu Ahmed" is not Ahmed Abu Zaid."""
    return all(
        one < next_ and all(is_particle(word) for word in words[one + 1 : next_])
        for one, next_ in pairwise(places)
        if is_particle(words[one])
    )


def stands_for_all(places: Sequence[int], words: Sequence[str]) -> bool:
    """Tell whether a name without its middle was typed: "Mark Green" for Mark E. Green, whose particles stay."""
    ends = len(places) > 1 and places[0] == 0 and places[-1] == len(words) - 1
    left_out = [word for place, word in enumerate(words) if place not in places]
    in_order = all(one < next_ for one, next_ in pairwise(places))
    return ends and in_order and bool(left_out) and not any(len(word) > 1 and is_particle(word) for word in left_out)
