"""/my zone, /my quiet: what a person settles for themselves."""

from dataclasses import replace
from typing import Annotated
from zoneinfo import ZoneInfo

from bot.asking import Ask
from bot.blocks import Answer, Line
from bot.localtime import zone_words
from bot.tracking.planner import hold
from bot.tracking.setting_values import quiet_of, zone_of
from db.desk.people_settings import Reader, find_readers, replace_reader
from db.outbox import outbox

MOST_OWN = 200  # reminders of one person that wait; twice as many may be begun


def my_zone(ask: Ask, *, zone: Annotated[str, "your own time zone, e.g. Europe/Berlin"] = "") -> Answer:
    """Settle your own time zone, in which your reminders and quiet hours are counted; without one, show it."""
    before = reader_of(ask)
    return _settle(ask, before, replace(before, zone=zone_of(zone, now=ask.now) or before.zone))


def my_quiet(
    ask: Ask, *, hours: Annotated[str, "hours in which you get no direct message, e.g. 22:00-07:00; or off"] = ""
) -> Answer:
    """Settle your own quiet hours, in your zone (/my zone); without them, show them.

    What falls due in quiet hours comes at their end, several reminders as one message.
    """
    before = reader_of(ask)
    return _settle(ask, before, replace(before, quiet=quiet_of(hours, before.quiet, option="hours")))


def reader_of(ask: Ask) -> Reader:
    return find_readers(ask.view.connection, [ask.asker.id])[ask.asker.id]


def _settle(ask: Ask, before: Reader, after: Reader) -> Answer:
    if after != before:
        replace_reader(ask.view.connection, after)
        _hold_anew(ask, after)
    shown = zone_words(after.zone or ask.desk.zone, ask.now)
    zone_line = Line((shown if after.zone else f"{shown}, as this desk",), label="Your zone")
    return Answer("Your settings", (zone_line, Line((after.quiet or "none",), label="Your quiet hours")))


def _hold_anew(ask: Ask, reader: Reader) -> None:
    """Put what waits for a person where their new quiet hours want it."""
    waiting = outbox.list_unsent_of_person(ask.view.connection, ask.asker.id, state=("waiting",), limit=MOST_OWN)
    for row in waiting:
        if row.due_at <= ask.now:
            continue
        at = row.held_since or row.due_at
        zone = reader.zone or row.zone
        local = at.astimezone(ZoneInfo(row.zone)).replace(tzinfo=None)
        bare = replace(row, local=local, due_at=at, held_since=None)
        outbox.replace_due(ask.view.connection, row.id, hold(bare, reader.quiet, zone=zone))
