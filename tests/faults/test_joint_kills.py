"""R1 and R2 for reminders that share a message: no row is lost or shown twice, wherever a process is killed."""

import asyncio
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.transport import mark_of
from db.loading.dossiers import replace_dossier
from db.outbox.outbox import Due, add_due, list_due
from db.storage.database import Database, open_database
from tests.builders import NOW, tiny
from tests.conftest import POSTGRES
from tests.faults.conftest import Figures
from tests.faults.nursery import Nursery
from tests.faults.recorder import Recorder
from tests.faults.sizes import sized
from tests.faults.test_kills import Killing

_KILLS = sized(6, 100, 1000)
_WAVES = sized(6, 100, 1000)
_CHANNELS = [str(1000 + number) for number in range(8)]
_LIFE = 0.5
_DESK = "42"


async def test_no_row_of_a_joint_message_is_lost_or_doubled_through_kills(tmp_path: Path, figures: Figures) -> None:
    await _through_kills(f"sqlite:///{tmp_path / 'bot.sqlite3'}", tmp_path, figures, promise="R1 joint")


if POSTGRES:

    async def test_nor_on_postgresql(postgres: Database, tmp_path: Path, figures: Figures) -> None:
        url = postgres.engine.url.render_as_string(hide_password=False)
        await _through_kills(url, tmp_path, figures, promise="R2 joint")


async def _through_kills(url: str, folder: Path, figures: Figures, *, promise: str) -> None:
    database = open_database(url)
    owed = _owe(database, first=datetime.now(UTC) + timedelta(seconds=0.5))
    killing = Killing(url, "deliver joint")
    async with Recorder(folder / "recorder", killing.posted) as recorder, Nursery(folder / "log") as nursery:
        killing.socket = str(recorder.path)
        for _ in range(_KILLS):
            await killing.one(nursery)
        await nursery.start("deliver joint", url, str(recorder.path), "last")
        rows = await _all_sent(database)
    database.close()

    shown = Counter(mark for post in recorder.posts if post.visible for mark in post.text.split())
    where = {mark: f"m{at}" for at, post in enumerate(recorder.posts) if post.visible for mark in post.text.split()}
    sizes = Counter(len(post.text.split()) for post in recorder.posts if post.visible)
    doubled = [mark for mark, times in shown.items() if times > 1]
    lost = {mark_of(row.id) for row in rows} - shown.keys()
    joint = sum(times for size, times in sizes.items() if size > 1)
    figures(
        promise,
        kills=_KILLS,
        reminders=owed,
        joint_messages=joint,
        lost=len(lost),
        visible_doubles=len(doubled),
        posted_again=recorder.again,
    )
    assert (lost, doubled, len(rows)) == (set(), [], owed)
    assert [row.id for row in rows if row.state != "sent" or row.message != where[mark_of(row.id)]] == []
    assert max(sizes) <= 10
    assert joint > _WAVES  # or nothing was tried
    assert killing.ended == {-9}, (folder / "log").read_text()


def _owe(database: Database, *, first: datetime) -> int:
    """Owe waves of one to fourteen reminders to each channel, each wave at one instant."""
    chance, many = random.Random(4), 0
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
        for wave in range(_WAVES):
            at = first + timedelta(seconds=_KILLS * _LIFE * wave / _WAVES)
            local = at.replace(tzinfo=None)
            for channel in _CHANNELS:
                for _ in range(chance.randint(1, 14)):
                    many += 1
                    add_due(
                        connection, Due(_DESK, "ferry", f"X{many}", "opening 2031-03-01", channel, local, "UTC", at)
                    )
    return many


async def _all_sent(database: Database) -> list[Due]:
    """Wait until all are marked as sent, a minute at most."""
    rows = _rows(database)
    for _ in range(600):
        if all(row.state == "sent" for row in rows):
            break
        await asyncio.sleep(0.1)
        rows = _rows(database)
    return rows


def _rows(database: Database) -> list[Due]:
    with database.reading() as connection:
        return list_due(connection, desk=_DESK, dossier="ferry")
