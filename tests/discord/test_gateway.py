"""The double's gateway and its users, tried with a real discord.py client."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import discord
import pytest

from . import TOKEN, CannotDo, Double, User
from .launch import pointed_at
from .probe import Probe


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as running:
        with pointed_at(running.api):
            yield running
    assert running.unknown_requests == []


@pytest.fixture
def ann(double: Double) -> User:
    return double.add_user("ann")


@asynccontextmanager
async def connecting(client: discord.Client) -> AsyncIterator[asyncio.Task[None]]:
    async with client:
        await client.login(TOKEN)
        task = asyncio.create_task(client.connect())
        yield task
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def client(double: Double) -> AsyncIterator[Probe]:
    client = Probe()
    async with connecting(client):
        await client.wait_until_ready()
        yield client


async def test_client_sees_the_server_and_its_rights(double: Double, client: Probe) -> None:
    news = double.add_channel("news", app_permissions=1 << 10)
    await client.wait_for("guild_channel_create", timeout=5)

    seen = client.get_channel(news.id)

    assert isinstance(seen, discord.TextChannel)
    rights = seen.permissions_for(seen.guild.me)
    assert (rights.view_channel, rights.send_messages) == (True, False)


def test_intents_are_recorded(double: Double, client: Probe) -> None:
    assert [(asked["intents"], asked["token"]) for asked in double.gateway.identifies] == [(1, TOKEN)]


async def test_privileged_intents_are_refused(double: Double) -> None:
    async with connecting(Probe(discord.Intents(members=True))) as task:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await task


async def test_wrong_token_closes_the_gateway(double: Double) -> None:
    client = Probe()
    async with client:
        await client.login(TOKEN)
        client.http.token = "wrong"
        with pytest.raises(discord.ConnectionClosed) as closed:
            await client.connect()

    assert closed.value.code == 4004


@pytest.mark.parametrize("trouble", ["reconnect", "drop", "invalidate"])
async def test_client_resumes_and_gets_what_it_missed(double: Double, client: Probe, ann: User, trouble: str) -> None:
    if trouble == "invalidate":
        double.gateway.invalidate(resumable=True)
    else:
        getattr(double.gateway, trouble)()
    await double.until(lambda: not double.gateway.connected)
    news = double.add_channel("news")
    await double.until(lambda: double.gateway.resumes)

    reply = await double.slash(ann, double.channel, "setup channel", {"where": news})

    assert reply.message.text == f"<#{news.id}> news"
    assert len(double.gateway.identifies) == 1


async def test_invalid_session_identifies_anew(double: Double, client: Probe, ann: User) -> None:
    double.gateway.invalidate()
    await double.until(lambda: len(double.gateway.identifies) == 2)

    assert (await double.slash(ann, double.channel, "who", {"name": "peskov"})).ephemeral


async def test_heartbeats_are_answered_until_silence(double: Double) -> None:
    double.gateway.heartbeat_interval = 0.05
    client = Probe()
    async with connecting(client):
        await client.wait_until_ready()
        await double.until(lambda: double.gateway.heartbeats >= 2)
        assert client.latency < 1
        double.gateway.silent = True
        seen = double.gateway.heartbeats
        await double.until(lambda: double.gateway.heartbeats > seen)


async def test_private_answer_is_not_in_the_channel(double: Double, client: Probe, ann: User) -> None:
    reply = await double.slash(ann, double.channel, "who", {"name": "peskov"})

    assert reply.ephemeral
    assert reply.message.text == "peskov\n@everyone\nrole\nspokesman"
    assert double.visible(double.channel) == []
    assert double.payloads[-1]["allowed_mentions"] == {"parse": []}


async def test_autocomplete(double: Double, client: Probe, ann: User) -> None:
    offered = await double.complete(ann, double.channel, "who", "name", "pes", public=True)

    assert offered == [{"name": "peskov", "value": "peskov"}]


async def test_buttons_modal_and_menu_of_a_public_answer(double: Double, client: Probe, ann: User) -> None:
    ben = double.add_user("ben")
    shown = await double.slash(ann, double.channel, "who", {"name": "peskov", "public": True})

    pressed = await double.press(ben, shown.message, "Happened")
    modal = await double.press(ben, shown.message, "note")
    kept = await double.submit(ben, modal, {"Words": "hello"})
    chosen = await double.select(ben, shown.message, "When", ["later"])
    await double.until(lambda: chosen.followups)

    assert pressed.message is shown.message
    assert shown.message.content == "happened, says ben"
    assert kept.message.text == "kept hello"
    assert (chosen.deferred, chosen.followups[0].text) == (True, "chosen ['later']")
    assert [message.id for message in double.visible(double.channel)] == [shown.message.id]


async def test_deferred_answer_is_waited_for(double: Double, client: Probe, ann: User) -> None:
    reply = await double.slash(ann, double.channel, "late")

    assert (reply.deferred, reply.ephemeral, reply.message.text) == (True, True, "here it is")


async def test_message_menu(double: Double, client: Probe, ann: User) -> None:
    said = double.say(ann, double.channel, "on 4 August")

    assert (await double.menu(ann, said, "Find")).message.text == "found on 4 August"


async def test_second_answer_to_one_interaction_is_refused(double: Double, client: Probe, ann: User) -> None:
    reply = await double.slash(ann, double.channel, "late")
    double.redeliver(reply)
    await double.until(lambda: double.requests[-1].path.endswith("/callback"), "the second answer")

    assert (double.requests[-1].status, double.requests[-1].error[:9]) == (400, "400 40060")


async def test_users_cannot_do_what_the_client_does_not_offer(double: Double, client: Probe, ann: User) -> None:
    shown = await double.slash(ann, double.channel, "who", {"name": "peskov"})
    ben = double.add_user("ben")

    with pytest.raises(CannotDo, match="ben does not see"):
        await double.press(ben, shown.message, "Happened")
    with pytest.raises(CannotDo, match=r"wants \['name'\]"):
        await double.slash(ann, double.channel, "who")
    with pytest.raises(CannotDo, match="where does not take"):
        await double.slash(ann, double.channel, "setup channel", {"where": "general"})
    with pytest.raises(CannotDo, match="whom is not registered"):
        await double.slash(ann, double.channel, "whom")


async def test_answer_after_three_seconds_is_refused(double: Double, client: Probe, ann: User) -> None:
    asking = asyncio.create_task(double.slash(ann, double.channel, "late"))
    await double.until(lambda: double.interactions)
    double.clock = lambda: datetime.now(UTC) + timedelta(seconds=4)
    await double.until(lambda: "10062" in double.requests[-1].error)

    assert not asking.done()
    asking.cancel()


async def test_reply_cannot_be_changed_after_a_quarter_of_an_hour(double: Double, client: Probe, ann: User) -> None:
    await double.slash(ann, double.channel, "late")
    double.clock = lambda: datetime.now(UTC) + timedelta(minutes=16)
    reply = client.replies[-1]

    with pytest.raises(discord.HTTPException) as refused:
        await reply.edit_original_response(content="too late")

    assert refused.value.code == 50027
