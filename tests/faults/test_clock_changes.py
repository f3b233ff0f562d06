"""R12: in every zone, on every night the clocks change, a daily or weekly time comes once on each local date."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from time import process_time
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.digests.timetable import Run, Timetable, next_runs
from bot.localtime import instant, next_hour
from tests.faults.conftest import Figures
from tests.faults.sizes import sized

_FIRST, _LAST = date(2022, 1, 1), date(2037, 12, 31)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_MIDNIGHT = datetime(2000, 1, 1)  # noqa: DTZ001 - a local time of no zone
_TIMES = [(_MIDNIGHT + quarter * timedelta(minutes=15)).time() for quarter in range(17)]
# a change at midnight, of half an hour, twice a year for Ramadan, across the date line, none
_NASTY = """Africa/Cairo Africa/Casablanca America/Havana America/New_York Asia/Tokyo Australia/Lord_Howe
    Europe/Berlin Europe/London Pacific/Apia UTC"""


@dataclass(frozen=True)
class Change:
    """A zone's offset changes at a moment."""

    at: datetime
    before: timedelta
    after: timedelta

    def instant(self, local: datetime) -> datetime:
        """Give a local time's instant by arithmetic: the first of two, or the first one after a gap."""
        at = self.at.replace(tzinfo=None)
        if local < at + self.before:
            found = local - self.before
        elif local < at + self.after:
            found = at
        else:
            found = local - self.after
        return found.replace(tzinfo=UTC)


def _zones() -> list[str]:
    named = sorted(available_timezones())
    few = [*_NASTY.split(), *random.Random(12).sample(named, 25)]
    return sized(few, named, named)


def _same_rules(zones: list[str]) -> dict[bytes, list[str]]:
    """Gather zones that are one by another name."""
    found: dict[bytes, list[str]] = {}
    for zone in zones:
        rules = files("tzdata").joinpath("zoneinfo", *zone.split("/"))
        found.setdefault(rules.read_bytes() if rules.is_file() else zone.encode(), []).append(zone)
    return found


def _changes(zone: ZoneInfo) -> Iterator[Change]:
    """Yield a zone's changes; where it has none, a night in which others have theirs."""
    found = list(_found_changes(zone))
    quiet = datetime(2026, 3, 29, 1, tzinfo=UTC)
    yield from found or [Change(quiet, _offset(quiet, zone), _offset(quiet, zone))]


def _found_changes(zone: ZoneInfo) -> Iterator[Change]:
    at = datetime(_FIRST.year, 1, 1, tzinfo=UTC)
    before = _offset(at, zone)
    while at.date() <= _LAST:
        after = _offset(at + _DAY, zone)
        if after != before:
            yield Change(_exactly(at, at + _DAY, zone), before, after)
        at, before = at + _DAY, after


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _exactly(first: datetime, last: datetime, zone: ZoneInfo) -> datetime:
    old = _offset(first, zone)
    while last - first > timedelta(seconds=1):
        middle = first + (last - first) // 2
        middle -= timedelta(microseconds=middle.microsecond)
        first, last = (middle, last) if _offset(middle, zone) == old else (first, middle)
    return last


def _wrong(zone: str, change: Change) -> list[str]:
    """List what comes at another instant than it should, or not once on each date, around a change."""
    middle = (change.at + change.before).date()
    found: list[str] = []
    for clock in _TIMES:
        daily = [middle + one * _DAY for one in range(-2, 3)]
        weekly = [middle + one * _WEEK for one in range(-1, 2)]
        found += _wrong_digests(zone, change, clock, daily)
        found += _wrong_digests(zone, change, clock, weekly)
        found += _wrong_reminders(zone, change, clock, daily)
    return found


def _wrong_digests(zone: str, change: Change, clock: time, days: list[date]) -> list[str]:
    """Let a digest run on days that are evenly apart, after a moment short of the first one's."""
    expected = [Run(local, change.instant(local)) for local in _locals(days, clock)]
    weekdays = tuple(sorted({day.weekday() for day in days} if days[1] - days[0] == _WEEK else range(7)))
    timetable = Timetable((f"{clock:%H:%M}",), weekdays, zone)
    found = next_runs(timetable, after=expected[0].at - timedelta(seconds=1), count=len(days))
    return [] if found == expected else [f"{zone} {timetable.words()}: {found}, not {expected}"]


def _wrong_reminders(zone: str, change: Change, clock: time, days: list[date]) -> list[str]:
    """Ring on each day after the first, as the desk's hour does."""
    expected = _locals(days, clock)
    rung, at = expected[:1], change.instant(expected[0])
    while len(rung) < len(expected):
        rung.append(next_hour(at, zone=zone, hour=f"{clock:%H:%M}"))
        at = instant(rung[-1], zone)
        if at != change.instant(rung[-1]):
            return [f"{zone} {rung[-1]}: {at} instead of {change.instant(rung[-1])}"]
    return [] if rung == expected else [f"{zone}: rang on {rung}, not on {expected}"]


def _locals(days: list[date], clock: time) -> list[datetime]:
    return [datetime.combine(day, clock) for day in days]


def test_a_daily_and_a_weekly_time_come_once_on_each_date_in_every_zone(figures: Figures) -> None:
    zones, began = _zones(), process_time()

    wrong: list[str] = []
    changes = 0
    for rules, names in _same_rules(zones).items():
        assert rules
        for change in _changes(ZoneInfo(names[0])):
            changes += len(names)
            wrong += _wrong(names[0], change)

    spent = process_time() - began
    figures("R12", zones=len(zones), changes=changes, wrong=len(wrong), cpu_seconds=spent)
    assert wrong == []
    assert spent <= 60


@pytest.mark.parametrize(("local", "expected"), [("2026-03-29T02:30", "01:00"), ("2026-10-25T02:30", "00:30")])
def test_the_arithmetic_knows_the_nights_of_berlin(local: str, expected: str) -> None:
    moment = datetime.fromisoformat(local)
    change = min(_changes(ZoneInfo("Europe/Berlin")), key=lambda one: abs(one.at - moment.replace(tzinfo=UTC)))

    assert f"{change.instant(moment):%H:%M}" == expected
