"""Exact words are found where they stand, however their marks are written, and nowhere else."""

import time

import pytest

from bot.articles.held_words import find_like_words, find_paragraph

TEXT = """The ferry lay still.

“We won't sign before the ‘great’ vote”, the mayor said. “And nobody — nobody — will.”

Vane's party took the harbour ball, the clerk said.
"""


@pytest.mark.parametrize(
    ("words", "paragraph"),
    [
        ("We won’t sign before the «great» vote", 2),
        ("we won't  sign before\nthe great vote.", 2),
        ("And nobody – nobody – will", 2),
        ("We won’t sign […] before the 'great' vote", 2),
        ("[They] won’t sign … nobody", 2),
        ("Vane", 3),
        ("We will sign before the great vote", 0),
        ("art", 0),
        ("harbour ba", 0),
        ("won’t sign […] after the vote", 0),
        ("", 0),
        ("[…]", 0),
    ],
)
def test_words_are_found_in_their_paragraph_or_not_at_all(words: str, paragraph: int) -> None:
    assert find_paragraph(TEXT, words) == paragraph


def test_what_stands_there_instead_is_told_word_by_word() -> None:
    assert find_like_words(TEXT, "We will not sign before the great vote")[0] == 2
    assert find_like_words(TEXT, "party took the harbour hall") == (3, "party took the harbour ball")
    assert find_like_words(TEXT, "an entirely other sentence of ours") == (0, "")


def test_a_long_text_is_looked_through_in_no_time() -> None:
    text = "\n\n".join(f"Paragraph {number} says that “nothing was agreed” again." for number in range(6_000))
    begun = time.process_time()

    assert find_paragraph(text, "Paragraph 5999 says") == 6000
    assert find_like_words(text, "nothing was greed again " * 50)[0]
    assert time.process_time() - begun < 2
