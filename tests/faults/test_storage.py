"""R8: storage trouble is passing trouble: what came due meanwhile goes out soon after its end, exactly once."""

import asyncio
import os
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from db.storage.database import Database, open_database
from tests.faults.conftest import Figures
from tests.faults.sizes import sized
from tests.faults.trouble import live_through


@pytest.mark.usefixtures("plain_kind")
async def test_a_locked_file_is_waited_for(database: Database, figures: Figures) -> None:
    @asynccontextmanager
    async def locked() -> AsyncIterator[None]:
        other = sqlite3.connect(str(database.engine.url.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        await asyncio.sleep(sized(1, 15, 30))
        other.execute("ROLLBACK")
        other.close()

    await live_through(database, locked, figures, name="locked")


@pytest.mark.usefixtures("plain_kind")
async def test_a_full_disk_is_waited_for(tmp_path: Path, figures: Figures) -> None:
    @asynccontextmanager
    async def full() -> AsyncIterator[None]:
        ballast = folder / "ballast"
        with ballast.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(4_096)) == 4_096:
                    pass
            except OSError:
                os.fsync(file.fileno())
        yield
        await asyncio.sleep(sized(1, 10, 30))
        ballast.unlink()

    with _small_disk(tmp_path / "disk") as folder:
        database = open_database(f"sqlite:///{folder / 'bot.db'}")
        await live_through(database, full, figures, name="disk full")
        database.close()


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    """Mount twenty megabytes."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
