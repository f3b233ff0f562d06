"""Tracked dates that arrive: the message that is owed for one, in a channel and in person."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from bot.asking import Ask, Asker, local_day
from bot.blocks import Answer, Block, Choice, Exact, Group, Line, Moment, Part, Window
from bot.phrasing.citations import mark_sources
from bot.phrasing.items import called
from bot.phrasing.lines import label_parts, natural
from bot.phrasing.marks import with_own_cites
from bot.phrasing.when import day, expected_parts
from bot.tracking import schedule
from bot.tracking.ledger import is_open, newest_outcomes, owner_of, recorded
from bot.tracking.state import Settled, answered, as_moved, cause_settled, watched
from db.desk.desks import Desk
from db.desk.outcomes import Outcome
from db.desk.watches import Watch
from db.loading.heads import DossierHead, list_dossiers
from db.model.records import Announcement, Person, TrackedDate
from db.outbox import outbox
from db.outbox.outbox import Due
from db.reading.merges import find_remaining
from db.reading.view import View, find_items, list_items
from db.storage.database import Connection

Press = Literal["happened", "not", "moved", "unclear", "withdrawn", "later", "check", "take", "back", "answer"]
LABELS: dict[Press, str] = {
    "happened": "Happened",
    "not": "Did not",
    "moved": "Moved",
    "unclear": "Unclear",
    "withdrawn": "Withdrawn",
    "later": "Later",
    "check": "I’ll check",
    "take": "Take over",
    "back": "Hand back",
    "answer": "Answer",
}


def reminder(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()) -> Answer:
    """Word all that is known of a reminder: what was expected, in whose words, from which source; all the buttons."""
    ask, tracked = circumstances(connection, desk, due, now=now)
    if tracked is None:
        text = f"{due.item} was to be remembered now, but the dossier no longer has it."
        return Answer(f"Reminder: {due.item}", (Line((text,)),), dossier=ask.head.title)
    blocks = [*notes(due, remarks), *_told(ask, tracked)]
    if is_open(ask, tracked, due):
        blocks += [Line((_question(ask, tracked, due.occasion),)), *buttons(ask, tracked, due)]
    told = with_own_cites(tuple(blocks))
    sources = mark_sources(ask, told)
    place = f"{due.channel}/{due.message}" if due.message else ""
    return Answer(
        f"Reminder: {tracked.title}",
        told,
        as_of=ask.as_of,
        dossier=ask.head.title,
        sources=sources,
        posted=place,
    )


def buttons(ask: Ask, tracked: TrackedDate, due: Due, *more: Press) -> list[Choice]:
    """Offer what can be done about a tracked date that a message tells of."""
    offered: tuple[Press, ...] = ("take", "back") if owner_of(ask, tracked) else ("check",)
    presses: tuple[Press, ...] = ("happened", "not", "moved", "unclear", *more, "later", *offered)
    notify = f"/notice {due.id}" + _which(due, tracked)
    return [*(Choice(LABELS[press], press_line(due, press, tracked)) for press in presses), Choice("Notify me", notify)]


def press_line(due: Due, press: Press, tracked: TrackedDate) -> str:
    """Write the line of a button under a message."""
    return f"/due {due.id} {press}" + _which(due, tracked)


def _which(due: Due, tracked: TrackedDate) -> str:
    # a message that tells of a cause speaks of several
    return "" if due.item == tracked.id else f" item:{tracked.id}"


def personal(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()) -> Answer:
    """Word what somebody asked to be told, or has taken on: the same without buttons, which are the desk's."""
    ask, tracked = circumstances(connection, desk, due, now=now)
    occasion = due.occasion.rpartition(": ")[2]
    if tracked is None:
        text = f"You asked to be told of {due.item}, but the dossier no longer has it."
        return Answer(f"For you: {due.item}", (Line((text,)),), dossier=ask.head.title)
    name = told_name(due)
    why = "you have taken it on" if occasion.startswith("overdue") else "you asked to be told"
    blocks: list[Block] = [*notes(due, remarks), Line((f"{name}: {why}.",), label="Why you get this")]
    blocks += _told(ask, tracked)
    if is_open(ask, tracked, due, occasion=occasion) and not occasion.startswith("answered"):
        blocks.append(
            Line((_question(ask, tracked, occasion), f" Answer it in the desk’s channel: /outcome {tracked.id}"))
        )
    told = with_own_cites(tuple(blocks))
    sources = mark_sources(ask, told)
    return Answer(f"For you: {tracked.title}", told, as_of=ask.as_of, dossier=ask.head.title, sources=sources)


