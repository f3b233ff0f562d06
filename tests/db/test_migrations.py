"""Migrating forward: a database of every earlier schema, with data, answers as one made today."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection as SyncConnection
from sqlalchemy import MetaData, Table, inspect, select, text

from db import migrations
from db.desk.desks import Desk, ReminderChannel, replace_desk, replace_reminder_channel
from db.desk.outcomes import list_outcomes
from db.loading.dossiers import replace_dossier
from db.migrations import config
from db.outbox.outbox import Due, add_due, list_due
from db.storage import schema
from db.storage.database import Database, DatabaseError, open_database
from tests.asking import asked as ask
from tests.builders import NOW, tiny

REVISIONS = sorted(path.stem[:4] for path in Path(migrations.__file__).parent.glob("versions/0*.py"))
QUESTIONS = ("/who vane", "/status", "/find ferry", "/find boat*", "/changes", "/dates", "/item S1", "/quotes vane")


def _fill(database: Database) -> None:
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
        replace_desk(connection, Desk("7", "Europe/Berlin", "08:00"))
        replace_reminder_channel(connection, ReminderChannel("7", "ferry", "9"), actor="1", now=NOW)
        for item in ("D1", "D2"):
            due = Due("7", "ferry", item, "opening 2031-03-01", "9", NOW.replace(tzinfo=None), "UTC", NOW)
            add_due(connection, due)
    assert ask(database, "/outcome D1 happened basis:“a call”").strip()


@dataclass(frozen=True)
class Today:
    """A database of today's schema, with a dossier, a desk, an outcome and what is owed: its rows, what it answers."""

    rows: dict[str, list[dict[str, Any]]]
    answers: list[list[str]]


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Today:
    """Fill a database."""
    return asyncio.run(_today(tmp_path_factory.mktemp("filled") / "filled.db"))


async def _today(path: Path) -> Today:
    opened = open_database(f"sqlite:///{path}")
    _fill(opened)
    today = Today(_rows(opened), _answers(opened))
    opened.close()
    return today


def _answers(database: Database) -> list[list[str]]:
    """Ask; in which order hits of one day come depends on the order in which they were indexed."""
    answers = [ask(database, question) for question in QUESTIONS]
    return [sorted(line for line in answer.splitlines() if " in full: " not in line) for answer in answers]


def _rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    with database.reading() as connection:
        tables = [table for table in schema.metadata.sorted_tables if not table.name.startswith("search")]
        return {t.name: [dict(row) for row in connection.execute(select(t)).mappings()] for t in tables}


def _back_to(connection: SyncConnection, revision: str, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Make the schema as it was, with of the rows what it had room for."""
    for name in inspect(connection).get_table_names():
        cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TABLE IF EXISTS {name}{cascade}"))
    _migrate_to(connection, revision)
    found = MetaData()
    found.reflect(connection)
    for table in found.sorted_tables:
        _insert(connection, table, rows.get(table.name, []))


def _migrate_to(connection: SyncConnection, revision: str) -> None:
    """Migrate as a program of that time did: without what today's does afterwards."""
    scripts = ScriptDirectory.from_config(config())

    def steps(found: Any, _context: Any) -> Any:
        return scripts._upgrade_revs(revision, found)

    with EnvironmentContext(config(), scripts, fn=steps, destination_rev=revision) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()


def _insert(connection: SyncConnection, table: Table, rows: list[dict[str, Any]]) -> None:
    if kept := [{key: value for key, value in row.items() if key in table.c} for row in rows]:
        connection.execute(table.insert(), kept)


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_an_earlier_schema_with_data_answers_as_todays(either_database: Database, today: Today, revision: str) -> None:
    with either_database.engine.connect() as connection:
        connection.execution_options(backchannel_writes=True)
        with connection.begin():
            _back_to(connection, revision, today.rows)

    migrated = open_database(either_database.engine.url.render_as_string(hide_password=False))

    answers = _answers(migrated)
    with migrated.reading() as connection:
        owed = [(due.item, due.kind, due.state) for due in list_due(connection, desk="7", dossier="ferry")]
        outcomes = list_outcomes(connection, desk="local", dossier="ferry", item="D1")
        now = connection.scalar(text("SELECT version_num FROM alembic_version"))
    migrated.close()
    assert answers == today.answers
    assert owed == [("D1", "reminder", "waiting"), ("D2", "reminder", "waiting")]
    assert [outcome.kind for outcome in outcomes] == ["happened"]
    assert now == schema.SCHEMA


def test_a_newer_schema_is_refused_and_left_alone(either_database: Database) -> None:
    with either_database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(DatabaseError, match=r"schema 9999, newer than this program's .*: nothing was changed"):
        open_database(either_database.engine.url.render_as_string(hide_password=False))


def test_the_newest_migration_is_the_schema_the_program_names() -> None:
    assert REVISIONS[-1] == schema.SCHEMA
