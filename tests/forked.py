"""Processes of tests, forked from one that has imported everything: a start takes a hundredth of a second, not two.

Each is a process of its own with its own arguments, environment, limits and signals, which can be killed like any other
and ends as Python does; only the interpreter's start and the imports are spared. One or two tests of each program start
it cold.
"""

import asyncio
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

AVAILABLE = hasattr(os, "memfd_create") and hasattr(os, "pidfd_open")  # on Linux
_ROOT = Path(__file__).parents[1]
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
_READING = ("bot.drafts.article_child", "bot.dossiers.intake.read_in_child", "bot.dossiers.snapshot_reader")


class Program:
    """A program that was started; what an `asyncio.subprocess.Process` has of these, it has."""

    def __init__(self, pid: int, outputs: Sequence[asyncio.StreamReader | None], ended: asyncio.Task[int]) -> None:
        """Use `start_program`."""
        self.pid = pid
        self.stdout, self.stderr = outputs
        self._ended = ended

    @property
    def returncode(self) -> int | None:
        """Its exit status, None while it runs; below 0 the signal that ended it."""
        return self._ended.result() if self._ended.done() else None

    async def wait(self) -> int:
        """Wait until it has ended; gives its exit status."""
        return await asyncio.shield(self._ended)

    async def communicate(self) -> tuple[bytes, bytes]:
        """Read what it writes until it has ended."""
        out, errors = await asyncio.gather(*(_rest_of(one) for one in (self.stdout, self.stderr)))
        await self.wait()
        return out, errors

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


async def _rest_of(stream: asyncio.StreamReader | None) -> bytes:
    return await stream.read() if stream else b""


class _Forker:
    """The process that forks, from outside; it starts with the first request and ends with this one."""

    def __init__(self) -> None:
        self._folder = ""
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, asked: Mapping[str, Any], files: Sequence[int]) -> socket.socket:
        """Have a process started with these as its input, output and errors; gives the line to hear of it."""
        if self._process is None:
            self._open()
        told = json.dumps(asked).encode()
        line = socket.socket(socket.AF_UNIX)
        line.connect(f"{self._folder}/door")
        socket.send_fds(line, [len(told).to_bytes(8, "big")], list(files))
        line.sendall(told)
        return line

    def _open(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="forked-")
        code = f"import sys; sys.path[:] = {sys.path!r}; from tests.forked import serve; serve({self._folder!r})"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"open\n"

    def close(self) -> None:
        if self._process is not None:
            self._process.communicate()
            os.rmdir(self._folder)
            self._process = None


_FORKER = _Forker()
close = _FORKER.close


def confined(asked: Mapping[str, Any], content: bytes) -> subprocess.CompletedProcess[bytes]:
    """Let a child do what is asked, as `sandbox.start_child` does; raises subprocess.TimeoutExpired."""
    call = _call("bot.dossiers.intake.sandbox", "confine", [asked], _READING)
    files = [os.memfd_create(name) for name in ("input", "output", "errors")]
    try:
        with os.fdopen(files[0], "wb", closefd=False) as file:
            file.write(content)
        os.lseek(files[0], 0, os.SEEK_SET)
        with _FORKER.ask(call | {"folder": os.getcwd(), "environment": {}, "is_hasty": True}, files) as line:
            line.settimeout(asked["seconds"])
            status = int(line.makefile().read().split()[1])
        return subprocess.CompletedProcess([], status, *(os.pread(one, os.fstat(one).st_size, 0) for one in files[1:]))
    except TimeoutError:
        raise subprocess.TimeoutExpired([], asked["seconds"]) from None
    finally:
        for one in files:
            os.close(one)


async def start_program(
    module: str,
    function: str,
    *arguments: Any,
    imports: Iterable[str] = (),
    environment: Mapping[str, str],
    stdout: int = subprocess.DEVNULL,
) -> Program:
    """Start a process that calls a function and ends with the exit status that it returns.

    Its errors are read from a pipe, what it writes as well if `stdout` is subprocess.PIPE.
    """
    asked = _call(module, function, arguments, imports)
    nothing = os.open(os.devnull, os.O_RDWR)
    pipes = [os.pipe() if stdout == subprocess.PIPE else None, os.pipe()]
    theirs = [nothing, *(pipe[1] if pipe else nothing for pipe in pipes)]
    asked |= {"folder": str(_ROOT), "environment": dict(environment), "is_hasty": False}
    line = _FORKER.ask(asked, theirs)
    for one in {*theirs}:
        os.close(one)
    reader, writer = await asyncio.open_unix_connection(sock=line)
    pid = int(await reader.readline())
    outputs = [await _stream_of(pipe[0]) if pipe else None for pipe in pipes]
    return Program(pid, outputs, asyncio.create_task(_status(reader, writer)))


def _call(module: str, function: str, arguments: Sequence[Any], imports: Iterable[str]) -> dict[str, Any]:
    return {"module": module, "function": function, "arguments": list(arguments), "imports": [module, *imports]}


async def _stream_of(pipe: int) -> asyncio.StreamReader:
    reader, loop = asyncio.StreamReader(), asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(pipe, "rb", 0))
    return reader


async def _status(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    status = await reader.read()
    writer.close()
    return int(status)


# --- in the process that forks


def serve(folder: str) -> None:
    """Fork for each request, until whoever started this process ends."""
    address = f"{folder}/door"
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        os.write(1, b"open\n")
        while select.select([door.fileno(), 0], [], [])[0] == [door.fileno()]:
            line, _ = door.accept()
            asked, files = _heard(line)
            for module in asked["imports"]:
                with suppress(ImportError):  # told by the process itself
                    importlib.import_module(module)
            gc.freeze()
            if not os.fork():
                door.close()
                _wait_for_own(line, asked, files)
            line.close()
            for one in files:
                os.close(one)
            _bury()
    _bury()
    os.unlink(address)


def _bury() -> None:
    """Take leave of those who have ended, so that what they took counts as taken by us."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _heard(line: socket.socket) -> tuple[dict[str, Any], list[int]]:
    size, files, *_ = socket.recv_fds(line, 8, 3)
    told = bytearray()
    while len(told) < int.from_bytes(size, "big"):
        told += line.recv(1 << 20)
    return json.loads(told), files


def _wait_for_own(line: socket.socket, asked: Mapping[str, Any], files: list[int]) -> None:
    """Fork the process that is asked for and tell its end; it ends as well when nobody listens any more."""
    child = os.fork()
    if not child:
        line.close()
        _become(asked, files)
    for one in {*files}:
        os.close(one)
    watched = os.pidfd_open(child)
    with suppress(ConnectionError):
        line.sendall(f"{child}\n".encode())
        if watched not in select.select([watched, line.fileno()], [], [])[0]:
            os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with suppress(ConnectionError):
        line.sendall(f"{status}\n".encode())
    os._exit(0)


def _become(asked: Mapping[str, Any], files: list[int]) -> NoReturn:
    """Be the process that is asked for, until its end."""
    for number, file in enumerate(files):
        os.dup2(file, number)
    for one in {*files}:
        os.close(one)
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, errors="backslashreplace", closefd=False)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    status = getattr(importlib.import_module(asked["module"]), asked["function"])(*asked["arguments"])
    if asked["is_hasty"]:  # all that was imported need not be taken apart
        sys.stdout.flush()
        os._exit(status or 0)
    sys.exit(status)
