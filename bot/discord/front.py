"""The Discord front end of a running bot: a client, watched, and an orderly end; one that ended can begin anew."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import discord

from bot.blocks import Answer
from bot.delivery.tasks import end
from bot.discord.client import Backchannel
from bot.discord.gateway import log_in, run_client, settle, watch
from bot.discord.metrics import Figures
from bot.discord.posting import Channels
from bot.discord.shards import ONE_SHARD, Shards
from bot.rights import Member
from bot.transport import StartError
from db.desk.desks import Desk
from db.storage.database import Database

_LAST_WORDS = 1.5  # of the five seconds that an orderly stop may take


@dataclass(eq=False, slots=True)
class Front:
    """What a process keeps of Discord; `client` is the newest one."""

    token: str
    database: Database
    desk: Desk
    clock: Callable[[], datetime]
    figures: Figures = field(default_factory=Figures)
    server: int | None = None
    limit: int = 20
    shards: Shards = ONE_SHARD
    tell_anew: bool = False
    client: Backchannel = field(init=False)

    def __post_init__(self) -> None:
        self.client = self._made()

    def _made(self) -> Backchannel:
        made = Backchannel(
            self.database,
            desk=self.desk,
            clock=self.clock,
            server=self.server,
            shards=self.shards,
            tell_anew=self.tell_anew,
            pace=self.limit,
        )
        made.figures = self.figures
        return made

    @property
    def is_ready(self) -> bool:
        """Tell whether messages can be posted: not before the first login, which would be no attempt."""
        return self.client.user is not None and not self.client.is_closed()

    async def run(self) -> None:
        """Log in and stay, until cancelled; raises StartError."""
        if self.client.is_closed():
            presence = self.client.presence  # which others look at
            self.client = self._made()
            presence.here_since.clear()
            self.client.presence = presence
        client = self.client
        await client.drawing.start()
        bot = asyncio.create_task(run_client(client, self.token))
        watching = asyncio.create_task(_watch(client))
        try:
            await asyncio.wait((bot, watching), return_when=asyncio.FIRST_COMPLETED)
            for task in (bot, watching):
                if task.done():
                    task.result()
        finally:
            stopped = not bot.done() and not watching.done()
            await client.close()
            await _finish(bot)
            if stopped:
                await settle(client)
            await end(bot, watching)

    async def post(self, channel: str, answer: Answer, *, nonce: str) -> str:
        """Post an answer; raises PostError."""
        return await self.client.channels.post(channel, answer, nonce=nonce)

    async def look(self, channel: str, *, mark: str, since: datetime) -> str:
        """Look for a message; raises PostError."""
        return await self.client.channels.look(channel, mark=mark, since=since)

    async def find(self, server: str, person: str) -> Member | None:
        """Find somebody in a server; raises PostError."""
        return await self.client.channels.find(server, person)

    async def hosts(self, server: str, channel: str) -> bool:
        """Tell whether a channel is a server's own; raises PostError."""
        return await self.client.channels.hosts(server, channel)


@dataclass(eq=False)
class Poster:
    """Discord over HTTP alone, for a process that only delivers."""

    token: str
    client: discord.Client = field(
        default_factory=lambda: discord.Client(
            intents=discord.Intents(guilds=True), max_messages=None, max_ratelimit_timeout=30.0
        )
    )

    @property
    def is_ready(self) -> bool:
        """Tell whether messages can be posted."""
        return self.client.user is not None

    async def run(self) -> None:
        """Log in, and stay until cancelled; raises StartError."""
        async with self.client:
            await log_in(self.client, self.token)
            await asyncio.Event().wait()

    @cached_property
    def channels(self) -> Channels:
        """Give the channels that it reaches."""
        return Channels(self.client)


async def _watch(client: Backchannel) -> None:
    while True:
        await asyncio.sleep(1)
        await watch(client)


async def _finish(bot: Awaitable[None]) -> None:
    # closing a client that is still connecting can leave its task waiting
    with suppress(TimeoutError, asyncio.CancelledError, StartError):
        await asyncio.wait_for(bot, timeout=_LAST_WORDS)
