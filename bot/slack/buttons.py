"""What buttons do; all they need is in their values, so that they survive a restart of the bot."""

from dataclasses import replace

from bot.asking import UserError
from bot.commands.carried_lines import read_carried
from bot.commands.line_forms import form_of_line, opens_form
from bot.commands.registry import COMMANDS
from bot.slack.asking_form import ask_view
from bot.slack.forms import open_form, whole_form
from bot.slack.markdown import Json
from bot.slack.messages import message, pages
from bot.slack.reply import (
    Ack,
    Heard,
    acknowledge,
    allowed,
    answered,
    change,
    deliver,
    excused,
    patiently,
    respond,
    show,
    update_both,
)
from bot.slack.slash import ASK
from bot.slack.views import Origin, loading_view
from bot.slack.workspace import Workspace


async def on_action(here: Workspace, ack: Ack, body: Json) -> None:
    """Do what a button says."""
    heard = heard_action(ack, body)
    async with excused(here, heard):
        await acknowledge(heard)
        await _leave_home(here, heard, body)
        for action in body.get("actions", ()):
            await _act(here, heard, action)
    if (body.get("view") or {}).get("type") == "home":
        from bot.slack.home import publish

        await publish(here, heard.user)


async def _leave_home(here: Workspace, heard: Heard, body: Json) -> None:
    """What is pressed on the Home tab is answered in a modal, which opens at once."""
    view = body.get("view") or {}
    if view.get("type") != "home" or body["actions"][0].get("value") == ASK:
        return
    opened = await here.web.views_open(trigger_id=heard.trigger, view=loading_view())
    heard.view, heard.trigger = str(opened["view"]["id"]), ""


async def _act(here: Workspace, heard: Heard, action: Json) -> None:
    verb, value = str(action.get("action_id", "")).partition(":")[0], str(action.get("value") or "")
    match verb:
        case "page":
            await _turn(here, heard, value)
        case "share":
            await _share(here, heard, value)
        case "ask" if value == ASK:
            await _open_ask(here, heard)
        case "ask":
            await _ask(here, heard, value)
        case _:
            raise UserError("That button is of an older version. Ask again with /dossier")


async def _ask(here: Workspace, heard: Heard, line: str) -> None:
    name, options = whole_form(heard, *read_carried(line))
    if form := form_of_line(name, options, line):
        await allowed(here, heard, name)
        await open_form(here, heard, form, origin(heard))
        return
    waiting = ""

    async def late() -> None:
        nonlocal waiting
        if opens_form(name) and heard.trigger and not heard.view:
            waiting = str((await here.web.views_open(trigger_id=heard.trigger, view=loading_view()))["view"]["id"])

    answer = await patiently(answered(here, heard, name, options), late)
    if answer.form is not None and (heard.trigger or heard.view):
        await open_form(here, heard, answer.form, origin(heard), waiting=waiting)
    elif not COMMANDS[name].pressed or (answer.aside and not heard.own and not heard.view):
        await show(here, heard, answer, private=True)
    else:
        await update_both(here, heard, answer)


async def _turn(here: Workspace, heard: Heard, value: str) -> None:
    number, _, line = value.partition(" ")
    name, options = read_carried(line)
    answer = await answered(here, heard, name, options)
    # what others see is not turned under their eyes
    if not (heard.own or heard.view or heard.direct):
        await show(here, heard, answer, private=True, page=int(number))
        return
    sheets = pages(answer)
    sheet = sheets[min(int(number), len(sheets)) - 1]
    share = heard.own and not answer.aside
    await change(here, heard, message(sheet, answer.line, share=share), title=answer.title)


async def _share(here: Workspace, heard: Heard, line: str) -> None:
    """Post the answer in short for all, once: the button goes away first."""
    name, options = read_carried(line)
    answer = await answered(here, heard, name, options)
    sheet = pages(answer)[0]
    await respond(heard, message(sheet, answer.line) | {"replace_original": True})
    person = await here.people.find(heard.user)
    if options.pop("depth", ""):
        answer = await answered(here, heard, name, options)
        sheet = pages(answer)[0]
    shared = message(sheet, answer.line)
    said = {"type": "plain_text", "text": f"Shared by {person.name if person else heard.user}", "emoji": False}
    shared["blocks"] = [{"type": "context", "elements": [said]}, *shared["blocks"]]
    await deliver(here, replace(heard, view=""), shared, private=False)


async def _open_ask(here: Workspace, heard: Heard) -> None:
    await here.web.views_open(trigger_id=heard.trigger, view=ask_view())


def origin(heard: Heard) -> Origin:
    """Say where a form is opened from."""
    return Origin(
        channel=heard.channel,
        thread=heard.thread,
        message=heard.message,
        own=heard.own,
        direct=heard.direct,
        respond=heard.respond,
    )


def heard_action(ack: Ack, body: Json) -> Heard:
    """Say who pressed, and in what."""
    container, view = body.get("container") or {}, body.get("view") or {}
    channel = str((body.get("channel") or {}).get("id", "") or container.get("channel_id", ""))
    stamp = str(container.get("message_ts", ""))
    action = (body.get("actions") or [{}])[0]
    return Heard(
        user=str(body["user"]["id"]),
        what="button",
        channel=channel,
        thread=str(container.get("thread_ts", "")),
        message=stamp,
        own=bool(container.get("is_ephemeral")),
        direct=channel.startswith("D"),
        respond=str(body.get("response_url", "")),
        trigger=str(body.get("trigger_id", "")),
        view=str(view.get("id", "")) if view.get("type") == "modal" else "",
        request=f"slack-{body['user']['id']}-{stamp or view.get('id', '')}-{action.get('action_ts', '')}",
        ack=ack,
    )
