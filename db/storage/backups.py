"""Back-ups of a SQLite file while it is used, putting one back, and the mark that says what may have gone out since."""

import json
import os
import shlex
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Text, and_, case, cast, func, insert, literal, select, update
from sqlalchemy.engine import make_url

from db.storage import schema
from db.storage.address import sqlite_address
from db.storage.database import Connection, DatabaseError
from db.storage.files import BEFORE, make_folder, new_file, temporary_file, unfinished_beside
from db.storage.moments import micros, moment
from db.storage.program_state import find_meta, replace_meta

_RESTORED = "restored"
_GAP = 10_000  # more messages than are owed anew between a back-up and its restoring
_MARK = "INSERT OR REPLACE INTO meta (key, value) VALUES ('backup', ?)"


@dataclass(frozen=True, slots=True)
class Backup:
    """A back-up's file, schema, size in bytes, and the moment of which it is."""

    file: Path
    schema: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Restoration:
    """That a database was put back at a moment, and of when it is: what was sent in between it doesn't know."""

    backup_at: datetime
    at: datetime


def postgres_command(url: str, file: Path, *, restore: bool) -> str:
    """Write the command that backs up a PostgreSQL database or puts it back; without the password."""
    parts = make_url(url)
    place = {"host": parts.host, "port": parts.port, "username": parts.username, "dbname": parts.database}
    options = [f"--{name}={value}" for name, value in place.items() if value]
    if restore:
        return shlex.join(["pg_restore", "--clean", "--if-exists", *options, str(file)])
    return shlex.join(["pg_dump", "--format=custom", f"--file={file}", *options])


def back_up(database: Path, file: Path, *, now: datetime) -> Backup:
    """Copy a SQLite database into a new file while others read and write it; raises DatabaseError."""
    if not database.is_file():
        raise DatabaseError(f"There is no database {database}, so nothing to back up.")
    if file.exists():
        raise DatabaseError(f"{file} exists already and is not overwritten. Name a new file.")
    if not file.absolute().parent.is_dir():
        raise DatabaseError(f"There is no folder {file.absolute().parent}. Make it first: mkdir -p")
    unfinished = None
    try:
        _forget_unfinished(file)
        unfinished = temporary_file(file)
        with closing(sqlite3.connect(database, timeout=30)) as source, closing(sqlite3.connect(unfinished)) as target:
            source.backup(target)
            _mark(target, now)
        made = check_backup(unfinished)
        _flush(unfinished)
        _link(unfinished, file)
        _flush(file.parent)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseError(f"{database} could not be backed up to {file}: {error}.") from error
    finally:
        if unfinished is not None:
            _remove(unfinished)
    return Backup(file, made.schema, made.size, now)


def check_backup(file: Path) -> Backup:
    """Read a back-up through; raises DatabaseError if it can't be put back."""
    if not file.is_file():
        raise DatabaseError(f"There is no file {file}. Name the one that `backchannel backup` wrote.")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source:
            [found] = source.execute("SELECT version_num FROM alembic_version").fetchone()
            faults = [row[0] for row in source.execute("PRAGMA integrity_check(3)")]
            at = _marked(source)
    except (sqlite3.Error, TypeError) as error:
        raise DatabaseError(f"{file} is no back-up of Backchannel's: {error}.") from error
    if faults != ["ok"]:
        raise DatabaseError(f"{file} is damaged: {faults[0]}. Take an older back-up.")
    if found > schema.SCHEMA:
        raise DatabaseError(
            f"{file} has schema {found}, newer than this program's {schema.SCHEMA}. Install the newer Backchannel."
        )
    changed = file.stat()
    return Backup(file, found, changed.st_size, at or datetime.fromtimestamp(changed.st_mtime, UTC))


def put_back(file: Path, database: Path, *, now: datetime, finish: Callable[[str], None]) -> Path | None:
    """Put a checked back-up in a database's place; returns where the former one went. Raises DatabaseError.

    `finish` is given the copy's address, before anything leads to it. Killed at any moment, this leaves a whole
    database under the name: the former one or the restored.
    """
    unfinished = aside = None
    try:
        make_folder(database.parent)
        if database.exists():
            _close_for_good(database)
        _forget_unfinished(database)
        unfinished = temporary_file(database)
        with file.open("rb") as source, unfinished.open("wb") as target:
            shutil.copyfileobj(source, target)
        finish(sqlite_address(unfinished))
        _close_for_good(unfinished)
        _flush(unfinished)
        if database.exists():
            _close_for_good(database)
            aside = _keep_beside(database, now)
        unfinished.replace(database)
        _flush(database.parent)
    except OSError as error:
        raise DatabaseError(f"{file} could not be put in the place of {database}: {error}.") from error
    finally:
        if unfinished is not None:
            _remove(unfinished)
    return aside


