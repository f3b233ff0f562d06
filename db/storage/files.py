"""Files of ours: only their owner reads them, and nothing that somebody put in their place is written through."""

import errno
import os
import re
import shlex
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from db.storage.errors import DatabaseError

BEFORE = ".before-"
_OURS = 0o600
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # Windows has none
_ENTER = stat.S_IXGRP | stat.S_IXOTH


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner alone."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):  # another process was quicker
        folder.mkdir(mode=0o700)


def make_file(file: Path) -> None:
    """Make an empty file for its owner alone, where there is none; raises OSError for a link that leads nowhere."""
    if file.exists():
        return
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _NO_LINK, _OURS))
    except FileExistsError:
        if not file.exists():
            raise OSError(errno.ELOOP, "a link that leads nowhere", str(file)) from None


def new_file(file: Path) -> BinaryIO:
    """Open a new file for writing, for its owner alone; raises FileExistsError."""
    return open(file, "xb", opener=lambda name, flags: os.open(name, flags | _NO_LINK, _OURS))


def temporary_file(file: Path) -> Path:
    """Make an empty file beside another one, under a name that nobody can guess, for its owner alone."""
    descriptor, name = tempfile.mkstemp(prefix=f"{file.name}.", suffix=".unfinished", dir=file.parent)
    os.close(descriptor)
    return Path(name)


def unfinished_beside(file: Path) -> list[Path]:
    """List the temporary files that a run which was killed left beside a file, with what SQLite keeps beside them."""
    ours = re.compile(rf"{re.escape(file.name)}(\.[a-z0-9_]{{8}})?\.unfinished(-wal|-shm|-journal)?")
    folder = file.absolute().parent
    return sorted(one for one in folder.iterdir() if ours.fullmatch(one.name)) if folder.is_dir() else []


def open_file(file: Path) -> int:
    """Open a file of ours for reading and writing, made if there is none; raises OSError if it is not ours alone."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | _NO_LINK, _OURS)
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        os.close(descriptor)
        raise OSError(errno.ELOOP, "it is a link to another file", str(file))
    return descriptor


def make_database_file(file: Path) -> None:
    """Make an empty database's file and its folder, if there is none; raises DatabaseError beside a cut restore."""
    make_folder(file.parent)
    if not file.exists() and (found := cut_restore(file)):
        raise DatabaseError(found)
    make_file(file)


def cut_restore(file: Path) -> str:
    """Say how to go on where a restore was cut off and left no database; "" where none was."""
    names = sorted(one.name for one in file.parent.iterdir()) if file.parent.is_dir() else []
    kept = [name for name in names if name.startswith(file.name + BEFORE) and not name.endswith(("-wal", "-shm"))]
    begun = unfinished_beside(file)
    again = "restore the back-up again: backchannel restore FILE"
    if kept:
        back = shlex.join(["mv", str(file.with_name(kept[-1])), str(file)])
        return (
            f"There is no database {file}, but {kept[-1]} lies beside it: a restore was cut off. "
            f"Go back to it: {back} – or {again}"
        )
    if begun:
        remove = shlex.join(["rm", *map(str, begun)])
        return (
            f"There is no database {file}, but {begun[-1].name} lies beside it: a restore was cut off. "
            f"Either {again} – or begin anew: {remove}"
        )
    return ""


def exposure(path: Path) -> str:
    """Say what whom may do with a file or folder beside its owner, by its mode and the folders above; "" for nothing.

    Folders are looked at for writing alone: what lies in them has modes of its own.
    """
    if os.name != "posix" or not path.exists():
        return ""
    mode = path.stat().st_mode
    folder = stat.S_ISDIR(mode)
    # who may not enter a folder reaches nothing in it
    if (folder and mode & stat.S_ISVTX) or not all(above.stat().st_mode & _ENTER for above in path.resolve().parents):
        return ""
    may = {
        "others may": [word for word, bit in (("read", stat.S_IROTH), ("write", stat.S_IWOTH)) if mode & bit],
        "its group may": [word for word, bit in (("read", stat.S_IRGRP), ("write", stat.S_IWGRP)) if mode & bit],
    }
    for who, words in may.items():
        if done := [word for word in words if word == "write" or not folder]:
            return f"{who} {' and '.join(done)} {path} (mode {stat.S_IMODE(mode):04o})"
    return ""
