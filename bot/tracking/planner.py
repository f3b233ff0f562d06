"""What a desk is owed: the tracked dates known today, and whoever wants to be told -> rows of the due table."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot import localtime
from bot.asking import Ask, Asker, local_day
from bot.tracking import schedule
from bot.tracking.ledger import newest_outcomes
from bot.tracking.schedule import Ring
from bot.tracking.state import SETTLING, Settled, answered, cause_settled, overdue, watched, watched_hours
from db.desk.desks import Desk, list_reminder_channels, mark_planned
from db.desk.lead_times import NEVER, Lead, list_leads
from db.desk.outcomes import Outcome
from db.desk.people_settings import Reader, find_readers
from db.desk.watches import Watch, list_watches, notified, owners
from db.loading.heads import DossierHead, list_dossiers
from db.model.edtf import Bounds
from db.model.records import TrackedDate
from db.outbox import outbox
from db.outbox.outbox import Due
from db.reading.view import View, list_items
from db.storage.database import Connection, lock

Key = tuple[str, str, str]  # kind, item, occasion

# a reminder to the desk's channel, the same in person, and that something opens since its cause is settled
_KINDS = ("reminder", "personal", "opened")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is known of a desk and a dossier while planning; `rows` are what it is or was owed."""

    view: View
    desk: Desk
    head: DossierHead
    channel: str
    now: datetime
    outcomes: Mapping[str, Outcome]
    leads: Mapping[str, Lead]
    owners: Mapping[str, Watch]
    notified: Mapping[str, Sequence[Watch]]
    readers: Mapping[str, Reader]
    rows: Mapping[Key, Due]
    wanted: dict[Key, Due] = field(default_factory=dict)


def plan(connection: Connection, desk: Desk, dossier: str, channel: str, *, now: datetime) -> None:
    """Bring what a desk is owed in line with the tracked dates known today; safe to repeat at any time."""
    lock(connection, f"plan {desk.id} {dossier}")
    head = next((one for one in list_dossiers(connection, desk=desk.id) if one.id == dossier), None)
    if head is None:  # the desk has loaded one of its own by that name, which hides the shared one
        rows = outbox.list_due(connection, desk=desk.id, dossier=dossier)
        outbox.cancel_due(connection, [row.id for row in rows if row.kind in _KINDS])
        return
    plan_ = _plan(connection, desk, head, channel, now=now)
    everything = list_items(plan_.view, TrackedDate)
    for tracked in everything:
        window = watched(plan_.view, tracked, plan_.outcomes, zone=desk.zone)
        if window is not None:
            _watch(plan_, tracked, window)
        elif not answered(plan_.view, tracked, plan_.outcomes):
            plan_.wanted.update((key, row) for key, row in _rows_of(plan_, tracked) if _lead(key[2]) == "later")
    openings = _openings(plan_, everything)
    wanted = plan_.wanted | openings
    known = [key for key in plan_.rows if key in wanted]
    outbox.add_all_due(connection, [due for key, due in wanted.items() if key not in plan_.rows])
    for key in known:
        _owe(connection, plan_.rows[key], wanted[key], now=now)
    if old := [row.id for key, row in plan_.rows.items() if key not in wanted and not _is_past(key, row)]:
        outbox.cancel_due(connection, old)
    if anew := [plan_.rows[key].id for key in known if plan_.rows[key].reason == outbox.UNWANTED]:
        outbox.want_again(connection, anew)
    _first_time(connection, plan_, openings)


def _plan(connection: Connection, desk: Desk, head: DossierHead, channel: str, *, now: datetime) -> _Plan:
    view = View(connection, desk.id, head.id, local_day(now, desk.zone))
    watches = list_watches(view)  # all: of two presses at once the later one may have been recorded first
    rows = outbox.list_due(connection, desk=desk.id, dossier=head.id)
    return _Plan(
        view=view,
        desk=desk,
        head=head,
        channel=channel,
        now=now,
        outcomes=newest_outcomes(Ask(view, head, desk, now, Asker("", ""))),
        leads=list_leads(view),
        owners=owners(watches),
        notified=notified(watches),
        readers=find_readers(connection, {watch.person for watch in watches}),
        rows={(row.kind, row.item, row.occasion): row for row in rows if row.kind in _KINDS},
    )


