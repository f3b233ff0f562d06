"""A scripted desk for a replay: it answers what later sources of the dossier tell, and takes on what none tells of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.asking import Asker
from bot.tracking.state import overdue, watched
from db.desk.outcomes import latest, list_outcomes
from db.desk.watches import list_watches, owners
from db.model import edtf
from db.model.edtf import Bounds
from db.model.records import ReportedOutcome, TrackedDate
from db.outbox.outbox import Due, list_due
from db.reading.view import View, list_items, published
from db.storage.database import Connection

SCRIPT = Asker("script", "the script", "editor")

_TAKEN_AFTER, _GIVEN_UP_AFTER = timedelta(days=2), timedelta(days=3)  # after the last day of a window
_TYPED = {"did not happen": "did-not-happen"}


@dataclass(frozen=True, slots=True)
class Act:
    """One line that the script sends, and why."""

    line: str
    options: Mapping[str, str]
    command: str
    why: str


def acts(connection: Connection, *, desk: str, dossier: str, zone: str, today: date) -> list[Act]:
    """List what the script does on a day: what may be told from today on, and what has long been overdue."""
    view = View(connection, desk, dossier, today)
    recorded = latest(list_outcomes(view))
    taken = owners(list_watches(view))
    rows = list_due(connection, desk=desk, dossier=dossier, kind="reminder")
    found: list[Act] = []
    for tracked in list_items(view, TrackedDate):
        if tracked.id in recorded:
            continue
        window = watched(view, tracked, recorded, zone=zone)
        if tracked.outcome is not None:
            days = published(view, tracked.outcome.sources)
            found += [_told(tracked, tracked.outcome)] if _first(days) <= today else []
        elif window is not None and overdue(window, today):
            asked = [row for row in rows if row.item == tracked.id and row.state == "sent"]
            found += _untold(tracked, window, asked, today=today, mine=tracked.id in taken)
    return found


def _first(days: Mapping[str, Bounds]) -> date:
    return min(bounds.earliest for bounds in days.values())


def _told(tracked: TrackedDate, outcome: ReportedOutcome) -> Act:
    source = outcome.sources[0]
    kind = _TYPED.get(outcome.kind, outcome.kind)
    options = {"item": tracked.id, "kind": kind, "basis": source}
    line = f"/outcome {tracked.id} {kind} basis:{source}"
    if outcome.kind == "moved" and outcome.when:
        options["to"] = outcome.when.edtf
        line += f" to:{outcome.when.edtf}"
    return Act(line, options, "outcome", f"as {source} tells, from the first day on which it may have been published")


def _untold(tracked: TrackedDate, window: Bounds, asked: list[Due], *, today: date, mine: bool) -> list[Act]:
    if asked and not mine and today >= window.latest + _TAKEN_AFTER:
        row = str(asked[-1].id)
        return [
            Act(f"/due {row} check", {"row": row, "press": "check"}, "due", "nobody has answered, so one takes it on")
        ]
    if mine and today >= window.latest + _GIVEN_UP_AFTER:
        basis = "no source of the dossier tells"
        options = {"item": tracked.id, "kind": "unclear", "basis": basis}
        return [Act(f"/outcome {tracked.id} unclear basis:“{basis}”", options, "outcome", "no source in it tells")]
    return []


def hour_of_acts(day: date) -> datetime:
    """Give when the script acts, as a local time: after the morning's reminders."""
    return datetime.combine(day, datetime.min.time()).replace(hour=10)


def announced_on(tracked: TrackedDate) -> str:
    """Say in one line what is expected."""
    when = f": {edtf.words(tracked.when.edtf)}" if tracked.when else ""
    condition = f"; condition: {tracked.condition}" if tracked.condition else ""
    hangs = f"; waits for {tracked.depends_on}" if tracked.depends_on else ""
    bare = "" if when or condition or hangs else ": no date given"
    return f"expected: {tracked.id}, {tracked.title}{when}{condition}{hangs}{bare}"
