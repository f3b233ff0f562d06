"""How wide a window an announcement opens."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.date_words.widths import WIDTHS, window
from db.model.edtf import bounds

WINDOWS = """
in the coming days            2022-07-27/2022-08-03~
“in the coming days”          2022-07-27/2022-08-03~
In the  coming days           2022-07-27/2022-08-03~
over the coming days          2022-07-27/2022-08-03~
in the next few days          2022-07-27/2022-08-03~
within days                   2022-07-27/2022-08-03~
in the next couple of days    2022-07-27/2022-07-30~
in the coming hours           2022-07-27/2022-07-28~
in the coming weeks           2022-07-27/2022-08-24~
in the next few weeks         2022-07-27/2022-08-24~
in the coming months          2022-07-27/2022-10-26~
within a day                  2022-07-27/2022-07-28
within 24 hours               2022-07-27/2022-07-28
within 48 hours               2022-07-27/2022-07-29
within the next 36 hours      2022-07-27/2022-07-29
within a week                 2022-07-27/2022-08-03
within the next week          2022-07-27/2022-08-03
within 10 days                2022-07-27/2022-08-06
within ten days               2022-07-27/2022-08-06
in the next 3 days            2022-07-27/2022-07-30
within two weeks              2022-07-27/2022-08-10
within a fortnight            2022-07-27/2022-08-10
within a month                2022-07-27/2022-08-27
within three months           2022-07-27/2022-10-27
this week                     2022-07-27/2022-07-31
by the end of the week        2022-07-27/2022-07-31
next week                     2022-08-01/2022-08-07
this month                    2022-07-27/2022-07-31
by the end of the month       2022-07-27/2022-07-31
next month                    2022-08
today                         2022-07-27
tomorrow                      2022-07-28
soon                          –
shortly                       –
in due course                 –
at some point                 –
after the verdict             –
in the future                 –
in a week                     –
within 0 days                 –
within 100000 days            –
banana                        –
"""


@pytest.mark.parametrize(("phrase", "expected"), [line.rsplit(maxsplit=1) for line in WINDOWS.strip().splitlines()])
def test_window_is_counted_from_the_day_of_utterance(phrase: str, expected: str) -> None:
    found = window(phrase, date(2022, 7, 27))

    assert (found or "–") == expected


def test_window_of_a_phrase_that_goes_on_is_none() -> None:
    assert window("in the coming days" + " " * 80 + "or never", date(2022, 7, 27)) is None


def test_window_within_a_month_ends_on_the_months_last_day_when_there_is_no_such_day() -> None:
    assert window("within a month", date(2022, 1, 31)) == "2022-01-31/2022-02-28"


@given(anchor=st.dates(date(1900, 1, 1), date(2200, 1, 1)), phrase=st.sampled_from(sorted(WIDTHS)))
def test_window_of_every_width_starts_with_its_anchor(anchor: date, phrase: str) -> None:
    found = window(phrase, anchor)

    if found is None:
        assert WIDTHS[phrase] is None
        return
    span = bounds(found)
    assert span.earliest == anchor
    assert timedelta(0) < span.latest - anchor <= timedelta(days=100)


@given(phrase=st.text(max_size=200))
def test_window_any_text_is_edtf_or_nothing(phrase: str) -> None:
    found = window(phrase, date(2022, 7, 27))

    assert found is None or bounds(found).earliest >= date(2022, 7, 27)
