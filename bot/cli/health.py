"""Whether a running bot is well, and its figures, for machines that look after it; on loopback by default."""

import asyncio
import math
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.config import HealthConfig
from bot.delivery.tasks import end
from bot.delivery.worker import Delivery
from bot.discord.metrics import CONTENT_TYPE, Figures
from bot.discord.shards import Presence
from bot.log import Log
from bot.transport import StartError
from db.outbox.outbox import Owed, count_owed, next_due_at
from db.storage.address import file_of
from db.storage.database import Database, DatabaseError

_SILENT = timedelta(seconds=3)  # without an answer of the database's
_AWAY = timedelta(seconds=15)
_STILL = timedelta(seconds=20)  # without a ring
_LATE = timedelta(minutes=5)
_LEAST_SPACE = 5 << 20

_log = Log(__name__)


@dataclass(slots=True)
class Health:
    """What is looked at: the storage, and where they run, the gateway and delivery."""

    database: Database
    clock: Callable[[], datetime]
    figures: Figures = field(default_factory=Figures)
    presence: Presence | None = None
    delivery: Delivery | None = None
    latency: Callable[[], float] | None = None
    fronts: Mapping[str, Callable[[datetime], list[str]]] = field(default_factory=dict)  # by platform: what is wrong
    answered_at: datetime | None = None  # when the database last let us write
    trouble: str = ""
    oldest: datetime | None = None  # when what is owed longest was due
    owed: Owed = field(default_factory=Owed)

    async def look(self) -> None:
        """See whether the database lets us write; nothing is written, so nothing is flushed."""
        try:
            async with self.database.promptly():
                self.oldest = await self.database.write(next_due_at, local=False)
        except DatabaseError as error:
            self.trouble = str(error)
        else:
            self.trouble, self.answered_at = "", self.clock()

    def reasons(self) -> list[str]:
        """List what is wrong; nothing means well."""
        now = self.clock()
        found = [*self._storage(now), *self._gateway(now)]
        found += [reason for reasons in self.fronts.values() for reason in reasons(now)]
        if self.delivery and (rung := self.delivery.rung_at) and now - rung > _STILL:
            found.append(f"delivery has stood still for {_seconds(now - rung)}")
        if self.oldest and now - self.oldest > _LATE:
            found.append(f"the oldest message owed is {_seconds(now - self.oldest)} late")
        return found

    def _storage(self, now: datetime) -> list[str]:
        found = [self.trouble] if self.trouble else []
        if not self.trouble and (self.answered_at is None or now - self.answered_at > _SILENT):
            since = f" for {_seconds(now - self.answered_at)}" if self.answered_at else " yet"
            found.append(f"the database has not answered{since}")
        file = file_of(str(self.database.engine.url))
        if file and _free(file.parent) < _LEAST_SPACE:
            found.append("the disk is full")
        return found

    def _gateway(self, now: datetime) -> list[str]:
        if self.presence is None:
            return []
        if until := self.presence.resting_until:
            return [f"the gateway waits until {until:%H:%M:%S} UTC: too many logins in vain"]
        away = self.presence.longest_away(now)
        if away > _AWAY:
            return [f"the gateway has been away for {_seconds(away)}"]
        return []

    async def health(self, _request: web.Request) -> web.Response:
        """Answer 200, or 503 with the reasons."""
        reasons = self.reasons()
        body = {"status": "degraded" if reasons else "ok", "reasons": reasons}
        return web.json_response(body, status=503 if reasons else 200)

    async def metrics(self, _request: web.Request) -> web.Response:
        """Answer with the figures; those of the database are the last known while it is in trouble."""
        with suppress(DatabaseError):
            async with self.database.promptly():
                self.owed = await self.database.read(count_owed, now=self.clock())
        latency = self.latency() if self.latency else None
        known = latency if latency is not None and math.isfinite(latency) else None
        now = self.clock()
        connected = {platform: not reasons(now) for platform, reasons in self.fronts.items()}
        body = self.figures.text(self.owed, known, connected)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _seconds(span: timedelta) -> str:
    return f"{span.total_seconds():.0f} s"


@asynccontextmanager
async def served(config: HealthConfig, health: Health) -> AsyncIterator[int | None]:
    """Serve /health and /metrics meanwhile, if a port is set; gives the port."""
    if config.port is None:
        yield None
        return
    application = web.Application()
    application.add_routes([web.get("/health", health.health), web.get("/metrics", health.metrics)])
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    looking = asyncio.create_task(_keep_looking(health))
    try:
        await _listen(runner, config.host, config.port)
        yield int(runner.addresses[0][1])
    finally:
        await end(looking)
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        reason = f"/health can't be served on {host}:{port}: {error.strerror}. Change [health] port or host."
        raise StartError(reason, permanent=True) from None


async def _keep_looking(health: Health) -> None:
    while True:
        try:
            await health.look()
        except Exception:
            _log.exception("looking at the database broke")
        await asyncio.sleep(1)
