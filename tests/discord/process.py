"""The bot as a process of its own, against the double."""

import asyncio
import os
import socket
import sys
from pathlib import Path

from .double import TOKEN, Double

_ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def start(
    double: Double, *arguments: str, token: str = TOKEN, stdout: int = asyncio.subprocess.DEVNULL, **environment: str
) -> asyncio.subprocess.Process:
    """Start `backchannel` with these arguments; what it logs comes on its standard error."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.discord.launch", "--api", double.api, "--", *arguments),
        cwd=_ROOT,
        env=os.environ | {"DISCORD_TOKEN": token} | environment,
        stdout=stdout,
        stderr=asyncio.subprocess.PIPE,
    )


async def written(double: Double, *arguments: str, token: str = TOKEN) -> str:
    """Run `backchannel` to its end; gives all that it writes."""
    process = await start(double, *arguments, token=token, stdout=asyncio.subprocess.PIPE)
    out, log = await asyncio.wait_for(process.communicate(), timeout=30)
    return out.decode() + log.decode()


async def end(process: asyncio.subprocess.Process, *, kill: bool = False) -> tuple[int, str]:
    """End it, in order or not; returns its exit status and its log."""
    if process.returncode is None:
        process.kill() if kill else process.terminate()
    _out, log = await asyncio.wait_for(process.communicate(), timeout=15)
    return process.returncode or 0, log.decode()
