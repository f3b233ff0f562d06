"""The installed bot as a process of its own: start, ask, add, remind, lose the line, die, come back, stop."""

import asyncio
import json
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.desk.desks import ReminderChannel, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.outbox.outbox import Due, add_due, list_due
from db.storage.database import open_database
from tests.builders import tiny
from tests.discord import TOKEN, Double, Fault, Message
from tests.discord.process import end, start
from tests.forked import Program


@dataclass
class Bot:
    """A running bot, its database and what it wrote to its log."""

    process: Process | Program
    url: str

    async def stop(self, *, kill: bool = False) -> tuple[int, str]:
        """End it; returns its exit status and its log."""
        return await end(self.process, kill=kill)


@asynccontextmanager
async def _running(
    double: Double, folder: Path, *, token: str = TOKEN, connects: bool = True, is_cold: bool = False
) -> AsyncIterator[Bot]:
    config = folder / "config.toml"
    config.write_text(f'[database]\nurl = "{folder / "bot.sqlite3"}"\n[discord]\nserver = {double.guild.id}\n')
    process = await start(double, "run", "--config", str(config), token=token, is_cold=is_cold)
    bot = Bot(process, f"sqlite:///{folder / 'bot.sqlite3'}")
    try:
        if connects:
            await double.until(lambda: double.gateway.connected, timeout=20)
        yield bot
    finally:
        if process.returncode is None:
            await bot.stop(kill=True)


async def _owe(folder: Path, channel: str, desk: str) -> None:
    """Prepare a database in which one reminder has just come due."""
    database = open_database(f"sqlite:///{folder / 'bot.sqlite3'}")
    now = datetime.now(UTC)
    today = now.date()
    window = f"{today - timedelta(days=1)}/{today + timedelta(days=300)}"
    dates = [
        {
            "id": "D1",
            "title": "The vote",
            "announced": [{"by": "vane", "text": "soon", "source": "morning"}],
            "when": window,
        }
    ]
    sources = [{"id": "morning", "outlet": "Post", "title": "T", "published": f"{today - timedelta(days=2)}"}]
    people = [{"id": "vane", "name": "Ada Vane", "spellings": [{"text": "Ada Vane", "sources": ["morning"]}]}]
    empty = dict.fromkeys(("statements", "offers", "events", "points", "parties", "topics"), ())
    dossier = tiny(**empty, dates=dates, sources=sources, people=people)
    with database.writing() as connection:
        replace_dossier(connection, dossier, now=now, actor="test")
        replace_reminder_channel(connection, ReminderChannel(desk, "ferry", channel), actor="1", now=now)
        opening = f"opening {today - timedelta(days=1)}"
        add_due(connection, Due(desk, "ferry", "D1", opening, channel, now.replace(tzinfo=None), "UTC", now))
    database.close()


async def _ask_of(folder: Path, people: list[str], channel: str, desk: str) -> None:
    """Prepare a database in which people have a reminder of their own that has just come due."""
    database = open_database(f"sqlite:///{folder / 'bot.sqlite3'}")
    now = datetime.now(UTC)
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=now, actor="test")
        for person in people:
            told = {"about": "call", "link": "", "words": "", "name": "somebody", "asked": now.isoformat()}
            due = Due(desk, "", person, "asked 1", f"user:{person}", now.replace(tzinfo=None), "UTC", now, kind="own")
            add_due(connection, replace(due, detail=json.dumps(told | {"fallback": channel})))
    database.close()


async def test_own_reminders_come_in_person_or_where_they_were_asked_for_if_that_is_refused(tmp_path: Path) -> None:
    async with Double() as double:
        ann, ben = double.add_user("ann"), double.add_user("ben")
        ann.takes_messages = False
        await _ask_of(tmp_path, [str(ann.id), str(ben.id)], str(double.channel.id), str(double.guild.id))

        async with _running(double, tmp_path) as bot:
            await double.until(lambda: len(double.visible(double.channel)) == 1, timeout=20)
            await double.until(lambda: len(double.visible(double.direct_messages(ben))) == 1, timeout=20)
            await bot.stop()

    assert "Posted here" in double.visible(double.channel)[0].text
    assert "call" in double.visible(double.direct_messages(ben))[0].text
    assert double.visible(double.direct_messages(ann)) == []


