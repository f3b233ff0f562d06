"""The bot as a process of its own, against the stand-in."""

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from .standin import APP_TOKEN, BOT_TOKEN, Standin

_ROOT = Path(__file__).parents[2]


async def start(
    slack: Standin, folder: Path, *arguments: str, settling: float = 30.0, environment: Mapping[str, str] | None = None
) -> asyncio.subprocess.Process:
    """Start `backchannel` with these arguments; `settling` are the seconds for which it waits after a doubt."""
    file = folder / "config.toml"
    file.write_text(f'[database]\nurl = "{folder / "bot.sqlite3"}"\n')
    own = {"SLACK_API_URL": slack.api, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
    begin = f"import sys; from bot.slack import posting; posting.SETTLING = {settling}"
    begin += "; from bot.__main__ import main; sys.exit(main(sys.argv[1:]))"
    command = (sys.executable, "-c", begin, *(arguments or ("run",)), "--config", str(file))
    return await asyncio.create_subprocess_exec(
        *command,
        cwd=_ROOT,
        env={name: value for name, value in os.environ.items() if name != "DISCORD_TOKEN"}
        | own
        | dict(environment or {}),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def end(process: asyncio.subprocess.Process, *, kill: bool = False) -> tuple[int, str]:
    """End it, in order or not; returns its exit status and all that it wrote."""
    if process.returncode is None:
        process.kill() if kill else process.terminate()
    out, log = await asyncio.wait_for(process.communicate(), timeout=60)
    return process.returncode or 0, out.decode() + log.decode()
