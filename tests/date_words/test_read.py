"""What people say of days to come: what it means, when it rings, and how it is refused."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.date_words.meaning import Meaning, PhraseError
from bot.date_words.read import read
from bot.date_words.remind_at import ring_for
from db.model.edtf import bounds
from tests.date_words.dates_table import TABLES, Row
from tests.date_words.said_dates_table import SAID

THURSDAY = datetime(2022, 7, 28, 15, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def understood(row: Row) -> str:
    try:
        found = read(row.phrase, row.anchor, zone=row.zone, order=row.order)
    except PhraseError as refusal:
        return f"refused {refusal.why}"
    if found.start and found.at:
        return f"span {_meant('span', f'{found.start.isoformat()} {found.at.isoformat()}')}"
    return f"{found.kind} {_meant(found.kind, _text(found))}"


def _text(found: Meaning) -> str:
    match found.kind:
        case "moment":
            return found.at.isoformat() if found.at else ""
        case "condition":
            return found.hangs_on
        case _:
            return found.edtf


def _meant(kind: str, text: str) -> str:
    if kind in ("moment", "span"):
        return " ".join(datetime.fromisoformat(one).astimezone(UTC).isoformat() for one in text.split())
    if kind not in ("day", "window"):
        return text
    days = bounds(text)
    return f"{days.earliest} {days.latest}{'~' * days.approximate}"


@pytest.mark.parametrize(
    "row", [row for rows in (TABLES | SAID).values() for row in rows], ids=lambda row: f"{row.phrase} {row.anchor:%Y}"
)
def test_phrase_means(row: Row) -> None:
    assert understood(row) == f"{row.kind} {_meant(row.kind, row.meaning)}"


@given(phrase=st.text(max_size=120), now=st.datetimes(timezones=st.just(UTC)))
def test_any_text_is_understood_or_refused_with_an_example(phrase: str, now: datetime) -> None:
    try:
        found = read(phrase, now, zone=BERLIN)
    except PhraseError as refusal:
        said = str(refusal)
    else:
        said = f"Use {found.edtf or found.hangs_on}"
    assert re.search("Write e.g. .|Use .", said)


WORDS = (
    "by before after in the of next last this week month monday friday 4 31 august 2022 10:00 at noon pm moscow time et"
    " utc+3 within days two a half hour from and or - early mid-august end until 01/02/2022 not no later than verdict"
).split()


@given(words=st.lists(st.sampled_from(WORDS), max_size=12), now=st.datetimes(timezones=st.just(UTC)))
def test_any_words_of_dates_are_understood_or_refused(words: list[str], now: datetime) -> None:
    try:
        found = read(" ".join(words), now, zone="America/New_York", order="MDY")
    except PhraseError:
        return
    if found.edtf:
        assert bounds(found.edtf).earliest <= bounds(found.edtf).latest


@given(words=st.lists(st.sampled_from(WORDS), max_size=8), now=st.datetimes(timezones=st.just(UTC)))
def test_what_rings_rings_later_than_now(words: list[str], now: datetime) -> None:
    try:
        ringing = ring_for(" ".join(words), now=now, zone=BERLIN, hour="09:00")
    except PhraseError:
        return
    assert ringing.at > now


RINGS = """
tomorrow                    2022-07-29T07:00  Friday 29 July 2022, 09:00 (Europe/Berlin), for “tomorrow”
tonight                     2022-07-28T19:00  Thursday 28 July 2022, 21:00 (Europe/Berlin) (night), for “tonight”
half an hour                2022-07-28T15:30  Thursday 28 July 2022, 17:30 (Europe/Berlin), for “half an hour”
by Friday                   2022-07-29T07:00  Friday 29 July 2022, 09:00 (Europe/Berlin), for “by Friday”, 28–29 July 2022
by 10:00 on Friday          2022-07-29T08:00  Friday 29 July 2022, 10:00 (Europe/Berlin), for “by 10:00 on Friday”, 28–29 July 2022, 10:00
in the coming days          2022-07-29T07:00  Friday 29 July 2022, 09:00 (Europe/Berlin), for “in the coming days”, about 28 July – 4 August 2022
next week                   2022-08-01T07:00  Monday 1 August 2022, 09:00 (Europe/Berlin), for “next week”, 1–7 August 2022
not before September        2022-09-01T07:00  Thursday 1 September 2022, 09:00 (Europe/Berlin), for “not before September”, from 1 September 2022 on
4 Aug 10:00 Moscow time     2022-08-04T07:00  Thursday 4 August 2022, 09:00 (Europe/Berlin), for “4 Aug 10:00 Moscow time”; 10:00 Moscow time is 09:00 in Europe/Berlin
Thursday                    2022-08-04T07:00  Thursday 4 August 2022, 09:00 (Europe/Berlin), for “Thursday”; today is a Thursday too; the one in a week is taken
later today                 2022-07-28T16:00  Thursday 28 July 2022, 18:00 (Europe/Berlin) (later), for “later today”
this afternoon              2022-07-28T16:00  Thursday 28 July 2022, 18:00 (Europe/Berlin) (afternoon), for “this afternoon”
2pm-4pm Friday              2022-07-29T12:00  Friday 29 July 2022, 14:00 (Europe/Berlin), for “2pm-4pm Friday”, until 16:00
10h                         2022-07-29T01:00  Friday 29 July 2022, 03:00 (Europe/Berlin), for “10h”
next Friday                 2022-08-05T07:00  Friday 5 August 2022, 09:00 (Europe/Berlin), for “next Friday”; the one of next week; 29 July 2022 is “this Friday”
01/02/2023                  2023-02-01T08:00  Wednesday 1 February 2023, 09:00 (Europe/Berlin), for “01/02/2023”; read with the day first, as 1 February 2023
"""  # noqa: E501


@pytest.mark.parametrize("line", RINGS.strip().splitlines())
def test_reminder_in_own_words_rings_and_is_read_back(line: str) -> None:
    phrase, at, said = line[:28].strip(), line[28:44], line[46:]

    ringing = ring_for(phrase, now=THURSDAY, zone=BERLIN, hour="09:00")

    assert (f"{ringing.at:%Y-%m-%dT%H:%M}", ringing.said) == (at, said)


@pytest.mark.parametrize(
    ("phrase", "refusal"),
    [
        ("today", "Thursday 28 July 2022, 09:00 (Europe/Berlin) is over. Write e.g. “tomorrow” or “in two hours”."),
        ("last Friday", "22 July 2022, 09:00 (Europe/Berlin) is over"),
        ("after the verdict", "hangs on “the verdict”, and a reminder needs a time"),
        ("soon", "“soon” names no date. Write e.g. “in the coming days”, or the day."),
        ("every Monday at 9", "comes again and again; this takes one date. Use /digest add"),
        ("tomorrow at 3", "3 can be morning or afternoon. Write e.g. 15:00, or 03:00."),
        ("half past 7 on Friday", "7:30 can be morning or afternoon. Write e.g. 19:30, or 07:30."),
        ("tomorrow night at 12:30", "Write e.g. Saturday 30 July 2022 00:30, or Friday 29 July 2022 12:30."),
        ("Jul-26", "can be a day or a year. Write e.g. “26 July 2022”, or “July 2026”."),
        ("30 February", "February 2023 has 28 days, in 2024 it has 29. Write e.g. 28 February 2023."),
        ("4 and 11 August", "names 4 August 2022 and 11 August 2022, and this takes one day or one stretch"),
        ("this morning", "Thursday 28 July 2022, 09:00 (Europe/Berlin) is over"),
    ],
)
def test_reminder_that_can_not_ring_is_refused_with_an_example(phrase: str, refusal: str) -> None:
    with pytest.raises(PhraseError) as raised:
        ring_for(phrase, now=THURSDAY, zone=BERLIN, hour="09:00")

    assert refusal in str(raised.value)


def test_reminder_on_the_night_clocks_go_forward_rings_after_the_gap_and_says_so() -> None:
    ringing = ring_for("tomorrow 02:30", now=datetime(2026, 3, 28, 20, tzinfo=UTC), zone=BERLIN, hour="09:00")

    assert ringing.at == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert ringing.said.endswith("“tomorrow 02:30”; 02:30 is skipped that night, 03:00 is taken")


def test_reminder_on_the_night_an_hour_comes_twice_rings_the_first_time_and_says_so() -> None:
    ringing = ring_for("tomorrow 02:30", now=datetime(2026, 10, 24, 12, tzinfo=UTC), zone=BERLIN, hour="09:00")

    assert ringing.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert ringing.said.endswith("02:30 comes twice that night, the first is taken")


@settings(deadline=None)  # dateparser takes its time when first imported
@given(weeks=st.integers(1, 200), days=st.integers(1, 400), anchor=st.dates(date(1950, 1, 1), date(2200, 1, 1)))
def test_length_of_several_units_is_counted_as_the_calendar_does(weeks: int, days: int, anchor: date) -> None:
    noon = datetime.combine(anchor, time(12), UTC)

    found = read(f"in {weeks} weeks and {days} days", noon, zone="UTC")

    assert found.edtf == (anchor + timedelta(days=7 * weeks + days)).isoformat()


@pytest.mark.parametrize(
    "edtf", ["../2022-08-04", "2022-07-27/..", "[2022-07-30..]", "2022-07-27/2022-08-03~", "2022-23"]
)
def test_edtf_is_taken_as_it_is_written(edtf: str) -> None:
    assert read(f" {edtf} ", THURSDAY, zone=BERLIN).edtf == edtf


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("August '22", "ambiguous"),
        ("in two weeks on Monday", "unread"),
        ("for two weeks", "unread"),
        ("the middle of the month", "over"),
        ("early this week", "over"),
        ("tomorrow night at 2", "ambiguous"),
        ("after 4 Agust", "unread"),
        ("by years end of the deal", "unread"),
        ("not on Friday", "unread"),
        ("in the small hours of Friday", "unread"),
        ("at 10:00 or 12:00 on Friday", "unread"),
        ("by 4 August 2021", "over"),
    ],
)
def test_what_could_be_misread_is_refused(phrase: str, why: str) -> None:
    with pytest.raises(PhraseError) as refused:
        read(phrase, THURSDAY, zone=BERLIN)

    assert refused.value.why == why


@pytest.mark.parametrize(
    "phrase",
    [
        "at 3:30",
        "half past 7 on Friday",
        "quarter past 6 tomorrow",
        "tomorrow night at 12:30",
        "tonight at 12",
        "tomorrow night at 2",
        "3 to 5 on Monday",
        "1h30",
        "from 10 p.m. to 2 a.m. tomorrow",
        "Jul-26",
    ],
)
def test_what_can_be_two_names_two_that_differ_and_can_be_read(phrase: str) -> None:
    with pytest.raises(PhraseError) as refused:
        read(phrase, THURSDAY, zone=BERLIN)

    both = [re.sub("[“”]", "", one).strip() for one in refused.value.example.split(", or ")]
    found = [read(f"tomorrow {one}" if re.match(r"[0-9]{1,2}:", one) else one, THURSDAY, zone=BERLIN) for one in both]
    assert refused.value.why == "ambiguous"
    assert len({(one.edtf, one.start, one.at) for one in found}) == 2


def test_season_just_over_is_not_taken_for_the_next_years() -> None:
    with pytest.raises(PhraseError, match="that of 2025 is just over by the calendar, and 2026 is not said"):
        read("end of summer", datetime(2025, 9, 10, 8, tzinfo=UTC), zone=BERLIN)


def test_the_day_after_something_hangs_on_it() -> None:
    found = read("the day after the vote", THURSDAY, zone=BERLIN)

    assert (found.kind, found.hangs_on) == ("condition", "the vote")


def test_phrase_longer_than_eighty_characters_is_refused() -> None:
    with pytest.raises(PhraseError, match="longer than 80 characters"):
        read("in the coming days" + " " * 80, THURSDAY, zone=BERLIN)


def test_anchor_near_the_end_of_the_calendar_is_refused() -> None:
    with pytest.raises(PhraseError, match="too far away"):
        read("next year", datetime(9999, 12, 30, tzinfo=UTC) + timedelta(hours=1), zone=BERLIN)
