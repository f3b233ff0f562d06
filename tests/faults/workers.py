"""Processes that deliver: the installed program against the double."""

from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from db.loading.dossiers import replace_dossier
from db.outbox.outbox import Due, add_due, list_due
from db.storage.database import open_database
from tests.builders import NOW, tiny
from tests.discord import Double
from tests.discord.process import start
from tests.faults.delivering import HERE
from tests.forked import Program


@asynccontextmanager
async def worker(double: Double, database: str) -> AsyncIterator[Process | Program]:
    """Run a worker."""
    process = await start(double, "worker", "--database", database)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def owe_reminders(path: Path, channels: list[int], many: int, *, since: int = 0) -> None:
    """Owe reminders of an item that no dossier has: they are worded without one."""
    database = open_database(f"sqlite:///{path}")
    now = datetime.now(UTC)
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
        for number in range(many):
            channel, local = str(channels[number % len(channels)]), now.replace(tzinfo=None)
            add_due(connection, Due(HERE, "ferry", f"X{since + number}", "opening", channel, local, "UTC", now))
    database.close()


async def states(path: Path) -> Counter[str]:
    """Count what was owed by its state."""
    database = open_database(f"sqlite:///{path}")
    with database.reading() as connection:
        states: Counter[str] = Counter(row.state for row in list_due(connection, desk=HERE, dossier="ferry"))
    database.close()
    return states
