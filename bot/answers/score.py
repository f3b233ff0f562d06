"""The record of what was announced: how much of it came true, in all and by side."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.answers.words import label_parts
from bot.blocks import Block, Group

_ORDER = ("happened", "moved", "did not happen", "withdrawn", "unclear")
_WORDS = {"did not happen": "did not"}


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one tracked date, by the desk's record or else as sources tell; `kind` is "" while it is open."""

    party: str
    kind: str
    cites: tuple[str, ...]


def score_blocks(fates: Sequence[Fate], names: Mapping[str, str]) -> list[Block]:
    """Count what became of what was announced; by side as well where any side announced something."""
    if not fates:
        return []
    whole = label_parts([score(fate.kind for fate in fates)], cites=_cites(fates), label="Record of outcomes")
    sides = Counter(fate.party for fate in fates if fate.party in names)
    lines = []
    for party, _number in sides.most_common():
        mine = [fate for fate in fates if fate.party == party]
        lines.append(label_parts([score(fate.kind for fate in mine)], cites=_cites(mine), label=names[party]))
    return [whole, Group("By side", tuple(lines))] if lines else [whole]


def score(kinds: Iterable[str]) -> str:
    """Write the score: "12 announced: 7 happened, 3 moved, 2 did not; 4 open"; what is moved to a new date is moved."""
    counted = Counter(kinds)
    said = ", ".join(f"{counted[kind]} {_WORDS.get(kind, kind)}" for kind in _ORDER if counted[kind])
    left = f"{counted['']} open" if counted[""] else ""
    return f"{counted.total()} announced: {'; '.join(filter(None, (said, left)))}"


def _cites(fates: Iterable[Fate]) -> list[str]:
    return [cite for fate in fates for cite in fate.cites]
