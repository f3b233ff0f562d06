"""Tracked dates that arrive: what is owed for them, the message, and the desk's answers to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal, get_args

from bot import schedule
from bot.answers.sources import mark_sources
from bot.answers.words import day, label_parts, natural, when_parts
from bot.asking import Ask, Asker, UserError, local_day
from bot.blocks import Answer, Block, Choice, Exact, Group, Line, Moment, Part, Window
from bot.planning import plan
from db import edtf, outbox
from db.desks import Desk, list_reminder_channels
from db.dossiers import list_dossiers
from db.edtf import EdtfError
from db.engine import Connection
from db.items import View, find_items, list_items
from db.outbox import Due
from db.outcomes import Outcome, add_outcome, has_press, list_outcomes
from db.records import Announcement, OutcomeKind, Person, TrackedDate

# what a button says -> what it records; "later" records nothing and asks again
PRESSES: dict[str, OutcomeKind | None] = {
    "happened": "happened",
    "not": "did not happen",
    "moved": "moved",
    "unclear": "unclear",
    "later": None,
}
_LABELS = {"happened": "Happened", "not": "Did not", "moved": "Moved", "unclear": "Unclear", "later": "Later"}

Press = Literal["happened", "not", "moved", "unclear", "later"]


async def reminder(
    connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()
) -> Answer:
    """Word the message that is owed: what was expected, in whose words, from which source, and the buttons."""
    view = View(connection, desk.id, due.dossier, local_day(now, desk.zone))
    heads = {head.id: head for head in await list_dossiers(connection, desk=desk.id)}
    tracked = (await find_items(view, [due.item])).get(due.item)
    head = heads[due.dossier]
    ask = Ask(view, head, desk, now, asker=Asker("", ""))
    if not isinstance(tracked, TrackedDate):
        text = f"{due.item} was to be remembered now, but the dossier no longer has it."
        return Answer(f"Reminder: {due.item}", (Line((text,)),), dossier=head.title)
    outcomes = await list_outcomes(connection, desk=desk.id, dossier=due.dossier, item=due.item)
    blocks: list[Block] = [Line((remark,), label="Note") for remark in remarks]
    blocks += await expectation(ask, tracked)
    blocks += [recorded_line(outcome) for outcome in outcomes]
    if not outcomes or outcomes[-1].kind == "unclear":
        blocks.append(Line((_question(due),)))
        blocks += [Choice(_LABELS[press], f"/due {due.id} {press}") for press in get_args(Press)]
    sources = await mark_sources(ask, tuple(blocks))
    return Answer(f"Reminder: {tracked.title}", tuple(blocks), as_of=ask.as_of, dossier=head.title, sources=sources)


def _question(due: Due) -> str:
    lead = due.occasion.partition(" ")[0]
    return {
        "opening": "From now on this may happen. Has it?",
        "closing": "The time given for this is over. Did it happen?",
        "later": "You asked to be asked again: did it happen?",
    }[lead]


async def expectation(ask: Ask, tracked: TrackedDate) -> list[Block]:
    """Say what is expected, when, in whose words, and what hangs on it."""
    people = await find_items(ask.view, [given.by for given in tracked.announced])
    blocks: list[Block] = [_window_line(tracked)] if tracked.when or tracked.condition else []
    blocks += [_announced(given, people.get(given.by)) for given in tracked.announced]
    if tracked.depends_on:
        cause = (await find_items(ask.view, [tracked.depends_on])).get(tracked.depends_on)
        if cause is not None:
            blocks.append(label_parts([f"{cause.title} ({cause.id})"], cites=_sources(tracked), label="Hangs on"))
    dependents = [one for one in await list_items(ask.view, TrackedDate) if one.depends_on == tracked.id]
    if dependents:
        lines = [
            label_parts([f"{one.title} ({one.id})"], cites=_sources(one)) for one in sorted(dependents, key=_number)
        ]
        blocks.append(Group("What hangs on it", tuple(lines)))
    if tracked.outcome is not None:
        what: list[Part] = [f"{tracked.outcome.kind}: {tracked.outcome.text}"]
        blocks.append(label_parts(what, cites=tracked.outcome.sources, label="Reported outcome"))
    return blocks


def _number(tracked: TrackedDate) -> tuple[int, str]:
    return natural(tracked.id)


def _sources(tracked: TrackedDate) -> list[str]:
    return [given.source for given in tracked.announced]


def _window_line(tracked: TrackedDate) -> Line:
    if tracked.when is None:
        return label_parts([tracked.condition], cites=_sources(tracked), label="Condition")
    parts = list(when_parts(tracked.when))
    parts += [f"; {tracked.condition}"] if tracked.condition else []
    return label_parts(parts, cites=tracked.when.sources or _sources(tracked), label="Expected")


def _announced(given: Announcement, person: Person | None) -> Line:
    parts: list[Part] = [f"{person.name if person else given.by}: "]
    parts += [Exact(given.exact)] if given.exact else []
    parts += [f" – {given.text}" if given.exact else given.text] if given.text else []
    return label_parts(parts, cites=[given.source], label="Announced")


def recorded_line(outcome: Outcome) -> Line:
    """Say what a desk recorded, by whom and when."""
    parts: list[Part] = [outcome.kind]
    if outcome.moved_to:
        parts += [" to ", Window(outcome.moved_to)]
    parts += [f" – recorded by {outcome.actor_name}, ", Moment(outcome.at)]
    parts += [f"; basis: {outcome.basis}"] if outcome.basis else ["; no basis given"]
    return Line(tuple(parts), label="This desk's answer")


async def outcome(
    ask: Ask,
    *,
    item: Annotated[str, "the tracked date, e.g. D1"],
    kind: Annotated[Literal["happened", "did-not-happen", "moved", "unclear", "withdrawn"], "what became of it"],
    to: Annotated[str, "the new day or window, if it was moved"] = "",
    basis: Annotated[str, "how you know: a source, a call, a link"] = "",
) -> Answer:
    """Record what became of a tracked date.

    It is kept with your name and the time. Recording again corrects it; the earlier answer stays in the record.
    """
    found = await find_items(ask.view, [item, item.upper()])
    tracked = next((one for one in found.values() if isinstance(one, TrackedDate)), None)
    if tracked is None:
        ids = ", ".join(one.id for one in sorted(await list_items(ask.view, TrackedDate), key=_number))
        raise UserError(f"There is no tracked date “{item}”. There are {ids or 'none'}.")
    meant: OutcomeKind = "did not happen" if kind == "did-not-happen" else kind
    await _record(ask, ask.head.id, tracked, meant, to=to, basis=basis)
    return await _recorded(ask, tracked)


async def due(
    ask: Ask,
    *,
    row: Annotated[str, "the reminder's number"],
    press: Annotated[Press, "what became of it"],
    to: Annotated[str, "the new day or window, if it was moved"] = "",
) -> Answer:
    """Answer a reminder.

    The first answer counts; who comes second is told who was first, and can correct it with /outcome.
    """
    found = await outbox.find_due(ask.view.connection, int(row)) if row.isdecimal() and len(row) < 16 else None
    if found is None or found.desk != ask.desk.id:
        raise UserError(f"There is no reminder {row[:20]} here. Tracked dates are answered with {_EXAMPLE}.")
    view = replace(ask.view, dossier=found.dossier)
    tracked = (await find_items(view, [found.item])).get(found.item)
    if not isinstance(tracked, TrackedDate):
        raise UserError(f"The dossier no longer has {found.item}, so there is nothing to answer.")
    here = replace(ask, view=view)
    if PRESSES[press] is None:
        await _ask_again(here, found)
    else:
        await _first_only(here, found, tracked)
        await _record(here, found.dossier, tracked, PRESSES[press] or "unclear", to=to, basis="")
    return await reminder(view.connection, ask.desk, found, now=ask.now, remarks=_again(ask, press))


_EXAMPLE = "/outcome D1 happened"


def _again(ask: Ask, press: str) -> tuple[str, ...]:
    if press != "later":
        return ()
    local = schedule.next_hour(ask.now, zone=ask.desk.zone, hour=ask.desk.hour)
    return (f"{ask.asker.name} asked to be asked again on {day(local.date())}, {local:%H:%M} ({ask.desk.zone}).",)


async def _first_only(ask: Ask, found: Due, tracked: TrackedDate) -> None:
    outcomes = await list_outcomes(ask.view.connection, desk=ask.desk.id, dossier=found.dossier, item=found.item)
    if await has_press(ask.view.connection, ask.request):
        return
    if outcomes and outcomes[-1].kind != "unclear":
        first = outcomes[-1]
        raise UserError(
            f"{first.actor_name} already answered “{first.kind}” for {tracked.id} on {day(first.at.date())}, "
            f"{first.at:%H:%M} UTC. To correct it: /outcome {tracked.id} happened"
        )


async def _record(ask: Ask, dossier: str, tracked: TrackedDate, kind: OutcomeKind, *, to: str, basis: str) -> None:
    connection = ask.view.connection
    if await has_press(connection, ask.request):
        return  # the same request twice, e.g. replayed by Discord, records one answer
    recorded = Outcome(
        desk=ask.desk.id,
        dossier=dossier,
        item=tracked.id,
        kind=kind,
        actor=ask.asker.id,
        actor_name=ask.asker.name,
        at=ask.now,
        basis=basis.strip()[:300],
        moved_to=_moved_to(kind, to.strip()),
    )
    await add_outcome(connection, recorded, press=ask.request)
    for place in await list_reminder_channels(connection, desk=ask.desk.id, dossier=dossier):
        await plan(connection, ask.desk, dossier, place.channel, now=ask.now)


def _moved_to(kind: OutcomeKind, to: str) -> str:
    if kind != "moved":
        if to:
            raise UserError(f"A new date goes with “moved” only, not with “{kind}”.")
        return ""
    if not to:
        raise UserError("Moved to when? Give a day or a window, e.g. to:2022-08-10 or to:2022-08-10/2022-08-12")
    try:
        edtf.bounds(to)
    except EdtfError as error:
        raise UserError(f"to: {error}") from error
    return to


async def _ask_again(ask: Ask, found: Due) -> None:
    local = schedule.next_hour(ask.now, zone=ask.desk.zone, hour=ask.desk.hour)
    again = replace(
        found,
        id=0,
        occasion=f"later {local.date().isoformat()}",
        local=local,
        zone=ask.desk.zone,
        due_at=schedule.instant(local, ask.desk.zone),
        attempts=0,
        first_try_at=None,
        nonce="",
        message="",
        reason="",
    )
    rows = await outbox.list_due(ask.view.connection, desk=ask.desk.id, dossier=found.dossier)
    same = next((row for row in rows if (row.item, row.occasion) == (again.item, again.occasion)), None)
    if same is None:
        await outbox.add_due(ask.view.connection, again)
    elif same.state == "cancelled":
        await outbox.replace_due(ask.view.connection, same.id, again)


async def _recorded(ask: Ask, tracked: TrackedDate) -> Answer:
    outcomes = await list_outcomes(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id, item=tracked.id)
    blocks = [*await expectation(ask, tracked), *(recorded_line(one) for one in outcomes)]
    return Answer(f"Recorded: {tracked.title} ({tracked.id})", tuple(blocks))
