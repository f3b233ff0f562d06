"""Logging in and staying connected: real discord.py against the double, with every fault of gateway and HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.cli.run import run
from bot.config import TOKEN_VARIABLE, load_config
from bot.delivery.scheduler import Courier, plan_all, tick
from bot.discord import client as client_module
from bot.discord import gateway as connection_module
from bot.discord.client import Backchannel
from bot.discord.gateway import log_in, run_client, settle, watch
from bot.discord.login_budget import get_starts
from bot.discord.shards import LONGEST_AWAY, READY_WITHIN, STEADY
from bot.transport import StartError
from db.desk.desks import Desk, ReminderChannel, replace_reminder_channel
from db.desk.outcomes import list_outcomes
from db.reading.view import View
from db.storage.database import Database
from tests.builders import NOW
from tests.discord import TOKEN, Double, Fault
from tests.discord.launch import pointed_at

BERLIN = Desk("", "Europe/Berlin", "09:00")
HEARTBEAT = 41.25  # seconds, as Discord asks


@dataclass
class Time:
    """A clock that moves when somebody sleeps, and says how long they wanted to."""

    now: datetime = NOW
    slept: list[float] = field(default_factory=list)
    then: Callable[[], Any] | None = None

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
        if seconds and self.then:
            await self.then()
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py waits five seconds after a refused connection, and a second or more before the next."""

    async def soon(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.01))

    monkeypatch.setattr("discord.shard.asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": soon}))


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    """Discord, to all appearances."""
    async with Double() as running:
        with pointed_at(running.api):
            yield running
    assert running.unknown_requests == []


@pytest.fixture
def time() -> Time:
    """A clock of the test's own."""
    return Time()


def _bot(database: Database, time: Time, **settings: Any) -> Backchannel:
    return Backchannel(database, desk=BERLIN, clock=time, **settings)


@asynccontextmanager
async def _running(bot: Backchannel, time: Time) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(run_client(bot, TOKEN, sleep=time.sleep))
    try:
        yield task
    finally:
        await bot.close()
        await asyncio.wait_for(task, 5)


@asynccontextmanager
async def _connected(double: Double, bot: Backchannel, time: Time) -> AsyncIterator[None]:
    async with _running(bot, time):
        await _here(double, bot)
        yield


async def _here(double: Double, bot: Backchannel) -> None:
    await double.until(lambda: double.gateway.connected, "the bot to connect")
    await _present(bot)


async def _present(bot: Backchannel) -> None:
    for _try in range(1_000):
        if bot.presence.here:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the bot is not there")


async def _start_and_stop(double: Double, bot: Backchannel, time: Time) -> None:
    async with _connected(double, bot, time):
        pass
    await double.until(lambda: not double.gateway.connected)


def _syncs(double: Double) -> list[str]:
    return [request.path.rpartition("/applications/")[2] for request in double.requests if request.method == "PUT"]


async def test_commands_are_told_once_and_again_only_when_they_change(
    double: Double, ferry: Database, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _start_and_stop(double, first := _bot(ferry, time), time)
    await settle(first)
    await _start_and_stop(double, second := _bot(ferry, time), time)
    unchanged = len(_syncs(double))
    fewer = [cog for cog in client_module._list_cogs() if cog != "cogs.questions"]
    monkeypatch.setattr(client_module, "_list_cogs", lambda: fewer)
    await _start_and_stop(double, _bot(ferry, time), time)

    assert (unchanged, len(_syncs(double))) == (1, 2)
    assert second.command_sync.command_ids == first.command_sync.command_ids
    assert first.command_sync.command_ids.keys() >= {"who", "status"}


async def test_commands_of_one_server_are_told_there_and_withdrawn_elsewhere(
    double: Double, ferry: Database, time: Time
) -> None:
    await _start_and_stop(double, _bot(ferry, time), time)
    for _twice in range(2):
        await _start_and_stop(double, _bot(ferry, time, server=double.guild.id), time)

    application = double.application_id
    here = f"{application}/guilds/{double.guild.id}/commands"
    assert _syncs(double) == [f"{application}/commands", here, f"{application}/commands"]
    assert double.commands[None] == []
    assert double.commands[double.guild.id]


async def test_commands_can_be_told_anew(double: Double, ferry: Database, time: Time) -> None:
    await _start_and_stop(double, _bot(ferry, time), time)
    await _start_and_stop(double, _bot(ferry, time, tell_anew=True), time)

    assert len(_syncs(double)) == 2


async def test_a_server_that_invites_the_bot_again_is_told_the_commands(
    double: Double, ferry: Database, time: Time
) -> None:
    async with _connected(double, bot := _bot(ferry, time, server=double.guild.id), time):
        [server] = bot.guilds
        await bot.on_guild_join(server)

    assert len(_syncs(double)) == 2


async def test_commands_that_cannot_be_told_now_are_told_later(double: Double, ferry: Database, time: Time) -> None:
    double.fail_next("PUT", ".*/commands", Fault("status", status=503))
    async with _connected(double, bot := _bot(ferry, time), time):
        await double.until(lambda: double.commands.get(None), "the commands")

    assert bot.command_sync.command_ids
    assert 15.0 in time.slept


async def test_a_bot_that_ends_waits_for_what_would_tell_the_commands_later(
    double: Double, ferry: Database, time: Time
) -> None:
    ended: list[str] = []

    async def linger() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.05)  # as if it were reading
            ended.append("telling")

    double.fail_next("PUT", ".*/commands", Fault("status", status=503))
    async with _running(bot := _bot(ferry, time), time):
        time.then = linger
        await _here(double, bot)
    ended.append("bot")

    assert ended == ["telling", "bot"]


