"""Discord's limits, kept by us: so many messages a channel, so many overall, in any few seconds."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field

# Discord lets 5 messages in 5 s into a channel and 50 requests in 1 s through; a little more time for those under way
EACH, EACH_SECONDS = 5, 5.1
OVERALL, OVERALL_SECONDS = 50, 1.05


@dataclass(slots=True)
class _Window:
    """The instants of the last few."""

    most: int
    seconds: float
    at: deque[float] = field(default_factory=deque)

    def room(self, now: float) -> int:
        while self.at and self.at[0] <= now - self.seconds:
            self.at.popleft()
        return self.most - len(self.at)

    def wait(self, now: float, room: int) -> float:
        """Give the seconds until there is room for so many."""
        missing = min(room, self.most) - self.room(now)
        return self.at[missing - 1] + self.seconds - now if missing > 0 else 0.0


class Pace:
    """What was posted in the last few seconds, and what may be posted now. `workers` share the overall limit."""

    def __init__(
        self, each: tuple[int, float] = (EACH, EACH_SECONDS), overall: tuple[int, float] = (OVERALL, OVERALL_SECONDS)
    ) -> None:
        self.workers = 1
        self._limit = overall[0]
        self._overall = _Window(*overall)
        self._channels: defaultdict[str, _Window] = defaultdict(lambda: _Window(*each))

    def room(self) -> int:
        """Say how many may be posted now, over all channels."""
        self._overall.most = max(1, self._limit // self.workers)
        return max(0, self._overall.room(_now()))

    def full(self) -> list[str]:
        """List the channels that may get nothing now."""
        now = _now()
        room = {channel: window.room(now) for channel, window in self._channels.items()}
        for channel, window in list(self._channels.items()):
            if not window.at:
                del self._channels[channel]
        return [channel for channel, left in room.items() if left <= 0]

    async def until(self, room: int) -> None:
        """Wait until so many may be posted, or as many as ever may."""
        while True:
            seconds = self._overall.wait(_now(), room)
            if seconds <= 0:
                return
            await asyncio.sleep(seconds)

    async def turn(self, channel: str) -> None:
        """Wait until a message to a channel may be posted, and count it."""
        while True:
            seconds = max(self._channels[channel].wait(_now(), 1), self._overall.wait(_now(), 1))
            if seconds <= 0:
                break
            await asyncio.sleep(seconds)
        self._channels[channel].at.append(_now())
        self._overall.at.append(_now())


def unpaced() -> Pace:
    """Make a pace without limits: for a clock that is simulated."""
    return Pace((1 << 30, 0.0), (1 << 30, 0.0))


def _now() -> float:
    return asyncio.get_running_loop().time()
