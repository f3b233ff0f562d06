"""Every question of a desk on the bundled dossier has an answer, with the source it rests on."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.bundled import bundled_dossiers
from bot.intake import check_text
from db.dossiers import replace_dossier
from db.engine import Database, open_database
from tests.asking import asked
from tests.builders import NOW
from tests.questions_table import QUESTIONS


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bundled(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    """A database with the bundled dossier; these questions only read."""
    opened = await open_database(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('bundled') / 'test.db'}")
    path = bundled_dossiers()[0]
    async with opened.writing() as connection:
        await replace_dossier(connection, check_text(path.read_bytes(), name=path.name), now=NOW, actor="test")
    yield opened
    await opened.close()


def _is_told(said: str, words: str, source: str) -> bool:
    """Tell whether a line has these words, and names the source itself or, under a heading, in the line above."""
    lines = said.splitlines()
    return any(
        words in line and re.search(rf"\[[^\[\]]*\b{source}\b", f"{above} {line}")
        for above, line in zip(["", *lines], lines, strict=False)
    )


def test_there_are_questions_enough() -> None:
    assert len({question for question, _, _ in QUESTIONS}) == len(QUESTIONS) >= 60


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("question", "line", "expected"), QUESTIONS, ids=[one[0] for one in QUESTIONS])
async def test_a_question_is_answered_with_its_source(
    bundled: Database, question: str, line: str, expected: list[tuple[str, str]]
) -> None:
    said = await asked(bundled, line)

    assert [(words, source) for words, source in expected if not _is_told(said, words, source)] == [], said
