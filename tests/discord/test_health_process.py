"""/health and /metrics of the bot as a process of its own, while its storage is in trouble."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp

from tests.discord import Double
from tests.discord.process import end, free_port, start


@asynccontextmanager
async def _running(double: Double, folder: Path) -> AsyncIterator[str]:
    """Run the bot; gives where its health is served."""
    port, config = free_port(), folder / "config.toml"
    config.write_text(f'[database]\nurl = "{folder / "bot.sqlite3"}"\n[health]\nport = {port}\n')
    process = await start(double, "run", "--config", str(config))
    try:
        await double.until(lambda: double.gateway.connected, timeout=30)
        yield f"http://127.0.0.1:{port}"
    finally:
        await end(process)


async def _status(session: aiohttp.ClientSession, address: str, wanted: int) -> tuple[float, dict[str, Any]]:
    """Ask until the status is as wanted; gives after how many seconds, and the answer."""
    began = monotonic()
    while monotonic() - began < 30:
        async with session.get(f"{address}/health") as answer:
            if answer.status == wanted:
                return monotonic() - began, await answer.json()
        await asyncio.sleep(0.1)
    raise AssertionError(f"/health is not {wanted}")


async def test_health_shows_a_locked_database_within_five_seconds_and_when_it_is_over(tmp_path: Path) -> None:
    async with (
        Double() as double,
        _running(double, tmp_path) as address,
        aiohttp.ClientSession() as session,
        session.get(f"{address}/metrics") as first,
    ):
        ann = double.add_user("ann")
        await _status(session, address, 200)
        with closing(sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None, timeout=10)) as other:
            other.execute("BEGIN IMMEDIATE")
            seconds, degraded = await _status(session, address, 503)
            reading = await double.slash(ann, double.channel, "status")
            other.execute("ROLLBACK")
        _over, well = await _status(session, address, 200)
        async with session.get(f"{address}/metrics") as scraped:
            figures = await scraped.text()

    assert first.status == 200
    assert seconds <= 5
    assert degraded["status"] == "degraded"
    assert "Where it stands" in reading.message.text
    assert well == {"status": "ok", "reasons": []}
    assert 'backchannel_interactions_total{command="status",result="answered"} 1.0' in figures
    assert str(ann.id) not in figures
