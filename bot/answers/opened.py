"""What something hung on is settled: the desk is told what opens, and why."""

from collections.abc import Sequence
from datetime import datetime

from bot.answers.reminders import newest_outcomes, opening_line
from bot.answers.sources import mark_sources
from bot.answers.subjects import called
from bot.answers.words import label_parts, natural
from bot.asking import Ask, Asker, local_day
from bot.blocks import Answer, Block, Choice, Line
from bot.planning import waiting_for
from db.desks import Desk
from db.dossiers import DossierHead, list_dossiers
from db.engine import Connection
from db.items import View, list_items
from db.outbox import Due
from db.records import TrackedDate


async def opened(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()) -> Answer:
    """Word why tracked dates open, or what else became of what they hang on."""
    view = View(connection, desk.id, due.dossier, local_day(now, desk.zone))
    heads = {head.id: head for head in await list_dossiers(connection, desk=desk.id)}
    head = heads.get(due.dossier) or DossierHead(due.dossier, due.dossier, "", (), 0)
    ask = Ask(view, head, desk, now, asker=Asker("", ""))
    waiting = await waiting_for(view, await list_items(view, TrackedDate), await newest_outcomes(ask), zone=desk.zone)
    notes: list[Block] = [Line((remark,), label="Note") for remark in remarks]
    if due.item not in waiting:
        text = f"What hung on {due.item} has been answered meanwhile, or {due.item} itself was corrected."
        return Answer(f"{due.item}: nothing waits for it any more", (*notes, Line((text,))), dossier=head.title)
    settled, dependents = waiting[due.item]
    happened = settled.kind == "happened"
    blocks = [*notes, opening_line(settled)]
    for one in sorted(dependents, key=lambda one: natural(one.id)):
        sources = [given.source for given in one.announced]
        blocks.append(label_parts([_said(one, happened=happened)], cites=sources))
        blocks.append(Choice(f"{one.id} in full", ask.again(f"/item {one.id}")))
    if not happened:
        ids = natural_ids(dependents)
        blocks.append(Line((f"Record what becomes of it, e.g. /outcome {ids[0]} withdrawn",)))
    names = ", ".join(natural_ids(dependents))
    verb = "opens" if len(dependents) == 1 else "open"
    title = f"{names} {verb}: {settled.cause.id} happened" if happened else f"{settled.cause.id}: {settled.kind}"
    marks = await mark_sources(ask, tuple(blocks))
    return Answer(title, tuple(blocks), as_of=ask.as_of, dossier=head.title, sources=marks)


def natural_ids(items: Sequence[TrackedDate]) -> list[str]:
    """List ids as people order them."""
    return sorted((one.id for one in items), key=natural)


def _said(one: TrackedDate, *, happened: bool) -> str:
    condition = f" (condition: {one.condition})" if one.condition else ""
    named = f"{one.id}, {called(one)}{condition}"
    if not happened:
        return f"{named}: hung on it"
    days = "is watched on its own days" if one.when else "the desk is asked at its next hour"
    return f"{named}: waits for it no longer; {days}"
