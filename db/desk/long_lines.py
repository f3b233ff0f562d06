"""Lines of buttons that are too long for a platform's ids, under a key each: what was posted goes on working."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from db.storage import schema
from db.storage.database import Connection

_long_line = schema.long_line.c
_AT_ONCE = 1_000  # rows that are forgotten in a transaction


def find_long_line(connection: Connection, key: str) -> str | None:
    """Find the line that is kept under a key."""
    return connection.scalar(select(_long_line.line).where(_long_line.key == key))


def list_known_keys(connection: Connection, keys: Iterable[str], *, since: datetime) -> set[str]:
    """List those of these keys under which a line is kept that was last shown since a moment."""
    known = (_long_line.key.in_(list(keys)), _long_line.at >= since)
    return set(connection.scalars(select(_long_line.key).where(*known)))


def add_long_lines(connection: Connection, lines: Mapping[str, str], *, now: datetime) -> None:
    """Keep lines under their keys, as shown now; the same line has the same key."""
    rows = [{"key": key, "line": line, "at": now} for key, line in lines.items()]
    connection.execute(_kept_anew(connection), rows)


def _kept_anew(connection: Connection) -> Any:
    # each database's own; PostgreSQL's is imported with all its drivers, so where it is needed
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        kept = postgresql.insert(schema.long_line)
        return kept.on_conflict_do_update(index_elements=["key"], set_={"at": kept.excluded.at})
    from sqlalchemy.dialects import sqlite

    anew = sqlite.insert(schema.long_line)
    return anew.on_conflict_do_update(index_elements=["key"], set_={"at": anew.excluded.at})


def forget_long_lines(connection: Connection, *, before: datetime) -> bool:
    """Forget some lines that were last shown before a moment; False when there is none left."""
    keys = connection.scalars(select(_long_line.key).where(_long_line.at < before).limit(_AT_ONCE)).all()
    connection.execute(delete(schema.long_line).where(_long_line.key.in_(keys)))
    return len(keys) == _AT_ONCE
