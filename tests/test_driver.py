"""Our cursor for SQLite: what SQLAlchemy's own would give."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db.engine import Database

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
