"""Our cursor for SQLite: what SQLAlchemy's own would give."""

import asyncio
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db.storage.database import Database, open_database

MANY = 2_500  # more than are fetched at once


async def _fill(database: Database) -> None:
    async with database.writing() as connection:
        await connection.exec_driver_sql("CREATE TABLE number (value INTEGER PRIMARY KEY)")
        await connection.exec_driver_sql("INSERT INTO number VALUES (?)", [(value,) for value in range(MANY)])


async def test_a_long_result_is_whole(database: Database) -> None:
    await _fill(database)

    async with database.reading() as connection:
        found = (await connection.exec_driver_sql("SELECT value FROM number ORDER BY value")).scalars().all()

    assert found == list(range(MANY))


async def test_a_streamed_result_comes_in_pieces(database: Database) -> None:
    await _fill(database)

    async with (
        database.reading() as connection,
        connection.stream(text("SELECT value FROM number ORDER BY value")) as rows,
    ):
        first = await rows.fetchone()
        pieces = [piece async for piece in rows.partitions(700)]

    assert first == (0,)
    assert [len(piece) for piece in pieces] == [700, 700, 700, 399]
    assert pieces[-1][-1] == (MANY - 1,)


async def test_a_result_left_early_keeps_nobody_from_writing(database: Database) -> None:
    await _fill(database)

    async with database.writing() as connection:
        async with connection.stream(text("SELECT value FROM number")) as rows:
            first = await rows.fetchone()
        await connection.exec_driver_sql("DROP TABLE number")
        left = await connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'number'")

    assert first is not None
    assert left.scalars().all() == []


async def test_changed_rows_are_counted(database: Database) -> None:
    await _fill(database)

    async with database.writing() as connection:
        deleted = await connection.exec_driver_sql("DELETE FROM number WHERE value < 10")
        returned = await connection.exec_driver_sql("DELETE FROM number WHERE value < 15 RETURNING value")

    assert deleted.rowcount == 10
    assert sorted(returned.scalars()) == [10, 11, 12, 13, 14]


async def test_a_fault_is_told_and_the_connection_goes_on(database: Database) -> None:
    await _fill(database)

    async with database.reading() as connection:
        with pytest.raises(IntegrityError):
            await connection.exec_driver_sql("INSERT INTO number VALUES (1)")
        count = (await connection.exec_driver_sql("SELECT count(*) FROM number")).scalar_one()

    assert count == MANY


_LONG = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {}) SELECT count(*) FROM n"


async def _ask(database: Database, *, rows: int = 5_000) -> None:
    async with database.reading() as connection:
        await connection.exec_driver_sql(_LONG.format(rows))
        await connection.exec_driver_sql(_LONG.format(rows))


async def _cancelled_at(url: str, moment: int, *, times: int) -> None:
    database = await open_database(url)
    async with database.reading() as connection:  # the one there is: another must be opened
        await connection.exec_driver_sql("SELECT 1")
        asking = asyncio.ensure_future(_ask(database))
        await _steps(moment)
        for _ in range(times):
            asking.cancel()
            await asyncio.sleep(0)
    await database.close()
    with suppress(asyncio.CancelledError):
        await asking


async def _steps(moment: int) -> None:
    for step in range(moment):
        # some of them long enough for the thread to have answered
        await asyncio.sleep(0 if step % 3 else 0.0003)


@pytest.mark.parametrize("times", [1, 2])
def test_a_question_cancelled_at_any_moment_leaves_no_connection_open(tmp_path: Path, times: int) -> None:
    before = set(threading.enumerate())
    for moment in range(0, 60, 2):
        asyncio.run(_cancelled_at(f"sqlite+aiosqlite:///{tmp_path / 'cancelled.db'}", moment, times=times))

        left = [thread for thread in threading.enumerate() if thread not in before]
        for thread in left:
            thread.join(5)
        assert not any(thread.is_alive() for thread in left)


async def test_what_nobody_waits_for_any_more_is_broken_off(database: Database) -> None:
    asking = asyncio.ensure_future(_ask(database, rows=10**12))
    await asyncio.sleep(0.05)

    asking.cancel()
    await asyncio.wait({asking}, timeout=10)

    assert asking.cancelled()
    async with database.reading() as connection:
        assert (await connection.exec_driver_sql("SELECT 1")).scalar_one() == 1
