"""Completions in turn: a person's newest alone, and no more of them than somebody types."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")

SECONDS = 10.0
EACH = 3  # completions for each question that one may send: whoever types fast sends five in a second
_MOST_REMEMBERED = 10_000  # people


@dataclass(eq=False, slots=True)
class Typists:
    """Who is typing: when each last wanted completions, and which are being looked up; `most` within ten seconds."""

    most: int
    _asked: dict[str, deque[float]] = field(default_factory=dict)
    _newest: dict[str, asyncio.Task[Any]] = field(default_factory=dict)

    def may(self, person: str, *, at: float) -> bool:
        """Count one more at a monotonic second; False if there were too many within ten."""
        if len(self._asked) > _MOST_REMEMBERED:
            self._asked = {one: asked for one, asked in self._asked.items() if asked[-1] > at - SECONDS}
        asked = self._asked.setdefault(person, deque(maxlen=self.most))
        if len(asked) == self.most and asked[0] > at - SECONDS:
            return False
        asked.append(at)
        return True

    async def newest(self, person: str, looking: Coroutine[Any, Any, list[T]]) -> list[T]:
        """Look up completions for what somebody has typed by now; what they had typed before is given up, with []."""
        if before := self._newest.get(person):
            before.cancel()
        task = self._newest[person] = asyncio.ensure_future(looking)
        try:
            await asyncio.wait({task})
            return [] if task.cancelled() else task.result()
        finally:
            task.cancel()
            if self._newest.get(person) is task:
                del self._newest[person]
