"""The day of an utterance: stated beside its cue, or assumed."""

import pytest

from tests.articles.drafted import days


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lind said on Monday that it was over.", ["01 May"]),
        ("Ada Lind said Thursday that it was over.", ["04 May"]),
        ("On Wednesday Ada Lind said it was over.", ["03 May"]),
        ("Ada Lind said yesterday that it was over.", ["03 May"]),
        ("Ada Lind said it was over at a rally on 28 April.", ["04 May assumed"]),
        ("Ada Lind said on April 28 that it was over.", ["28 Apr"]),
        ("Ada Lind said the ferries would run on Monday.", ["04 May assumed"]),
        ("Ada Lind said it was over, adding that Monday would be calm.", ["04 May assumed", "04 May assumed"]),
        ("Ada Lind said on Monday it was over.\n\n“We tried,” Lind said.", ["01 May", "01 May assumed"]),
        ("Ada Lind said on Monday it was over.\n\n“We tried,” Ben Okoro said.", ["01 May", "04 May assumed"]),
        ("Ada Lind had said on Monday it was over. “We tried,” Lind said.", ["01 May", "04 May assumed"]),
        ("Ada Lind has said it is over.", [""]),
        ("The crews met on Tuesday in Halm. The crews said it was over.", ["02 May assumed"]),
        ("“It is over,” Ada Lind said last night.", ["03 May"]),
        ("Ada Lind had told a rally a day earlier that it was over.", ["03 May"]),
        ("Ada Lind had declared the day before that it was over.", ["03 May"]),
        ("Ada Lind said the day before the vote would be calm.", ["04 May assumed"]),
        ("“It is over,” said Ada Lind, who came to Halm on Tuesday.", ["04 May assumed"]),
        ("“It is over,” said Ada Lind, in Halm on Tuesday.", ["02 May"]),
        ("Ada Lind told the Sunday Ledger yesterday that it was over.", ["03 May"]),
        (
            "“We waited for eleven cold years,” Lind said Monday.\n\nThe port said it “waited for eleven cold years”.",
            ["01 May", "01 May assumed"],
        ),
        (
            "“We waited for eleven cold years,” Lind said Monday.\n\nThe port said it was “eleven cold years”.",
            ["01 May", "04 May assumed"],
        ),
        ("Ada Lind last week called it “a long road”.", [""]),
        ("In March, Ada Lind said it was over.", [""]),
        ("Ada Lind said the port had closed last week.", ["04 May assumed"]),
        ("As Ada Lind stressed in a letter of 2 May, the road was long.", ["02 May"]),
        (
            "The two sides signed a truce on Wednesday after a long night.\n\n“It is over,” Ada Lind said.",
            ["03 May assumed"],
        ),
        (
            "The two sides will sign the truce on Wednesday after a long night.\n\n“It is over,” Ada Lind said.",
            ["04 May assumed"],
        ),
    ],
)
def test_a_day_is_stated_or_assumed_or_left_open(text: str, expected: list[str]) -> None:
    assert days(text) == expected


def test_a_live_blog_counts_from_its_entries() -> None:
    text = "4 May, 10:00\n\nAda Lind said it was over.\n\n3 May, 21:00\n\nBen Okoro said it went on."

    assert days(text) == ["04 May assumed", "03 May"]
