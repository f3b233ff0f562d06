"""The confined child of tests, kept warm: one process has imported what reads files and texts, and forks for each.

As with `sandbox.start_child` a process of its own does what is asked, within its limits, without our environment; only
Python's start and the imports are spared. What the child itself promises is tested with children that start cold.
"""

import importlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.dossiers.intake.sandbox import confine

_WARM = ("bot.drafts.article_child", "bot.dossiers.intake.read_in_child", "bot.dossiers.snapshot_reader")
_SIZES = struct.Struct("!qqq")


class WarmChild:
    """The process that forks, from outside; it starts with the first request and ends with this one."""

    def __init__(self, folder: Path) -> None:
        self._address = str(folder / "child")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, asked: Mapping[str, Any], content: bytes) -> subprocess.CompletedProcess[bytes]:
        """Let a child do what is asked, as `sandbox.start_child` does; raises subprocess.TimeoutExpired."""
        if self._process is None:
            self._open()
        told = json.dumps(asked).encode()
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(self._address)
            line.settimeout(asked["seconds"])
            try:
                line.sendall(_SIZES.pack(len(told), len(content), 0) + told + content)
                status, of_output, of_errors = _SIZES.unpack(_received(line, _SIZES.size))
                return subprocess.CompletedProcess([], status, _received(line, of_output), _received(line, of_errors))
            except TimeoutError:
                raise subprocess.TimeoutExpired([], asked["seconds"]) from None

    def _open(self) -> None:
        code = f"import sys; sys.path[:] = {sys.path!r}; from tests.warm_child import serve; serve({self._address!r})"
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={}
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"open\n"

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.communicate()


def _received(line: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = line.recv(min(size - len(parts), 1 << 20))
        if not part:
            raise ConnectionError("the warm child has hung up")
        parts += part
    return bytes(parts)


# --- in the process that forks


def serve(address: str) -> None:
    """Fork for each request, until whoever started this process ends."""
    for module in _WARM:
        importlib.import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who answer
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        os.write(1, b"open\n")
        while select.select([door.fileno(), 0], [], [])[0] == [door.fileno()]:
            line, _ = door.accept()
            with line:
                if not os.fork():
                    _answer(line)


def _answer(line: socket.socket) -> None:
    """Fork the child that does what is asked, wait for it and tell how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with suppress(ConnectionError):
        of_told, of_content, _ = _SIZES.unpack(_received(line, _SIZES.size))
        asked, content = json.loads(_received(line, of_told)), _received(line, of_content)
        files = [os.memfd_create(name) for name in ("input", "output", "errors")]
        with open(files[0], "wb", closefd=False) as file:
            file.write(content)
        status = _run(asked, files)
        output, errors = (_all_of(file) for file in files[1:])
        line.sendall(_SIZES.pack(status, len(output), len(errors)) + output + errors)
    os._exit(0)


def _run(asked: Mapping[str, Any], files: list[int]) -> int:
    child = os.fork()
    if not child:
        _do(asked, files)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(asked["seconds"] + 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _do(asked: Mapping[str, Any], files: list[int]) -> None:
    status = 1
    try:
        os.lseek(files[0], 0, os.SEEK_SET)
        for number, file in enumerate(files):
            os.dup2(file, number)
        confine(asked)
        sys.stdout.flush()
        status = 0
    except BaseException:
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(status)


def _all_of(file: int) -> bytes:
    os.lseek(file, 0, os.SEEK_SET)
    with open(file, "rb") as opened:
        return opened.read()
