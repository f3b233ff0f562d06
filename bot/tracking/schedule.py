"""When to remind: a tracked date's days and a desk's hour -> instants. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.localtime import DAY, at_hour, instant, local_time, next_hour
from db.model.edtf import Bounds

_BEFORE = re.compile(r"([1-9][0-9]?) (day|week)s? before (opening|closing)")
_LEAD = re.compile(rf"opening|closing|overdue daily|{_BEFORE.pattern}")


@dataclass(frozen=True, slots=True)
class Ring:
    """One reminder to be given: `occasion` names it for good, `local` is the desk's own day and hour."""

    occasion: str
    local: datetime
    at: datetime


def rings(
    window: Bounds,
    leads: Sequence[str],
    *,
    learnt: datetime,
    zone: str,
    hour: str,
    hours: tuple[datetime, datetime] | None = None,
) -> list[Ring]:
    """List the reminders that a window asks for, if it was learnt of at `learnt` (aware).

    The window is inclusive: its opening rings at the desk's hour of its first day, its closing at that hour of the
    day after its last. Learnt inside the window, the opening rings at the desk's next hour instead; what was past
    when learnt never rings. What has `hours`, a beginning and an end, opens at its beginning, and closes after its end.
    """
    closing = _ring("closing", window.latest, zone, hour, days=1) if not window.open_end else None
    if closing and hours and closing.at <= hours[1]:
        local = next_hour(hours[1], zone=zone, hour=hour)
        closing = Ring(closing.occasion, local, instant(local, zone))
    if closing and closing.at <= learnt:
        return []
    opening = _opening(window, learnt, zone, hour, hours[0] if hours else None)
    ends = ([closing] if closing and "closing" in leads else []) + (
        [opening] if "opening" in leads and not (closing and opening.at >= closing.at) else []
    )
    before = [ring for lead in leads if (ring := _before(lead, window, zone, hour)) and ring.at > learnt]
    taken = {ring.at for ring in ends}
    return sorted([*ends, *(ring for ring in before if ring.at not in taken)], key=lambda ring: ring.at)


def overdue_rings(window: Bounds, leads: Sequence[str], *, now: datetime, zone: str, hour: str) -> list[Ring]:
    """List the next two mornings on which to ask again for what is over and unanswered.

    Two, so that one is owed whenever the bot stops; many missed ones are not. The first of all is the morning after the
    closing's, or the closing's own where that doesn't ring.
    """
    if "overdue daily" not in leads or window.open_end:
        return []
    first = window.latest + (2 if "closing" in leads else 1) * DAY
    day = max(first, next_hour(now, zone=zone, hour=hour).date())
    return [_ring("overdue", day + ahead * DAY, zone, hour) for ahead in (0, 1)]


def is_of_window(occasion: str, window: Bounds) -> bool:
    """Tell whether a ring of this name was made for this window, rather than for one that has since been moved."""
    lead, _, day = occasion.rpartition(" ")
    if lead == "later":
        return True
    if lead == "overdue":
        return not window.open_end and date.fromisoformat(day) > window.latest
    return day == (window.earliest if lead.endswith("opening") else window.latest).isoformat()


def leads(text: str) -> tuple[str, ...]:
    """Read lead times, parted by commas; raises ValueError with the one that is none."""
    said = [" ".join(one.lower().split()) for one in text.split(",") if one.strip()]
    for one in said:
        if not _LEAD.fullmatch(_canonical(one)):
            raise ValueError(one)
    return tuple(dict.fromkeys(map(_canonical, said)))


_SPOKEN = re.compile(
    r"(?:(an?|the|[1-9][0-9]?) (day|week)s? before)(?: (?:the |its |it )?(opening|opens|closing|closes))?"
)
_DAILY = re.compile(r"(?:(?:every|each) (?:morning|day)|daily)(?: while (?:it is )?overdue)?|overdue|while overdue")


def _canonical(said: str) -> str:
    """Give a lead time as it is kept: "at opening", "a day before", "every morning while overdue"."""
    if _DAILY.fullmatch(said):
        return "overdue daily"
    if found := _SPOKEN.fullmatch(said):
        number = int(found[1]) if found[1].isdecimal() else 1
        end = {"opens": "opening", "closes": "closing"}.get(found[3] or "opening", found[3] or "opening")
        return f"{number} {found[2]}{'' if number == 1 else 's'} before {end}"
    return said.removeprefix("at ").removeprefix("the ")


def lead_of(occasion: str) -> str:
    """Give the lead time in a reminder's name."""
    return occasion.rpartition(" ")[0]


def _opening(window: Bounds, learnt: datetime, zone: str, hour: str, begins: datetime | None) -> Ring:
    name = f"opening {window.earliest.isoformat()}"
    if begins and begins > learnt:
        return Ring(name, local_time(begins, zone), begins)
    if not window.open_start:
        ring = _ring("opening", window.earliest, zone, hour)
        if ring.at > learnt:
            return ring
    local = next_hour(learnt, zone=zone, hour=hour)
    return Ring(name, local, instant(local, zone))


def _before(lead: str, window: Bounds, zone: str, hour: str) -> Ring | None:
    found = _BEFORE.fullmatch(lead)
    opens = found is not None and found[3] == "opening"
    if found is None or (window.open_start if opens else window.open_end):
        return None
    day = window.earliest if opens else window.latest
    local = at_hour(day - int(found[1]) * (7 if found[2] == "week" else 1) * DAY, hour)
    return Ring(f"{lead} {day.isoformat()}", local, instant(local, zone))


def _ring(lead: str, day: date, zone: str, hour: str, *, days: int = 0) -> Ring:
    local = at_hour(day + days * DAY, hour)
    return Ring(f"{lead} {day.isoformat()}", local, instant(local, zone))
