"""Runs with the shim loaded: commits to a database, and after each takes what a power cut would have left of it.

python -m tests.faults.power FOLDER COMMITS [NORMAL]: prints a line of JSON.
"""

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, create_engine, event, insert

from db.migrations import config
from db.outbox import outbox
from db.outbox.outbox import Due
from db.storage import schema
from db.storage.database import Database, open_database
from db.storage.moments import moment
from tests.builders import NOW
from tests.faults.loaded import after_each_flush, flush_count

_RELEASED = schema.FIRST  # to migrate from
_LEASE = timedelta(seconds=30)
_OWED = Due("42", "ferry", "D1", "", "news", NOW.replace(tzinfo=None), "UTC", NOW)
Rows = list[tuple[object, ...]]


def main(folder: Path, commits: int, synchronous: str) -> dict[str, object]:
    """Migrate and commit; returns how many cuts there were, and what they lost."""
    url = f"sqlite:///{folder / 'live' / 'bot.sqlite3'}"
    _released(url)
    migrating = _take_at_each_flush(folder)
    database = open_database(url)
    migrating.append(-1)
    if synchronous:
        event.listen(database.engine, "connect", lambda raw, _: raw.execute(f"PRAGMA synchronous={synchronous}"))
        database.engine.dispose()
    bad: list[str] = []
    done = 0
    for acknowledged in _commits(database, commits):
        done += 1
        found = _image(folder, folder / "image")
        if found != acknowledged:
            bad.append(f"after commit {done}: {found if isinstance(found, str) else 'rows differ'}")
    half_way = [_migrated(folder / f"migrating-{at}") for at in range(migrating[0])]
    database.close()
    return {
        "cuts": done,
        "lost": bad,
        "cuts_while_migrating": len(half_way),
        "lost_while_migrating": [one for one in half_way if one],
        "flushes": flush_count(),
    }


def _released(url: str) -> None:
    """Make a database of an older schema with twenty reminders."""

    def fill(connection: Connection) -> None:
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, _RELEASED)
        connection.exec_driver_sql(
            "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 20)"
            " INSERT INTO due (desk, dossier, item, occasion, channel, local, zone, due_at, state, owner, lease_until,"
            " attempts, message, reason) SELECT '42', 'ferry', 'D1', 'old ' || n, 'news', '2031-03-20T12:00', 'UTC',"
            " 1931774400000000, 'waiting', '', 0, 0, '', '' FROM number"
        )

    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("PRAGMA synchronous=FULL")
        fill(connection)
    engine.dispose()


def _take_at_each_flush(folder: Path) -> list[int]:
    """Copy what is kept at each flush from now on, until told to stop by a second number in what is returned."""
    taken = [0]

    def take() -> None:
        if len(taken) == 1:
            shutil.copytree(folder / "kept", folder / f"migrating-{taken[0]}")
            taken[0] += 1

    after_each_flush(take)
    return taken


def _migrated(image: Path) -> str:
    """Open an image taken while migrating: old or new, whole, with all twenty; migrates on, with all twenty."""
    path = image / "bot.sqlite3"
    with sqlite3.connect(path) as raw:
        whole = raw.execute("PRAGMA integrity_check").fetchone()[0]
        version = raw.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        rows = raw.execute("SELECT count(*) FROM due WHERE occasion LIKE 'old %'").fetchone()[0]
    open_database(f"sqlite:///{path}").close()  # migrates on
    with sqlite3.connect(path) as raw:
        newest = raw.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        kept = raw.execute("SELECT count(*) FROM due WHERE occasion LIKE 'old %'").fetchone()[0]
    good = whole == "ok" and version in (_RELEASED, schema.SCHEMA) and newest == schema.SCHEMA and rows == kept == 20
    return "" if good else f"{image.name}: {whole}, schema {version}, then {newest}, {rows} reminders, then {kept}"


def _commits(database: Database, commits: int) -> Iterator[Rows]:
    """Owe, claim and mark in turn, each in a commit of its own; gives what was acknowledged after each."""
    for number in range(commits):
        with database.writing() as connection:
            match number % 3:
                case 0:
                    outbox.add_due(connection, replace(_OWED, occasion=f"new {number}"))
                case 1:
                    connection.execute(insert(schema.outcome).values(_outcome(number)))
                case _:
                    # an update, as claiming and marking do
                    row = schema.due.c
                    oldest = schema.due.update().where(row.id == number // 3 + 1)
                    connection.execute(oldest.values(state="sent", message=f"m{number}", sent_at=number))
        with database.reading() as connection:
            yield [tuple(row) for row in connection.exec_driver_sql(_ALL)]


_ALL = (
    "SELECT id, occasion, state, message FROM due UNION ALL SELECT id, item, kind, press FROM outcome"
    " UNION ALL SELECT 0, version_num, '', '' FROM alembic_version ORDER BY 1, 2"
)


def _outcome(number: int) -> dict[str, object]:
    words = dict.fromkeys(("basis", "moved_to", "actor", "actor_name"), "")
    return words | {
        "desk": "42",
        "dossier": "ferry",
        "item": "D1",
        "kind": "unclear",
        "at": moment(number),
        "press": f"p{number}",
    }


def _image(folder: Path, image: Path) -> Rows | str:
    """Read the database as the power cut leaves it, or say why it can't be."""
    shutil.rmtree(image, ignore_errors=True)
    shutil.copytree(folder / "kept", image)
    try:
        with sqlite3.connect(image / "bot.sqlite3") as raw:
            whole = raw.execute("PRAGMA integrity_check").fetchone()[0]
            rows = raw.execute(_ALL).fetchall()
    except sqlite3.Error as error:
        return str(error)
    return rows if whole == "ok" else str(whole)


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), int(sys.argv[2]), "".join(sys.argv[3:])), sys.stdout)