def _keep_beside(database: Path, now: datetime) -> Path:
    """Give a database a second name, which it has alone once another takes its place."""
    names = (
        f"{database.name}{BEFORE}{now:%Y%m%dT%H%M%SZ}{number}" for number in ("", *(f"-{n}" for n in range(2, 99)))
    )
    aside = next(path for name in names if not os.path.lexists(path := database.with_name(name)))
    _link(database, aside)
    for part in ("-wal", "-shm"):  # of a damaged one: what comes in its place must not read them
        with suppress(FileNotFoundError):
            database.with_name(database.name + part).rename(aside.with_name(aside.name + part))
    return aside


def _link(file: Path, name: Path) -> None:
    """Give a file another name, or where the file system has none, copy it; raises OSError if the name is taken."""
    try:
        os.link(file, name, follow_symlinks=True)
    except FileExistsError:
        raise
    except OSError:
        with file.open("rb") as source, new_file(name) as target:
            shutil.copyfileobj(source, target)
        _flush(name)


def _forget_unfinished(file: Path) -> None:
    """Remove what a run that was killed left of its copies."""
    for left in unfinished_beside(file):
        left.unlink()


def _remove(unfinished: Path) -> None:
    for part in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):  # a folder that takes nothing lets nothing be deleted, either
            unfinished.with_name(unfinished.name + part).unlink(missing_ok=True)


def mark_restored(connection: Connection, restoration: Restoration) -> None:
    """Remember that the database is a back-up's, so that nothing which went out since is sent again.

    What has come due since counts as tried then: it is looked for in its channel before it is posted. And new messages
    get numbers that the lost database has not used, so that no old button means one of them.
    """
    kept = {"backup_at": micros(restoration.backup_at), "at": micros(restoration.at)}
    replace_meta(connection, _RESTORED, json.dumps(kept))
    due = schema.due.c
    tried = case((due.due_at > kept["backup_at"], due.due_at), else_=kept["backup_at"])
    nonce = literal("bc-") + cast(due.id, Text) + "-" + cast(due.due_at // 1_000_000, Text)  # as at a first claim
    rows = and_(due.state == "waiting", due.nonce == "", due.due_at <= kept["at"])
    connection.execute(update(schema.due).where(rows).values(first_try_at=tried, nonce=nonce))
    newest = connection.scalar(select(func.max(schema.due.c.id))) or 0
    if connection.dialect.name == "postgresql":
        numbers = func.pg_get_serial_sequence("due", "id")
        connection.execute(select(func.setval(numbers, newest + _GAP)))
        return
    nothing = {"desk": "", "kind": "restored", "dossier": "", "item": "", "channel": "", "local": "2000-01-01T00:00"}
    nothing |= {"zone": "UTC", "state": "cancelled", "owner": "", "message": "", "reason": "numbers are skipped here"}
    skipped = {"id": newest + _GAP, "due_at": 0, "lease_until": 0, "attempts": 0, "occasion": str(newest + _GAP)}
    connection.execute(insert(schema.due).values(**nothing, **skipped))


def find_restoration(connection: Connection) -> Restoration | None:
    """Find of when the database is, if it was a back-up."""
    kept = find_meta(connection, _RESTORED)
    if kept is None:
        return None
    found = json.loads(kept)
    return Restoration(moment(found["backup_at"]), moment(found["at"]))


def _mark(target: sqlite3.Connection, now: datetime) -> None:
    """Note the moment in the copy, and make it a single file, without a write-ahead log."""
    target.execute("PRAGMA journal_mode=DELETE")
    with suppress(sqlite3.OperationalError), target:  # an older schema has no place for it
        target.execute(_MARK, (str(micros(now)),))


def _marked(source: sqlite3.Connection) -> datetime | None:
    with suppress(sqlite3.OperationalError):
        row = source.execute("SELECT value FROM meta WHERE key = 'backup'").fetchone()
        return moment(int(row[0])) if row else None
    return None


def _close_for_good(database: Path) -> None:
    """Bring a database into one file; raises DatabaseError while another process has it open."""
    try:
        with closing(sqlite3.connect(database, timeout=1)) as own:
            own.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise DatabaseError(f"{database} is in use ({error}). Stop the bot first; nothing was changed.") from error
    except sqlite3.DatabaseError:
        return  # what is damaged is put aside as it is


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
