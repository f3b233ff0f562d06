"""Short answers on a phone, at 40 columns: of the bundled dossier and of an invented one of 1,000 statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from shutil import copyfile

from benchmarks.synth import Size, write
from bot.blocks import Answer
from bot.cli.load import bundled_dossiers
from bot.dossiers.intake import check_text
from bot.terminal import text
from db.loading.dossiers import replace_dossier
from db.storage.database import Database, open_database
from tests.builders import NOW

WIDTH = 40
DAYS = ("2022-07-27", "2022-07-28", "2022-07-29", "2022-07-31", "2022-08-05", "2022-08-12", "")


@contextmanager
def talks_at(folder: Path, migrated: Path) -> Iterator[Database]:
    """Open a database of its own with the bundled dossier."""
    [file] = bundled_dossiers()
    with _opened(folder, migrated) as database:
        with database.writing() as connection:
            replace_dossier(connection, check_text(file.read_bytes(), name=file.name), now=NOW, actor="test")
        yield database


@contextmanager
def synth_at(folder: Path, migrated: Path) -> Iterator[Database]:
    """Open a database of its own with 1,000 invented statements."""
    with _opened(folder, migrated) as database:
        write(database, "synth", Size(people=50, statements=1_000), now=NOW, out=StringIO())
        yield database


@contextmanager
def _opened(folder: Path, migrated: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{copyfile(migrated, folder / 'test.db')}")
    yield database
    database.close()


def rows_of(answer: Answer) -> list[str]:
    """List the rows of a short answer on a phone."""
    rows = text.plain(answer, zone="UTC", width=WIDTH).splitlines()
    assert max(map(len, rows)) <= WIDTH
    return rows
