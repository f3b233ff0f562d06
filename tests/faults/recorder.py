"""A recorder in Discord's place: takes posts on a Unix socket, shows each nonce once in two minutes, remembers all."""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

NONCE_SECONDS = 120.0  # the smallest meaning of Discord's "a few minutes"


@dataclass(frozen=True, slots=True)
class Posted:
    """One attempt that arrived: by which worker, with which text, and whether it became a new message."""

    text: str
    worker: str
    at: float
    visible: bool


@dataclass
class Recorder:
    """Serves as an async context manager. `arrived` is told of each post before it is answered."""

    path: Path
    arrived: Callable[[Posted], None] = lambda _: None
    posts: list[Posted] = field(default_factory=list)
    _shown: dict[str, tuple[float, str]] = field(default_factory=dict)
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_unix_server(self._serve, self.path)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while line := await reader.readline():
                nonce, text, worker = json.loads(line)
                writer.write(self._take(nonce, text, worker).encode() + b"\n")
                await writer.drain()
        writer.close()

    def _take(self, nonce: str, text: str, worker: str) -> str:
        now = time.monotonic()
        at, message = self._shown.get(nonce, (-NONCE_SECONDS, ""))
        visible = now - at >= NONCE_SECONDS
        if visible:
            message = f"m{len(self.posts)}"
            self._shown[nonce] = (now, message)
        posted = Posted(text, worker, now, visible)
        self.posts.append(posted)
        self.arrived(posted)
        return message

    @property
    def again(self) -> int:
        """How many posts were of what had been posted before."""
        return len(self.posts) - len({post.text for post in self.posts})

    @property
    def doubles(self) -> list[str]:
        """What was visible more than once."""
        seen: defaultdict[str, int] = defaultdict(int)
        for post in self.posts:
            seen[post.text] += post.visible
        return sorted(text for text, times in seen.items() if times > 1)

    @property
    def longest_gap(self) -> float:
        """The longest time between the first and the last post of one text."""
        first: dict[str, float] = {}
        return max((post.at - first.setdefault(post.text, post.at) for post in self.posts), default=0.0)


@dataclass
class Line:
    """The other end: posts over one connection, made anew when it breaks."""

    path: str
    worker: str
    _ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def send(self, nonce: str, text: str) -> str:
        """Post, and give the message's id."""
        async with self._turn:
            if self._ends is None:
                self._ends = await asyncio.open_unix_connection(self.path)
            reader, writer = self._ends
            writer.write(json.dumps([nonce, text, self.worker]).encode() + b"\n")
            answered = await reader.readline()
        if not answered.endswith(b"\n"):
            raise ConnectionError("the recorder has gone")
        return answered.decode().strip()
