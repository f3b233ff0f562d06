"""A tracked date as an event of the server's calendar: exact, inexact, refused; once, and only with the right."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.asking import UserError
from bot.discord.client import Backchannel
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, TINY, tiny
from tests.digests.living import SERVER
from tests.discord import TOKEN, Double
from tests.discord.launch import pointed_at
from tests.discord.world import CREATE_EVENTS

_SAID = [{"by": "oake", "exact": "by the end of March", "source": "weekly"}]
_DATES = [
    *TINY["dates"],
    {"id": "D4", "title": "Answer", "announced": _SAID, "when": "2031-03-25"},
    {"id": "D5", "title": "Visit", "announced": _SAID, "when": "2031-03-18/2031-03-31"},
    {"id": "D6", "title": "Fair", "announced": _SAID, "when": "[2031-04-01..]"},
]


@pytest.fixture
def dated(ferry: Database) -> Database:
    """The tiny dossier with dates to come."""
    with ferry.writing() as connection:
        replace_dossier(connection, tiny(dates=_DATES), now=NOW, actor="test")
    return ferry


@pytest.fixture
async def double(dated: Database) -> AsyncIterator[Double]:
    """Discord, to all appearances, with the bot connected."""
    async with Double(clock=lambda: NOW) as running:
        with pointed_at(running.api):
            bot = Backchannel(dated, desk=Desk("", "Europe/Berlin", "09:00"), clock=lambda: NOW)
            task = asyncio.create_task(bot.start(TOKEN))
            await running.until(lambda: running.gateway.connected and bool(running.commands.get(None)), timeout=20)
            yield running
            await bot.close()
            await task
    assert running.unknown_requests == []


async def test_an_event_spans_its_window_says_that_it_is_inexact_and_is_made_once(double: Double) -> None:
    ann = double.add_user("ann")
    double.bot.permissions |= CREATE_EVENTS

    first = await double.slash(ann, double.channel, "event", {"item": "D5"})
    again = await double.slash(ann, double.channel, "event", {"item": "D5"})
    await double.slash(ann, double.channel, "event", {"item": "D4"})

    window, day = double.events
    assert window["name"] == "Some time in this window: Visit"
    assert window["entity_metadata"] == {"location": "The ferry talks"}
    assert "by the end of March" in window["description"]
    assert window["scheduled_end_time"].startswith("2031-03-31T22:00:00")  # midnight in Berlin, summer time
    assert day["name"] == "Answer"
    assert day["scheduled_start_time"].startswith("2031-03-24T23:00:00")
    assert "made, from" in first.message.text
    assert "there already, from" in again.message.text


async def test_without_the_right_it_is_named(double: Double) -> None:
    ann = double.add_user("ann")
    double.bot.permissions &= ~CREATE_EVENTS

    refused = await double.slash(ann, double.channel, "event", {"item": "D4"})

    assert "lacks the right “Create Events”" in refused.message.text
    assert double.events == []


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        ("D1", "D1 is over: 28 February – 7 March 2031"),
        ("D3", "D3 has been answered, or has no days"),
        ("D6", "D6 has no last day, so it can't be an event"),
        ("S1", "S1 is no tracked date"),
    ],
)
def test_what_cannot_be_an_event_is_refused(dated: Database, item: str, fault: str) -> None:
    with pytest.raises(UserError, match=fault):
        asked(dated, f"/event {item}", desk=SERVER)


def test_a_terminal_and_direct_messages_are_shown_the_calendar(dated: Database) -> None:
    for desk in (Desk("local", "UTC", "09:00"), Desk("dm-1", "UTC", "09:00")):
        with pytest.raises(UserError, match="/dossier export format:calendar"):
            asked(dated, "/event D4", desk=desk)
