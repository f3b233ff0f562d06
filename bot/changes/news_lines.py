"""What is new of items of which more became known: one line for each new part, by what it is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.blocks import Exact, Line, Part
from bot.phrasing.events import event_line
from bot.phrasing.items import UNNAMED, answerer, answering, called
from bot.phrasing.lines import label_parts
from bot.phrasing.statements import best_wording, said_parts, wording_parts
from bot.phrasing.when import dated, dated_by, day, second_hand, when_parts
from db.model import edtf
from db.model.known_by import cited_sources
from db.model.records import (
    Event,
    Item,
    Offer,
    OfferAnswer,
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
)
from db.reading.changes import Grown
from db.reading.view import View, find_items

Names = Mapping[str, str]
Lines = Callable[[Grown, Names], Iterable[Line]]


def names_in(view: View, items: Iterable[Item]) -> dict[str, str]:
    """Give the names of those whose words or deeds items tell."""
    ids: set[str] = set()
    for item in items:
        match item:
            case Statement():
                ids.add(item.speaker)
            case Offer():
                ids |= {*(label.by for label in item.labels), *answering(item)}
            case TrackedDate():
                ids |= {given.by for given in item.announced}
            case _:
                pass
    return {id_: called(named) for id_, named in find_items(view, ids).items()}


def sections(last: date) -> dict[str, Lines]:
    """Give what tells of new parts, by the title of its section; `last` is the last day of publication."""
    return {
        "Sources that came out": lambda one, _: _source(one, last),
        "Outcomes": _outcome,
        "Answers to offers": _offer_answers,
        "Conflicts opened": _differing(compatible=False),
        "Reports that now differ, compatible": _differing(compatible=True),
        "Differences with a new report": _differing_report,
        "New statements": _new(Statement),
        "New wordings": _wordings,
        "New offers": _new(Offer),
        "Said of offers": _offer_parts,
        "New events": _new(Event),
        "New dates to watch": _new(TrackedDate),
        "Announced again": _announced,
        "Dates that became known": _dated,
        "New people and parties": _new(Person, Party),
        "New roles": _roles,
        "New spellings": _spellings,
        "More reports": _reports,
        "New notes": _notes,
    }


@dataclass(frozen=True, slots=True)
class _Pair:
    """An item of one kind, now and before."""

    now: Any
    before: Any

    def fresh(self, name: str) -> list[Any]:
        return fresh_parts(self.before, self.now, name)


def fresh_parts(before: Item | None, now: Item, name: str) -> list[Any]:
    """List the parts under a key that were not there before, whatever else speaks for the others now."""
    there = {_bare(part) for part in getattr(before, name)} if before is not None else set()
    return [part for part in getattr(now, name) if _bare(part) not in there]


def _bare(part: Any) -> Any:
    """Leave out what may become known of a part later: by whom else it is told, and when it was."""
    told = {name: () for name in ("sources",) if hasattr(part, name)}
    dated = {name: None for name in ("when",) if hasattr(part, name)}
    return replace(part, **told, **dated) if told or dated else part


def _grown(one: Grown, *kinds: type[Any]) -> _Pair | None:
    """Give an item of these kinds of which something was known before."""
    return _Pair(one.after, one.before) if isinstance(one.after, kinds) and one.before is not None else None


def _any(one: Grown, *kinds: type[Any]) -> _Pair | None:
    return _Pair(one.after, one.before) if isinstance(one.after, kinds) else None


def titled(item: Item) -> str:
    """Name an item with its id, which stands first where it is a number of a kind."""
    if isinstance(item, Person | Party | Topic | Origin):
        return f"{called(item)} ({item.id})"
    return f"{item.id}, {called(item)}"


def _source(one: Grown, last: date) -> Iterable[Line]:
    source = one.after
    if isinstance(source, Source):
        later = edtf.bounds(source.published.edtf).latest > last
        doubt = [f"; perhaps only after {day(last)}"] if later else []
        yield label_parts([f"{called(source)}: published ", *when_parts(source.published), *doubt], cites=[source.id])


def _new(*kinds: type[Any]) -> Lines:
    def lines(one: Grown, names: Names) -> Iterable[Line]:
        item = one.after
        if one.before is None and isinstance(item, kinds):
            when = getattr(item, "when", None)
            if isinstance(item, Statement):
                said = said_parts(item, names.get(item.speaker, UNNAMED))
                cites = [best_wording(item).source]
                yield label_parts([*dated(said, when), *dated_by(when, cites)], cites=cites)
            elif isinstance(item, Event):
                cites = [report.source for report in item.reports]
                yield event_line(item, [*_when(when), *second_hand(item), *dated_by(when, cites)])
            else:
                yield label_parts(dated([titled(item)], when), cites=cited_sources(item))

    return lines


def _when(when: When | None) -> tuple[Part, ...]:
    return ("; ", *when_parts(when)) if when else ()


def _wordings(one: Grown, names: Names) -> Iterable[Line]:
    if pair := _grown(one, Statement):
        who = f"{pair.now.id}, {names.get(pair.now.speaker, UNNAMED)}: "
        for wording in pair.fresh("wordings"):
            yield label_parts([who, *wording_parts(wording)], cites=[wording.source])


def _roles(one: Grown, names: Names) -> Iterable[Line]:
    if pair := _grown(one, Person):
        for role in pair.fresh("roles"):
            yield label_parts([f"{pair.now.name}: {role.title}"], cites=role.sources)


def _spellings(one: Grown, names: Names) -> Iterable[Line]:
    if pair := _grown(one, Person, Party):
        for spelling in pair.fresh("spellings"):
            yield label_parts(
                [f"{pair.now.name}: also ", Exact(spelling.text, spelling.sources)], cites=spelling.sources
            )


def _offer_answers(one: Grown, names: Names) -> Iterable[Line]:
    if pair := _any(one, Offer):
        for answer in pair.fresh("answers"):
            yield _answer(pair.now, answer, names)


def _answer(offer: Offer, answer: OfferAnswer, names: Names) -> Line:
    said = f"{offer.id}, {answerer(answer, names)}: {answer.kind} – {answer.text}"
    return label_parts(dated([said], answer.when), cites=answer.sources)


def _offer_parts(one: Grown, names: Names) -> Iterable[Line]:
    pair = _grown(one, Offer)
    if pair is None:
        return
    id_ = pair.now.id
    for label in pair.fresh("labels"):
        yield label_parts(
            [f"{id_}, {names.get(label.by, UNNAMED)} called it ", Exact(label.exact, label.sources)],
            cites=label.sources,
        )
    for state in pair.fresh("states"):
        dated: list[Part] = [" ", *when_parts(state.when)] if state.when else []
        yield label_parts([f"{id_}: {state.state}", *dated], cites=state.sources)
    before = {term.text: set(term.reports) for term in pair.before.terms}
    for term in pair.now.terms:
        for report in term.reports:
            if report not in before.get(term.text, ()):
                yield _report(f"{id_}, {term.text}", report)


def _report(subject: str, report: Report) -> Line:
    surely = f" ({report.modality})" if report.modality != "stated" else ""
    exact: list[Part] = [" – ", Exact(report.exact, (report.source,))] if report.exact else []
    ended = "" if subject.endswith("?") else ":"
    return label_parts([f"{subject}{ended} {report.value}{surely}", *exact], cites=[report.source])


def values_of(point: Point | None) -> list[str]:
    """List what reports say on a point, each value once."""
    return list(dict.fromkeys(report.value for report in point.reports)) if point is not None else []


def _differing(*, compatible: bool) -> Lines:
    def lines(one: Grown, names: Names) -> Iterable[Line]:
        pair = _any(one, Point)
        if pair and len(values_of(pair.now)) > 1 and len(values_of(pair.before)) < 2:
            cites = [report.source for report in pair.now.reports]
            if (pair.now.compatible is not None) == compatible:
                yield label_parts([f"{titled(pair.now)} {' / '.join(values_of(pair.now))}"], cites=cites)

    return lines


def _differing_report(one: Grown, names: Names) -> Iterable[Line]:
    if (pair := _grown(one, Point)) and len(values_of(pair.before)) > 1:
        yield from (_report(titled(pair.now), report) for report in pair.fresh("reports"))


def _reports(one: Grown, names: Names) -> Iterable[Line]:
    """Reports of events, and those that bear out what was told before."""
    pair = _grown(one, Event, Point)
    if pair and (isinstance(pair.now, Event) or len(values_of(pair.now)) < 2):
        yield from (_report(titled(pair.now), report) for report in pair.fresh("reports"))


def _outcome(one: Grown, names: Names) -> Iterable[Line]:
    pair = _any(one, TrackedDate)
    if pair and pair.now.outcome and not (pair.before and pair.before.outcome):
        told = pair.now.outcome
        yield label_parts(dated([f"{titled(pair.now)}: {told.kind} – {told.text}"], told.when), cites=told.sources)


def _announced(one: Grown, names: Names) -> Iterable[Line]:
    if pair := _grown(one, TrackedDate):
        for given in pair.fresh("announced"):
            words: Part = Exact(given.exact, (given.source,)) if given.exact else given.text
            who = names.get(given.by, UNNAMED)
            yield label_parts([f"{titled(pair.now)}; {who}: ", words], cites=[given.source])


def _dated(one: Grown, names: Names) -> Iterable[Line]:
    pair = _grown(one, Statement, Event, TrackedDate)
    if pair and pair.now.when and not pair.before.when:
        yield label_parts([f"{titled(pair.now)}: ", *when_parts(pair.now.when)], cites=cited_sources(pair.now))


def _notes(one: Grown, names: Names) -> Iterable[Line]:
    pair = _grown(one, Statement, Offer, Event, Point, TrackedDate, Person, Party)
    if pair:
        yield from (label_parts([f"{pair.now.id}: {note.text}"], cites=note.sources) for note in pair.fresh("notes"))
