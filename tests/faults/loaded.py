"""The shim of flushed.c: compiled when a test needs it, loaded before a Python that the test starts."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.sizes import SIZE

_SOURCE = Path(__file__).with_name("flushed.c")
COMPILER = shutil.which("cc") if sys.platform == "linux" else None
# without a compiler `make test` leaves these out; the larger sizes fail instead, saying what is missing
WANTED = bool(COMPILER) or SIZE != "small"


def compiled(folder: Path) -> Path:
    """Compile the shim into a folder."""
    if COMPILER is None:
        raise RuntimeError(
            "Power cuts are tested on Linux with a C compiler: install gcc and libc6-dev, so that cc runs."
        )
    shim = folder / "flushed.so"
    subprocess.run(
        [COMPILER, "-std=gnu11", "-Wall", "-Werror", "-O2", "-shared", "-fPIC", "-o", shim, _SOURCE], check=True
    )
    return shim


def run_loaded(folder: Path, *arguments: str) -> str:
    """Run `python ARGUMENTS` with the shim watching FOLDER/live and keeping in FOLDER/kept; returns what it printed."""
    live, kept = folder / "live", folder / "kept"
    live.mkdir()
    kept.mkdir()
    env = os.environ | {
        "LD_PRELOAD": str(compiled(folder)),
        "FLUSHED_FOLDER": str(live),
        "FLUSHED_KEPT": str(kept),
    }
    done = subprocess.run([sys.executable, *arguments], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def flush_count(end: str = "") -> int:
    """Count the flushes in this process, which was started by run_loaded, of files whose name ends so."""
    count = ctypes.CDLL(None).flushed_count
    count.restype = ctypes.c_long
    return int(count(end.encode()))


_told: list[Any] = []  # what C calls must not be collected


def after_each_flush(do: Callable[[], None]) -> None:
    """Call something after every flush in this process, which was started by run_loaded."""
    callback = ctypes.CFUNCTYPE(None)(do)
    _told.append(callback)
    ctypes.CDLL(None).flushed_tell(callback)
