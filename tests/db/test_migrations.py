"""The schema of a database: made whole, as the tables in the code say; others are refused and left alone."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from db import migrations
from db.outbox.outbox import Due, add_due, list_due
from db.storage import schema
from db.storage.database import Database, DatabaseError, open_database

REVISIONS = sorted(path.stem[:4] for path in Path(migrations.__file__).parent.glob("versions/0*.py"))


def test_the_migrations_make_the_tables_that_the_code_names(either_database: Database) -> None:
    with either_database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_ours, "compare_type": False})

        assert compare_metadata(context, schema.metadata) == []


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the index of words, which each database makes in its own way."""
    own = {"ix_search_words", "ix_search_dossier_id", "ix_item_dossier_id"}
    return not (kind == "table" and str(name).startswith("search_index")) and name not in own


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ("9999", r"schema 9999, newer than this program's .*: nothing was changed"),
        ("0017", r"schema 0017, from before the first release; this program goes on from 0018: nothing was changed"),
    ],
)
def test_a_schema_that_is_newer_or_too_old_is_refused_and_left_alone(
    either_database: Database, found: str, reason: str
) -> None:
    with either_database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :found"), {"found": found})

    with pytest.raises(DatabaseError, match=reason):
        open_database(either_database.engine.url.render_as_string(hide_password=False))

    with either_database.reading() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == found


def test_the_newest_migration_is_the_schema_the_program_names_and_the_oldest_the_first() -> None:
    assert (REVISIONS[0], REVISIONS[-1]) == (schema.FIRST, schema.SCHEMA)


def test_what_waited_in_quiet_hours_before_they_had_a_column_waits_on(either_database: Database) -> None:
    since = datetime(2031, 3, 1, 23, 30, tzinfo=UTC)
    row = Due("42", "ferry", "D1", "opening", "news", since.replace(tzinfo=None), "UTC", since)
    told = ['{"by": "ann", "held": "2031-03-01T23:30:00+00:00"}', '{"held": "2031-03-02T00:30:00+01:00"}', ""]
    with either_database.writing() as connection:
        for number, detail in enumerate(told):
            add_due(connection, replace(row, occasion=f"{number}", detail=detail))
        connection.execute(text("ALTER TABLE due DROP COLUMN held_since"))
        connection.execute(text("DROP TABLE merge"))  # which came later
        connection.execute(text("UPDATE alembic_version SET version_num = '0025'"))

    opened = open_database(either_database.engine.url.render_as_string(hide_password=False))

    with opened.reading() as connection:
        found = {due.occasion: (due.held_since, due.detail) for due in list_due(connection, desk="42", dossier="ferry")}
    opened.close()
    assert found == {"0": (since, '{"by": "ann"}'), "1": (since, ""), "2": (None, "")}
