"""Running the bot: its front ends, the clock that calls delivery each second, and an orderly stop."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol

from bot.answers.directory import warm
from bot.cli.health import Health, served
from bot.config import Config
from bot.delivery.clock import Rings, ringing
from bot.delivery.rate_limit import Pace, Paces, slack_pace
from bot.delivery.switchboard import Switchboard
from bot.delivery.tasks import end
from bot.delivery.worker import Delivery
from bot.discord.metrics import Figures
from bot.discord.shards import ONE_SHARD, Shards
from bot.log import Log
from bot.transport import StartError, Transport
from db.desk.desks import Desk
from db.storage.database import Database
from db.storage.memory import settle_down, spare_what_is_there

__all__ = ["StartError", "check_tokens", "run", "work"]

_LAST_POSTS = 2.5  # of the five seconds that an orderly stop may take
_SOON = 0.05
_AGAIN = 60.0  # after a front end has ended while another one goes on

Clock = Callable[[], datetime]

_log = Log(__name__)


class Front(Protocol):
    """A front end: it runs until it is cancelled, or raises StartError."""

    @property
    def is_ready(self) -> bool: ...

    async def run(self) -> None: ...


@dataclass(eq=False, slots=True)
class _Fronts:
    """The front ends of this process, by platform, and why those that ended did."""

    fronts: Mapping[str, Front]
    transports: Mapping[str, Transport]
    ended: dict[str, str] = field(default_factory=dict)

    def is_ready(self, name: str) -> bool:
        """Tell whether a platform can be posted to."""
        return name in self.fronts and self.fronts[name].is_ready

    async def stay(self) -> None:
        """Run them all; one that ends begins again later while another goes on. Raises StartError when none does."""
        tasks = {asyncio.create_task(front.run()): name for name, front in self.fronts.items()}
        resting: dict[asyncio.Task[None], str] = {}
        try:
            while tasks:
                done, _ = await asyncio.wait({*tasks, *resting}, return_when=asyncio.FIRST_COMPLETED)
                for task in done & resting.keys():
                    name = resting.pop(task)
                    tasks[asyncio.create_task(self.fronts[name].run())] = name
                for task in done & tasks.keys():
                    name = tasks.pop(task)
                    if not tasks:
                        task.result()
                        return
                    self._note(name, task)
                    if _may_pass(task):
                        resting[asyncio.create_task(asyncio.sleep(_AGAIN))] = name
        finally:
            await end(*tasks, *resting)

    def _note(self, name: str, task: asyncio.Task[None]) -> None:
        error = task.exception()
        reason = str(error or "it ended").rstrip(".")
        self.ended[name] = reason
        if isinstance(error, StartError) or error is None:
            _log.error("a front end has ended, the other goes on", platform=name, reason=reason)
        else:
            _log.error("a front end broke, the other goes on", platform=name, exc_info=error)

    def reasons(self, name: str, _now: datetime) -> list[str]:
        """Say why a platform's front end has ended; nothing while it runs."""
        if self.is_ready(name):
            self.ended.pop(name, None)
        return [f"{name.capitalize()} has ended: {self.ended[name]}"] if name in self.ended else []


def _may_pass(task: asyncio.Task[None]) -> bool:
    error = task.exception()
    return not (isinstance(error, StartError) and error.permanent)


async def run(
    config: Config,
    database: Database,
    *,
    desk: Desk,
    clock: Clock,
    shards: Shards = ONE_SHARD,
    tell_anew: bool = False,
    delivers: bool = True,
) -> None:
    """Run the bot until SIGTERM or SIGINT; raises StartError if it can't start or go on.

    It runs what there are tokens for: Discord, Slack, or both. `shards` is this process's part of Discord's gateway;
    `tell_anew`: tell Discord the commands, changed or not. Without `delivers` it only answers, and leaves what is due
    to workers.
    """
    check_tokens(config)
    figures = Figures()
    health = Health(database, clock, figures)
    fronts: dict[str, Front] = {}
    transports: dict[str, Transport] = {}
    if config.discord.token is not None:
        from bot.discord.front import Front as Discord

        server, limit = config.discord.server, config.discord.pace
        discord = Discord(
            config.discord.token.reveal(), database, desk, clock, figures, server, limit, shards, tell_anew
        )
        fronts["discord"] = transports["discord"] = discord
        health.presence = discord.client.presence
        health.latency = lambda: discord.client.latency
    if config.slack.bot_token is not None:
        from bot.slack.front import Front as Slack

        slack = Slack(config.slack, database, desk, clock, figures.answered, limit=config.discord.pace)
        fronts["slack"] = transports["slack"] = slack
        health.fronts = {"slack": slack.presence.reasons}
    await _run(config, database, _Fronts(fronts, transports), health, desk=desk, delivers=delivers)