async def test_a_first_connection_that_is_refused_is_tried_again_with_growing_pauses(
    ferry: Database, time: Time
) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
    double = Double(port=port)

    async def begin() -> None:
        if time.slept[-3:] == [1.0, 2.0, 4.0]:
            await double.__aenter__()

    time.then = begin
    with pointed_at(f"http://127.0.0.1:{port}"):
        async with _running(bot := _bot(ferry, time), time):
            await _present(bot)
    await double.__aexit__(None, None, None)

    assert [pause for pause in time.slept if pause] == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    "fault", [Fault("status", status=503), Fault("limited", proxied=False), Fault("closed"), Fault("cut")]
)
async def test_trouble_at_login_is_tried_again(double: Double, ferry: Database, time: Time, fault: Fault) -> None:
    double.fail_next("GET", "/users/@me", fault, times=2)

    await _start_and_stop(double, _bot(ferry, time), time)

    logins = [request.path for request in double.requests if request.path == "/users/@me"]
    assert (len(logins), len(double.gateway.identifies)) == (3, 1)


async def test_a_worker_tries_again_too_and_gives_up_on_a_token_that_is_refused(double: Double, time: Time) -> None:
    for fault, times in ((Fault("status", status=503), 3), (Fault("closed"), 2), (Fault("cut"), 2)):
        double.fail_next("GET", "/users/@me", fault, times=times)  # aiohttp itself asks again after a closed one

    async with discord.Client(intents=discord.Intents(guilds=True)) as worker:
        await log_in(worker, TOKEN, sleep=time.sleep)
    async with discord.Client(intents=discord.Intents(guilds=True)) as stranger:
        with pytest.raises(StartError, match="refuses the bot's token") as refused:
            await log_in(stranger, "wrong.token.here", sleep=time.sleep)

    assert worker.user
    assert time.slept == [1, 2, 4, 8, 16, 30]
    assert refused.value.permanent


