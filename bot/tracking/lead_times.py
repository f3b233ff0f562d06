"""When this desk is reminded of one tracked date."""

from typing import Annotated

from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Line, Moment, Part
from bot.phrasing.when import day
from bot.tracking import schedule
from bot.tracking.outcomes import find_tracked, plan_anew
from bot.tracking.planner import leads_of
from bot.tracking.setting_values import lead_times_of
from db.desk.desks import list_reminder_channels
from db.desk.lead_times import NEVER, Lead, add_lead, list_leads
from db.model.records import TrackedDate
from db.outbox import outbox
from db.storage.database import lock
from db.storage.schema import LOCAL


def leads(
    ask: Ask,
    *,
    item: Annotated[str, "the tracked date, e.g. D1"],
    times: Annotated[
        str, "e.g. 2 days before opening, at closing, every morning while overdue; never; default takes it back"
    ] = "",
) -> Answer:
    """Settle when this desk is reminded of one tracked date; without times, show it.

    It counts before what the dossier says of this date, and before what holds for all dates (/setup leads:). What has
    not rung yet is planned anew; what has rung stays.
    """
    connection, dossier = ask.view.connection, ask.head.id
    lock(connection, f"plan {ask.desk.id} {dossier}")
    tracked = find_tracked(ask, item)
    before = list_leads(ask.view).get(tracked.id)
    old = before.leads if before else ""
    wanted = lead_times_of(times, old)
    if wanted != old:
        new = Lead(ask.desk.id, dossier, tracked.id, wanted, ask.asker.id, ask.asker.name, ask.now)
        add_lead(connection, new)
        plan_anew(ask)
    blocks: list[Block] = [*lead_lines(ask, tracked), *_coming(ask, tracked)]
    if wanted != old:
        blocks.append(Choice("Undo", ask.again(f"/leads {tracked.id} times:“{old or 'default'}”")))
    return Answer(f"Reminders of {tracked.title} ({tracked.id})", tuple(blocks))


def lead_lines(ask: Ask, tracked: TrackedDate) -> list[Block]:
    """Say when a desk is reminded of a tracked date, and who settled that."""
    own = list_leads(ask.view).get(tracked.id)
    times = ", ".join(leads_of(tracked, ask.desk, ask.head, own)) or NEVER
    if own is not None:
        by: list[Part] = [f"{times} – for this date alone, by {own.actor_name}, ", Moment(own.at)]
        return [Line(tuple(by), label="Reminded")]
    whose = "as the dossier says of this date" if tracked.remind is not None else "as for all dates here"
    whose = whose if tracked.remind is not None or ask.desk.leads else "as for all dates of this dossier"
    return [Line((f"{times} – {whose}",), label="Reminded")]


def _coming(ask: Ask, tracked: TrackedDate) -> list[Block]:
    """List what is still to ring for it in the desk's channel."""
    if not list_reminder_channels(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id):
        terminal = "see it with: backchannel replay" if ask.desk.id == LOCAL else "choose one: /setup channel:"
        return [Line((f"nothing, since no channel gets the reminders of this dossier; {terminal}",), label="Next")]
    rows = outbox.list_due(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id, kind="reminder")
    coming = [row for row in rows if row.item == tracked.id and row.state in ("waiting", "claimed")]
    lines: list[Block] = [
        Line((f"{schedule.lead_of(row.occasion)}: ", Moment(row.due_at)), label="Next" if place == 0 else "then")
        for place, row in enumerate(coming[:3])
    ]
    return lines or [Line((f"nothing is waiting to ring as of {day(ask.as_of)}",), label="Next")]
