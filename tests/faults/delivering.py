"""Delivery as a running bot has it, in the test's own process: real discord.py over HTTP against the double."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import discord
from sqlalchemy import func, select

from bot.blocks import Answer, Line
from bot.delivery.clock import ringing, since_start
from bot.delivery.rate_limit import Pace, unpaced
from bot.delivery.worker import Delivery
from bot.discord.posting import Channels
from db.desk.desks import Desk
from db.outbox.outbox import Due, add_due, list_due
from db.storage import schema
from db.storage.database import Connection, Database
from tests.discord import TOKEN, Double
from tests.discord.launch import pointed_at

DESK = Desk("", "UTC", "09:00")
DOSSIER = "plain"
HERE = "here"  # no platform's server: whose the channels are is asked in tests of its own


@asynccontextmanager
async def doubled(clock: Callable[[], datetime] | None = None) -> AsyncIterator[Double]:
    """Discord, to all appearances."""
    async with Double(clock=clock) as double:
        with pointed_at(double.api):
            yield double


@asynccontextmanager
async def logged_in() -> AsyncIterator[Channels]:
    """The channels as a client over HTTP alone reaches them."""
    client = discord.Client(intents=discord.Intents.none(), max_messages=None, max_ratelimit_timeout=30.0)
    async with client:
        await client.login(TOKEN)
        yield Channels(client)


@dataclass
class Time:
    """A wall clock that can be set, beside seconds that pass with it."""

    ahead: timedelta = timedelta(0)
    slept: float = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def elapsed(self) -> float:
        return since_start() + self.slept

    def go_on(self, seconds: float) -> None:
        """Let time pass by both clocks."""
        self.ahead += timedelta(seconds=seconds)
        self.slept += seconds


@asynccontextmanager
async def delivering(
    database: Database, *, pace: Pace | None = None, time: Time | None = None
) -> AsyncIterator[Delivery]:
    """Deliver from a database until the end, ringing each second, or with a clock by hand."""
    by_hand, time = time is not None, time or Time()
    async with logged_in() as channels:
        pace = pace or unpaced()
        delivery = Delivery(database, DESK, channels, clock=time.now, elapsed=time.elapsed, pace=pace)
        async with nullcontext() if by_hand else ringing(delivery.ring, delivery.tidy):
            yield delivery
        await delivery.stop(1.0)


def plain(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()) -> Answer:
    """Word a message of the kind "plain": its number, and what is remarked."""
    return Answer(f"Plain {due.item}", tuple(Line((remark,)) for remark in remarks))


def owe(database: Database, channels: Sequence[int], many: int, *, at: datetime, desk: str = HERE) -> None:
    """Owe many messages at one instant, over these channels by turns."""
    with database.writing() as connection:
        for number in range(many):
            channel = str(channels[number % len(channels)])
            local = at.replace(tzinfo=None)
            due = Due(desk, DOSSIER, f"N{number}", f"at {at.isoformat()}", channel, local, "UTC", at, kind="plain")
            add_due(connection, due)


def rows(database: Database, *, desk: str = HERE) -> list[Due]:
    """List all that was owed."""
    with database.reading() as connection:
        return list_due(connection, desk=desk, dossier=DOSSIER, kind="plain")


async def settled(database: Database, *, seconds: float, desk: str = HERE) -> list[Due]:
    """Wait until nothing is waiting or claimed; returns all rows."""
    await emptied(database, seconds=seconds, desk=desk)
    return rows(database, desk=desk)


async def emptied(database: Database, *, seconds: float, desk: str = HERE) -> None:
    """Wait until nothing is waiting or claimed; counts in a thread, as a question would be asked."""
    left = await asyncio.to_thread(_left, database, desk)
    try:
        async with asyncio.timeout(seconds):
            while left:
                await asyncio.sleep(0.1)
                left = await asyncio.to_thread(_left, database, desk)
    except TimeoutError:
        raise AssertionError(f"after {seconds} s {left} are waiting or claimed") from None


def _left(database: Database, desk: str) -> int:
    """Count without reading the rows: what measures must not take the loop's time."""
    due = schema.due.c
    left = select(func.count()).where(due.desk == desk, due.state.in_(("waiting", "claimed")))
    with database.reading() as connection:
        return connection.execute(left).scalar_one()


_MARK = re.compile(r"#[0-9a-z]+")


@dataclass
class Seen:
    """What the channels show."""

    titles: Counter[str] = field(default_factory=Counter)  # of single messages
    marks: Counter[str] = field(default_factory=Counter)  # of rows
    posts: int = 0

    @property
    def doubled(self) -> int:
        """How many rows are shown more than once."""
        return sum(many - 1 for many in self.marks.values())


def seen(double: Double) -> Seen:
    """Look at everything the bot shows."""
    found = Seen()
    found.posts = sum(request.method == "POST" and request.path.endswith("/messages") for request in double.requests)
    for message in double.messages.values():
        if message.deleted:
            continue
        for embed in message.embeds:
            if embed.get("title") == "A channel takes no messages":
                continue
            found.titles[embed.get("title", "")] += 1
            footer = (embed.get("footer") or {}).get("text", "")
            found.marks.update(_MARK.findall(footer.split(" · ")[-1]))
    return found
