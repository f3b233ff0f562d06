"""The one way a request is answered: at once, privately unless asked otherwise; and what is wrong, privately."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.asking import Asker, UserError
from bot.blocks import Answer, Choice, Line
from bot.commands import dispatch
from bot.commands.ways_on import ways_on
from bot.log import Log
from bot.pictures.process import DrawingError
from bot.slack.files import send_file, upload_picture
from bot.slack.markdown import Json
from bot.slack.messages import message, pages, pictured, sentence
from bot.slack.people import code_of
from bot.slack.permissions import check_sees, named, with_rights_test
from bot.slack.views import shown_view
from bot.slack.workspace import Workspace
from db.desk.desks import Desk, get_desk

_PATIENCE = 1.5  # Slack waits 3 s for an acknowledgement, and for a form to be opened
_OVERTAKING = 0.25
_NOT_DRAWN = "The picture could not be drawn this time; the text holds the same facts."
# what goes wrong on the way to Slack, or there
TROUBLE = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)

_log = Log(__name__)

T = TypeVar("T")
Ack = Callable[..., Awaitable[Any]]


@dataclass(slots=True)
class Heard:
    """What somebody did, where, and the ways in which they can be answered.

    `own`: nobody else sees the message that was pressed in. `direct`: in direct messages. `respond` is an address that
    takes five answers, `trigger` opens one form within three seconds, `view` is the form or page that was pressed in.
    """

    user: str
    what: str
    channel: str = ""
    thread: str = ""
    message: str = ""
    own: bool = False
    direct: bool = False
    respond: str = ""
    trigger: str = ""
    view: str = ""
    request: str = ""
    ack: Ack | None = None  # while an answer can be given in the acknowledgement


async def acknowledge(heard: Heard, **answer: Any) -> None:
    """Tell Slack that it was heard, once, with an answer or without."""
    ack, heard.ack = heard.ack, None
    if ack is not None:
        await ack(**answer)


async def acknowledge_waiting(heard: Heard, view: Json) -> None:
    """Put a modal that says to wait in a form's place, and leave Slack the time to show it before it is changed again.

    Bolt sends an acknowledgement some 10 ms later, by the socket; the change after it goes another way, and may be
    there first.
    """
    await acknowledge(heard, response_action="update", view=view)
    await asyncio.sleep(_OVERTAKING)


@asynccontextmanager
async def excused(here: Workspace, heard: Heard) -> AsyncIterator[None]:
    """Tell the asker privately what went wrong inside, and count what became of it. Nothing is raised."""
    begun, result = asyncio.get_running_loop().time(), "answered"
    try:
        try:
            yield
        except UserError as error:
            result = "refused"
            await say(here, heard, str(error), ways_on(error))
    except Exception as error:
        result = "failed"
        await _fail(here, heard, error)
    finally:
        here.counted(heard.what, result, asyncio.get_running_loop().time() - begun)


async def _fail(here: Workspace, heard: Heard, error: Exception) -> None:
    reference = secrets.token_hex(3).upper()
    _log.error("answering failed", reference=reference, asked=heard.what, server=here.desk_id, exc_info=error)
    try:
        await say(here, heard, f"Something broke on our side, it has been logged (reference {reference}).")
    except Exception as worse:  # a listener that raises is not answered at all
        _log.warning("reply not delivered", reason=f"{type(worse).__name__} {worse}"[:200])


async def answered(here: Workspace, heard: Heard, name: str, options: dict[str, str]) -> Answer:
    """Ask a question for whoever sent a command or pressed a button; raises UserError."""
    check_pace(here, heard)
    asker = await asker_of(here, heard)
    heard.what = name
    answer = await dispatch.ask_aside(
        here.database,
        name,
        {option: value for option, value in options.items() if value},
        now=here.clock(),
        desk=desk_of(here),
        asker=asker,
        request=heard.request,
    )
    if answer.seen_in:
        await check_sees(here, heard.user, answer.seen_in)
    answer = await named(here, answer)
    return await with_rights_test(here, answer) if name.partition(" ")[0] == "setup" else answer


async def allowed(here: Workspace, heard: Heard, name: str) -> None:
    """Raise UserError if whoever sent this may not use a command, before anything is done for it."""
    check_pace(here, heard)
    asker = await asker_of(here, heard)
    dispatch.check_level(name, asker, await settled(here))


def check_pace(here: Workspace, heard: Heard) -> None:
    """Count one more question; raises UserError where they are too many at once."""
    here.pace.check(heard.user, here.desk_id, at=asyncio.get_running_loop().time())


async def settled(here: Workspace) -> Desk:
    """Give what the workspace has settled."""
    return await here.database.read(get_desk, here.desk_id, default=here.desk)


def desk_of(here: Workspace) -> Desk:
    """Give the desk whose rows are meant: the workspace's, in direct messages as well."""
    return replace(here.desk, id=here.desk_id)


async def asker_of(here: Workspace, heard: Heard) -> Asker:
    """Say who asks, and what the workspace makes of them."""
    person = await here.people.find(heard.user)
    member = await here.people.member(heard.user, frozenset((await settled(here)).roles))
    if person is None or member is None:
        raise UserError("This workspace does not know you any more, so nothing is shown. Ask an admin of it.")
    return Asker(heard.user, person.name, member.base, member.roles, heard.channel)


async def patiently(asking: Coroutine[Any, Any, T], late: Callable[[], Awaitable[object]]) -> T:
    """Wait for an answer; if it takes long, do first what keeps Slack from giving up."""
    task = asyncio.ensure_future(asking)
    try:
        await asyncio.wait({task}, timeout=_PATIENCE)
        if not task.done():
            await late()
        return await task
    finally:
        task.cancel()


