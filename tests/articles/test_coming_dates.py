"""What a text says is to come: dates with their words and EDTF, and conditions; each beside its wrong neighbour."""

from datetime import date

import pytest

from bot.articles.coming_dates import ComingInText, find_coming
from bot.articles.dates import find_dates
from bot.articles.paragraphs import find_paragraphs
from bot.articles.quotation_marks import find_quotations
from bot.articles.sentences import find_sentences
from db.model.edtf import bounds


def read(text: str) -> list[ComingInText]:
    paragraphs = find_paragraphs(text)
    quotations, _ = find_quotations(text, paragraphs)
    sentences = find_sentences(text, paragraphs, quotations)
    return find_coming(text, sentences, find_dates(text, date(2022, 7, 28)))


@pytest.mark.parametrize(
    ("sentence", "words", "edtf"),
    [
        ("The two will meet on Friday.", "on Friday", "2022-07-29"),
        ("He will speak to him “in the coming days”.", "in the coming days", "2022-07-28/2022-08-04~"),
        ("They must answer within 48 hours.", "within 48 hours", "2022-07-28/2022-07-30"),
        ("He will answer by the end of August.", "by the end of August", "2022-07-28/2022-08-31"),
        ("He will answer before the end of August.", "before the end of August", "2022-07-28/2022-08-31"),
        ("They want it settled before September.", "before September", "2022-07-28/2022-08-31"),
        ("They want it settled by September.", "by September", "2022-07-28/2022-09-01~"),
        ("They want it settled before Friday.", "before Friday", "2022-07-28"),
        ("They want it settled no later than September.", "no later than September", "2022-07-28/2022-09-30"),
        ("They would not meet before next week.", "before next week", "2022-08-01/.."),
        ("The talks go on until Friday.", "until Friday", "2022-07-28/2022-07-29"),
        ("The ruling is due no earlier than 4 August.", "no earlier than 4 August", "2022-08-04/.."),
        ("The board meets next week.", "next week", "2022-08-01/2022-08-07"),
        ("They will meet over the weekend.", "over the weekend", "2022-07-30/2022-07-31"),
        ("Elections will be held in September.", "in September", "2022-09"),
        ("The pipe will be ready this autumn.", "this autumn", "2022-23"),
        ("A decision is due in the first quarter of 2023.", "due in the first quarter of 2023", "2023-33"),
        ("A decision will fall in the first half of 2023.", "in the first half of 2023", "2023-40"),
        ("The rains begin in late August.", "in late August", "2022-08-21/2022-08-31~"),
        ("They will meet on August 4 or 5.", "on August 4 or 5", "[2022-08-04,2022-08-05]"),
        ("They will meet on August 4-5.", "on August 4-5", "2022-08-04/2022-08-05"),
    ],
)
def test_coming_date_keeps_its_words(sentence: str, words: str, edtf: str) -> None:
    found = read(sentence)

    assert [(one.words, one.edtf) for one in found] == [(words, edtf)]
    assert bounds(edtf).earliest >= date(2022, 7, 28)
    assert sentence[slice(*found[0].sentence)] == sentence


@pytest.mark.parametrize(
    ("sentence", "words", "relation", "hangs_on"),
    [
        ("The exchange can only take place after the ruling.", "after the ruling", "after", "the ruling"),
        ("It would accept a truce, but only if the shelling stops.", "only if the shelling stops", "if",
         "the shelling stops"),
        ("She will leave once the last checkpoint is gone.", "once the last checkpoint is gone", "after",
         "the last checkpoint is gone"),
        ("They will strike unless the council pays.", "unless the council pays", "if", "the council pays"),
        ("If the talks fail, the minister will resign.", "If the talks fail", "if", "the talks fail"),
    ],
)  # fmt: skip
def test_condition_is_found_with_what_it_hangs_on(sentence: str, words: str, relation: str, hangs_on: str) -> None:
    (found,) = read(sentence)

    assert (found.kind, found.words, found.relation, found.hangs_on) == ("condition", words, relation, hangs_on)


@pytest.mark.parametrize(
    "sentence",
    [
        "He resigned after the ruling.",
        "After the exchange of fire, the North said that it would answer.",
        "We would be happy if she came.",
        "Nobody can say if they came.",
        "Once again the talks will be put off, after all.",
        "They will meet at last, a fortnight after her birthday.",
        "The two met on Friday.",
    ],
)
def test_what_only_sounds_like_a_condition_is_none(sentence: str) -> None:
    assert read(sentence) == []
