"""Databases of older schemas, with a dossier in them: made by the migrations of that time."""

from importlib import import_module
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, inspect, text

from db.storage import schema

_VERSIONS = Path(__file__).parents[2] / "db/migrations/versions"
_KEPT = (schema.dossier, schema.item, schema.link)  # their columns are those of the first schema


def made_older(connection: Connection, revision: str) -> None:
    """Make the tables anew as that schema had them; only the dossiers loaded stay."""
    rows = {table: [dict(row._mapping) for row in connection.execute(table.select())] for table in _KEPT}
    _drop_all(connection)
    with Operations.context(MigrationContext.configure(connection, opts={"render_as_batch": True})):
        for path in sorted(_VERSIONS.glob("*.py")):
            if path.stem[:4] <= revision:
                import_module(f"db.migrations.versions.{path.stem}").upgrade()
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})
    for table, values in rows.items():
        if values:
            connection.execute(table.insert(), values)


def _drop_all(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TABLE search_index"))  # with the tables it keeps its words in
    order = [table.name for table in reversed(schema.metadata.sorted_tables)]
    for table in [*order, "alembic_version"]:
        if table in inspect(connection).get_table_names():
            connection.execute(text(f"DROP TABLE {table}"))
