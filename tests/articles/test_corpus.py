"""The labels themselves: every span stands in its text, within its bounds, on the words it was made for."""

from collections.abc import Iterator

import pytest

from tests.articles.corpus import FOLDER, Labelled, articles_folder, list_articles, list_own


def list_faults(labelled: Labelled) -> Iterator[str]:
    for kind in ("statements", "dates", "offers", "conditions"):
        for row in labelled.labels.get(kind, ()):
            for start, end in row.get("spans") or [row["span"]]:
                words = labelled.text[start:end]
                if not 0 <= start < end <= len(labelled.text) or words != words.strip():
                    yield f"{labelled.id} {kind} [{start}, {end}]: {words[:40]!r}"


def test_labels_of_our_own_texts_stand_on_whole_words() -> None:
    found = [fault for labelled in list_own() for fault in list_faults(labelled)]

    assert found == []


def test_labels_of_the_five_articles_stand_on_whole_words() -> None:
    labelled = list_articles()
    if not labelled:
        pytest.skip(f"no articles in {articles_folder()}; name their folder in {FOLDER}")

    assert [fault for one in labelled for fault in list_faults(one)] == []
    assert [len(one.labels["statements"]) for one in labelled] == [18, 33, 12, 15, 12]