async def test_names_that_cannot_be_looked_up_for_ten_minutes_are_waited_for(
    double: Double, ferry: Database, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, failures = asyncio.get_running_loop(), 25
    look_up = loop.getaddrinfo

    async def getaddrinfo(host: str, *arguments: Any, **named: Any) -> Any:
        nonlocal failures
        if failures:
            failures -= 1
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return await look_up("127.0.0.1", *arguments, **named)

    monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
    double.gateway.url = double.gateway.url.replace("127.0.0.1", "discord.test")
    with pointed_at(double.api.replace("127.0.0.1", "discord.test")):
        async with _connected(double, bot := _bot(ferry, time), time):
            waited, time.now = time.now - NOW, time.now + timedelta(minutes=1)
            failures = 5
            assert isinstance(bot.http.connector, aiohttp.TCPConnector)
            bot.http.connector.clear_dns_cache()
            double.gateway.drop()
            await double.until(lambda: not double.gateway.connected)
            await double.until(lambda: double.gateway.connected, "the gateway", timeout=20)
            await _present(bot)

    assert waited > timedelta(minutes=10)
    assert (failures, len(double.gateway.identifies)) == (0, 2)


async def test_trouble_at_login_is_remembered_by_the_next_start(double: Double, ferry: Database, time: Time) -> None:
    double.fail_next("GET", "/users/@me", Fault("status", status=503), times=None)

    async def ended() -> None:
        if len(time.slept) > 5:
            raise KeyboardInterrupt

    time.then = ended
    with pytest.raises(KeyboardInterrupt):
        await run_client(_bot(ferry, time), TOKEN, sleep=time.sleep)
    time.now -= timedelta(seconds=time.slept[-1])
    later = Time(time.now)
    double.heal()
    await _start_and_stop(double, _bot(ferry, later), later)

    assert later.slept[0] == time.slept[-1]


async def test_an_outage_at_the_start_does_not_keep_the_gateway_waiting_afterwards(
    double: Double, ferry: Database, time: Time
) -> None:
    double.fail_next("GET", "/users/@me", Fault("status", status=503), times=20)

    await _start_and_stop(double, _bot(ferry, time), time)

    assert max(time.slept) == 30  # for ten minutes
    assert time.slept[-1] == 30
    assert len(double.gateway.identifies) == 1


@pytest.mark.parametrize("trouble", ["drop", "reconnect"])
async def test_a_network_that_stays_away_for_a_while_is_waited_for(
    double: Double, ferry: Database, time: Time, trouble: str
) -> None:
    async with _connected(double, bot := _bot(ferry, time), time):
        time.now += timedelta(minutes=1)
        double.gateway.refuse = 4
        getattr(double.gateway, trouble)()
        await double.until(lambda: not double.gateway.connected)
        await double.until(lambda: double.gateway.refuse == 0)
        await _here(double, bot)

    assert len(double.gateway.identifies) <= 2


async def test_a_gateway_that_resets_the_first_connections_is_tried_again(
    double: Double, ferry: Database, time: Time
) -> None:
    double.gateway.refuse = 2

    await _start_and_stop(double, _bot(ferry, time), time)

    assert (double.gateway.refuse, len(double.gateway.identifies)) == (0, 1)


@pytest.mark.parametrize("trouble", ["reconnect", "drop", "invalidate", "freeze"])
async def test_after_trouble_with_the_gateway_the_bot_is_back_and_missed_nothing(
    double: Double, ferry: Database, time: Time, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setattr(connection_module, "_CLOSING_SECONDS", 0.2)
    double.gateway.heartbeat_interval = 0.4
    ann = double.add_user("ann")
    async with _connected(double, bot := _bot(ferry, time, heartbeat_timeout=0.6), time):
        double.gateway.invalidate(resumable=True) if trouble == "invalidate" else getattr(double.gateway, trouble)()
        if trouble == "freeze":  # what nobody acknowledges is sent again when the session resumes
            asking = asyncio.create_task(double.slash(ann, double.channel, "status"))
        else:
            await double.until(lambda: not double.gateway.connected)
            asking = asyncio.create_task(double.slash(ann, double.channel, "status"))
        await double.until(lambda: double.gateway.resumes, timeout=HEARTBEAT + 20)
        answered = await asking
        await _here(double, bot)

    assert answered.message.text
    assert len(double.gateway.identifies) == 1


def test_a_silent_gateway_is_noticed_and_left_within_a_heartbeat_and_twenty_seconds() -> None:
    assert HEARTBEAT + 1 < client_module._HEARTBEAT_TIMEOUT
    assert client_module._HEARTBEAT_TIMEOUT + connection_module._CLOSING_SECONDS + 5 < HEARTBEAT + 20


async def test_an_invalid_session_is_opened_anew(double: Double, ferry: Database, time: Time) -> None:
    ann = double.add_user("ann")
    async with _connected(double, bot := _bot(ferry, time), time):
        time.now += timedelta(minutes=1)
        double.gateway.invalidate()
        await double.until(lambda: len(double.gateway.identifies) == 2)
        await _here(double, bot)
        answered = await double.slash(ann, double.channel, "status")

    assert answered.ephemeral
    assert len((await ferry.read(get_starts, "0/1")).logins) == 2


async def test_a_login_without_ready_is_made_again(double: Double, ferry: Database, time: Time) -> None:
    double.gateway.no_ready = 1
    async with _running(bot := _bot(ferry, time), time):
        await double.until(lambda: double.gateway.identifies)
        await watch(bot)
        too_early = len(double.gateway.identifies)
        time.now += READY_WITHIN
        await watch(bot)
        await _here(double, bot)

    assert (too_early, len(double.gateway.identifies)) == (1, 2)


@pytest.mark.parametrize(("code", "words"), [(4004, "token is no longer valid"), (4014, "privileged intent")])
async def test_what_trying_again_cannot_mend_ends_with_a_sentence(
    double: Double, ferry: Database, time: Time, code: int, words: str
) -> None:
    double.gateway.close_with = code

    with pytest.raises(StartError, match=words) as ended:
        await asyncio.wait_for(run_client(_bot(ferry, time), TOKEN, sleep=time.sleep), 5)

    assert ended.value.permanent
    assert len(double.gateway.identifies) == 1


async def test_reminders_go_on_without_the_gateway_until_the_watchdog_ends_the_bot(
    double: Double, ferry: Database, time: Time
) -> None:
    place = ReminderChannel(str(double.guild.id), "ferry", str(double.channel.id))
    time.now = datetime.fromisoformat("2031-03-01T05:00Z")
    with ferry.writing() as connection:
        replace_reminder_channel(connection, place, actor="1", now=time.now)
    with ferry.writing() as connection:
        plan_all(connection, now=time.now, desk=BERLIN)
    double.gateway.refuse = 1_000_000

    async with _running(bot := _bot(ferry, time), time):
        await double.until(lambda: double.gateway.refuse < 1_000_000)
        posted = await tick(Courier(ferry, BERLIN, bot.channels.post, owner="test"), now=time.now + timedelta(hours=4))
        time.now += LONGEST_AWAY - timedelta(seconds=1)
        await watch(bot)
        time.now += timedelta(seconds=1)
        with pytest.raises(StartError, match="has been away for 5 minutes") as ended:
            await watch(bot)

    assert len(posted) == len(double.visible(double.channel)) == 1
    assert not ended.value.permanent


async def test_the_whole_bot_ends_with_a_failure_when_the_gateway_stays_away(
    double: Double, ferry: Database, time: Time
) -> None:
    config = load_config(None, {TOKEN_VARIABLE: TOKEN})
    double.gateway.refuse = 1_000_000

    running = asyncio.create_task(run(config, ferry, desk=BERLIN, clock=time))
    await double.until(lambda: double.gateway.refuse < 1_000_000, timeout=20)
    time.now += LONGEST_AWAY
    with pytest.raises(StartError, match="has been away for 5 minutes"):
        await asyncio.wait_for(running, 20)


async def test_a_bot_that_was_up_for_a_while_may_come_back_at_once(double: Double, ferry: Database, time: Time) -> None:
    for _crash in range(6):
        await _start_and_stop(double, _bot(ferry, time), time)
    async with _connected(double, bot := _bot(ferry, time), time):
        time.now += STEADY
        await watch(bot)
    later = Time(time.now)
    await _start_and_stop(double, _bot(ferry, later), later)

    assert max(time.slept) > 10
    assert sum(later.slept) == 0


async def test_an_interaction_older_than_three_seconds_breaks_nothing(
    double: Double, ferry: Database, time: Time
) -> None:
    ann = double.add_user("ann")
    async with _connected(double, _bot(ferry, time), time):
        late = asyncio.create_task(
            double.slash(ann, double.channel, "outcome", {"item": "D1", "kind": "did-not-happen"})
        )
        await double.until(lambda: double.interactions)
        clock = double.clock
        double.clock = lambda: clock() + timedelta(seconds=4)
        await double.until(lambda: any("10062" in request.error for request in double.requests), "a refusal")
        late.cancel()
        double.clock = clock
        again = await double.slash(ann, double.channel, "status")

    assert again.message.text
    with ferry.reading() as connection:
        kept = list_outcomes(View(connection, str(double.guild.id), "ferry", NOW.date()))
    assert len(kept) <= 1


async def test_an_interaction_replayed_after_a_resume_does_one_thing(
    double: Double, ferry: Database, time: Time
) -> None:
    ann = double.add_user("ann")
    async with _connected(double, bot := _bot(ferry, time), time):
        asked = await double.slash(ann, double.channel, "outcome", {"item": "D1", "kind": "did-not-happen"})
        double.gateway.drop()
        await double.until(lambda: not double.gateway.connected)
        for _replay in range(3):
            double.redeliver(asked)
        await double.until(lambda: double.gateway.resumes)
        await _here(double, bot)
        await double.until(lambda: sum(request.status >= 400 for request in double.requests) >= 3, timeout=20)

    with ferry.reading() as connection:
        kept = list_outcomes(View(connection, str(double.guild.id), "ferry", NOW.date()))
    assert len(kept) == 1
