"""Following in Discord: asked for in a server, told in direct messages, stopped there by a press."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.delivery.scheduler import Clock, Courier
from bot.discord.client import Backchannel
from bot.discord.gateway import run_client
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.builders import NOW, TINY, tiny
from tests.discord import TOKEN, Double
from tests.discord.faults import Fault
from tests.discord.launch import pointed_at
from tests.discord.world import SEND, VIEW

_BERLIN = Desk("", "Europe/Berlin", "09:00")
_UNKNOWN_MEMBER = Fault("status", status=404, code=10007)
_TIME = [NOW]  # the last is now


@pytest.fixture
def client(ferry: Database) -> Backchannel:
    """The bot, not started, with the tiny dossier."""
    _TIME[:] = [NOW]
    return Backchannel(ferry, desk=_BERLIN, clock=lambda: _TIME[-1])


@pytest.fixture
async def double(client: Backchannel) -> AsyncIterator[Double]:
    """Discord, to all appearances, with the bot connected."""
    async with Double() as running:
        with pointed_at(running.api):
            task = asyncio.create_task(run_client(client, TOKEN))
            await running.until(lambda: running.gateway.connected, "the bot to connect")
            yield running
            await client.close()
            await asyncio.wait_for(task, 5)
    assert running.unknown_requests == []


async def _say(database: Database, words: str, clock: Clock, *, minutes: int) -> None:
    """Load the dossier with one more statement of the mayor's, and wait for the news of it to be told."""
    now = NOW + timedelta(minutes=minutes)
    wordings = [{"source": "weekly", "kind": "direct", "text": words}]
    new = {"id": "S20", "speaker": "vane", "wordings": wordings}
    with database.writing() as connection:
        replace_dossier(connection, tiny(statements=[*TINY["statements"], new]), now=now, actor="test")
    _TIME.append(now + timedelta(minutes=5))
    await clock.ring(_TIME[-1])


async def test_news_of_what_is_followed_comes_in_person_and_is_stopped_there(
    double: Double, client: Backchannel, ferry: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    ann = double.add_user("ann", permissions=VIEW | SEND)
    in_person = double.direct_messages(ann)
    clock = Clock(Courier(ferry, _BERLIN, client.channels.post, owner="test", find=client.channels.find))

    offered = await double.complete(ann, double.channel, "follow", "name", "")
    subjects = await double.complete(ann, double.channel, "follow", "about", "")
    asked = await double.slash(ann, double.channel, "follow", {"name": "vaine", "how": "dm"})
    begun = await double.press(ann, asked.message, "Ada Vane, mayor of Northhaven")
    await _say(ferry, "The ferry is late", clock, minutes=1)
    [told] = double.visible(in_person)
    news = told.text
    stopped = await double.press(ann, told, "Stop following")
    said = stopped.message.text  # changed by the next press
    await _say(ferry, "The ferry is very late", clock, minutes=8)
    silent = len(double.visible(in_person))
    again = await double.press(ann, stopped.message, "Follow again")
    await _say(ferry, "The ferry came", clock, minutes=15)
    changed = double.visible(in_person)[-1].text
    double.fail_next("GET", f"/guilds/{double.guild.id}/members/{ann.id}", _UNKNOWN_MEMBER)
    await _say(ferry, "The ferry left", clock, minutes=25)

    assert {one["value"] for one in offered} >= {"vane", "oake", "north"}
    assert [one["value"] for one in subjects][:1] == ["ferry-line"]
    assert begun.ephemeral
    assert "You follow Ada Vane" in begun.message.text
    assert "The ferry is late" in news
    assert "You no longer follow Ada Vane" in said
    assert silent == 1
    assert "You follow Ada Vane" in again.message.text
    assert re.search("“The ferry is very late” .*> “The ferry came”", changed)
    assert "You are no longer where you followed" in double.visible(in_person)[-1].text
    log = capsys.readouterr().out
    assert "message posted" in log
    assert str(ann.id) not in log
