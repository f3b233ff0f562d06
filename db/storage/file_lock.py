"""Who delivers from a SQLite file: one process, by a lock on a side file. Imports next to nothing, to be quick."""

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.storage.address import file_of
from db.storage.errors import DatabaseError
from db.storage.files import make_folder, open_file


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Keep every other bot away from a SQLite file while this one delivers from it; raises DatabaseError.

    The system gives the lock back when the process ends, however it ends.
    """
    file = file_of(url)
    if file is None:
        yield
        return
    descriptor = _locked(Path(f"{file}.lock"), str(file))
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
        make_folder(side.parent)
        descriptor = open_file(side)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        probe = open_file(side)
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
