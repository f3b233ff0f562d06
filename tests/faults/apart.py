"""The double in a process of its own: what it holds and does takes none of the time that is measured in the test's."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from tests.discord import Double
from tests.discord.launch import pointed_at

_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Apart:
    """What was arranged there, and the way to look at it; what is sent over is pickled."""

    arranged: Any
    _pipe: Connection

    async def look(self, see: Callable[[Double], Any]) -> Any:
        """Have a function of a module look at the double; returns what it saw."""
        self._pipe.send(see)
        return await asyncio.to_thread(self._pipe.recv)


@asynccontextmanager
async def doubled_apart(arrange: Callable[[Double, int], Any], many: int) -> AsyncIterator[Apart]:
    """Discord, to all appearances, after a function of a module has arranged it."""
    ours, its = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_serve, args=(its, arrange, many), daemon=True)
    process.start()
    its.close()  # so that its death is an EOFError here, not a wait without end
    try:
        api, arranged = await asyncio.to_thread(ours.recv)
        with pointed_at(api):
            yield Apart(arranged, ours)
    finally:
        ours.close()
        process.join(10)
        process.kill()


def _serve(pipe: Connection, arrange: Callable[[Double, int], Any], many: int) -> None:
    asyncio.run(_double(pipe, arrange, many))


async def _double(pipe: Connection, arrange: Callable[[Double, int], Any], many: int) -> None:
    async with Double() as double:
        pipe.send((double.api, arrange(double, many)))
        while True:
            try:
                see = await asyncio.to_thread(pipe.recv)
            except EOFError:
                return
            pipe.send(see(double))
