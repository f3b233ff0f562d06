"""Back-ups: taken while others write, put back, asked; and the mark of what may have gone out since."""

import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.asking import UserError
from bot.cli import backup
from bot.delivery.scheduler import Courier, tick
from bot.discord.client import Backchannel
from db.desk.desks import Desk, get_desk, replace_desk
from db.loading.dossiers import replace_dossier
from db.outbox.outbox import Due, add_due, list_due
from db.storage.backups import Restoration, find_restoration, mark_restored
from db.storage.database import Database, DatabaseError, open_database
from db.storage.inspect import look_at
from db.storage.schema import LOCAL
from tests.asking import asked as ask
from tests.builders import NOW, tiny
from tests.discord import TOKEN, Double, Fault
from tests.discord.launch import pointed_at

DEFAULT = Desk(LOCAL, "UTC", "09:00")
HOUR = timedelta(hours=1)


@pytest.fixture
def url(database: Database) -> str:
    return str(database.engine.url)


def _settle(database: Database, desk: str) -> None:
    with database.writing() as connection:
        replace_desk(connection, Desk(desk, "Europe/Berlin", "08:00"))


async def _settled(url: str, desk: str) -> str:
    opened = open_database(url)
    with opened.reading() as connection:
        found = get_desk(connection, desk, default=DEFAULT)
    opened.close()
    return found.zone


def test_a_backup_put_back_answers_as_it_did(ferry: Database, url: str, tmp_path: Path) -> None:
    before = ask(ferry, "/who vane")
    told = backup.backup(url, tmp_path / "b.bak", now=NOW)
    with ferry.writing() as connection:
        connection.execute(text("DELETE FROM dossier"))
    ferry.close()

    restored = backup.restore(url, tmp_path / "b.bak", backup_at=None, now=NOW + HOUR)

    again = open_database(url)
    after = ask(again, "/who vane")
    again.close()
    assert after == before
    assert "read through and found whole" in told
    assert f"The database that was there is now {tmp_path}/test.db.before-" in restored
    assert oct((tmp_path / "b.bak").stat().st_mode)[-3:] == "600"


def test_backups_taken_while_others_write_are_each_whole(ferry: Database, url: str, tmp_path: Path) -> None:
    taken = threading.Event()

    def write() -> None:
        for number in range(10_000):
            if taken.is_set():
                break
            _settle(ferry, f"desk {number}")

    writing = threading.Thread(target=write)
    writing.start()
    for number in range(10):
        backup.backup(url, tmp_path / f"{number}.bak", now=NOW)
    taken.set()
    writing.join()

    desks = [_count(tmp_path / f"{number}.bak") for number in range(10)]
    assert desks == sorted(desks)
    for number in range(10):
        place = f"sqlite:///{tmp_path / f'{number}.sqlite3'}"
        backup.restore(place, tmp_path / f"{number}.bak", backup_at=None, now=NOW)
        opened = open_database(place)
        assert "Ada Vane" in ask(opened, "/who vane")
        opened.close()


def _count(file: Path) -> int:
    with closing(sqlite3.connect(file)) as opened:
        return int(opened.execute("SELECT count(*) FROM desk").fetchone()[0])


async def test_a_database_in_use_is_not_replaced(ferry: Database, url: str, tmp_path: Path) -> None:
    backup.backup(url, tmp_path / "b.bak", now=NOW)
    _settle(ferry, "later")

    with pytest.raises(DatabaseError, match=r"is in use .* Stop the bot first; nothing was changed"):
        backup.restore(url, tmp_path / "b.bak", backup_at=None, now=NOW)

    assert await _settled(url, "later") == "Europe/Berlin"


