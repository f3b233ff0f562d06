"""Digests: the next run of each subscription is held in the due table, made when its time has come, and posted."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any

from bot.asking import Ask, Asker, UserError, local_day
from bot.blocks import Answer, Line
from bot.blocks_json import dump, keep, recall
from bot.digests.compose import Digest, Span, compose, hidden
from bot.digests.timetable import Run, Timetable, count_runs, runs
from bot.localtime import end_of_quiet, instant
from bot.log import Log
from db.desk.desks import Desk, get_desk
from db.desk.digest_runs import (
    KIND,
    cancel_runs,
    close_run,
    follow,
    get_head,
    hold_run,
    list_ready,
    list_runs,
    release_run,
)
from db.desk.subscriptions import (
    Subscription,
    find_subscription,
    list_subscriptions,
    mark_seen,
    newest_position,
    stand_still,
)
from db.loading.heads import list_dossiers
from db.outbox import outbox
from db.outbox.outbox import Due
from db.reading.news import Position
from db.reading.view import View
from db.storage.database import Connection, Database, DatabaseError, lock

SILENT = "nothing new, so nothing was posted"
_UNMADE = "It could not be made; the log says why. The next digest tells what this one would have."

_log = Log(__name__)


def timetable(subscription: Subscription) -> Timetable:
    """Give the times at which a subscription runs."""
    return Timetable(subscription.times, subscription.days, subscription.zone)


def hold_next(connection: Connection, subscription: Subscription, *, now: datetime, desk: Desk) -> Run:
    """See that the next run of a subscription after `now` is held, and no other; safe to repeat at any time.

    A local day and time for which a digest was made already is passed over: each comes once. One that falls into the
    desk's quiet hours is held until their end, and stays the next until then.
    """
    rows = {row.occasion: row for row in list_runs(connection, subscription)}
    unmade = [row for row in rows.values() if row.state == "held" and not row.detail and row.due_at > now]
    quiet = [run for row in unmade if (run := Run(row.local, instant(row.local, row.zone))).at <= now]
    coming = runs(timetable(subscription), after=now)
    run = next(run for run in chain(quiet, coming) if run.name not in rows or not rows[run.name].detail)
    cancel_runs(connection, [row.id for row in unmade if row.occasion != run.name])
    due = Due(
        subscription.desk,
        subscription.dossier,
        str(subscription.id),
        run.name,
        subscription.channel,
        run.local,
        subscription.zone,
        end_of_quiet(run.at, desk.quiet, zone=desk.zone) or run.at,
        kind=KIND,
    )
    hold_run(connection, due, row=rows.get(run.name))
    return run


def hold_anew(connection: Connection, desk: Desk, *, now: datetime) -> None:
    """Put the next run of each subscription of a desk where its quiet hours want it now."""
    for subscription in list_subscriptions(connection, "active", desk=desk.id):
        if not _is_due(connection, subscription, now=now):
            hold_next(connection, subscription, now=now, desk=desk)


def _is_due(connection: Connection, subscription: Subscription, *, now: datetime) -> bool:
    """Tell whether a run's time has come: then it is made, not put off."""
    rows = list_runs(connection, subscription)
    return any(row.state == "held" and not row.detail and row.due_at <= now for row in rows)


def hold_none(connection: Connection, subscription: Subscription) -> None:
    """Take back the run of a subscription that is held."""
    rows = list_runs(connection, subscription)
    cancel_runs(connection, [row.id for row in rows if row.state == "held" and not row.detail])


def hold_all(connection: Connection, *, now: datetime, desk: Desk) -> None:
    """See that each subscription in force has its next run held, at the instant that its zone gives it today."""
    for id_ in sorted({subscription.desk for subscription in list_subscriptions(connection, "active")}):
        hold_anew(connection, get_desk(connection, id_, default=desk), now=now)


# --- making what is due


def make_digests(database: Database, *, now: datetime, desk: Desk, local: bool) -> None:
    """Make the digests whose time has come, and let the parts of those follow whose first part is posted."""
    with database.reading() as connection:
        ready = list_ready(connection, now=now, local=local)
    for due in ready:
        if not due.detail:
            _make(database, due, now=now, desk=desk)
            continue
        with database.writing() as connection:
            head = get_head(connection, due)
            follow(connection, due, channel=thread_of(due.channel, head.message))


def thread_of(channel: str, message: str) -> str:
    """Name the thread under a message: Discord's has the message's id, Slack's is the channel's with its time."""
    if message.isdecimal():
        return message
    return f"{channel}/{message}" if message.replace(".", "").isdecimal() else channel