async def work(config: Config, database: Database, *, desk: Desk, clock: Clock) -> None:
    """Deliver what is due, over HTTP alone, until SIGTERM or SIGINT; raises StartError."""
    check_tokens(config)
    fronts: dict[str, Front] = {}
    transports: dict[str, Transport] = {}
    if config.discord.token is not None:
        from bot.discord.front import Poster

        poster = Poster(config.discord.token.reveal())
        fronts["discord"], transports["discord"] = poster, poster.channels
    if config.slack.bot_token is not None:
        from bot.slack.front import Front as Slack

        slack = Slack(config.slack, database, desk, clock, listens=False)
        fronts["slack"] = transports["slack"] = slack
    await _run(config, database, _Fronts(fronts, transports), Health(database, clock), desk=desk, delivers=True)


async def _run(
    config: Config, database: Database, fronts: _Fronts, health: Health, *, desk: Desk, delivers: bool
) -> None:
    """Run front ends and delivery until told to stop."""
    paces = {name: slack_pace() if name == "slack" else Pace() for name in fronts.fronts}
    paces |= {name: Pace() for name in ("discord", "slack") if name not in paces}
    pace = Paces(paces, fronts.is_ready)
    delivery = Delivery(
        database, desk, Switchboard(fronts.transports), clock=health.clock, pace=pace, keep=config.articles.keep
    )
    health.delivery = delivery if delivers else None
    own = dict(health.fronts)
    health.fronts = {
        name: partial(_reasons, [partial(fronts.reasons, name), *([own[name]] if name in own else [])])
        for name in fronts.fronts
    }
    warming = asyncio.create_task(prepare(database, desk))
    staying = asyncio.create_task(fronts.stay())
    stop = asyncio.create_task(_stopped().wait())
    spare_what_is_there()
    rings: AbstractAsyncContextManager[None] = nullcontext()
    if delivers:
        rings = _delivering(delivery, lambda: any(fronts.is_ready(name) for name in fronts.fronts))
    try:
        async with served(config.health, health), rings:
            await asyncio.wait((staying, stop), return_when=asyncio.FIRST_COMPLETED)
        if staying.done():
            staying.result()
    finally:
        await end(staying, stop, warming)


def _reasons(of: list[Callable[[datetime], list[str]]], now: datetime) -> list[str]:
    return [reason for reasons in of for reason in reasons(now)]


async def prepare(database: Database, desk: Desk) -> None:
    """Do ahead, while the bot logs in, what would keep somebody waiting later."""
    await database.readers.run(partial(warm, database, desk))
    settle_down()


def check_tokens(config: Config) -> None:
    """Raise StartError where there is no token, or one of Slack's two is missing."""
    if config.discord.token is None and config.slack.bot_token is None and config.slack.app_token is None:
        reason = (
            "There is no token. Set DISCORD_TOKEN, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or name files with them: "
            "[discord] token_file, [slack] bot_token_file and app_token_file."
        )
        raise StartError(reason, permanent=True)
    if (config.slack.bot_token is None) != (config.slack.app_token is None):
        lacks = "SLACK_APP_TOKEN (xapp-…)" if config.slack.app_token is None else "SLACK_BOT_TOKEN (xoxb-…)"
        raise StartError(f"Slack needs both of its tokens; {lacks} is missing.", permanent=True)


@asynccontextmanager
async def _delivering(delivery: Delivery, ready: Callable[[], bool]) -> AsyncIterator[None]:
    async def ring() -> None:
        if ready():
            await delivery.ring()

    async def begin(rings: Rings) -> None:
        # what is owed after a start waits for no second; discord.py has no event for a login without a gateway
        while not ready():  # noqa: ASYNC110
            await asyncio.sleep(_SOON)
        await rings.once()

    async with ringing(ring, delivery.tidy) as rings:
        beginning = asyncio.create_task(begin(rings))
        try:
            yield
        finally:
            await end(beginning)
    await delivery.stop(_LAST_POSTS)


def _stopped() -> asyncio.Event:
    event = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, event.set)
    return event
