"""A tracked date as an event of the server's own calendar, on request."""

from datetime import datetime, time, timedelta
from typing import Annotated

from bot.answers.lookup import find_item
from bot.asking import Ask, UserError, local_day
from bot.blocks import Answer, Appointment, Part, Window
from bot.localtime import instant
from bot.phrasing.lines import label_parts
from bot.phrasing.when import expected_parts, hours_of
from bot.platforms import SLACK
from bot.tracking.ledger import newest_outcomes
from bot.tracking.state import watched
from db.desk.outcomes import Outcome
from db.model import edtf
from db.model.edtf import Bounds
from db.model.records import TrackedDate
from db.storage.schema import LOCAL

_CALENDAR = "Take all tracked dates out as a calendar: /dossier export format:calendar"


def event(ask: Ask, *, item: Annotated[str, "a tracked date, e.g. D1"]) -> Answer:
    """Put a tracked date into this server's events; an inexact one spans all its days and says so.

    Where it was announced, in which words, stands in the event's description. What has no end, or is over, is refused.
    """
    if ask.desk.id == LOCAL or ask.desk.id.startswith(("dm-", SLACK)):
        raise UserError(f"Only a server of Discord’s has events. {_CALENDAR}")
    found = find_item(ask, item, example="/event D1", line=lambda id_: ask.again(f"/event {id_}"))
    if isinstance(found, Answer):
        return found
    if not isinstance(found, TrackedDate):
        raise UserError(f"{found.id} is no tracked date. See them with /dates, then for example: /event D1")
    answers = newest_outcomes(ask)
    window = watched(ask.view, found, answers, zone=ask.desk.zone)
    if window is None:
        raise UserError(f"{found.id} has been answered, or has no days. See /item {found.id}")
    return _answer(ask, found, window, _moved_to(found, answers.get(found.id)))


def _moved_to(tracked: TrackedDate, recorded: Outcome | None) -> str:
    """Give the new date that the desk recorded, or else the one that sources tell."""
    if recorded is not None and recorded.moved_to:
        return recorded.moved_to
    told = tracked.outcome.when if tracked.outcome is not None else None
    return told.edtf if told is not None else ""


def _answer(ask: Ask, tracked: TrackedDate, window: Bounds, moved: str) -> Answer:
    start, end = _span(ask, tracked, window)
    if tracked.when and edtf.bounds(tracked.when.edtf) == window and (hours := hours_of(tracked)):
        start, end = _within_day(ask, tracked, *hours)
    name = tracked.title if window.is_day else f"Some time in this window: {tracked.title}"
    own = tracked.when is not None and edtf.bounds(tracked.when.edtf) == window
    parts: tuple[Part, ...] = expected_parts(tracked) if own else (Window(moved), " (moved)")
    cites = [given.source for given in tracked.announced]
    block = label_parts([f"{tracked.id}, {tracked.title}: ", *parts], cites=cites)
    described = _described(tracked, tracked.when.edtf if own and tracked.when else moved)
    appointment = Appointment(name, described, ask.head.title, start, end)
    return Answer("Event", (block,), appointment=appointment, aside=True)


def _span(ask: Ask, tracked: TrackedDate, window: Bounds) -> tuple[datetime, datetime]:
    """Give the window's first and last instant; of what has begun, a minute from now on."""
    if window.open_start or window.open_end:
        raise UserError(f"{tracked.id} has no {'first' if window.open_start else 'last'} day, so it can't be an event.")
    if window.latest < local_day(ask.now, ask.desk.zone):
        raise UserError(
            f"{tracked.id} is over: {edtf.words(f'{window.earliest}/{window.latest}')}. Answer it: /outcome"
        )
    start = instant(datetime.combine(window.earliest, time()), ask.desk.zone)
    end = instant(datetime.combine(window.latest + timedelta(days=1), time()), ask.desk.zone)
    return max(start, ask.now + timedelta(minutes=1)), end


_AN_HOUR = timedelta(hours=1)  # an event of Discord has an end; where none is given, it is short


def _within_day(ask: Ask, tracked: TrackedDate, start: datetime, end: datetime) -> tuple[datetime, datetime]:
    end = end if end > start else start + _AN_HOUR
    if end <= ask.now:
        raise UserError(f"{tracked.id} is over. Answer it: /outcome")
    return max(start, ask.now + timedelta(minutes=1)), end


def _described(tracked: TrackedDate, when: str) -> str:
    words = [f"“{given.exact}”" if given.exact else given.text for given in tracked.announced]
    told = f"{tracked.id}: {edtf.words(when)}. Announced: {'; '.join(words)}"
    return f"{told} [{', '.join(given.source for given in tracked.announced)}]"
