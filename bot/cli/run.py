"""Running the bot: the client, the clock that calls delivery each second, and an orderly stop."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext, suppress
from datetime import datetime
from functools import partial

import discord

from bot.answers.directory import warm
from bot.cli.health import Health, served
from bot.config import Config
from bot.date_words.lengths import warm_lengths
from bot.delivery.clock import Rings, ringing
from bot.delivery.tasks import end
from bot.delivery.worker import Delivery
from bot.discord.client import Backchannel
from bot.discord.gateway import log_in, run_client, settle, watch
from bot.discord.posting import Channels
from bot.discord.shards import ONE_SHARD, Shards
from bot.transport import StartError
from db.desk.desks import Desk
from db.storage.database import Database
from db.storage.memory import settle_down, spare_what_is_there

__all__ = ["StartError", "run", "token_of", "work"]

# of the five seconds that an orderly stop may take
_LAST_POSTS, _LAST_WORDS = 2.5, 1.5
_SOON = 0.05

Clock = Callable[[], datetime]


async def run(
    config: Config,
    database: Database,
    *,
    desk: Desk,
    clock: Clock,
    shards: Shards = ONE_SHARD,
    tell_anew: bool = False,
    delivers: bool = True,
) -> None:
    """Run the bot until SIGTERM or SIGINT; raises StartError if it can't start or go on.

    `shards` is this process's part of the gateway; `tell_anew`: tell Discord the commands, changed or not. Without
    `delivers` it only answers, and leaves what is due to workers.
    """
    token, server, pace = token_of(config), config.discord.server, config.discord.pace
    client = Backchannel(database, desk=desk, clock=clock, server=server, shards=shards, tell_anew=tell_anew, pace=pace)
    await client.drawing.start()
    warming = asyncio.create_task(prepare(database, desk))
    bot = asyncio.create_task(run_client(client, token))
    watching = asyncio.create_task(_watch(client))
    stop = asyncio.create_task(_stopped().wait())
    delivery = Delivery(database, desk, client.channels, clock=clock)
    health = Health(database, clock, client.figures, client.presence, delivery if delivers else None)
    health.latency = lambda: client.latency
    spare_what_is_there()
    try:
        # not before the first login: an attempt that can't be made is no attempt
        rings = _delivering(delivery, lambda: client.user is not None) if delivers else nullcontext()
        async with served(config.health, health), rings:
            await asyncio.wait((bot, stop, watching), return_when=asyncio.FIRST_COMPLETED)
        await client.close()
        await _finish(bot)
        if stop.done():
            await settle(client)
        elif watching.done():
            watching.result()
    finally:
        await end(stop, watching, warming)


async def prepare(database: Database, desk: Desk) -> None:
    """Do ahead, while the bot logs in, what would keep somebody waiting later."""
    await database.readers.run(partial(warm, database, desk))
    # dateparser takes a tenth of a second to import, and as much for its first words
    await asyncio.to_thread(warm_lengths)
    settle_down()


async def work(config: Config, database: Database, *, desk: Desk, clock: Clock) -> None:
    """Deliver what is due, over HTTP alone, until SIGTERM or SIGINT; raises StartError."""
    client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None, max_ratelimit_timeout=30.0)
    delivery = Delivery(database, desk, Channels(client), clock=clock)
    health = Health(database, clock, delivery=delivery)
    spare_what_is_there()
    token, stop = token_of(config), asyncio.create_task(_stopped().wait())
    async with client, served(config.health, health), _delivering(delivery, lambda: client.user is not None):
        login = asyncio.create_task(log_in(client, token))
        try:
            await asyncio.wait((stop, login), return_when=asyncio.FIRST_COMPLETED)
            if login.done():
                login.result()
                await stop
        finally:
            await end(login)


def token_of(config: Config) -> str:
    """Give the bot's token; raises StartError if there is none."""
    if config.discord.token is None:
        reason = "There is no token. Set DISCORD_TOKEN, or name a file with it in [discord] token_file."
        raise StartError(reason, permanent=True)
    return config.discord.token.reveal()


@asynccontextmanager
async def _delivering(delivery: Delivery, ready: Callable[[], bool]) -> AsyncIterator[None]:
    async def ring() -> None:
        if ready():
            await delivery.ring()

    async def begin(rings: Rings) -> None:
        # what is owed after a start waits for no second; discord.py has no event for a login without a gateway
        while not ready():  # noqa: ASYNC110
            await asyncio.sleep(_SOON)
        await rings.once()

    async with ringing(ring, delivery.tidy) as rings:
        beginning = asyncio.create_task(begin(rings))
        try:
            yield
        finally:
            await end(beginning)
    await delivery.stop(_LAST_POSTS)


async def _watch(client: Backchannel) -> None:
    while True:
        await asyncio.sleep(1)
        await watch(client)


async def _finish(bot: Awaitable[None]) -> None:
    # closing a client that is still connecting can leave its task waiting
    with suppress(TimeoutError, asyncio.CancelledError):
        await asyncio.wait_for(bot, timeout=_LAST_WORDS)


def _stopped() -> asyncio.Event:
    event = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, event.set)
    return event
