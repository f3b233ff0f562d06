"""A reminder as it is posted: the question in its title, on which days, in whose words; once answered, its answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.asking import Ask, local_day
from bot.blocks import Answer, Block, Choice, Day, Id, Line, Part, State
from bot.phrasing.items import called
from bot.phrasing.lines import natural
from bot.phrasing.marks import foot_sources, mark
from bot.phrasing.rows import Rows, make_rows, number, when_day
from bot.phrasing.short_size import fitting
from bot.tracking import reminders
from bot.tracking.expected_rows import announced_words, best_announcement, expected_days
from bot.tracking.ledger import Expectation, is_open, newest_outcomes, owner_of, stage_of
from bot.tracking.reminders import LABELS, Press, basis_words, press_line, snooze_lines
from bot.tracking.schedule import lead_of
from bot.tracking.state import as_moved, cause_settled, overdue, watched
from db.desk.desks import Desk
from db.desk.outcomes import Outcome
from db.model.records import TrackedDate
from db.outbox.outbox import Due
from db.reading.view import find_items, list_items
from db.storage.database import Connection

MOST_ROWS = 18
_PRESSES: tuple[Press, ...] = ("happened", "not", "moved", "unclear", "later")
_IDS = 4  # of what depends on it
_DAY = timedelta(days=1)


def reminder(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()) -> Answer:
    """Word the reminder that is posted, in short; all that is known stands behind More."""
    ask, tracked = reminders.circumstances(connection, desk, due, now=now)
    if tracked is None:
        return reminders.reminder(connection, desk, due, now=now, remarks=remarks)
    one = expectation_of(ask, tracked)
    rows = make_rows(ask, also=_named(tracked, newest_outcomes(ask)))
    levels: list[Callable[[], Answer]] = [
        partial(_answer, ask, one, rows, due, remarks=remarks, worded=worded) for worded in (True, False)
    ]
    return fitting(ask, levels, most=MOST_ROWS)


def _named(tracked: TrackedDate, outcomes: Mapping[str, Outcome]) -> set[str]:
    """Name what a reminder tells of beside its date, so that it is read at once."""
    given = best_announcement(tracked)
    on = as_moved(tracked, outcomes).depends_on
    return {*(one.by for one in tracked.announced), *filter(None, (given.statement, on))}


def expectation_of(ask: Ask, tracked: TrackedDate) -> Expectation:
    """Say how one tracked date stands, without what it hangs on."""
    outcomes = newest_outcomes(ask)
    recorded, moved = outcomes.get(tracked.id), as_moved(tracked, outcomes)
    window = watched(ask.view, tracked, outcomes, zone=ask.desk.zone)
    waiting = [one.id for one in list_items(ask.view, TrackedDate) if as_moved(one, outcomes).depends_on == tracked.id]
    return Expectation(
        tracked,
        window,
        recorded,
        moves=(),
        owner=owner_of(ask, tracked),
        lead=None,
        cause=None,
        cause_recorded=None,
        dependents=tuple(sorted(waiting, key=natural)),
        stage=stage_of(ask, moved, window, recorded),
    )


def _answer(ask: Ask, one: Expectation, rows: Rows, due: Due, *, remarks: Sequence[str], worded: bool) -> Answer:
    waits = is_open(ask, one.tracked, due)
    blocks: list[Block] = [*reminders.notes(due, remarks), *_rows(ask, one, rows, waits=waits, worded=worded)]
    if waits:
        blocks += [Choice(LABELS[press], press_line(due, press, one.tracked)) for press in _PRESSES]
    blocks.append(Choice("More", more_line(due)))
    return Answer(
        title(ask, one, due, waits=waits, year=rows.year),
        tuple(blocks),
        as_of=ask.as_of,
        dossier=ask.head.title,
        sources=foot_sources(ask, tuple(blocks)),
        posted=f"{due.channel}/{due.message}" if due.message else "",
        short=True,
        state=state_of(ask, one, waits=waits),
    )


def state_of(ask: Ask, one: Expectation, *, waits: bool) -> State:
    """Say how a tracked date stands, for its colour."""
    if not waits:
        kind = one.recorded.kind if one.recorded else one.tracked.outcome.kind if one.tracked.outcome else ""
        return "withdrawn" if kind == "withdrawn" else "answered"
    return "overdue" if one.window is not None and overdue(one.window, ask.as_of) else "open"


def more_line(due: Due) -> str:
    """Write the line that shows all of a reminder, with all that can be done about it."""
    return f"/reminder {due.id}"


def title(ask: Ask, one: Expectation, due: Due, *, waits: bool, year: int) -> str:
    """Ask what became of it; once that is known, say it."""
    called_, lead = one.tracked.title, lead_of(due.occasion)
    if not waits:
        return _answered_title(ask, one, year=year)
    if one.window is not None and overdue(one.window, ask.as_of):
        return f"Did it happen? {called_}"
    if lead.endswith(" before opening"):
        return f"In {lead.removesuffix(' before opening')}: {called_}"
    if lead.endswith(" before closing"):
        return f"{lead.removesuffix(' before closing').capitalize()} left: {called_}"
    return f"Expected now: {called_}" if one.window is not None else f"Did it happen? {called_}"


def _answered_title(ask: Ask, one: Expectation, *, year: int) -> str:
    if one.recorded is not None:
        at = Day(local_day(one.recorded.at, ask.desk.zone).isoformat(), year=year).words()
        return f"{one.recorded.kind.capitalize()} – {one.recorded.actor_name}, {at}"
    told = one.tracked.outcome
    return f"{told.kind.capitalize()}, by reports" if told else f"No longer expected: {one.tracked.title}"


def _rows(ask: Ask, one: Expectation, rows: Rows, *, waits: bool, worded: bool) -> Iterator[Block]:
    yield _expected(ask, one, rows, waits=waits, worded=worded)
    if one.tracked.condition and not one.tracked.when and waits:
        yield Line((one.tracked.condition, mark(given.source for given in one.tracked.announced)), label="Condition")
    yield from _opened(ask, one)
    told = one.tracked.outcome
    if told is not None:
        yield Line((told.text, mark(told.sources)), label=f"Reported as {told.kind}")
    if one.recorded is not None:
        yield recorded_row(ask, one.recorded, rows, whole=waits)
    elif waits and one.window is not None and overdue(one.window, ask.as_of):
        since = Day((one.window.latest + _DAY).isoformat(), year=rows.year)
        yield Line(("Nobody has answered since ", since, "."))
    if one.owner is not None:
        at = Day(local_day(one.owner.at, ask.desk.zone).isoformat(), year=rows.year)
        yield Line((f"{one.owner.person_name}, since ", at), label="Checked by")
    yield from snooze_lines(ask, one.tracked)
    if waits and (many := len(one.dependents)):
        said = f"{number(many).capitalize()} more {'depends' if many == 1 else 'depend'} on it"
        yield Line((said, *(Id(id_) for id_ in one.dependents[:_IDS])))


def _expected(ask: Ask, one: Expectation, rows: Rows, *, waits: bool, worded: bool) -> Line:
    """Say on which days it was expected, in whose words; under its answer also what."""
    over = one.window is None or overdue(one.window, ask.as_of)
    verb = "" if waits and not over else "expected " if not waits else "Expected "
    if not waits:  # to when it was moved is part of its answer
        days = (verb, *when_day(one.tracked.when, year=rows.year)) if one.tracked.when else ()
    else:
        moved = one.recorded and one.recorded.moved_to
        days = expected_days(one, year=rows.year, verb=verb) if one.tracked.when or moved else ()
    given = best_announcement(one.tracked)
    said: list[Part] = [one.tracked.title, ", " if days else ""] if not waits else []
    said += days
    if worded:
        statement = find_items(ask.view, [given.statement]).get(given.statement) if given.statement else None
        words = announced_words(given, rows, said=statement.when if statement else None)
        said += [": " if any(said) else "", *words]
    else:
        said.append(mark([given.source]))
    return Line((*(part for part in said if part), Id(one.tracked.id)))


def _opened(ask: Ask, one: Expectation) -> Iterator[Block]:
    """Say what became of what it waited for."""
    settled = cause_settled(ask.view, one.tracked, newest_outcomes(ask), zone=ask.desk.zone)
    if settled is None:
        return
    by = f" – {settled.recorded.actor_name}" if settled.recorded else ""
    recorded = [settled.recorded.source] if settled.recorded and settled.recorded.source else []
    cites = mark([*settled.sources, *recorded])
    parts: list[Part] = [f"{called(settled.cause)}: {settled.kind}{by}", *([cites] if cites.cites else [])]
    yield Line((*parts, Id(settled.cause.id)), label="Waited for")


def recorded_row(ask: Ask, recorded: Outcome, rows: Rows, *, whole: bool) -> Line:
    """Say what the desk recorded: on what basis, and whole, by whom and when where no title does."""
    at = Day(local_day(recorded.at, ask.desk.zone).isoformat(), year=rows.year)
    said: list[Part] = [f"{recorded.kind.capitalize()} – {recorded.actor_name}, ", at] if whole else []
    if recorded.moved_to:
        words = f" (“{recorded.words}”)" if recorded.words else ""
        said += ["; " if said else "", "to ", Day(recorded.moved_to, year=rows.year), words]
    elif recorded.hangs_on:
        said += ["; " if said else "", f"until {recorded.hangs_on} has happened"]
    said += ["; " if said else "", basis_words(recorded)]
    said += [mark([recorded.source])] if recorded.source else []
    first, *rest = (part for part in said if part)
    if isinstance(first, str):
        first = first[:1].upper() + first[1:]
    return Line((first, *rest))
