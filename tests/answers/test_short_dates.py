"""Short /dates: what is expected on one phone screen, whole texts at 40 columns."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import BEN, asked
from tests.builders import NOW, tiny
from tests.screens import DAYS, WIDTH, synth_at

_MOST = 36
_STATES = ("open", "due", "overdue", "conditional", "answered", "all")


@pytest.fixture
def talks(bundled: Database) -> Database:
    """The bundled dossier, which nobody changes."""
    return bundled


@pytest.fixture(scope="module")
def synth(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Database]:
    """1,000 invented statements, which nobody changes."""
    with synth_at(tmp_path_factory.mktemp("synth"), migrated) as database:
        yield database


def _dates(database: Database, options: str = "") -> str:
    return asked(database, f"/dates {options}".strip(), depth="short", width=WIDTH)


def _load(database: Database, *dates: dict[str, Any]) -> None:
    said = [{"by": "vane", "text": "it will come", "source": "morning"}]
    with database.writing() as connection:
        given = [{"announced": said, "title": f"Thing {one['id']}"} | one for one in dates]
        replace_dossier(connection, tiny(dates=given), now=NOW, actor="test")


@pytest.mark.parametrize("day", DAYS)
def test_dates_of_the_bundled_dossier_fit_a_screen(talks: Database, day: str) -> None:
    _check_sizes(talks, day)


@pytest.mark.parametrize("day", ["2031-03-01", "2031-03-09", "2031-03-15", ""])
def test_dates_of_the_tiny_dossier_fit_a_screen(ferry: Database, day: str) -> None:
    _check_sizes(ferry, day)


@pytest.mark.parametrize("day", ["2024-03-01", "2025-06-09", "2026-09-15", ""])
def test_dates_of_a_thousand_statements_fit_a_screen(synth: Database, day: str) -> None:
    _check_sizes(synth, day)


def _check_sizes(database: Database, day: str) -> None:
    for state in _STATES:
        rows = _dates(database, f"state:{state}" + (f" as_of:{day}" if day else "")).splitlines()

        assert len(rows) <= _MOST, state
        assert max(map(len, rows)) <= WIDTH


def test_the_tiny_dossier_in_short(ferry: Database) -> None:
    assert _dates(ferry, "state:all") == (
        "What is expected\n"
        "Newest source: 10 March 2031 or later*\n"
        "\n"
        "Overdue\n"
        "Meeting of the two towns, 28 February –\n"
        "7 March: “within a week” – Ada\n"
        "Vane ¹  D1\n"
        "\n"
        "Under a condition · 1\n"
        "The ferry runs again ²  D3\n"
        "\n"
        "Answered · 1\n"
        "Happened: Vote of the harbour\n"
        "council ²  D2\n"
        "[More]\n"
        "\n"
        "¹ Morning Post, 1 March · ² unnamed,\n"
        "10 March or later* · * worked out, not\n"
        "printed\n"
    )


def test_what_is_possible_says_since_when_and_leaves_the_conditions(database: Database) -> None:
    happened = {"kind": "happened", "text": "They met.", "when": "2031-03-03", "sources": ["late"]}
    _load(
        database,
        {"id": "D1", "outcome": happened},
        {"id": "D2", "depends_on": "D1", "condition": "they have met"},
        {"id": "D3", "condition": "all agree"},
    )

    said = _dates(database)

    assert "Possible since 3 March\nThing D2 ¹  D2\nNone reported in three sources.\n\nUnder a condition · 1\n" in said


def test_what_the_desk_recorded_opens_and_moves(database: Database) -> None:
    _load(database, {"id": "D1", "when": "2031-03-10"}, {"id": "D2", "depends_on": "D1", "condition": "it came"})
    asked(database, "/outcome D1 happened basis:“seen”", asker=BEN)

    opened = _dates(database, "state:all")
    asked(database, "/outcome D1 moved to:2031-03-28", asker=BEN)
    moved = _dates(database)

    assert "Possible since 20 March\n" in opened
    assert "Answered · 1\nHappened: Thing D1 – ben, 20 March  D1" in opened
    assert "Next\nThing D1, moved here to 28 March" in moved
    assert "Possible" not in moved


def test_a_time_leaves_out_what_has_no_day_and_says_so(ferry: Database) -> None:
    said = _dates(ferry, 'within:"two weeks"')

    assert "Without" not in said
    assert "what has no\nday is left out." in said


def test_nothing_expected_says_in_how_many_sources(database: Database) -> None:
    _load(database)

    assert "No date of this kind in three sources.\n" in _dates(database)
