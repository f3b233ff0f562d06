"""What a process of the nursery does with its life."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.blocks import Answer
from bot.cli import logs
from bot.delivery.worker import Delivery
from bot.rights import Member
from bot.transport import PostError
from db.storage.database import Database, DatabaseError, open_database
from db.storage.file_lock import alone
from tests.faults.drills import DESK, know_drills
from tests.faults.recorder import Line


@dataclass(frozen=True)
class _Channels:
    """Posts to a recorder, where a bot posts to Discord."""

    line: Line
    marks: bool = False  # post what tells which rows a message is for, not its title

    async def post(self, _channel: str, answer: Answer, *, nonce: str) -> str:
        return await self.line.send(nonce, answer.mark if self.marks else answer.title)

    async def look(self, _channel: str, *, mark: str, since: datetime) -> str:
        raise PostError(f"{mark} was to be looked for since {since}.", permanent=True)

    async def hosts(self, _server: str, _channel: str) -> bool:
        return True

    async def find(self, _server: str, _person: str) -> Member | None:
        return Member("reader", frozenset())


def deliver(url: str, socket: str, name: str) -> None:
    """Deliver drills to a recorder until killed, as a worker does, but ten times a second."""
    asyncio.run(_deliver(url, _Channels(Line(socket, name))))


def deliver_joint(url: str, socket: str, name: str) -> None:
    """Deliver reminders, several a message, to a recorder that is told their marks."""
    asyncio.run(_deliver(url, _Channels(Line(socket, name), marks=True)))


async def _deliver(url: str, channels: Any) -> None:
    logs.set_up(form="console", level="error")
    with alone(url):
        delivery = Delivery(await _opened(url), DESK, channels, clock=lambda: datetime.now(UTC))
        while True:
            await delivery.ring()
            await asyncio.sleep(0.1)


async def _opened(url: str) -> Database:
    while True:
        try:
            return open_database(url)
        except DatabaseError:
            await asyncio.sleep(0.2)  # the server has just crashed


ROLES: dict[str, Callable[..., None]] = {"deliver": deliver, "deliver joint": deliver_joint}
know_drills()
