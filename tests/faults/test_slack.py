"""What is owed in Slack stands there once, whatever becomes of requests, answers, the socket and the process."""

import asyncio
import random
import signal
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from bot.delivery.dispatcher import Courier
from bot.delivery.scheduler import tick
from bot.platforms import SLACK
from bot.slack.gateway import open_web
from bot.slack.people import People
from bot.slack.posting import Channels
from db.desk.desks import Desk
from db.outbox.outbox import Due, add_all_due, list_due
from db.storage.database import Database, open_database
from tests.faults.conftest import Figures
from tests.faults.sizes import sized
from tests.slack import Fault, Standin
from tests.slack.faults import Kind
from tests.slack.process import end, start
from tests.slack.running import config_of, running

_MANY, _PLACES = sized(200, 1_000, 10_000), sized(8, 20, 50)
_KILLS, _OWED = sized(2, 5, 20), sized(12, 30, 120)
_START = datetime(2031, 3, 1, 9, 0, tzinfo=UTC)
_KINDS: tuple[Kind, ...] = ("reset", "empty", "cut", "html", "status", "error")
# fifteen in a hundred of the calls meet one of these, each kind as often as the others
_FAULTS = [
    *(
        Fault(kind, done=done)
        for kind in ("reset", "empty", "cut", "html", "status", "error")
        for done in (True, False)
    ),
    Fault("late", seconds=0.05),
    Fault("limited", seconds=1),
    Fault("error", error="fatal_error", done=True),
    Fault("error", error="ratelimited"),
]


class Hands:
    """A clock that is moved by hand, for the bot and for Slack."""

    now = _START

    def __call__(self) -> float:
        """Give the seconds."""
        return self.now.timestamp()


def _owe(database: Database, desk: str, places: list[str], many: int, *, at: datetime) -> None:
    local = at.replace(tzinfo=None)
    rows = [
        Due(desk, "d", f"N{number}", "once", places[number % len(places)], local, "UTC", at, kind="plain")
        for number in range(many)
    ]
    with database.writing() as connection:
        add_all_due(connection, rows)


def _states(database: Database, desk: str) -> Counter[str]:
    with database.reading() as connection:
        return Counter(row.state for row in list_due(connection, desk=desk, dossier="d"))


def _shown(slack: Standin) -> Counter[str]:
    """Count by which row each message that can be seen was posted."""
    marks: Counter[str] = Counter()
    for channel in slack.world.channels.values():
        for message in slack.world.visible(channel):
            if message.metadata:
                marks.update(str(message.metadata["event_payload"]["rows"]).split())
    return marks


def _fault(chance: random.Random, method: str) -> Fault | None:
    """Choose the fault that a call meets, if any."""
    meets = method.startswith(("chat.", "conversations.")) and chance.random() < 0.15
    return chance.choice(_FAULTS) if meets else None


@pytest.fixture
def hands() -> Hands:
    """A clock at nine."""
    return Hands()


@pytest.mark.usefixtures("plain_kind")
async def test_with_faults_of_every_kind_nothing_is_doubled_and_nothing_lost(
    database: Database, hands: Hands, figures: Figures
) -> None:
    chance = random.Random(13)
    async with Standin(hands) as slack, aiohttp.ClientSession() as session:
        desk = f"{SLACK}{slack.world.team}"
        places = [slack.channel.id, *(slack.world.add_channel(f"c{number}").id for number in range(_PLACES - 1))]
        _owe(database, desk, places, _MANY, at=_START)
        slack.troubles.choose = lambda method: _fault(chance, method)
        web = open_web(config_of(slack), session)
        channels = Channels(web, People(web, slack.world.team), slack.world.bot_user, 0.0)
        courier = Courier(database, Desk(desk, "UTC", "09:00"), channels.post, owner="one", look=channels.look)
        rounds = 0
        while set(_states(database, desk)) != {"sent"} and rounds < 400:
            rounds += 1
            await tick(courier, now=hands.now)
            await asyncio.sleep(0.06)  # what is carried out late has been by then
            hands.now += timedelta(seconds=61)
        marks = _shown(slack)

    doubled = sum(count - 1 for count in marks.values())
    figures("Slack, 15 % faults", owed=_MANY, lost=_MANY - len(marks), doubled=doubled, rounds=rounds)
    assert (len(marks), doubled) == (_MANY, 0)