def told_name(due: Due) -> str:
    """Give the name of whom a message in person is for."""
    return str(json.loads(due.detail or "{}").get("name", "you"))


def circumstances(connection: Connection, desk: Desk, due: Due, *, now: datetime) -> tuple[Ask, TrackedDate | None]:
    """Ask as a desk does of what a message is about; None with it if the dossier no longer has that."""
    view = View(connection, desk.id, due.dossier, local_day(now, desk.zone))
    heads = {head.id: head for head in list_dossiers(connection, desk=desk.id)}
    head = heads.get(due.dossier) or DossierHead(due.dossier, due.dossier, "", (), 0)
    everything = list_items(view, TrackedDate)  # which tell what hangs on it, too
    there = {one.id: one for one in everything}
    found = there.get(due.item) or there.get(find_remaining(view, due.item))
    return Ask(view, head, desk, now, asker=Asker("", "")), found


def notes(due: Due, remarks: Sequence[str]) -> list[Block]:
    """Say what is to be remarked of a delivery."""
    notes: list[Block] = [Line((remark,), label="Note") for remark in remarks]
    if due.held_since:
        parts: list[Part] = ["due ", Moment(due.held_since), ", held until the quiet hours were over"]
        notes.append(Line(tuple(parts), label="Note"))
    return notes


def _told(ask: Ask, tracked: TrackedDate) -> list[Block]:
    outcomes = recorded(ask, tracked.id)
    settled = cause_settled(ask.view, tracked, newest_outcomes(ask), zone=ask.desk.zone)
    blocks: list[Block] = [opening_line(settled)] if settled else []
    blocks += expectation(ask, tracked)
    blocks += [recorded_line(outcome) for outcome in outcomes]
    owner = owner_of(ask, tracked)
    blocks += [owner_line(owner)] if owner else []
    return [*blocks, *snooze_lines(ask, tracked)]


def snooze_lines(ask: Ask, tracked: TrackedDate) -> list[Line]:
    """Say when the desk asks of a tracked date once more, and who wanted that; nobody is asked of what is answered."""
    if answered(ask.view, tracked, newest_outcomes(ask)):
        return []
    rows = outbox.list_due(
        ask.view.connection, desk=ask.desk.id, dossier=ask.view.dossier, kind="reminder", item=tracked.id
    )
    later = [row for row in rows if row.occasion.startswith("later") and row.state == "waiting"]
    names = [json.loads(row.detail or "{}").get("by", "") for row in later]
    return [
        Line((Moment(row.due_at), f" – {by} asked for it" if by else ""), label="Asked again")
        for row, by in zip(later, names, strict=True)
    ]


def _question(ask: Ask, tracked: TrackedDate, occasion: str) -> str:
    window = watched(ask.view, tracked, newest_outcomes(ask), zone=ask.desk.zone)
    over = "is over"
    if window is not None and (window.approximate or window.uncertain):
        over = "is about over (its end is not exact)"
    lead = schedule.lead_of(occasion)
    if lead.endswith("before opening"):
        return f"In {lead.removesuffix(' before opening')}, at the earliest, this may happen. Has it already?"
    if lead.endswith("before closing"):
        return f"In {lead.removesuffix(' before closing')} the time given for this is over. Has it happened?"
    return {
        "opening": "From now on this may happen. Has it?",
        "closing": f"The time given for this {over}. Did it happen?",
        "overdue": f"The time given for this {over}, and nobody has answered yet. Did it happen?",
        "later": "You asked to be asked again: did it happen?",
    }[lead]


