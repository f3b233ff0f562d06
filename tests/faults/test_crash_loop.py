"""R19: a bot that crashes as soon as it is there, under a supervisor that restarts it at once, keeps to its budget."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.discord.client import Backchannel
from bot.discord.gateway import run_client
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.builders import DESK, tiny
from tests.discord import TOKEN, Double
from tests.faults.conftest import Figures
from tests.faults.delivering import doubled
from tests.faults.sizes import sized

_BEGAN = datetime(2031, 3, 20, 12, tzinfo=UTC)


@dataclass
class _Time:
    """A clock that moves when somebody sleeps."""

    now: datetime = _BEGAN

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


async def test_a_day_of_crashes_makes_at_most_a_hundred_logins_and_tells_the_commands_once(
    database: Database, figures: Figures
) -> None:
    hours, time = sized(1, 6, 24), _Time()
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=_BEGAN, actor="test")
    async with doubled() as double:
        while time.now < _BEGAN + timedelta(hours=hours):
            await _live_and_crash(double, database, time)
    told = sum(request.method == "PUT" and request.path.endswith("/commands") for request in double.requests)

    logins = len(double.gateway.identifies)
    figures("R19", simulated_hours=hours, logins=logins, commands_told=told)
    assert 10 < logins <= 100
    assert told == 1


async def _live_and_crash(double: Double, database: Database, time: _Time) -> None:
    """Run the real client until it is there, and end it with nothing settled, as a crash does."""
    bot = Backchannel(database, desk=DESK, clock=time)
    logins = len(double.gateway.identifies)
    life = asyncio.create_task(run_client(bot, TOKEN, sleep=time.sleep))
    await double.until(lambda: len(double.gateway.identifies) > logins, "a login", timeout=30)
    await double.until(lambda: double.gateway.connected, "the gateway", timeout=30)
    await bot.close()
    await life
    time.now += timedelta(seconds=1)
