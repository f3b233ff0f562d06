"""Lines of buttons that are too long for a platform's ids, under a key each: what was posted goes on working."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from db.storage import schema
from db.storage.database import Connection
from db.storage.new_rows import insert_new

_long_line = schema.long_line.c


def find_long_line(connection: Connection, key: str) -> str | None:
    """Find the line that is kept under a key."""
    return connection.scalar(select(_long_line.line).where(_long_line.key == key))


def list_known_keys(connection: Connection, keys: Iterable[str]) -> set[str]:
    """List those of these keys under which a line is kept already."""
    return set(connection.scalars(select(_long_line.key).where(_long_line.key.in_(list(keys)))))


def add_long_lines(connection: Connection, lines: Mapping[str, str], *, now: datetime) -> None:
    """Keep lines under their keys; the same line has the same key."""
    rows = [{"key": key, "line": line, "at": now} for key, line in lines.items()]
    connection.execute(insert_new(connection, schema.long_line), rows)
