"""When a reminder rings that somebody asked for in their own words: `ring_for`."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.date_words.meaning import Meaning, Order, PhraseError
from bot.date_words.read import read
from bot.date_words.read_back import kept, local_words, meaning_words
from bot.date_words.time_of_day import PARTS
from bot.localtime import instant, next_hour
from db.model.edtf import bounds


@dataclass(frozen=True, slots=True)
class Ringing:
    """The next instant to ring, UTC; the same in the desk's own zone; and the sentence that reads it back."""

    at: datetime
    local: datetime
    zone: str
    when: str  # the day, the hour and the zone, in words
    said: str
    meaning: Meaning


def ring_for(phrase: str, *, now: datetime, zone: str, hour: str, order: Order = "DMY") -> Ringing:
    """Find when to ring; raises PhraseError, whose text says what was wrong and one thing that works.

    A day rings at the desk's hour or its part of the day, a window on its first day or, once open, at the next such
    hour; “by Friday” rings on Friday. What is over, or hangs on something, is refused.
    """
    meaning = read(phrase, now, zone=zone, order=order)
    if meaning.kind == "condition":
        reason = f" hangs on “{meaning.hangs_on}”, and a reminder needs a time"
        raise PhraseError(phrase, "no date", reason, "“tomorrow”, “in two hours” or “Friday 10:00”")
    if at := meaning.start or meaning.at:
        local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    else:
        local = _local(meaning, now, hour)
        at = instant(local, zone)
    if at <= now and (later := _still_today(meaning, now)):
        local, at = later, instant(later, zone)
    if at <= now:
        raise PhraseError(phrase, "over", f": {local_words(local, zone)} is over", "“tomorrow” or “in two hours”")
    part = f" ({meaning.part})" if meaning.part else ""
    when = f"{local_words(local, zone)}{part}"
    return Ringing(at, local, zone, when, _said(meaning, when), meaning)


def _local(meaning: Meaning, now: datetime, hour: str) -> datetime:
    days = bounds(meaning.edtf)
    usual = datetime.combine(days.latest if meaning.deadline else days.earliest, _hour(meaning.part, hour))
    if meaning.kind == "day" or meaning.deadline or instant(usual, meaning.zone) > now:
        return usual
    ahead = next_hour(now, zone=meaning.zone, hour=hour)
    return ahead if ahead.date() <= days.latest else usual


_SOON = timedelta(minutes=30)


def _still_today(meaning: Meaning, now: datetime) -> datetime | None:
    """Give a time that is left of a part of today: the next full hour that is half an hour away, or the part's end."""
    here = now.astimezone(ZoneInfo(meaning.zone)).replace(tzinfo=None)
    if not meaning.part or meaning.at or meaning.edtf not in (f"{here.date()}", f"{here.date()}/{here.date()}"):
        return None
    end = datetime.combine(here.date(), PARTS[meaning.part].ends)
    full = (here + _SOON + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    return min(full, end) if here < end else None


def _hour(part: str, hour: str) -> time:
    desk = time.fromisoformat(hour)
    if part == "morning" and desk >= time(12):
        return time(9)
    return (PARTS[part].rings if part in PARTS else None) or desk


def _said(meaning: Meaning, when: str) -> str:
    window = f", {meaning_words(meaning)}" if meaning.kind == "window" and not meaning.start else ""
    if meaning.start and meaning.at:
        window = f", until {meaning.at.astimezone(ZoneInfo(meaning.zone)):%H:%M}"
    return "; ".join((f"{when}, for {kept(meaning)}{window}", *meaning.remarks))
