"""The bot as a process of its own, against the double."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

from tests import forked
from tests.forked import Program, start_program

from .double import TOKEN, Double

_ROOT = Path(__file__).parents[2]
_LAUNCH = "tests.discord.launch"
_IMPORTS = ("bot.cli.main", "bot.cli.run", "bot.discord.gateway", "bot.discord.client", "cogs.questions")


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def start(
    double: Double,
    *arguments: str,
    token: str = TOKEN,
    stdout: int = DEVNULL,
    is_cold: bool = False,
    **environment: str,
) -> Process | Program:
    """Start `backchannel` with these arguments; what it logs comes on its standard error.

    If `is_cold`, in a new interpreter.
    """
    own, told = os.environ | {"DISCORD_TOKEN": token} | environment, ["--api", double.api, "--", *arguments]
    if forked.AVAILABLE and not is_cold:
        return await start_program(_LAUNCH, "main", told, imports=_IMPORTS, environment=own, stdout=stdout)
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", _LAUNCH, *told), cwd=_ROOT, env=own, stdout=stdout, stderr=PIPE
    )


async def written(double: Double, *arguments: str, token: str = TOKEN) -> str:
    """Run `backchannel` to its end; gives all that it writes."""
    process = await start(double, *arguments, token=token, stdout=PIPE)
    out, log = await asyncio.wait_for(process.communicate(), timeout=30)
    return out.decode() + log.decode()


async def end(process: Process | Program, *, kill: bool = False) -> tuple[int, str]:
    """End it, in order or not; returns its exit status and its log."""
    if process.returncode is None:
        process.kill() if kill else process.terminate()
    _out, log = await asyncio.wait_for(process.communicate(), timeout=15)
    return process.returncode or 0, log.decode()
