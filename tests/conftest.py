"""Databases for tests: a new SQLite file each, and PostgreSQL where BACKCHANNEL_TEST_POSTGRES names a server."""

import io
import os
import sys
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.__main__ import main
from bot.bundled import bundled_dossiers
from bot.intake import check_text
from db.dossiers import replace_dossier
from db.engine import Database, open_database
from tests.builders import NOW, tiny

Run = Callable[..., tuple[int, str, str]]
# by default a traceback comes with all local values drawn in boxes, which takes seconds
structlog.configure(
    processors=[
        structlog.stdlib.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)

POSTGRES = os.environ.get("BACKCHANNEL_TEST_POSTGRES", "")
KINDS = ["sqlite", *(["postgresql"] if POSTGRES else [])]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty SQLite database."""
    opened = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    yield opened
    await opened.close()


@pytest.fixture(params=KINDS)
async def either_database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database of each kind there is."""
    if request.param == "sqlite":
        opened = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
        yield opened
        await opened.close()
        return
    async with postgres_database() as opened:
        yield opened


@asynccontextmanager
async def postgres_database() -> AsyncIterator[Database]:
    """Make an empty database on the server there is."""
    name = f"backchannel_test_{uuid.uuid4().hex}"
    await _administer(f"CREATE DATABASE {name}")
    opened = await open_database(POSTGRES.rpartition("/")[0] + f"/{name}")
    yield opened
    await opened.close()
    await _administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def ferry(database: Database) -> Database:
    """A database with the tiny dossier."""
    async with database.writing() as connection:
        await replace_dossier(connection, tiny(), now=NOW, actor="test")
    return database


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bundled(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    """A database with the bundled dossier; its tests only read."""
    opened = await open_database(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('bundled') / 'test.db'}")
    path = bundled_dossiers()[0]
    async with opened.writing() as connection:
        await replace_dossier(connection, check_text(path.read_bytes(), name=path.name), now=NOW, actor="test")
    yield opened
    await opened.close()


async def _administer(statement: str) -> None:
    engine = create_async_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `backchannel` with its own database; returns exit status, output and errors."""
    monkeypatch.setenv("BACKCHANNEL_DATABASE", str(tmp_path / "own.sqlite3"))
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            status = main(arguments)
        except SystemExit as stopped:
            status = stopped.code if isinstance(stopped.code, int) else 1
        return status, *capsys.readouterr()

    return run
