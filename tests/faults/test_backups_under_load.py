"""R21: a back-up taken while others write can be put back; what went out since it was taken does not go out again."""

import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import backup
from db.outbox.outbox import Due, add_due
from db.storage.backups import back_up
from db.storage.database import Database
from tests.builders import NOW
from tests.faults.conftest import Figures
from tests.faults.life import Life
from tests.faults.sizes import sized

_BACKUPS = sized(5, 100, 100)
_DATES = sized(12, 100, 500)


def test_every_backup_taken_under_load_is_whole(database: Database, tmp_path: Path, figures: Figures) -> None:
    url, written = str(database.engine.url), [0]
    enough = threading.Event()
    writing = threading.Thread(target=_write, args=(database, written, enough))
    writing.start()
    wrong: list[str] = []
    for number in range(_BACKUPS):
        time.sleep(0.01)
        acknowledged, file = written[0], tmp_path / f"{number}.bak"
        backup.backup(url, file, now=NOW)
        place = tmp_path / "restored.sqlite3"
        backup.restore(f"sqlite:///{place}", file, backup_at=None, now=NOW)
        wrong += _wrong(place, acknowledged)
        place.unlink()
    enough.set()
    writing.join()

    figures("R21 under load", backups=_BACKUPS, rows_written_meanwhile=written[0], wrong=len(wrong))
    assert wrong == []
    assert written[0] > _BACKUPS


def _write(database: Database, written: list[int], enough: threading.Event) -> None:
    owed = Due("42", "ferry", "D1", "", "news", NOW.replace(tzinfo=None), "UTC", NOW + timedelta(days=1))
    while not enough.is_set():
        with database.writing() as connection:
            add_due(connection, replace(owed, occasion=f"once {written[0]}"))
        written[0] += 1


def _wrong(place: Path, acknowledged: int) -> list[str]:
    with closing(sqlite3.connect(place)) as raw:
        whole = raw.execute("PRAGMA integrity_check").fetchone()[0]
        [rows] = raw.execute("SELECT count(*) FROM due WHERE occasion LIKE 'once %'").fetchone()
    return [] if whole == "ok" and rows >= acknowledged else [f"{whole}, {rows} rows of {acknowledged}"]


def test_a_restored_bot_posts_nothing_again(tmp_path: Path, figures: Figures, request: pytest.FixtureRequest) -> None:
    life = Life(tmp_path, seed=1)
    request.addfinalizer(life.close)  # a loop left open by a test that fails would fail a later one
    life.load({f"D{number}": "2031-03-01" for number in range(1, _DATES + 1)})
    life.advance(2.9 * 3600)
    back_up(life.path, tmp_path / "hour.bak", now=life.now())
    life.advance(3600)
    # reminders, not messages: one tells several
    shown, attempts = sum(len(one.rows) for one in life.discord.shown), life.discord.attempts

    life.restore(tmp_path / "hour.bak")
    waiting = len(life.rows("SELECT 1 FROM due WHERE state = 'waiting' AND due_at <= ?", life.micros()))
    life.advance(3600)

    again = life.discord.attempts - attempts
    figures("R21 restored", posted_since_the_backup=shown, owed_by_the_backup=waiting, posted_again=again)
    assert (life.broken_rules(), life.unsettled()) == ([], [])
    assert (shown, waiting, again) == (_DATES, _DATES, 0)
