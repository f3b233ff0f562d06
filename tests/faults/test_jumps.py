"""R11: a wall clock that jumps, a machine that sleeps, and a scheduler that falls silent."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.delivery import clock as ringing_module
from bot.delivery.clock import ringing
from bot.delivery.worker import Delivery
from db.storage.database import Database
from tests.faults.conftest import Figures
from tests.faults.delivering import Time, delivering, doubled, owe, seen, settled

_HOUR = timedelta(hours=1)
_YEARS = timedelta(days=5 * 365)


async def _begin(delivery: Delivery, database: Database, channel: int, time: Time) -> None:
    """Post one message, so that everything is under way."""
    owe(database, [channel], 1, at=time.now())
    await delivery.ring()
    await settled(database, seconds=10)


@pytest.mark.usefixtures("plain_kind")
async def test_a_clock_ahead_for_a_while_posts_nothing_early(database: Database, figures: Figures) -> None:
    time = Time()
    async with doubled() as double, delivering(database, time=time) as delivery:
        await _begin(delivery, database, double.channel.id, time)
        owe(database, [double.channel.id], 3, at=datetime.now(UTC) + _HOUR / 2)
        for jump in (_HOUR, _YEARS):
            time.ahead += jump
            for _ in range(10):
                await delivery.ring()
                time.go_on(1)
            time.ahead -= jump
            await delivery.ring()
        early = seen(double).posts - 1

    figures("R11 ahead and back", posted_early=early)
    assert early == 0


@pytest.mark.usefixtures("plain_kind")
async def test_a_clock_that_was_put_right_is_believed_after_a_while(database: Database, figures: Figures) -> None:
    time = Time()
    async with doubled() as double, delivering(database, time=time) as delivery:
        await _begin(delivery, database, double.channel.id, time)
        owe(database, [double.channel.id], 3, at=datetime.now(UTC) + _HOUR / 2)
        time.ahead += _HOUR
        seconds = 0
        while seen(double).posts < 4 and seconds < 60:
            await delivery.ring()
            time.go_on(1)
            seconds += 1
            await asyncio.sleep(0.02)
        await settled(database, seconds=10)
        shown = seen(double)

    figures("R11 put ahead", doubled=shown.doubled, believed_after=seconds)
    assert (len(shown.marks), shown.doubled) == (4, 0)
    assert seconds <= 30


@pytest.mark.usefixtures("plain_kind")
async def test_a_clock_put_back_posts_nothing_twice_and_goes_on(database: Database, figures: Figures) -> None:
    time = Time(ahead=_HOUR)
    async with doubled() as double, delivering(database, time=time) as delivery:
        await _begin(delivery, database, double.channel.id, time)
        time.ahead = timedelta(0)
        await delivery.ring()
        await _begin(delivery, database, double.channel.id, time)
        shown = seen(double)

    figures("R11 put back", doubled=shown.doubled, posts=shown.posts)
    assert (len(shown.marks), shown.posts) == (2, 2)


@pytest.mark.usefixtures("plain_kind")
async def test_after_a_sleep_of_eight_hours_all_goes_out_at_once(database: Database, figures: Figures) -> None:
    time = Time()
    async with doubled() as double, delivering(database, time=time) as delivery:
        await _begin(delivery, database, double.channel.id, time)
        owe(database, [double.channel.id], 5, at=datetime.now(UTC) + 4 * _HOUR)
        time.go_on(8 * 3600)
        await delivery.ring()
        await settled(database, seconds=10)
        shown = seen(double)

    figures("R11 asleep", doubled=shown.doubled, rings_until_out=1)
    assert (len(shown.marks), shown.doubled) == (6, 0)


@pytest.mark.parametrize("how", ["exception", "clock put back"])
async def test_a_scheduler_that_falls_silent_is_made_anew(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr(ringing_module, "_SILENCE", 0.1)
    rung = asyncio.Event()

    async def ring() -> None:
        rung.set()

    async def tidy() -> None:
        pass

    async with ringing(ring, tidy) as clock, asyncio.timeout(20):
        await rung.wait()
        before = clock.scheduler
        if how == "exception":
            monkeypatch.setattr(before, "_process_jobs", _broken)
        else:
            for job in before.get_jobs():
                job.modify(next_run_time=datetime.now(UTC) + _HOUR)
        rung.clear()
        while clock.scheduler is before:
            rung.clear()
            await asyncio.sleep(0.02)
        await rung.wait()


def _broken(*_: Any) -> None:
    raise RuntimeError("the store is locked")
