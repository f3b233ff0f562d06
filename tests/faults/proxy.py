"""A way to a server that can be cut, closed, or left without an answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from types import TracebackType
from typing import Self

from db.storage.database import Database, open_database


class Proxy:
    """Passes bytes between clients on a port of its own and a server; an async context manager."""

    def __init__(self, port: int) -> None:
        self.port = 0
        self._server_port = port
        self._server: asyncio.Server | None = None
        self._ways: set[asyncio.StreamWriter] = set()
        self._open = asyncio.Event()
        self._open.set()
        self._down = False
        self._cut_after = b""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()
        assert self._server
        self._server.close()

    def cut(self) -> None:
        """End every connection."""
        for way in self._ways:
            way.transport.abort()
        self._ways.clear()

    def go_down(self) -> None:
        """Refuse everything, as while the server is down."""
        self._down = True
        self.cut()

    def come_up(self) -> None:
        """Let new connections through."""
        self._down = False

    def fall_silent(self) -> None:
        """Let the connections there are stand for ever without an answer: half-open."""
        self._open = asyncio.Event()

    def speak_again(self) -> None:
        """Answer new connections; the old ones stay dead."""
        self._open = asyncio.Event()
        self._open.set()

    def cut_after(self, words: bytes) -> None:
        """End the connection that next says these words, once the server has got them."""
        self._cut_after = words

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._down:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._server_port)
        ways = {writer, back}
        self._ways |= ways
        gate = self._open
        passing = (self._pass(reader, back, gate, ways, heard=True), self._pass(there, writer, gate, ways, heard=False))
        with suppress(OSError, asyncio.CancelledError):
            await asyncio.gather(*passing)

    async def _pass(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        gate: asyncio.Event,
        ways: set[asyncio.StreamWriter],
        *,
        heard: bool,
    ) -> None:
        while chunk := await source.read(65_536):
            if gate is not self._open:
                await asyncio.Event().wait()  # nothing comes through any more
            await self._open.wait()
            target.write(chunk)
            await target.drain()
            if heard and self._cut_after and self._cut_after in chunk:
                self._cut_after = b""
                await asyncio.sleep(0.02)
                for way in ways:
                    way.transport.abort()
        target.close()


@asynccontextmanager
async def behind_a_proxy(database: Database) -> AsyncIterator[tuple[Database, Proxy]]:
    """Open a database on PostgreSQL once more, by way of a proxy."""
    url = database.engine.url
    async with Proxy(url.port or 5432) as proxy:
        address = url.set(host="127.0.0.1", port=proxy.port).render_as_string(hide_password=False)
        there = await asyncio.to_thread(open_database, address)  # the proxy lives in this loop
        yield there, proxy
        await asyncio.to_thread(there.close)
