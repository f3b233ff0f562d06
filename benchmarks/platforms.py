"""Discord and Slack in one process: what it holds when idle, and a first question beside doing nothing.

python -m benchmarks.platforms. Given an address it is the floor: a Bolt with one command, which does nothing.
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.figures import Figures, compiled
from benchmarks.whole_way import ROOT, processor_seconds
from bot.cli.load import bundled_dossiers
from bot.dossiers.intake import read_dossier
from tests.discord import TOKEN, Double
from tests.slack import APP_TOKEN, BOT_TOKEN, Standin

_IDLE = {"Discord alone": 103.0, "Discord and Slack": 130.0}  # megabytes
_QUIET_AFTER = 8  # seconds: what is done ahead of the first question is done by then
_WARMING = 4
# discord.py pointed at the double by hand: the tests' own way there would bring their modules into the process
_BEGIN = """
import sys, yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
Route.BASE = sys.argv[1] + "/api/v10"
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sys.argv[1]).with_scheme("ws")
from bot.__main__ import main
sys.exit(main(sys.argv[2:]))
"""


@asynccontextmanager
async def _bot(double: Double, slack: Standin | None, folder: Path) -> AsyncIterator[int]:
    """Run the bot until the test is over; gives the process's number once it is there."""
    config = folder / "platforms.toml"
    server, file = double.guild.id, folder / "platforms.sqlite3"
    config.write_text(f'[database]\nurl = "{file}"\n[discord]\nserver = {server}\npace = 1000000\n')
    own = {"DISCORD_TOKEN": TOKEN}
    own |= {"SLACK_API_URL": slack.api, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN} if slack else {}
    command = (sys.executable, "-c", _BEGIN, double.api, "run", "--config", str(config))
    async with _process(command, own) as process:
        await double.until(lambda: double.gateway.connected, timeout=30)
        if slack:
            await slack.until(lambda: slack.socket.connected, timeout=30)
        await asyncio.sleep(_QUIET_AFTER)
        yield process


@asynccontextmanager
async def _process(command: Sequence[str], own: dict[str, str]) -> AsyncIterator[int]:
    nothing = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=compiled() | own, stdout=nothing, stderr=nothing
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


async def measure(folder: Path) -> list[Figures]:
    """Let the bot idle, on a new database and on one that is there; then ask it on both platforms."""
    if sys.platform != "linux":
        figures = Figures("Discord and Slack", ("measured", "bar"))
        figures.note("not measured: it takes Linux to ask how much a process holds")
        return [figures]
    return [await _idle(folder), await _first_questions(folder)]


async def _idle(folder: Path) -> Figures:
    figures = Figures("Idle, resident", ("MB", "bar"))
    for name, bar in _IDLE.items():
        place = folder / name.replace(" ", "-")
        await asyncio.to_thread(place.mkdir)
        for state in ("new database", "started again"):
            async with (
                Double() as double,
                Standin() as slack,
                _bot(double, slack if "Slack" in name else None, place) as bot,
            ):
                figures.row(f"{name}, {state}", _megabytes(bot), bar)
    return figures


def _megabytes(process: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    assert found
    return int(found[1]) / 1024


async def _first_questions(folder: Path) -> Figures:
    """Ask for everybody once, for one half in Discord and for the other in Slack, then the other way round."""
    figures = Figures("A first who: processor ms", ("ms", "bar"))
    people = [person.id for person in read_dossier(bundled_dossiers()[0]).people]
    spent = [await _spent(folder / "first", people[0::2], people[1::2])]
    spent.append(await _spent(folder / "second", people[1::2], people[0::2]))
    discord, in_slack, nothing = (sum(times) / len(times) for times in zip(*spent, strict=True))
    figures.row("Bolt, a command that does nothing", nothing, None)
    figures.row("/who in Discord", discord, None)
    figures.row("/dossier who in Slack", in_slack, discord + 3 * nothing)
    return figures


async def _spent(place: Path, here: Sequence[str], there: Sequence[str]) -> list[float]:
    """Ask for people in Discord and for others in Slack; gives what one cost here, there and in doing nothing."""
    await asyncio.to_thread(place.mkdir)
    async with (
        Double() as double,
        Standin() as slack,
        Standin() as other,
        _bot(double, slack, place) as bot,
        _process((sys.executable, "-m", "benchmarks.platforms", other.api), {}) as floor,
    ):
        await other.until(lambda: other.socket.connected, timeout=30)
        ann, eve, ben = double.add_user("ann"), slack.world.add_user("eve"), other.world.add_user("ben")
        ways = (
            (partial(_each, bot, lambda one: double.slash(ann, double.channel, "who", {"name": one})), here),
            (partial(_each, bot, lambda one: slack.slash(eve, slack.channel, f"who {one}")), there),
            (partial(_each, floor, lambda one: other.slash(ben, other.channel, f"who {one}")), here),
        )
        for ask, people in ways:
            await ask(people[:_WARMING])
        return [await ask(people[_WARMING:]) for ask, people in ways]


async def _each(process: int, ask: Callable[[str], Awaitable[object]], people: Sequence[str]) -> float:
    """Ask for each; gives the milliseconds of processor time that one took."""
    before = processor_seconds(process)
    for person in people:
        await ask(person)
    return (processor_seconds(process) - before) / len(people) * 1e3


async def _floor(api: str) -> None:
    """Run Bolt with a command that does nothing."""
    app = AsyncApp(client=AsyncWebClient(BOT_TOKEN, base_url=api))

    @app.command(re.compile(".*"))
    async def nothing(ack: Any) -> None:
        await ack("ok")

    await AsyncSocketModeHandler(app, APP_TOKEN).start_async()  # type: ignore[no-untyped-call]


def main() -> int:
    """Measure, and print."""
    if sys.argv[1:]:
        asyncio.run(_floor(sys.argv[1]))
        return 0
    with tempfile.TemporaryDirectory(prefix="backchannel-bench-") as folder:
        for one in asyncio.run(measure(Path(folder))):
            print(f"\n{one}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
