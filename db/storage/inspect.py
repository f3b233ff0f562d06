"""A look at a database as it is, before anything is migrated: for whoever runs the bot."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from db.storage import schema
from db.storage.address import shown
from db.storage.backups import find_restoration
from db.storage.database import Connection, Database, DatabaseError, explain, unprepared


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look at a database saw; `unwritable` and `faults` say what is wrong, if anything is."""

    place: str
    version: str
    schema: str | None
    newest: str
    first: str
    unwritable: str
    faults: str
    server_time: datetime | None
    contents: dict[str, str]
    parked: int


def look_at(url: str) -> Sight:
    """Look at a database as it is, without migrating it or changing anything; raises DatabaseError."""
    database = unprepared(url)
    try:
        with database.engine.connect() as connection:
            seen = _look(connection, shown(url))
            restored = find_restoration(connection) if seen.schema == seen.newest else None
        if restored:
            when, of = (f"{moment:%Y-%m-%d %H:%M} UTC" for moment in (restored.at, restored.backup_at))
            seen.contents["restored"] = f"{when}, from a back-up of {of}"
        return replace(seen, unwritable=_unwritable(database))
    except (OSError, DBAPIError) as error:
        raise DatabaseError(explain(url, error)) from error
    finally:
        database.close()


@contextmanager
def unmigrated(url: str) -> Iterator[Connection]:
    """Read a database as it is; raises DatabaseError, also where its schema is too old to be read."""
    database = unprepared(url)
    try:
        with database.engine.connect() as connection:
            yield connection
    except (OSError, DBAPIError) as error:
        raise DatabaseError(explain(url, error)) from error
    finally:
        database.close()


def _look(connection: Connection, place: str) -> Sight:
    sqlite = connection.dialect.name == "sqlite"
    version = connection.execute(text(f"SELECT {'sqlite_version()' if sqlite else 'version()'}")).scalar_one()
    tables = inspect(connection).get_table_names()
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if tables else None
    contents, parked = {}, 0
    if found == schema.SCHEMA:
        dossiers = connection.execute(text("SELECT id, revision FROM dossier WHERE revision > 0 ORDER BY id")).all()
        contents = {"dossiers": ", ".join(f"{row.id} (revision {row.revision})" for row in dossiers) or "none loaded"}
        parked = connection.execute(text("SELECT count(*) FROM due WHERE state = 'parked'")).scalar_one()
    faults = [str(row[0]) for row in connection.execute(text("PRAGMA quick_check(1)"))] if sqlite else []
    return Sight(
        place=place,
        version=f"SQLite {version}" if sqlite else str(version).partition(" on ")[0],
        schema=found,
        newest=schema.SCHEMA,
        first=schema.FIRST,
        unwritable="",
        faults="" if faults in ([], ["ok"]) else faults[0],
        server_time=None if sqlite else connection.execute(text("SELECT now()")).scalar_one(),
        contents=contents,
        parked=parked,
    )


def _unwritable(database: Database) -> str:
    """Try to write, and take it back; returns what is in the way."""
    try:
        with database.engine.connect() as connection:
            connection.execution_options(backchannel_writes=True)
            connection.execute(text("CREATE TABLE backchannel_may_write (id INTEGER)"))
            connection.rollback()
    except DBAPIError as error:
        return str(error.orig)
    return ""
