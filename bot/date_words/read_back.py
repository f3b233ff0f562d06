"""How what was understood is read back: day, zone, and the words kept."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.date_words.meaning import Meaning
from bot.date_words.vocabulary import WEEKDAYS
from db.model.edtf import words


def local_words(local: datetime, zone: str) -> str:
    """Say a local time in full: “Friday 5 August 2022, 09:00 (Europe/Berlin)”."""
    return f"{WEEKDAYS[local.weekday()]} {words(local.date().isoformat())}, {local:%H:%M} ({zone})"


def kept(meaning: Meaning) -> str:
    """Quote the words as they were given."""
    return f"“{' '.join(meaning.words.split()).strip('“”')}”"


def meaning_words(meaning: Meaning) -> str:
    """Say what was understood: day and zone, an inexact date never as one day."""
    if meaning.kind == "condition":
        return f"{meaning.rule} “{meaning.hangs_on}”"
    if meaning.kind == "window" or meaning.at is None:
        return day_words(meaning)
    return local_words(meaning.at.astimezone(ZoneInfo(meaning.zone)).replace(tzinfo=None), meaning.zone)


def day_words(meaning: Meaning) -> str:
    """Say the days: a single one with its weekday and part, a window as such."""
    if meaning.start and meaning.at:
        start, end = (at.astimezone(ZoneInfo(meaning.zone)) for at in (meaning.start, meaning.at))
        weekday = WEEKDAYS[start.weekday()]
        return f"{weekday} {words(start.date().isoformat())}, {start:%H:%M}–{end:%H:%M} ({meaning.zone})"
    if meaning.kind == "window":
        until = f", {meaning.at.astimezone(ZoneInfo(meaning.zone)):%H:%M}" if meaning.at else ""
        return f"{words(meaning.edtf)}{until}"
    part = f", {meaning.part}" if meaning.part else ""
    return f"{WEEKDAYS[date.fromisoformat(meaning.edtf).weekday()]} {words(meaning.edtf)}{part}"
