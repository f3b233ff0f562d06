"""Short /find: who leads, which text of an item is shown, whole texts at 40 columns."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, TINY, tiny
from tests.screens import WIDTH, talks_at


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Database]:
    """The bundled dossier, which nobody changes."""
    with talks_at(tmp_path_factory.mktemp("talks"), migrated) as database:
        yield database


def _find(database: Database, text: str) -> str:
    return asked(database, f"/find {text}", depth="short", width=WIDTH)


def _load(database: Database, **sections: Any) -> None:
    with database.writing() as connection:
        replace_dossier(connection, tiny(**sections), now=NOW, actor="test")


def test_whoever_is_called_so_leads_then_the_newest(ferry: Database) -> None:
    assert _find(ferry, "vane") == (
        "Found for “vane”\n"
        "Newest source: 10 March 2031 or later*\n"
        "\n"
        "Ada Vane: mayor of Northhaven ¹  vane\n"
        "Meeting of the two towns, expected\n"
        "28 February – 7 March ¹ ²  D1\n"
        "“We shall meet within a week” – Ada\n"
        "Vane, 28 February* ¹  S1\n"
        "The old ferry sinks – 2030 ¹  E1\n"  # she took part
        "Northhaven’s offer of a shared\n"
        "ferry ¹  O1\n"  # which she called something
        "[More]\n"
        "\n"
        "¹ Morning Post, 1 March · ² unnamed,\n"
        "10 March or later* · * worked out, not\n"
        "printed\n"
    )


def test_the_wording_that_has_the_word_is_shown(ferry: Database) -> None:
    assert "“We shall meet within a week” – Ada" in _find(ferry, "week")
    assert "She foresaw a meeting soon. – Ada Vane" in _find(ferry, "foresaw")


def test_what_only_an_id_has_is_found_by_its_id_alone(ferry: Database) -> None:
    assert "S10\n" in _find(ferry, "S10")
    _load(ferry, sources=[one | {"title": "The late news"} for one in TINY["sources"]])

    assert _find(ferry, "late").count("The late news – headline") == 3


def test_no_text_of_a_day_is_looked_for_in_all_sources_by_one_press(talks: Database) -> None:
    said = _find(talks, "verdict as_of:2022-07-28")

    assert "No text has “verdict” or “ruling”, in\nthree sources.\n[Look in all sources]\n" in said


def test_what_does_not_stand_together_is_offered_alone(talks: Database) -> None:
    assert "No text has “zebra”, in five sources.\n[Only griner (" in _find(talks, "griner zebra")
    assert "No text has all of “cannabis grain”, in\nfive sources.\n[Only cannabis (" in _find(talks, "cannabis grain")


def test_a_synonym_of_one_of_several_words_is_tried_where_no_text_has_all(talks: Database) -> None:
    said = " ".join(_find(talks, "Griner sentence").split())

    assert "No text has “sentence” beside “griner”; these have “sentenced”. Griner was sentenced to nine years" in said


def test_of_a_kind_that_has_it_not_the_others_are_a_press_away(talks: Database) -> None:
    said = _find(talks, "cannabis kind:offer")

    assert "No text of offers has “cannabis”, in\nfive sources.\n[Without kind: (" in said


def test_remarks_of_ours_are_no_hit_but_more_has_them(database: Database) -> None:
    people = [one | {"notes": [{"text": "Zoological.", "sources": ["morning"]}]} for one in TINY["people"]]
    _load(database, people=people)

    said = _find(database, "zoological")

    assert "No text has “zoological”, in three\nsources.\n[More]\n" in said
    assert "Zoological" in asked(database, "/find zoological")


def test_a_news_agency_is_said_to_be_one(talks: Database) -> None:
    assert "Reuters – news agency that texts\nname ¹ ²  reuters\n" in _find(talks, "reuters")
