"""The bot as a process of its own, against the double."""

import asyncio
import os
import sys
from pathlib import Path

from .double import TOKEN, Double

_ROOT = Path(__file__).parents[2]


async def start(double: Double, *arguments: str, token: str = TOKEN, **environment: str) -> asyncio.subprocess.Process:
    """Start `backchannel` with these arguments; what it writes comes on its standard error."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.discord.launch", "--api", double.api, "--", *arguments),
        cwd=_ROOT,
        env=os.environ | {"DISCORD_TOKEN": token} | environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )


async def end(process: asyncio.subprocess.Process, *, kill: bool = False) -> tuple[int, str]:
    """End it, in order or not; returns its exit status and its log."""
    if process.returncode is None:
        process.kill() if kill else process.terminate()
    _out, log = await asyncio.wait_for(process.communicate(), timeout=15)
    return process.returncode or 0, log.decode()
