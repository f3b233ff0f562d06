"""Completing names while they are typed: how fast, how often right; and the table of what names mean."""

import random
import time
from collections.abc import Sequence
from datetime import date

from benchmarks.figures import Figures, percentile
from bot.answers.directory import Directory
from bot.names.matcher import Names, verdict
from db.model.records import Person
from db.reading.people import NamedRows
from tests.names.names_table import ASK, FIRST, NAMES, NOBODY, SURE, UNLIKELY

THEN = date(2025, 6, 1)
_TYPED = 150  # names
_TYPOS = 0.3


def keystrokes(rows: NamedRows, *, seed: int = 3) -> list[tuple[str, str]]:
    """Type some names letter by letter from the third on, three in ten with one slip: (typed, whom it means)."""
    chance = random.Random(seed)
    people = _known(rows)
    typed = []
    for record in chance.sample(people, min(_TYPED, len(people))):
        name = _slipped(record.name, chance) if chance.random() < _TYPOS else record.name
        typed += [(name[:length], record.id) for length in range(3, len(name) + 1)]
    return typed


def slipped(rows: NamedRows, *, seed: int = 4) -> list[tuple[str, str]]:
    """Type some full names with one slip each."""
    chance = random.Random(seed)
    people = _known(rows)
    return [(_slipped(one.name, chance), one.id) for one in chance.sample(people, min(300, len(people)))]


def _known(rows: NamedRows) -> list[Person]:
    return [record for record, since in rows.decoded() if isinstance(record, Person) and since <= THEN]


def _slipped(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(name) - 1)
    match chance.randrange(3):
        case 0:
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        case 1:
            return name[:at] + name[at + 1 :]
        case _:
            return name[:at] + chance.choice("abdegiklmnoprstuv") + name[at + 1 :]


def measure(known: Directory, typed: Sequence[tuple[str, str]], wrong: Sequence[tuple[str, str]]) -> Figures:
    """Time each keystroke, now and as of an earlier day."""
    figures = Figures("Completing a name", ("p50 ms", "p99 ms", "right", "bar"))
    for day, suffix in ((date.max, ""), (THEN, " as_of")):
        took, right = [], 0
        for text, item in typed:
            started = time.perf_counter()
            rows = known.names.complete(text, as_of=day)
            took.append(time.perf_counter() - started)
            right += any(row.item == item for row in rows)
        share = f"{right / len(typed):.3f}"
        half, late = percentile(took, 0.5), percentile(took, 0.99)
        met = half <= 0.5 and late <= 6 and right / len(typed) >= 0.71
        figures.row(f"a keystroke{suffix}", half, late, share, "0.5, 6, 0.71", met=met)
    found = sum(any(row.item == item for row in known.names.complete(text)) for text, item in wrong)
    figures.note(f"full names with one slip: {found} of {len(wrong)} found (bar: 99 in 100)")
    if found < 0.99 * len(wrong):
        figures.missed.append("full names with one slip")
    return figures


def table() -> Figures:
    """Count right and wrong answers over the table of names."""
    names = Names(NAMES)
    expected = [*((typed, frozenset({item})) for typed, item in SURE), *ASK]
    expected += [(typed, frozenset[str]()) for typed in NOBODY]
    answered = right = wrong = 0
    for typed, items in expected:
        sure = frozenset(hit.item for hit in names.find(typed) if hit.sure)
        answered += bool(sure)
        right += bool(items) and sure == items
        wrong += not sure <= items
    first = sum(bool(hits := verdict(names.find(typed))[1]) and hits[0].item == item for typed, item in FIRST)
    meant = len(SURE) + len(ASK)
    figures = Figures(f"{len(expected) + len(FIRST)} typed names of the table", ("precision", "recall", "wrong", "bar"))
    figures.row("shown or asked about as sure", right / answered, right / meant, float(wrong), 0.0)
    figures.note(f"best suggestion is the one meant: {first} of {len(FIRST)}")
    suggested = [sum(bool(names.find(typed)) for typed in typings) for typings in (NOBODY, UNLIKELY)]
    figures.note(f"suggested for nobody: {suggested[0]} of {len(NOBODY)}; of the unlikely {suggested[1]}")
    return figures
