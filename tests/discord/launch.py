"""Run the bot against the double: python -m tests.discord.launch --api URL -- run --config …"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route

from bot.discord import attachments

from .double import API


@contextmanager
def pointed_at(api: str) -> Iterator[None]:
    """Let discord.py in this process talk to the double instead of Discord."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, attachments.open_session, HTTPClient.get_from_cdn
    Route.BASE = api + API
    attachments.open_session = lambda: aiohttp.ClientSession(middlewares=(to_double,))

    async def get_from_cdn(self: HTTPClient, url: str) -> bytes:
        return await before[3](self, api + yarl.URL(url).path)

    HTTPClient.get_from_cdn = get_from_cdn  # type: ignore[method-assign]

    async def to_double(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        if request.url.host == "cdn.discordapp.com":  # and nothing else: what it redirects to is really asked
            request.url = yarl.URL(api).with_path(request.url.path)
        return await send(request)

    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(api).with_scheme("ws")
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, attachments.open_session = before[:3]
        HTTPClient.get_from_cdn = before[3]  # type: ignore[method-assign]


def main(arguments: list[str]) -> int:
    """Run the bot with what stands after `--`; returns its exit status."""
    split = arguments.index("--")
    parser = argparse.ArgumentParser()
    parser.add_argument("--api", required=True)
    api: str = parser.parse_args(arguments[:split]).api
    from bot.__main__ import main as run_bot

    with pointed_at(api):
        return run_bot(arguments[split + 1 :])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
