"""/health and /metrics: what machines are told of a running bot."""

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.cli import health as health_module
from bot.cli.health import Health, served
from bot.config import HealthConfig
from bot.discord.shards import Presence
from bot.transport import StartError
from db.outbox.outbox import Due, add_due, count_owed
from db.storage.database import Database
from tests.builders import NOW

MINUTE = timedelta(minutes=1)


class Time:
    """A clock that a test sets."""

    now = NOW

    def __call__(self) -> Any:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


def _owe(database: Database, *minutes: int, desk: str = "7") -> None:
    with database.writing() as connection:
        for number, minute in enumerate(minutes):
            at = NOW + minute * MINUTE
            add_due(connection, Due(desk, "d", f"D{number}", "o", "9", at.replace(tzinfo=None), "UTC", at))


@asynccontextmanager
async def _asked(health: Health, host: str = "127.0.0.1") -> AsyncIterator[tuple[str, aiohttp.ClientSession]]:
    async with served(HealthConfig(_free_port(), host), health) as port, aiohttp.ClientSession() as session:
        yield f"http://127.0.0.1:{port}", session


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def _health(health: Health) -> tuple[int, dict[str, Any]]:
    async with _asked(health) as (address, session), session.get(f"{address}/health") as answer:
        return answer.status, await answer.json()


async def test_a_bot_that_is_well_says_so(either_database: Database, time: Time) -> None:
    health = Health(either_database, time, presence=Presence((0,)))
    await health.look()

    assert await _health(health) == (200, {"status": "ok", "reasons": []})


async def test_a_locked_database_is_told_within_five_seconds_and_passes(
    database: Database, time: Time, tmp_path: Path
) -> None:
    health = Health(database, time)
    await health.look()
    with closing(sqlite3.connect(tmp_path / "test.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        looking = asyncio.create_task(health.look())
        await asyncio.sleep(0.05)
        time.now += timedelta(seconds=4)
        locked = health.reasons()
        other.execute("ROLLBACK")
        await looking

    assert locked == ["the database has not answered for 4 s"]
    assert health.reasons() == []


async def test_a_database_that_fails_is_told(database: Database, time: Time) -> None:
    health = Health(database, time)
    unasked = health.reasons()
    with database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE due RENAME TO due_gone")
    await health.look()

    status, body = await _health(health)

    assert unasked == ["the database has not answered yet"]
    assert (status, body["status"]) == (503, "degraded")
    assert body["reasons"] == ["The database failed: no such table: due. Nothing was half-done; try again."]


async def test_a_full_disk_is_told(database: Database, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    health = Health(database, time)
    await health.look()
    monkeypatch.setattr(health_module, "_free", lambda _folder: 1000)

    assert health.reasons() == ["the disk is full"]


async def test_a_gateway_that_is_away_or_must_wait_is_told(database: Database, time: Time) -> None:
    presence = Presence((0,))
    health = Health(database, time, presence=presence)
    await health.look()
    presence.try_all(NOW - MINUTE)
    away = health.reasons()
    presence.come(0, NOW)
    here = health.reasons()
    presence.rest(NOW + MINUTE)

    assert away == ["the gateway has been away for 60 s"]
    assert here == []
    assert health.reasons() == ["the gateway waits until 12:01:00 UTC: too many logins in vain"]


async def test_messages_that_are_not_sent_are_told(database: Database, time: Time) -> None:
    _owe(database, -6, 3)
    health = Health(database, time)
    await health.look()

    assert health.reasons() == ["the oldest message owed is 360 s late"]


def test_what_is_owed_is_counted_by_state(either_database: Database) -> None:
    _owe(either_database, -6, 0, 3, 4)
    _owe(either_database, -9, desk="local")
    with either_database.writing() as connection:
        connection.exec_driver_sql("UPDATE due SET state = 'parked' WHERE item = 'D3'")
        owed = count_owed(connection, now=NOW)

    assert owed.counts == {"waiting": 1, "due": 2, "late": 1, "parked": 1, "sent": 0}
    assert owed.oldest_seconds == 360


async def test_the_figures_are_prometheuss_and_name_nobody(database: Database, time: Time) -> None:
    _owe(database, -6)
    health = Health(database, time, latency=lambda: 0.25)
    health.figures.answered("who", "answered", 0.02)
    health.figures.answered("who", "failed", 2)

    async with _asked(health) as (address, session), session.get(f"{address}/metrics") as answer:
        text = await answer.text()

    assert answer.headers["Content-Type"].startswith("text/plain")
    assert {
        'backchannel_interactions_total{command="who",result="answered"} 1.0',
        'backchannel_interactions_total{command="who",result="failed"} 1.0',
        'backchannel_answer_seconds_bucket{le="0.025"} 1.0',
        "backchannel_gateway_latency_seconds 0.25",
        'backchannel_messages{state="due"} 1.0',
        'backchannel_messages{state="late"} 1.0',
        "backchannel_oldest_owed_seconds 360.0",
    } <= set(text.splitlines())


async def test_a_port_that_is_taken_is_one_sentence(database: Database, time: Time) -> None:
    config = HealthConfig(_free_port(), "127.0.0.1")
    async with served(config, Health(database, time)):
        with pytest.raises(
            StartError, match=r"can't be served on 127\.0\.0\.1:\d+: .* Change \[health\] port"
        ) as taken:
            async with served(config, Health(database, time)):
                pass

    assert taken.value.permanent


async def test_without_a_port_nothing_is_served(database: Database, time: Time) -> None:
    async with served(HealthConfig(None, "127.0.0.1"), Health(database, time)) as port:
        assert port is None
