"""How much of what people labelled is found, with the right words and the right person; the figures may not sink."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.articles.reader import read_article
from bot.articles.records import SURE, Article, Person, Statement
from bot.names.folding import fold
from tests.articles.corpus import Labelled, list_articles, list_own

Label = dict[str, Any]


@dataclass
class Figures:
    """Counts over texts."""

    labelled: int = 0
    found: int = 0
    right: int = 0
    wrong_as_sure: int = 0


def measure(texts: list[Labelled]) -> Figures:
    """Compare drafts of direct and mixed statements with labels."""
    figures = Figures()
    for text in texts:
        drafts = _read(text)
        for label in text.labels["statements"]:
            if label["tier"] != "core" or label["kind"] == "indirect":
                continue
            figures.labelled += 1
            draft = max(drafts, key=lambda one: _share(one, label), default=None)
            if draft is None or _share(draft, label) < 0.5:
                continue
            is_right = _is_right(draft, label)
            figures.found += 1
            figures.right += is_right
            figures.wrong_as_sure += not is_right and draft.speaker.confidence >= SURE
    return figures


def _read(text: Labelled) -> tuple[Statement, ...]:
    people = tuple(
        Person(one["id"], one["name"], tuple(one["aliases"]), tuple(one["roles"]), one["gender"])
        for one in text.labels["people"]
    )
    day = date.fromisoformat(text.labels["published"])
    is_page = text.labels["file"].endswith(".html")
    return read_article(Article(text.text, day, text.labels["title"] or "", is_page, people)).statements


def _share(draft: Statement, label: Label) -> float:
    """Give how much of both is the same, in characters; a piece of the labelled words counts as all of them."""
    here = {place for start, end in draft.spans for place in range(start, end)}
    there = {place for start, end in label["spans"] for place in range(start, end)}
    common = len(here & there)
    if common >= 0.8 * len(here):
        return max(0.6, common / len(here | there))
    return common / len(here | there)


def _is_right(draft: Statement, label: Label) -> bool:
    meant = label["speaker"]
    if meant["person_ids"]:
        return draft.speaker.person in meant["person_ids"]
    words = {word for name in meant["names"] for word in fold(name).split()}
    return draft.speaker.person is None and bool(words & set(fold(draft.speaker.name).split()))


def test_texts_of_our_own_are_read_as_labelled() -> None:
    figures = measure([text for text in list_own() if text.labels["group"] == "article"])

    assert figures.labelled >= 45
    assert figures.right >= 0.93 * figures.labelled
    assert figures.wrong_as_sure == 0


def test_the_five_articles_are_read_as_labelled() -> None:
    figures = measure(list_articles())  # which may lie elsewhere

    assert figures.right >= 0.93 * figures.labelled
    assert figures.wrong_as_sure == 0
