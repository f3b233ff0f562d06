"""How often the bot may log in: pauses that outlive the process, and a day's budget."""

from datetime import timedelta

import pytest

from bot.discord.login_budget import DAILY, get_starts, log_in, note_failure, note_up, parted
from db.storage.database import Database
from tests.builders import NOW

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


async def _restarts(database: Database, *, seconds: float, up: bool = False, days: int = 1) -> int:
    """Live through a day in which the bot ends so soon after each login, and is started again at once."""
    now, logins = NOW, 0
    while now < NOW + days * DAY:
        pause = await log_in(database, "0/1", now=now)
        if pause:
            now += pause
            continue
        logins += 1
        now += timedelta(seconds=seconds)
        if up:
            await note_up(database, "0/1")
    return logins


@pytest.mark.parametrize("seconds", [0, 1, 30, 300])
async def test_a_day_of_crashes_makes_at_most_a_hundred_logins(database: Database, seconds: float) -> None:
    logins = await _restarts(database, seconds=seconds)

    assert 50 < logins <= DAILY


async def test_crashes_that_come_after_it_was_up_keep_to_the_budget_too(database: Database) -> None:
    logins = await _restarts(database, seconds=700, up=True)

    assert logins == DAILY


async def test_the_budget_holds_for_any_day(database: Database) -> None:
    assert await _restarts(database, seconds=1, up=True, days=3) <= 3 * DAILY


async def test_two_processes_count_as_one_and_shards_apart(either_database: Database) -> None:
    waits = [await log_in(either_database, shard, now=NOW) for shard in ("0/2", "0/2", "1/2")]

    assert waits == [timedelta(), SECOND, timedelta()]


async def test_logins_of_several_shards_are_made_apart(either_database: Database) -> None:
    apart = 5 * SECOND
    waits = [await log_in(either_database, shard, now=NOW, apart=apart) for shard in ("0/2", "1/2")]
    later = await log_in(either_database, "1/2", now=NOW + 5 * SECOND, apart=apart)

    assert (waits, later) == ([timedelta(), apart], timedelta())


async def test_pauses_grow_to_twenty_minutes_and_end_when_the_bot_was_up(database: Database) -> None:
    pauses = []
    for _failure in range(13):
        await note_failure(database, "0/1", now=NOW)
        pauses.append((await get_starts(database, "0/1")).pause(NOW) // SECOND)
    await note_up(database, "0/1")

    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1200, 1200]
    assert not (await get_starts(database, "0/1")).pause(NOW)


async def test_a_clock_that_was_set_back_does_not_keep_the_bot_away(database: Database) -> None:
    await note_failure(database, "0/1", now=NOW)

    assert (await get_starts(database, "0/1")).pause(NOW - 300 * DAY) == SECOND


def test_all_shards_together_stay_below_the_limit_of_a_thousand() -> None:
    assert [parted(count) for count in (1, 8, 16, 80)] == [100, 100, 50, 10]
