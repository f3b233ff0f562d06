"""What something hung on is settled: the desk is told what opens, and why."""

from collections.abc import Sequence
from datetime import datetime

from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Line
from bot.phrasing.citations import mark_sources
from bot.phrasing.items import called
from bot.phrasing.lines import label_parts, natural
from bot.phrasing.marks import with_own_cites
from bot.tracking.ledger import is_open, newest_outcomes, owner_of, recorded
from bot.tracking.reminders import (
    Press,
    buttons,
    circumstances,
    expectation,
    opening_line,
    owner_line,
    press_line,
    recorded_line,
)
from bot.tracking.state import Settled, as_moved, cause_settled
from db.desk.desks import Desk
from db.model.records import TrackedDate
from db.outbox.outbox import Due
from db.reading.merges import find_remaining
from db.reading.view import list_items
from db.storage.database import Connection


def opened(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()) -> Answer:
    """Word why tracked dates open, or what else became of what they hang on."""
    ask, _cause = circumstances(connection, desk, due, now=now)
    outcomes, view, head = newest_outcomes(ask), ask.view, ask.head
    everything = list_items(view, TrackedDate)
    on = (due.item, find_remaining(view, due.item))
    dependents = sorted(
        (one for one in everything if as_moved(one, outcomes).depends_on in on), key=lambda one: natural(one.id)
    )
    settled = cause_settled(view, dependents[0], outcomes, zone=desk.zone) if dependents else None
    notes: list[Block] = [Line((remark,), label="Note") for remark in remarks]
    if settled is None:
        text = f"What hung on {due.item} waits for it again, or no longer hangs on it: {due.item} was corrected."
        return Answer(f"{due.item}: nothing waits for it any more", (*notes, Line((text,))), dossier=head.title)
    open_ = [one for one in dependents if is_open(ask, one, due)]
    blocks = [*notes, opening_line(settled)]
    for one in dependents:
        blocks += _told(ask, due, one, settled, waits=one in open_, alone=len(open_) == 1)
    told = with_own_cites(tuple(blocks))
    marks = mark_sources(ask, told)
    place = f"{due.channel}/{due.message}" if due.message else ""
    title = _title(settled, open_)
    return Answer(title, told, as_of=ask.as_of, dossier=head.title, sources=marks, posted=place)


def _told(ask: Ask, due: Due, one: TrackedDate, settled: Settled, *, waits: bool, alone: bool) -> list[Block]:
    """Say what becomes of a dependent: with its buttons while it is open, else with its answer."""
    happened = settled.kind == "happened"
    sources = [given.source for given in one.announced]
    blocks: list[Block] = [label_parts([_said(one, happened=happened, waits=waits)], cites=sources)]
    if not waits:
        return blocks + [recorded_line(answer) for answer in recorded(ask, one.id)]
    owner = owner_of(ask, one)
    blocks += [owner_line(owner)] if owner else []
    if not alone:
        return [*blocks, Choice(f"Answer {one.id}", press_line(due, "answer", one))]
    blocks += answers(ask, one, due, happened=happened)
    return [*blocks, Choice(f"{one.id} in full", ask.again(f"/item {one.id}"))]


def answers(ask: Ask, one: TrackedDate, due: Due, *, happened: bool) -> list[Choice]:
    """Offer what can be done about a dependent; what waited for something that failed may be withdrawn with it."""
    return buttons(ask, one, due, *(() if happened else _FALLS))


_FALLS: tuple[Press, ...] = ("withdrawn",)


def which(ask: Ask, one: TrackedDate, due: Due) -> Answer:
    """Ask of one dependent of several what becomes of it."""
    settled = cause_settled(ask.view, one, newest_outcomes(ask), zone=ask.desk.zone)
    happened = settled is not None and settled.kind == "happened"
    blocks = [*expectation(ask, one), *answers(ask, one, due, happened=happened)]
    blocks.append(Choice(f"{one.id} in full", ask.again(f"/item {one.id}")))
    return Answer(f"What becomes of {one.id}, {one.title}?", tuple(blocks), aside=True)


def _title(settled: Settled, open_: Sequence[TrackedDate]) -> str:
    if settled.kind != "happened" or not open_:
        return f"{settled.cause.id}: {settled.kind}"
    names = ", ".join(one.id for one in open_)
    return f"{names} {'opens' if len(open_) == 1 else 'open'}: {settled.cause.id} happened"


def _said(one: TrackedDate, *, happened: bool, waits: bool) -> str:
    condition = f" (condition: {one.condition})" if one.condition else ""
    named = f"{one.id}, {called(one)}{condition}"
    if not waits:
        return f"{named}: answered"
    if not happened:
        return f"{named}: hung on it; what becomes of it?"
    days = "is watched on its own days" if one.when else "the desk is asked at its next hour"
    return f"{named}: waits for it no longer; {days}"
