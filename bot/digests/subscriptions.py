"""Subscriptions to digests: who gets them, where and when; read back before they are saved."""

from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Literal

from bot.asking import Ask, UserError
from bot.blocks import Answer, Choice, Line
from bot.digests.filters import Filters, dump_filters
from bot.digests.history import answer, own
from bot.digests.options import Number, Typed, offered, read_back, settled
from bot.digests.runs import hold_next, hold_none
from bot.digests.timetable import EXAMPLE
from db.desk.subscriptions import (
    Subscription,
    add_subscription,
    delete_drafts,
    list_subscriptions,
    mark_seen,
    mark_state,
    newest_position,
    replace_settings,
)
from db.reading.news import Position
from db.storage.schema import LOCAL

MOST = 25  # subscriptions of a desk
_DRAFTS_KEPT = timedelta(days=1)

Unchanged = Literal["", "say", "silent"]
Channel = Annotated[str, "the channel or thread it goes to; without: this one", "this channel"]
Days = Annotated[str, "weekdays, e.g. mon-fri or daily"]
Zone = Annotated[str, "the zone of its times, e.g. Europe/Berlin; without: the desk’s"]
People = Annotated[str, "only what names them, e.g. peskov; -lavrov leaves out; all takes back"]
Parties = Annotated[str, "only what names them or their people, e.g. russia, -ukraine"]
Subjects = Annotated[str, "only these subjects, e.g. talks, -health"]
Kinds = Annotated[str, "only these kinds, e.g. statement, offer or -point"]
Nothing = Annotated[Unchanged, "with nothing new: say so in one line, or stay silent"]
Ping = Annotated[str, "a role to notify with each digest; none for nobody", "notified role"]


def add(
    ask: Ask,
    *,
    times: Annotated[str, "times of the day, e.g. 08:00, 17:30"],
    days: Days = "daily",
    channel: Channel = "",
    zone: Zone = "",
    person: People = "",
    party: Parties = "",
    subject: Subjects = "",
    kind: Kinds = "",
    unchanged: Nothing = "",
    ping: Ping = "",
) -> Answer:
    """Have what changed posted to a channel, at your times: it is read back before it is saved.

    Each digest tells what changed since the one before, and what falls due before the next. Filters hold at once: what
    names the person and the subject, and is of the kind. In the night clocks change each time comes once.
    """
    delete_drafts(ask.view.connection, desk=ask.desk.id, before=ask.now - _DRAFTS_KEPT)
    if len(list_subscriptions(ask.view.connection, "active", "paused", desk=ask.desk.id)) >= MOST:
        raise UserError(f"This desk has {MOST} digests already. Remove one first: /digest list")
    typed = Typed(
        channel=channel,
        times=times,
        days=days,
        zone=zone,
        person=person,
        party=party,
        subject=subject,
        kind=kind,
        unchanged=unchanged,
        ping=ping,
    )
    draft = settled(ask, _blank(ask), typed)
    return _draft(ask, replace(draft, id=add_subscription(ask.view.connection, draft)))


def _blank(ask: Ask) -> Subscription:
    return Subscription(
        desk=ask.desk.id,
        dossier=ask.head.id,
        state="draft",
        channel="terminal" if ask.desk.id == LOCAL else ask.asker.channel,
        times=(),
        days=(),
        zone=ask.desk.zone,
        filters=dump_filters(Filters()),
        unchanged="say",
        ping="",
        owner=ask.asker.id,
        owner_name=ask.asker.name,
        seen=Position(0, 0, ask.as_of, ask.now),
        made_at=ask.now,
    )


def _draft(ask: Ask, draft: Subscription) -> Answer:
    which = f"of digest {draft.replaces}" if draft.replaces else "of a new digest"
    blocks = [*read_back(ask, draft), *offered(draft)]
    return answer(ask, f"Read back {which}: not saved yet", blocks)


def edit(
    ask: Ask,
    *,
    number: Number,
    times: Annotated[str, "times of the day, e.g. 08:00, 17:30"] = "",
    days: Days = "",
    channel: Annotated[str, "the channel or thread it goes to", "channel"] = "",
    zone: Zone = "",
    person: People = "",
    party: Parties = "",
    subject: Subjects = "",
    kind: Kinds = "",
    unchanged: Nothing = "",
    ping: Ping = "",
) -> Answer:
    """Change a digest’s times, channel or filters; what you leave out stays. It is read back before it is saved.

    “all” takes a filter back: person:all. What was recorded since the last digest is not lost.
    """
    ask, found = own(ask, number, "active", "paused", "draft")
    typed = Typed(
        channel=channel,
        times=times,
        days=days,
        zone=zone,
        person=person,
        party=party,
        subject=subject,
        kind=kind,
        unchanged=unchanged,
        ping=ping,
    )
    changed = settled(ask, found, typed)
    if found.state == "draft":
        replace_settings(ask.view.connection, changed)
        return _draft(ask, changed)
    draft = replace(changed, state="draft", replaces=found.id, made_at=ask.now)
    return _draft(ask, replace(draft, id=add_subscription(ask.view.connection, draft)))


