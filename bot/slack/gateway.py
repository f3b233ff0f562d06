"""Staying connected to Slack: tokens tried with pauses, one socket that comes and goes, and an orderly end."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import SlackConfig
from bot.slack.people import code_of
from bot.slack.tokens import CURES
from bot.transport import StartError

_PING = 2.0  # a cut is noticed within so many seconds, a dead line within four of them
_LONGEST_PAUSE = 30.0
_CLOSING_SECONDS = 2.0
_AWAY = timedelta(seconds=15)
_PASSING = frozenset(("", "ratelimited", "internal_error", "fatal_error", "request_timeout", "service_unavailable"))

_log = structlog.get_logger()


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
    pause = 1.0
    presence.away_since = presence.away_since or clock()
    while True:
        try:
            return dict((await web.auth_test()).data)  # type: ignore[arg-type]
        except SlackApiError as error:
            if (code := code_of(error)) not in _PASSING:
                raise StartError(f"Slack refuses the bot's token ({code}). {CURES['bot']}.", permanent=True) from None
            presence.trouble = code or "no answer of Slack's"
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            presence.trouble = type(error).__name__
        _log.warning("not logged in to Slack yet", reason=presence.trouble, next_attempt_in=pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def stay(
    app: AsyncApp, config: SlackConfig, presence: Presence, clock: Callable[[], datetime], *, listens: bool = True
) -> None:
    """Hold the socket until cancelled; raises StartError when trying again can't help."""
    if not listens:
        presence.away_since = None
        await asyncio.Event().wait()
    assert config.app_token is not None
    token = config.app_token.reveal()
    await _try_app_token(app.client, token, presence)
    handler: Any = AsyncSocketModeHandler(app, token, logger=quiet(), ping_interval=_PING)
    connecting = asyncio.create_task(handler.client.connect())
    try:
        while True:
            await _watch(handler.client, presence, clock())
            await asyncio.sleep(1)
    finally:
        connecting.cancel()
        await _close(handler.client)


async def _try_app_token(web: AsyncWebClient, token: str, presence: Presence) -> None:
    """See that the token is taken: the library itself would try a wrong one for ever."""
    pause = 1.0
    while True:
        try:
            await web.apps_connections_open(app_token=token)
        except SlackApiError as error:
            if (code := code_of(error)) not in _PASSING:
                said = f"Slack refuses the app-level token ({code}). {CURES['app']}."
                raise StartError(said, permanent=True) from None
            presence.trouble = code or "no answer of Slack's"
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            presence.trouble = type(error).__name__
        else:
            return
        _log.warning("not connected to Slack yet", reason=presence.trouble, next_attempt_in=pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


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
