"""R7, R10: Discord's limits are kept by ourselves, and nothing else waits meanwhile."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.commands import dispatch
from bot.delivery.rate_limit import Pace
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import ANN
from tests.builders import DESK, NOW, tiny
from tests.discord import Double
from tests.faults.apart import doubled_apart
from tests.faults.conftest import Figures
from tests.faults.delivering import Seen, delivering, emptied, owe, seen
from tests.faults.heartbeat import heartbeat, high
from tests.faults.sizes import sized


@pytest.mark.usefixtures("plain_kind")
async def test_a_burst_goes_out_within_the_limits_and_questions_are_answered_meanwhile(
    database: Database, figures: Figures
) -> None:
    many, channels = sized((150, 30), (2_000, 100), (10_000, 200))
    _load(database)
    async with doubled_apart(_limited, channels) as double:
        began = datetime.now(UTC)
        owe(database, double.arranged, many, at=began)
        async with delivering(database, pace=Pace()), heartbeat() as beats, _asking(database) as asked:
            began = datetime.now(UTC)
            await emptied(database, seconds=many / 50 * 1.5 + 30)
        shown, refused, posted = await double.look(_outcome)

    seconds, floor = (posted - began).total_seconds(), many / 50
    who = high(asked, 0.99)
    figures("R7", posts=many, seconds=seconds, floor=floor, answered_429=refused, who_p99=who, doubled=shown.doubled)
    figures("R10 in the burst", **beats.figures())
    assert (len(shown.marks), shown.doubled) == (many, 0)
    assert refused <= 20
    assert seconds <= floor * 1.1 + sized(5, 5, 0)
    beats.hold()


def _limited(double: Double, channels: int) -> list[int]:
    double.limits.per_channel, double.limits.overall = (5, 5.0), (50, 1.0)
    return [double.add_channel(f"c{number}").id for number in range(channels)]


def _outcome(double: Double) -> tuple[Seen, int, datetime]:
    refused = sum(request.status == 429 for request in double.requests)
    return seen(double), refused, max(message.at for message in double.messages.values())


@asynccontextmanager
async def _asking(database: Database) -> AsyncIterator[list[float]]:
    took: list[float] = []

    async def ask() -> None:
        while True:
            before = time.perf_counter()
            await dispatch.ask_aside(database, "who", {"name": "vane"}, now=NOW, desk=DESK, asker=ANN)
            took.append(time.perf_counter() - before)
            await asyncio.sleep(0.1)

    asking = asyncio.create_task(ask())
    try:
        yield took
    finally:
        asking.cancel()


def _load(database: Database) -> None:
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