def change(ask: Ask, *, number: Number) -> Answer:
    """Say how to change what was read back."""
    own(ask, number, "draft")
    line = f"/digest edit {number} {EXAMPLE}"
    return answer(ask, "Change it", [Line((f"Send what is to be different, e.g. {line}",))])


def save(ask: Ask, *, number: Number) -> Answer:
    """Save a digest that was read back."""
    ask, draft = own(ask, number, "draft", "active", "paused", "removed")
    if draft.state != "draft" or not mark_state(ask.view.connection, draft, "removed" if draft.replaces else "active"):
        raise UserError(f"That was saved already. See /digest list, or change it: /digest edit {number} {EXAMPLE}")
    kept = _take_in(ask, draft) if draft.replaces else _begin(ask, draft)
    if kept.state == "active":
        hold_next(ask.view.connection, kept, now=ask.now, desk=ask.desk)
    return answer(ask, f"Saved: digest {kept.id}", read_back(ask, kept))


def _begin(ask: Ask, draft: Subscription) -> Subscription:
    """Let a new digest tell of what is recorded and published from now on."""
    seen = newest_position(ask.view.connection, now=ask.now, day=ask.as_of)
    mark_seen(ask.view.connection, draft.id, seen)
    return replace(draft, state="active", seen=seen)


def _take_in(ask: Ask, draft: Subscription) -> Subscription:
    """Set a digest to what was read back; what it has told stays told."""
    _, found = own(ask, str(draft.replaces), "active", "paused")
    replace_settings(ask.view.connection, replace(draft, id=found.id))
    return replace(draft, id=found.id, state=found.state, seen=found.seen)


def pause(ask: Ask, *, number: Number) -> Answer:
    """Stop a digest for a time; nothing it would have told is lost."""
    ask, found = own(ask, number, "active", "paused")
    if found.state != "active" or not mark_state(ask.view.connection, found, "paused"):
        raise UserError(f"Digest {number} is paused already. Go on with /digest resume {number}")
    hold_none(ask.view.connection, found)
    said = "No digest is posted until it is resumed; the first one after that tells all that changed meanwhile."
    return answer(ask, f"Digest {number} is paused", [Line((said,)), Choice("Resume", f"/digest resume {number}")])


def resume(ask: Ask, *, number: Number) -> Answer:
    """Go on with a digest that was paused; the next one tells all that changed since its last."""
    ask, found = own(ask, number, "active", "paused")
    if found.state != "paused" or not mark_state(ask.view.connection, found, "active"):
        raise UserError(f"Digest {number} is not paused. See /digest list")
    hold_next(ask.view.connection, found, now=ask.now, desk=ask.desk)
    return answer(ask, f"Digest {number} goes on", read_back(ask, found))


def remove(ask: Ask, *, number: Number) -> Answer:
    """Remove a digest, after asking once more; it can be taken back."""
    ask, found = own(ask, number, "active", "paused")
    blocks = read_back(ask, found, runs=1)
    sure = [Choice("Remove", f"/digest drop {found.id}"), Choice("Keep", "/digest list")]
    return answer(ask, f"Remove digest {found.id}?", [*blocks, *sure])


def drop(ask: Ask, *, number: Number) -> Answer:
    """Remove a digest for which this was asked before."""
    ask, found = own(ask, number, "active", "paused", "removed")
    if found.state == "removed" or not mark_state(ask.view.connection, found, "removed"):
        raise UserError(f"Digest {number} was removed already. See /digest list")
    hold_none(ask.view.connection, found)
    undo = Choice("Undo", f"/digest restore {found.id} {found.state}")
    return answer(ask, f"Digest {found.id} is removed", [Line(("Nothing more is posted by it.",)), undo])


def restore(ask: Ask, *, number: Number, state: Annotated[Literal["active", "paused"], "as it was"]) -> Answer:
    """Take back the removal of a digest."""
    ask, found = own(ask, number, "active", "paused", "removed")
    if found.state != "removed" or found.replaces or not mark_state(ask.view.connection, found, state):
        raise UserError(f"Digest {number} is not removed. See /digest list")
    if state == "active":
        hold_next(ask.view.connection, found, now=ask.now, desk=ask.desk)
    return answer(ask, f"Digest {found.id} is back, {state}", read_back(ask, found))
