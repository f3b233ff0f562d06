"""Draws pictures in a process of its own that has imported already, so that nothing else waits while one is drawn."""

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path

from bot.log import Log
from bot.pictures.content import Picture
from db.storage.files import new_file

# Isolated (-I), and without our environment, which holds secrets; our own path is handed on.
_START = "import sys; sys.path[:] = sys.argv[1:]; from bot.pictures.draw import work; work()"
_PASSED_ON = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_PATIENCE = 5.0
_ATTEMPTS = 2

_log = Log(__name__)


class DrawingError(Exception):
    """A picture can't be drawn; the message is for the log."""


class Drawing:
    """The process that draws. The first picture starts it, if nobody has before; one that died or hangs is replaced."""

    def __init__(self, *, patience: float = _PATIENCE) -> None:
        """Prepare; `patience` is how many seconds a picture may take."""
        self._process: Process | None = None
        self._turn = asyncio.Lock()
        self._patience = patience
        self._closed = False

    @property
    def process_id(self) -> int | None:
        """The system's number of the process; None while there is none."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Have the process import what it needs, before somebody waits for a picture."""
        async with self._turn:
            try:
                await self._started()
            except OSError as error:  # the first picture tries again; all else works without
                _log.warning("the process that draws can't be started", reason=str(error))

    async def draw(self, picture: Picture) -> bytes:
        """Draw a picture as PNG; raises DrawingError."""
        async with self._turn:
            for _ in range(_ATTEMPTS):
                drawn, content = await self._exchange(pickle.dumps(picture))
                if drawn:
                    return content
                if content:
                    raise DrawingError(content.decode())
        raise DrawingError("the process that draws died or took too long, twice")

    async def close(self) -> None:
        """End the process for good; whoever waits for a picture gets none."""
        self._closed = True
        self._kill()
        async with self._turn:
            await self._end()

    def _kill(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def _end(self) -> None:
        self._kill()
        process, self._process = self._process, None
        if process is not None:
            await process.communicate()

    async def _exchange(self, asked: bytes) -> tuple[bool, bytes]:
        """Send one picture and take in what comes back; nothing if the process died or took too long."""
        try:
            async with asyncio.timeout(self._patience):
                process = await self._started()
                assert process.stdin
                assert process.stdout
                process.stdin.write(len(asked).to_bytes(4, "big") + asked)
                await process.stdin.drain()
                head = await process.stdout.readexactly(5)
                return head[:1] == b"+", await process.stdout.readexactly(int.from_bytes(head[1:], "big"))
        except (OSError, EOFError, TimeoutError) as error:
            _log.warning("the process that draws is replaced", reason=repr(error))
            await self._end()
            return False, b""
        except BaseException:
            # whoever asked has gone, and the answer would be taken for the next one's
            await self._end()
            raise

    async def _started(self) -> Process:
        if self._closed:
            raise DrawingError("the bot is closing")
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-c", _START, *_path()),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
                # Ctrl-C is for us; the process ends when its standard input does
                start_new_session=True,
            )
        return self._process


def _path() -> list[str]:
    return [os.path.abspath(entry) for entry in sys.path]


def write_new(content: bytes, name: str, *, folder: Path) -> Path:
    """Write a file into a folder under a name that is free, for its owner alone; raises OSError."""
    stem, dot, ending = name.rpartition(".")
    number = 1
    while True:
        path = folder / (name if number == 1 else f"{stem}-{number}{dot}{ending}")
        try:
            with new_file(path) as file:
                file.write(content)
        except FileExistsError:
            number += 1
        else:
            return path
