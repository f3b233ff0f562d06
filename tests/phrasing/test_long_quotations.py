"""Long exact words are cut between sentences, with an ellipsis, and no condition falls out."""

import pytest

from bot.phrasing.long_quotations import cut_at_sentences
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, TINY, tiny
from tests.screens import WIDTH

_FIRST = "We shall meet in the spring."


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Short.", "Short."),
        (f"{_FIRST} That is certain. We are glad.", f"{_FIRST} That is certain. […]"),
        (f"{_FIRST} But only if they pay. We are glad.", f"{_FIRST} But only if they pay. […]"),
        (f"{_FIRST[:-1]} with Mr. Oake of St. Ives, who has said so. We are glad.", f"{_FIRST[:-1]} with Mr. Oake of"
         " St. Ives, who has said so. […]"),
        ("a word and another one, without an end, of which nobody knows where it leads", None),
    ],
)  # fmt: skip
def test_words_are_cut_between_sentences_alone(said: str, shown: str | None) -> None:
    assert cut_at_sentences(said, longest=46) == (said if shown is None else shown)


def test_a_condition_that_does_not_fit_is_not_left_out() -> None:
    said = "We shall pay all of it. But only if the ferry sails in time, and if nobody else has paid. We are glad."

    assert cut_at_sentences(said, longest=40).endswith("nobody else has paid. […]")


def test_a_long_quotation_fits_a_screen(database: Database) -> None:
    long = " ".join(f"This is the sentence number {n} of a speech." for n in range(20))
    said = {"id": "S20", "speaker": "oake", "wordings": [{"source": "late", "kind": "direct", "text": long}]}
    with database.writing() as connection:
        replace_dossier(connection, tiny(statements=[*TINY["statements"], said]), now=NOW, actor="test")

    for line, most in (("/quotes oake", 36), ("/who oake", 30), ("/status", 30)):
        rows = asked(database, line, depth="short", width=WIDTH).splitlines()
        assert len(rows) <= most, line
    assert "of a speech. […]” –" in " ".join(asked(database, "/quotes oake", depth="short").split())
    assert long in " ".join(asked(database, "/quotes oake", depth="full").split())
