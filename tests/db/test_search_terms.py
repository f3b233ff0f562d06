"""Words to search by, and what somebody typed."""

import random

import pytest

from db.model.search_terms import Term, folded, typed_terms, words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Песков", "peskov"),
        ("Горбачёв", "gorbachev"),
        ("CAFÉ cafe\u0301", "cafe cafe"),
        ("Whelan’s and Whelan's", "whelan and whelan"),
        ("the U.S. and the U.S", "the us and the us"),
        ("Jong-un, at 10:00", "jong un at 10 00"),
        ("Łódź, Straße", "lodz strasse"),
        ("… – “”", ""),
    ],
)
def test_words_are_folded(text: str, said: str) -> None:
    assert " ".join(folded(text)) == said
    assert " ".join(word.folded for word in words(text)) == said


def test_a_word_knows_its_place() -> None:
    text = "Say: Whelan’s exchange"

    assert [text[word.start : word.end] for word in words(text)] == ["Say", "Whelan’s", "exchange"]


def test_typed_words_phrases_prefixes_and_exclusions_are_told_apart() -> None:
    terms = typed_terms('griner "prisoner swap" negotiat* -whelan -"grain deal" jong-un')

    assert terms == (
        Term(("griner",)),
        Term(("prisoner", "swap")),
        Term(("negotiat",), prefix=True),
        Term(("whelan",), excluded=True),
        Term(("grain", "deal"), excluded=True),
        Term(("jong", "un")),
    )


def test_a_beginning_of_two_letters_is_a_word() -> None:
    assert typed_terms("pe* pes*") == (Term(("pe",)), Term(("pes",), prefix=True))


def test_whatever_is_typed_only_letters_and_digits_become_terms() -> None:
    chance = random.Random(3)
    signs = "\"'*^:()-+{}[]\\%_=|&!<>~@#$;,.\0\n\t“”„«»абвé漢字🙂aAzZ09 NEAR AND OR NOT "

    for _ in range(10_000):
        typed = "".join(chance.choices(signs, k=chance.choice((1, 3, 10, 40))))
        assert all(word.isalnum() and word.isascii() for term in typed_terms(typed) for word in term.words)
