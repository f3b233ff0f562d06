"""Inserting rows that may be there already."""

from typing import Any

from sqlalchemy import Table

from db.storage.database import Connection


def insert_new(connection: Connection, table: Table) -> Any:
    """Make the statement that inserts rows, but for those whose key is there."""
    # each database's own; PostgreSQL's is imported with all its drivers, so where it is needed
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table).on_conflict_do_nothing()
