"""Databases for tests: a new SQLite file each, and PostgreSQL where BACKCHANNEL_TEST_POSTGRES names a server.

They are copies of one that was migrated once: the migrations take twenty times as long.
"""

import io
import os
import shutil
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import Dialect, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from bot.__main__ import main
from bot.cli.load import bundled_dossiers
from bot.dossiers.intake import check_text, sandbox
from db.loading.dossiers import replace_dossier
from db.model.records import Dossier
from db.storage.database import Database, open_database
from tests import forked
from tests.builders import NOW, tiny

Run = Callable[..., tuple[int, str, str]]
# by default a traceback comes with all local values drawn in boxes, which takes seconds
structlog.configure(
    processors=[
        structlog.stdlib.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)

_MEMORY = Path("/dev/shm")
_ROOM = 2 << 30  # bytes; a container may have so little that databases fill it
if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
    # a commit waits for the disk, which is what power cuts are about (tests/faults) and nothing else here
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

POSTGRES = os.environ.get("BACKCHANNEL_TEST_POSTGRES", "")
KINDS = ["sqlite", *(["postgresql"] if POSTGRES else [])]


# of each kind of database what reads statements, and what it made of them
_COMPILED: dict[str, tuple[Dialect, Any]] = {}
# the databases on the server that this process made, and those of them that no test uses, with their shapes
_created: set[str] = set()
_free: dict[str, str] = {}
_EMPTY = """DO $$ DECLARE held RECORD; filled BOOLEAN; BEGIN
    FOR held IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'
        AND tablename NOT IN ('alembic_version', 'search_serial') LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', held.name) INTO filled;
        IF filled THEN EXECUTE format('TRUNCATE %I CASCADE', held.name); END IF;
    END LOOP;
    FOR held IN SELECT sequencename AS name FROM pg_sequences WHERE last_value IS NOT NULL LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', held.name);
    END LOOP;
    UPDATE search_serial SET next = 1;
END $$"""
_SHAPE = """SELECT (SELECT string_agg(version_num, '') FROM alembic_version) || md5(string_agg(
    concat_ws(' ', relname, attname, atttypid, attnotnull), ',' ORDER BY relname, attnum))
    FROM pg_class LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND NOT attisdropped
    WHERE relnamespace = 'public'::regnamespace"""


@pytest.fixture(scope="session", autouse=True)
def _sparing() -> Iterator[None]:
    """Let statements be compiled once, and what reads files and texts be forked, where that can be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.storage.database.create_engine", _sharing_engine)
        patch.setattr("db.storage.postgres.create_engine", _sharing_engine)
        if forked.AVAILABLE:
            patch.setattr(sandbox, "start_child", forked.confined)
        yield
    forked.close()


def _sharing_engine(url: str, **options: Any) -> Engine:
    """Make an engine that knows the statements which others of its kind have compiled: a third of what tests took."""
    engine = create_engine(url, **options)
    engine.dialect, engine._compiled_cache = _COMPILED.setdefault(
        engine.dialect.name, (engine.dialect, engine._compiled_cache)
    )
    return engine


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite file."""
    path = tmp_path_factory.mktemp("migrated") / "empty.db"
    _open_and_fill(path)
    return path


@pytest.fixture(scope="session")
def migrated_ferry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tiny dossier."""
    path = tmp_path_factory.mktemp("migrated") / "ferry.db"
    _open_and_fill(path, tiny())
    return path


@pytest.fixture(scope="session")
def migrated_bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the bundled dossier."""
    path, dossier = tmp_path_factory.mktemp("migrated") / "bundled.db", bundled_dossiers()[0]
    _open_and_fill(path, check_text(dossier.read_bytes(), name=dossier.name))
    return path


def _open_and_fill(path: Path, dossier: Dossier | None = None) -> None:
    opened = open_database(_at(path))
    if dossier:
        with opened.writing() as connection:
            replace_dossier(connection, dossier, now=NOW, actor="test")
    opened.close()


def _at(path: Path) -> str:
    return f"sqlite:///{path}"


@contextmanager
def _copied(template: Path, folder: Path) -> Iterator[Database]:
    opened = open_database(_at(shutil.copyfile(template, folder / "test.db")))
    yield opened
    opened.close()


@pytest.fixture
def template(request: pytest.FixtureRequest) -> Path:
    """The file whose copy the test gets."""
    name = "migrated_ferry" if "ferry" in request.fixturenames else "migrated"
    path: Path = request.getfixturevalue(name)
    return path


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database."""
    with _copied(template, tmp_path) as opened:
        yield opened


@pytest.fixture(params=KINDS)
def either_database(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind there is."""
    own = _copied(migrated, tmp_path) if request.param == "sqlite" else postgres_database()
    with own as opened:
        yield opened


@pytest.fixture
def ferry(database: Database) -> Database:
    """A SQLite database with the tiny dossier."""
    return database


@contextmanager
def postgres_database() -> Iterator[Database]:
    """Take an empty database of the server there is."""
    name, shape = _free.popitem() if _free else _create()
    opened = open_database(_on_server(name))
    yield opened
    opened.close()
    _clear(name, shape)


def _create() -> tuple[str, str]:
    name = f"backchannel_test_{uuid.uuid4().hex}"
    _administer(f"CREATE DATABASE {name}")
    _created.add(name)
    _administer(f"ALTER DATABASE {name} SET synchronous_commit = off")
    open_database(_on_server(name)).close()
    return name, _shape(name)


def _clear(name: str, shape: str) -> None:
    """Give a database to the next test, empty; one whose tables were changed is dropped."""
    _administer(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    try:
        _administer(_EMPTY, name)
        same = _shape(name) == shape
    except DBAPIError:
        same = False
    if same:
        _free[name] = shape
    else:
        _drop(name)


def _shape(name: str) -> str:
    return str(_administer(_SHAPE, name))


def _drop(name: str) -> None:
    _administer(f"DROP DATABASE {name} WITH (FORCE)")
    _created.discard(name)


def _on_server(name: str) -> str:
    return POSTGRES.rpartition("/")[0] + f"/{name}"


@pytest.fixture(scope="module")
def bundled(migrated_bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with the bundled dossier; its tests only read."""
    with _copied(migrated_bundled, tmp_path_factory.mktemp("bundled")) as opened:
        yield opened


def pytest_sessionfinish() -> None:
    """Drop what is left."""
    for name in [*_created]:
        _drop(name)


def _administer(statement: str, name: str = "") -> object:
    engine = create_engine(_on_server(name) if name else POSTGRES, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        result = connection.execute(text(statement))
        value = result.scalar() if result.returns_rows else None
    engine.dispose()
    return value


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `backchannel` with its own database; returns exit status, output and errors."""
    monkeypatch.setenv("BACKCHANNEL_DATABASE", str(tmp_path / "own.sqlite3"))
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.setenv("COLUMNS", "1000000")  # a sentence a row, unless a test is about rows

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            status = main(arguments)
        except SystemExit as stopped:
            status = stopped.code if isinstance(stopped.code, int) else 1
        return status, *capsys.readouterr()

    return run
