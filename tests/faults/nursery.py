"""Processes that are cheap to kill: everything is imported once, and each is forked from there.

python -m tests.faults.nursery reads a JSON list a line, (role, arguments…) to start one or ("kill", pid), and answers
each with a line: the new process's id, or how the killed one ended.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

_ROOT = Path(__file__).parents[2]


class Nursery:
    """The nursery's process, from outside; an async context manager, at whose end all its children are killed.

    What they write to their logs stands in a file.
    """

    def __init__(self, log: Path) -> None:
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self.children: set[int] = set()

    async def start(self, role: str, *arguments: str) -> int:
        """Start a process; gives its id."""
        child = int(await self._ask(role, *arguments))
        self.children.add(child)
        return child

    async def kill(self, child: int) -> int:
        """End a process by SIGKILL; gives its exit status, -9 unless it had ended before."""
        self.children.discard(child)
        return int(await self._ask("kill", child))

    async def _ask(self, *words: object) -> str:
        async with self._turn:
            assert self._process is not None
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps(words).encode() + b"\n")
            return (await self._process.stdout.readline()).decode()

    async def __aenter__(self) -> Self:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.faults.nursery"),
                cwd=_ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in list(self.children):
            await self.kill(child)
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()


def _main() -> None:
    from tests.faults.roles import ROLES

    for line in sys.stdin:
        word, *rest = json.loads(line)
        sys.stdout.write(f"{_kill(*rest) if word == 'kill' else _fork(ROLES[word], *rest)}\n")
        sys.stdout.flush()


def _kill(child: int) -> int:
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _fork(role: Callable[..., None], *arguments: str) -> int:
    child = os.fork()
    if child:
        return child
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    try:
        role(*arguments)
    except BaseException:
        traceback.print_exc()
    os._exit(1)


if __name__ == "__main__":
    _main()
