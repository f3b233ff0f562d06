"""The bot as a process of its own, against the stand-in."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from pathlib import Path

from tests import forked
from tests.forked import Program, start_program

from .standin import APP_TOKEN, BOT_TOKEN, Standin

_ROOT = Path(__file__).parents[2]
_IMPORTS = ("bot.cli.main", "bot.cli.run", "bot.cli.doctor", "bot.slack.front", "bot.slack.client")


async def start(
    slack: Standin,
    folder: Path,
    *arguments: str,
    settling: float = 30.0,
    environment: Mapping[str, str] | None = None,
    is_cold: bool = False,
) -> Process | Program:
    """Start `backchannel` with these arguments; `settling` are the seconds for which it waits after a doubt.

    If `is_cold`, in a new interpreter.
    """
    file = folder / "config.toml"
    file.write_text(f'[database]\nurl = "{folder / "bot.sqlite3"}"\n')
    own = {"SLACK_API_URL": slack.api, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
    own |= dict(environment or {})
    given = {name: value for name, value in os.environ.items() if name != "DISCORD_TOKEN"} | own
    told = [*(arguments or ("run",)), "--config", str(file)]
    if forked.AVAILABLE and not is_cold:
        return await start_program(
            __name__, "run_bot", settling, told, imports=_IMPORTS, environment=given, stdout=PIPE
        )
    begin = f"import sys; from {__name__} import run_bot; sys.exit(run_bot({settling}, sys.argv[1:]))"
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", begin, *told), cwd=_ROOT, env=given, stdout=PIPE, stderr=PIPE
    )


def run_bot(settling: float, arguments: list[str]) -> int:
    """Be the bot, and wait for so many seconds after a doubt."""
    from bot.__main__ import main
    from bot.slack import posting

    posting.SETTLING = settling
    return main(arguments)


async def end(process: Process | Program, *, kill: bool = False) -> tuple[int, str]:
    """End it, in order or not; returns its exit status and all that it wrote."""
    if process.returncode is None:
        process.kill() if kill else process.terminate()
    out, log = await asyncio.wait_for(process.communicate(), timeout=60)
    return process.returncode or 0, out.decode() + log.decode()
