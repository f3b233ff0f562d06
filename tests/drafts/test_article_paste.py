"""What was pasted into several fields is one text again; where it came out is read as far as it was typed."""

import pytest

from bot.articles.heading import Heading
from bot.drafts.article_paste import join_pasted, read_where


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["One.", "Two."], "One.\n\nTwo."),
        (["“One,” she", "said."], "“One,” she said."),
        (["“One.”", "", " Two. "], "“One.”\n\nTwo."),
        (["", "  "], ""),
    ],
)
def test_fields_are_joined_where_they_broke_off(parts: list[str], whole: str) -> None:
    assert join_pasted(parts) == whole


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("CNN, Moscow answers, 30 July 2022", Heading("CNN", "Moscow answers", "30 July 2022")),
        ("CNN, No, says Moscow, July 30, 2022", Heading("CNN", "No, says Moscow", "July 30 2022")),
        ("CNN, 30 July 2022, https://x.org/a,b", Heading("CNN", "", "30 July 2022", "https://x.org/a,b")),
        ("CNN", Heading("CNN")),
        ("CNN, Moscow answers", Heading("CNN", "Moscow answers")),
        ("https://x.org/a", Heading(link="https://x.org/a")),
        ("", Heading()),
    ],
)
def test_where_it_came_out_is_read_as_far_as_it_was_typed(typed: str, heading: Heading) -> None:
    assert read_where(typed) == heading