def _is_past(key: Key, row: Due) -> bool:
    """Tell whether a row needs no cancelling, whatever is wanted now."""
    return row.state in ("sent", "cancelled") or _spoken_to(key)[1].startswith("answered")


# --- what is watched


def leads_of(tracked: TrackedDate, desk: Desk, head: DossierHead, own: Lead | None) -> Sequence[str]:
    """Give when to remind of a tracked date: as the desk settled for it or it says itself, else for all of them."""
    if own is not None:
        return () if own.leads == NEVER else schedule.leads(own.leads)
    if tracked.remind is not None:
        return tracked.remind
    return schedule.leads(desk.leads) if desk.leads else head.remind


def _watch(plan_: _Plan, tracked: TrackedDate, window: Bounds) -> None:
    """Want what a watched date asks for: rows of this window that there are already, and those still to come."""
    desk, owner = plan_.desk, plan_.owners.get(tracked.id)
    leads = leads_of(tracked, desk, plan_.head, plan_.leads.get(tracked.id))
    repeats = _repeats(plan_, tracked, window)
    for key, row in _rows_of(plan_, tracked):
        person, occasion = _spoken_to(key)
        if not schedule.is_of_window(occasion, window) or (person and person not in _people(plan_, tracked)):
            continue
        if occasion.startswith("overdue"):
            stays = repeats and person == (owner.person if owner else "")
        else:
            # a lead time that nobody asks for any more takes what has not rung yet along
            stays = row.state != "waiting" or row.due_at <= plan_.now or _lead(occasion) in ("later", *leads)
        if stays:
            plan_.wanted[key] = row
    hours = watched_hours(tracked, window)
    for ring in schedule.rings(window, leads, learnt=plan_.now, zone=desk.zone, hour=desk.hour, hours=hours):
        _want(plan_, tracked, ring, None)
        for watch in plan_.notified.get(tracked.id, ()):
            _want(plan_, tracked, ring, watch)
    for ring in schedule.overdue_rings(window, leads, now=plan_.now, zone=desk.zone, hour=desk.hour) if repeats else ():
        _want(plan_, tracked, ring, owner)


def _rows_of(plan_: _Plan, tracked: TrackedDate) -> Iterator[tuple[Key, Due]]:
    """Yield what there is already of reminders of a date, in the channel and in person."""
    for key, row in plan_.rows.items():
        if key[1] == tracked.id and key[0] != "opened" and not _spoken_to(key)[1].startswith("answered"):
            yield key, row


def _lead(occasion: str) -> str:
    return occasion.rpartition(" ")[0]


def _spoken_to(key: Key) -> tuple[str, str]:
    """Part an occasion into the person it is for, "" for the whole desk, and what it is."""
    person, _, occasion = key[2].rpartition(": ")
    return person, occasion


def _people(plan_: _Plan, tracked: TrackedDate) -> set[str]:
    told = {watch.person for watch in plan_.notified.get(tracked.id, ())}
    return told | ({plan_.owners[tracked.id].person} if tracked.id in plan_.owners else set())


def _repeats(plan_: _Plan, tracked: TrackedDate, window: Bounds) -> bool:
    """Tell whether to ask again each morning: nobody has answered, and it was not over when first heard of."""
    recorded = plan_.outcomes.get(tracked.id)
    if recorded is not None and recorded.kind != "moved":
        return False
    if not overdue(window, plan_.view.as_of):
        return True
    return any(
        row.state != "cancelled" and schedule.is_of_window(_spoken_to(key)[1], window)
        for key, row in _rows_of(plan_, tracked)
    )


def _want(plan_: _Plan, tracked: TrackedDate, ring: Ring, watch: Watch | None) -> None:
    """Want one message, in the desk's channel or in person."""
    due = message(plan_.desk, plan_.head.id, tracked.id, ring, channel=plan_.channel)
    due = in_person(due, watch, plan_.readers[watch.person]) if watch else hold(due, plan_.desk.quiet)
    plan_.wanted[due.kind, due.item, due.occasion] = due


def message(desk: Desk, dossier: str, item: str, ring: Ring, *, channel: str, kind: str = "reminder") -> Due:
    """Make the row of a message to a desk's channel."""
    return Due(desk.id, dossier, item, ring.occasion, channel, ring.local, desk.zone, ring.at, kind=kind)


