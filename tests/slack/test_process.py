"""The installed bot as a process of its own: start, ask, remind, die, come back, stop; with Discord beside it."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.desk.desks import ReminderChannel, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.outbox.outbox import Due, add_due, list_due
from db.storage.database import open_database
from tests.builders import tiny
from tests.discord import Double
from tests.discord.process import start as start_discord
from tests.forked import Program
from tests.slack import APP_TOKEN, BOT_TOKEN, Fault, Standin
from tests.slack.process import end, start

DESK = "slack-T0WORKSPACE"


@asynccontextmanager
async def _running(
    slack: Standin, folder: Path, *, settling: float = 30.0, is_cold: bool = False
) -> AsyncIterator[Process | Program]:
    process = await start(slack, folder, settling=settling, is_cold=is_cold)
    try:
        before = slack.socket.opened
        await slack.until(lambda: slack.socket.opened > before and slack.socket.connected, timeout=120)
        yield process
    finally:
        if process.returncode is None:
            await end(process, kill=True)


def _owe(folder: Path, channel: str, person: str) -> None:
    """Prepare a database in which a reminder that a person asked for in a channel has just come due."""
    database = open_database(f"sqlite:///{folder / 'bot.sqlite3'}")
    now = datetime.now(UTC)
    occasion = f"opening {now.date() - timedelta(days=1)}"
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=now, actor="test")
        replace_reminder_channel(connection, ReminderChannel(DESK, "ferry", channel), actor="U1", now=now)
        told = {"about": "call", "link": "", "words": "", "name": "somebody", "asked": now.isoformat()}
        local = now.replace(tzinfo=None)
        row = Due(DESK, "", person, occasion, channel, local, "UTC", now, kind="own", detail=json.dumps(told))
        add_due(connection, row)
    database.close()


async def test_a_fresh_bot_starts_answers_and_stops(tmp_path: Path) -> None:
    async with Standin() as slack, _running(slack, tmp_path, is_cold=True) as process:
        ann = slack.world.add_user("ann")
        who = await slack.slash(ann, slack.channel, "who Песков")
        await slack.mention(ann, slack.channel, "status")
        await slack.until(slack.posted, timeout=60)
        code, log = await end(process)

    assert "Dmitry Peskov" in who.text
    assert "Where it stands" in slack.posted()[0].shown
    assert (code, slack.unknown) == (0, [])
    assert BOT_TOKEN not in log
    assert APP_TOKEN not in log
    assert "will be unused" not in log
    assert "Traceback" not in log


async def test_buttons_and_pages_go_on_working_after_a_restart(tmp_path: Path) -> None:
    async with Standin() as slack:
        ann = slack.world.add_user("ann")
        async with _running(slack, tmp_path):
            many = await slack.slash(ann, slack.channel, "quotes depth:full")
        async with _running(slack, tmp_path):
            assert many.message
            await slack.press(ann, many.message, "Next")
            await slack.until(lambda: many.message and "Page 2 of" in many.message.shown, timeout=60)

    assert "Page 2 of" in many.text


async def test_without_a_usable_token_it_is_one_clear_line(tmp_path: Path) -> None:
    lines = []
    async with Standin() as slack:
        for environment in (
            {"SLACK_BOT_TOKEN": "xoxb-wrong"},
            {"SLACK_APP_TOKEN": "xapp-wrong"},
            {"SLACK_APP_TOKEN": ""},
            {"SLACK_APP_TOKEN": "", "SLACK_BOT_TOKEN": ""},
        ):
            process = await start(slack, tmp_path, environment=environment)
            await asyncio.wait_for(process.wait(), timeout=120)
            code, log = await end(process)
            lines.append((code, log.splitlines()[-1]))

    assert [code for code, _ in lines] == [2, 2, 2, 2]
    assert "Slack refuses the bot's token (invalid_auth). Copy it anew" in lines[0][1]
    assert "Slack refuses the app-level token (invalid_auth). Make it anew" in lines[1][1]
    assert "SLACK_APP_TOKEN (xapp-…) is missing" in lines[2][1]
    assert lines[3][1].startswith("There is no token.")


async def test_one_platform_that_fails_does_not_end_the_other(tmp_path: Path) -> None:
    async with Double() as double, Standin() as slack:
        config = f"[discord]\nserver = {double.guild.id}\n"
        process = await _both(slack, double, tmp_path, config, SLACK_BOT_TOKEN="xoxb-wrong")
        await double.until(lambda: double.gateway.connected, timeout=120)
        ann = double.add_user("ann")
        seen = await double.slash(ann, double.channel, "who", {"name": "peskov"})
        code, log = await end(process)

    assert "Dmitry Peskov" in seen.message.text
    assert code == 0
    assert "a front end has ended, the other goes on" in log
    assert "Slack refuses the bot's token" in log


async def test_a_server_and_a_workspace_are_two_desks_over_one_dossier(tmp_path: Path) -> None:
    async with Double() as double, Standin() as slack:
        process = await _both(slack, double, tmp_path, f"[discord]\nserver = {double.guild.id}\n")
        await double.until(lambda: double.gateway.connected, timeout=120)
        await slack.until(lambda: slack.socket.connected, timeout=120)
        ann, eve = double.add_user("ann"), slack.world.add_user("eve", is_admin=True)
        recorded = await slack.slash(eve, slack.channel, "outcome D1 happened basis:“CNN, 30 July”")
        here = await slack.slash(eve, slack.channel, "item D1")
        there = await double.slash(ann, double.channel, "item", {"id": "D1"})
        code, log = await end(process)

    assert "Recorded" in recorded.text
    assert "recorded by eve" in here.text
    assert "recorded by eve" not in there.message.text
    assert (code, "Traceback" in log) == (0, False)


async def _both(slack: Standin, double: Double, folder: Path, config: str, **environment: str) -> Process | Program:
    """Start the bot for both platforms, discord.py pointed at its own double."""
    file = folder / "config.toml"
    file.write_text(f'[database]\nurl = "{folder / "bot.sqlite3"}"\n{config}')
    own = {"SLACK_API_URL": slack.api, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
    return await start_discord(double, "run", "--config", str(file), stdout=PIPE, is_cold=False, **own | environment)


async def test_what_is_owed_is_posted_once_though_the_bot_is_killed_before_it_knows(tmp_path: Path) -> None:
    async with Standin() as slack:
        _owe(tmp_path, slack.channel.id, slack.world.add_user("ann").id)
        slack.fail_next("chat.postMessage", Fault("silence", done=True))
        async with _running(slack, tmp_path) as process:
            await slack.until(slack.posted, timeout=120)
            await end(process, kill=True)
        async with _running(slack, tmp_path, settling=1.0) as process:
            await slack.until(lambda: _sent(tmp_path), timeout=120)
            await end(process)

    assert len(slack.posted()) == 1


def _sent(folder: Path) -> bool:
    database = open_database(f"sqlite:///{folder / 'bot.sqlite3'}")
    with database.reading() as connection:
        rows = list_due(connection, desk=DESK, dossier="")
    database.close()
    return [row.state for row in rows] == ["sent"]
