"""The Discord client against a double of Discord on loopback: logging in, posting through trouble, the main journey."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.blocks import Answer, Choice, Line
from bot.delivery.scheduler import Courier, plan_all, tick
from bot.discord import posting
from bot.discord.client import Backchannel
from bot.discord.gateway import run_client
from bot.discord.posting import DELETED
from bot.transport import PostError, StartError
from db.desk.desks import Desk, ReminderChannel, replace_reminder_channel
from db.desk.outcomes import list_outcomes
from db.reading.view import View
from db.storage.database import Connection, Database
from tests.builders import NOW
from tests.discord import TOKEN, Double, Fault
from tests.discord.launch import pointed_at

LEARNT = datetime(2031, 3, 1, 5, tzinfo=UTC)  # four hours before the meeting's first reminder
BERLIN = Desk("", "Europe/Berlin", "09:00")
DUE = Answer("Due", (Line(("now",)), Choice("Happened", "/due 1 happened")))
MESSAGES = r"/channels/\d+/messages"


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    """Discord, to all appearances."""
    async with Double() as running:
        with pointed_at(running.api):
            yield running
    assert running.unknown_requests == []


@pytest.fixture
async def poster(double: Double, ferry: Database) -> AsyncIterator[Backchannel]:
    """The bot, logged in over HTTP alone."""
    async with _bot(ferry) as bot:
        await bot.login(TOKEN)
        yield bot


def _bot(database: Database, *, server: int | None = None) -> Backchannel:
    return Backchannel(database, desk=BERLIN, clock=lambda: NOW, server=server)


@asynccontextmanager
async def _running(bot: Backchannel) -> AsyncIterator[Backchannel]:
    task = asyncio.create_task(run_client(bot, TOKEN))
    yield bot
    await bot.close()
    await asyncio.wait_for(task, 5)


@pytest.mark.parametrize("kind", ["reset", "closed", "cut"])
async def test_a_post_whose_answer_was_lost_can_be_tried_again_and_is_seen_once(
    double: Double, poster: Backchannel, kind: Any
) -> None:
    double.fail_next("POST", MESSAGES, Fault(kind, stored=True))

    with pytest.raises(PostError) as lost:
        await poster.channels.post(str(double.channel.id), DUE, nonce="bc1")
    message = await poster.channels.post(str(double.channel.id), DUE, nonce="bc1")

    assert not lost.value.permanent
    assert [seen.id for seen in double.visible(double.channel)] == [int(message)]


async def test_a_post_without_an_answer_is_given_up_after_its_seconds(
    double: Double, poster: Backchannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "_POST_SECONDS", 0.2)
    double.fail_next("POST", MESSAGES, Fault("silence", stored=True))

    with pytest.raises(PostError, match="did not answer within") as silent:
        await poster.channels.post(str(double.channel.id), DUE, nonce="bc1")

    assert not silent.value.permanent


@pytest.mark.parametrize(
    ("status", "code", "permanent"),
    [(403, 50001, True), (403, 50013, True), (404, 10003, True), (400, 50035, True), (503, 0, False), (401, 0, False)],
)
async def test_a_refused_post_says_whether_trying_again_can_help(
    double: Double, poster: Backchannel, *, status: int, code: int, permanent: bool
) -> None:
    double.fail_next("POST", MESSAGES, Fault("status", status=status, code=code))

    with pytest.raises(PostError) as refused:
        await poster.channels.post(str(double.channel.id), DUE, nonce="bc1")

    assert refused.value.permanent is permanent


async def test_a_limit_without_the_proxys_mark_is_no_fault_of_the_message(double: Double, poster: Backchannel) -> None:
    double.fail_next("POST", MESSAGES, Fault("limited", proxied=False))

    with pytest.raises(PostError) as limited:
        await poster.channels.post(str(double.channel.id), DUE, nonce="bc1")

    assert not limited.value.permanent


async def test_a_message_deleted_between_two_attempts_counts_as_posted(double: Double, poster: Backchannel) -> None:
    await poster.channels.post(str(double.channel.id), DUE, nonce="bc1")
    double.delete(double.visible(double.channel)[0])

    assert await poster.channels.post(str(double.channel.id), DUE, nonce="bc1") == DELETED
    assert double.visible(double.channel) == []


async def test_a_channel_that_is_none_and_a_closed_client_are_told_apart(double: Double, poster: Backchannel) -> None:
    with pytest.raises(PostError, match="no channel") as nowhere:
        await poster.channels.post("local", DUE, nonce="bc1")
    await poster.close()
    with pytest.raises(PostError, match="not logged in") as closed:
        await poster.channels.post(str(double.channel.id), DUE, nonce="bc1")

    assert (nowhere.value.permanent, closed.value.permanent) == (True, False)


async def test_every_post_pings_nobody_and_carries_its_nonce(double: Double, poster: Backchannel) -> None:
    await poster.channels.post(str(double.channel.id), DUE, nonce="bc1")

    [payload] = double.payloads
    assert payload["allowed_mentions"] == {"parse": []}
    assert (payload["nonce"], payload["enforce_nonce"]) == ("bc1", True)


async def test_a_wrong_token_is_one_line_that_does_not_repeat_it(double: Double, ferry: Database) -> None:
    with pytest.raises(StartError, match="refuses the bot's token") as refused:
        await run_client(_bot(ferry), "a.wrong.token")

    assert "a.wrong.token" not in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.__cause__ is None


async def test_a_server_that_the_bot_is_not_in_is_named(double: Double, ferry: Database) -> None:
    double.fail_next("PUT", ".*/commands", Fault("status", status=403, code=50001))

    with pytest.raises(StartError, match="knows no server 77"):
        await run_client(_bot(ferry, server=77), TOKEN)


async def test_a_member_asks_and_shares_and_nothing_pings(double: Double, ferry: Database) -> None:
    ann = double.add_user("ann")
    async with _running(_bot(ferry, server=double.guild.id)):
        status = await double.slash(ann, double.channel, "status")
        names = await double.complete(ann, double.channel, "who", "name", "va")
        who = await double.slash(ann, double.channel, "who", {"name": names[0]["value"]})
        await double.press(ann, who.message, "Share")
        await double.until(lambda: double.visible(double.channel), "what was shared")

    assert status.message.only_for is ann
    assert "Ada Vane" in who.message.text
    [shared] = double.visible(double.channel)
    assert "Shared by ann" in str(shared.sent)
    assert all(payload["allowed_mentions"] == {"parse": []} for payload in double.payloads)


async def test_in_direct_messages_there_is_nothing_to_share(double: Double, ferry: Database) -> None:
    ann = double.add_user("ann")
    async with _running(_bot(ferry)):
        status = await double.slash(ann, double.direct_messages(ann), "status")

    assert "Share" not in str(status.message.components)


async def test_a_slow_database_is_waited_for_privately(
    double: Double, ferry: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, reading = double.add_user("ann"), Database.reading

    def slow(database: Database) -> AbstractContextManager[Connection]:
        time.sleep(1.7)
        return reading(database)

    async with _running(_bot(ferry)):
        await double.until(lambda: double.gateway.connected)
        monkeypatch.setattr(Database, "reading", slow)
        wrong = await double.slash(ann, double.channel, "status", {"as_of": "2031-02-31", "private": "no"})

    assert "as\\_of:" in wrong.message.text
    assert wrong.message.only_for is ann
    assert double.visible(double.channel) == []


async def test_two_presses_do_one_thing_and_a_press_delivered_twice_too(double: Double, ferry: Database) -> None:
    ann, ben = double.add_user("ann"), double.add_user("ben")
    desk = replace(BERLIN, id=str(double.guild.id))
    with ferry.writing() as connection:
        place = ReminderChannel(desk.id, "ferry", str(double.channel.id))
        replace_reminder_channel(connection, place, actor="1", now=LEARNT)
    with ferry.writing() as connection:
        plan_all(connection, now=LEARNT, desk=BERLIN)

    async with _running(_bot(ferry)) as bot:
        await double.until(lambda: double.gateway.connected)
        await tick(Courier(ferry, BERLIN, bot.channels.post, owner="test"), now=LEARNT + timedelta(hours=4))
        [reminder] = double.visible(double.channel)
        presses = [double.press(one, reminder, "Did not") for one in (ann, ben)]
        pressed = await asyncio.gather(*presses)
        for press in pressed:
            double.redeliver(press)
        await asyncio.sleep(0.3)

    with ferry.reading() as connection:
        outcomes = list_outcomes(View(connection, desk.id, "ferry", NOW.date()))
    assert len(outcomes) == 1
    [second] = [press.message.text for press in pressed if press.message.only_for]
    assert f"{outcomes[0].actor_name} already answered" in second
    assert f"Did not happen – {outcomes[0].actor_name}" in reminder.text