def in_person(due: Due, watch: Watch, reader: Reader) -> Due:
    """Make the row of the same message in person; where that fails it goes to the channel where it was asked for."""
    detail = json.dumps({"fallback": watch.channel, "name": watch.person_name})
    own = replace(
        due,
        kind="personal",
        occasion=f"{watch.person}: {due.occasion}",
        channel=f"user:{watch.person}",
        detail=detail,
    )
    return hold(own, reader.quiet, zone=reader.zone)


def hold(due: Due, quiet: str, *, zone: str = "") -> Due:
    """Put a message that falls into quiet hours to their end, and say so in its row."""
    end = localtime.end_of_quiet(due.due_at, quiet, zone=zone or due.zone)
    if end is None:
        return due
    return replace(due, local=localtime.local_time(end, due.zone), due_at=end, held_since=due.due_at)


# --- what opens


def _openings(plan_: _Plan, everything: Sequence[TrackedDate]) -> dict[Key, Due]:
    """Want a message for each cause that is settled while others still hang on it."""
    found: dict[Key, Due] = {}
    waiting = waiting_for(plan_.view, everything, plan_.outcomes, zone=plan_.desk.zone)
    for cause, _dependents in waiting.values():
        occasion = f"{cause.kind} {cause.stamp}"
        key = ("opened", cause.cause.id, occasion)
        local = localtime.local_time(plan_.now, plan_.desk.zone)
        ring = Ring(occasion, local, localtime.instant(local, plan_.desk.zone))
        due = message(plan_.desk, plan_.head.id, cause.cause.id, ring, channel=plan_.channel, kind="opened")
        found[key] = plan_.rows.get(key) or hold(due, plan_.desk.quiet)
    return found


def waiting_for(
    view: View, everything: Sequence[TrackedDate], outcomes: Mapping[str, Outcome], *, zone: str
) -> dict[str, tuple[Settled, list[TrackedDate]]]:
    """Give each settled cause with the tracked dates that hang on it and have no answer of their own."""
    found: dict[str, tuple[Settled, list[TrackedDate]]] = {}
    for tracked in everything:
        recorded = outcomes.get(tracked.id)
        answered = (recorded is not None and recorded.kind in SETTLING) or (
            tracked.outcome is not None and tracked.outcome.kind in SETTLING
        )
        settled = None if answered else cause_settled(view, tracked, outcomes, zone=zone)
        if settled is not None:
            found.setdefault(settled.cause.id, (settled, []))[1].append(tracked)
    return found


def _first_time(connection: Connection, plan_: _Plan, openings: Mapping[Key, Due]) -> None:
    """Keep what was settled before a channel was chosen as no news, the first time anything is planned for it."""
    places = list_reminder_channels(connection, desk=plan_.desk.id, dossier=plan_.head.id)
    if all(place.planned for place in places):
        return
    rows = outbox.list_due(connection, desk=plan_.desk.id, dossier=plan_.head.id, kind="opened")
    old = [row.id for row in rows if (row.kind, row.item, row.occasion) in openings.keys() - plan_.rows.keys()]
    outbox.cancel_due(connection, old)
    mark_planned(connection, desk=plan_.desk.id, dossier=plan_.head.id, now=plan_.now)


# --- rows


def _owe(connection: Connection, row: Due, due: Due, *, now: datetime) -> None:
    if row.id == due.id:
        return  # a row that there is already, and that stays as it is
    if row.state == "cancelled":
        outbox.replace_due(connection, row.id, due)
    elif row.state == "waiting" and row.due_at > now and _place(row) != _place(due):
        outbox.replace_due(connection, row.id, _keep_learnt(row, due))
    # overdue, being posted, posted or parked: it keeps its time


def _place(due: Due) -> tuple[str, datetime, str]:
    return due.channel, due.local, due.zone


def _keep_learnt(row: Due, due: Due) -> Due:
    # an opening learnt late was put to the desk's next hour once; planning again must not push it on and on
    same_clock = (row.zone, row.local.time()) == (due.zone, due.local.time())
    return replace(due, local=row.local, due_at=row.due_at) if same_clock and row.local < due.local else due
