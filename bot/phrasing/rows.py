"""The rows of short answers: an utterance, a gist, an offer, a difference, a date; and the frame around them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Day, Exact, Group, Id, Line, Mark, Part
from bot.phrasing.items import UNNAMED
from bot.phrasing.lines import natural
from bot.phrasing.long_quotations import cut_at_sentences
from bot.phrasing.marks import mark, newest_year, published_day
from bot.phrasing.statements import called_there, says_only, speaks
from bot.phrasing.when import age, day
from db.model import edtf
from db.model.records import Event, Gist, Offer, Person, Point, Source, Statement, TrackedDate, When, Wording
from db.reading.sources import list_newest_sources
from db.reading.view import count_known, find_items

_COUNTED = 10_000  # sources; of more it is only said that there are more
_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
KINDS_OF_WORDS = ("direct", "partial", "indirect", "headline")  # the nearest to what was said first
_STATES = ("original", "translated", "retranslated", "garbled")
_STATE_WORDS = {"original": "", "translated": "translated", "retranslated": "translated", "garbled": "garbled"}
_INNER = re.compile("“([^”]*)”")


# --- the frame


def short_answer(
    ask: Ask, title: str, sections: Iterable[Sequence[Block]], choices: Iterable[Choice], *, line: str
) -> Answer:
    """Put a short answer together: heading, newest source, sections with an empty row between them, buttons."""
    newest = list_newest_sources(ask.view, limit=1)
    below: tuple[Part, ...] = ("Newest source: ", published_day(newest[0])) if newest else ()
    blocks = tuple(Group("", tuple(section)) for section in sections if section)
    return Answer(titled(ask, title), (*blocks, *choices), line=line, short=True, below=below)


def titled(ask: Ask, title: str) -> str:
    """Put the day that was asked for behind a title."""
    return f"{title} · {day(ask.as_of)}" if ask.explicit_as_of else title


def section(title: str, rows: Sequence[Block]) -> list[Block]:
    """Put rows under a title of their own, if there are any."""
    return [Line((title,), lead=True), *rows] if rows else []


def more_button(ask: Ask, line: str) -> Choice:
    """Make the button that leads to all that is known."""
    return Choice("More", ask.again(f"{line} depth:full"))


def more_row(left: int, noun: str = "more", *, least: bool = False) -> list[Block]:
    """Count what is left out, if anything is; `least`: not all of it was counted."""
    if least:
        return [Line((f"more than {left:,} {noun}" if left > 0 else noun,))]
    return [Line((f"{left:,} {noun}",))] if left > 0 else []


def in_sources(ask: Ask) -> str:
    """Count the sources there are, for what none of them says: “in five sources”."""
    many = count_known(ask.view, Source, most=_COUNTED + 1)
    if many > _COUNTED:
        return f"in more than {_COUNTED:,} sources"
    return f"in {number(many)} {'source' if many == 1 else 'sources'}"


def number(many: int) -> str:
    """Write a number as a word, up to twelve."""
    return _NUMBERS[many] if many < len(_NUMBERS) else f"{many:,}"


def when_day(when: When | None, *, year: int) -> tuple[Part, ...]:
    """Say when something was so; nothing where that is not given."""
    return (Day(when.edtf, worked_out=when.basis == "deduced", year=year),) if when else ()


# --- wordings


@dataclass(frozen=True, slots=True)
class Rows:
    """What rows are made with: the year that goes without saying, the sources behind wordings, names by id."""

    year: int
    sources: Mapping[str, Source]
    names: Mapping[str, str]

    def best_wording(self, statement: Statement) -> Wording:
        """Choose the wording to show: exact, original, whole, longer, of an earlier source."""
        return min(statement.wordings, key=self._nearness)

    def _nearness(self, wording: Wording) -> tuple[object, ...]:
        source = self.sources.get(wording.source)
        whole = wording.state != "garbled" and not wording.damage and (not source or source.translation != "damaged")
        out = edtf.bounds(source.published.edtf).earliest.isoformat() if source else ""
        kind, state = KINDS_OF_WORDS.index(wording.kind), _STATES.index(wording.state)
        return kind, state, not whole, -len(wording.text), out, wording.source

    def order(self, statements: Iterable[Statement]) -> list[Statement]:
        """Sort utterances: newest first day first, within a day by what they say, then by id."""
        weighed = sorted(statements, key=lambda one: (*self._weight(one), natural(one.id)))
        return sorted(weighed, key=_first_day, reverse=True)

    def _weight(self, statement: Statement) -> tuple[bool, bool, bool, bool, int]:
        """Give what utterances of one day are sorted by: words before silence, exact before others, a stance first."""
        best = self.best_wording(statement)
        kind = KINDS_OF_WORDS.index(best.kind)
        return kind > 1, not speaks(statement), says_only(statement), best.state == "garbled", kind

    def by_speaker(self, ordered: Iterable[Statement]) -> list[Statement]:
        """Put the first utterance of each speaker before all others, otherwise in the order given."""
        seen: set[str] = set()
        first: list[Statement] = []
        others: list[Statement] = []
        for one in ordered:
            (others if one.speaker in seen else first).append(one)
            seen.add(one.speaker)
        return first + others

    def utterance(
        self, statement: Statement, *, label: str = "", speaker: bool = True, count: bool = True, id_: bool = True
    ) -> Line:
        """Show an utterance: words – speaker, day, state, mark · other wordings, id."""
        wording = self.best_wording(statement)
        said: list[Part] = [*wording_words(wording), " – "]
        name = self.names.get(statement.speaker, UNNAMED)
        there = called_there(wording, name) if wording.kind != "headline" else ""
        cites = (wording.source,)
        said += [name, ", "] if speaker and not there else []
        said += [f"{name} (" if speaker else "as ", Exact(there, cites), "), " if speaker else ", "] if there else []
        said += when_day(statement.when, year=self.year) or ["day not told"]
        said += [", headline"] if wording.kind == "headline" else []
        said += [f", {state}"] if (state := _STATE_WORDS[wording.state]) else []
        said += [mark(cites)]
        many = len(statement.wordings)
        said += [f" · {many} wordings"] if count and many > 1 else []
        return Line((*said, *([Id(statement.id)] if id_ else [])), label=label)


def _first_day(statement: Statement) -> tuple[date, date]:
    """Give the first possible day, to sort by; of what has none the last one decides."""
    first, last = age(statement)
    return first, last if first == date.min else date.min


def make_rows(ask: Ask, statements: Sequence[Statement] = (), *, also: Iterable[str] = ()) -> Rows:
    """Look up what the rows of these statements need, and the names of further items, at once."""
    sources = {wording.source for one in statements for wording in one.wordings}
    found = find_items(ask.view, sources | {one.speaker for one in statements} | set(also))
    known = {id_: one for id_, one in found.items() if isinstance(one, Source)}
    names = {id_: one.name for id_, one in found.items() if hasattr(one, "name")}
    return Rows(newest_year(ask), known, names)


def wording_words(wording: Wording) -> list[Part]:
    """Say a wording: exact words in quotation marks with the source that has them, other words as they are."""
    if wording.kind in ("direct", "headline"):
        return [Exact(cut_at_sentences(wording.text), (wording.source,))]
    return with_quotations(wording.text, [wording.source])


def with_quotations(text: str, sources: Iterable[str]) -> list[Part]:
    """Part a sentence of ours into itself and what it quotes from each of these sources."""
    cites = tuple(sources)
    pieces = _INNER.split(text)
    return [Exact(piece, cites) if place % 2 else piece for place, piece in enumerate(pieces) if piece]


# --- what something amounts to


def gist_of(item: Person | Offer | Event | TrackedDate) -> Gist | None:
    """Give the last gist whose sources are out."""
    return item.gist[-1] if item.gist else None


def person_words(person: Person) -> list[Part]:
    """Say who somebody is, or else in which role most sources have them; nothing where neither is known."""
    gist = gist_of(person)
    if gist:
        return [*with_quotations(gist.text, gist.sources), mark(gist.sources)]
    role = max(person.roles, key=lambda role: len(role.sources), default=None)
    return [role.title, mark(role.sources)] if role else []


def date_row(one: TrackedDate, *, label: str = "") -> Line:
    """Show what a tracked date amounts to."""
    gist = gist_of(one)
    text, cites = (gist.text, gist.sources) if gist else (one.title, [given.source for given in one.announced])
    return Line((*with_quotations(text, cites), mark(cites), Id(one.id)), label=label)


def offer_words(offer: Offer, *, dash: str) -> list[Part]:
    """Say what an offer amounts to behind its title: “The US offer – Bout for Griner and Whelan ¹ ²”."""
    return [f"{offer.title}{dash}", *offer_gist(offer)] if offer.gist else [offer.title, *offer_gist(offer)[-1:]]


def offer_gist(offer: Offer) -> list[Part]:
    """Say what an offer amounts to, or else list its terms."""
    gist = gist_of(offer)
    if gist:
        return [*with_quotations(gist.text, gist.sources), mark(gist.sources)]
    terms = "; ".join(term.text for term in offer.terms)
    return [terms, mark(report.source for term in offer.terms for report in term.reports)]


def capitalized(text: str) -> str:
    """Begin a row with a capital letter."""
    return text[:1].upper() + text[1:]


def inside(title: str) -> str:
    """Write a title as it stands within a sentence."""
    return f"the {title[4:]}" if title.startswith("The ") else title


def difference_row(point: Point, *, label: str = "", left: int = 0, id_: bool = True) -> Line:
    """Show on what reports differ: the values, “or” between them; of a settled one the other values in brackets."""
    said: list[Part] = [f"{point.question} "]
    given = _values(point)
    preferred = point.preference.value if point.preference else ""
    first = [value for value in given if value == preferred] or list(given)
    for place, value in enumerate(first):
        said += [" or " if place else "", value, given[value]]
    for place, value in enumerate(value for value in given if value not in first):
        said += [", " if place else " (", value, given[value]]
    said += [")"] if len(first) < len(given) else []
    said += [f" · {left} more"] if left else []
    return Line((*(part for part in said if part), *([Id(point.id)] if id_ else [])), label=label)


def _values(point: Point) -> dict[str, Mark]:
    told: dict[str, list[str]] = {}
    for report in point.reports:
        told.setdefault(report.value, []).append(report.source)
    return {value: mark(sources) for value, sources in told.items()}
