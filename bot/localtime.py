"""Local hours and the nights when clocks change; pure."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_QUIET = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9]) ?[-–] ?([01]?[0-9]|2[0-3]):([0-5][0-9])")
_MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def quiet_hours(text: str) -> str:
    """Write quiet hours as they are kept ("22:00-07:00"); raises ValueError."""
    found = _QUIET.fullmatch(text.strip())
    if found is None or (found[1].zfill(2), found[2]) == (found[3].zfill(2), found[4]):
        raise ValueError(text)
    return f"{found[1].zfill(2)}:{found[2]}-{found[3].zfill(2)}:{found[4]}"


def end_of_quiet(at: datetime, quiet: str, *, zone: str) -> datetime | None:
    """Give the end of the quiet hours that a moment falls into; None if it falls into none."""
    if not quiet:
        return None
    begins, ends = (time.fromisoformat(one) for one in quiet.split("-"))
    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    inside = begins <= local.time() < ends if begins < ends else local.time() >= begins or local.time() < ends
    if not inside:
        return None
    end = datetime.combine(local.date(), ends)
    return instant(end if local.time() < ends else end + DAY, zone)


# Names without a place: what they mean hangs on the machine, on the version of the zone database, or on the season
_NO_PLACE = re.compile(
    r"factory|localtime|posixrules|(?:posix|right|systemv)/.*|etc/(?!utc$|gmt$|uct$|universal$|zulu$|greenwich$).*|gmt[+-]?0"
    r"|[a-z]{3,4}|[a-z]{3}[0-9][a-z]{3}",
    re.IGNORECASE,
)
_SAME_EVERYWHERE = ("utc", "gmt", "uct", "zulu", "cuba", "iran", "eire", "prc", "rok", "roc")


def is_of_a_place(zone: str) -> bool:
    """Tell whether a zone's name means the same clocks on every machine, in every season."""
    return zone.casefold() in _SAME_EVERYWHERE or not _NO_PLACE.fullmatch(zone)


def offset_words(at: datetime, zone: str) -> str:
    """Say how far a zone is from UTC: “UTC+5:30”."""
    offset = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    hours, minutes = divmod(abs(int(offset.total_seconds())) // 60, 60)
    return f"UTC{'−' if offset < timedelta() else '+'}{hours}{f':{minutes:02}' if minutes else ''}"


def zone_words(zone: str, at: datetime) -> str:
    """Read a zone back with its offset and its clock: “Europe/Moscow, UTC+3, now 20:31”."""
    return f"{zone}, {offset_words(at, zone)}, now {at.astimezone(ZoneInfo(zone)):%H:%M}"


def local_time(at: datetime, zone: str) -> datetime:
    """Give a moment as a zone's own time, in whole minutes."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)


def next_hour(after: datetime, *, zone: str, hour: str) -> datetime:
    """Give the desk's next hour strictly after a moment, as a local time without zone."""
    day = after.astimezone(ZoneInfo(zone)).date()
    while instant(at_hour(day, hour), zone) <= after:
        day += DAY
    return at_hour(day, hour)


def instant(local: datetime, zone: str) -> datetime:
    """Turn a local time into its instant, UTC.

    A time that comes twice in the night clocks change is the first one; one that is skipped is the first instant
    after the gap.
    """
    there = ZoneInfo(zone)
    probe = local
    while not _exists(probe, there):
        probe -= _MINUTE
    found = probe.replace(tzinfo=there).astimezone(UTC)
    return found if probe == local else found + _MINUTE


def is_skipped(local: datetime, zone: str) -> bool:
    """Tell whether clocks in a zone skip this local time."""
    return not _exists(local, ZoneInfo(zone))


def comes_twice(local: datetime, zone: str) -> bool:
    """Tell whether clocks in a zone show this local time twice."""
    there = ZoneInfo(zone)
    first, second = (local.replace(tzinfo=there, fold=fold).utcoffset() for fold in (0, 1))
    return first != second and _exists(local, there)


def _exists(local: datetime, zone: ZoneInfo) -> bool:
    back = local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return back.replace(tzinfo=None) == local


def at_hour(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour))
