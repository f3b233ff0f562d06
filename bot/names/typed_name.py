"""What was typed for a name, as it is compared with names and with descriptions."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.names.compounds import compounds, known_compounds
from bot.names.folding import LONGEST, fold, initials, is_foreign
from bot.names.index import Name
from bot.names.titles import COURTESY_WOMEN, is_particle, is_woman, role_words, without_titles
from db.model.scripts import is_consonants, own_letters

_MOST_WORDS = 12  # more than any name or title has; what is longer makes nothing sure
_COMPOUNDS = 6  # ways to join parts that are looked at
_COMMAS = ",،、"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed, as it is compared with names (`words`) and with descriptions (`roles`).

    `foreign` letters are romanised by us, so that sound is all there is; of `consonants`, and of Han and Hangul, the
    `letters` themselves are compared; what was `cut` makes nothing sure. Parts of names were `joined` by us.
    """

    whole: str
    words: tuple[str, ...]
    roles: tuple[str, ...]
    initials: frozenset[str]
    woman: bool | None
    ms: bool
    foreign: bool
    consonants: bool
    letters: tuple[str, ...]
    typed: str
    comma: bool
    cut: bool
    as_of: date
    joined: bool = False

    def known(self, names: Iterable[Name]) -> Iterator[Name]:
        """List those known by the day that is asked for."""
        return (name for name in names if name.since <= self.as_of)

    @property
    def telling(self) -> int:
        """Count the words that are more than particles and initials."""
        return sum(len(word) > 1 and not is_particle(word) for word in self.words)


def read_name(typed: str, as_of: date) -> Reading:
    """Read what was typed."""
    whole = fold(typed)
    spoken = tuple(whole.split())
    words = without_titles(spoken)[:_MOST_WORDS]
    return Reading(
        whole=whole,
        words=words,
        roles=role_words(" ".join(words)),
        initials=initials(typed),
        woman=is_woman(frozenset(spoken)),
        ms=not COURTESY_WOMEN.isdisjoint(spoken),
        foreign=is_foreign(typed),
        consonants=is_consonants(typed[:LONGEST]),
        letters=own_letters(typed[:LONGEST]),
        typed=typed[:LONGEST],
        comma=any(sign in typed.strip(" ,.") for sign in _COMMAS),
        cut=len(typed.strip()) > LONGEST or len(spoken) > _MOST_WORDS,
        as_of=as_of,
    )


def joined_readings(reading: Reading, known: Container[str]) -> list[Reading]:
    """Read the same with parts joined that others write together."""
    ways = dict.fromkeys([*known_compounds(reading.words, known), *compounds(reading.words)])
    return [replace(reading, words=way, joined=True) for way in list(ways)[:_COMPOUNDS]]