def expectation(ask: Ask, tracked: TrackedDate) -> list[Block]:
    """Say what is expected, when, in whose words, and what depends on it."""
    people = find_items(ask.view, [given.by for given in tracked.announced])
    blocks: list[Block] = [_window_line(tracked)] if tracked.when or tracked.condition else []
    blocks += [_announced(given, people.get(given.by)) for given in tracked.announced]
    outcomes = newest_outcomes(ask)
    on = as_moved(tracked, outcomes).depends_on
    if on:
        cause = find_items(ask.view, [on]).get(on)
        if cause is not None:
            blocks.append(label_parts([f"{called(cause)} ({cause.id})"], cites=_sources(tracked), label="Hangs on"))
    everything = list_items(ask.view, TrackedDate)
    dependents = [one for one in everything if as_moved(one, outcomes).depends_on == tracked.id]
    if dependents:
        lines = [
            label_parts([f"{one.title} ({one.id})"], cites=_sources(one)) for one in sorted(dependents, key=_number)
        ]
        blocks.append(Group("What depends on it", tuple(lines)))
    if tracked.outcome is not None:
        what: list[Part] = [f"{tracked.outcome.kind}: {tracked.outcome.text}"]
        blocks.append(label_parts(what, cites=tracked.outcome.sources, label="Reported outcome"))
    return blocks


def _number(tracked: TrackedDate) -> tuple[int, str]:
    return natural(tracked.id)


def _sources(tracked: TrackedDate) -> list[str]:
    return [given.source for given in tracked.announced]


def _window_line(tracked: TrackedDate) -> Line:
    if tracked.when is None and tracked.condition:
        return label_parts([tracked.condition], cites=_sources(tracked), label="Condition")
    parts = list(expected_parts(tracked))
    parts += [f"; {tracked.condition}"] if tracked.condition else []
    return label_parts(parts, cites=(tracked.when and tracked.when.sources) or _sources(tracked), label="Expected")


def answer_group(tracked: TrackedDate, outcome: Outcome) -> Group:
    """Show what a desk recorded apart from what was expected: each with the sources of its own."""
    return Group(f"{tracked.id}, {tracked.title}", (_window_line(tracked), recorded_line(outcome)))


def _announced(given: Announcement, person: Person | None) -> Line:
    parts: list[Part] = [f"{person.name if person else given.by}: "]
    parts += [Exact(given.exact, (given.source,))] if given.exact else []
    parts += [f" – {given.text}" if given.exact else given.text] if given.text else []
    return label_parts(parts, cites=[given.source], label="Announced")


def recorded_line(outcome: Outcome) -> Line:
    """Say what a desk recorded, by whom, when and on what basis."""
    parts: list[Part] = [outcome.kind]
    if outcome.kind == "moved":
        parts += [" to ", *moved_parts(outcome), f", read by the rule “{outcome.rule}”" if outcome.rule else ""]
    parts += [f" – recorded by {outcome.actor_name}, ", Moment(outcome.at)]
    parts.append(f"; {basis_words(outcome)}")
    return Line(tuple(parts), (outcome.source,) if outcome.source else (), label="This desk's answer")


def basis_words(outcome: Outcome) -> str:
    """Say on what basis something was recorded: a source of the dossier, or the desk's own word."""
    if not outcome.basis:
        return "no basis given"
    return f"{'basis' if outcome.source else 'own word'}: {outcome.basis}"


def moved_parts(outcome: Outcome) -> list[Part]:
    """Say to when something was moved, in the words that were given."""
    if outcome.hangs_on:
        return [f"“{outcome.words}”, that is, once {outcome.hangs_on} has happened"]
    return [Window(outcome.moved_to), f" (“{outcome.words}”)" if outcome.words else ""]


def owner_line(owner: Watch) -> Line:
    """Say who has taken a tracked date on."""
    return Line((f"{owner.person_name}, since ", Moment(owner.at)), label="Checked by")


def settled_parts(settled: Settled) -> list[Part]:
    """Say what became of something that others hang on, and who says so."""
    named = f"{settled.cause.id}, {called(settled.cause)}"
    if settled.recorded is not None:
        by: list[Part] = [f", recorded by {settled.recorded.actor_name}, ", Moment(settled.recorded.at)]
        return [f"{named}: {settled.kind}", *by]
    return [f"{named}: {settled.kind}, as sources tell by {day(settled.day)}"]


def opening_line(settled: Settled) -> Line:
    """Say why something opens, or that it may not."""
    label = "Opens" if settled.kind == "happened" else "What it hangs on"
    cites = settled.sources or ((settled.recorded.source,) if settled.recorded and settled.recorded.source else ())
    return label_parts(settled_parts(settled), cites=cites, label=label)
