"""When to remind: windows and a desk's hour -> instants."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.localtime import instant, next_hour
from bot.tracking.schedule import is_of_window, leads, overdue_rings, rings
from db.model.edtf import bounds

_LEADS = ("opening", "closing")
_BERLIN = "Europe/Berlin"


def _rung(window: str, learnt: str, *, zone: str = "UTC", leads: tuple[str, ...] = _LEADS) -> list[tuple[str, str]]:
    at = datetime.fromisoformat(learnt).replace(tzinfo=UTC)
    return [
        (ring.occasion, f"{ring.at:%Y-%m-%dT%H:%M}")
        for ring in rings(bounds(window), leads, learnt=at, zone=zone, hour="09:00")
    ]


@pytest.mark.parametrize(
    ("window", "learnt", "expected"),
    [
        # learnt before: the first day, and the day after the last
        ("2022-07-27/2022-08-03", "2022-07-20T00:00", ["2022-07-27T09:00", "2022-08-04T09:00"]),
        ("2022-08-04", "2022-07-20T00:00", ["2022-08-04T09:00", "2022-08-05T09:00"]),
        # learnt inside: once, at the next hour, then the closing
        ("2022-07-27/2022-08-03", "2022-07-28T00:00", ["2022-07-28T09:00", "2022-08-04T09:00"]),
        ("2022-07-27/2022-08-03", "2022-07-28T09:00", ["2022-07-29T09:00", "2022-08-04T09:00"]),
        # learnt on the last day after the hour: the next hour is the closing itself
        ("2022-07-27/2022-08-03", "2022-08-03T10:00", ["2022-08-04T09:00"]),
        ("2022-08-04", "2022-08-04T09:00", ["2022-08-05T09:00"]),
        # past when learnt: never
        ("2022-07-27/2022-08-03", "2022-08-04T09:00", []),
        ("2022-07-27/2022-08-03", "2026-11-23T00:00", []),
        # an open end never closes; an open start is open already
        ("[2022-07-31..]", "2022-07-20T00:00", ["2022-07-31T09:00"]),
        ("[..2022-07-31]", "2022-07-20T10:00", ["2022-07-21T09:00", "2022-08-01T09:00"]),
        # one unknown day of several is watched over all of them
        ("[2022-07-27..2022-08-03]", "2022-07-20T00:00", ["2022-07-27T09:00", "2022-08-04T09:00"]),
        ("2022-08", "2022-07-20T00:00", ["2022-08-01T09:00", "2022-09-01T09:00"]),
    ],
)
def test_a_window_rings_at_its_opening_and_after_its_last_day(window: str, learnt: str, expected: list[str]) -> None:
    assert [at for _occasion, at in _rung(window, learnt)] == expected


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        # at its own hour, and on the morning after
        ("2022-08-04T08:00", "2022-08-04T10:00", ["2022-08-04T08:00", "2022-08-05T09:00"]),
        # a day that is the next one here closes once it is over
        ("2022-08-05T08:00", "2022-08-05T11:00", ["2022-08-05T08:00", "2022-08-06T09:00"]),
    ],
)
def test_what_has_hours_opens_at_its_beginning_and_closes_after_its_end(
    begins: str, ends: str, expected: list[str]
) -> None:
    hours = tuple(datetime.fromisoformat(at).replace(tzinfo=UTC) for at in (begins, ends))
    learnt = datetime(2022, 7, 20, tzinfo=UTC)

    found = rings(bounds("2022-08-04"), _LEADS, learnt=learnt, zone="UTC", hour="09:00", hours=(hours[0], hours[1]))

    assert [f"{ring.at:%Y-%m-%dT%H:%M}" for ring in found] == expected
    assert [ring.occasion for ring in found] == ["opening 2022-08-04", "closing 2022-08-04"]


def test_only_the_leads_asked_for_ring() -> None:
    assert _rung("2022-08-04", "2022-08-01T00:00", leads=("closing",)) == [("closing 2022-08-04", "2022-08-05T09:00")]
    assert _rung("2022-08-04/2022-08-09", "2022-08-05T00:00", leads=()) == []


@pytest.mark.parametrize(
    ("window", "lead", "expected"),
    [
        ("2022-08-04", "2 days before opening", [("2 days before opening 2022-08-04", "2022-08-02T09:00")]),
        ("2022-08-04", "1 week before closing", [("1 week before closing 2022-08-04", "2022-07-28T09:00")]),
        ("2022-08-04", "1 day before opening", [("1 day before opening 2022-08-04", "2022-08-03T09:00")]),
        # past when learnt; nothing comes before an open start, nor before an open end
        ("2022-08-04", "30 days before opening", []),
        ("[..2022-08-04]", "2 days before opening", []),
        ("[2022-08-04..]", "2 days before closing", []),
        # one message, not two at the same moment
        ("2022-08-04/2022-08-09", "4 days before closing", [("4 days before closing 2022-08-09", "2022-08-05T09:00")]),
    ],
)
def test_lead_times_ring_before_an_end_of_the_window(window: str, lead: str, expected: list[tuple[str, str]]) -> None:
    assert _rung(window, "2022-07-20T00:00", leads=(lead,)) == expected


def test_what_falls_on_the_opening_rings_once() -> None:
    rung = _rung("2022-08-04/2022-08-09", "2022-07-20T00:00", leads=("opening", "5 days before closing"))

    assert rung == [("opening 2022-08-04", "2022-08-04T09:00")]


@pytest.mark.parametrize(
    ("now", "leads", "expected"),
    [
        # planned ahead from the start; the closing has its own morning
        ("2022-08-01T00:00", ("closing", "overdue daily"), "overdue 2022-08-06 at 2022-08-06T09:00"),
        ("2022-08-01T00:00", ("overdue daily",), "overdue 2022-08-05 at 2022-08-05T09:00"),
        ("2022-08-09T08:59", ("closing", "overdue daily"), "overdue 2022-08-09 at 2022-08-09T09:00"),
        ("2022-08-09T09:00", ("closing", "overdue daily"), "overdue 2022-08-10 at 2022-08-10T09:00"),
        ("2022-08-09T09:00", ("opening", "closing"), ""),
    ],
)
def test_overdue_rings_each_morning_after_the_closing(now: str, leads: tuple[str, ...], expected: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)

    found = overdue_rings(bounds("2022-08-04"), leads, now=at, zone="UTC", hour="09:00")

    assert [f"{ring.occasion} at {ring.at:%Y-%m-%dT%H:%M}" for ring in found[:1]] == ([expected] if expected else [])
    assert [ring.at - found[0].at for ring in found[1:]] == [timedelta(days=1)] * len(found[1:])


def test_an_open_end_is_never_overdue() -> None:
    assert (
        overdue_rings(bounds("[2022-08-04..]"), ("overdue daily",), now=datetime.now(UTC), zone="UTC", hour="09:00")
        == []
    )


def test_a_ring_knows_its_window_so_that_a_moved_one_takes_its_rings_along() -> None:
    old, new = bounds("2022-08-04"), bounds("2022-08-09")
    occasions = (
        "opening 2022-08-04",
        "2 days before closing 2022-08-04",
        "overdue 2022-08-06",
        "later 2022-08-06T10:00",
    )

    assert [is_of_window(occasion, old) for occasion in occasions] == [True, True, True, True]
    assert [is_of_window(occasion, new) for occasion in occasions] == [False, False, False, True]


def test_an_opening_learnt_late_keeps_its_name_so_that_it_comes_once() -> None:
    early = _rung("2022-07-27/2022-08-03", "2022-07-20T00:00")
    late = _rung("2022-07-27/2022-08-03", "2022-07-30T00:00")

    assert early[0][0] == late[0][0] == "opening 2022-07-27"


@pytest.mark.parametrize(
    ("local", "zone", "utc"),
    [
        ("2026-03-29T02:30", _BERLIN, "2026-03-29T01:00"),  # skipped: the first instant after the gap
        ("2026-10-25T02:30", _BERLIN, "2026-10-25T00:30"),  # comes twice: the first one
        ("2026-03-08T02:30", "America/New_York", "2026-03-08T07:00"),
        ("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:30"),  # a gap of half an hour
        ("2011-12-30T09:00", "Pacific/Apia", "2011-12-30T10:00"),  # a day that never was
        ("2026-07-01T09:00", "Asia/Tokyo", "2026-07-01T00:00"),
    ],
)
def test_nights_on_which_clocks_change(local: str, zone: str, utc: str) -> None:
    assert f"{instant(datetime.fromisoformat(local), zone):%Y-%m-%dT%H:%M}" == utc


def test_the_next_hour_is_never_now() -> None:
    nine = datetime(2026, 10, 25, 8, 0, tzinfo=UTC)  # 09:00 in Berlin, after the clocks changed

    assert next_hour(nine, zone=_BERLIN, hour="09:00") == datetime.fromisoformat("2026-10-26T09:00")
    assert next_hour(nine - timedelta(seconds=1), zone=_BERLIN, hour="09:00") == datetime.fromisoformat(
        "2026-10-25T09:00"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2 days before opening, at opening, at closing, every morning while overdue",
         ("2 days before opening", "opening", "closing", "overdue daily")),
        ("the day before, a week before it closes", ("1 day before opening", "1 week before closing")),
        ("Daily while overdue, overdue", ("overdue daily",)),
    ],
)  # fmt: skip
def test_lead_times_may_be_typed_as_they_are_spoken(typed: str, kept: tuple[str, ...]) -> None:
    assert leads(typed) == kept
