"""Telling whoever can mend it that a channel takes no messages."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.blocks import Answer, Choice, Line, Place
from bot.platforms import is_person, platform_of
from db.desk.desks import Desk, list_reminder_channels
from db.outbox.channel_breakers import Breaker, list_breakers
from db.outbox.outbox import Due, add_due
from db.storage.database import Connection


def tell_of(connection: Connection, breaker: Breaker, *, now: datetime) -> None:
    """Owe a notice to another channel of the desk, or where there is none to whoever chose this one, in person."""
    closed = {one.channel for one in list_breakers(connection, desk=breaker.desk)} | {breaker.channel}
    places = list_reminder_channels(connection, desk=breaker.desk)
    open_ = [place for place in places if place.channel not in closed]
    chose = [place for place in places if place.channel == breaker.channel and is_person(place.actor)]
    if not open_ and not chose:
        return
    place = (open_ or chose)[0]
    channel = place.channel if open_ else f"user:{place.actor}"
    detail = json.dumps({"channel": breaker.channel, "reason": breaker.reason})
    occasion = f"closed {breaker.channel} {breaker.since.isoformat(timespec='microseconds')}"
    notice = Due(
        desk=breaker.desk,
        kind="notice",
        dossier=place.dossier,
        item="",
        occasion=occasion,
        detail=detail,
        channel=channel,
        local=now.replace(tzinfo=None),
        zone="UTC",
        due_at=now,
    )
    add_due(connection, notice)


def notice(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()) -> Answer:
    """Say which channel takes no messages, why, and what to do."""
    told, home = json.loads(due.detail), platform_of(due.desk).home
    lines = (
        *(Line((remark,), label="Note") for remark in remarks),
        Line(("Messages for ", Place(told["channel"]), " can't be posted; they are kept."), label="Kept"),
        Line((told["reason"],), label="Reason"),
        Line(
            (f"Mend it, then press Try again (or send /setup retry:yes in the {home}).",),
            label="To do",
        ),
    )
    # in person there is no server to which the button could belong
    again = () if due.channel.startswith("user:") else (Choice("Try again", "/setup retry:yes"),)
    return Answer("A channel takes no messages", (*lines, *again))
