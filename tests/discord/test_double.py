"""The double of Discord, tried with a real discord.py client."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import discord
import pytest

from . import TOKEN, Double, Fault
from .launch import pointed_at
from .probe import Buttons, Probe

POSTS = r"/channels/\d+/messages"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2022, 7, 28, 15, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def double(clock: Clock) -> AsyncIterator[Double]:
    async with Double(clock=clock) as running:
        with pointed_at(running.api):
            yield running
    assert running.unknown_requests == []


@pytest.fixture
async def channel(double: Double) -> AsyncIterator[discord.PartialMessageable]:
    async with Probe() as client:
        await client.login(TOKEN)
        yield client.get_partial_messageable(double.channel.id)


async def test_wrong_token_is_refused_over_http(double: Double) -> None:
    async with Probe() as client:
        with pytest.raises(discord.LoginFailure):
            await client.login("wrong")


async def test_post_is_visible_with_what_was_sent(double: Double, channel: discord.PartialMessageable) -> None:
    picture = discord.File(io.BytesIO(b"pixels"), "a.png", description="a timeline")

    posted = await channel.send("due", embed=discord.Embed(title="t", description="d"), file=picture)

    (message,) = double.visible(double.channel)
    assert (message.id, message.text, message.files) == (posted.id, "due\nt\nd", {"files[0]": b"pixels"})
    assert posted.attachments[0].description == "a timeline"
    assert double.payloads[-1]["allowed_mentions"] == {"parse": []}


async def test_nonce_holds_for_its_window_only(
    double: Double, channel: discord.PartialMessageable, clock: Clock
) -> None:
    first = await channel.send("due", nonce="r1")
    clock.now += double.nonce_window - timedelta(seconds=1)
    again = await channel.send("due", nonce="r1")
    clock.now += timedelta(seconds=1)
    later = await channel.send("due", nonce="r1")

    assert again.id == first.id != later.id
    assert len(double.visible(double.channel)) == 2


async def test_nonce_of_a_deleted_message_is_unknown(double: Double, channel: discord.PartialMessageable) -> None:
    await channel.send("due", nonce="r1")
    double.delete(double.visible(double.channel)[0])

    with pytest.raises(discord.NotFound) as refused:
        await channel.send("due", nonce="r1")

    assert refused.value.code == 10008


@pytest.mark.parametrize(
    ("fault", "error", "kept"),
    [
        (Fault("status", status=503, stored=True), discord.DiscordServerError, 1),
        (Fault("status", status=503), discord.DiscordServerError, 0),
        (Fault("status", status=403, code=50013), discord.Forbidden, 0),
        (Fault("limited", proxied=False), discord.HTTPException, 0),
        (Fault("reset", stored=True), aiohttp.ClientOSError, 1),
        (Fault("reset"), aiohttp.ClientOSError, 0),
        (Fault("closed", stored=True), aiohttp.ServerDisconnectedError, 1),
        (Fault("cut", stored=True), aiohttp.ClientPayloadError, 1),
    ],
    ids=lambda value: f"{value.kind}-{value.stored}" if isinstance(value, Fault) else "",
)
async def test_fault_reaches_the_caller(
    double: Double, channel: discord.PartialMessageable, fault: Fault, error: type[Exception], kept: int
) -> None:
    double.fail_next("POST", POSTS, fault)

    with pytest.raises(error):
        await channel.send("due")

    assert len(double.visible(double.channel)) == kept


async def test_silence_after_storing(double: Double, channel: discord.PartialMessageable) -> None:
    double.fail_next("POST", POSTS, Fault("silence", stored=True))

    sending = asyncio.create_task(channel.send("due"))
    await double.until(lambda: double.visible(double.channel))

    assert not sending.done()
    sending.cancel()


async def test_429_is_waited_out(double: Double, channel: discord.PartialMessageable) -> None:
    double.fail_next("POST", POSTS, Fault("limited", retry_after=0.01, overall=True), times=2)

    await channel.send("due")

    posts = [request for request in double.requests if request.method == "POST"]
    assert len(posts) == 3
    assert len(double.visible(double.channel)) == 1


async def test_channel_limit_is_told_in_headers_and_kept(double: Double) -> None:
    double.limits.per_channel = (2, 5.0)
    url, body = f"{double.api}/api/v10/channels/{double.channel.id}/messages", {"content": "due"}

    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {TOKEN}"}) as web:
        answers = [await web.post(url, json=body) for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 429]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers[:2]] == ["1", "0"]
    assert (await answers[2].json())["retry_after"] == 5.0
    assert answers[0].headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ({"content": "x" * 2001}, "content"),
        ({"embed": discord.Embed(title="x" * 257)}, "embeds.0.title"),
        ({"embed": discord.Embed(description="x" * 4097)}, "embeds.0.description"),
        ({"embed": discord.Embed().add_field(name="x", value="x" * 1025)}, "embeds.0.fields.0.value"),
        ({"embeds": [discord.Embed(description="x" * 3001)] * 2}, "embeds"),
        ({"embed": discord.Embed(title="x").set_footer(text="x" * 2049)}, "embeds.0.footer.text"),
        ({"content": "x", "view": discord.ui.View().add_item(discord.ui.Button(label="x" * 81))}, "label"),
    ],
)
async def test_message_over_a_limit_is_refused(
    double: Double, channel: discord.PartialMessageable, message: dict[str, Any], place: str
) -> None:
    with pytest.raises(discord.HTTPException, match=rf"50035.*\n.*{place}: ") as refused:
        await channel.send(**message)

    assert refused.value.status == 400
    assert double.visible(double.channel) == []


async def test_same_custom_id_twice_is_refused(double: Double, channel: discord.PartialMessageable) -> None:
    view = discord.ui.View()
    for _ in range(2):
        view.add_item(discord.ui.Button(label="x", custom_id="same"))

    with pytest.raises(discord.HTTPException, match=r"components\.0\.components\.1\.custom_id"):
        await channel.send("x", view=view)


async def test_empty_message_is_refused(channel: discord.PartialMessageable) -> None:
    with pytest.raises(discord.HTTPException) as refused:
        await channel.send(" ")

    assert refused.value.code == 50006


async def test_channel_gone_or_forbidden(double: Double, channel: discord.PartialMessageable) -> None:
    double.channel.app_permissions = 0
    with pytest.raises(discord.Forbidden) as forbidden:
        await channel.send("x")
    double.remove_channel(double.channel)
    with pytest.raises(discord.NotFound) as gone:
        await channel.send("x")

    assert (forbidden.value.code, gone.value.code) == (50001, 10003)


async def test_history_reads_back_from_a_message(double: Double, channel: discord.PartialMessageable) -> None:
    posted = [await channel.send(str(number)) for number in range(5)]

    after = [one.content async for one in channel.history(after=posted[1], limit=2)]
    before = [one.content async for one in channel.history(before=posted[3], limit=2)]
    around = [one.content async for one in channel.history(around=posted[2], limit=3)]

    assert (after, before, around) == (["2", "3"], ["2", "1"], ["3", "2", "1"])


async def test_edit_and_delete(double: Double, channel: discord.PartialMessageable) -> None:
    posted = await channel.send("old", view=Buttons())

    await posted.edit(content="new", view=None)
    (message,) = double.visible(double.channel)
    await posted.delete()

    assert (message.text, message.components) == ("new", [])
    assert double.visible(double.channel) == []


async def test_direct_message_to_one_who_takes_none(double: Double) -> None:
    ann = double.add_user("ann")
    async with Probe() as client:
        await client.login(TOKEN)
        user = await client.fetch_user(ann.id)
        await user.send("hello")
        ann.takes_messages = False
        with pytest.raises(discord.Forbidden) as refused:
            await user.send("hello")

    assert refused.value.code == 50007
    assert [message.text for message in double.visible(double.direct_messages(ann))] == ["hello"]


async def test_pings_are_what_allowed_mentions_leaves(double: Double, channel: discord.PartialMessageable) -> None:
    text = "@everyone <@5> <@&6>"
    await channel.send(text)
    await channel.send(text, allowed_mentions=discord.AllowedMentions(roles=[discord.Object(6)]))
    await channel.send(text, allowed_mentions=discord.AllowedMentions.all())

    assert [message.pings for message in double.visible(double.channel)] == [
        set(),
        {"&6"},
        {"everyone", "@5", "&6"},
    ]


async def test_unknown_route_is_noted() -> None:
    async with Double() as double, aiohttp.ClientSession() as web:
        url, headers = f"{double.api}/api/v10/stickers/1", {"Authorization": f"Bot {TOKEN}"}
        async with web.get(url, headers=headers) as answer:
            assert answer.status == 404

    assert [request.path for request in double.unknown_requests] == ["/stickers/1"]


async def test_commands_that_discord_refuses(double: Double) -> None:
    async with Probe() as client:
        await client.login(TOKEN)
        who = client.tree.get_command("who")
        assert isinstance(who, discord.app_commands.Command)
        who.description = "x" * 101
        with pytest.raises(discord.app_commands.CommandSyncFailure, match=r"(?s)'who'.*description: Must be"):
            await client.tree.sync()
