"""How much of what people labelled is found: right words, right person, right day; the figures may not sink."""

from functools import cache

from bot.articles.records import SURE
from tests.articles.corpus import Labelled, list_articles, list_own
from tests.articles.measure_statements import Figures, measure_statements


@cache
def own() -> tuple[Labelled, ...]:
    return tuple(list_own())


def measure_cold() -> Figures:
    """Measure the texts that were labelled before any rule saw them (`cold`: which round)."""
    return measure_statements(text for text in own() if text.labels.get("cold"))


def test_texts_of_our_own_are_read_as_labelled() -> None:
    figures = measure_statements(text for text in own() if text.labels["group"] == "article")

    assert figures.labelled >= 150
    assert figures.f1("direct", "mixed") >= 93
    assert figures.f1("indirect") >= 90
    assert figures.wrong_as_sure <= 1


def test_texts_labelled_before_they_were_read_keep_their_figures() -> None:
    figures = measure_cold()

    assert figures.f1("direct", "mixed") >= 93
    assert figures.f1("indirect") >= 92
    assert figures.share(figures.day_right, figures.day_labelled) >= 95
    assert figures.share(figures.clean, figures.labelled) >= 84
    assert figures.wrong_as_sure <= 1
    assert figures.invented <= 3


def test_the_five_articles_are_read_as_labelled() -> None:
    figures = measure_statements(list_articles())  # which may lie elsewhere

    assert figures.right >= 0.93 * figures.labelled
    assert figures.wrong_as_sure == 0
    assert 0 < SURE < 1
