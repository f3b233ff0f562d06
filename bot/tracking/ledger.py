"""The ledger of tracked dates: what is expected when, what became of it, who looks after it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from bot.asking import Ask, local_day
from bot.phrasing.lines import natural
from bot.tracking.schedule import is_of_window
from bot.tracking.state import answered, as_moved, overdue, watched
from db.desk.lead_times import Lead, list_leads
from db.desk.outcomes import Outcome, latest, list_outcomes
from db.desk.watches import Watch, list_watches, owners
from db.model.edtf import Bounds
from db.model.records import TrackedDate
from db.outbox.outbox import Due
from db.reading.view import View, find_items, list_items, remember

Stage = Literal["overdue", "due", "coming", "condition", "dependent", "hope", "answered"]


_SETTLING = ("happened", "did not happen", "withdrawn")


@dataclass(frozen=True, slots=True)
class Expectation:
    """A tracked date as it stands: when to watch it, what the desk recorded, what it hangs on, what hangs on it.

    `moves` are the new dates recorded, oldest first; `owner` has taken it on; `lead` is when to remind of it alone.
    """

    tracked: TrackedDate
    window: Bounds | None
    recorded: Outcome | None
    moves: tuple[Outcome, ...]
    owner: Watch | None
    lead: Lead | None
    cause: Any
    cause_recorded: Outcome | None
    dependents: tuple[str, ...]
    stage: Stage


def expectations(ask: Ask) -> list[Expectation]:
    recorded = newest_outcomes(ask)
    everything = _outcomes(ask)
    taken = owners(known_watches(ask))
    tracked = sorted(list_items(ask.view, TrackedDate), key=lambda one: natural(one.id))
    hangs = {one.id: as_moved(one, recorded).depends_on or "" for one in tracked}
    causes = find_items(ask.view, {on for on in hangs.values() if on})
    dependents: dict[str, list[str]] = {}
    for id_, on in hangs.items():
        dependents.setdefault(on, []).append(id_)
    leads = list_leads(ask.view)
    found = []
    for one in tracked:
        mine = recorded.get(one.id)
        window = watched(ask.view, one, recorded, zone=ask.desk.zone)
        found.append(
            Expectation(
                one,
                window,
                mine,
                tuple(
                    move
                    for move in everything
                    if move.item == one.id and mine and move.kind == "moved" and move.at <= mine.at
                ),
                owner=taken.get(one.id),
                lead=leads.get(one.id),
                cause=causes.get(hangs[one.id]),
                cause_recorded=recorded.get(hangs[one.id]),
                dependents=tuple(dependents.get(one.id, ())),
                stage=stage_of(ask, as_moved(one, recorded), window, mine),
            )
        )
    return found


def stage_of(ask: Ask, tracked: TrackedDate, window: Bounds | None, recorded: Outcome | None) -> Stage:
    """Say how far a tracked date is, as it stands."""
    if window is not None:
        return "overdue" if overdue(window, ask.as_of) else "due" if window.earliest <= ask.as_of else "coming"
    if recorded is not None and recorded.kind in _SETTLING:
        return "answered"
    if tracked.outcome is not None and (tracked.outcome.kind != "unclear" or tracked.when is not None):
        return "answered"
    return "condition" if tracked.condition else "dependent" if tracked.depends_on else "hope"


def recorded(ask: Ask, item: str) -> list[Outcome]:
    """List what this desk has recorded of a tracked date, the oldest first."""
    return [one for one in _outcomes(ask) if one.item == item]


def newest_outcomes(ask: Ask) -> dict[str, Outcome]:
    """Give the newest outcome of each tracked date that this desk had recorded by now, and by the end of `as_of`."""
    return latest(known_outcomes(ask))


def known_outcomes(ask: Ask) -> list[Outcome]:
    """List the outcomes that this desk had recorded by now, and by the end of `as_of`, the oldest first."""
    return [one for one in _outcomes(ask) if is_known(ask, one.at)]


def known_watches(ask: Ask) -> list[Watch]:
    """List what people of this desk had said on tracked dates by now, and by the end of `as_of`, the oldest first."""
    return [one for one in list_watches(ask.view) if is_known(ask, one.at)]


def is_known(ask: Ask, at: datetime) -> bool:
    """Tell whether what a desk recorded counts: by now, and where an earlier day is asked for, by the end of that.

    The day of a digest is one of its own zone: what was recorded by then counts, whichever day that is at the desk.
    """
    return at <= ask.now and (not ask.explicit_as_of or local_day(at, ask.desk.zone) <= ask.as_of)


def _outcomes(ask: Ask) -> list[Outcome]:
    return remember(ask.view, ("outcomes",), lambda: list_outcomes(ask.view))


def after_recorded(ask: Ask, *, dossier: str) -> Ask:
    """Let what is to be recorded come after all that is: a press may have waited behind one that arrived later."""
    view = View(ask.view.connection, ask.desk.id, dossier, ask.as_of)
    now = max([ask.now, *(outcome.at for outcome in list_outcomes(view))])
    return replace(ask, now=now, view=replace(view, as_of=max(ask.as_of, local_day(now, ask.desk.zone))))


def owner_of(ask: Ask, tracked: TrackedDate) -> Watch | None:
    """Give who has taken a tracked date on."""
    return owners(list_watches(ask.view, item=tracked.id)).get(tracked.id)


def is_open(ask: Ask, tracked: TrackedDate, due: Due, *, occasion: str = "") -> bool:
    """Tell whether a reminder still waits for an answer: nobody gave one, and its window was not moved since."""
    outcomes, occasion = newest_outcomes(ask), occasion or due.occasion
    if due.kind == "opened":
        moved = tracked.id in outcomes and outcomes[tracked.id].moved_to
        return not moved and not answered(ask.view, tracked, outcomes)
    window = watched(ask.view, tracked, outcomes, zone=ask.desk.zone)
    if window is None:  # asked again of what has no days
        return occasion.startswith("later") and not answered(ask.view, tracked, outcomes)
    return is_of_window(occasion, window)
