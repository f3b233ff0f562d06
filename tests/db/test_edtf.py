"""EDTF text: what days it covers, how it is said to people, and what is refused."""

from datetime import date
from math import inf

import pytest
from edtf import EDTFParseException, parse_edtf
from hypothesis import example, given
from hypothesis import strategies as st

from db.model.edtf import Bounds, EdtfError, bounds, kept_bounds, one_of, words

# EDTF, its bounds, its shape and marks, what people read
READABLE = """
2022-07-28               | 2022-07-28 .. 2022-07-28 | day       | 28 July 2022
2022-07                  | 2022-07-01 .. 2022-07-31 | month     | July 2022
2022-02                  | 2022-02-01 .. 2022-02-28 | month     | February 2022
2024-02                  | 2024-02-01 .. 2024-02-29 | month     | February 2024
2024-02-29               | 2024-02-29 .. 2024-02-29 | day       | 29 February 2024
2022                     | 2022-01-01 .. 2022-12-31 | year      | 2022
0987                     | 0987-01-01 .. 0987-12-31 | year      | 987
9998-12-31               | 9998-12-31 .. 9998-12-31 | day       | 31 December 9998
2022-07-28~              | 2022-07-28 .. 2022-07-28 | day ~     | about 28 July 2022
2022-07~                 | 2022-07-01 .. 2022-07-31 | month ~   | about July 2022
2022?                    | 2022-01-01 .. 2022-12-31 | year ?    | 2022 (uncertain)
2022-07?                 | 2022-07-01 .. 2022-07-31 | month ?   | July 2022 (uncertain)
2022-07-28%              | 2022-07-28 .. 2022-07-28 | day ~?    | about 28 July 2022 (uncertain)
2022-21                  | 2022-03-01 .. 2022-05-31 | season    | spring 2022
2022-22                  | 2022-06-01 .. 2022-08-31 | season    | summer 2022
2022-23                  | 2022-09-01 .. 2022-11-30 | season    | autumn 2022
2022-24                  | 2022-12-01 .. 2023-02-28 | season    | winter 2022–23
2023-24                  | 2023-12-01 .. 2024-02-29 | season    | winter 2023–24
2022-22~                 | 2022-06-01 .. 2022-08-31 | season ~  | about summer 2022
2022-33                  | 2022-01-01 .. 2022-03-31 | season    | first quarter of 2022
2022-36                  | 2022-10-01 .. 2022-12-31 | season    | fourth quarter of 2022
2022-41                  | 2022-07-01 .. 2022-12-31 | season    | second half of 2022
2022-07-27/2022-08-03    | 2022-07-27 .. 2022-08-03 | stretch   | 27 July – 3 August 2022
2022-07-27/2023-08-03    | 2022-07-27 .. 2023-08-03 | stretch   | 27 July 2022 – 3 August 2023
2022-07-27/2022-07-30    | 2022-07-27 .. 2022-07-30 | stretch   | 27–30 July 2022
2022-07-27/2022-07-27    | 2022-07-27 .. 2022-07-27 | stretch   | 27 July 2022
2022-07/2022-09          | 2022-07-01 .. 2022-09-30 | stretch   | July–September 2022
2021/2022                | 2021-01-01 .. 2022-12-31 | stretch   | 2021–2022
2021-11/2022-02          | 2021-11-01 .. 2022-02-28 | stretch   | November 2021 – February 2022
2022-07-27/2022-08       | 2022-07-27 .. 2022-08-31 | stretch   | 27 July 2022 – August 2022
2022-07-20/2022-07       | 2022-07-20 .. 2022-07-31 | stretch   | 20 July 2022 – July 2022
2022-21/2022-22          | 2022-03-01 .. 2022-08-31 | stretch   | spring–summer 2022
2022-07-27/2022-08-03~   | 2022-07-27 .. 2022-08-03 | stretch ~ | about 27 July – 3 August 2022
2022-07-27~/2022-08-03~  | 2022-07-27 .. 2022-08-03 | stretch ~ | about 27 July – 3 August 2022
2022-07-27~/2022-08-03   | 2022-07-27 .. 2022-08-03 | stretch ~ | about 27 July – 3 August 2022
2022-07-27/2022-08-03?   | 2022-07-27 .. 2022-08-03 | stretch ? | 27 July – 3 August 2022 (uncertain)
2022-07-27~/2022-07-27   | 2022-07-27 .. 2022-07-27 | stretch ~ | about 27 July 2022
2022-07-31/..            | 2022-07-31 .. open       | stretch   | from 31 July 2022 on
2022-07~/..              | 2022-07-01 .. open       | stretch ~ | from about July 2022 on
../2022-07-31            | open .. 2022-07-31       | stretch   | until 31 July 2022
../2022                  | open .. 2022-12-31       | stretch   | until 2022
2022-07-31/              | 2022-07-31 .. open       | stretch   | from 31 July 2022 to an unknown day
/2022-07                 | open .. 2022-07-31       | stretch   | from an unknown day to July 2022
[2022-07-28..2022-08-02] | 2022-07-28 .. 2022-08-02 | one of    | one day between 28 July and 2 August 2022
[2022-07-28..2022-07-31] | 2022-07-28 .. 2022-07-31 | one of    | one day between 28 and 31 July 2022
[2022-05-30..2023-05-02] | 2022-05-30 .. 2023-05-02 | one of    | one day between 30 May 2022 and 2 May 2023
[2022-07-28..2022-07-28] | 2022-07-28 .. 2022-07-28 | one of    | 28 July 2022
[2022-07-27~..2022-07-30] | 2022-07-27 .. 2022-07-30 | one of ~  | one day between about 27 and 30 July 2022
[2022-05-01..2022-05-09?] | 2022-05-01 .. 2022-05-09 | one of ? | one day between 1 and 9 May 2022 (uncertain)
[2022-05..2022-07]       | 2022-05-01 .. 2022-07-31 | one of    | one month between May and July 2022
[2019..2022]             | 2019-01-01 .. 2022-12-31 | one of    | one year between 2019 and 2022
[2022-07-28..2022-08]    | 2022-07-28 .. 2022-08-31 | one of    | one day between 28 July 2022 and August 2022
[2022-07-28,2022-08-02]  | 2022-07-28 .. 2022-08-02 | one of    | 28 July or 2 August 2022
[2022-07-28,2022-07-29,2022-07-31] | 2022-07-28 .. 2022-07-31 | one of    | 28, 29 or 31 July 2022
[2021-07-28,2022-07-28]  | 2021-07-28 .. 2022-07-28 | one of    | 28 July 2021 or 28 July 2022
[2021,2022]              | 2021-01-01 .. 2022-12-31 | one of    | 2021 or 2022
[2022~,2023]             | 2022-01-01 .. 2023-12-31 | one of ~  | about 2022 or 2023
[2021,2022-05-01..2022-05-09] | 2021-01-01 .. 2022-05-09 | one of | 2021, or one day between 1 and 9 May 2022
[2022-07-31..]           | 2022-07-31 .. open       | one of    | on or after 31 July 2022
[..2022-07-31]           | open .. 2022-07-31       | one of    | on or before 31 July 2022
[2022-07..]              | 2022-07-01 .. open       | one of    | in or after July 2022
[..2022]                 | open .. 2022-12-31       | one of    | in or before 2022
[2022-07-31~..]          | 2022-07-31 .. open       | one of ~  | on or after about 31 July 2022
[..2022-07-01,2022-08-01] | open .. 2022-08-01       | one of    | on or before 1 July 2022, or 1 August 2022
2022-07-XX               | 2022-07-01 .. 2022-07-31 | one of    | one day in July 2022
2022-XX                  | 2022-01-01 .. 2022-12-31 | one of    | one month in 2022
2022-XX-XX               | 2022-01-01 .. 2022-12-31 | one of    | one day in 2022
202X                     | 2020-01-01 .. 2029-12-31 | one of    | one year between 2020 and 2029
2004-XX-31               | 2004-01-31 .. 2004-12-31 | one of    | one day between 31 January and 31 December 2004
2023-XX-30               | 2023-01-30 .. 2023-12-30 | one of    | one day between 30 January and 30 December 2023
20XX                     | 2000-01-01 .. 2099-12-31 | one of    | one year between 2000 and 2099
1XXX                     | 1000-01-01 .. 1999-12-31 | one of    | one year between 1000 and 1999
201X-XX                  | 2010-01-01 .. 2019-12-31 | one of    | one month between January 2010 and December 2019
156X-12-25               | 1560-12-25 .. 1569-12-25 | one of    | one day between 25 December 1560 and 25 December 1569
202X-02-29               | 2020-02-29 .. 2028-02-29 | one of    | one day between 29 February 2020 and 29 February 2028
2024-02-XX               | 2024-02-01 .. 2024-02-29 | one of    | one day in February 2024
0001                     | 0001-01-01 .. 0001-12-31 | year      | 1
0001-01-01               | 0001-01-01 .. 0001-01-01 | day       | 1 January 1
9999-12-31               | 9999-12-31 .. 9999-12-31 | day       | 31 December 9999
/..                      | open .. open             | stretch   | without a known beginning or end
../                      | open .. open             | stretch   | without a known beginning or end
../..                    | open .. open             | stretch   | without a known beginning or end
1985-04/..               | 1985-04-01 .. open       | stretch   | from April 1985 on
1984?/2004-06~           | 1984-01-01 .. 2004-06-30 | stretch ~? | about 1984 – June 2004 (uncertain)
?2004-06-~11             | 2004-06-11 .. 2004-06-11 | day ~?    | about 11 June 2004 (uncertain)
2004-06~-11              | 2004-06-11 .. 2004-06-11 | day ~     | about 11 June 2004
2022-XX-28 | 2022-01-28 .. 2022-12-28 | one of | one day between 28 January and 28 December 2022
2022-07-XX~              | 2022-07-01 .. 2022-07-31 | one of ~  | one day in about July 2022
2022-07-XX/2022-08-03    | 2022-07-01 .. 2022-08-03 | stretch   | one day in July 2022 – 3 August 2022
~2022-07                 | 2022-07-01 .. 2022-07-31 | month ~   | about July 2022
2022-~07-28              | 2022-07-28 .. 2022-07-28 | day ~     | about 28 July 2022
2022?-07-~28             | 2022-07-28 .. 2022-07-28 | day ~?    | about 28 July 2022 (uncertain)
2022-07-27/~2022-08-03   | 2022-07-27 .. 2022-08-03 | stretch ~ | about 27 July – 3 August 2022
"""

