"""When digests run: local times, weekdays and a zone -> runs, one for each local day and time. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.localtime import instant

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MOST_TIMES = 12
EXAMPLE = "times:“08:00, 17:30” days:mon-fri"

_DAY = timedelta(days=1)
_SPANS = {"daily": "mon-sun", "weekdays": "mon-fri", "weekend": "sat-sun"}
_TIME = re.compile(r"(\d{1,2})(?::|\.)?(\d{2})?", re.ASCII)


class TimesError(ValueError):
    """Times or weekdays can't be read; the message says which, and one that can."""


@dataclass(frozen=True, slots=True)
class Run:
    """One digest to be made: its local day and time, and the instant (UTC)."""

    local: datetime
    at: datetime

    @property
    def name(self) -> str:
        """Name it for good within its subscription: one name, one digest."""
        return f"{self.local:%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class Timetable:
    """At which times ("08:00", in order) of which weekdays (0 is Monday) of a zone digests run."""

    times: tuple[str, ...]
    days: tuple[int, ...]
    zone: str

    def words(self) -> str:
        """Say it in full, with the zone."""
        return f"{words_of_days(self.days)} at {_listed(self.times)}, {self.zone}"


def runs(timetable: Timetable, *, after: datetime) -> Iterator[Run]:
    """Give the runs whose instants come strictly after a moment (aware), in order.

    Each local day and time runs once. In the night clocks change, a time that comes twice runs the first time, and
    one that is skipped runs at the first instant after the gap; two times skipped together are one run. A local day
    that a zone leaves out altogether has no runs.
    """
    day = after.astimezone(ZoneInfo(timetable.zone)).date() - _DAY  # a time of the day before may be skipped into today
    last = after
    while True:
        for run in _of_day(timetable, day):
            if run.at > last:
                last = run.at
                yield run
        day += _DAY


def next_run(timetable: Timetable, *, after: datetime) -> Run:
    """Give the first run strictly after a moment."""
    return next(runs(timetable, after=after))


def next_runs(timetable: Timetable, *, after: datetime, count: int) -> list[Run]:
    """Give the first few runs strictly after a moment."""
    return list(islice(runs(timetable, after=after), count))


def count_runs(timetable: Timetable, *, after: datetime, until: datetime, most: int = 1000) -> int:
    """Count the runs after a moment, up to and with another; not beyond `most`."""
    coming = islice(runs(timetable, after=after), most)
    return sum(1 for _ in _until(coming, until))


def last_run(timetable: Timetable, *, until: datetime) -> Run:
    """Give the last run up to and with a moment."""
    for weeks in (1, 2, 60):  # a week has one, unless a zone left out its day
        found = list(_until(runs(timetable, after=until - weeks * 7 * _DAY - _DAY), until))
        if found:
            return found[-1]
    raise AssertionError("a timetable without a run in a year")


def _until(coming: Iterator[Run], until: datetime) -> Iterator[Run]:
    for run in coming:
        if run.at > until:
            return
        yield run


def _of_day(timetable: Timetable, day: date) -> Iterator[Run]:
    if day.weekday() not in timetable.days or _left_out(day, timetable.zone):
        return
    for clock in timetable.times:
        local = datetime.combine(day, time.fromisoformat(clock))
        yield Run(local, instant(local, timetable.zone))


def _left_out(day: date, zone: str) -> bool:
    """Tell whether a zone has no such day, as Samoa had no 30 December 2011."""
    noon = datetime.combine(day, time(12), ZoneInfo(zone))
    if noon.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).date() == day:
        return False
    midnight = datetime.combine(day, time())
    return instant(midnight, zone) == instant(midnight + _DAY, zone)


# --- what people type


def parse_times(typed: str) -> tuple[str, ...]:
    """Read times of the day: "8, 17:30"; raises TimesError."""
    found = [_time(word) for word in re.split(r"[,;\s]+", typed.strip()) if word and word.lower() != "and"]
    if not found:
        raise TimesError(f"No time is given. For example: {EXAMPLE}")
    if len(set(found)) > MOST_TIMES:
        raise TimesError(f"At most {MOST_TIMES} times a day; these are {len(set(found))}.")
    return tuple(sorted(set(found)))


def _time(word: str) -> str:
    whole = _TIME.fullmatch(word)
    try:
        return f"{time(int(whole[1]), int(whole[2] or 0)):%H:%M}" if whole else _time("")
    except (ValueError, RecursionError):
        raise TimesError(f"“{word[:20]}” is no time of the day. For example: {EXAMPLE}") from None


def parse_days(typed: str) -> tuple[int, ...]:
    """Read weekdays: "mon-fri", "tue, thu", "daily"; raises TimesError."""
    spaced = re.sub(r"\s*[-–]\s*", "-", typed.strip().lower())
    words = [word for word in re.split(r"[,;\s]+", spaced) if word and word != "and"]
    days = {day for word in words for day in _days(_SPANS.get(word, word), word)}
    if not days:
        raise TimesError(f"No weekday is given. For example: {EXAMPLE}")
    return tuple(sorted(days))


def _days(span: str, word: str) -> list[int]:
    ends = [_weekday(end, word) for end in span.split("-")]
    if len(ends) > 2:
        raise TimesError(f"“{word[:20]}” names no weekdays. For example: {EXAMPLE}")
    first, last = ends[0], ends[-1]
    return [day % 7 for day in range(first, last + 1 if first <= last else last + 8)]


def _weekday(name: str, word: str) -> int:
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    fitting = [place for place, day in enumerate(full) if len(name) >= 2 and day.startswith(name.removesuffix("."))]
    if len(fitting) != 1:
        raise TimesError(f"“{word[:20]}” names no weekdays. For example: {EXAMPLE}")
    return fitting[0]


def words_of_days(days: tuple[int, ...]) -> str:
    """Name weekdays: "daily", "Mon–Fri", "Tue, Thu"."""
    if len(days) == 7:
        return "daily"
    if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        return f"{DAYS[days[0]]}–{DAYS[days[-1]]}"
    return ", ".join(DAYS[day] for day in days)


def _listed(words: tuple[str, ...]) -> str:
    return " and ".join([*([", ".join(words[:-1])] if len(words) > 1 else []), words[-1]])
