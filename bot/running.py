"""Running the bot: the client, the clock that calls delivery each second, and an orderly stop."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.answers.naming import warm
from bot.client import Backchannel
from bot.config import Config
from bot.connection import run_client, settle, watch
from bot.delivery import Clock, Courier
from bot.presence import ONE_SHARD, Shards
from bot.starts import StartError
from db.desks import Desk
from db.engine import Database

__all__ = ["StartError", "run"]


async def run(
    config: Config,
    database: Database,
    *,
    desk: Desk,
    clock: Callable[[], datetime],
    shards: Shards = ONE_SHARD,
    tell_anew: bool = False,
) -> None:
    """Run the bot until SIGTERM or SIGINT; raises StartError if it can't start or go on.

    `shards` is this process's part of the gateway; `tell_anew`: tell Discord the commands, changed or not.
    """
    if config.discord.token is None:
        reason = "There is no token. Set DISCORD_TOKEN, or name a file with it in [discord] token_file."
        raise StartError(reason, permanent=True)
    server = config.discord.server
    pace = config.discord.pace
    client = Backchannel(database, desk=desk, clock=clock, server=server, shards=shards, tell_anew=tell_anew, pace=pace)
    ticking = asyncio.Lock()
    scheduler = _scheduler(client, Clock(Courier(database, desk, client.post, owner=_owner())), clock, ticking)
    scheduler.start()
    await client.drawing.start()
    warming = asyncio.create_task(warm(database, desk))
    bot = asyncio.create_task(run_client(client, config.discord.token.reveal()))
    watching = asyncio.create_task(_watch(client))
    stop = asyncio.create_task(_stopped().wait())
    try:
        await asyncio.wait((bot, stop, watching), return_when=asyncio.FIRST_COMPLETED)
        scheduler.pause()
        await client.close()
        await _finish(bot)
        await _end_of_tick(ticking)
        if stop.done():
            await settle(client)
        elif watching.done():
            watching.result()
    finally:
        for task in (stop, watching, warming):
            task.cancel()
        scheduler.shutdown(wait=False)


async def _watch(client: Backchannel) -> None:
    while True:
        await asyncio.sleep(1)
        await watch(client)


async def _finish(bot: asyncio.Task[None]) -> None:
    # closing a client that is still connecting can leave its task waiting
    with suppress(TimeoutError, asyncio.CancelledError):
        await asyncio.wait_for(bot, timeout=2)


async def _end_of_tick(ticking: asyncio.Lock) -> None:
    """Let a message that is being posted be marked; what can't be in time is claimed anew after its lease."""
    with suppress(TimeoutError):
        async with asyncio.timeout(5):
            await ticking.acquire()


def _scheduler(
    client: Backchannel, ringing: Clock, clock: Callable[[], datetime], ticking: asyncio.Lock
) -> AsyncIOScheduler:
    async def ring() -> None:
        if client.user is not None:  # not before the first login: an attempt that can't be made is no attempt
            async with ticking:
                await ringing.ring(clock())

    scheduler = AsyncIOScheduler(timezone="UTC")
    # by default a job more than a second late is dropped without a word
    scheduler.add_job(ring, IntervalTrigger(seconds=1), misfire_grace_time=None, coalesce=True, max_instances=1)
    return scheduler


def _owner() -> str:
    return f"{socket.gethostname()}-{os.getpid()}"


def _stopped() -> asyncio.Event:
    event = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, event.set)
    return event
