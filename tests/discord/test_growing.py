"""A bot in several processes: shards of the gateway and workers on one database, each killed in turn."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from db.loading.dossiers import replace_dossier
from db.outbox.outbox import Due, add_due
from db.storage.database import Database
from tests.builders import tiny
from tests.conftest import KINDS
from tests.discord import Double
from tests.discord.process import end, start
from tests.discord.world import Channel, User
from tests.forked import Program

BUNDLED = "us-russia-prisoner-swap-2022"
OWED = 16  # messages, two each second


@dataclass
class Part:
    """One process of the bot, which can be killed and started again."""

    double: Double
    url: str
    arguments: tuple[str, ...]
    process: Process | Program | None = None

    async def start(self) -> None:
        self.process = await start(self.double, *self.arguments, BACKCHANNEL_DATABASE=self.url)

    async def stop(self, *, kill: bool = False) -> int:
        assert self.process
        return (await end(self.process, kill=kill))[0]


@asynccontextmanager
async def _running(parts: list[Part]) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for part in parts:
            await part.start()
            stack.push_async_callback(part.stop, kill=True)
        yield


def _both_shards(double: Double) -> list[Channel]:
    """Make sure there is a server for each shard; give a channel of each, by shard."""
    found: dict[int, Channel] = {}
    while len(found) < 2:
        guild = double.add_guild("Growing")
        found.setdefault((guild.id >> 22) % 2, double.add_channel("desk", guild=guild))
    return [found[0], found[1]]


def _owe(database: Database, channels: list[Channel]) -> None:
    now = datetime.now(UTC)
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=now, actor="test")
        for number in range(OWED):
            at, channel = now + timedelta(seconds=number / 2), channels[number % 2]
            occasion = f"opening 2031-03-{number // 2 + 1:02}"
            assert channel.guild
            desk = str(channel.guild.id)
            due = Due(desk, "ferry", "D1", occasion, str(channel.id), at.replace(tzinfo=None), "UTC", at)
            add_due(connection, due)


def _connected(double: Double) -> set[int]:
    return {session.shard[0] for session in double.gateway.sessions.values() if session.connection}


async def _answers(double: Double, ann: User, channels: list[Channel]) -> None:
    await double.until(lambda: _connected(double) == {0, 1}, "both shards", timeout=60)
    for channel in channels:
        asked = await double.slash(ann, channel, "status", {"dossier": BUNDLED}, timeout=10)
        assert "Where it stands" in asked.message.text


def _visible(double: Double, channels: list[Channel]) -> list[str]:
    return [message.text for channel in channels for message in double.visible(channel)]


def _parts(double: Double, database: Database) -> list[Part]:
    url = database.engine.url.render_as_string(hide_password=False)
    shards = [Part(double, url, ("run", "--shards", f"{shard}/2", "--no-delivery")) for shard in (0, 1)]
    return [*shards, *(Part(double, url, ("worker",)) for _worker in range(2 if database.shared else 1))]


@pytest.mark.parametrize("either_database", KINDS[-1:], indirect=True)  # PostgreSQL, where there is one
async def test_two_shards_and_workers_survive_the_death_of_each_in_turn(either_database: Database) -> None:
    async with Double() as double:
        channels, ann = _both_shards(double), double.add_user("ann")
        parts = _parts(double, either_database)
        async with _running(parts):
            await _answers(double, ann, channels)
            _owe(either_database, channels)
            for part in parts:
                await part.stop(kill=True)
                await asyncio.sleep(1)
                await part.start()
            await _answers(double, ann, channels)
            await double.until(lambda: len(_visible(double, channels)) >= OWED, "all messages", timeout=90)
            codes = [await part.stop() for part in parts]
        posted = _visible(double, channels)
        syncs = [request for request in double.requests if request.method == "PUT"]

    assert len(posted) == len(set(posted)) == OWED
    assert len(syncs) == 1
    assert codes == [0] * len(parts)
    assert {tuple(asked["shard"]) for asked in double.gateway.identifies} == {(0, 2), (1, 2)}
