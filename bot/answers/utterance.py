"""One utterance as it is shown: its wordings by source, where their words differ, and copy for a story."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers.copy_text import Ground, exactness, story_line
from bot.answers.wording_diff import verbatim
from bot.answers.wording_watch import word_differences
from bot.asking import Ask
from bot.blocks import Block, Group, Quote
from bot.phrasing.citations import trail
from bot.phrasing.lines import count, label_parts
from bot.phrasing.statements import called_there, nearness, quote
from db.model.records import Person, Statement, Wording
from db.reading.view import find_items, published


@dataclass(frozen=True, slots=True)
class Known:
    """What showing statements needs besides them: who spoke, and what their wordings stand on."""

    people: Mapping[str, Person]
    ground: Ground


def look_up(ask: Ask, statements: Sequence[Statement]) -> Known:
    """Look up everything at once."""
    found = find_items(ask.view, {one.speaker for one in statements})
    people = {one.speaker: found.get(one.speaker) or _unnamed(one.speaker) for one in statements}
    wordings = [wording for one in statements for wording in one.wordings]
    roles = {source for person in people.values() for role in person.roles for source in role.sources}
    days = published(ask.view, roles | {wording.source for wording in wordings})
    return Known(people, Ground(trail(ask, wordings), days))


def _unnamed(id_: str) -> Person:
    """Stand in for a speaker whom no source had named by then."""
    return Person(id=id_, name="somebody not yet named", kind="role", spellings=())


def is_exact(wording: Wording) -> bool:
    """Tell whether a source has words of it verbatim."""
    return wording.kind == "headline" or bool(verbatim(wording.kind, wording.text))


def utterance(known: Known, statement: Statement, *, exact: bool = False, copy: bool = False) -> Group:
    """Show a statement with its wordings, with `exact` those only that a source has verbatim."""
    shown = [wording for wording in _by_source(statement) if is_exact(wording) or not exact]
    sources = len({wording.source for wording in shown})
    title = f"{statement.id}, {count(len(shown), 'wording')} from {count(sources, 'source')}"
    title += "; day deduced" if statement.when and statement.when.basis == "deduced" else ""
    if copy:
        return Group(
            title, tuple(story_line(statement, one, _speaker(known, statement), known.ground) for one in shown)
        )
    blocks: list[Block] = [_quote(known, statement, wording) for wording in shown]
    notes = (label_parts([note.text], cites=note.sources, label="Note") for note in statement.notes)
    return Group(title, (*blocks, *word_differences(statement, known.ground.trail.sources), *notes))


def _by_source(statement: Statement) -> list[Wording]:
    best: dict[str, tuple[bool, int, int, str]] = {}
    for wording in sorted(statement.wordings, key=nearness):
        best.setdefault(wording.source, nearness(wording))
    return sorted(statement.wordings, key=lambda wording: (best[wording.source], nearness(wording)))


def copied(known: Known, statement: Statement) -> list[Block]:
    """Word each wording of a statement for pasting."""
    speaker = _speaker(known, statement)
    return [story_line(statement, wording, speaker, known.ground) for wording in _by_source(statement)]


def _speaker(known: Known, statement: Statement) -> Person:
    return known.people[statement.speaker]


def _quote(known: Known, statement: Statement, wording: Wording) -> Quote:
    person = _speaker(known, statement)
    through = known.ground.trail.through(wording)
    facts = (
        exactness(wording),
        wording.damage.rstrip("."),
        f"speaker given as {there}" if (there := called_there(wording, person.name)) else "",
        f"through {through}" if through else "",
    )
    remarks = tuple(fact for fact in facts if fact)
    return replace(quote(statement, wording, speaker=person.name), remarks=("; ".join(remarks),))
