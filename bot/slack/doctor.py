"""What `backchannel doctor` asks Slack: both tokens, the scopes, the clock, and the chosen channels."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.config import SlackConfig
from bot.findings import Finding
from bot.platforms import SLACK
from bot.slack.gateway import open_web
from bot.slack.manifest import SCOPES
from bot.slack.people import code_of
from bot.slack.tokens import CURES

_CLOCK_MAY_DIFFER = timedelta(seconds=30)


async def examine_slack(
    config: SlackConfig, chosen: Mapping[str, Sequence[str]], *, now: datetime
) -> AsyncIterator[Finding]:
    """Look at what Slack says of the bot; `chosen` are the channels of each desk."""
    assert config.bot_token is not None
    assert config.app_token is not None
    async with aiohttp.ClientSession() as session:
        web = open_web(config, session)
        try:
            told = await web.auth_test()
            yield Finding("ok", "slack", f"takes the bot token, of {told['user']} in {told['team']}")
            for finding in (_scopes(dict(told.headers or {})), _clock(dict(told.headers or {}), now)):
                if finding:
                    yield finding
            await web.apps_connections_open(app_token=config.app_token.reveal())
            yield Finding("ok", "slack", "takes the app-level token: Socket Mode is on")
            for channel in dict.fromkeys(chosen.get(f"{SLACK}{told['team_id']}", ())):
                yield await _channel(web, channel)
        except SlackApiError as error:
            code = code_of(error)
            kind = "app" if "connections.open" in str(error) else "bot"
            yield Finding("fault", "slack", f"refuses the {kind} token ({code or 'no answer'})", CURES[kind])
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            yield Finding("note", "slack", f"can't be reached: {type(error).__name__}", "Is there a network, a proxy?")


def _scopes(headers: dict[str, Any]) -> Finding | None:
    told = next((str(value) for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    if not told:
        return None
    lacks = sorted(set(SCOPES) - {scope.strip() for scope in told.split(",")})
    if lacks:
        cure = "Put the manifest in again (`backchannel slack manifest`; App Manifest), then install the app again"
        return Finding("fault", "scopes", f"the app lacks {', '.join(lacks)}", cure)
    return Finding("ok", "scopes", "all there")


def _clock(headers: dict[str, Any], now: datetime) -> Finding | None:
    told = next((str(value) for name, value in headers.items() if name.lower() == "date"), "")
    if not told or abs(parsedate_to_datetime(told) - now) <= _CLOCK_MAY_DIFFER:
        return None
    cure = "Synchronise the machine's clock (NTP): reminders depend on it, and so does looking back"
    return Finding("fault", "clock", f"Slack's says {told}", cure)


async def _channel(web: Any, channel: str) -> Finding:
    try:
        told = (await web.conversations_info(channel=channel))["channel"]
    except SlackApiError as error:
        cure = "Choose another channel with `/dossier setup`, or invite the bot there: /invite @Backchannel"
        return Finding("fault", "rights", f"Slack channel {channel}: {code_of(error)}", cure)
    name = f"Slack #{told.get('name', channel)}"
    if told.get("is_archived"):
        return Finding("fault", "rights", f"{name} is archived", "Choose another channel with `/dossier setup`")
    if not told.get("is_member"):
        return Finding("fault", "rights", f"{name}: the bot is not in it", "Invite it: /invite @Backchannel")
    return Finding("ok", "rights", f"{name}: all there")
