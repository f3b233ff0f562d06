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
        ("Ada Lind has said it is over.", [""]),
        ("The crews met on Tuesday in Halm. The crews said it was over.", ["02 May assumed"]),
        ("“It is over,” Ada Lind said last night.", ["03 May"]),
    ],
)
def test_a_day_is_stated_or_assumed_or_left_open(text: str, expected: list[str]) -> None:
    assert days(text) == expected


def test_a_live_blog_counts_from_its_entries() -> None:
    text = "4 May, 10:00\n\nAda Lind said it was over.\n\n3 May, 21:00\n\nBen Okoro said it went on."

    assert days(text) == ["04 May assumed", "03 May"]
