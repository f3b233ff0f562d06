"""What was recorded, on one phone screen: answers to dates, then the newest loads and edits, a few items of each."""

from collections.abc import Sequence
from functools import partial

from bot.answers.short.date_rows import recorded_row
from bot.asking import Ask
from bot.blocks import Answer, Block
from bot.changes.change_log import (
    FoundChanges,
    Kind,
    KnownChanges,
    by_action,
    change_lines,
    find_recorded,
    load_line,
    loads_of,
    look_up_changes,
    nothing_line,
)
from bot.changes.news_short import with_marks
from bot.phrasing.rows import make_rows, more_button, more_row, short_answer
from bot.phrasing.short_size import fitting
from db.model.records import TrackedDate
from db.reading.changes import Recorded
from db.reading.view import find_items

_MOST = 36
# loads and edits shown, items of each, and answers to dates: less where they are long
_LEVELS = ((5, 4, 5), (5, 3, 4), (4, 2, 4), (3, 2, 3), (3, 1, 3), (2, 1, 2), (2, 0, 2), (1, 0, 1))


def changes(ask: Ask, *, since: str = "", kind: Kind = "") -> Answer:
    """Show in short what was recorded: what became of dates, then the newest loads and edits."""
    found = find_recorded(ask, since, kind)
    answers, loads = _answers(ask, found), loads_of(found.rows)
    known = look_up_changes(ask, [row for load in loads[: _LEVELS[0][0]] for row in load])

    def make(most: int, items: int, outcomes: int) -> Answer:
        nothing: list[Block] = [] if answers or loads else [nothing_line(ask, found.first, kind)]
        dates = [*answers[:outcomes], *more_row(len(answers) - outcomes, "more answers to dates")]
        shown = [_load(load, known, most=items) for load in loads[:most]]
        more = more_row(len(loads) - most, "more loads and edits", least=found.more)
        sections = [nothing, dates, *shown, more]
        return short_answer(ask, "What was recorded", sections, [more_button(ask, found.line)], line=found.line)

    return fitting(ask, (partial(make, *level) for level in _LEVELS), most=_MOST)


def _answers(ask: Ask, found: FoundChanges) -> list[Block]:
    tracked = find_items(ask.view, {one.item for one in found.outcomes})
    rows = make_rows(ask)
    there = [(tracked.get(one.item), one) for one in found.outcomes]
    return [recorded_row(ask, item, one, rows) for item, one in there if isinstance(item, TrackedDate)]


def _load(load: Sequence[Recorded], known: KnownChanges, *, most: int) -> list[Block]:
    """Say what one load or edit did, and what of it weighs most: what it changed and took out before what it added."""
    by = by_action(load)
    told = [row for action in ("changed", "removed", "added") for row in by[action]]
    few = len(told) <= most
    lines = [line for row in told[:most] for line in change_lines(row, known)] if few or by["changed"] else []
    return [load_line(load, counted=not few and bool(by["added"])), *map(with_marks, lines[:most])]
