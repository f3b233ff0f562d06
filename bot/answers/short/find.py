"""What was found, on one phone screen: whoever is called so, then what has the words, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from bot.answers.find import Kind, Matches, Order, explain_words, find_matches, other_words, our_notes, wider_choices
from bot.answers.item_links import evidence, names_of
from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Id, Line, Part
from bot.phrasing.items import called
from bot.phrasing.lines import KINDS, natural
from bot.phrasing.marks import mark
from bot.phrasing.rows import (
    Rows,
    date_row,
    difference_row,
    gist_of,
    in_sources,
    make_rows,
    more_button,
    more_row,
    offer_words,
    person_words,
    short_answer,
    when_day,
    with_quotations,
)
from bot.phrasing.short_size import fitting
from bot.tracking.expected_rows import announced_words
from db.model import edtf
from db.model.item_texts import extracts, is_ours
from db.model.records import (
    Announcement,
    Event,
    Item,
    Offer,
    Origin,
    Party,
    Person,
    Point,
    Source,
    Statement,
    TrackedDate,
    When,
)
from db.model.search_terms import Term
from db.reading.search import COUNTED
from db.reading.view import find_items

_MOST = 36
_LEVELS = (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)  # items shown: less where they are long
_LOOKED_AT = 100


def find(ask: Ask, *, text: str, kind: Kind = "", order: Order = "newest") -> Answer:
    """Show in short what has the words: whoever is called so, then the newest, each with the text that has them."""
    found = find_matches(ask, text, kind, order, limit=_LOOKED_AT)
    title = f"Found for “{found.typed}”"
    if not found.hits.items:
        return _nothing(ask, found, title)
    hit = _hit_items(ask, found)
    rows = make_rows(ask, [one for one in hit if isinstance(one, Statement)], also=_announcing(hit))
    dropped = len(found.hits.items) - len(hit)
    left = min(found.hits.total, COUNTED) - dropped
    wanted = [term for term in found.meant if not term.excluded]
    first = [*_instead(found), *explain_words(found.typed)]
    others = other_words(ask, found.terms, kind) if found.as_typed else []
    choices = [*others, more_button(ask, found.line)]

    def make(most: int) -> Answer:
        shown: list[Block] = [_Row(ask, rows, wanted).of(one) for one in hit[:most]]
        more = more_row(left - len(shown), least=found.hits.total > COUNTED)
        return short_answer(ask, title, [[*first, *shown, *more]], choices, line=found.line)

    return fitting(ask, (partial(make, most) for most in _LEVELS), most=_MOST)


def _instead(found: Matches) -> list[Block]:
    """Say which words were looked for in place of those that no text has."""
    if found.meant == found.terms:
        return []
    missing = [f"“{one}”" for one, other in zip(found.terms, found.meant, strict=True) if one != other]
    there = [f"“{other}”" for one, other in zip(found.terms, found.meant, strict=True) if one != other]
    others = [] if found.missing else [f"“{one}”" for one in found.terms if one in found.meant]
    beside = f" beside {' and '.join(others)}" if others else ""
    return [Line((f"No text has {' or '.join(missing)}{beside}; these have {' and '.join(there)}.",))]


def _nothing(ask: Ask, found: Matches, title: str) -> Answer:
    missing = [f"“{term}”" for term in [*found.missing, *found.synonyms[:1]]] or [f"“{found.typed}”"]
    among = f" of {KINDS[found.kind][1]}" if found.kind else ""
    said = f"No text{among} has {' or '.join(missing)}, {in_sources(ask)}."
    if not found.missing and len(found.terms) > 1:
        said = f"No text{among} has all of “{found.typed}”, {in_sources(ask)}."
    choices = list(wider_choices(ask, found))
    if ask.explicit_as_of:
        line = found.line + (f" dossier:{ask.head.name}" if ask.head.id else "")
        choices.append(Choice("Look in all sources", line))
    if our_notes(ask, found.terms, found.kind):
        choices.append(more_button(ask, found.line))
    rows: list[Block] = [Line((said,)), *explain_words(found.typed)]
    if not choices:
        rows.append(Line(("Try the beginning of a word, e.g. /find negotiat*",)))
    return short_answer(ask, title, [rows], choices, line=found.line)


# --- which are shown


def _hit_items(ask: Ask, found: Matches) -> list[Item]:
    """Give what was found: whoever is called so, then newest first; by its id alone only if nothing else was."""
    items = find_items(ask.view, found.hits.items)
    known: list[Item] = [items[id_] for id_ in found.hits.items if id_ in items]
    wanted = [term for term in found.meant if not term.excluded]
    names = names_of(ask, known)
    having = [one for one in known if one.id.casefold() == found.typed.casefold() or _has(one, names, wanted)] or known
    ordered = sorted(having, key=_latest_first) if found.order == "newest" else having
    return sorted(ordered, key=lambda one: not _is_called(one, wanted))


def _has(item: Item, names: dict[str, str], terms: Sequence[Term]) -> bool:
    """Tell whether what an item says has every word, or the names of whom it speaks."""
    texts = [one.text for one in extracts(item, names=names) if not is_ours(one) and one.role != "id"]
    return all(any(term.stands_in(text) for text in texts) for term in terms)


def _is_called(item: Item, terms: Sequence[Term]) -> bool:
    named = isinstance(item, Party | Origin) or (isinstance(item, Person) and item.kind == "named")
    return named and all(term.stands_in(called(item)) for term in terms)


def _latest_first(item: Item) -> tuple[int, int, tuple[int, str]]:
    """Order by first day, then last day, the latest first; without a first day last, and those without any behind."""
    when = _when(item)
    if when is None:
        return 0, 0, natural(item.id)
    bounds = edtf.bounds(when.edtf)
    begins = date.min if bounds.open_start else bounds.earliest
    return -begins.toordinal(), -bounds.latest.toordinal(), natural(item.id)


def _when(item: Item) -> When | None:
    if isinstance(item, TrackedDate):
        return item.outcome.when if item.outcome else item.when
    return item.when if isinstance(item, Statement | Event) else None


def _announcing(items: Sequence[Item]) -> set[str]:
    return {given.by for one in items if isinstance(one, TrackedDate) for given in one.announced}


# --- rows


@dataclass(frozen=True, slots=True)
class _Row:
    """How one item is shown: by the text of it that has the words."""

    ask: Ask
    rows: Rows
    terms: Sequence[Term]

    def of(self, item: Item) -> Line:
        """Show an item, its id last."""
        match item:
            case Statement():
                return self._statement(item)
            case Event():
                return self._event(item)
            case TrackedDate():
                return self._date(item)
            case Point():
                return difference_row(item)
            case Offer():
                return Line((*offer_words(item, dash=": "), Id(item.id)))
            case Person():
                who = [": ", *said] if (said := person_words(item)) else [mark(item.spellings[0].sources)]
                return Line((item.name, *who, Id(item.id)))
            case Source():
                return Line((item.title, " – headline", mark([item.id]), Id(item.id)))
            case _:
                return Line((f"{called(item)} – {_kind(item)}", mark(evidence(self.ask, item)), Id(item.id)))

    def _holds(self, text: str) -> bool:
        return bool(text) and all(term.stands_in(text) for term in self.terms)

    def _statement(self, one: Statement) -> Line:
        """Show the best of the wordings that have most of the words."""
        held = {wording: sum(term.stands_in(wording.text) for term in self.terms) for wording in one.wordings}
        most = max(held.values())
        having = tuple(wording for wording, number in held.items() if number == most)
        return self.rows.utterance(replace(one, wordings=having), count=False)

    def _event(self, one: Event) -> Line:
        gist = gist_of(one)
        said, cites = (gist.text, gist.sources) if gist else (one.title, tuple(report.source for report in one.reports))
        if not self._holds(said):
            reports = [report for report in one.reports if self._holds(report.value)]
            if self._holds(one.title):
                said, cites = one.title, tuple(report.source for report in one.reports)
            elif reports:
                said, cites = reports[0].value, (reports[0].source,)
        return self._dated(one, with_quotations(said.removesuffix("."), cites), cites)

    def _date(self, one: TrackedDate) -> Line:
        gist, told = gist_of(one), one.outcome
        if gist and self._holds(gist.text):
            return date_row(one)
        given = next((given for given in one.announced if self._holds(given.exact or given.text)), None)
        if given and not self._holds(one.title):
            return Line((*self._announced(given), Id(one.id)))
        if told:
            return self._dated(one, [f"{one.title}: {told.kind}"], told.sources)
        cites = tuple(given.source for given in one.announced)
        day = when_day(one.when, year=self.rows.year)
        return Line((one.title, *((", expected ", *day) if day else ()), mark(cites), Id(one.id)))

    def _announced(self, given: Announcement) -> list[Part]:
        return announced_words(given, self.rows)

    def _dated(self, one: Item, said: Sequence[Part], cites: Sequence[str]) -> Line:
        day = when_day(_when(one), year=self.rows.year)
        parts = [*said, *((" – ", *day) if day else ()), mark(cites), Id(one.id)]
        return Line(tuple(part for part in parts if part))


def _kind(item: Item) -> str:
    match item:
        case Origin(kind="agency"):
            return "news agency that texts name"
        case Origin():
            return "origin that texts name"
        case Party():
            return "party"
        case _:
            return "subject"
