"""The answers written by hand: their width and rows, and their words against the articles behind each mark."""

import re
from pathlib import Path

import pytest

from tests.dossiers.test_verbatim import Articles, articles_folder, fold, read_articles

PAGE = Path(__file__).parents[1] / "docs" / "answers.md"

_BLOCK = re.compile(r"· (\d+) of (\d+) rows\n\n```text\n(.*?)\n```", re.DOTALL)
_MARK = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NUMBERED = re.compile(rf"([{_MARK}]+) (CNN|Daily Caller|unnamed \(Reuters\)|unnamed, \d+ July\*|unnamed, 28)")
_NUMBERS = {"CNN": "004", "Daily Caller": "000", "unnamed (Reuters)": "003", "unnamed, 29 July*": "001"}
_QUOTED = re.compile(rf"“([^”]+)”([^“]*?(?:[{_MARK}]+ ?)+)")

BLOCKS = [match.groups() for match in _BLOCK.finditer(PAGE.read_text("utf-8"))]


@pytest.mark.parametrize(("said", "most", "block"), BLOCKS)
def test_a_written_answer_keeps_to_its_size(said: str, most: str, block: str) -> None:
    rows = block.split("\n")

    assert len(rows) == int(said) <= int(most)
    assert max(map(len, rows)) <= 40


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
