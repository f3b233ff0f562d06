"""Asking again later: choices with their days, or own words, read back before they count."""

from datetime import date, datetime, time, timedelta

from bot import localtime
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Line
from bot.date_words.meaning import PhraseError
from bot.date_words.read_back import local_words
from bot.date_words.remind_at import ring_for
from bot.phrasing.when import day
from bot.tracking.reminders import press_line
from bot.tracking.schedule import Ring
from db.model.records import TrackedDate
from db.outbox.outbox import Due

OWN_WORDS = "?"  # what a button says that asks for them
_EVENING = time(18)
_DAY = timedelta(days=1)


def ask_later(ask: Ask, found: Due, tracked: TrackedDate, when: str) -> Ring | Answer:
    """Give when to ask again; or the question back: which of some times, or whether words were read rightly."""
    line = press_line(found, "later", tracked)
    title = f"Ask again: {tracked.title}"
    typed = when.strip()
    if not typed:
        offered = [Choice(label, f"{line} when:{local:%Y-%m-%dT%H:%M}") for label, local in choices(ask, ask.desk.zone)]
        own = Choice("Own words…", f"{line} when:{OWN_WORDS}")
        return Answer(title, (Line((f"When? Times are those of {ask.desk.zone}.",)), *offered, own), aside=True)
    if typed == OWN_WORDS:
        return Answer(
            title, (Line((f"{line} when:“in two days” or when:“Friday 10:00”",), label="Fill it in"),), aside=True
        )
    return exactly(ask, typed, "later") or read_back(
        ask, typed, title=title, save=f"{line} when:", change=f"{line} when:{OWN_WORDS}"
    )


def exactly(ask: Ask, typed: str, occasion: str, *, zone: str = "") -> Ring | None:
    """Read a moment as our own buttons write it; None if it is anything else. Raises UserError if it is past."""
    zone = zone or ask.desk.zone
    try:
        local = datetime.strptime(typed, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 – the zone's own time
    except ValueError:
        return None
    at = localtime.instant(local, zone)
    if at <= ask.now:
        raise UserError(f"when: {local_words(local, zone)} is past. For example: when:tomorrow")
    return Ring(f"{occasion} {local:%Y-%m-%dT%H:%M}", local, at)


def read_back(ask: Ask, typed: str, *, title: str, save: str, change: str, zone: str = "") -> Answer:
    """Say how own words were understood, and ask whether to save that. Raises UserError."""
    try:
        ringing = ring_for(typed, now=ask.now, zone=zone or ask.desk.zone, hour=ask.desk.hour, order=ask.desk.order)
    except PhraseError as error:
        raise UserError(f"when: {error}") from error
    blocks: tuple[Block, ...] = (
        Line((f"{ringing.said}.",), label="Understood"),
        Line(("Nothing is kept yet: save it, or change it.",)),
        Choice("Save", f"{save}{ringing.local:%Y-%m-%dT%H:%M}"),
        *([Choice("Change", change)] if change else []),
    )
    return Answer(title, blocks, aside=True)


def choices(ask: Ask, zone: str) -> list[tuple[str, datetime]]:
    """List times that are easily chosen, each with what it means."""
    now = localtime.local_time(ask.now, zone)
    hour = time.fromisoformat(ask.desk.hour)
    soon = now + timedelta(hours=1)
    evening = datetime.combine(now.date(), _EVENING)
    tomorrow = datetime.combine(now.date() + _DAY, hour)
    monday = datetime.combine(_monday_after(now.date()), hour)
    found = [(f"In an hour ({soon:%H:%M})", soon)]
    found += [(f"This evening ({evening:%H:%M})", evening)] if soon < evening else []
    found.append((f"Tomorrow ({tomorrow:%H:%M})", tomorrow))
    found += [(f"Monday, {day(monday.date())} ({monday:%H:%M})", monday)] if monday != tomorrow else []
    return found


def _monday_after(today: date) -> date:
    return today + (7 - today.weekday()) * _DAY
