"""The real slack_bolt against the stand-in, in the test's own loop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import aiohttp

from bot.config import SlackConfig
from bot.config_values import Secret
from bot.slack.client import listening
from bot.slack.cooldown import QuestionLimit
from bot.slack.gateway import Presence, identify, open_web, stay
from bot.slack.people import People
from bot.slack.posting import Channels
from bot.slack.workspace import Workspace
from db.desk.desks import Desk
from db.storage.database import Database
from tests.builders import DESK, NOW
from tests.slack import APP_TOKEN, BOT_TOKEN, Standin


def config_of(slack: Standin) -> SlackConfig:
    """Give the settings that lead to the stand-in."""
    return SlackConfig(Secret(BOT_TOKEN), Secret(APP_TOKEN), slack.api)


@asynccontextmanager
async def running(
    slack: Standin, database: Database, *, desk: Desk = DESK, clock: Callable[[], datetime] = lambda: NOW
) -> AsyncIterator[Workspace]:
    """Run the front end until the test has done; gives the workspace that it answers."""
    async with staying(slack, database, desk=desk, clock=clock) as (here, stays):
        await slack.until(lambda: slack.socket.connected or stays.done())
        if stays.done():
            stays.result()
        yield here


@asynccontextmanager
async def staying(
    slack: Standin, database: Database, *, desk: Desk = DESK, clock: Callable[[], datetime] = lambda: NOW
) -> AsyncIterator[tuple[Workspace, "asyncio.Task[None]"]]:
    """Begin to run it; gives what ends when it can't go on, too."""
    async with aiohttp.ClientSession() as session:
        config, presence = config_of(slack), Presence()
        web = open_web(config, session)
        told = await identify(web, presence, clock)
        people = People(web, told["team_id"])
        who = (told["team_id"], told["user_id"], told["url"])
        here = Workspace(database, desk, clock, web, *who, people, QuestionLimit(1000), _uncounted)
        stays = asyncio.create_task(stay(listening(here), web, config, presence, clock))
        try:
            yield here, stays
        finally:
            stays.cancel()
            await asyncio.gather(stays, return_exceptions=True)
            await here.drawing.close()


def channels_of(here: Workspace, *, settling: float = 0.0) -> Channels:
    """Give the workspace's channels, which doubt for no longer than a test has time."""
    return Channels(here.web, here.people, here.user, settling)


def _uncounted(_command: str, _result: str, _seconds: float) -> None:
    """Count nothing."""