async def test_a_bot_that_is_killed_while_it_posts_doubles_and_loses_nothing(tmp_path: Path, figures: Figures) -> None:
    chance = random.Random(7)
    async with Standin() as slack:
        desk = f"{SLACK}{slack.world.team}"
        places = [slack.channel.id, *(slack.world.add_channel(f"c{number}").id for number in range(5))]
        database = open_database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
        people = [slack.world.add_user(f"u{number}").id for number in range(_OWED)]
        _owe_own(database, desk, places, people)
        kills = 0
        while _own_states(database, desk) != {"sent"} and kills < 10 * _KILLS:
            process = await start(slack, tmp_path, settling=1.0)
            before = len(_shown(slack))
            if kills < _KILLS:
                await slack.until(partial(_more_than, slack, before), timeout=60)
                await asyncio.sleep(chance.uniform(0.0, 0.3))
                process.send_signal(signal.SIGKILL)
            else:
                await slack.until(lambda: _own_states(database, desk) == {"sent"}, timeout=120)
            kills += 1
            await end(process, kill=kills <= _KILLS)
        marks = _shown(slack)
        database.close()

    doubled = sum(count - 1 for count in marks.values())
    figures("Slack, kill -9", owed=_OWED, kills=_KILLS, lost=_OWED - len(marks), doubled=doubled)
    assert (len(marks), doubled) == (_OWED, 0)


def _more_than(slack: Standin, before: int) -> bool:
    return len(_shown(slack)) > before


def _reconnected(slack: Standin, before: int) -> bool:
    return slack.socket.opened > before and slack.socket.connected


def _owe_own(database: Database, desk: str, places: list[str], people: list[str]) -> None:
    now = datetime.now(UTC)
    local = now.replace(tzinfo=None)
    told = '{"about": "call", "link": "", "words": "", "name": "somebody", "asked": "2031-03-01T09:00:00+00:00"}'
    rows = [
        Due(
            desk,
            "",
            person,
            f"asked {number}",
            places[number % len(places)],
            local,
            "UTC",
            now,
        )
        for number, person in enumerate(people)
    ]
    rows = [replace(row, kind="own", detail=told) for row in rows]
    with database.writing() as connection:
        add_all_due(connection, rows)


def _own_states(database: Database, desk: str) -> set[str]:
    with database.reading() as connection:
        return {row.state for row in list_due(connection, desk=desk, dossier="")}


async def test_a_refresh_every_second_loses_no_command(ferry: Database, figures: Figures) -> None:
    many = sized(3, 20, 120)
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann")
        lost = 0
        for _ in range(many):
            before = slack.socket.opened
            await slack.socket.refresh()
            seen = await slack.slash(ann, slack.channel, "who vane")
            lost += bool(seen.error)
            await slack.until(partial(_reconnected, slack, before))
            await asyncio.sleep(sized(0.0, 0.5, 1.0))
        opened = slack.socket.opened

    figures("Slack, refresh", refreshes=many, lost=lost, connections=opened)
    assert lost == 0
    assert opened == many + 1


async def test_events_that_come_again_and_again_are_answered_once(ferry: Database, figures: Figures) -> None:
    many = sized(5, 50, 300)
    async with Standin() as slack, running(slack, ferry) as here:
        here.pace = type(here.pace)(10_000)
        ann = slack.world.add_user("ann")
        for _ in range(many):
            await slack.mention(ann, slack.channel, "who vane", copies=3)
        await slack.until(lambda: len(slack.posted()) >= many, timeout=120)
        await asyncio.sleep(0.3)
        answered = len(slack.posted())

    figures("Slack, repeated events", said=many, copies=3, answered=answered)
    assert answered == many


@pytest.mark.usefixtures("plain_kind")
async def test_slack_that_is_away_or_says_wait_for_long_loses_nothing(
    database: Database, hands: Hands, figures: Figures
) -> None:
    many = sized(20, 100, 500)
    async with Standin(hands) as slack, aiohttp.ClientSession() as session:
        desk = f"{SLACK}{slack.world.team}"
        _owe(database, desk, [slack.channel.id], many, at=_START)
        web = open_web(config_of(slack), session)
        channels = Channels(web, People(web, slack.world.team), slack.world.bot_user, 0.0)
        courier = Courier(database, Desk(desk, "UTC", "09:00"), channels.post, owner="one", look=channels.look)
        slack.fail_next("chat.postMessage", Fault("status", status=503), times=None)
        while hands.now < _START + timedelta(minutes=10):
            await tick(courier, now=hands.now)
            hands.now += timedelta(seconds=31)
        away = len([one for one in slack.world.requests if one.method == "chat.postMessage"])
        slack.troubles.clear()
        slack.rates.strict = True
        while set(_states(database, desk)) != {"sent"} and hands.now < _START + timedelta(hours=6):
            await tick(courier, now=hands.now)
            hands.now += timedelta(seconds=5)
        marks = _shown(slack)

    doubled = sum(count - 1 for count in marks.values())
    figures("Slack away, then 429", owed=many, asked_while_away=away, lost=many - len(marks), doubled=doubled)
    assert (len(marks), doubled) == (many, 0)
    assert away <= 25
