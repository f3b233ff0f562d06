"""When digests run: one run for each local day and time, also in the nights clocks change."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.digests.timetable import (
    TimesError,
    Timetable,
    count_runs,
    last_run,
    next_run,
    next_runs,
    parse_days,
    parse_times,
)

_DAILY = (0, 1, 2, 3, 4, 5, 6)


def _at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


def _utc(timetable: Timetable, after: str, count: int) -> list[tuple[str, str]]:
    return [(run.name, f"{run.at:%m-%d %H:%M}") for run in next_runs(timetable, after=_at(after), count=count)]


@pytest.mark.parametrize(
    ("zone", "clock", "after", "expected"),
    [
        # skipped: the first instant after the gap
        ("Europe/Berlin", "02:30", "2026-03-28T12:00", [("2026-03-29 02:30", "03-29 01:00")]),
        ("Europe/London", "01:30", "2026-03-28T12:00", [("2026-03-29 01:30", "03-29 01:00")]),
        ("America/New_York", "02:30", "2026-03-07T12:00", [("2026-03-08 02:30", "03-08 07:00")]),
        ("Australia/Lord_Howe", "02:15", "2026-10-03T12:00", [("2026-10-04 02:15", "10-03 15:30")]),
        # comes twice: the first one, and the next is a day later
        (
            "Europe/Berlin",
            "02:30",
            "2026-10-24T12:00",
            [("2026-10-25 02:30", "10-25 00:30"), ("2026-10-26 02:30", "10-26 01:30")],
        ),
        (
            "Europe/London",
            "01:30",
            "2026-10-24T12:00",
            [("2026-10-25 01:30", "10-25 00:30"), ("2026-10-26 01:30", "10-26 01:30")],
        ),
        (
            "America/New_York",
            "01:30",
            "2026-10-31T12:00",
            [("2026-11-01 01:30", "11-01 05:30"), ("2026-11-02 01:30", "11-02 06:30")],
        ),
        (
            "Australia/Lord_Howe",
            "01:45",
            "2026-04-04T12:00",
            [("2026-04-05 01:45", "04-04 14:45"), ("2026-04-06 01:45", "04-05 15:15")],
        ),
        # no clocks change
        (
            "Asia/Tokyo",
            "02:30",
            "2026-03-28T12:00",
            [("2026-03-29 02:30", "03-28 17:30"), ("2026-03-30 02:30", "03-29 17:30")],
        ),
    ],
)
def test_nights_on_which_clocks_change(zone: str, clock: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert _utc(Timetable((clock,), _DAILY, zone), after, len(expected)) == expected


_NIGHTS = [
    ("Europe/Berlin", "2026-03-29", "2026-10-25"),
    ("Europe/London", "2026-03-29", "2026-10-25"),
    ("America/New_York", "2026-03-08", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05", "2026-10-04"),
    ("Asia/Tokyo", "2026-03-29", "2026-10-25"),
    ("America/Scoresbysund", "2026-03-28", "2026-10-24"),  # a gap over midnight
]


@pytest.mark.parametrize(("zone", "spring", "autumn"), _NIGHTS)
@pytest.mark.parametrize("days", [_DAILY, (5, 6)])
def test_every_quarter_of_an_hour_runs_once_for_each_local_date(
    zone: str, spring: str, autumn: str, days: tuple[int, ...]
) -> None:
    for night in (spring, autumn):
        first = date.fromisoformat(night) - timedelta(days=3)
        for quarter in range(24 * 4):
            timetable = Timetable((f"{quarter // 4:02}:{quarter % 4 * 15:02}",), days, zone)
            start = datetime.combine(first, datetime.min.time(), ZoneInfo(zone)) - timedelta(seconds=1)
            found = Counter(run.local.date() for run in next_runs(timetable, after=start.astimezone(UTC), count=9))

            wanted = [first + timedelta(days=day) for day in range(7)]
            assert [found[day] for day in wanted] == [int(day.weekday() in days) for day in wanted]


def test_asking_on_from_each_run_never_comes_back_to_it() -> None:
    timetable = Timetable(("01:30", "02:30"), _DAILY, "Europe/Berlin")
    after = _at("2026-10-23T12:00")
    walked = []
    for _ in range(8):
        run = next_run(timetable, after=after)
        walked.append(run.name)
        after = run.at

    assert walked == [run.name for run in next_runs(timetable, after=_at("2026-10-23T12:00"), count=8)]
    assert len(set(walked)) == 8


def test_two_times_skipped_together_are_one_run() -> None:
    timetable = Timetable(("02:15", "02:45", "03:00"), _DAILY, "Europe/Berlin")

    assert _utc(timetable, "2026-03-28T12:00", 2) == [
        ("2026-03-29 02:15", "03-29 01:00"),
        ("2026-03-30 02:15", "03-30 00:15"),
    ]


def test_a_day_that_never_was_has_no_run() -> None:
    timetable = Timetable(("09:00",), _DAILY, "Pacific/Apia")

    assert _utc(timetable, "2011-12-29T12:00", 2) == [
        ("2011-12-29 09:00", "12-29 19:00"),
        ("2011-12-31 09:00", "12-30 19:00"),
    ]


def test_runs_are_counted_and_the_last_one_found() -> None:
    timetable = Timetable(("08:00", "17:30"), (0, 1, 2, 3, 4), "Europe/Berlin")
    friday = _at("2026-11-27T16:30")

    assert count_runs(timetable, after=_at("2026-11-26T12:00"), until=friday) == 3
    assert last_run(timetable, until=friday).name == "2026-11-27 17:30"
    assert last_run(timetable, until=friday - timedelta(seconds=1)).name == "2026-11-27 08:00"
    assert next_run(timetable, after=friday).name == "2026-11-30 08:00"


def test_times_and_weekdays_are_said_in_full() -> None:
    assert Timetable(("08:00", "12:00", "17:30"), (0, 1, 2, 3, 4), "UTC").words() == (
        "Mon–Fri at 08:00, 12:00 and 17:30, UTC"
    )
    assert Timetable(("08:00",), (5,), "UTC").words() == "Sat at 08:00, UTC"
    assert Timetable(("08:00",), _DAILY, "UTC").words() == "daily at 08:00, UTC"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("8", ("08:00",)),
        ("17:30, 8.05", ("08:05", "17:30")),
        ("0800 and 0:00", ("00:00", "08:00")),
        ("9 9:00", ("09:00",)),
    ],
)
def test_times_are_read(typed: str, expected: tuple[str, ...]) -> None:
    assert parse_times(typed) == expected


@pytest.mark.parametrize("typed", ["", "noon", "24:00", "9:60", "08:00:30", "-8", "٨", ",".join(map(str, range(24)))])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(TimesError):
        parse_times(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("daily", _DAILY),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("Weekdays", (0, 1, 2, 3, 4)),
        ("fri - mon", (0, 4, 5, 6)),
        ("Tue, Thursday", (1, 3)),
        ("sa su", (5, 6)),
        ("Mon. and wed", (0, 2)),
    ],
)
def test_weekdays_are_read(typed: str, expected: tuple[int, ...]) -> None:
    assert parse_days(typed) == expected


@pytest.mark.parametrize("typed", ["", "t", "funday", "mon-", "mon-wed-fri", "1"])
def test_what_is_no_weekday_is_refused(typed: str) -> None:
    with pytest.raises(TimesError):
        parse_days(typed)
