"""What options give of zones and hours, in words that people type."""

from datetime import datetime, time

from bot import localtime
from bot.asking import UserError
from bot.date_words.places import offered, zones_meant
from bot.tracking import schedule
from db.desk.lead_times import NEVER


def zone_of(typed: str, *, now: datetime) -> str:
    """Read a time zone by its name, a place or a country; "" for none. Raises UserError, which offers places."""
    if not typed.strip():
        return ""
    meant = zones_meant(typed, now)
    if len(meant.zones) == 1 and not meant.against:
        return meant.zones[0]
    hint = f"Did you mean {offered(meant.zones, now)}?" if meant.zones else "For example: zone:Europe/Berlin"
    raise UserError(f"zone: “{typed[:40]}” {meant.against}. {hint}")


def hour_of(typed: str) -> str:
    """Read an hour of the day; "" for none. Raises UserError."""
    if not typed:
        return ""
    try:
        found = time.fromisoformat(typed.strip().zfill(5))
    except ValueError:
        found = None
    if found is None or found.tzinfo or found.second:
        raise UserError(f"“{typed[:20]}” is no hour of the day. For example: hour:09:00")
    return f"{found:%H:%M}"


def lead_times_of(typed: str, before: str) -> str:
    """Read the lead times of one date, which may be NEVER, as `leads_of` does. Raises UserError."""
    return NEVER if typed.strip().lower() in (NEVER, "none", "off") else leads_of(typed, before, option="times")


def leads_of(typed: str, before: str, *, option: str = "leads") -> str:
    """Read lead times; "default" for those of each dossier, and nothing for those of before. Raises UserError."""
    if not typed.strip():
        return before
    if typed.strip().lower() == "default":
        return ""
    try:
        return ", ".join(schedule.leads(typed))
    except ValueError as error:
        raise UserError(
            f"{option}: “{str(error)[:30]}” is no lead time. For example, with all that there are: "
            f'{option}:"2 weeks before opening, 2 days before closing, opening, closing, overdue daily"'
        ) from error


def quiet_of(typed: str, before: str, *, option: str = "quiet") -> str:
    """Read quiet hours; "off" for none, and nothing for those of before. Raises UserError."""
    if not typed.strip():
        return before
    if typed.strip().lower() == "off":
        return ""
    try:
        return localtime.quiet_hours(typed)
    except ValueError as error:
        raise UserError(
            f"{option}: “{typed[:40]}” is no span of hours. For example: {option}:22:00-07:00, or {option}:off"
        ) from error
