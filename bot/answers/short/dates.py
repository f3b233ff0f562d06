"""What is expected, on one phone screen: overdue, now, next, possible; of conditions and what has no day the newest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Annotated

from bot.answers.short.date_rows import outcome_row
from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Day, Line
from bot.phrasing.lines import natural
from bot.phrasing.rows import Rows, date_row, in_sources, make_rows, more_button, more_row, section, short_answer
from bot.phrasing.short_size import fitting
from bot.tracking.dates import STAGES, State, dates_line, falls_within, span_of
from bot.tracking.expected_rows import dated_row, is_possible, known_since, possible_title
from bot.tracking.ledger import Expectation, Stage, expectations
from bot.tracking.reminders import press_line
from db.outbox.outbox import list_due

_MOST, _MOST_ANSWERED = 36, 5


@dataclass(frozen=True, slots=True)
class _Level:
    """How many of what has days or is possible are shown, how many of what has none, and whether in whose words."""

    dated: int
    undated: int
    worded: bool


_LEVELS = (*(_Level(dated, 2, worded) for dated in (3, 2, 1) for worded in (True, False)), _Level(1, 1, worded=False))
_DATED: dict[Stage, str] = {"overdue": "Overdue", "due": "Now", "coming": "Next"}
_UNDATED: dict[str, tuple[Stage, ...]] = {
    "Under a condition": ("condition", "dependent"),
    "Without a day": ("hope",),
}


def dates(
    ask: Ask,
    *,
    within: Annotated[str, "only what can fall in this time, e.g. 7, two weeks, in the coming days"] = "",
    state: Annotated[State, "which of them"] = "open",
) -> Answer:
    """Say in short what is expected: overdue, now, next, possible by now; under a condition; without a day."""
    span = span_of(ask, within) if within.strip() else None
    wanted = [one for one in expectations(ask) if one.stage in STAGES[state] and falls_within(one, span)]
    wanted.sort(key=lambda one: natural(one.tracked.id))
    rows = make_rows(ask, also={given.by for one in wanted for given in one.tracked.announced})
    line = dates_line(within, state)
    last: list[Block] = []
    if span:
        last = [Line(("Within ", Day(f"{span[0]}/{span[1]}", year=rows.year), "; what has no day is left out."))]

    def make(level: _Level) -> Answer:
        shown = [*_sections(ask, wanted, rows, level), last]
        return short_answer(ask, "What is expected", shown, [more_button(ask, line)], line=line)

    return fitting(ask, (partial(make, level) for level in _LEVELS), most=_MOST)


def overdue(ask: Ask) -> Answer:
    """Say in short what is overdue, each with the button that answers its newest reminder, where one was posted."""
    answer = dates(ask, state="overdue")
    posted = list_due(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id, kind="reminder")
    rows = {due.item: due for due in posted if due.state == "sent"}
    late = [one.tracked for one in expectations(ask) if one.stage == "overdue" and one.tracked.id in rows]
    late.sort(key=lambda one: natural(one.id))
    pressed = [Choice(f"Answer {one.id}", press_line(rows[one.id], "answer", one)) for one in late[:_MOST_ANSWERED]]
    *told, more = answer.blocks
    return replace(answer, blocks=(*told, *pressed, more))


def _sections(ask: Ask, wanted: Sequence[Expectation], rows: Rows, level: _Level) -> list[list[Block]]:
    if not wanted:
        return [[Line((f"No date of this kind {in_sources(ask)}.",), lead=True)]]
    dated = _dated(wanted, rows, most=level.dated, worded=level.worded)
    return [
        [*dated, *_possible(ask, wanted, rows, most=level.dated)],
        [block for title in _UNDATED for block in _undated(ask, wanted, title, most=level.undated)],
        _answered(ask, wanted, rows, most=level.dated + level.undated),
    ]


def _dated(wanted: Sequence[Expectation], rows: Rows, *, most: int, worded: bool) -> list[Block]:
    """Show what has days, overdue first; of each the one that ends first."""
    blocks: list[Block] = []
    for stage, title in _DATED.items():
        here = [one for one in wanted if one.stage == stage and one.window and not is_possible(one)]
        here.sort(key=lambda one: one.window.latest if one.window else date.max)
        shown: list[Block] = [dated_row(one, rows, worded=worded) for one in here[:most]]
        blocks += section(title, [*shown, *more_row(len(here) - len(shown))])
    return blocks


def _possible(ask: Ask, wanted: Sequence[Expectation], rows: Rows, *, most: int) -> list[Block]:
    here = _newest_first(ask, [one for one in wanted if is_possible(one)])
    if not here:
        return []
    shown: list[Block] = [date_row(one.tracked) for one in here[:most]]
    untold = all(one.tracked.outcome is None for one in here)
    none: list[Block] = [Line((f"None reported {in_sources(ask)}.",))] if untold else []
    return [possible_title(here, year=rows.year), *shown, *more_row(len(here) - len(shown)), *none]


def _undated(ask: Ask, wanted: Sequence[Expectation], title: str, *, most: int) -> list[Block]:
    here = _newest_first(ask, [one for one in wanted if one.stage in _UNDATED[title] and not is_possible(one)])
    shown: list[Block] = [date_row(one.tracked) for one in here[:most]]
    return section(f"{title} · {len(here):,}", [*shown, *more_row(len(here) - len(shown))])


def _answered(ask: Ask, wanted: Sequence[Expectation], rows: Rows, *, most: int) -> list[Block]:
    here = _newest_first(ask, [one for one in wanted if one.stage == "answered"])
    told = [outcome_row(ask, one.tracked, one.recorded, rows) or date_row(one.tracked) for one in here[:most]]
    return section(f"Answered · {len(here):,}", [*told, *more_row(len(here) - len(told))])


def _newest_first(ask: Ask, some: Sequence[Expectation]) -> list[Expectation]:
    """Sort by the day from which they can have been known, the last first, then by id."""
    since = known_since(ask, [one.tracked for one in some])
    return sorted(some, key=lambda one: since[one.tracked.id], reverse=True)
