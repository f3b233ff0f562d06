"""Pictures of what an answer lists: records, already cut to what was known, as the marks of a timeline or a board."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.asking import Ask
from bot.blocks import CommandName, Day, Exact, Hit, Id, Line, Link, Mark, Moment, Part, Place, RoleName, Window
from bot.phrasing.citations import maybe_later
from bot.phrasing.items import answerer, answering, receivers
from bot.phrasing.lines import listed
from bot.phrasing.statements import best_wording, remarks_on, wording_parts
from bot.phrasing.when import when_parts
from bot.pictures.content import (
    BoardAnswer,
    BoardLine,
    BoardOffer,
    BoardReport,
    BoardTerm,
    OfferBoard,
    Timeline,
    TimelineMark,
    shortened,
)
from db.model import edtf
from db.model.records import Event, Label, Offer, OfferAnswer, OfferState, Party, Person, Statement, Term
from db.reading.view import find_items, list_items

# what a phone shows on two or three screens
MOST_MARKS, MOST_OFFERS = 24, 3

_People = dict[str, Any]
Standing = Callable[[Ask, Offer, _People], Line]

_OTHERS, _SEVERAL = "Others", "Several sides"
_NOT_NAMED = "somebody not named by then"
_LONGEST = 160  # characters of a label


def timeline_picture(
    ask: Ask, entries: Sequence[Event | Statement], *, title: str, more_follow: bool = False, most: int = MOST_MARKS
) -> Timeline:
    """Make a timeline of events and statements in their order; where there are too many, of the last ones."""
    drawn = _last(entries, most)
    cites = [source for entry in drawn for source in _cites(entry)]
    people = find_items(ask.view, [id_ for entry in drawn for id_ in _named(entry)])
    sides = {party.id: party.name for party in list_items(ask.view, Party) if party.side}
    marks = tuple(_mark(entry, people, sides) for entry in drawn)
    shared = sorted({mark.lane for mark in marks} - {*sides.values(), _OTHERS})
    lanes = (*sorted(sides.values()), *shared, _OTHERS)
    left_out = len(entries) - len(drawn)
    later = maybe_later(ask, cites)
    return Timeline(title, ask.head.title, ask.as_of, lanes, marks, later, left_out, more_follow)


def offer_picture(ask: Ask, offers: Sequence[Offer], *, title: str, standing: Standing) -> OfferBoard:
    """Make a board of offers; `standing` says whether one was answered, given whoever is named in it."""
    drawn = offers[:MOST_OFFERS]
    cites = [source for offer in drawn for source in _offer_cites(offer)]
    people = find_items(ask.view, [id_ for offer in drawn for id_ in _involved(offer)])
    boards = tuple(_board(offer, standing(ask, offer, people), people) for offer in drawn)
    left_out = len(offers) - len(drawn)
    return OfferBoard(title, ask.head.title, ask.as_of, boards, maybe_later(ask, cites), left_out)


def _last(entries: Sequence[Event | Statement], most: int) -> list[Event | Statement]:
    dated = [entry for entry in entries if entry.when][-most:]
    return [*dated, *[entry for entry in entries if not entry.when][: most - len(dated)]]


def _name(people: _People, id_: str) -> str:
    """Name somebody, unless they were not known by then."""
    return people[id_].name if id_ in people else _NOT_NAMED


def _party(people: _People, id_: str) -> str:
    """Give the id of the party somebody belongs to, or is."""
    found = people.get(id_)
    return found.party or "" if isinstance(found, Person) else id_ if found else ""


# --- a timeline


def _named(entry: Event | Statement) -> tuple[str, ...]:
    return entry.participants if isinstance(entry, Event) else (entry.speaker,)


def _cites(entry: Event | Statement) -> tuple[str, ...]:
    """List the sources that a mark rests on: as in the answer's text."""
    own = [report.source for report in entry.reports] if isinstance(entry, Event) else [best_wording(entry).source]
    return tuple(sorted({*own, *(entry.when.sources if entry.when else ())}))


def _mark(entry: Event | Statement, people: _People, sides: Mapping[str, str]) -> TimelineMark:
    label, remark = (_happened(entry), "") if isinstance(entry, Event) else _said(entry, people)
    return TimelineMark(
        id=entry.id,
        label=shortened(label, _LONGEST),
        kind="event" if isinstance(entry, Event) else "statement",
        lane=_lane({party for id_ in _named(entry) if (party := _party(people, id_)) in sides}, sides),
        when=entry.when.edtf if entry.when else "",
        cites=_cites(entry),
        remark=remark,
    )


