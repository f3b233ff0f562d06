"""What happened, on one phone screen: the latest events, and of those before them the ones that most sources tell."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from bot.answers.short.whom import ask_whom
from bot.answers.timeline import Chosen, EndsFirst, choose_stretch, draw_stretch, meets, span, stretch_line, told_by
from bot.answers.timeline import timeline as whole
from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Day, Id, Line, Part
from bot.phrasing.lines import natural
from bot.phrasing.marks import mark, newest_year
from bot.phrasing.rows import gist_of, in_sources, inside, more_button, more_row, short_answer, with_quotations
from bot.phrasing.short_size import fitting
from bot.phrasing.when import is_hedged
from db.model import edtf
from db.model.codec import kind_of
from db.model.records import Event, Party, Person
from db.reading.timeline import list_dated, list_lasting, list_vague
from db.reading.view import find_items

_MOST = 36
_LATEST = 2
_LEVELS = (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)  # events shown: less where they are long
_LOOKED_AT = 200  # events of each way in which a day can be known


def _turned_round(ask: Ask, error: EndsFirst, about: str) -> Answer:
    """Say that a stretch ends before it begins, and offer it the other way round."""
    year = newest_year(ask)
    first, last = (Day(one.isoformat(), year=year) for one in (error.first, error.last))
    line = stretch_line(error.last.isoformat(), error.first.isoformat(), about)
    said = (Line(("From ", first, " to ", last, ": it ends before it begins.")), Line((f"Try {line}",)))
    return Answer("", (*said, Choice("Turn it round", ask.again(line))), short=True)


@dataclass(frozen=True, slots=True)
class _Found:
    """The events that are meant, those that lead first; `more` where not all of them were looked at."""

    events: list[Event]
    more: bool


def timeline(ask: Ask, *, from_: str = "", to: str = "", about: str = "", picture: str = "") -> Answer:
    """Tell in short what happened: the two latest events, and of the others those that most sources tell of."""
    try:
        chosen = choose_stretch(ask, from_=from_, to=to, about=about)
    except EndsFirst as error:
        return _turned_round(ask, error, about)
    if isinstance(chosen, Answer):
        return ask_whom(ask, " ".join(about.split()), chosen, thing=True)
    if chosen.stretch.start:  # to go on from an entry is to read them all
        return whole(ask, from_=from_, to=to, about=about)
    found, year = _find(ask, chosen), newest_year(ask)
    title = f"What happened – {chosen.subject.name}" if chosen.subject else "What happened"
    choices = [*_choices(ask, chosen, found), more_button(ask, chosen.line)]

    def make(most: int) -> Answer:
        shown: list[Block] = [event_row(one, year=year) for one in sorted(found.events[:most], key=latest_first)]
        rows = [*_nothing(ask, chosen, found), *shown, *more_row(len(found.events) - len(shown), least=found.more)]
        return short_answer(ask, title, [rows, _limits(chosen, year=year)], choices, line=chosen.line)

    answer = fitting(ask, (partial(make, most) for most in _LEVELS), most=_MOST)
    return replace(answer, picture=draw_stretch(ask, chosen)) if picture == "yes" else answer


# --- which lead


def _find(ask: Ask, chosen: Chosen) -> _Found:
    stretch = replace(chosen.stretch, kinds=(kind_of(Event),))
    ways = (
        list_dated(ask.view, stretch, limit=_LOOKED_AT + 1, newest=True),
        list_lasting(ask.view, stretch, limit=_LOOKED_AT + 1),
        list_vague(ask.view, stretch, limit=_LOOKED_AT + 1),
    )
    whole_ = stretch.first is None and stretch.last is None
    events = {one.id: one for way in ways for one in way if isinstance(one, Event)}
    out = told_by(ask, events.values())
    meant = [one for one in events.values() if (meets(one, stretch, by=out[one.id]) if one.when else whole_)]
    return _Found(_weightiest(meant), more=any(len(way) > _LOOKED_AT for way in ways))


def _weightiest(events: Iterable[Event]) -> list[Event]:
    """Sort events: the two latest, then by how many sources tell of them, of those equal the later."""
    latest = sorted(events, key=latest_first)
    others = sorted(latest[_LATEST:], key=lambda one: len({report.source for report in one.reports}), reverse=True)
    return [*latest[:_LATEST], *others]


def latest_first(event: Event) -> tuple[int, int, tuple[int, str]]:
    """Order by first day, then last day, the latest first; without a first day last, and those without any behind."""
    if event.when is None:
        return 0, 0, natural(event.id)
    first, last = span(event)
    begins = date.min if edtf.bounds(event.when.edtf).open_start else first
    return -begins.toordinal(), -last.toordinal(), natural(event.id)


# --- rows


def event_row(event: Event, *, year: int) -> Line:
    """Show an event: its day, what it amounts to, by which sources."""
    when, gist = event.when, gist_of(event)
    day: Part = Day(when.edtf, worked_out=when.basis == "deduced", year=year) if when else "Day not told"
    if gist:
        return Line((day, ": ", *with_quotations(gist.text, gist.sources), mark(gist.sources), Id(event.id)))
    hedge = ", by reports" if is_hedged(event) else ""
    return Line((day, f": {event.title}{hedge}", mark(report.source for report in event.reports), Id(event.id)))


def _nothing(ask: Ask, chosen: Chosen, found: _Found) -> list[Block]:
    if found.events:
        return []
    whom = f" about {inside(chosen.subject.name)}" if chosen.subject else ""
    whom += " in that time" if chosen.stretch.first or chosen.stretch.last else ""
    return [Line((f"No event{whom} {in_sources(ask)}.",), lead=True)]


def _limits(chosen: Chosen, *, year: int) -> list[Block]:
    """Read back the days that were asked for."""
    first, last = chosen.stretch.first, chosen.stretch.last
    if not (first or last):
        return []
    day = f"{first}/{last}" if first and last else f"[{first or ''}..{last or ''}]"
    day = f"{first}" if first == last else day
    return [Line(("Only ", Day(day, year=year), "; what has no day is left out."))]


def _choices(ask: Ask, chosen: Chosen, found: _Found) -> list[Choice]:
    buttons = [Choice("Picture", ask.again(f"{chosen.line} picture:yes"))] if found.events else []
    if chosen.subject:
        whom = find_items(ask.view, [chosen.about]).get(chosen.about)
        option = "name" if isinstance(whom, Person | Party) else "about"
        buttons.append(Choice("Quotes", ask.again(f"/quotes {option}:{chosen.about}")))
    return buttons
