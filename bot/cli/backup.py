"""What the admin does beside running the bot: back-ups and putting them back."""

from datetime import datetime
from pathlib import Path

from bot.asking import UserError
from db.storage.address import file_of
from db.storage.backups import Restoration, back_up, check_backup, mark_restored, postgres_command, put_back
from db.storage.database import open_database


def backup(url: str, file: Path, *, now: datetime) -> str:
    """Back up the database while it is used; returns what was done."""
    database = file_of(url)
    if database is None:
        command = postgres_command(url, file, restore=False)
        raise UserError(f"PostgreSQL has its own tool, which reads while others write:\n\n    {command}")
    made = back_up(database, file, now=now)
    when = f"{made.at:%Y-%m-%d %H:%M:%S} UTC"
    return f"{made.file}: {made.size:,} bytes, schema {made.schema}, of {when}; read through and found whole."


def restore(url: str, file: Path | None, *, backup_at: datetime | None, now: datetime) -> str:
    """Put a back-up in the database's place and note of when it is, or only note that; returns what was done."""
    if backup_at is not None and file is None:
        _mark(url, Restoration(backup_at, now))
        return f"Noted: the database is a back-up of {backup_at:%Y-%m-%d %H:%M:%S} UTC. {_PROMISE}"
    if file is None or backup_at is not None:
        raise UserError("Name either the back-up's file, or with --mark the moment of one that another tool put back.")
    database = file_of(url)
    if database is None:
        command = postgres_command(url, file, restore=True)
        raise UserError(
            f"PostgreSQL has its own tool. Stop the bot, then:\n\n    {command}\n\n"
            "and tell Backchannel of when the back-up is, so that nothing is posted twice, "
            "with the same --config or --database as here:\n\n"
            "    backchannel restore --mark 2026-11-26T10:00+00:00"
        )
    found = check_backup(file)
    restoration = Restoration(found.at, now)
    aside = put_back(file, database, now=now, finish=lambda copy: _mark(copy, restoration))
    kept = f" The database that was there is now {aside}." if aside else ""
    return f"Restored {database} as of {found.at:%Y-%m-%d %H:%M:%S} UTC.{kept} {_PROMISE}"


_PROMISE = "What came due since then is looked for in its channel before it is posted."


def _mark(url: str, restoration: Restoration) -> None:
    database = open_database(url)
    try:
        with database.writing() as connection:
            mark_restored(connection, restoration)
    finally:
        database.close()
