"""Who delivers from a database.

On SQLite one process, by a lock on a side file; on PostgreSQL any number, each by a lock of its own. The system gives a
dead one's lock back, so what it had claimed is free at once.
"""

import errno
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from db.engine import Database, DatabaseError

_CLASS = 25187  # of our advisory locks; db/claims.py looks for the same


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Keep every other bot away from a SQLite file while this one delivers from it; raises DatabaseError.

    The system gives the lock back when the process ends, however it ends.
    """
    path = make_url(url).database if url.startswith("sqlite") else None
    if not path:
        yield
        return
    side = Path(f"{path}.lock")
    descriptor = _locked(side, path)
    try:
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _locked(side: Path, path: str) -> int:
    import fcntl  # Windows has none, and runs everything else

    descriptor = probe = -1
    try:
        side.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(side, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        probe = os.open(side, os.O_RDWR | os.O_CLOEXEC)
        held = _refused(probe)
    except OSError as error:
        holder = os.pread(descriptor, 200, 0).decode(errors="replace") if descriptor >= 0 else ""
        _close(descriptor)
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES) and descriptor >= 0:
            raise DatabaseError(
                f"{holder or 'Another process'} already delivers from {path}, and only one may. "
                "Stop that one first, or choose another database with --database FILE."
            ) from None
        raise DatabaseError(f"{side} can't be locked: {error.strerror}. {_ELSEWHERE}") from error
    finally:
        _close(probe)
    if not held:
        os.close(descriptor)
        raise DatabaseError(f"{side} lies on a file system that keeps no locks (a network's, perhaps). {_ELSEWHERE}")
    return descriptor


_ELSEWHERE = "Two bots could post twice from there: put the database on a local disk."


def _refused(descriptor: int) -> bool:
    """Tell whether a second lock is refused, as it should be."""
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in (errno.EWOULDBLOCK, errno.EACCES)
    return False


def _close(descriptor: int) -> None:
    if descriptor >= 0:
        with suppress(OSError):
            os.close(descriptor)


@dataclass(eq=False, slots=True)
class Owner:
    """The name under which a process claims; on PostgreSQL a connection of its own holds the lock of that name."""

    database: Database
    name: str = ""
    workers: int = 1  # that are alive, this one included
    _connection: AsyncConnection | None = field(default=None, repr=False)

    async def check(self) -> None:
        """Hold the lock, on a new connection if the old one is gone; count who else is alive. Raises DatabaseError."""
        if not self.database.shared:
            self.name = self.name or f"{socket.gethostname()}-{os.getpid()}"
            return
        try:
            async with self.database.promptly():
                if self._connection is None:
                    await self._hold()
                assert self._connection is not None
                self.workers = (await self._connection.execute(_WORKERS, {"class": _CLASS})).scalar_one()
        except (SQLAlchemyError, DatabaseError, OSError) as error:
            await self._drop()
            raise (
                error if isinstance(error, DatabaseError) else DatabaseError(f"The database failed: {error}")
            ) from error

    async def _hold(self) -> None:
        connection = await self.database.engine.connect()
        self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        number = int(self.name.removeprefix("pg-") or 0)
        # after a broken connection the server may still think that the old one holds the lock
        while not number or not await self._try(number):
            number = secrets.randbelow((1 << 31) - 1) + 1
        self.name = f"pg-{number}"

    async def _try(self, number: int) -> bool:
        assert self._connection is not None
        taken = await self._connection.execute(_TRY, {"class": _CLASS, "number": number})
        return bool(taken.scalar_one())

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError, OSError, TimeoutError):
                await connection.invalidate()
                await connection.close()

    async def close(self) -> None:
        """Give the lock back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError, OSError):
                # to the pool it would go back with the lock on it
                await connection.invalidate()
                await connection.close()


_TRY = text("SELECT pg_try_advisory_lock(CAST(:class AS integer), CAST(:number AS integer))")
_WORKERS = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
    " WHERE locktype = 'advisory' AND datname = current_database() AND classid = CAST(:class AS oid) AND granted"
)
