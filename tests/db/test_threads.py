"""Questions in threads: taken in turns, broken off when nobody waits for them, and none of them left behind."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import text

from db.storage.database import Connection, Database, open_database
from db.storage.prepared import Prepared
from db.storage.threads import MOST_WAITING, Abandoned, Crowded, Threads, check_awaited, interruptible

_LONG = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {}) SELECT count(*) FROM n"
_LONG_ON_SERVER = "SELECT count(*) FROM generate_series(1, {})"


def _ask(connection: Connection, *, rows: int = 5_000) -> None:
    long = _LONG_ON_SERVER if connection.dialect.name == "postgresql" else _LONG
    connection.exec_driver_sql(long.format(rows))
    connection.exec_driver_sql(long.format(rows))


def _ask_prepared(connection: Connection, *, rows: int) -> None:
    long = _LONG_ON_SERVER if connection.dialect.name == "postgresql" else _LONG
    Prepared(text(long.format(rows))).rows(connection, {})


def _one(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT 1").scalar_one())


async def test_one_thread_at_a_time_answers_as_long_as_it_is_not_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.storage.threads._HELD_UP", 60.0)
    threads, at_work, most = Threads("reader", active=1, most=4), 0, 0

    def answer() -> str:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        sum(range(2_000))  # long enough to be seen beside another
        at_work -= 1
        return threading.current_thread().name

    names = await asyncio.gather(*(threads.run(answer) for _ in range(200)))

    assert most == 1
    assert set(names) <= {"reader-0", "reader-1"}  # beside the one at work, another looks whether it is held up
    assert threads.close()


async def test_another_takes_over_from_one_that_is_held_up() -> None:
    threads, gate = Threads("reader", active=1, most=2), threading.Event()
    waiting = asyncio.ensure_future(threads.run(lambda: gate.wait(30)))
    began = monotonic()

    answers = await asyncio.gather(*(threads.run(lambda: "answered") for _ in range(50)))

    took = monotonic() - began
    gate.set()
    assert await waiting
    assert answers == ["answered"] * 50
    assert took < 5
    assert threads.close()


async def test_no_more_take_over_than_there_may_be() -> None:
    threads, gate = Threads("reader", active=1, most=2), threading.Event()
    held = [asyncio.ensure_future(threads.run(lambda: gate.wait(30))) for _ in range(2)]
    third = asyncio.ensure_future(threads.run(lambda: "answered"))

    done, _ = await asyncio.wait({third}, timeout=0.2)

    gate.set()
    assert done == set()
    assert await third == "answered"
    assert await asyncio.gather(*held) == [True, True]
    assert threads.close()


async def test_servers_take_turns_and_the_programs_own_has_every_second_one() -> None:
    threads, gate, order = Threads("reader", active=1, most=1), threading.Event(), list[str]()
    begun = threading.Event()

    def hold() -> bool:
        begun.set()
        return gate.wait(30)

    held = asyncio.ensure_future(threads.run(hold, whose="c"))
    await asyncio.sleep(0)
    assert begun.wait(30)  # else the program's own, which has the first turn, goes before it
    named = [("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b"), ("own1", ""), ("own2", ""), ("own3", "")]
    waiting = [asyncio.ensure_future(threads.run(partial(order.append, name), whose=whose)) for name, whose in named]
    await asyncio.sleep(0)

    gate.set()
    await asyncio.gather(held, *waiting)

    assert order == ["own1", "a1", "own2", "b1", "own3", "a2", "a3"]
    assert threads.close()


async def test_one_server_leaves_a_thread_to_others_and_only_so_much_of_it_waits() -> None:
    threads, gate = Threads("reader", active=1, most=3, share=2), threading.Event()
    flood = [asyncio.ensure_future(threads.run(lambda: gate.wait(30), whose="a")) for _ in range(MOST_WAITING + 10)]

    other = await asyncio.wait_for(threads.run(lambda: "answered", whose="b"), 5)

    gate.set()
    came = await asyncio.gather(*flood, return_exceptions=True)
    assert other == "answered"
    assert 8 <= sum(isinstance(one, Crowded) for one in came) <= 10
    assert threads.close()


async def test_what_goes_wrong_in_a_thread_is_raised_where_it_is_waited_for(database: Database) -> None:
    def fail(_connection: Connection) -> None:
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        await database.read(fail)
    assert await database.read(_one) == 1


async def test_what_nobody_waits_for_any_more_is_not_begun() -> None:
    threads, gate, begun = Threads("reader", active=1, most=1), threading.Event(), threading.Event()
    first = asyncio.ensure_future(threads.run(lambda: gate.wait(30)))
    second = asyncio.ensure_future(threads.run(begun.set))
    await asyncio.sleep(0)

    second.cancel()
    await asyncio.wait({second})
    gate.set()

    assert await first
    assert threads.close()
    assert not begun.is_set()


async def test_what_nobody_waits_for_any_more_is_broken_off(either_database: Database) -> None:
    asking = asyncio.ensure_future(either_database.read(_ask, rows=10**12))
    await asyncio.sleep(0.05)

    asking.cancel()
    await asyncio.wait({asking}, timeout=10)

    assert asking.cancelled()
    assert await either_database.read(_one) == 1
    either_database.readers.settle()


@pytest.mark.parametrize("ask", [_ask, _ask_prepared])
async def test_who_is_broken_off_is_told_of_no_fault(either_database: Database, ask: Callable[..., None]) -> None:
    begun, faults, ended = threading.Event(), list[Exception](), list[str]()

    def warm() -> None:
        try:
            with either_database.reading() as connection:
                begun.set()
                ask(connection, rows=10**12)
        except Exception as error:
            faults.append(error)
        except Abandoned:
            ended.append("broken off")
            raise

    asking = asyncio.ensure_future(either_database.readers.run(warm))
    await asyncio.to_thread(begun.wait, 30)
    await asyncio.sleep(0.05)  # the statement is under way
    asking.cancel()
    await asyncio.wait({asking})
    await asyncio.to_thread(either_database.readers.settle)

    assert faults == []
    assert ended == ["broken off"]
    assert await either_database.read(_one) == 1


def _notice(interrupt: Callable[[], None], go_on: threading.Event, ended: Callable[[], None]) -> None:
    with interruptible(interrupt):
        go_on.wait(30)
        try:
            check_awaited()
        finally:
            ended()


def _begin_late(interrupt: Callable[[], None], go_on: threading.Event, ended: Callable[[], None]) -> None:
    go_on.wait(30)
    try:
        with interruptible(interrupt):
            pass
    finally:
        ended()


async def test_what_is_read_within_a_reading_leaves_the_outer_one_to_be_broken_off(either_database: Database) -> None:
    begun = threading.Event()

    def ask() -> None:
        with either_database.reading() as outer:
            with either_database.reading() as inner:
                _one(inner)
            begun.set()
            _ask(outer, rows=2_000_000_000)

    asking = asyncio.ensure_future(either_database.readers.run(ask))
    await asyncio.to_thread(begun.wait)
    asking.cancel()

    with suppress(asyncio.CancelledError):
        await asking
    await asyncio.wait_for(asyncio.to_thread(either_database.readers.settle), 5)


@pytest.mark.parametrize("think", [_notice, _begin_late])
async def test_what_has_noticed_is_not_interrupted_any_more(think: Callable[..., None]) -> None:
    """Its connection may be closed by then, or another's."""
    begun, go_on, noticed, leave = (threading.Event() for _ in range(4))
    threads, too_late = Threads("reader", active=1, most=1), list[bool]()

    def end() -> None:
        noticed.set()
        leave.wait(30)

    def work() -> None:
        begun.set()
        think(lambda: too_late.append(noticed.is_set()), go_on, end)

    asking = asyncio.ensure_future(threads.run(work))
    await asyncio.to_thread(begun.wait, 30)
    asking.cancel()
    await asyncio.wait({asking})
    go_on.set()
    await asyncio.to_thread(noticed.wait, 30)
    ended = threads.close(0.01)
    leave.set()

    assert not ended
    assert threads.close()
    assert True not in too_late