# EDTF text and what its refusal must say
REFUSED = {
    "": "empty",
    "2022-06-31": "June 2022 has 30 days",
    "2022-02-29": "February 2022 has 28 days",
    "2022-07-00": "July 2022 has 31 days",
    "2022-13": "month 13",
    "2022-00-10": "month 00",
    "2022-32-01": "month 32",
    "2022-22-01": "month 22",
    "2022-29": "not supported here",
    "2022-25": "not supported here",
    "2022-39": "not supported here",
    "2022-42": "month 42",
    "1950S2": "not supported here",
    "Y17E7": "not supported here",
    "-20XX": "not supported here",
    "?2004-06%": "not supported here",
    "2004?-06?": "not supported here",
    "?2004?-06": "not supported here",
    "?2004-06-11~": "not supported here",
    "2004-XX-32": "no year or month of these has a day 32",
    "2023-02-30": "February 2023 has 28 days",
    "202X-02-30": "no year or month of these has a day 30",
    "0000-XX": "years 1 to 9999",
    "9999-24": "years 1 to 9999",
    "9999-12-32": "December 9999 has 31 days",
    "2022-07-28T10:00": "times of day",
    "2022-07-28T10:00:00Z": "times of day",
    "10:00": "times of day",
    "2022-08-03/2022-07-27": "ends before it starts",
    "2022-07/2022-06-30": "ends before it starts",
    "2022/2021": "ends before it starts",
    "[2022-08-02..2022-07-28]": "ends before it starts",
    "[2022-08..2022-07]": "ends before it starts",
    "[2022-08-02,2022-07-28]": "from early to late",
    "[2022-07-28,2022-07-28]": "from early to late",
    "[2022-07-28]": "a choice of two or more",
    "[]": "a choice of two or more",
    "{2021,2022}": "not supported here: braces mean all of several",
    "/": "no day at all",
    "[..]": "no day at all",
    "2021/2022/2023": "more than one",
    "[2022-07-27/2022-08-03]": "a choice of two or more",
    "[2022-07-01..2022-07-02..2022-07-03]": "not a date",
    "[2022-07-28..2022-08-02]~": "not a date",
    "2022-07-28 ": "spaces",
    " 2022-07-28": "spaces",
    "[2022-07-28, 2022-08-02]": "spaces",
    "2022-07-28\n": "spaces",
    "0000": "years 1 to 9999",
    "-0044": "not supported here: only the years 1 to 9999",
    "Y17000": "not supported here: only the years 1 to 9999",
    "XXXX-07-28": "not supported here",
    "2022-07-2X": "not supported here: only a whole",
    "2022-1X": "not supported here: only a whole",
    "2022-7-28": "not a date",
    "28.7.2022": "not a date",
    "July 2022": "spaces",
    "2022-07-xx": "not a date",
    "2022~~": "not a date",
    "~2022~": "not supported here: one mark for each",
    "２０２２": "not a date",
    "20220728": "not a date",
    "[2022-07-28,2022-07-29,2022-07-30,2022-07-31,2022-08-01,2022-08-02]": "60 characters",
}

