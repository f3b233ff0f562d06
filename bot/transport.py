"""What delivery needs of a platform: ways to post, to look whether something was posted, and to find somebody."""

from collections.abc import Awaitable
from datetime import datetime
from typing import Protocol

from bot.blocks import Answer
from bot.rights import Member


class StartError(Exception):
    """The bot can't start or go on; the message is one line for its owner. `permanent`: until he mends something."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


class PostError(Exception):
    """A message was not posted, or nobody knows whether it was.

    `permanent`: trying again can't help until somebody mends something; `channel`: nor with any other message for the
    same channel. `certain`: it was surely not posted. `pause`: the seconds that the platform asks to wait.
    """

    def __init__(
        self, reason: str, *, permanent: bool, channel: bool = False, certain: bool = False, pause: float = 0.0
    ) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.channel = channel
        self.certain = certain or permanent
        self.pause = pause


class Post(Protocol):
    """Posts an answer to a channel and returns the message's id; the same nonce is never shown twice within minutes."""

    def __call__(self, channel: str, answer: Answer, *, nonce: str) -> Awaitable[str]: ...


class Look(Protocol):
    """Reads a channel back: the id of the message with this mark that was posted since a moment, or ""."""

    def __call__(self, channel: str, *, mark: str, since: datetime) -> Awaitable[str]: ...


class Find(Protocol):
    """Finds somebody in a server by their ids; None if they, or the bot, have left it. Raises PostError."""

    def __call__(self, server: str, person: str) -> Awaitable[Member | None]: ...


class Hosts(Protocol):
    """Tells whether a channel or thread is a server's own: nothing of its desk goes elsewhere. Raises PostError."""

    def __call__(self, server: str, channel: str) -> Awaitable[bool]: ...


class Transport(Protocol):
    """A platform as delivery needs it: `post` (see Post), `look` (see Look), `find` (see Find), `hosts` (see Hosts)."""

    async def post(self, channel: str, answer: Answer, *, nonce: str) -> str: ...

    async def look(self, channel: str, *, mark: str, since: datetime) -> str: ...

    async def find(self, server: str, person: str) -> Member | None: ...

    async def hosts(self, server: str, channel: str) -> bool: ...


def mark_of(row: int) -> str:
    """Give the short mark that a row's message carries, so that it is found when its channel is read back: "#3f"."""
    digits, number = "", row
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return f"#{digits}"