async def test_a_fresh_bot_starts_answers_completes_and_stops(tmp_path: Path) -> None:
    async with Double() as double, _running(double, tmp_path, is_cold=True) as bot:
        ann = double.add_user("ann")

        status = await double.slash(ann, double.channel, "status", {"as_of": "2022-07-28"})
        who = await double.slash(ann, double.channel, "who", {"name": "Песков"})
        choices = await double.complete(ann, double.channel, "who", "name", "pes")
        shared = await double.press(ann, who.message, "Share")
        code, log = await bot.stop()

    assert "Where it stands" in status.message.text
    assert status.ephemeral
    assert "Dmitry Peskov" in who.message.text
    assert choices[0]["value"] == "peskov"
    assert "Dmitry Peskov" in shared.followups[0].text
    assert (code, double.unknown_requests) == (0, [])
    assert TOKEN not in log


async def test_pages_and_forms_work_on_in_the_session_that_a_dropped_gateway_resumes(tmp_path: Path) -> None:
    typed = {"speaker": "peskov", "text": "“Not a word.”", "when": "2022-07-28", "source": "001-talks"}
    async with Double() as double, _running(double, tmp_path) as bot:
        ann = double.add_user("ann")
        many = await double.slash(ann, double.channel, "quotes", {"depth": "full"})
        first = many.message.text
        form = await double.slash(ann, double.channel, "add statement")

        double.gateway.drop()
        await double.until(lambda: double.gateway.resumes and double.gateway.connected, timeout=20)
        turned = await double.press(ann, many.message, "Next")
        read_back = await double.submit(ann, form, typed)
        saved = await double.press(ann, read_back.message, "Save")
        added = await double.slash(ann, double.channel, "item", {"id": "S-1"})
        code, _log = await bot.stop()

    assert "Page 1 of " in first
    assert "Page 2 of " in turned.message.text
    assert turned.message is many.message
    assert "Saved: S-1" in saved.message.text
    assert "“Not a word.”" in added.message.text
    assert (len(double.gateway.identifies), len(double.gateway.resumes)) == (1, 1)
    assert (code, double.unknown_requests) == (0, [])


async def test_a_reminder_is_posted_once_though_the_bot_is_killed_before_it_knows(tmp_path: Path) -> None:
    async with Double() as double:
        await _owe(tmp_path, str(double.channel.id), str(double.guild.id))
        double.fail_next("POST", r"/channels/\d+/messages", Fault("silence", stored=True))
        async with _running(double, tmp_path) as bot:
            await double.until(lambda: double.visible(double.channel), timeout=20)
            await bot.stop(kill=True)
        await _expire_leases(tmp_path)
        ann = double.add_user("ann")
        async with _running(double, tmp_path) as bot:
            posts = [r for r in double.requests if r.method == "POST" and r.path.endswith("/messages")]
            await double.until(lambda: len(_posts(double)) > len(posts) or len(_posts(double)) == 2, timeout=20)
            message = double.visible(double.channel)[0]
            unclear = _id_of(message, "Unclear")
            pressed = await double.press(ann, message, "Did not")
            late = await double.forge(double.add_user("ben"), message, unclear)  # who still sees the buttons
            await bot.stop()
        state = await _states(tmp_path, str(double.guild.id))

    assert len(_posts(double)) == 2
    assert len(double.visible(double.channel)) == 1
    assert pressed.message.text.startswith("Did not happen – ann, ")
    assert late.ephemeral
    assert "ann already answered “did not happen”" in late.message.text
    assert [button["label"] for button in message.buttons] == ["More"]
    assert state == ["sent"]


def _id_of(message: Message, label: str) -> str:
    return next(str(button["custom_id"]) for button in message.buttons if button["label"] == label)


def _posts(double: Double) -> list[object]:
    return [r for r in double.requests if r.method == "POST" and r.path.endswith("/messages")]


async def _expire_leases(folder: Path) -> None:
    """Let the dead bot's claim end, as it would within half a minute."""
    from sqlalchemy import update

    from db.storage import schema

    database = open_database(f"sqlite:///{folder / 'bot.sqlite3'}")
    with database.writing() as connection:
        connection.execute(update(schema.due).values(lease_until=0))
    database.close()


async def _states(folder: Path, desk: str) -> list[str]:
    database = open_database(f"sqlite:///{folder / 'bot.sqlite3'}")
    with database.reading() as connection:
        rows = list_due(connection, desk=desk, dossier="ferry")
    database.close()
    return [row.state for row in rows if row.occasion.startswith("opening")]


@pytest.mark.parametrize("token", ["wrong.token.here"])
async def test_a_wrong_token_is_one_clear_line(tmp_path: Path, token: str) -> None:
    async with Double() as double, _running(double, tmp_path, token=token, connects=False) as bot:
        code = await asyncio.wait_for(bot.process.wait(), timeout=20)
        _code, log = await bot.stop()

    assert code == 2
    assert "Discord refuses the bot's token." in log
    assert token not in log
    assert "Traceback" not in log
