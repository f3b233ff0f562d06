"""Figures of the promises: what a test measured is printed at the end, beside its bar."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.delivery.messages import MESSAGES
from db.storage.database import Database
from tests.conftest import POSTGRES, postgres_database
from tests.faults.delivering import plain
from tests.faults.sizes import SIZE

Figures = Callable[..., None]
_FIGURES = "promise"
# what needs a server, as `either_database` does, and what takes its time
collect_ignore = [] if POSTGRES else ["test_server.py", "test_server_gone.py"]
collect_ignore += (
    ["test_server_gone.py", "test_asleep.py", "test_floods.py", "test_load_kills.py"] if SIZE == "small" else []
)


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    """Take `promise="R1", lost=0, …`, to be printed whether the test then passes or fails."""

    def keep(promise: str, **measured: object) -> None:
        shown = ", ".join(f"{name.replace('_', ' ')} {_shown(value)}" for name, value in measured.items())
        record_property(_FIGURES, f"{promise}: {shown}")

    return keep


@pytest.fixture
def plain_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let "plain" be a kind of message, whose wording needs no dossier."""
    monkeypatch.setitem(MESSAGES, "plain", plain)


@pytest.fixture
def postgres() -> Iterator[Database]:
    """An empty database on PostgreSQL."""
    with postgres_database() as opened:
        yield opened


def _shown(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the figures, promise by promise."""
    reports = [one for kind in ("passed", "failed") for one in terminalreporter.stats.get(kind, [])]
    lines = {
        (text, report.outcome)
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, text in report.user_properties
        if name == _FIGURES
    }
    if not lines:
        return
    terminalreporter.section(f"promises, size {SIZE}")
    for text, outcome in sorted(lines, key=lambda line: (len(line[0].partition(":")[0].split()[0]), line)):
        terminalreporter.line(f"{text}{'' if outcome == 'passed' else '  FAILED'}")
