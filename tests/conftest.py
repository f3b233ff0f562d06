"""Databases for tests: a new SQLite file each, and PostgreSQL where BACKCHANNEL_TEST_POSTGRES names a server."""

import os
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from db.dossiers import replace_dossier
from db.engine import Database, open_database
from tests.builders import NOW, tiny

_POSTGRES = os.environ.get("BACKCHANNEL_TEST_POSTGRES", "")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty SQLite database."""
    opened = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    yield opened
    await opened.close()


@pytest.fixture(params=["sqlite", *(["postgresql"] if _POSTGRES else [])])
async def either_database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database of each kind there is."""
    if request.param == "sqlite":
        opened = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
        yield opened
        await opened.close()
        return
    name = f"backchannel_test_{uuid.uuid4().hex}"
    await _administer(f"CREATE DATABASE {name}")
    opened = await open_database(_POSTGRES.rpartition("/")[0] + f"/{name}")
    yield opened
    await opened.close()
    await _administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def ferry(database: Database) -> Database:
    """A database with the tiny dossier."""
    async with database.writing() as connection:
        await replace_dossier(connection, tiny(), now=NOW, actor="test")
    return database


async def _administer(statement: str) -> None:
    engine = create_async_engine(_POSTGRES, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
