"""What subscriptions have posted and are to post: the list, a preview, and any past digest word for word."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Annotated, Literal

from bot.asking import Ask, UserError, row_number
from bot.blocks import Answer, Block, Choice, Group, Line, Moment, Part, Place, RoleName
from bot.digests.compose import Span, compose, hidden
from bot.digests.options import Number, told
from bot.digests.runs import SILENT, made, timetable
from bot.digests.timetable import Run, last_run, next_run
from bot.localtime import instant
from db.desk.digest_runs import KIND, PART, list_runs
from db.desk.subscriptions import (
    State,
    Subscription,
    find_subscription,
    has_recorded,
    list_subscriptions,
    newest_position,
)
from db.loading.heads import DossierHead, list_dossiers, list_shared_dossiers
from db.outbox import outbox
from db.outbox.outbox import Due
from db.reading.news import Position
from db.reading.view import View

_MICROSECOND = timedelta(microseconds=1)
_MOST_CHOICES = 20  # buttons of a message, less those for turning pages


def own(ask: Ask, number: str, *states: State) -> tuple[Ask, Subscription]:
    """Find this desk's subscription of a number, and ask of its dossier; raises UserError."""
    typed = number.strip()
    found = find_subscription(ask.view.connection, row_number(typed), desk=ask.desk.id)
    heads = _heads(ask)
    if found is None or found.state not in states or found.dossier not in heads:
        there = list_subscriptions(ask.view.connection, "active", "paused", desk=ask.desk.id)
        known = ", ".join(str(one.id) for one in there)
        hint = f"There are {known}: see /digest list" if known else "There is none yet: /digest add 08:00"
        raise UserError(f"There is no digest {typed[:20]} here. {hint}")
    return _of(ask, heads[found.dossier]), found


def _heads(ask: Ask) -> dict[str, DossierHead]:
    """Give the dossiers that a digest can be of: those that the desk sees, and the shared ones that its own hide."""
    shared = list_shared_dossiers(ask.view.connection)
    return {head.id: head for head in [*shared, *list_dossiers(ask.view.connection, desk=ask.desk.id)]}


def _of(ask: Ask, head: DossierHead) -> Ask:
    view = View(ask.view.connection, ask.view.desk, head.id, ask.as_of)
    return replace(ask, view=view, head=head)


def answer(ask: Ask, title: str, blocks: Iterable[Block]) -> Answer:
    """Answer of the dossier that a subscription is of, whichever is asked here."""
    return Answer(title, tuple(blocks), as_of=ask.as_of, dossier=ask.head.title)


def listing(ask: Ask) -> Answer:
    """List this desk’s digests: where and when they go, of what, whose they are, the next run and the last result."""
    found = list_subscriptions(ask.view.connection, "active", "paused", desk=ask.desk.id)
    heads = _heads(ask)
    here = [(one, heads[one.dossier]) for one in found if one.dossier in heads]
    if not here:
        return Answer("Digests", (Line(("There is none yet. For example: /digest add 08:00 days:mon-fri",)),))
    blocks = [Group(f"Digest {one.id}: {head.title}", tuple(_listed(_of(ask, head), one))) for one, head in here]
    choices = [_word_for_word(ask, one) for one, _head in here[:_MOST_CHOICES]]
    return Answer("Digests", (*blocks, *(choice for choice in choices if choice)), line="/digest list")


def _word_for_word(ask: Ask, one: Subscription) -> Choice | None:
    last = _newest(list_runs(ask.view.connection, one))
    if last is None or not made(last):
        return None
    return Choice(f"Last of digest {one.id}, word for word", f"/digest show {last.id}")


def _newest(rows: Iterable[Due]) -> Due | None:
    return next((row for row in rows if row.detail and PART not in row.occasion), None)


def _listed(ask: Ask, one: Subscription) -> list[Block]:
    rows = list_runs(ask.view.connection, one)
    coming = next((row for row in rows if row.state == "held" and not row.detail), None)
    last = _newest(rows)
    following: tuple[Part, ...] = ("none while it is paused",)
    if coming:
        held = coming.due_at > instant(coming.local, coming.zone)
        following = (Moment(coming.due_at), ", when the quiet hours end" if held else "")
    if one.dossier not in {head.id for head in list_dossiers(ask.view.connection, desk=ask.desk.id)}:
        following = (str(hidden(one)),)
    pings: list[Part] = ["; notifies ", RoleName(one.ping)] if one.ping else []
    blocks: list[Block] = [
        Line((timetable(one).words(), "; goes to ", Place(one.channel), *pings), label="When"),
        Line((told(ask, one),), label="Tells of"),
        Line((one.owner_name,), label="Owner"),
        Line(following, label="Next"),
    ]
    return [*blocks, Line(_result(last), label="Last") if last else Line(("none yet",), label="Last")]


