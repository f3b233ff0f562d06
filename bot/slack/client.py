"""The app as Slack calls it: every listener, and what none of them was meant for."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp

from bot.slack import intake
from bot.slack.asking_form import on_options
from bot.slack.buttons import on_action
from bot.slack.forms import on_view
from bot.slack.gateway import quiet
from bot.slack.home import GREETING, on_home
from bot.slack.markdown import Json
from bot.slack.mentions import on_mention, on_message
from bot.slack.messages import message, pages
from bot.slack.reply import Ack, post
from bot.slack.shortcuts import on_shortcut
from bot.slack.slash import on_command
from bot.slack.workspace import Workspace

COMMAND = "/dossier"
EVENTS = ("app_mention", "message", "app_home_opened", "member_joined_channel")
_ANY = re.compile(r".*", re.DOTALL)

__all__ = ["COMMAND", "EVENTS", "intake", "listening"]

_log = structlog.get_logger()

Answering = Callable[[Workspace, Ack, Json], Awaitable[None]]
Hearing = Callable[[Workspace, Json], Awaitable[None]]


def listening(here: Workspace) -> AsyncApp:
    """Make the app. Whatever comes is acknowledged: what Bolt knows no listener for it leaves unanswered."""
    app = AsyncApp(client=here.web, logger=quiet(), raise_error_for_unhandled_request=False)
    app.command(_ANY)(_answers(here, on_command))
    app.action(_ANY)(_answers(here, on_action))
    app.view(_ANY)(_answers(here, on_view))
    app.view_closed(_ANY)(_answers(here, _nothing))
    app.shortcut(_ANY)(_answers(here, on_shortcut))
    app.options(_ANY)(_answers(here, on_options))
    app.event("app_mention")(_hears(here, on_mention))
    app.event("message")(_hears(here, on_message))
    app.event("app_home_opened")(_hears(here, on_home))
    app.event("member_joined_channel")(_hears(here, _greet))
    app.event(_ANY)(_hears(here, _ignore))
    return app


def _answers(here: Workspace, do: Answering) -> Callable[..., Awaitable[None]]:
    async def listener(ack: Any, body: dict[str, Any]) -> None:
        try:
            await do(here, ack, body)
        except Exception:  # Bolt takes back an acknowledgement whose listener raises
            _log.exception("a listener broke", asked=do.__name__)
            await ack()

    return listener


def _hears(here: Workspace, do: Hearing) -> Callable[..., Awaitable[None]]:
    async def listener(body: dict[str, Any]) -> None:
        try:
            await do(here, body)
        except Exception:
            _log.exception("a listener broke", asked=do.__name__)

    return listener


async def _nothing(_here: Workspace, ack: Ack, _body: Json) -> None:
    await ack()


async def _ignore(_here: Workspace, _body: Json) -> None:
    """What nobody asked for was heard."""


async def _greet(here: Workspace, body: Json) -> None:
    """Greet a channel that the bot itself was invited to."""
    event = body["event"]
    if event.get("user") == here.user:
        await post(here, str(event["channel"]), message(pages(GREETING)[0]))
