"""The app as Slack calls it: every listener, and what none of them was meant for."""

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.log import Log
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
_REMEMBERED = 1_000
_ANY = re.compile(r".*", re.DOTALL)

__all__ = ["COMMAND", "EVENTS", "intake", "listening"]

_log = Log(__name__)

Answering = Callable[[Workspace, Ack, Json], Awaitable[None]]
Hearing = Callable[[Workspace, Json], Awaitable[None]]


def listening(here: Workspace) -> AsyncApp:
    """Make the app. Whatever comes is acknowledged: what Bolt knows no listener for it leaves unanswered."""
    # with a token Bolt would ask who it is by itself, and turn whoever comes first away where that fails
    own = AuthorizeResult(enterprise_id=None, team_id=here.team, bot_user_id=here.user, bot_token=here.web.token)
    web = AsyncWebClient(base_url=here.web.base_url, session=here.web.session, retry_handlers=[], logger=quiet())

    async def authorize(**_given: Any) -> AuthorizeResult:
        return own

    app = AsyncApp(client=web, authorize=authorize, logger=quiet(), raise_error_for_unhandled_request=False)
    heard: OrderedDict[str, None] = OrderedDict()
    app.command(_ANY)(_answers(here, on_command, heard))
    app.action(_ANY)(_answers(here, on_action, heard))
    app.view(_ANY)(_answers(here, on_view, heard))
    app.view_closed(_ANY)(_answers(here, _nothing, heard))
    app.shortcut(_ANY)(_answers(here, on_shortcut, heard))
    app.options(_ANY)(_answers(here, on_options, heard))
    app.event("app_mention")(_hears(here, on_mention))
    app.event("message")(_hears(here, on_message))
    app.event("app_home_opened")(_hears(here, on_home))
    app.event("member_joined_channel")(_hears(here, _greet))
    app.event(_ANY)(_hears(here, _ignore))
    return app


def _answers(here: Workspace, do: Answering, heard: "OrderedDict[str, None]") -> Callable[..., Awaitable[None]]:
    async def listener(ack: Any, body: dict[str, Any]) -> None:
        if not _is_new(heard, str(body.get("trigger_id", ""))):
            return  # the first one is acknowledged, with its answer
        try:
            await do(here, ack, body)
        except Exception:  # Bolt takes back an acknowledgement whose listener raises
            _log.exception("a listener broke", asked=do.__name__)
            await ack()

    return listener


def _is_new(heard: "OrderedDict[str, None]", trigger: str) -> bool:
    """Tell whether this was not heard yet: Slack now and then sends the same envelope twice."""
    if trigger and trigger in heard:
        return False
    heard[trigger] = None
    if len(heard) > _REMEMBERED:
        heard.popitem(last=False)
    return True


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
