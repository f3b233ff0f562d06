"""What each part of an item rests on."""

from collections.abc import Iterable, Mapping, Sequence

from bot.answers.wording_diff import verbatim
from bot.articles.held_words import find_paragraph
from bot.blocks import Block, Exact, Line, Part
from bot.phrasing.citations import Passage, Trail
from bot.phrasing.items import answerer, answering
from bot.phrasing.lines import label_parts
from bot.phrasing.statements import wording_parts
from bot.phrasing.when import dated, expected_parts, when_parts
from db.model.records import (
    Event,
    Item,
    Note,
    Offer,
    Origin,
    Party,
    Person,
    Point,
    Report,
    Source,
    Statement,
    Topic,
    TrackedDate,
    When,
    Wording,
)

Names = Mapping[str, str]


def passages(item: Item) -> Sequence[Passage]:
    """List the passages that carry an item: without any of them it would not be known."""
    match item:
        case Statement():
            return item.wordings
        case Event() | Point():
            return item.reports
        case Offer():
            return [report for term in item.terms for report in term.reports]
        case TrackedDate():
            return item.announced
        case _:
            return ()


def named_in(item: Item) -> Iterable[str]:
    """Yield the ids of the people and parties that an item's parts name."""
    match item:
        case Statement():
            yield item.speaker
        case Offer():
            yield from (label.by for label in item.labels)
            yield from answering(item)
        case TrackedDate():
            yield from (one.by for one in item.announced)
        case Person():
            yield from (role.party for role in item.roles if role.party)


def part_lines(item: Item, behind: Trail, names: Names, texts: Mapping[str, str]) -> list[Block]:
    """Show an item part by part, each with its own sources; `texts` are those that the desk keeps, by source."""
    return [*_gists(item), *_own_parts(item, behind, names, texts)]


def _gists(item: Item) -> list[Line]:
    if not isinstance(item, Person | Offer | Event | TrackedDate):
        return []
    return [label_parts([one.text], cites=one.sources, label="In short") for one in item.gist]


def _own_parts(item: Item, behind: Trail, names: Names, texts: Mapping[str, str]) -> list[Block]:
    match item:
        case Statement():
            worded = [_wording(one, behind, texts.get(one.source, "")) for one in item.wordings]
            return [*worded, *_when(item.when, item), *_notes(item.notes)]
        case Event() | Point():
            when = _when(item.when, item) if isinstance(item, Event) else []
            said = [behind.line(one, label=f"Says {one.value}", certainty=True) for one in item.reports]
            return [*said, *when, *_judged(item), *_notes(item.notes)]
        case Offer():
            return [*_offer(item, behind, names), *_notes(item.notes)]
        case TrackedDate():
            return [*_tracked(item, names), *_notes(item.notes)]
        case Person() | Party():
            return [*_named(item), *_notes(item.notes)]
        case Origin():
            return _notes(item.notes)
        case Source() | Topic():
            return []


def _wording(wording: Wording, behind: Trail, text: str) -> Line:
    through = behind.through(wording)
    facts = [wording.medium, f"through {through}" if through else "", wording.damage.rstrip("."), _place(wording, text)]
    said = "; ".join(fact for fact in facts if fact)
    parts: list[Part] = [*wording_parts(wording), f" – {said}" if said else ""]
    return label_parts(parts, cites=[wording.source], label=f"Wording, {wording.kind}")


def _place(wording: Wording, text: str) -> str:
    """Say where exact words stand in the text that the desk keeps."""
    words = "[…]".join(verbatim(wording.kind, wording.text))
    place = find_paragraph(text, words) if text and words else 0
    return f"paragraph {place}" if place else ""


def _when(when: When | None, item: Item) -> list[Block]:
    if when is None:
        return []
    reason = f": {when.reason}" if when.reason else ""
    cites = when.sources or [passage.source for passage in passages(item)]
    said = expected_parts(item) if isinstance(item, TrackedDate) else when_parts(when, told=_told(item))
    return [label_parts([*said, reason], cites=cites, label="Date")]


def _told(item: Item) -> Sequence[Report]:
    return item.reports if isinstance(item, Event) else ()


def _notes(notes: Iterable[Note]) -> list[Block]:
    return [label_parts([note.text], cites=note.sources, label="Note") for note in notes]


def _judged(item: Event | Point) -> Iterable[Line]:
    if not isinstance(item, Point):
        return
    if preferred := item.preference:
        said = f"{preferred.value}, because: {preferred.reason}"
        yield label_parts([said], cites=preferred.sources, label="Preferred")
    if item.compatible:
        yield label_parts([item.compatible.reason], cites=item.compatible.sources, label="Differ, compatible")


def _offer(offer: Offer, behind: Trail, names: Names) -> Iterable[Block]:
    for term in offer.terms:
        yield from (behind.line(one, label=f"Term, {term.text}: {one.value}", certainty=True) for one in term.reports)
    for label in offer.labels:
        by = names.get(label.by, "somebody not named by then")
        yield label_parts([Exact(label.exact, label.sources), f" – {by}"], cites=label.sources, label="Called")
    for state in offer.states:
        reason = f": {state.when.reason}" if state.when and state.when.reason else ""
        yield label_parts([*when_parts(state.when), reason], cites=state.sources, label=f"Stage, {state.state}")
    for answer in offer.answers:
        said = f"{answerer(answer, names)}: {answer.text}"
        yield label_parts([said], cites=answer.sources, label=f"Answer, {answer.kind}")


def _tracked(tracked: TrackedDate, names: Names) -> Iterable[Block]:
    for given in tracked.announced:
        words: Part = Exact(given.exact, (given.source,)) if given.exact else given.text
        by = names.get(given.by, "somebody not named by then")
        yield label_parts([f"{by}: ", words], cites=[given.source], label="Announced")
    yield from _when(tracked.when, tracked)
    if tracked.outcome:
        parts = dated([f"{tracked.outcome.kind} – {tracked.outcome.text}"], tracked.outcome.when)
        yield label_parts(parts, cites=tracked.outcome.sources, label="Outcome")


def _named(item: Person | Party) -> Iterable[Block]:
    for spelling in item.spellings:
        yield label_parts([Exact(spelling.text, spelling.sources)], cites=spelling.sources, label="Spelt")
    for role in item.roles if isinstance(item, Person) else ():
        when: tuple[Part, ...] = (", ", *when_parts(role.when)) if role.when else ()
        yield label_parts([role.title, *when], cites=role.sources, label="Role")
