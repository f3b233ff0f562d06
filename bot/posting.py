"""What delivery needs of a platform: a way to post."""

from collections.abc import Awaitable
from typing import Protocol

from bot.blocks import Answer


class PostError(Exception):
    """A message was not posted; `permanent` when trying again can't help until somebody mends something."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Post(Protocol):
    """Posts an answer to a channel and returns the message's id; the same nonce is never shown twice."""

    def __call__(self, channel: str, answer: Answer, *, nonce: str) -> Awaitable[str]: ...
