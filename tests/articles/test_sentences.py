"""Paragraphs and sentences."""

import pytest

from bot.articles.paragraphs import find_paragraphs
from bot.articles.quotation_marks import find_quotations
from bot.articles.sentences import find_sentences


def sentences(text: str) -> list[str]:
    paragraphs = find_paragraphs(text)
    quotations, _faults = find_quotations(text, paragraphs)
    return [text[one.start : one.end] for one in find_sentences(text, paragraphs, quotations)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It rained. The port closed.", 2),
        ("Mr. Lind met Gen. Varga on Jan. 5.", 1),
        ("He is from the U.S. State Department.", 1),
        ("He is from the U.S. The port closed.", 2),
        ("“It rains. It pours,” she said.", 1),
        ("“It rains.” The port closed.", 2),
        ("“Why? Why now?” she asked.", 1),
        ("J. R. Falk came.", 1),
        ("It cost 3.8 million. That is much.", 2),
        ("It rained … and rained.", 1),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    "text",
    [
        "VIENNA — The port closed.",
        "VIENNA (AP) - The port closed.",
        "Geneva, Nov 24 (IANS) The port closed.",
        "HALM, May 4 (Reuters) - The port closed.",
        "May 4. /Ostkurier/. The port closed.",
    ],
)
def test_a_dateline_is_no_part_of_the_first_sentence(text: str) -> None:
    assert sentences(text) == ["The port closed."]


def test_a_name_before_a_dash_is_no_dateline() -> None:
    assert sentences("Ada Lind – the minister – came.") == ["Ada Lind – the minister – came."]


def test_lines_broken_at_a_width_are_one_paragraph() -> None:
    line = "The crews of the ferries have waited for an answer since the\n"

    text = (line * 3 + "spring.\n\n") * 2

    assert len(find_paragraphs(text)) == 2