# read by us and by the edtf package alike
BOTH_READ = """
2004-XX-31 156X-12-25 15XX-12-25 1XXX-XX 1XXX-12 2022-XX 2022-XX-XX 20XX 201X 2004?-06-11 2004-?06-11 ?2004-06-~11
2022 2022-07 2022-07-28 2022~ 2022? 2022% 2022-07~ 2022-07? 2022-07% 2022-07-28~ 2022-07-28? 2022-07-28%
2021/2022 2022-07/2022-09 2022-07-27/2022-08-03 2022-07-27/2022-08-03~ 2022-07-27~/2022-08-03~
2022-07?/2022-09 2022-07-27/2022-09 2022-07/.. ../2022-07-28 2022~/.. ../2022? 2022-21 2022-23 2022-35
[2022-07-28..2022-08-02] [2022-07..2022-09] [2021..2022] [2022-07-28,2022-08-02] [2022-07-28,2022-08]
[2021,2022,2024] [2022-07-31..] [..2022-07-31] [2022..] [..2022-07] [2022-07-28,2022-07-30..2022-08-02]
[..2022-07-01,2022-08-01] [2022-07-01,2022-08-01..]
"""


def table(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


@pytest.mark.parametrize(("edtf", "span", "shape", "said"), table(READABLE))
def test_edtf_gives_its_bounds_shape_marks_and_words(edtf: str, span: str, shape: str, said: str) -> None:
    found = bounds(edtf)

    marks = "~" * found.approximate + "?" * found.uncertain
    start = "open" if found.open_start else found.earliest.isoformat()
    end = "open" if found.open_end else found.latest.isoformat()
    assert f"{start} .. {end}" == span
    assert f"{found.shape} {marks}".strip() == shape
    assert words(edtf) == said


@pytest.mark.parametrize(("edtf", "reason"), REFUSED.items())
def test_edtf_refusal_says_why_and_gives_an_example(edtf: str, reason: str) -> None:
    with pytest.raises(EdtfError) as refusal:
        bounds(edtf)

    assert reason in str(refusal.value)
    assert " e.g. " in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_edtf_impossible_day_is_answered_in_full() -> None:
    with pytest.raises(EdtfError) as refusal:
        words("2022-06-31")

    assert str(refusal.value) == (
        "‘2022-06-31’: June 2022 has 30 days. Write e.g. 2022-06-30, 2022-06 or 2022-06-28/2022-07-02."
    )


def test_edtf_hostile_text_is_shortened_in_its_refusal() -> None:
    with pytest.raises(EdtfError) as refusal:
        bounds("[" * 6000)

    assert len(str(refusal.value)) < 200


def test_edtf_only_one_certain_day_counts_as_a_day() -> None:
    days = [edtf for edtf, *_ in table(READABLE) if bounds(edtf).is_day]

    assert days == [
        "2022-07-28",
        "2024-02-29",
        "9998-12-31",
        "2022-07-27/2022-07-27",
        "[2022-07-28..2022-07-28]",
        "0001-01-01",
        "9999-12-31",
    ]


def test_edtf_parses_each_distinct_text_once() -> None:
    assert bounds("2022-07-28/2022-08-09") is bounds("2022-07-28/2022-08-09")


@pytest.mark.parametrize("edtf", BOTH_READ.split())
def test_edtf_agrees_with_the_edtf_package(edtf: str) -> None:
    theirs = parse_edtf(edtf)
    lower, upper = theirs.lower_strict(), theirs.upper_strict()

    ours = bounds(edtf)

    assert ours.earliest == (date.min if lower == -inf else date(*lower[:3]))
    assert ours.latest == (date.max if upper == inf else date(*upper[:3]))
    if not edtf.startswith("["):  # the package keeps no marks on a set
        both = theirs.is_uncertain_and_approximate
        assert (ours.approximate, ours.uncertain) == (
            theirs.is_approximate or both,
            theirs.is_uncertain or both,
        )


MARKED = st.tuples(*[st.sampled_from(["", "", "?", "~", "%"])] * 6, st.integers(1, 3))


@given(marked=MARKED)
def test_edtf_marks_stand_wherever_the_edtf_package_has_them(
    marked: tuple[str, str, str, str, str, str, int],
) -> None:
    *marks, parts = marked
    text = "-".join(f"{marks[2 * i]}{('2004', '06', '11')[i]}{marks[2 * i + 1]}" for i in range(parts))

    try:
        theirs = parse_edtf(text)
    except (EDTFParseException, ValueError, AttributeError, TypeError):
        return

    assert bounds(text).earliest == date(*theirs.lower_strict()[:3])


DAYS = st.dates()
MARKS = st.sampled_from(["", "~", "?", "%"])


@given(first=DAYS, last=DAYS, mark=MARKS)
def test_edtf_stretch_of_any_two_days_round_trips(first: date, last: date, mark: str) -> None:
    first, last = sorted((first, last))

    found = bounds(f"{first}/{last}{mark}")

    assert found == Bounds(
        first, last, "stretch", approximate=mark in "~%" and mark != "", uncertain=mark in "?%" and mark != ""
    )


@given(day=DAYS, mark=MARKS)
def test_edtf_day_month_and_year_contain_one_another(day: date, mark: str) -> None:
    exact, month, year = (bounds(day.isoformat()[:length] + mark) for length in (10, 7, 4))

    assert exact.earliest == exact.latest == day
    assert year.earliest <= month.earliest <= day <= month.latest <= year.latest
    assert (year.earliest.month, year.latest.day) == (1, 31)


EDTF_LIKE = st.lists(
    st.sampled_from(["2022", "2021", "-", "07", "28", "31", "XX", "X", "22", "..", "/", "[", "]", ",", "~", "?", "%"]),
    max_size=14,
).map("".join)


@given(text=st.one_of(EDTF_LIKE, st.text(max_size=70)))
@example(text="2022-1X")
@example(text="X2X2-07-~XX")
def test_edtf_any_text_is_read_in_order_or_refused(text: str) -> None:
    try:
        found = bounds(text)
    except EdtfError:
        return

    assert found.earliest <= found.latest
    assert words(text)


@pytest.mark.parametrize("edtf", REFUSED)
def test_edtf_refusals_print_nothing(edtf: str, capsys: pytest.CaptureFixture[str]) -> None:
    # the package prints where one of its constructors fails, and a printed line would spoil `--json` output
    with pytest.raises(EdtfError):
        bounds(edtf)

    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        (["2022-03"], "2022-03"),
        (["2022-03", "2022-02", "2022-03"], "[2022-02,2022-03]"),
        (["2022-07-28", "2022-07"], "[2022-07-01..2022-07-31]"),
        (["2022-07-01/2022-07-03", "2022-08"], "[2022-07-01..2022-08-31]"),
        (["[..2022-03]", "2022-02-15"], "[..2022-03-31]"),
        (["[..2022-03]", "[2022-02..]"], ""),
    ],
)
def test_one_of_several_dates_is_a_choice_or_all_days_they_cover(texts: list[str], joined: str) -> None:
    assert one_of(texts) == joined


@pytest.mark.parametrize("edtf", ["0001", "9999-12-31", "2022/9999", "..", "/..", "../.."])
def test_edtf_that_leads_out_of_the_calendar_or_says_no_day_is_not_kept(edtf: str) -> None:
    with pytest.raises(EdtfError):
        kept_bounds(edtf)


@pytest.mark.parametrize("edtf", ["0002", "9998-12-31", "2022-07-28/..", "[..2022-07-28]"])
def test_edtf_of_the_years_that_can_be_counted_from_is_kept(edtf: str) -> None:
    assert kept_bounds(edtf) == bounds(edtf)
