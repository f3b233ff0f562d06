"""Files come from where Discord keeps attachments: no other address is ever connected to, whoever asks for it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.discord import attachments
from bot.discord.attachments import AttachmentError, Outside, fetch
from tests.discord.launch import pointed_at


@asynccontextmanager
async def _trap() -> AsyncIterator[tuple[int, list[object]]]:
    """Listen on every address of this machine, and note each connection."""
    visits: list[object] = []

    def visited(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.append(writer.get_extra_info("peername"))
        writer.close()

    server = await asyncio.start_server(visited, "0.0.0.0", 0)
    yield server.sockets[0].getsockname()[1], visits
    server.close()


@pytest.mark.parametrize(
    "address",
    [
        "http://cdn.discordapp.com/attachments/1/2/x.yaml",
        "https://cdn.discordapp.com:{port}/x.yaml",
        "https://127.0.0.1:{port}/x.yaml",
        "https://localhost:{port}/x.yaml",
        "http://169.254.169.254/latest/meta-data",
        "https://[::1]:{port}/x.yaml",
        "https://0x7f000001:{port}/x.yaml",
        "https://cdn.discordapp.com.evil.test/x.yaml",
        "https://cdn.discordapp.com@127.0.0.1:{port}/x.yaml",
        "https://127.0.0.1:{port}@cdn.discordapp.com/x.yaml",
        "https://cdn.discordapp.com\\@127.0.0.1:{port}/x.yaml",
        "https://127.0.0.1:{port}#cdn.discordapp.com",
        "https://127.0.0.1:{port}?cdn.discordapp.com",
        "https://evilcdn.discordapp.com/x.yaml",
        "https://cdn.discordapp.com./x.yaml",
        "https://cdn.discordapp.com%2eevil.test/x.yaml",
        "file:///etc/passwd",
        "//cdn.discordapp.com/x.yaml",
        "",
    ],
)
async def test_what_only_looks_like_discords_address_is_not_asked_for(address: str) -> None:
    async with _trap() as (port, visits):
        with pytest.raises(AttachmentError) as refused:
            await fetch(address.format(port=port), most=100)

    assert refused.value.elsewhere
    assert visits == []


class _Names(AbstractResolver):
    """Name servers that change their answers; `inner` is what they say, one after the other."""

    def __init__(self, *said: str) -> None:
        self.said = list(said)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        said = self.said.pop(0) if len(self.said) > 1 else self.said[0]
        return [
            ResolveResult(hostname=host, host=one, port=port, family=socket.AF_INET, proto=0, flags=0)
            for one in said.split()
        ]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize(
    "said",
    ["127.0.0.1", "127.0.0.2", "169.254.169.254", "10.0.0.1", "0.0.0.0", "8.8.8.8 127.0.0.1", "::ffff:127.0.0.1"],
)
async def test_a_name_that_leads_inside_leads_nowhere(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with _trap() as (port, visits):
        # the trap's port in place of 443, which tests may not listen on
        names = _Names(said)

        def opened() -> aiohttp.ClientSession:
            return aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=_Ports(Outside(names), port)))

        monkeypatch.setattr(attachments, "open_session", opened)
        with pytest.raises(AttachmentError):
            await fetch("https://cdn.discordapp.com/attachments/1/2/x.yaml", most=100)

    assert visits == []


class _Ports(AbstractResolver):
    """Leads to another port of the same addresses."""

    def __init__(self, names: AbstractResolver, port: int) -> None:
        self.names, self.port = names, port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self.names.resolve(host, self.port, family)
        return [ResolveResult(**{**one, "port": self.port}) for one in found]

    async def close(self) -> None:
        await self.names.close()


async def test_an_answer_that_changes_after_it_was_checked_is_not_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = _Names("192.0.43.10", "127.0.0.1")

    found = await Outside(names).resolve("cdn.discordapp.com", 443)

    # what was checked is what is connected to
    assert [one["host"] for one in found] == ["192.0.43.10"]
    with pytest.raises(OSError, match="not on the internet"):
        await Outside(names).resolve("cdn.discordapp.com", 443)


@asynccontextmanager
async def _cdn(answer: web.StreamResponse | bytes) -> AsyncIterator[None]:
    """A double of Discord's attachments that answers everything so."""

    async def served(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=answer) if isinstance(answer, bytes) else answer

    application = web.Application()
    application.router.add_get("/{path:.*}", served)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    with pointed_at(f"http://127.0.0.1:{runner.addresses[0][1]}"):
        yield
    await runner.cleanup()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(status: int) -> None:
    async with _trap() as (port, visits):
        answer = web.Response(status=status, headers={"Location": f"http://127.0.0.1:{port}/x"})
        async with _cdn(answer):
            with pytest.raises(AttachmentError, match=str(status)):
                await fetch("https://cdn.discordapp.com/attachments/1/2/x.yaml", most=100)

    assert visits == []


async def test_a_file_is_read_up_to_what_may_be_sent_in() -> None:
    async with _cdn(b"x" * 100_000):
        whole = await fetch("https://cdn.discordapp.com/attachments/1/2/x.yaml", most=100_000)
        with pytest.raises(AttachmentError, match="more than 99,999"):
            await fetch("https://cdn.discordapp.com/attachments/1/2/x.yaml", most=99_999)

    assert len(whole) == 100_000
