"""Tracked dates in rows of a short answer: those that have days, the newest outcome."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.asking import Ask, local_day
from bot.blocks import Block, Day, Id, Line, Part
from bot.phrasing.lines import natural
from bot.phrasing.marks import mark
from bot.phrasing.rows import Rows, gist_of, when_day, with_quotations
from bot.tracking.ledger import newest_outcomes
from bot.tracking.state import SETTLING, as_moved, overdue, watched
from db.desk.outcomes import Outcome
from db.model.edtf import Bounds
from db.model.records import TrackedDate
from db.reading.view import list_items, published

_DAY = timedelta(days=1)
_SHOWN = 3
_LABELS = ("Overdue", "Now", "Next")


def watched_rows(
    ask: Ask,
    rows: Rows,
    *,
    until: date = date.max,
    takes: Callable[[TrackedDate], bool] = lambda _: True,
    unanswered: bool = False,
) -> list[Block]:
    """Show the dates that have days, overdue, now or next by a day; three. `unanswered` says since when nobody has."""
    recorded = newest_outcomes(ask)
    found: list[tuple[int, date, tuple[int, str], TrackedDate]] = []
    for one in list_items(ask.view, TrackedDate):
        window = watched(ask.view, one, recorded, zone=ask.desk.zone)
        moved = recorded.get(one.id)
        if window is None or window.earliest > until or not takes(one):
            continue
        if as_moved(one, recorded).when or (moved and moved.moved_to):
            found.append((_rank(window, ask.as_of), window.latest, natural(one.id), one))
    return [
        _watched_row(one, rank, recorded.get(one.id), rows, since=last + _DAY if unanswered and rank == 0 else None)
        for rank, last, _, one in sorted(found)[:_SHOWN]
    ]


def _rank(window: Bounds, as_of: date) -> int:
    return 0 if overdue(window, as_of) else 1 if window.earliest <= as_of else 2


def _watched_row(one: TrackedDate, rank: int, recorded: Outcome | None, rows: Rows, *, since: date | None) -> Line:
    said: list[Part] = [f"{one.title}, "]
    if recorded and recorded.moved_to:
        said += ["moved here to ", Day(recorded.moved_to, year=rows.year)]
    else:
        said += ["expected ", *when_day(one.when, year=rows.year)]
    told = one.outcome  # of a source that may have come out later only
    said += [f"; reported: {told.kind}", mark(told.sources)] if told else []
    said += ["; nobody has answered since ", Day(since.isoformat(), year=rows.year)] if since else []
    return Line((*said, Id(one.id)), label=_LABELS[rank])


def newest_outcome_row(ask: Ask, rows: Rows) -> list[Block]:
    """Show the newest outcome of a kind other than “unclear”."""
    recorded = newest_outcomes(ask)
    found = [(one, outcome_row(ask, one, recorded.get(one.id), rows)) for one in list_items(ask.view, TrackedDate)]
    known = [(_known_day(ask, one, recorded.get(one.id)), natural(one.id), row) for one, row in found if row]
    return [max(known, key=lambda one: one[:2])[2]] if known else []


def outcome_row(ask: Ask, one: TrackedDate, recorded: Outcome | None, rows: Rows) -> Line | None:
    """Say what came of a tracked date, by the desk or a source; None while that is open."""
    if recorded:
        return recorded_row(ask, one, recorded, rows) if recorded.kind in SETTLING else None
    return told_row(one) if one.outcome and one.outcome.kind != "unclear" else None


def _known_day(ask: Ask, one: TrackedDate, recorded: Outcome | None) -> date:
    if recorded or not one.outcome:
        return local_day(recorded.at, ask.desk.zone) if recorded else date.min
    return min(bounds.earliest for bounds in published(ask.view, one.outcome.sources).values())


def told_row(one: TrackedDate) -> Line:
    """Say what came of a tracked date: its gist, if that is of a source that tells so."""
    assert one.outcome
    gist, told = gist_of(one), one.outcome.sources
    own = gist is not None and set(gist.sources) & set(told)
    text, cites = (gist.text, gist.sources) if gist and own else (one.title, told)
    return Line((*with_quotations(text, cites), mark(cites), Id(one.id)), label=one.outcome.kind.capitalize())


def recorded_row(ask: Ask, one: TrackedDate, recorded: Outcome, rows: Rows) -> Line:
    """Say what the desk recorded of a tracked date, who did, and when."""
    at = Day(local_day(recorded.at, ask.desk.zone).isoformat(), year=rows.year)
    cites = [mark([recorded.source])] if recorded.source else []
    to: list[Part] = [", to ", Day(recorded.moved_to, year=rows.year)] if recorded.moved_to else []
    said = (f"{one.title} – {recorded.actor_name}, ", at, *to, *cites, Id(one.id))
    return Line(said, label=recorded.kind.capitalize())
