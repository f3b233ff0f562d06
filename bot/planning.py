"""What a desk is owed: the tracked dates known today -> rows of the due table."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot import schedule
from bot.asking import local_day
from db import edtf, outbox
from db.desks import Desk
from db.dossiers import list_dossiers
from db.edtf import Bounds
from db.engine import Connection, lock
from db.items import View, list_items, published
from db.outbox import Due
from db.outcomes import Outcome, latest, list_outcomes
from db.records import TrackedDate

# an answer after which nothing more is asked; after "unclear" the remaining reminders still come
_SETTLING = ("happened", "did not happen", "withdrawn")


async def plan(connection: Connection, desk: Desk, dossier: str, channel: str, *, now: datetime) -> None:
    """Bring what a desk is owed in line with the tracked dates known today; safe to repeat at any time."""
    await lock(connection, f"plan {desk.id} {dossier}")
    view = View(connection, desk.id, dossier, local_day(now, desk.zone))
    heads = {head.id: head for head in await list_dossiers(connection, desk=desk.id)}
    recorded = await list_outcomes(connection, desk=desk.id, dossier=dossier)
    outcomes = latest([outcome for outcome in recorded if outcome.at <= now])
    rows = {
        (row.item, row.occasion): row
        for row in await outbox.list_due(connection, desk=desk.id, dossier=dossier, kind="reminder")
    }
    wanted: set[tuple[str, str]] = set()
    for tracked in await list_items(view, TrackedDate):
        window = await watched(view, tracked, outcomes.get(tracked.id))
        if window is None:
            continue
        wanted |= {key for key in rows if key[0] == tracked.id and _speaks_of(key[1], window)}
        leads = heads[dossier].remind if tracked.remind is None else tracked.remind
        for ring in schedule.rings(window, leads, learnt=now, zone=desk.zone, hour=desk.hour):
            due = Due(desk.id, dossier, tracked.id, ring.occasion, channel, ring.local, desk.zone, ring.at)
            await _owe(connection, rows.get((tracked.id, ring.occasion)), due, now=now)
    await outbox.cancel_due(connection, [row.id for key, row in rows.items() if key not in wanted])


def _speaks_of(occasion: str, window: Bounds) -> bool:
    """Tell whether a row was made for this window, rather than for one that has since been moved."""
    lead, _, day = occasion.partition(" ")
    return lead == "later" or day == (window.earliest if lead == "opening" else window.latest).isoformat()


async def _owe(connection: Connection, row: Due | None, due: Due, *, now: datetime) -> None:
    if row is None:
        await outbox.add_due(connection, due)
    elif row.state == "cancelled":
        await outbox.replace_due(connection, row.id, due)
    elif row.state == "waiting" and row.due_at > now and _place(row) != _place(due):
        await outbox.replace_due(connection, row.id, _keep_learnt(row, due))
    # overdue, being posted, posted or parked: it keeps its time


def _place(due: Due) -> tuple[str, datetime, str]:
    return due.channel, due.local, due.zone


def _keep_learnt(row: Due, due: Due) -> Due:
    # an opening learnt late was put to the desk's next hour once; planning again must not push it on and on
    same_clock = (row.zone, row.local.time()) == (due.zone, due.local.time())
    return replace(due, local=row.local, due_at=row.due_at) if same_clock and row.local < due.local else due


async def watched(view: View, tracked: TrackedDate, recorded: Outcome | None) -> Bounds | None:
    """Give the days on which a tracked date is to be watched: None if it has none, or its outcome is known.

    An outcome that only a source of uncertain day tells counts when that source had certainly been published.
    """
    if recorded is not None and recorded.kind in _SETTLING:
        return None
    if recorded is not None and recorded.kind == "moved":
        return edtf.bounds(recorded.moved_to)
    if tracked.outcome is not None and await _certain(view, tracked.outcome.sources):
        moved = tracked.outcome.when if tracked.outcome.kind == "moved" else None
        return edtf.bounds(moved.edtf) if moved else None
    return edtf.bounds(tracked.when.edtf) if tracked.when else None


async def _certain(view: View, sources: Sequence[str]) -> bool:
    days = await published(view, sources)
    return any(bounds.latest <= view.as_of for bounds in days.values())


def overdue(window: Bounds, as_of: date) -> bool:
    """Tell whether a window is over by a day."""
    return not window.open_end and window.latest < as_of
