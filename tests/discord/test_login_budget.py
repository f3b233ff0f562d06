"""How often the bot may log in: pauses that outlive the process, and a day's budget."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import pytest

from bot.discord.login_budget import DAILY, get_starts, log_in, note_failure, note_up, parted
from db.storage.database import Database
from tests.builders import NOW

T = TypeVar("T")
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def _write(database: Database, function: Callable[..., T], *args: Any, **given: Any) -> T:
    with database.writing() as connection:
        return function(connection, *args, **given)


def _restarts(database: Database, *, seconds: float, up: bool = False, days: int = 1) -> int:
    """Live through a day in which the bot ends so soon after each login, and is started again at once."""
    now, logins = NOW, 0
    while now < NOW + days * DAY:
        pause = _write(database, log_in, "0/1", now=now)
        if pause:
            now += pause
            continue
        logins += 1
        now += timedelta(seconds=seconds)
        if up:
            _write(database, note_up, "0/1")
    return logins


@pytest.mark.parametrize("seconds", [0, 1, 30, 300])
def test_a_day_of_crashes_makes_at_most_a_hundred_logins(database: Database, seconds: float) -> None:
    logins = _restarts(database, seconds=seconds)

    assert 50 < logins <= DAILY


def test_crashes_that_come_after_it_was_up_keep_to_the_budget_too(database: Database) -> None:
    logins = _restarts(database, seconds=700, up=True)

    assert logins == DAILY


def test_the_budget_holds_for_any_day(database: Database) -> None:
    assert _restarts(database, seconds=1, up=True, days=3) <= 3 * DAILY


def test_two_processes_count_as_one_and_shards_apart(either_database: Database) -> None:
    waits = [_write(either_database, log_in, shard, now=NOW) for shard in ("0/2", "0/2", "1/2")]

    assert waits == [timedelta(), SECOND, timedelta()]


def test_logins_of_several_shards_are_made_apart(either_database: Database) -> None:
    apart = 5 * SECOND
    waits = [_write(either_database, log_in, shard, now=NOW, apart=apart) for shard in ("0/2", "1/2")]
    later = _write(either_database, log_in, "1/2", now=NOW + 5 * SECOND, apart=apart)

    assert (waits, later) == ([timedelta(), apart], timedelta())


def test_pauses_grow_to_twenty_minutes_and_end_when_the_bot_was_up(database: Database) -> None:
    pauses = []
    for _failure in range(13):
        _write(database, note_failure, "0/1", now=NOW)
        pauses.append(_write(database, get_starts, "0/1").pause(NOW) // SECOND)
    _write(database, note_up, "0/1")

    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1200, 1200]
    assert not _write(database, get_starts, "0/1").pause(NOW)


def test_a_clock_that_was_set_back_does_not_keep_the_bot_away(database: Database) -> None:
    _write(database, note_failure, "0/1", now=NOW)

    assert _write(database, get_starts, "0/1").pause(NOW - 300 * DAY) == SECOND


def test_all_shards_together_stay_below_the_limit_of_a_thousand() -> None:
    assert [parted(count) for count in (1, 8, 16, 80)] == [100, 100, 50, 10]