async def test_what_only_thinks_is_broken_off_at_its_next_statement(either_database: Database) -> None:
    begun, go_on, ended = threading.Event(), threading.Event(), []

    def think(connection: Connection) -> None:
        begun.set()
        go_on.wait(30)
        try:
            _one(connection)
        except Abandoned:
            ended.append("broken off")
            raise

    asking = asyncio.ensure_future(either_database.read(think))
    await asyncio.to_thread(begun.wait, 30)
    asking.cancel()
    await asyncio.wait({asking})
    go_on.set()
    either_database.readers.settle()

    assert ended == ["broken off"]
    assert await either_database.read(_one) == 1


def test_whoever_is_in_no_such_thread_is_never_broken_off() -> None:
    check_awaited()


async def _cancelled_at(url: str, moment: int, *, times: int) -> None:
    database = open_database(url)
    asking = asyncio.ensure_future(database.read(_ask))
    await _steps(moment)
    for _ in range(times):
        asking.cancel()
        await asyncio.sleep(0)
    database.close()
    with suppress(asyncio.CancelledError):
        await asking


async def _steps(moment: int) -> None:
    for step in range(moment):
        # some of them long enough for the thread to have answered
        await asyncio.sleep(0 if step % 3 else 0.0003)


@pytest.mark.parametrize("times", [1, 2])
def test_a_question_cancelled_at_any_moment_leaves_no_thread_and_no_connection(tmp_path: Path, times: int) -> None:
    before = set(threading.enumerate())
    for moment in range(0, 60, 2):
        asyncio.run(_cancelled_at(f"sqlite:///{tmp_path / 'cancelled.db'}", moment, times=times))

        assert set(threading.enumerate()) <= before


async def test_a_cancelled_change_is_made_whole_or_not_at_all(either_database: Database) -> None:
    begun = threading.Event()

    def change(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO meta (key, value) VALUES ('first', '1')")
        begun.set()
        _ask(connection, rows=10**12)
        connection.exec_driver_sql("INSERT INTO meta (key, value) VALUES ('second', '1')")

    changing = asyncio.ensure_future(either_database.write(change))
    await asyncio.to_thread(begun.wait, 30)
    changing.cancel()
    await asyncio.wait({changing})
    await asyncio.to_thread(either_database.writers.settle)  # the loop goes on breaking it off

    with either_database.reading() as connection:
        assert connection.exec_driver_sql("SELECT key FROM meta").all() == []
