"""A server from the bot's arrival to its first reminder channel: greeting, panel, rights test, dossiers by channel."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.asking import UserError
from bot.discord.client import Backchannel
from bot.discord.gateway import run_client
from db.desk.desks import Desk, list_reminder_channels
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.builders import NOW, tiny
from tests.discord import TOKEN, Double, Message
from tests.discord.launch import pointed_at
from tests.discord.world import EDITOR, HISTORY, ORDINARY, SEND, VIEW, Guild

MANAGER = EDITOR | 1 << 5
SERVER = Desk("42", "Europe/Berlin", "09:00")


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    """Discord, to all appearances."""
    async with Double() as running:
        with pointed_at(running.api):
            yield running
    assert running.unknown_requests == []


@pytest.fixture
async def bot(double: Double, ferry: Database) -> AsyncIterator[Backchannel]:
    """The bot, connected."""
    client = Backchannel(
        ferry, desk=Desk("", "Europe/Berlin", "09:00"), clock=lambda: NOW, guild_ready_timeout=0.1, pace=5
    )
    task = asyncio.create_task(run_client(client, TOKEN))
    await double.until(lambda: double.gateway.connected, "the bot to connect")
    await client.wait_until_ready()
    yield client
    await client.close()
    await asyncio.wait_for(task, 5)


async def _greeted(double: Double, channels: Mapping[str, int] = MappingProxyType({"news": ORDINARY})) -> Message:
    """Let the bot join a server; gives the message it says there."""
    guild = double.add_guild("Newsroom", channels)
    await double.until(lambda: _said(double, guild), "a greeting")
    [greeting] = _said(double, guild)
    return greeting


def _said(double: Double, guild: Guild) -> list[Message]:
    return [message for message in double.messages.values() if message.channel.guild is guild]


async def test_a_server_is_greeted_once_where_the_bot_may_write(double: Double, bot: Backchannel) -> None:
    greeting = await _greeted(double, {"closed": VIEW, "plain": VIEW | SEND, "news": ORDINARY, "more": ORDINARY})

    assert greeting.channel.name == "news"
    assert [button["label"] for button in greeting.buttons] == ["Load a dossier", "Choose a channel", "What I can do"]
    assert greeting.pings == set()


async def test_the_greetings_buttons_lead_to_dossiers_to_the_panel_and_to_help(
    double: Double, bot: Backchannel
) -> None:
    greeting = await _greeted(double)
    ann = double.add_user("ann", permissions=MANAGER)

    dossiers = await double.press(ann, greeting, "Load a dossier")
    panel = await double.press(ann, greeting, "Choose a channel")
    helped = await double.press(ann, greeting, "What I can do")

    assert re.search("Command:\\*\\* </dossier load:[0-9]+>", dossiers.message.text)
    assert "a dossier as YAML or JSON" in dossiers.message.text
    assert "none yet, so nobody is reminded" in panel.message.text
    assert "/status" in helped.message.text
    assert (dossiers.ephemeral, panel.ephemeral, helped.ephemeral) == (True, True, True)


async def test_a_server_that_has_no_commands_is_told_which_one_has_them(double: Double, bot: Backchannel) -> None:
    bot.server = double.guild.id
    greeting = await _greeted(double)

    assert "gave its commands to “Desk” alone" in greeting.text
    assert greeting.buttons == []


async def test_a_channel_picked_in_the_panel_gets_the_reminders(double: Double, bot: Backchannel) -> None:
    greeting = await _greeted(double)
    ann = double.add_user("ann", permissions=MANAGER)
    panel = await double.press(ann, greeting, "Choose a channel")

    done = await double.select(ann, panel.message, "Reminders go to …", [greeting.channel])

    assert f"reminders of ferry go to <#{greeting.channel.id}>" in done.message.text
    assert f"<#{greeting.channel.id}>: all there" in done.message.text
    with bot.database.reading() as connection:
        [place] = list_reminder_channels(connection)
    assert (place.desk, place.channel) == (str(greeting.channel.guild.id), str(greeting.channel.id))  # type: ignore[union-attr]


async def test_a_channel_without_rights_is_refused_by_name_and_right(double: Double, bot: Backchannel) -> None:
    greeting = await _greeted(double, {"news": ORDINARY, "quiet": VIEW | HISTORY})
    quiet = next(one for one in double.channels.values() if one.name == "quiet")
    ann = double.add_user("ann", permissions=MANAGER)
    panel = await double.press(ann, greeting, "Choose a channel")

    refused = await double.select(ann, panel.message, "Reminders go to …", [quiet])

    assert "“Send Messages”, “Embed Links”" in refused.message.text
    with bot.database.reading() as connection:
        assert list_reminder_channels(connection) == []


async def test_the_rights_test_names_what_is_missing_later(double: Double, bot: Backchannel) -> None:
    greeting = await _greeted(double, {"news": ORDINARY, "desk": ORDINARY & ~HISTORY})
    desk = next(one for one in double.channels.values() if one.name == "desk")
    ann = double.add_user("ann", permissions=MANAGER)

    await double.slash(ann, greeting.channel, "setup", {"channel": desk})
    panel = await double.slash(ann, greeting.channel, "setup")

    assert f"<#{desk.id}>: lacks “Read Message History”; grant it" in panel.message.text


async def test_only_who_may_manage_the_server_uses_the_panel(double: Double, bot: Backchannel) -> None:
    greeting = await _greeted(double)
    ben = double.add_user("ben")

    refused = await double.press(ben, greeting, "Choose a channel")

    assert "/setup is for those who may manage this server" in refused.message.text
    assert refused.ephemeral


async def test_who_sends_too_much_at_once_is_told_privately(double: Double, bot: Backchannel) -> None:
    ben = double.add_user("ben")
    for _ in range(5):
        await double.slash(ben, double.channel, "help")

    stopped = await double.slash(ben, double.channel, "status", {"private": "no"})

    assert "That was a lot at once" in stopped.message.text
    assert stopped.ephemeral


def test_each_channel_can_have_the_dossier_that_is_asked_there(either_database: Database) -> None:
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
        replace_dossier(connection, replace(tiny(), id="other", title="Other talks"), now=NOW, actor="test")
    here, there = replace(ANN, channel="1"), replace(ANN, channel="2")

    assert "Which dossier?" in asked(either_database, "/status", desk=SERVER, asker=here)
    asked(either_database, "/dossier use other", desk=SERVER, asker=here)
    asked(either_database, "/dossier use ferry where:everywhere", desk=SERVER, asker=here)

    assert "Other talks" in asked(either_database, "/status", desk=SERVER, asker=here)
    assert "Other talks" not in asked(either_database, "/status", desk=SERVER, asker=there)
    assert "Other talks" not in asked(either_database, "/status dossier:ferry", desk=SERVER, asker=here)
    listed = asked(either_database, "/dossier list", desk=SERVER, asker=there)
    assert listed.splitlines()[2:4] == [
        "ferry: The ferry talks: shared; what is changed here is kept for this desk alone, revision 1; sources from "
        "1 March 2031 to 10 March 2031; asked here where a question names none",
        "other: Other talks: shared; what is changed here is kept for this desk alone, revision 1; sources from "
        "1 March 2031 to 10 March 2031",
    ]


def test_choosing_a_dossier_is_for_admins(ferry: Database) -> None:
    with pytest.raises(UserError, match="/dossier use is for those who may manage this server"):
        asked(ferry, "/dossier use ferry", desk=SERVER, asker=BEN)
