"""What became known between two days: the published clock."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.answers.subjects import UNNAMED, called, said_parts, wording_parts
from bot.answers.words import best_wording, count, day, label_parts, natural, when_parts
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Exact, Group, Line, Part
from db import edtf
from db.changes import MOST, Grown, list_grown
from db.items import View, find_items
from db.known import cited_sources
from db.records import (
    Event,
    Item,
    Offer,
    OfferAnswer,
    Party,
    Person,
    Point,
    Report,
    Source,
    Statement,
    TrackedDate,
)

_SHOWN = 25
_EXAMPLE = "/compare 2022-07-28 2022-08-10"

_Names = Mapping[str, str]


async def between(ask: Ask, first: date, last: date) -> Answer:
    """Say what became known after one day, up to and with another; raises UserError."""
    first, last = sorted((first, last))
    cut = last > ask.as_of
    last = min(last, ask.as_of)
    if first >= last:
        raise UserError(f"Two days are needed, both by {day(ask.as_of)}. For example: {_EXAMPLE}")
    view = replace(ask.view, as_of=last)
    grown, more = await list_grown(view, after=first)
    grown.sort(key=lambda one: natural(one.after.id))
    names = await _names(view, grown)
    groups = [
        _group(title, [line for one in grown for line in lines(one, names)]) for title, lines in _sections(last).items()
    ]
    blocks: list[Block] = [_counts(grown, first, last), *(group for group in groups if group is not None)]
    if cut:
        blocks.append(Line((f"Nothing later than {day(last)} can be compared.",)))
    if more:
        blocks.append(Line((f"This is not all: at most {MOST:,} items are compared. Choose days nearer together.",)))
    blocks.append(Choice("Timeline of these days", ask.again(f"/timeline from:{first} to:{last}")))
    title = f"What became known after {day(first)}, up to {day(last)}"
    return Answer(title, tuple(blocks), line=f"/compare first:{first} second:{last}")


async def _names(view: View, grown: Sequence[Grown]) -> dict[str, str]:
    ids: set[str] = set()
    for one in grown:
        match one.after:
            case Statement():
                ids.add(one.after.speaker)
            case Offer():
                ids |= {label.by for label in one.after.labels} | {answer.by for answer in one.after.answers}
            case TrackedDate():
                ids |= {given.by for given in one.after.announced}
            case _:
                pass
    return {id_: called(item) for id_, item in (await find_items(view, ids)).items()}


def _counts(grown: Sequence[Grown], first: date, last: date) -> Line:
    sources = [one.after.id for one in grown if isinstance(one.after, Source)]
    if not sources:
        return Line((f"No source came out after {day(first)} up to {day(last)}, so nothing became known.",))
    new = sum(one.before is None for one in grown) - len(sources)
    more = len(grown) - new - len(sources)
    said = f"{count(len(sources), 'source')} came out; {count(new, 'new item')}, {more:,} of which more is known"
    return label_parts([said], cites=sources if len(sources) <= _SHOWN else [])


def _group(title: str, lines: Sequence[Line]) -> Group | None:
    if not lines:
        return None
    shown = f"{_SHOWN} of {len(lines):,}" if len(lines) > _SHOWN else f"{len(lines)}"
    return Group(f"{title}, {shown}", tuple(lines[:_SHOWN]))


_Lines = Callable[[Grown, _Names], Iterable[Line]]


def _sections(last: date) -> dict[str, _Lines]:
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


# --- what is new of an item


@dataclass(frozen=True, slots=True)
class _Pair:
    """An item of one kind, now and before."""

    now: Any
    before: Any

    def fresh(self, name: str) -> list[Any]:
        """List the parts under a key that were not there before, whatever else speaks for the others now."""
        before = {_bare(part) for part in getattr(self.before, name)} if self.before is not None else set()
        return [part for part in getattr(self.now, name) if _bare(part) not in before]


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


def _titled(item: Item) -> str:
    return f"{item.id}, {called(item)}"


def _source(one: Grown, last: date) -> Iterable[Line]:
    source = one.after
    if isinstance(source, Source):
        later = edtf.bounds(source.published.edtf).latest > last
        doubt = [f"; perhaps only after {day(last)}"] if later else []
        yield label_parts([f"{called(source)}: published ", *when_parts(source.published), *doubt], cites=[source.id])


def _new(*kinds: type[Any]) -> _Lines:
    def lines(one: Grown, names: _Names) -> Iterable[Line]:
        item = one.after
        if one.before is None and isinstance(item, kinds):
            when = getattr(item, "when", None)
            dated: list[Part] = ["; ", *when_parts(when)] if when else []
            if isinstance(item, Statement):
                said = said_parts(item, names.get(item.speaker, UNNAMED))
                yield label_parts([*said, *dated], cites=[best_wording(item).source, *(when.sources if when else ())])
            else:
                yield label_parts([_titled(item), *dated], cites=cited_sources(item))

    return lines


def _wordings(one: Grown, names: _Names) -> Iterable[Line]:
    if pair := _grown(one, Statement):
        who = f"{pair.now.id}, {names.get(pair.now.speaker, UNNAMED)}: "
        for wording in pair.fresh("wordings"):
            yield label_parts([who, *wording_parts(wording)], cites=[wording.source])


def _roles(one: Grown, names: _Names) -> Iterable[Line]:
    if pair := _grown(one, Person):
        for role in pair.fresh("roles"):
            yield label_parts([f"{pair.now.name}: {role.title}"], cites=role.sources)


def _spellings(one: Grown, names: _Names) -> Iterable[Line]:
    if pair := _grown(one, Person, Party):
        for spelling in pair.fresh("spellings"):
            yield label_parts([f"{pair.now.name}: also ", Exact(spelling.text)], cites=spelling.sources)


def _offer_answers(one: Grown, names: _Names) -> Iterable[Line]:
    if pair := _any(one, Offer):
        for answer in pair.fresh("answers"):
            yield _answer(pair.now, answer, names)


def _answer(offer: Offer, answer: OfferAnswer, names: _Names) -> Line:
    dated: list[Part] = ["; ", *when_parts(answer.when)] if answer.when else []
    said = f"{offer.id}, {names.get(answer.by, UNNAMED)}: {answer.kind} – {answer.text}"
    return label_parts([said, *dated], cites=answer.sources)


def _offer_parts(one: Grown, names: _Names) -> Iterable[Line]:
    pair = _grown(one, Offer)
    if pair is None:
        return
    id_ = pair.now.id
    for label in pair.fresh("labels"):
        yield label_parts(
            [f"{id_}, {names.get(label.by, UNNAMED)} called it ", Exact(label.exact)], cites=label.sources
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
    exact: list[Part] = [" – ", Exact(report.exact)] if report.exact else []
    ended = "" if subject.endswith("?") else ":"
    return label_parts([f"{subject}{ended} {report.value}{surely}", *exact], cites=[report.source])


def _values(point: Point | None) -> list[str]:
    return list(dict.fromkeys(report.value for report in point.reports)) if point is not None else []


def _differing(*, compatible: bool) -> _Lines:
    def lines(one: Grown, names: _Names) -> Iterable[Line]:
        pair = _any(one, Point)
        if pair and len(_values(pair.now)) > 1 and len(_values(pair.before)) < 2:
            cites = [report.source for report in pair.now.reports]
            if (pair.now.compatible is not None) == compatible:
                yield label_parts([f"{_titled(pair.now)} {' / '.join(_values(pair.now))}"], cites=cites)

    return lines


def _differing_report(one: Grown, names: _Names) -> Iterable[Line]:
    if (pair := _grown(one, Point)) and len(_values(pair.before)) > 1:
        yield from (_report(_titled(pair.now), report) for report in pair.fresh("reports"))


def _reports(one: Grown, names: _Names) -> Iterable[Line]:
    """Reports of events, and those that bear out what was told before."""
    pair = _grown(one, Event, Point)
    if pair and (isinstance(pair.now, Event) or len(_values(pair.now)) < 2):
        yield from (_report(_titled(pair.now), report) for report in pair.fresh("reports"))


def _outcome(one: Grown, names: _Names) -> Iterable[Line]:
    pair = _any(one, TrackedDate)
    if pair and pair.now.outcome and not (pair.before and pair.before.outcome):
        told = pair.now.outcome
        dated: list[Part] = ["; ", *when_parts(told.when)] if told.when else []
        yield label_parts([f"{_titled(pair.now)}: {told.kind} – {told.text}", *dated], cites=told.sources)


def _announced(one: Grown, names: _Names) -> Iterable[Line]:
    if pair := _grown(one, TrackedDate):
        for given in pair.fresh("announced"):
            words: Part = Exact(given.exact) if given.exact else given.text
            who = names.get(given.by, UNNAMED)
            yield label_parts([f"{_titled(pair.now)}; {who}: ", words], cites=[given.source])


def _dated(one: Grown, names: _Names) -> Iterable[Line]:
    pair = _grown(one, Statement, Event, TrackedDate)
    if pair and pair.now.when and not pair.before.when:
        yield label_parts([f"{_titled(pair.now)}: ", *when_parts(pair.now.when)], cites=cited_sources(pair.now))


def _notes(one: Grown, names: _Names) -> Iterable[Line]:
    pair = _grown(one, Statement, Offer, Event, Point, TrackedDate, Person, Party)
    if pair:
        yield from (label_parts([f"{pair.now.id}: {note.text}"], cites=note.sources) for note in pair.fresh("notes"))
