"""The stand-in itself, asked by the real slack_sdk and slack_bolt."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack import APP_TOKEN, BOT_TOKEN, Fault, Standin

LINE = {"type": "section", "text": {"type": "mrkdwn", "text": "A line."}}
BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}, "value": "1"}
FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "A form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "when",
            "label": {"type": "plain_text", "text": "When"},
            "element": {"type": "plain_text_input", "action_id": "when"},
        }
    ],
}


def _client(slack: Standin, token: str = BOT_TOKEN) -> AsyncWebClient:
    return AsyncWebClient(token, base_url=slack.api, retry_handlers=[])


@asynccontextmanager
async def _listening(slack: Standin, listen: Callable[[AsyncApp], object], **options: float) -> AsyncIterator[AsyncApp]:
    app = AsyncApp(client=_client(slack))
    listen(app)
    handler: Any = AsyncSocketModeHandler(app, APP_TOKEN, ping_interval=options.get("ping_interval", 10))
    await handler.connect_async()
    await slack.until(lambda: slack.socket.connected)
    try:
        yield app
    finally:
        await handler.close_async()


async def _refused(calling: Awaitable[Any]) -> Any:
    with pytest.raises(SlackApiError) as refused:
        await calling
    return refused.value.response


async def test_a_message_stands_with_its_mark_and_is_read_back_page_by_page() -> None:
    mark = {"event_type": "owed", "event_payload": {"row": "7"}}
    async with Standin() as slack:
        client = _client(slack)
        for number in range(3):
            await client.chat_postMessage(channel=slack.channel.id, text=f"{number}", blocks=[LINE], metadata=mark)
        first = await client.conversations_history(channel=slack.channel.id, limit=2, include_all_metadata=True)
        cursor = first["response_metadata"]["next_cursor"]
        rest = await client.conversations_history(channel=slack.channel.id, limit=2, cursor=cursor)

    assert [one["text"] for one in first["messages"]] == ["2", "1"]
    assert first["messages"][0]["metadata"] == mark
    assert [(one["text"], one["metadata"]) for one in rest["messages"]] == [("0", {"event_type": "owed"})]


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (
            {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}},
            "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
        ),
        (
            {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
            "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
        ),
        (
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11},
            "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (
            {"type": "actions", "elements": [BUTTON, BUTTON]},
            "`action_id` go already exists [json-pointer:/blocks/0/elements/1/action_id]",
        ),
        (
            {"type": "actions", "elements": [BUTTON | {"value": "x" * 2001}]},
            "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
        ),
        (
            {"type": "section", "text": {"type": "plain_text", "text": "x", "verbatim": True}},
            "invalid additional property: verbatim [json-pointer:/blocks/0/text]",
        ),
        (
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text"}]}]},
            "missing required field: text [json-pointer:/blocks/0/elements/0/elements/0]",
        ),
        (
            {"type": "image", "alt_text": "x"},
            "must define either an `image_url` or `slack_file` [json-pointer:/blocks/0]",
        ),
        ({"type": "heading"}, "unsupported type: heading [json-pointer:/blocks/0/type]"),
    ],
)
async def test_blocks_that_slack_refuses_are_refused_with_their_place(block: dict[str, Any], said: str) -> None:
    async with Standin() as slack:
        answer = await _refused(_client(slack).chat_postMessage(channel=slack.channel.id, text="x", blocks=[block]))

    assert answer["error"] == "invalid_blocks"
    assert said in answer["errors"]
    assert slack.posted() == []


async def test_too_many_blocks_and_too_long_a_message_are_refused() -> None:
    long = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 4
    async with Standin() as slack:
        client = _client(slack)
        many = await _refused(client.chat_postMessage(channel=slack.channel.id, text="x", blocks=[LINE] * 51))
        whole = await _refused(client.chat_postMessage(channel=slack.channel.id, text="x", blocks=long))

    assert many["errors"] == ["no more than 50 items allowed [json-pointer:/blocks]"]
    assert whole["error"] == "msg_blocks_too_long"


async def test_channels_refuse_who_is_not_in_them_and_when_they_are_closed() -> None:
    async with Standin() as slack:
        client = _client(slack)
        elsewhere = slack.world.add_channel("elsewhere", joined=False)
        secret = slack.world.add_channel("secret", joined=False, is_private=True)
        old = slack.world.add_channel("old", is_archived=True)
        errors = [
            (await _refused(client.chat_postMessage(channel=place, text="x")))["error"]
            for place in (elsewhere.id, secret.id, old.id, "C0GONE")
        ]

    assert errors == ["not_in_channel", "channel_not_found", "is_archived", "channel_not_found"]


async def test_missing_scopes_wrong_tokens_and_unknown_arguments_are_refused() -> None:
    async with Standin() as slack:
        slack.scopes = slack.scopes - {"groups:history"}
        secret = slack.world.add_channel("secret", is_private=True)
        scope = await _refused(_client(slack).conversations_history(channel=secret.id))
        token = await _refused(_client(slack, "xoxb-other").auth_test())
        argument = await _refused(
            _client(slack).api_call("chat.postMessage", json={"channel": "C", "client_msg_id": "1"})
        )

    assert (scope["error"], scope["needed"]) == ("missing_scope", "groups:history")
    assert token["error"] == "invalid_auth"
    assert "client_msg_id" in argument["response_metadata"]["messages"][0]


async def test_a_trigger_opens_one_view_within_three_seconds() -> None:
    now = [1000.0]
    async with Standin(lambda: now[0]) as slack:
        ann, client = slack.world.add_user("ann"), _client(slack)
        first, second = slack.world.trigger(ann.id), slack.world.trigger(ann.id)
        await client.views_open(trigger_id=first, view=FORM)
        again = await _refused(client.views_open(trigger_id=first, view=FORM))
        now[0] += 3.1
        late = await _refused(client.views_open(trigger_id=second, view=FORM))

    assert [again["error"], late["error"]] == ["exchanged_trigger_id", "expired_trigger_id"]


async def test_a_response_url_takes_five_answers_in_half_an_hour() -> None:
    now = [1000.0]
    async with Standin(lambda: now[0]) as slack, aiohttp.ClientSession() as session:
        ann = slack.world.add_user("ann")
        url, other = (slack._response_url(ann, slack.channel, None) for _ in range(2))
        statuses = []
        for _ in range(6):
            async with session.post(url, json={"text": "x"}) as answer:
                statuses.append(answer.status)
        now[0] += 1801
        async with session.post(other, json={"text": "x"}) as answer:
            expired = (answer.status, (await answer.json())["error"])

    assert statuses == [200] * 5 + [404]
    assert expired == (404, "expired_url")


async def test_a_late_acknowledgement_is_an_error_that_the_user_sees() -> None:
    async def slow(ack: Any) -> None:
        await asyncio.sleep(0.3)
        await ack("late")

    async with Standin() as slack, _listening(slack, lambda app: app.command("/dossier")(slow)):
        slack.socket.patience = 0.1
        late = await slack.slash(slack.world.add_user("ann"), slack.channel, "who")

    assert (late.error, late.message) == ("operation_timeout", None)


async def test_a_command_is_answered_and_a_form_keeps_what_was_typed_beside_its_fault() -> None:
    async def opens(ack: Any, body: Any, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack("opened")

    async def refuses(ack: Any) -> None:
        await ack(response_action="errors", errors={"when": "no day"})

    def listen(app: AsyncApp) -> None:
        app.command("/dossier")(opens)
        app.view("form")(refuses)

    async with Standin() as slack, _listening(slack, listen):
        ann = slack.world.add_user("ann")
        seen = await slack.slash(ann, slack.channel, "add")
        dialog = slack.dialog(ann)
        await slack.submit(ann, dialog, {"When": "soon"})

    assert seen.text == "opened"
    assert seen.message in slack.world.visible(slack.channel, to=ann.id)
    assert (dialog.is_open, dialog.error("When")) == (True, "no day")


async def test_an_event_that_nobody_acknowledges_comes_again_with_the_same_id() -> None:
    async with Standin() as slack, aiohttp.ClientSession() as session:
        slack.socket.repeats, slack.socket.patience = (0.0,), 0.05
        opened = await _client(slack).apps_connections_open(app_token=APP_TOKEN)
        async with session.ws_connect(opened["url"]) as line:
            hello = await line.receive_json()
            await slack.mention(slack.world.add_user("ann"), slack.channel, "who peskov")
            first, second = await line.receive_json(), await line.receive_json()
            await line.send_json({"envelope_id": second["envelope_id"]})

    assert hello["type"] == "hello"
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert (first["retry_attempt"], second["retry_attempt"]) == (0, 1)


async def test_an_answer_that_is_lost_leaves_the_message_there() -> None:
    async with Standin() as slack:
        slack.fail_next("chat.postMessage", Fault("reset", done=True))
        with pytest.raises(aiohttp.ClientError):
            await _client(slack).chat_postMessage(channel=slack.channel.id, text="x")
        slack.fail_next("chat.postMessage", Fault("reset"))
        with pytest.raises(aiohttp.ClientError):
            await _client(slack).chat_postMessage(channel=slack.channel.id, text="y")

    assert [one.text for one in slack.posted()] == ["x"]


async def test_the_sdk_reconnects_after_a_refresh_and_a_cut() -> None:
    async def answer(ack: Any) -> None:
        await ack("here")

    async with (
        Standin() as slack,
        _listening(slack, lambda app: app.command("/dossier")(answer), ping_interval=0.2),
    ):
        ann = slack.world.add_user("ann")
        await slack.socket.refresh()
        await slack.until(lambda: slack.socket.opened == 2 and slack.socket.connected)
        refreshed = await slack.slash(ann, slack.channel, "who")
        slack.socket.cut()
        await slack.until(lambda: slack.socket.opened == 3 and slack.socket.connected)
        cut = await slack.slash(ann, slack.channel, "who")

    assert (refreshed.text, cut.text) == ("here", "here")


async def test_more_posts_than_slack_takes_are_refused_with_the_seconds_to_wait() -> None:
    now = [1000.0]
    async with Standin(lambda: now[0]) as slack:
        slack.rates.strict = True
        client = _client(slack)
        for _ in range(3):
            await client.chat_postMessage(channel=slack.channel.id, text="x")
        refused = await _refused(client.chat_postMessage(channel=slack.channel.id, text="x"))
        now[0] += 3.0
        await client.chat_postMessage(channel=slack.channel.id, text="y")

    assert (refused.status_code, refused["error"], refused.headers["Retry-After"]) == (429, "ratelimited", "3")
    assert len(slack.posted()) == 4


async def test_a_file_can_be_shown_once_slack_has_looked_at_it() -> None:
    async with Standin() as slack, aiohttp.ClientSession() as session:
        client = _client(slack)
        place = await client.files_getUploadURLExternal(filename="a.png", length=3, alt_txt="A picture")
        await session.post(place["upload_url"], data=b"png")
        await client.files_completeUploadExternal(files=[{"id": place["file_id"], "title": "A"}])
        block = {"type": "image", "slack_file": {"id": place["file_id"]}, "alt_text": "A picture"}
        early = await _refused(client.chat_postMessage(channel=slack.channel.id, text="x", blocks=[block]))
        while not (await client.files_info(file=place["file_id"]))["file"]["mimetype"]:
            pass
        await client.chat_postMessage(channel=slack.channel.id, text="x", blocks=[block])

    assert early["errors"] == ["invalid slack file [json-pointer:/blocks]"]
    assert len(slack.posted()) == 1
