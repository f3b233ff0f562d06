"""What is said to the bot: in a channel or a thread, answered in the thread; in person, line by line."""

import re

from bot.asking import UserError
from bot.slack.markdown import Json
from bot.slack.reply import Heard, answered, excused, say, show
from bot.slack.slash import answer_line, menu, read_typed
from bot.slack.workspace import Workspace
from db.desk.requests import add_request

_ALOUD = re.compile(r"^\s*<@[A-Z0-9]+(?:\|[^>]*)?>[\s,:]*")
# in a thread all see the answer, so what is for one person alone is not said there
_PERSONAL = ("my", "follow", "handover", "setup", "digest", "add", "edit", "review", "undo", "dossier load")


async def on_mention(here: Workspace, body: Json) -> None:
    """Answer in the thread, for all to see; errors for the asker alone."""
    event = body["event"]
    if not await _is_new(here, event):
        return
    heard = _heard(event, thread=str(event.get("thread_ts") or event["ts"]))
    async with excused(here, heard):
        typed = _ALOUD.sub("", str(event.get("text", ""))).strip()
        if not typed:
            await show(here, heard, await menu(here, heard), private=True)
            return
        name, options = read_typed(typed, names=True)
        if name.partition(" ")[0] in _PERSONAL or name in _PERSONAL:
            raise UserError(f"That is for you alone. Send it as a command: /{name}")
        answer = await answered(here, heard, name, options)
        private = options.get("private") == "yes" or answer.aside or answer.refused
        await show(here, heard, answer, private=private)


async def on_message(here: Workspace, body: Json) -> None:
    """Answer a line that was written to the bot in person; a bare name asks who that is."""
    event = body["event"]
    if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id") or not event.get("user"):
        return
    if not await _is_new(here, event):
        return
    heard = _heard(event, thread=str(event.get("thread_ts") or ""))
    heard.direct = True
    async with excused(here, heard):
        typed = _ALOUD.sub("", str(event.get("text", ""))).strip()
        if not typed:
            await show(here, heard, await menu(here, heard), private=True)
            return
        name, options = read_typed(typed, names=True)
        if name == "dossier load":
            await say(here, heard, "A file is sent in with a form. Use the command: /dossier load")
            return
        await answer_line(here, heard, name, options, private=True)


def _heard(event: Json, *, thread: str) -> Heard:
    channel, stamp = str(event["channel"]), str(event["ts"])
    request = f"slack-{channel}-{stamp}"
    return Heard(str(event["user"]), "mention", channel=channel, thread=thread, message=stamp, request=request)


async def _is_new(here: Workspace, event: Json) -> bool:
    """Tell whether this was not answered yet: Slack sends again what it thinks was not heard, also after a restart."""
    said = f"slack-said-{event['channel']}-{event['ts']}"
    return await here.database.write(add_request, said, now=here.clock())