async def show(here: Workspace, heard: Heard, answer: Answer, *, private: bool, page: int = 1) -> None:
    """Answer with a page of an answer; with all of them where no button could lead to the others."""
    answer, picture = await _pictured(here, answer)
    sheets = pages(answer)
    shown = [sheets[min(page, len(sheets)) - 1]] if answer.line else sheets
    for sheet in shown:
        body = message(sheet, answer.line, share=private and not (answer.aside or heard.direct or heard.view))
        body = pictured(body, picture, answer.picture) if picture and answer.picture else body
        picture = ""
        await deliver(here, heard, body, private=private, title=answer.title)
    if answer.file is not None:
        await send_file(here, heard.user, answer.file)


async def _pictured(here: Workspace, answer: Answer) -> tuple[Answer, str]:
    """Have an answer's picture drawn and taken to Slack; without it the text still holds all facts."""
    if answer.picture is None:
        return answer, ""
    try:
        return answer, await upload_picture(here, answer.picture, await here.drawing.draw(answer.picture))
    except (DrawingError, *TROUBLE) as error:
        _log.error("drawing failed", reason=f"{type(error).__name__} {error}"[:200])
        return replace(answer, blocks=(Line((_NOT_DRAWN,)), *answer.blocks)), ""


async def say(here: Workspace, heard: Heard, text: str, choices: tuple[Choice, ...] = ()) -> None:
    """Answer with a sentence that only the asker sees."""
    await deliver(here, heard, sentence(text, choices), private=True, title="Backchannel")


async def deliver(here: Workspace, heard: Heard, body: Json, *, private: bool, title: str = "") -> None:
    """Take a message to where it belongs, in whichever way is open."""
    if heard.view:
        await here.web.views_update(view_id=heard.view, view=shown_view(title, body["blocks"]))
        return
    kind = "ephemeral" if private else "in_channel"
    if heard.ack is not None and heard.respond:
        await acknowledge(heard, response_type=kind, **body)
    elif heard.respond:
        thread = {"thread_ts": heard.thread} if heard.thread else {}
        await respond(heard, body | {"response_type": kind, "replace_original": False} | thread)
    elif private and not heard.direct and heard.channel:
        await _whisper(here, heard, body)
    else:
        thread_of = {"thread_ts": heard.thread} if heard.thread else {}
        await post(here, heard.channel or heard.user, body, **thread_of)


async def respond(heard: Heard, body: Json) -> None:
    """Send to the address that came with what somebody did."""
    answer = await AsyncWebhookClient(heard.respond, retry_handlers=[]).send_dict(body)
    if answer.status_code != 200:
        raise UserError("That was more than half an hour ago, or pressed too often. Ask again with /dossier")


async def _whisper(here: Workspace, heard: Heard, body: Json) -> None:
    """Tell somebody alone, in the channel; where that can't be, in person."""
    thread: Json = {"thread_ts": heard.thread} if heard.thread else {}
    try:
        await here.web.chat_postEphemeral(channel=heard.channel, user=heard.user, **body, **thread)
    except SlackApiError as error:
        if code_of(error) not in ("user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived"):
            raise
        await post(here, heard.user, body)


async def post(here: Workspace, channel: str, body: Json, **more: Any) -> None:
    """Post a message for all to see, which nobody is owed."""
    await here.web.chat_postMessage(
        channel=channel, unfurl_links=False, unfurl_media=False, parse="none", **body, **more
    )


async def update(here: Workspace, heard: Heard, answer: Answer) -> None:
    """Show an answer in place of the message whose button was pressed."""
    sheet = pages(answer)[0]
    await change(here, heard, message(sheet, answer.line if sheet.total > 1 else ""), title=answer.title)


async def change(here: Workspace, heard: Heard, body: Json, *, title: str = "") -> None:
    """Change the message whose button was pressed."""
    if heard.view:
        await deliver(here, heard, body, private=True, title=title)
    elif heard.own:
        await respond(heard, body | {"replace_original": True})
    else:
        await change_there(here, heard.channel, heard.message, body)


async def change_there(here: Workspace, channel: str, stamp: str, body: Json) -> None:
    """Change a message that all see, wherever it is."""
    await here.web.chat_update(channel=channel, ts=stamp, parse="none", **body)


async def update_both(here: Workspace, heard: Heard, answer: Answer) -> None:
    """Bring the message pressed in up to date; if only the asker sees it, the one that all see too."""
    if not (answer.posted and (heard.own or heard.view)):
        await update(here, heard, answer)
        return
    await change(here, heard, sentence(answer.said or "Recorded."), title=answer.title)
    await show_there(here, answer.posted, answer)


async def show_there(here: Workspace, posted: str, answer: Answer) -> None:
    """Bring the message that shows an answer up to date, wherever it is."""
    channel, stamp = place_of_message(posted)
    if channel.startswith(("U", "W")):  # in direct messages, whose channel has an id of its own
        channel = str((await here.web.conversations_open(users=channel))["channel"]["id"])
    if channel and stamp:
        await change_there(here, channel, stamp, message(pages(answer)[0]))


def place_of_message(posted: str) -> tuple[str, str]:
    """Read "channel/message", where a channel may name a thread as well: "C1/1.2/1.3"."""
    parts = posted.split("/")
    channel = parts[0].removeprefix("user:")
    return (channel, parts[-1]) if len(parts) > 1 and "." in parts[-1] else ("", "")
