"""Quotation marks: the style of a text, and marks that are missing, turned or nested."""

import pytest

from bot.articles.paragraphs import find_paragraphs
from bot.articles.quotation_marks import find_quotations
from tests.articles.drafted import drafts, read


def quoted(text: str) -> list[str]:
    found, _faults = find_quotations(text, find_paragraphs(text))
    return [text[slice(*one.inner)] for one in found]


def faults(text: str) -> list[str]:
    return [fault.words for fault in read(text).faults]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “yes” and “no”.", ["yes", "no"]),
        ('He said "yes" and "no".', ["yes", "no"]),
        ("He said „ja” and «da».", ["ja", "da"]),
        ("She said 'yes, we can' and left.", ["yes, we can"]),
        ("She said ‘yes, we can’ and left.", ["yes, we can"]),
        ("'It's the boys' fault,' she said.", ["It's the boys' fault,"]),
        ("'Don't go,' she said. 'I won't,' he said.", ["Don't go,", "I won't,"]),
        ("The leaders' summit and the crews' pay", []),
        ("Rock 'n' roll in the '90s", []),
        ("He said “they told me ‘no’ twice” and left.", ["they told me ‘no’ twice"]),
        ('He said "they say "no" to us" and left.', ['they say "no" to us']),
        ("He said ”yes” to all.", ["yes"]),
        ("He said “yes“, and left.", ["yes"]),
        ("The 5” nails and the plank.", []),
    ],
)
def test_words_between_marks_are_found_in_every_style(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_that_opens_each_paragraph_anew_goes_on_without_a_fault() -> None:
    text = "Ada Lind said: “We waited.\n\n“We are done.”"

    assert drafts(text) == [("We waited.", "Ada Lind"), ("We are done.", "Ada Lind")]
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "words", "fault"),
    [
        ("“We are ready, Ada Lind said.", "We are ready,", "closing mark missing"),
        ("Ada Lind said “we are ready. The port is closed.", "we are ready.", "closing mark missing"),
        ("Ada Lind said talks “are held by experts.\n\nNo result was reached.”", "talks “are held by experts.",
         "closed in the next paragraph"),
    ],
)  # fmt: skip
def test_a_missing_mark_is_told_and_its_statement_is_never_sure(text: str, words: str, fault: str) -> None:
    reading = read(text)

    assert drafts(text)[0] == (words, "Ada Lind")
    assert fault in faults(text)
    assert not any(one.is_sure for one in reading.statements)


def test_a_closing_mark_that_closes_nothing_turns_no_text_inside_out() -> None:
    assert drafts("We waited.” Ada Lind left. “We are done,” Ada Lind said.") == [("We are done,", "Ada Lind")]
