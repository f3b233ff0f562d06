"""Discord's limits, kept by us: so many messages a channel, so many overall, in any few seconds."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.delivery.tasks import end
from bot.platforms import platform_of_channel

# Discord lets 5 messages in 5 s into a channel and 50 requests in 1 s through, by its own clock
EACH, EACH_SECONDS = 5, 5.02
OVERALL, OVERALL_SECONDS = 50, 1.02
# one that is not answered by then has long come in: it must not take the place of others
_UNDER_WAY = 2.0
_SOON = 0.01


@dataclass(eq=False, slots=True)
class _Request:
    """One request: it came in between these two instants; it is under way while there is no second one."""

    begun: float
    answered: float | None = None

    def came(self, now: float) -> float:
        """Give the latest instant at which it can have come in."""
        return min(now, self.begun + _UNDER_WAY) if self.answered is None else self.answered


@dataclass(slots=True)
class _Window:
    """The last few."""

    most: int
    seconds: float
    requests: list[_Request] = field(default_factory=list)

    def room(self, now: float) -> int:
        self.requests = [one for one in self.requests if one.came(now) > now - self.seconds]
        return self.most - len(self.requests)

    def wait(self, now: float, room: int) -> float:
        """Give the seconds after which there may be room for so many; 0 if there is."""
        missing = min(room, self.most) - self.room(now)
        if missing <= 0:
            return 0.0
        # of those under way it is not known yet
        free = sorted((one.answered or one.begun) + self.seconds for one in self.requests)
        return max(_SOON, free[missing - 1] - now)


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

    def without(self) -> frozenset[str]:
        """Name the platforms of which nothing may be posted now."""
        return frozenset()

    def full(self) -> list[str]:
        """List the channels that may get nothing now."""
        now = _now()
        room = {channel: window.room(now) for channel, window in self._channels.items()}
        for channel, window in list(self._channels.items()):
            if not window.requests:
                del self._channels[channel]
        return [channel for channel, left in room.items() if left <= 0]

    async def until(self, room: int) -> None:
        """Wait until so many may be posted, or as many as ever may."""
        while True:
            seconds = self._overall.wait(_now(), room)
            if seconds <= 0:
                return
            await asyncio.sleep(seconds)

    @asynccontextmanager
    async def turn(self, channel: str) -> AsyncIterator[None]:
        """Wait until a message to a channel may be posted, and count it from when it is answered."""
        while True:
            seconds = max(self._channels[channel].wait(_now(), 1), self._overall.wait(_now(), 1))
            if seconds <= 0:
                break
            await asyncio.sleep(seconds)
        request = _Request(_now())
        self._channels[channel].requests.append(request)
        self._overall.requests.append(request)
        try:
            yield
        finally:
            request.answered = min(_now(), request.begun + _UNDER_WAY)


class Paces(Pace):
    """The limits of several platforms, each kept by itself; `ready` tells which can be posted to at all."""

    def __init__(self, paces: Mapping[str, Pace], ready: Callable[[str], bool]) -> None:
        super().__init__()
        self._paces = paces
        self._ready = ready

    def room(self) -> int:
        """Say how many may be posted now, over all platforms."""
        for pace in self._paces.values():
            pace.workers = self.workers
        return sum(pace.room() for name, pace in self._paces.items() if self._ready(name))

    def without(self) -> frozenset[str]:
        """Name the platforms of which nothing may be posted now."""
        return frozenset(name for name, pace in self._paces.items() if not self._ready(name) or pace.room() <= 0)

    def full(self) -> list[str]:
        """List the channels that may get nothing now."""
        return [channel for pace in self._paces.values() for channel in pace.full()]

    async def until(self, room: int) -> None:
        """Wait until so many may be posted on some platform."""
        waiting = [pace.until(room) for name, pace in self._paces.items() if self._ready(name)]
        tasks = [asyncio.ensure_future(one) for one in waiting or [asyncio.sleep(1)]]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await end(*tasks)

    @asynccontextmanager
    async def turn(self, channel: str) -> AsyncIterator[None]:
        """Wait until a message to a channel may be posted, by its own platform's limits."""
        pace = self._paces.get(platform_of_channel(channel))
        async with pace.turn(channel) if pace else super().turn(channel):
            yield


def slack_pace() -> Pace:
    """Keep Slack's limits: one message a second in a channel, several hundred a minute in a workspace."""
    return Pace((1, 1.1), (4, 1.02))


def unpaced() -> Pace:
    """Make a pace without limits: for a clock that is simulated."""
    return Pace((1 << 30, 0.0), (1 << 30, 0.0))


def _now() -> float:
    return asyncio.get_running_loop().time()
