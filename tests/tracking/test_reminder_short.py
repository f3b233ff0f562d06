"""A reminder as it is posted: what docs/answers.md has, its rows at 40 columns, its answer in its title."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.tracking.reminder_short import MOST_ROWS, reminder
from db.loading.heads import list_dossiers
from db.model.records import TrackedDate
from db.outbox.outbox import Due
from db.reading.view import View, list_items
from db.storage.database import Database
from tests.builders import DESK
from tests.screens import rows_of, synth_at, talks_at

PAGE = Path(__file__).parents[2] / "docs" / "answers.md"


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Database]:
    """The bundled dossier, which nobody changes."""
    with talks_at(tmp_path_factory.mktemp("talks"), migrated) as database:
        yield database


@pytest.fixture(scope="module")
def synth(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Database]:
    """1,000 invented statements, which nobody changes."""
    with synth_at(tmp_path_factory.mktemp("synth"), migrated) as database:
        yield database


def _reminder(database: Database, item: str, occasion: str, day: str) -> list[str]:
    now = datetime.fromisoformat(f"{day}T09:00+00:00")
    due = Due(DESK.id, "", item, occasion, "news", now.replace(tzinfo=None), "UTC", now, id=7)
    with database.reading() as connection:
        [head] = list_dossiers(connection, desk=DESK.id)
        return rows_of(reminder(connection, DESK, replace(due, dossier=head.id), now=now))


@pytest.mark.parametrize(
    ("day", "occasion"), [("28 July 2022", "opening 2022-07-27"), ("12 August 2022", "closing 2022-08-03")]
)
def test_a_reminder_says_what_is_written(talks: Database, day: str, occasion: str) -> None:
    [block] = re.findall(rf"on {day}: [^\n]* of 18 rows\n\n```text\n(.*?)\n```", PAGE.read_text("utf-8"), re.DOTALL)

    said = _reminder(talks, "D1", occasion, f"{datetime.strptime(day, '%d %B %Y'):%Y-%m-%d}")  # noqa: DTZ007

    assert "\n".join(said) == block


@pytest.mark.parametrize("day", ["2022-07-28", "2022-08-12", "2026-12-01"])
def test_each_reminder_of_the_bundled_dossier_fits_half_a_screen(talks: Database, day: str) -> None:
    _check_sizes(talks, day)


@pytest.mark.parametrize("day", ["2031-03-01", "2031-03-15"])
def test_each_reminder_of_the_tiny_dossier_fits_half_a_screen(ferry: Database, day: str) -> None:
    _check_sizes(ferry, day)


def test_each_reminder_among_a_thousand_statements_fits_half_a_screen(synth: Database) -> None:
    _check_sizes(synth, "2026-09-01")


def _check_sizes(database: Database, day: str) -> None:
    with database.reading() as connection:
        [head] = list_dossiers(connection, desk=DESK.id)
        view = View(connection, DESK.id, head.id, datetime.fromisoformat(day).date())
        dates = list_items(view, TrackedDate)
    assert dates
    for one in dates:
        for occasion in ("opening 2022-07-27", "closing 2022-08-03", "overdue 2099-01-01", "later 2022-08-01T09:00"):
            assert len(_reminder(database, one.id, occasion, day)) <= MOST_ROWS, (one.id, occasion)
