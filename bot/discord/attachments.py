"""Fetching files from where Discord keeps attachments, and from nowhere else."""

import asyncio
import ipaddress
import socket

import aiohttp
import discord
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.articles.file_text import LARGEST
from bot.asking import UserError

_KEPT_AT = ("cdn.discordapp.com", "media.discordapp.net")
_SECONDS = 20
_CHUNK = 1 << 16


class AttachmentError(Exception):
    """A file was not fetched; `elsewhere`: it is not kept by Discord, and was not asked for."""

    def __init__(self, reason: str, *, elsewhere: bool = False) -> None:
        super().__init__(reason)
        self.elsewhere = elsewhere


async def fetch_text(file: discord.Attachment) -> bytes:
    """Fetch a news text that was attached; raises UserError."""
    if file.size > LARGEST:
        raise UserError(f"{file.filename[:60]} has {file.size:,} bytes; up to {LARGEST:,} are read.")
    try:
        return await fetch(file.url, most=LARGEST)
    except AttachmentError as error:
        if error.elsewhere:
            raise UserError("Only a file attached in Discord itself can be read. Attach it to the command.") from error
        raise UserError(f"Discord did not hand over {file.filename[:60]}. Attach it again.") from error


class Outside(AbstractResolver):
    """Resolves names to addresses of the internet only: nothing that a name server says leads inside."""

    def __init__(self, names: AbstractResolver | None = None) -> None:
        """Ask the system for names, or whom one is told."""
        self._names = names or aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Resolve a name; its addresses are the ones connected to, so that it can't answer otherwise later."""
        found = await self._names.resolve(host, port, family)
        if not all(ipaddress.ip_address(one["host"].partition("%")[0]).is_global for one in found):
            raise OSError(f"{host} leads to an address that is not on the internet")
        return found

    async def close(self) -> None:
        """Let go of the names."""
        await self._names.close()


def open_session() -> aiohttp.ClientSession:
    """Open a connection for one file; what was packed on the way stays packed."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=Outside()), auto_decompress=False)


async def fetch(address: str, *, most: int) -> bytes:
    """Fetch a file of at most so many bytes; raises AttachmentError."""
    url = _checked(address)
    try:
        # whoever keeps the file elsewhere by now is not followed there
        async with asyncio.timeout(_SECONDS), open_session() as session, session.get(url, allow_redirects=False) as got:
            if got.status != 200:
                raise AttachmentError(f"Discord answered with {got.status}")
            return await _read(got, most)
    except (OSError, TimeoutError, aiohttp.ClientError) as error:
        raise AttachmentError(f"Discord was not reached: {type(error).__name__}") from error


def _checked(address: str) -> URL:
    """Read an address as it will be used; raises AttachmentError unless it is one of Discord's, over HTTPS."""
    try:
        url = URL(address)
    except ValueError:
        url = URL()
    if (url.scheme, url.port, url.user, url.password) != ("https", 443, None, None) or url.host not in _KEPT_AT:
        raise AttachmentError("the file is not kept by Discord", elsewhere=True)
    return url


async def _read(got: aiohttp.ClientResponse, most: int) -> bytes:
    content = bytearray()
    async for chunk in got.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > most:
            raise AttachmentError(f"the file has more than {most:,} bytes")
    return bytes(content)