def _make(database: Database, due: Due, *, now: datetime, desk: Desk) -> None:
    try:
        with database.writing() as connection:
            make(connection, due, now=now, desk=desk)
    except DatabaseError as error:
        _log.warning("digest waits for the database", subscription=due.item, reason=str(error))
    except UserError as error:
        _give_up(database, due, now=now, desk=desk, reason=str(error))
    except Exception:  # one that can't be made must not keep the others from being posted
        _log.exception("digest not made", subscription=due.item, occasion=due.occasion)
        _give_up(database, due, now=now, desk=desk, reason=_UNMADE)


def make(connection: Connection, due: Due, *, now: datetime, desk: Desk) -> None:
    """Word a run's digest and let it be posted, move the subscription on, and hold its next run: all or nothing.

    After a time without the bot, one digest tells of everything that was missed.
    """
    stand_still(connection)
    lock(connection, f"digest {due.item}")
    subscription = find_subscription(connection, int(due.item), desk=due.desk)
    ripe = outbox.find_due(connection, due.id)
    if ripe is None or ripe.state != "held" or ripe.detail:
        return  # made by another worker meanwhile
    if subscription is None or subscription.state != "active":
        close_run(connection, ripe, detail="", reason="")
        return
    settled = get_desk(connection, due.desk, default=desk)
    until = newest_position(connection, now=now, day=max(subscription.seen.day, local_day(now, due.zone)))
    coming = hold_next(connection, subscription, now=now, desk=settled)
    at = instant(ripe.local, ripe.zone)
    missed = count_runs(timetable(subscription), after=at, until=now)
    held = at < ripe.due_at and not count_runs(timetable(subscription), after=ripe.due_at, until=now)
    span = Span(subscription.seen, until, ripe.local, ripe.zone, coming.at, missed, held)
    more = f"/digest show {ripe.id} depth:full"
    digest = compose(asking(connection, settled, subscription, until), subscription, span, more=more)
    mark_seen(connection, subscription.id, until)
    if digest.changed or subscription.unchanged == "say":
        release_run(connection, ripe, _kept(subscription, span, digest))
    else:
        close_run(connection, ripe, detail=dump(_positions(span)), reason=SILENT)


def asking(connection: Connection, desk: Desk, subscription: Subscription, until: Position) -> Ask:
    """Ask as a subscription does, as of a position; raises UserError if the desk no longer sees its dossier."""
    heads = {head.id: head for head in list_dossiers(connection, desk=subscription.desk)}
    if subscription.dossier not in heads:
        raise hidden(subscription)
    view = View(connection, subscription.desk, subscription.dossier, until.day)
    return Ask(view, heads[subscription.dossier], desk, until.at, Asker("", ""))


def _give_up(database: Database, due: Due, *, now: datetime, desk: Desk, reason: str) -> None:
    """Keep a run that can't be made, and go on with the next: nothing that it would have told is lost."""
    with database.writing() as connection:
        close_run(connection, due, detail="{}", parked=True, reason=reason)
        subscription = find_subscription(connection, int(due.item), desk=due.desk)
        if subscription is not None and subscription.state == "active":
            hold_next(connection, subscription, now=now, desk=get_desk(connection, due.desk, default=desk))


def _kept(subscription: Subscription, span: Span, digest: Digest) -> list[str]:
    """Write each part down as it is posted: what changes later changes nothing in it."""
    given = _positions(span) | {"channel": subscription.channel}
    first, *others = (given | {"answer": keep(answer)} for answer in digest.parts)
    head = first | {"ping": subscription.ping, "whole": keep(digest.whole)}
    return [dump(head), *(dump(part) for part in others)]


def _positions(span: Span) -> dict[str, Any]:
    return {"since": _position(span.since), "until": _position(span.until)}


def _position(position: Position) -> list[Any]:
    return [position.change, position.outcome, position.day.isoformat(), position.at.isoformat()]


# --- what was made


def digest(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()) -> Answer:
    """Give a part of a digest as it was made, with what is to be remarked of its delivery."""
    kept = json.loads(due.detail)
    answer = recall(kept["answer"])
    blocks = (*(Line((remark,), label="Note") for remark in remarks), *answer.blocks)
    under = kept["channel"] if due.channel != kept["channel"] else ""
    return replace(answer, blocks=blocks, line=f"/digest show {due.id}", ping=kept.get("ping", ""), under=under)


def made(due: Due, *, whole: bool = False) -> Answer | None:
    """Give a part of a digest word for word as it was made, or the `whole` of it; None if nothing was to be posted."""
    kept = json.loads(due.detail or "{}")
    answer = kept.get("whole") if whole else None  # those made before had no short form
    return recall(answer or kept["answer"]) if "answer" in kept else None
