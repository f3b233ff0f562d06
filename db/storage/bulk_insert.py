"""Many rows at once, past SQLAlchemy: there, putting each together takes longer than inserting it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import TableClause

Row = tuple[Any, ...]

_AT_ONCE = 1_000  # rows, after which other work gets its turn
_CACHE_KIB = 64 * 1024


def insert_rows(
    connection: SyncConnection, table: TableClause, columns: str, rows: Sequence[Row], *, new: bool = True
) -> None:
    """Insert rows, their values in the order of the columns and days as `stored_day` gives them.

    Without `new` those that are there already are left as they are.
    """
    count = len(columns.split(","))
    places = ", ".join(["%s" if is_postgres(connection) else "?"] * count)
    statement = f"INSERT INTO {table.name} ({columns}) VALUES ({places})"
    statement += "" if new else " ON CONFLICT DO NOTHING"
    for start in range(0, len(rows), _AT_ONCE):
        connection.exec_driver_sql(statement, list(rows[start : start + _AT_ONCE]))


def roomy(connection: SyncConnection) -> None:
    """Let SQLite keep what it writes in memory: with its usual 2 MB it writes index pages again and again."""
    if not is_postgres(connection):
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KIB}")


def is_postgres(connection: SyncConnection) -> bool:
    """Tell PostgreSQL from SQLite."""
    return connection.dialect.name == "postgresql"


def stored_day(day: date, *, postgres: bool) -> date | str:
    """Give a day as the database's driver takes it."""
    return day if postgres else day.isoformat()
