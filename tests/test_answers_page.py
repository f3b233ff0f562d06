"""The answers written by hand: their width and rows, and their words against the articles behind each mark."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest

from bot.cli.load import bundled_dossiers
from bot.commands.parser import parse
from bot.commands.registry import COMMANDS
from bot.dossiers.intake import check_text
from db.loading.dossiers import replace_dossier
from db.storage.database import Database, open_database
from tests.asking import asked
from tests.dossiers.test_verbatim import Articles, articles_folder, fold, read_articles

PAGE = Path(__file__).parents[1] / "docs" / "answers.md"

_BLOCK = re.compile(r"· (\d+) of (\d+) rows\n\n```text\n(.*?)\n```", re.DOTALL)
_MARK = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NUMBERED = re.compile(rf"([{_MARK}]+) (CNN|Daily Caller|unnamed \(Reuters\)|unnamed, \d+ July\*|unnamed, 28)")
_NUMBERS = {"CNN": "004", "Daily Caller": "000", "unnamed (Reuters)": "003", "unnamed, 29 July*": "001"}
_QUOTED = re.compile(rf"“([^”]+)”([^“]*?(?:[{_MARK}]+ ?)+)")

_ASKED = re.compile(r"^`(/[^`]+)` · \d+ of \d+ rows\n\n```text\n(.*?)\n```", re.DOTALL | re.MULTILINE)
_NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)

BLOCKS = [match.groups() for match in _BLOCK.finditer(PAGE.read_text("utf-8"))]


@pytest.mark.parametrize(("said", "most", "block"), BLOCKS)
def test_a_written_answer_keeps_to_its_size(said: str, most: str, block: str) -> None:
    rows = block.split("\n")

    assert len(rows) == int(said) <= int(most)
    assert max(map(len, rows)) <= 40


SAID = [(line, block) for line, block in _ASKED.findall(PAGE.read_text("utf-8")) if COMMANDS[parse(line)[0]].short]


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Database]:
    """The bundled dossier, which nobody changes."""
    database = open_database(f"sqlite:///{copyfile(migrated, tmp_path_factory.mktemp('talks') / 'talks.db')}")
    [file] = bundled_dossiers()
    with database.writing() as connection:
        replace_dossier(connection, check_text(file.read_bytes(), name=file.name), now=_NOW, actor="test")
    yield database
    database.close()


@pytest.mark.parametrize(("line", "block"), SAID)
def test_the_program_says_what_is_written(talks: Database, line: str, block: str) -> None:
    said = asked(talks, line, now=_NOW, depth="short", width=40)

    assert said == re.sub(r"[ \n]\[Share\]", "", block) + "\n"


@pytest.mark.parametrize("line", ["/status", "/who whelan", "/who peskov"])
def test_today_it_says_the_same_without_a_day_in_the_heading(talks: Database, line: str) -> None:
    today = asked(talks, line, now=_NOW, depth="short", width=40)
    then = asked(talks, f"{line} as_of:2022-08-12", now=_NOW, depth="short", width=40)

    assert today == then.replace(" · 12 August 2022\n", "\n", 1)


@pytest.mark.parametrize("block", [block for _said, _most, block in BLOCKS])
def test_words_in_a_written_answer_stand_in_each_source_behind_them(block: str) -> None:
    articles = read_articles(articles_folder())
    if not articles:
        pytest.skip(f"no articles in {articles_folder()}")

    assert list(misquoted(block, articles)) == []


def misquoted(block: str, articles: Articles) -> list[str]:
    """List the quotations of an answer that a source marked behind them does not have."""
    answer, _, foot = " ".join(block.replace("\n\n", "\n¶ ").split()).rpartition("¶")
    numbers = {mark: _NUMBERS.get(name, "002") for mark, name in _NUMBERED.findall(foot)}
    return [
        f"“{words}” is not in {numbers[mark]}"
        for words, behind in _QUOTED.findall(answer)
        for mark in re.findall(rf"[{_MARK}]+", behind)
        if fold(words) not in articles[numbers[mark]]
    ]
