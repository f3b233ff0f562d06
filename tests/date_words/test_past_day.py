"""Which day an asker means, and what is refused with which words."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.date_words.past_day import DateError, parse_day, parse_first_day

# already Thursday 11 August 2022 in Berlin, still Wednesday the 10th in UTC
NOW = datetime(2022, 8, 10, 22, 30, tzinfo=UTC)

DAYS = """
2022-07-28                    2022-07-28
  2022-07-28                  2022-07-28
2022-7-8                      2022-07-08
2022/07/28                    2022-07-28
2022.07.28                    2022-07-28
20220728                      2022-07-28
2022-07                       2022-07-31
2024-02                       2024-02-29
2022                          2022-12-31
2022-07-27/2022-08-03         2022-08-03
2022-06/2022-07               2022-07-31
../2022-07-28                 2022-07-28
2030-01-01                    2030-01-01
today                         2022-08-11
Today                         2022-08-11
now                           2022-08-11
yesterday                     2022-08-10
tomorrow                      2022-08-12
the day before yesterday      2022-08-09
day after tomorrow            2022-08-13
1 day ago                     2022-08-10
3 days ago                    2022-08-08
three days ago                2022-08-08
a day ago                     2022-08-10
14 days ago                   2022-07-28
0 days ago                    2022-08-11
400 days ago                  2021-07-07
a week ago                    2022-08-04
2 weeks ago                   2022-07-28
a fortnight ago               2022-07-28
a month ago                   2022-07-11
3 months ago                  2022-05-11
a year ago                    2021-08-11
2 weeks and 3 days ago        2022-07-25
Thursday                      2022-08-11
Friday                        2022-08-05
on Friday                     2022-08-05
fri                           2022-08-05
Wed                           2022-08-10
last Friday                   2022-08-05
last Thursday                 2022-08-04
last Wednesday                2022-08-10
28 July                       2022-07-28
28 july                       2022-07-28
28 JUL                        2022-07-28
28th July                     2022-07-28
28th of July                  2022-07-28
the 28th of July              2022-07-28
July 28                       2022-07-28
July 28th                     2022-07-28
July the 28th                 2022-07-28
Jul. 28                       2022-07-28
on 28 July                    2022-07-28
as of 28 July                 2022-07-28
12 August                     2021-08-12
11 August                     2022-08-11
31 December                   2021-12-31
29 February                   2020-02-29
1 May                         2022-05-01
3 Sept 2021                   2021-09-03
28 July 2022                  2022-07-28
28 July, 2022                 2022-07-28
July 28, 2022                 2022-07-28
July 28 2022                  2022-07-28
28-Jul-2022                   2022-07-28
28th of July 2022             2022-07-28
2022 July 28                  2022-07-28
2022 28 July                  2022-07-28
Thursday 28 July              2022-07-28
Thu, 28 Jul 2022              2022-07-28
Thursday, July 28, 2022       2022-07-28
28 July 2031                  2031-07-28
29 February 2024              2024-02-29
July 2022                     2022-07-31
Jul 2022                      2022-07-31
as of July 2022               2022-07-31
February 2024                 2024-02-29
end of July                   2022-07-31
end of July 2022              2022-07-31
the end of February           2022-02-28
end of 2021                   2021-12-31
28.7.2022                     2022-07-28
28.07.2022                    2022-07-28
4.8.2022                      2022-08-04
28. 7. 2022                   2022-07-28
28/07/2022                    2022-07-28
28-07-2022                    2022-07-28
07/28/2022                    2022-07-28
04/04/2022                    2022-04-04
28/7                          2022-07-28
7/28                          2022-07-28
as of 2022-07                 2022-07-31
2022–07–28                    2022-07-28
28\u00a0July\u00a02022        2022-07-28
２８ July 2022                 2022-07-28
28 July 2022.                 2022-07-28
"""

# text and what its refusal must say
REFUSED = {
    "": "No day was given",
    "   ": "No day was given",
    "04/08/2022": "can be 4 August or 8 April 2022. Write 2022-08-04 or 2022-04-08.",
    "04-08-2022": "can be 4 August or 8 April 2022. Write 2022-08-04 or 2022-04-08.",
    "4/8": "can be 4 August or 8 April",
    "4.8": "not a day I can read",
    "15.12": "not a day I can read",
    "28.7.": "not a day I can read",
    "12.30": "not a day I can read",
    "Friday the 13th": "not a day I can read",
    "the second of July": "not a day I can read",
    "31 June": "June has 30 days",
    "31 June 2022": "June 2022 has 30 days",
    "June 31, 2022": "June 2022 has 30 days",
    "30 February": "February has 29 days",
    "29 February 2022": "February 2022 has 28 days",
    "2022-02-30": "February 2022 has 28 days",
    "2022-06-31": "June 2022 has 30 days",
    "2022/06/31": "June 2022 has 30 days",
    "31.06.2022": "June 2022 has 30 days",
    "31/06/2022": "June 2022 has 30 days",
    "0 July": "July has 31 days",
    "32 July 2022": "July 2022 has 31 days",
    "2022-13-01": "no month 13",
    "7.28.2022": "no month 28",
    "2022-28-07": "no month 28",
    "99/99/2022": "no month 99",
    "28/07/22": "four digits",
    "28.7.22": "four digits",
    "28 July 22": "four digits",
    "28 July '22": "four digits",
    "Friday 28 July 2022": "28 July 2022 is a Thursday, not a Friday",
    "Friday, 28 July": "28 July 2022 is a Thursday, not a Friday",
    "banana": "not a day I can read",
    "soon": "not one day",
    "next week": "not one day",
    "last week": "not one day",
    "this week": "not one day",
    "last month": "not one day",
    "this year": "not one day",
    "next month": "not one day",
    "in the coming days": "not one day",
    "early next week": "not one day",
    "week of 24 January": "not one day",
    "mid-July": "not one day",
    "early July 2022": "not one day",
    "a few days ago": "not one day",
    "24-28 January": "not one day",
    "24–28 January 2022": "not one day",
    "28 July - 2 August 2022": "not one day",
    "28 or 29 July": "not one day",
    "between 28 July and 2 August": "not one day",
    "until 28 July": "not one day",
    "since Monday": "not one day",
    "after 28 July 2022": "not one day",
    "July": "names no year",
    "last July": "names no year",
    "the 28th": "names no month",
    "28": "names no month",
    "next Friday": "not a day I can read",
    "this Friday": "not a day I can read",
    "a week ago Friday": "not one day",
    "Friday last week": "not one day",
    "every Monday": "comes again and again",
    "every Monday at 9": "comes again and again",
    "daily": "comes again and again",
    "Mondays": "comes again and again",
    "10:00": "time of day",
    "10am": "time of day",
    "noon": "time of day",
    "an hour ago": "time of day",
    "30 minutes ago": "time of day",
    "yesterday at 15:00": "time of day",
    "yesterday 3pm": "time of day",
    "28 July 2022 10:00": "time of day",
    "2022-07-28T10:00": "time of day",
    "2022-07-28T10:00:00Z": "time of day",
    "10:00 ET on 4 August": "time of day",
    "tomorrow morning": "time of day",
    "1659000000": "not a day I can read",
    "-3 days ago": "not a day I can read",
    "3 days": "not a day I can read",
    "3.5 days ago": "not a day I can read",
    "99999999 days ago": "before the year 2",
    "9000 years ago": "not a day I can read",
    "28 July 2022 BC": "not a day I can read",
    "28 juillet 2022": "not a day I can read",
    "28 July 2022 28 July 2022": "not a day I can read",
    "28 Jully 2022": "not a day I can read",
    "not 28 July 2022": "not a day I can read",
    "28 July 2022?": "not a day I can read",
    "2022-07~": "not an exact day",
    "2022-07-28?": "not an exact day",
    "2022-07-27/2022-08-03~": "not an exact day",
    "[2022-07-28..2022-08-02]": "not an exact day",
    "2022-07-XX": "not an exact day",
    "2022-22": "not an exact day",
    "2022-07-28/..": "no last day",
    "[2022-07-31..]": "not an exact day",
    "2022-08-03/2022-07-27": "it ends before it starts",
    "9999-01-01": "years 2 to 9998",
    "0000": "years 1 to 9999",
    "1 January 9999": "years 2 to 9998",
    "28 July 0001": "years 2 to 9998",
    "9" * 81: "80 characters",
    "july " * 1200: "80 characters",
}


def table(text: str) -> list[tuple[str, str]]:
    rows = (line.rsplit(" ", 1) for line in text.strip("\n").splitlines())
    return [(asked.rstrip(" "), expected) for asked, expected in rows]


def day(text: str, *, zone: str = "Europe/Berlin", not_after: date | None = None) -> date:
    return parse_day(text, now=NOW, zone=zone, not_after=not_after)


@pytest.mark.parametrize(("text", "expected"), table(DAYS))
def test_day_is_what_the_asker_means(text: str, expected: str) -> None:
    assert day(text).isoformat() == expected


@pytest.mark.parametrize(("text", "reason"), REFUSED.items())
def test_day_refused_says_why_and_gives_an_example(text: str, reason: str) -> None:
    with pytest.raises(DateError) as refusal:
        day(text)

    message = str(refusal.value)
    assert reason in message
    assert " Write " in message
    assert len(message) < 220
    assert "\n" not in message


@pytest.mark.parametrize("text", REFUSED)
def test_day_refused_gives_an_example_that_works(text: str) -> None:
    with pytest.raises(DateError) as refusal:
        day(text)

    examples = str(refusal.value).rpartition(" Write ")[2].removeprefix("e.g. ").rstrip(".")
    assert all(day(example) for example in examples.replace(", ", " or ").split(" or "))


def test_day_refused_tells_what_was_understood() -> None:
    with pytest.raises(DateError) as refusal:
        day("28 July 10:00")

    assert str(refusal.value) == (
        "‘28 July 10:00’ has a time of day; only a whole day can be asked for. Write e.g. 2022-07-28."
    )


def test_day_today_is_the_askers_today_not_the_servers() -> None:
    assert day("today", zone="America/New_York") == date(2022, 8, 10)
    assert day("today", zone="Europe/Berlin") == date(2022, 8, 11)
    assert day("wednesday", zone="America/New_York") == day("wednesday", zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("28 July", "2022-07-28"),
        ("7/28", "2022-07-28"),
        ("Thursday 28 July", "2022-07-28"),
        ("8 August", "2022-08-08"),
        ("30 January", "2022-01-30"),
        ("29 February", "2020-02-29"),
        ("end of July", "2022-07-31"),
        ("1 December", "2021-12-01"),
        ("28 July 2023", "2023-07-28"),
        ("yesterday", "2026-11-19"),
    ],
)
def test_day_without_a_year_is_the_newest_by_the_last_source(text: str, expected: str) -> None:
    found = parse_day(text, now=datetime(2026, 11, 20, 12, tzinfo=UTC), zone="UTC", not_after=date(2022, 8, 8))

    assert found.isoformat() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("last week", "2022-08-01"),
        ("last month", "2022-07-01"),
        ("this week", "2022-08-08"),
        ("July 2022", "2022-07-01"),
        ("2022-07", "2022-07-01"),
        ("early July 2022", "2022-07-01"),
        ("the last ten days", "2022-08-01"),
        ("past two weeks", "2022-07-28"),
        ("last Monday", "2022-08-08"),
        ("yesterday evening", "2022-08-10"),
        ("3 weeks ago", "2022-07-21"),
        ("1h ago", "2022-08-10"),
    ],
)
def test_first_day_of_a_stretch_is_its_beginning(text: str, expected: str) -> None:
    assert parse_first_day(text, now=NOW, zone="Europe/Berlin").isoformat() == expected


@pytest.mark.parametrize("text", ["next week", "in the coming weeks to come", "banana", "by Friday"])
def test_first_day_of_what_is_to_come_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        parse_first_day(text, now=NOW, zone="Europe/Berlin")


def test_day_without_a_year_soon_after_the_last_source_is_asked_back() -> None:
    # the newest by then would be 2021, and hardly anybody would mean that
    with pytest.raises(DateError) as refusal:
        day("9 August", not_after=date(2022, 8, 8))

    assert str(refusal.value) == (
        "‘9 August’ can be 2022 or 2021: the last source is of 8 August 2022. Write 2022-08-09 or 2021-08-09."
    )


def test_day_without_a_year_after_the_last_source_but_still_to_come_is_the_past_one() -> None:
    assert day("12 August", not_after=date(2022, 8, 8)) == date(2021, 8, 12)


@given(text=st.text(max_size=90))
def test_day_any_text_is_a_day_or_a_refusal(text: str) -> None:
    try:
        found = day(text)
    except DateError:
        return

    assert 2 <= found.year <= 9998


PIECES = [
    "28",
    "7",
    "2022",
    "july",
    "friday",
    "last",
    "ago",
    "days",
    "2",
    "week",
    "and",
    "of",
    "/",
    "-",
    ".",
    ",",
    "1",
]


@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=7))
def test_day_from_any_pieces_agrees_with_what_they_name(pieces: list[str]) -> None:
    text = " ".join(pieces)
    try:
        found = day(text)
    except DateError:
        return

    if "july" in pieces:
        assert found.month == 7
    if "2022" in pieces:
        assert found.year == 2022
    if "friday" in pieces:
        assert found.weekday() == 4


@given(months=st.integers(1, 600))
def test_day_months_ago_keeps_the_day_of_the_month(months: int) -> None:
    found = day(f"{months} months ago")

    assert found.day == 11
    assert (2022 - found.year) * 12 + 8 - found.month == months


@given(asked=st.dates(date(2, 1, 1), date(9998, 12, 31)))
def test_day_any_real_day_is_read_in_every_spelling(asked: date) -> None:
    year = f"{asked.year:04}"
    for text in (
        asked.isoformat(),
        f"{year}/{asked.month}/{asked.day}",
        f"{asked.day}.{asked.month}.{year}",
        f"{asked:%d %B} {year}",
        f"{asked:%A}, {asked:%B} {asked.day}, {year}",
    ):
        assert day(text) == asked
