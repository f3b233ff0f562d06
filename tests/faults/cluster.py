"""A PostgreSQL server of the tests' own, to be crashed: never the machine's."""

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.faults.sizes import SIZE

_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
_INITDB = str(_PROGRAMS[-1]) if _PROGRAMS else shutil.which("initdb")
# without a server's programs `make test` leaves these tests out; the larger sizes fail instead, saying what is missing
WANTED = _INITDB is not None or SIZE != "small"
# initdb and the server refuse to run as root
_AS_SERVER_USER = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


class Cluster:
    """Starts and ends as an async context manager; `url` is an empty database."""

    def __init__(self) -> None:
        if _INITDB is None:
            raise RuntimeError("To crash a PostgreSQL server its programs are needed: install postgresql.")
        self._programs = Path(_INITDB).parent
        self._folder = Path(tempfile.mkdtemp(prefix="backchannel-cluster-"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.url = f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._make)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self._control, "stop", "-m", "immediate")
        shutil.rmtree(self._folder)

    async def crash(self) -> None:
        """Let the server die at once, and start it again."""
        await asyncio.to_thread(self._control, "stop", "-m", "immediate")
        await asyncio.to_thread(self._start)

    def _make(self) -> None:
        if _AS_SERVER_USER:
            shutil.chown(self._folder, "postgres")
        options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self._run("initdb", "-D", str(self._folder / "data"), *options)
        self._start()

    def _start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder}"
        self._control("start", "-w", "-l", str(self._folder / "log"), "-o", options)

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*_AS_SERVER_USER, str(self._programs / program), *arguments]
        done = subprocess.run(
            command, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            log = self._folder / "log"
            raise RuntimeError(f"{program} failed: {done.stderr}{log.read_text() if log.exists() else ''}")
