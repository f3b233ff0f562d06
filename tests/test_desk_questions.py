"""Every question of a desk on the bundled dossier has an answer, with the source it rests on."""

import re

import pytest

from db.storage.database import Database
from tests.asking import asked
from tests.questions_table import QUESTIONS


def _is_told(said: str, words: str, source: str) -> bool:
    """Tell whether a line has these words, and names the source itself or, under a heading, in the line above."""
    lines = said.splitlines()
    return any(
        words in line and re.search(rf"\[[^\[\]]*\b{source}\b", f"{above} {line}")
        for above, line in zip(["", *lines], lines, strict=False)
    )


def test_there_are_questions_enough() -> None:
    assert len({question for question, _, _ in QUESTIONS}) == len(QUESTIONS) >= 60


@pytest.mark.parametrize(("question", "line", "expected"), QUESTIONS, ids=[one[0] for one in QUESTIONS])
def test_a_question_is_answered_with_its_source(
    bundled: Database, question: str, line: str, expected: list[tuple[str, str]]
) -> None:
    said = asked(bundled, line)

    assert [(words, source) for words, source in expected if not _is_told(said, words, source)] == [], said
