"""Staying connected to Slack: tokens tried with pauses, one socket that comes and goes, and an orderly end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.config import SlackConfig
from bot.delivery.tasks import end
from bot.log import Log
from bot.slack.people import code_of
from bot.slack.tokens import CURES
from bot.transport import StartError

_PING = 2.0  # a cut is noticed within so many seconds, a dead line within four of them
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_WATCH = 1.0  # seconds between two looks
_RENEW = 10.0  # seconds without a connection after which another address is asked for: each is good for one try
_LOOK_AGAIN = 60.0  # Slack tells nobody that a token was revoked: whether they still hold is asked
_CLOSING_SECONDS = 2.0
_AWAY = timedelta(seconds=15)
_PASSING = frozenset(("", "ratelimited", "internal_error", "fatal_error", "request_timeout", "service_unavailable"))

_log = Log(__name__)

Asking = Callable[[], Awaitable[AsyncSlackResponse]]


@dataclass(slots=True)
class Presence:
    """Whether Slack's socket is there, and since when it is not."""

    away_since: datetime | None = None
    trouble: str = ""

    def reasons(self, now: datetime) -> list[str]:
        """Say what is wrong; nothing means well."""
        if self.away_since is None or now - self.away_since <= _AWAY:
            return []
        said = f" ({self.trouble})" if self.trouble else ""
        return [f"Slack has been away for {(now - self.away_since).total_seconds():.0f} s{said}"]


def open_web(config: SlackConfig, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Make what Slack's Web API is asked with. It repeats nothing by itself: a post could come twice."""
    token = config.bot_token.reveal() if config.bot_token else ""
    return AsyncWebClient(token, base_url=config.api, timeout=30, session=session, retry_handlers=[], logger=quiet())


def quiet() -> logging.Logger:
    """Give the libraries a log that nobody reads: they repeat each failure every other second; we tell of it once."""
    logger = logging.getLogger("bot.slack.sdk")
    logger.setLevel(logging.CRITICAL)
    return logger


async def identify(web: AsyncWebClient, presence: Presence, clock: Callable[[], datetime]) -> dict[str, Any]:
    """Ask who the bot is, with growing pauses; raises StartError when trying again can't help."""
    presence.away_since = presence.away_since or clock()
    return dict((await _insistently(web.auth_test, "bot", presence)).data)  # type: ignore[arg-type]


async def stay(
    app: AsyncApp,
    web: AsyncWebClient,
    config: SlackConfig,
    presence: Presence,
    clock: Callable[[], datetime],
    *,
    listens: bool = True,
) -> None:
    """Hold the socket until cancelled; raises StartError when trying again can't help."""
    if not listens:
        presence.away_since = None
        while True:
            await asyncio.sleep(_LOOK_AGAIN)
            await _once(web.auth_test, "bot")
    assert config.app_token is not None
    token = config.app_token.reveal()
    open_connection = partial(web.apps_connections_open, app_token=token)
    # the library itself would try a wrong one for ever
    await _insistently(open_connection, "app", presence)
    handler: Any = AsyncSocketModeHandler(app, token, logger=quiet(), ping_interval=_PING)
    tasks = [
        asyncio.create_task(handler.client.connect()),
        asyncio.create_task(_renew(handler.client, presence)),
        asyncio.create_task(_try_tokens(web, open_connection, presence)),
    ]
    try:
        while not tasks[-1].done():
            await _watch(handler.client, presence, clock())
            await asyncio.wait(tasks[-1:], timeout=_WATCH)
        tasks[-1].result()
    finally:
        await end(*tasks)
        await _close(handler.client)


async def _try_tokens(web: AsyncWebClient, open_connection: Asking, presence: Presence) -> None:
    """See now and then that the tokens still hold; raises StartError where one is refused."""
    while True:
        await asyncio.sleep(_LOOK_AGAIN)
        await _once(web.auth_test, "bot")
        if presence.away_since is not None:
            await _once(open_connection, "app")


async def _renew(client: Any, presence: Presence) -> None:
    """Let the library ask for another address while it can't connect: it tries a used one for ever."""
    while True:
        await asyncio.sleep(_RENEW)
        if presence.away_since is not None:
            client.wss_uri = None


async def _insistently(ask: Asking, kind: str, presence: Presence) -> AsyncSlackResponse:
    """Ask something that a token is needed for until Slack answers; raises StartError where the token is refused."""
    pause = _FIRST_PAUSE
    while True:
        answer = await _once(ask, kind)
        if not isinstance(answer, str):
            return answer
        presence.trouble = answer
        _log.warning("not connected to Slack yet", reason=answer, next_attempt_in=pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _once(ask: Asking, kind: str) -> AsyncSlackResponse | str:
    """Ask once; gives what kept Slack from answering, if that may pass. Raises StartError where a token is refused."""
    try:
        return await ask()
    except SlackApiError as error:
        code = code_of(error)
        if code in _PASSING:
            return code or "no answer of Slack's"
        whose = "the bot's" if kind == "bot" else "the app-level"
        said = f"Slack refuses {whose} token ({code}). {CURES[kind]}."
        raise StartError(said, permanent=True) from None
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return type(error).__name__


async def _watch(client: Any, presence: Presence, now: datetime) -> None:
    if await client.is_connected():
        if presence.away_since is not None:
            _log.info("connected to Slack")
        presence.away_since, presence.trouble = None, ""
    elif presence.away_since is None:
        presence.away_since = now
        _log.warning("the connection to Slack is away")


async def _close(client: Any) -> None:
    """Close the socket, without waiting long for the farewell of a peer that is gone."""
    try:
        async with asyncio.timeout(_CLOSING_SECONDS):
            await client.close()
    except (TimeoutError, aiohttp.ClientError, OSError):
        _log.warning("Slack's socket was not closed in time")
    finally:
        for task in (client.message_receiver, client.message_processor, client.current_session_monitor):
            if task is not None:
                task.cancel()
        await client.aiohttp_client_session.close()