def test_a_file_that_is_there_is_never_overwritten(ferry: Database, url: str, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")

    with pytest.raises(DatabaseError, match="exists already"):
        backup.backup(url, tmp_path / "notes", now=NOW)

    assert (tmp_path / "notes").read_text() == "mine"


async def test_what_is_no_backup_or_damaged_or_newer_is_refused(ferry: Database, url: str, tmp_path: Path) -> None:
    backup.backup(url, tmp_path / "newer", now=NOW)
    with closing(sqlite3.connect(tmp_path / "newer")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    backup.backup(url, tmp_path / "damaged", now=NOW)
    content = bytearray((tmp_path / "damaged").read_bytes())
    content[8192 : len(content) // 2] = b"x" * (len(content) // 2 - 8192)
    (tmp_path / "damaged").write_bytes(content)
    (tmp_path / "notes").write_text("mine")
    ferry.close()

    for name, words in [("newer", "newer than this program's"), ("damaged", "."), ("notes", "is no back-up")]:
        with pytest.raises(DatabaseError, match=words):
            backup.restore(url, tmp_path / name, backup_at=None, now=NOW)
    with pytest.raises(DatabaseError, match=r"There is no file .*none"):
        backup.restore(url, tmp_path / "none", backup_at=None, now=NOW)
    with pytest.raises(DatabaseError, match=r"There is no folder .*nowhere\. Make it first"):
        backup.backup(url, tmp_path / "nowhere" / "b.bak", now=NOW)
    (tmp_path / "b.bak.unfinished").mkdir()  # can't be deleted as a file, as nothing can on a read-only disk
    with pytest.raises(DatabaseError, match=r"could not be backed up to .*b\.bak"):
        backup.backup(url, tmp_path / "b.bak", now=NOW)
    with pytest.raises(DatabaseError, match="There is no database"):
        backup.backup(f"{url}.missing", tmp_path / "b.bak", now=NOW)
    assert await _settled(url, "any") == "UTC"


def test_on_postgresql_its_own_commands_are_told_without_the_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://me:hunter2@db:5433/desk"

    with pytest.raises(
        UserError, match=r"pg_dump --format=custom --file=b\.bak --host=db --port=5433"
    ) as refused_backup:
        backup.backup(url, Path("b.bak"), now=NOW)
    with pytest.raises(UserError, match="pg_restore --clean --if-exists --host=db") as refused_restore:
        backup.restore(url, Path("b.bak"), backup_at=None, now=NOW)

    assert "hunter2" not in str(refused_backup.value) + str(refused_restore.value)


def test_a_restored_database_knows_of_when_it_is_and_reuses_no_number(either_database: Database) -> None:
    due = Due("7", "ferry", "D1", "opening 2031-03-01", "9", NOW.replace(tzinfo=None), "UTC", NOW)
    with either_database.writing() as connection:
        before = find_restoration(connection)
        add_due(connection, due)
        mark_restored(connection, Restoration(NOW, NOW + HOUR))
        mark_restored(connection, Restoration(NOW, NOW + 2 * HOUR))
        later = Due("7", "ferry", "D2", "opening 2031-03-01", "9", NOW.replace(tzinfo=None), "UTC", NOW)
        add_due(connection, later)
        after = find_restoration(connection)
        [first, second] = list_due(connection, desk="7", dossier="ferry")

    assert (before, after) == (None, Restoration(NOW, NOW + 2 * HOUR))
    assert second.id > first.id + 10_000


MINUTE = timedelta(minutes=1)


@dataclass
class Time:
    """A clock that a test sets, for the bot and for Discord."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


def _owe(database: Database, double: Double) -> None:
    """Owe twelve messages, one each five minutes from now."""
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
        for number in range(12):
            at = NOW + (5 * number + 1) * MINUTE
            due = Due(
                "7",
                "ferry",
                "D1",
                f"opening 2031-03-{number + 1:02}",
                str(double.channel.id),
                at.replace(tzinfo=None),
                "UTC",
                at,
            )
            add_due(connection, due)


async def _deliver(database: Database, time: Time, *, until: datetime) -> None:
    """Live until a moment as a bot that delivers each minute."""
    desk = Desk("7", "UTC", "09:00")
    async with Backchannel(database, desk=desk, clock=time) as bot:
        await bot.login(TOKEN)
        courier = Courier(database, desk, bot.channels.post, owner=f"{time.now}", look=bot.channels.look)
        while time.now < until:
            time.now += MINUTE
            await tick(courier, now=time.now)


def _marks(double: Double) -> list[str]:
    """List by which row each message that can be seen was posted."""
    return [message.text.split("#")[-1].split()[0] for message in double.visible(double.channel)]


@pytest.mark.parametrize("readable", [True, False])
async def test_a_restored_bot_posts_nothing_again_that_went_out_since_the_backup(
    either_database: Database, tmp_path: Path, readable: bool
) -> None:
    time, lost = Time(), either_database
    async with Double(clock=time) as double:
        with pointed_at(double.api):
            _owe(lost, double)
            kept = open_database(f"sqlite:///{tmp_path / 'restored.sqlite3'}")
            _owe(kept, double)  # what a back-up of this moment holds
            await _deliver(lost, time, until=NOW + 40 * MINUTE)
            before = _marks(double)
            time.now = NOW + HOUR
            with kept.writing() as connection:
                mark_restored(connection, Restoration(NOW, time.now))
            if not readable:
                double.fail_next("GET", "/channels/.*/messages", Fault("status", status=403, code=50001), times=None)
            await _deliver(kept, time, until=NOW + HOUR + 2 * MINUTE)
            after = _marks(double)
            texts = [message.text for message in double.visible(double.channel)]
            kept.close()

    assert len(before) == 8
    if readable:  # each once
        assert sorted(after) == sorted(set(after))
        assert len(after) == 12
    else:  # never silently twice
        assert sum("Possibly repeated" in text for text in texts) == 12


def test_another_tools_restoring_can_be_marked(ferry: Database, url: str) -> None:
    told = backup.restore(url, None, backup_at=NOW, now=NOW + HOUR)

    with ferry.reading() as connection:
        assert find_restoration(connection) == Restoration(NOW, NOW + HOUR)
    assert told.startswith("Noted: the database is a back-up of")
    assert look_at(url).contents["restored"] == "2031-03-20 13:00 UTC, from a back-up of 2031-03-20 12:00 UTC"