def _result(last: Due) -> tuple[Part, ...]:
    said = {
        "sent": "posted",
        "cancelled": SILENT,
        "parked": f"could not be posted, and is kept: {last.reason}",
    }.get(last.state, "is being posted" + (f"; {last.reason}" if last.reason else ""))
    return (Moment(last.due_at), f", {said}")


def show(
    ask: Ask,
    *,
    row: Annotated[str, "the number of the message"],
    depth: Annotated[Literal["short", "full"], "full: all that it told of"] = "short",
) -> Answer:
    """Show a past digest, or a part of one, word for word as it was posted; or all that it told of."""
    found = outbox.find_due(ask.view.connection, row_number(row))
    here = found is not None and (found.desk, found.kind) == (ask.desk.id, KIND)
    past = made(found, whole=depth == "full") if found is not None and here else None
    if past is None:
        raise UserError(f"No digest was posted under the number {row[:20]} here. See /digest list")
    line = f"/digest show {row}" + (" depth:full" if depth == "full" else "")
    return replace(past, line=line, seen_in=found.channel if found else "")


def preview(ask: Ask, *, number: Number) -> Answer:
    """Show what the next digest would say if it were made now; with as_of: the one of that day.

    A digest that was posted on the day is shown word for word as it was, whatever has changed since. For a day on which
    none was, it is put together from what was published by then.
    """
    ask, found = own(ask, number, "active", "paused", "draft")
    if found.dossier not in {head.id for head in list_dossiers(ask.view.connection, desk=ask.desk.id)}:
        raise hidden(found)
    if not ask.explicit_as_of:
        return _as_of_now(ask, found)
    rows = [row for row in list_runs(ask.view.connection, found) if row.local.date() == ask.as_of]
    whole = ask.depth == "full"
    heads = [row for row in rows if not (whole and PART in row.occasion)]
    parts = [past for row in sorted(heads, key=lambda row: row.id) if (past := made(row, whole=whole))]
    if not parts:
        return _of_a_day(ask, found)
    return replace(_joined(parts, title=f"Digests of {number} on that day"), seen_in=found.channel)


def _as_of_now(ask: Ask, found: Subscription) -> Answer:
    run = _coming(ask, found)
    until = newest_position(ask.view.connection, now=ask.now, day=max(found.seen.day, ask.as_of))
    since = found.seen if found.state != "draft" else replace(until, day=until.day)
    span = Span(since, until, run.local, found.zone, run.at)
    return _composed(replace(ask, view=replace(ask.view, as_of=until.day)), found, span)


def _coming(ask: Ask, found: Subscription) -> Run:
    """Give the run that is made next: of one that is held in quiet hours the time is past."""
    held = [row for row in list_runs(ask.view.connection, found) if row.state == "held" and not row.detail]
    if held:
        return Run(held[0].local, held[0].due_at)
    return next_run(timetable(found), after=ask.now)


def _of_a_day(ask: Ask, found: Subscription) -> Answer:
    """Put together what a digest would have said on a day, by what was published and recorded by then."""
    table = timetable(found)
    end = instant(datetime.combine(ask.as_of + timedelta(days=1), time()), found.zone) - _MICROSECOND
    run = last_run(table, until=end)
    before = last_run(table, until=run.at - _MICROSECOND)
    since = _position(ask, before.at, before.local)
    until = _position(ask, run.at, run.local)
    span = Span(since, until, run.local, found.zone, next_run(table, after=run.at).at)
    there = replace(ask, view=replace(ask.view, as_of=until.day), now=run.at)
    return _composed(there, found, span)


def _position(ask: Ask, at: datetime, local: datetime) -> Position:
    position = newest_position(ask.view.connection, now=at, day=local.date())
    if has_recorded(ask.view.connection, ask.head.id, until=position.change):
        return position
    # nothing had been loaded yet: what is there now is looked at, by its days of publication alone
    newest = newest_position(ask.view.connection, now=ask.now, day=local.date())
    return replace(position, change=newest.change)


def _composed(ask: Ask, found: Subscription, span: Span) -> Answer:
    digest = compose(ask, found, span, more=ask.again(f"/digest preview {found.id} depth:full"))
    if not digest.changed and found.unchanged == "silent":
        said = Line(("Nothing new, so nothing would be posted: this digest stays silent then.",))
        return replace(digest.parts[0], title=f"Preview: {digest.parts[0].title}", blocks=(said,))
    told = [digest.whole] if ask.depth == "full" else digest.parts[:1]
    parts = [replace(part, title=f"Preview: {part.title}") for part in told]
    return _joined(parts, title=parts[0].title.partition(", part")[0])


def _joined(parts: Sequence[Answer], *, title: str) -> Answer:
    """Show parts one after the other; a digest of one part stays as it is."""
    if len(parts) == 1:
        return parts[0]
    blocks = tuple(Group(part.title, part.blocks) for part in parts)
    marks = {mark.id: mark for part in parts for mark in part.sources}
    return replace(parts[0], title=title, blocks=blocks, sources=tuple(marks[id_] for id_ in sorted(marks)))
