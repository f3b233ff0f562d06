"""Who delivers from a database: any number on PostgreSQL, each by a lock of its own.

The system gives a dead one's lock back, so what it had claimed is free at once; for SQLite `db/storage/file_lock.py` is
the same.
"""

import os
import secrets
import socket
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from db.storage.database import Connection, Database, DatabaseError

_CLASS = 25187  # of our advisory locks; db/outbox/claims.py looks for the same


@dataclass(eq=False, slots=True)
class Owner:
    """The name under which a process claims; on PostgreSQL a connection of its own holds the lock of that name."""

    database: Database
    name: str = ""
    workers: int = 1  # that are alive, this one included
    _connection: Connection | None = field(default=None, repr=False)

    async def check(self) -> None:
        """Hold the lock, on a new connection if the old one is gone; count who else is alive. Raises DatabaseError."""
        if not self.database.shared:
            self.name = self.name or f"{socket.gethostname()}-{os.getpid()}"
            return
        try:
            async with self.database.promptly():
                self.workers = await self.database.writers.run(self._count)
        except (SQLAlchemyError, DatabaseError, OSError) as error:
            self._drop()
            raise (
                error if isinstance(error, DatabaseError) else DatabaseError(f"The database failed: {error}")
            ) from error

    def _count(self) -> int:
        if self._connection is None:
            self._hold()
        assert self._connection is not None
        return int(self._connection.execute(_WORKERS, {"class": _CLASS}).scalar_one())

    def _hold(self) -> None:
        connection = self.database.engine.connect()
        self._connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        number = int(self.name.removeprefix("pg-") or 0)
        # after a broken connection the server may still think that the old one holds the lock
        while not number or not self._try(number):
            number = secrets.randbelow((1 << 31) - 1) + 1
        self.name = f"pg-{number}"

    def _try(self, number: int) -> bool:
        assert self._connection is not None
        taken = self._connection.execute(_TRY, {"class": _CLASS, "number": number})
        return bool(taken.scalar_one())

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError, OSError, TimeoutError):
                connection.invalidate()
                connection.close()

    def close(self) -> None:
        """Give the lock back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError, OSError):
                # to the pool it would go back with the lock on it
                connection.invalidate()
                connection.close()


_TRY = text("SELECT pg_try_advisory_lock(CAST(:class AS integer), CAST(:number AS integer))")
_WORKERS = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
    " WHERE locktype = 'advisory' AND datname = current_database() AND classid = CAST(:class AS oid) AND granted"
)
