"""The entries in messages' menus, and the one in the menu of all shortcuts."""

import re
from typing import Any

from bot.asking import UserError
from bot.commands.line_forms import remind_form
from bot.slack.articles import read_message
from bot.slack.asking_form import ask_view
from bot.slack.forms import open_form
from bot.slack.markdown import Json, unescape
from bot.slack.reply import Ack, Heard, acknowledge, allowed, answered, excused, show
from bot.slack.views import Origin
from bot.slack.workspace import Workspace

ADD, REMIND, FIND, ASK = "add_to_dossier", "remind_me", "find_in_dossier", "ask"
_LONGEST_TEXT = 1000
_ALOUD = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")


async def on_shortcut(here: Workspace, ack: Ack, body: Json) -> None:
    """Do what the entry says."""
    heard = _heard(ack, body)
    async with excused(here, heard):
        await acknowledge(heard)
        match str(body.get("callback_id")):
            case "ask":
                await here.web.views_open(trigger_id=heard.trigger, view=ask_view())
            case "remind_me":
                await _remind(here, heard, body)
            case "add_to_dossier":
                options = {"text": _words(body["message"])} | _previewed(body["message"])
                await show(here, heard, await answered(here, heard, "add message", options), private=True)
            case "find_in_dossier":
                answer = await answered(here, heard, "find like", {"text": _words(body["message"])})
                await show(here, heard, answer, private=True)
            case "read_into_dossier":
                await read_message(here, heard, body["message"], link=_link(here, body))
            case _:
                raise UserError("That entry is of an older version. Use the command: /help")


async def _remind(here: Workspace, heard: Heard, body: Json) -> None:
    form = remind_form(f"/my remind link:{_link(here, body)}")
    await allowed(here, heard, "my remind")
    await open_form(here, heard, form, Origin(channel=heard.channel, thread=heard.thread, respond=heard.respond))


def _link(here: Workspace, body: Json) -> str:
    stamp = str(body["message"]["ts"]).replace(".", "")
    thread = body["message"].get("thread_ts")
    within = f"?thread_ts={thread}&cid={body['channel']['id']}" if thread else ""
    return f"{here.address}archives/{body['channel']['id']}/p{stamp}{within}"


def _previewed(message: Json) -> dict[str, str]:
    """Give what Slack's preview of a link says of the article, if there is one."""
    shown: Json = next((one for one in message.get("attachments") or [] if one.get("from_url")), {})
    names = {"link": "from_url", "outlet": "service_name", "title": "title"}
    return {option: unescape(str(shown[key])) for option, key in names.items() if shown.get(key)}


def _words(message: Json) -> str:
    """Give what a message says, or what its blocks do."""
    said = str(message.get("text") or "") or " ".join(_texts(message.get("blocks") or []))
    text = unescape(_ALOUD.sub("", said)).strip()
    if not text:
        raise UserError("That message has no words. Add what it shows with /add, e.g. /add event")
    return text[:_LONGEST_TEXT]


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    if not isinstance(value, dict):
        return []
    own = [value["text"]] if isinstance(value.get("text"), str) else []
    return own + [text for one in value.values() for text in _texts(one)]


def _heard(ack: Ack, body: Json) -> Heard:
    channel = str((body.get("channel") or {}).get("id", ""))
    message = body.get("message") or {}
    return Heard(
        user=str(body["user"]["id"]),
        what=str(body.get("callback_id", "shortcut")),
        channel=channel,
        thread=str(message.get("thread_ts") or ""),
        direct=channel.startswith("D"),
        respond=str(body.get("response_url", "")),
        trigger=str(body.get("trigger_id", "")),
        request=f"slack-{body.get('trigger_id', '')}",
        ack=ack,
    )
