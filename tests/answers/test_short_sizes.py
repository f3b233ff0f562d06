"""Every short form fits a phone at 40 columns: of the bundled dossier, the tiny one, one of 1,000 statements."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.registry import COMMANDS
from db.storage.database import Database
from tests.asking import asked
from tests.screens import WIDTH, synth_at

_MOST = {"/status": 30, "/who": 30}  # rows; others: 36
_DAYS = ("2022-07-27", "2022-07-28", "2022-07-29", "2022-07-31", "2022-08-05", "2022-08-10", "2022-08-12", "")
_ASKED = {
    "talks": (
        "/status",
        "/conflicts about:griner",
        "/offers",
        "/dates",
        "/timeline",
        "/timeline about:griner",
        "/timeline about:russia",
        "/timeline about:E24",
        "/timeline from:2022-07-27 to:2022-07-28",
        "/timeline from:2030",
        "/quotes",
        "/quotes kirby exact:yes",
        "/quotes about:griner",
        "/quotes russia since:2022-07-28",
        "/quotes whelan",
        "/find griner",
        "/find exchange kind:statement",
        "/find verdict",
        "/find zebra ruling",
        "/compare russia usa",
        "/compare peskov zakharova",
        "/changes",
        "/help",
    ),
    "ferry": (
        "/status",
        "/conflicts",
        "/offers",
        "/dates",
        "/timeline",
        "/timeline about:vane",
        "/quotes",
        "/quotes vane",
    ),
    "synth": (
        "/status",
        "/conflicts",
        "/offers",
        "/dates",
        "/timeline",
        "/timeline from:2025-01-01",
        "/quotes",
        "/quotes exact:yes",
    ),
}


@pytest.fixture
def talks(bundled: Database) -> Database:
    """The bundled dossier, which nobody changes."""
    return bundled


@pytest.fixture(scope="module")
def synth(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Database]:
    """1,000 invented statements, which nobody changes."""
    with synth_at(tmp_path_factory.mktemp("synth"), migrated) as database:
        yield database


@pytest.mark.parametrize("day", _DAYS)
def test_short_forms_of_the_bundled_dossier_fit_a_screen(talks: Database, day: str) -> None:
    _check_sizes(talks, _ASKED["talks"], day)


@pytest.mark.parametrize("day", ["2031-03-01", "2031-03-09", "2031-03-15", ""])
def test_short_forms_of_the_tiny_dossier_fit_a_screen(ferry: Database, day: str) -> None:
    _check_sizes(ferry, _ASKED["ferry"], day)


@pytest.mark.parametrize("day", ["2024-03-01", "2025-06-09", "2026-09-15", ""])
def test_short_forms_of_a_thousand_statements_fit_a_screen(synth: Database, day: str) -> None:
    _check_sizes(synth, _ASKED["synth"], day)


def test_each_command_with_a_short_form_is_asked() -> None:
    asked_ = {line.split()[0].removeprefix("/") for lines in _ASKED.values() for line in lines}

    assert {name for name, command in COMMANDS.items() if command.short} - asked_ == {"who", "handover"}


def _check_sizes(database: Database, lines: tuple[str, ...], day: str) -> None:
    said = {line: asked(database, f"{line} as_of:{day}" if day else line, depth="short", width=WIDTH) for line in lines}
    tall = {line: text for line, text in said.items() if len(text.splitlines()) > _MOST.get(line.split()[0], 36)}

    assert tall == {}
    assert max(len(row) for text in said.values() for row in text.splitlines()) <= WIDTH
