"""Wording messages for lanes: whoever asks is answered, also in the very moment in which nobody is left to work."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

from bot.delivery.messages import Worded, Words
from db.outbox.outbox import Due
from tests.builders import DESK, NOW

ROW = Due("7", "ferry", "D1", "opening", "1", NOW.replace(tzinfo=None), "UTC", NOW)


class Instant:
    """A database that has words for everything, and takes one turn of the loop after the last of them."""

    shared = False

    def promptly(self) -> AbstractAsyncContextManager[None]:
        """Wait for as long as it takes."""
        return nullcontext()

    async def read(
        self, _word: object, some: Sequence[Any], _desk: object, tell: Callable[[Any, Worded], object]
    ) -> None:
        """Tell each at once, and end a turn later."""
        for asked in some:
            tell(asked, Worded())
        await asyncio.sleep(0)


async def test_who_asks_as_the_last_worker_ends_is_answered() -> None:
    database: Any = Instant()
    words = Words(database, DESK)

    async with asyncio.timeout(5):
        for _ in range(5):
            await words.word([ROW], now=NOW, remarks=())