def _happened(event: Event) -> str:
    return event.title if not event.place or event.place in event.title else f"{event.title}, {event.place}"


def _said(statement: Statement, people: _People) -> tuple[str, str]:
    """Word a statement, and apart from it what has been done to the words."""
    best, speaker = best_wording(statement), _name(people, statement.speaker)
    text, *remarks = wording_parts(best)
    return f"{speaker}: {_plain([text])}", _plain([*remarks, *remarks_on(best, speaker)]).strip()


def _lane(parties: set[str], sides: Mapping[str, str]) -> str:
    named = sorted(sides[party] for party in parties)
    if len(named) > 2:
        return _SEVERAL
    return " and ".join(named) or _OTHERS


# --- an offer board


def _involved(offer: Offer) -> list[str]:
    return [offer.by, *receivers(offer), *(label.by for label in offer.labels), *answering(offer)]


def _offer_cites(offer: Offer) -> Iterator[str]:
    for term in offer.terms:
        yield from (report.source for report in term.reports)
    parts: tuple[Label | OfferState | OfferAnswer, ...] = (*offer.labels, *offer.states, *offer.answers)
    for part in parts:
        yield from part.sources


def _board(offer: Offer, standing: Line, people: _People) -> BoardOffer:
    called = [BoardLine(f"“{one.exact}” by {_name(people, one.by)}", one.sources) for one in offer.labels]
    return BoardOffer(
        id=offer.id,
        title=offer.title,
        by=_name(people, offer.by),
        to=listed([_name(people, id_) for id_ in receivers(offer)]),
        standing=BoardLine(f"{standing.label}: {_plain(standing.parts)}", standing.cites),
        terms=tuple(_term(term) for term in offer.terms),
        called=tuple(called),
        stages=tuple(map(_stage, offer.states)),
        answers=tuple(_answers(offer, people)),
    )


def _term(term: Term) -> BoardTerm:
    """Put together the sources that give a term as surely and alike."""
    several = len({report.value for report in term.reports}) > 1
    alike: dict[tuple[str, str], list[str]] = {}
    for report in term.reports:
        alike.setdefault((report.modality, report.value if several else ""), []).append(report.source)
    reports = [
        BoardReport(certainty, value, tuple(dict.fromkeys(cites))) for (certainty, value), cites in alike.items()
    ]
    return BoardTerm(term.text, tuple(reports))


def _stage(state: OfferState) -> BoardLine:
    when = f", {_plain(when_parts(state.when))}" if state.when else ""
    return BoardLine(state.state + when, state.sources)


def _answers(offer: Offer, people: _People) -> list[BoardAnswer]:
    """List answers by side, those of the side that the offer went to first, its own words before others'."""
    ordered = sorted(offer.answers, key=lambda answer: (bool(answer.told_by), _age(answer)))
    sides = dict.fromkeys([*receivers(offer), *(_party(people, answer.by) for answer in ordered)])
    return [_answer(one, side, people) for side in sides for one in ordered if _party(people, one.by) == side]


def _age(answer: OfferAnswer) -> date:
    return edtf.bounds(answer.when.edtf).earliest if answer.when else date.min


def _answer(answer: OfferAnswer, side: str, people: _People) -> BoardAnswer:
    name = _name(people, side) if side else _OTHERS
    return BoardAnswer(
        side=f"{name}, according to others" if answer.told_by else name,
        by=answerer(answer, {id_: one.name for id_, one in people.items()}),
        kind=answer.kind,
        text=answer.text,
        when=answer.when.edtf if answer.when else "",
        cites=answer.sources,
    )


def _plain(parts: Iterable[Part]) -> str:
    """Say parts of a line where there are no links and no reader's zone."""
    return "".join(map(_plain_part, parts))


def _plain_part(part: Part) -> str:
    match part:
        case Window():
            return part.words()
        case Exact():
            return f"“{part.text}”"
        case Moment():
            return f"{part.at:%Y-%m-%d %H:%M} UTC"
        case Place():
            return part.channel
        case CommandName():
            return f"/{part.name}"
        case RoleName():
            return part.role
        case Hit():
            return part.text
        case Link():
            return part.label
        case Day():
            return part.words()
        case Mark() | Id():
            return ""
        case _:
            return part
