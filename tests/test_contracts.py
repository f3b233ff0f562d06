"""The import contracts in pyproject.toml: kept here, and each seen to break when a module violates it."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
VIOLATIONS = [
    ("rooms", "bot/answers/__init__.py", "bot.terminal"),
    ("rooms", "bot/blocks.py", "bot.answers"),
    ("rooms", "bot/delivery/worker.py", "bot.discord.posting"),
    ("rooms", "bot/terminal/session.py", "cogs"),
    ("rooms", "bot/terminal/text.py", "bot.discord"),
    ("rooms", "bot/digests/runs.py", "bot.drafts.add"),
    ("rooms", "bot/tracking/state.py", "bot.answers.status"),
    ("rooms", "db/model/records.py", "bot.asking"),
    ("database", "db/storage/schema.py", "db.reading.view"),
    ("database", "db/reading/people.py", "db.desk.desks"),
    ("database", "db/outbox/claims.py", "db.reading.view"),
    ("database", "db/not_in_a_room.py", "datetime"),
    ("discord", "bot/asking.py", "discord.ui"),
    ("slack", "bot/commands/dispatch.py", "slack_sdk.web"),
    ("sqlalchemy", "bot/answers/status.py", "sqlalchemy.sql"),
    ("sqlalchemy", "cogs/__init__.py", "sqlite3"),
    ("pure", "bot/names/matcher.py", "db.storage.database"),
    ("pure", "bot/tracking/schedule.py", "sqlalchemy"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for package in ("bot", "cogs", "db"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(tree: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo", *options]
    return subprocess.run(program, cwd=tree, capture_output=True, text=True, check=False)


def test_contracts_are_kept(tree: Path) -> None:
    linted = lint(tree)

    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize(("contract", "module", "imported"), VIOLATIONS)
def test_contract_breaks_when_violated(tree: Path, contract: str, module: str, imported: str) -> None:
    with (tree / module).open("a", encoding="utf-8") as source:
        source.write(f"\nimport {imported}\n")

    linted = lint(tree, "--contract", contract)

    assert linted.returncode == 1
    assert "Contracts: 0 kept, 1 broken." in linted.stdout


def test_every_contract_has_a_violation() -> None:
    assert {contract["id"] for contract in CONTRACTS} == {contract for contract, _, _ in VIOLATIONS}
