"""What is new, in rows: the weightiest first, one utterance a speaker; all else is counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers.conflicts import standing
from bot.answers.short.date_rows import recorded_row, told_row
from bot.answers.short.timeline import event_row, latest_first
from bot.asking import Ask
from bot.blocks import Block, Id, Line, Part
from bot.changes.news_lines import fresh_parts, values_of
from bot.phrasing.items import UNNAMED, receivers
from bot.phrasing.lines import natural
from bot.phrasing.marks import mark, published_day
from bot.phrasing.rows import KINDS_OF_WORDS, Rows, difference_row, inside, make_rows, number, offer_words, when_day
from bot.phrasing.when import day_order
from db.desk.outcomes import Outcome
from db.model import edtf
from db.model.codec import kind_of
from db.model.records import (
    Event,
    Item,
    Offer,
    OfferAnswer,
    OfferState,
    Party,
    Person,
    Point,
    Source,
    Statement,
    TrackedDate,
)
from db.reading.news import News
from db.reading.sources import list_newest_sources
from db.reading.view import find_items, list_items

# what a row or an item that is not shown is counted as
_NOUNS: Mapping[str, tuple[str, str]] = {
    "outcome": ("outcome", "outcomes"),
    "answer": ("answer to an offer", "answers to offers"),
    "stage": ("stage of an offer", "stages of offers"),
    "offer": ("offer", "offers"),
    "fact": ("difference of fact", "differences of fact"),
    "statement": ("statement", "statements"),
    "event": ("event", "events"),
    "date": ("expected date", "expected dates"),
    "wording": ("difference in wording", "differences in wording"),
    "name": ("difference in name", "differences in name"),
    "person": ("person", "people"),
    "party": ("party", "parties"),
    "changed": ("known item with new details", "known items with new details"),
    "merged": ("item found to be another", "items found to be others"),
    "gone": ("item taken out", "items taken out"),
}
MOST_NEWS = 12  # rows of news in one message: less where they are long
_LIGHTER = 3
_DIFFER = {"open": "Differs", "settled": "Settled"}


@dataclass(frozen=True, slots=True)
class NewsRow:
    """A row, what it is counted as where it is left out, and the items that it tells of."""

    kind: str
    line: Line
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewsRows:
    """What is new, the weightiest first, and what is counted only: the kind of each item by its id."""

    rows: tuple[NewsRow, ...]
    others: Mapping[str, str]

    @property
    def anything(self) -> bool:
        """Whether anything is new."""
        return bool(self.rows or self.others)

    def shown(self, most: int) -> list[Line]:
        """Show the weightiest rows, and count the rest."""
        left = Counter(row.kind for row in self.rows[most:])
        left.update(self.others.values())
        counted = [f"{left[kind]:,} {_NOUNS[kind][left[kind] > 1]}" for kind in _NOUNS if left[kind]]
        also = "Also new" if self.rows[:most] else "New"
        rest = [Line((", ".join(counted),), label=also)] if counted else []
        return [*(row.line for row in self.rows[:most]), *rest]


def weigh_news(
    ask: Ask, news: Sequence[News], recorded: Sequence[tuple[TrackedDate, Outcome]], *, followed: bool = False
) -> NewsRows:
    """Put what is new into rows: outcomes; answers to offers and their stages; differences; one word a speaker.

    Of what is `followed`, all that was said and happened comes after that, the newest first.
    """
    offers = list_items(ask.view, Offer)
    statements = [one.after for one in news if isinstance(one.after, Statement) and one.before is None]
    rows = make_rows(ask, statements, also=_named(ask, [one.after for one in news if isinstance(one.after, Offer)]))
    weighed = [
        *_outcomes(ask, news, recorded, rows),
        *_of_offers(ask, news, rows),
        *_differences(news),
    ]
    told = {id_ for row in weighed for id_ in row.items}
    heard = {one.speaker for one in statements if one.id in told}
    fresh = [one.after for one in news if one.before is None]
    if followed:
        weighed += _everything([one for one in statements if one.id not in told], fresh, rows)
    else:
        weighed += _said(ask, [one for one in statements if one.speaker not in heard], offers, rows)
    weighed += [] if weighed else _lighter(statements, fresh, rows)
    told = {id_ for row in weighed for id_ in row.items}
    return NewsRows(tuple(weighed), {one.item.id: _counted_as(one) for one in news if _counts(one, told)})


def source_row(ask: Ask, news: Sequence[News], *, anything: bool) -> Line:
    """Say which sources are new; where none is, whether `anything` is."""
    sources = [one.after for one in news if isinstance(one.after, Source) and one.before is None]
    if sources:
        newest = max(sources, key=lambda one: (edtf.bounds(one.published.edtf).earliest, one.id))
        said = "New source: " if len(sources) == 1 else f"{number(len(sources)).capitalize()} new sources, the newest "
        return Line((said, published_day(newest), mark([newest.id])))
    known = list_newest_sources(ask.view, limit=1)
    last: tuple[Part, ...] = ("newest source: ", published_day(known[0])) if known else ("no source yet",)
    return Line(("No new source; " if anything else "Nothing new; ", *last))


def _named(ask: Ask, offers: Iterable[Offer]) -> set[str]:
    ids: set[str] = set()
    for offer in offers:
        ids |= {
            offer.by,
            *receivers(offer),
            *(id_ for answer in offer.answers for id_ in (answer.by, answer.told_by) if id_),
        }
    people = find_items(ask.view, ids)
    return ids | {one.party for one in people.values() if isinstance(one, Person) and one.party}


def _counts(one: News, told: set[str]) -> bool:
    return one.item.id not in told and not isinstance(one.item, Source) and _counted_as(one) in _NOUNS


def _counted_as(one: News) -> str:
    if one.after is None:
        return "merged" if one.now else "gone"
    if isinstance(one.after, Point) and one.before is None:
        return one.after.weight if len(values_of(one.after)) > 1 else ""
    return "changed" if one.before is not None else kind_of(type(one.after))


# --- outcomes


def _outcomes(
    ask: Ask, news: Sequence[News], recorded: Sequence[tuple[TrackedDate, Outcome]], rows: Rows
) -> Iterator[NewsRow]:
    """Yield what came of dates: what the desk recorded, then what sources tell; what is unclear last."""
    for tracked, outcome in recorded:
        yield NewsRow("outcome", recorded_row(ask, tracked, outcome, rows), (tracked.id,))
    there = [(one.before, one.after) for one in news if isinstance(one.after, TrackedDate) and one.after.outcome]
    fresh = [after for before, after in there if getattr(before, "outcome", None) is None]
    fresh.sort(key=lambda one: (bool(one.outcome and one.outcome.kind == "unclear"), natural(one.id)))
    for one in fresh:
        yield NewsRow("outcome", told_row(one), (one.id,))


# --- offers


def _of_offers(ask: Ask, news: Sequence[News], rows: Rows) -> Iterator[NewsRow]:
    """Yield new offers, then answers and stages, the newest first."""
    pairs = [(one.before, one.after) for one in news if isinstance(one.after, Offer)]
    pairs.sort(key=lambda pair: natural(pair[1].id))
    for before, offer in pairs:
        if before is None:
            said = Line((*offer_words(offer, dash=": "), Id(offer.id)), label="Offered")
            yield NewsRow("offer", said, (offer.id,))
    for before, offer in pairs:
        answers = fresh_parts(before, offer, "answers")
        for answer in sorted(answers, key=lambda one: day_order(one.when), reverse=True):
            told = (offer.id, *filter(None, [answer.statement]))
            yield NewsRow("answer", _answer(ask, offer, answer, rows), told)
        for state in fresh_parts(before, offer, "states"):
            if state.state != "pending" and before is not None:
                yield NewsRow("stage", _stage(offer, state, rows), (offer.id,))


def _answer(ask: Ask, offer: Offer, answer: OfferAnswer, rows: Rows) -> Line:
    """Show whose answer it is, what it says, who gave or told it."""
    people = find_items(ask.view, {answer.by})
    party = getattr(people.get(answer.by), "party", None) or answer.by
    side, speaker = rows.names.get(party, UNNAMED), rows.names.get(answer.told_by or answer.by, UNNAMED)
    day: tuple[Part, ...] = when_day(answer.when, year=rows.year) or ("day not told",)
    who = "" if speaker == side else f"by the account of {speaker}, " if answer.told_by else f"{speaker}, "
    said = (f"{answer.text} – {who}", *day, mark(answer.sources))
    title = inside(offer.title.removesuffix(f" to {rows.names.get(offer.to, UNNAMED)}"))
    return Line((*said, Id(answer.statement or offer.id)), label=f"{side} on {title}")


def _stage(offer: Offer, state: OfferState, rows: Rows) -> Line:
    day: tuple[Part, ...] = (", ", *when_day(state.when, year=rows.year)) if state.when else ()
    return Line((state.state, *day, mark(state.sources), Id(offer.id)), label=offer.title)


# --- differences


def _differences(news: Sequence[News]) -> Iterator[NewsRow]:
    """Yield differences of fact that opened, or were settled."""
    pairs = [(one.before, one.after) for one in news if isinstance(one.after, Point)]
    for before, point in sorted(pairs, key=lambda pair: natural(pair[1].id)):
        opened = len(values_of(point)) > 1 and len(values_of(before if isinstance(before, Point) else None)) < 2
        settled = point.preference is not None and getattr(before, "preference", None) is None
        label = _DIFFER.get(standing(point), "")
        if point.weight == "fact" and label and (opened or settled):
            yield NewsRow("fact", difference_row(point, label=label), (point.id,))


# --- what was said


def _said(ask: Ask, statements: Sequence[Statement], offers: Sequence[Offer], rows: Rows) -> Iterator[NewsRow]:
    """Yield one statement a speaker of the sides on an offer or a tracked date, exact ones before others.

    `statements` are those of speakers of whom nothing has been told yet.
    """
    people = find_items(ask.view, {one.speaker for one in statements})
    sides = {party.id for party in list_items(ask.view, Party) if party.side}
    dates = list_items(ask.view, TrackedDate)
    subjects = {one.id for one in offers} | {one.id for one in dates}
    named = {answer.statement for offer in offers for answer in offer.answers}
    named |= {label.statement for offer in offers for label in offer.labels}
    named |= {given.statement for one in dates for given in one.announced}
    on_it = [one for one in statements if one.id in named or subjects & set(one.about)]
    of_sides = [one for one in on_it if getattr(people.get(one.speaker), "party", None) in sides]
    best: dict[str, Statement] = {}
    for one in sorted(of_sides, key=lambda one: KINDS_OF_WORDS.index(rows.best_wording(one).kind)):
        best.setdefault(one.speaker, one)
    for one in rows.order(best.values()):
        yield NewsRow("statement", rows.utterance(one, count=False), (one.id,))


def _everything(statements: Sequence[Statement], fresh: Sequence[Item | None], rows: Rows) -> Iterator[NewsRow]:
    """Yield what was said, then what happened, the newest first."""
    for one in rows.order(statements):
        yield NewsRow("statement", rows.utterance(one, count=False), (one.id,))
    for event in sorted([one for one in fresh if isinstance(one, Event)], key=latest_first):
        yield NewsRow("event", event_row(event, year=rows.year), (event.id,))


def _lighter(statements: Sequence[Statement], fresh: Sequence[Item | None], rows: Rows) -> list[NewsRow]:
    """Give the newest of what else was said, one a speaker, and of what happened: three, where nothing weighs more."""
    newest = {one.speaker: one for one in reversed(rows.order(statements))}
    return list(_everything(list(newest.values()), fresh, rows))[:_LIGHTER]


def with_marks(line: Block) -> Block:
    """Put the sources of a line of full depth behind it, as short answers have them."""
    if not isinstance(line, Line):
        return line
    cites = mark(line.cites)
    return replace(line, parts=(*line.parts, cites) if cites.cites else line.parts, cites=())
