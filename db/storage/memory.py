"""The cyclic collector and very many objects: it would walk them again and again, and stop everything meanwhile."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_TURN = 0.001  # seconds


def take_short_turns() -> None:
    """Let a thread that works yield to the event loop after a millisecond, not after Python's five."""
    sys.setswitchinterval(_TURN)


def let_go(many: dict[Any, Any]) -> None:
    """Empty a dictionary one by one, in a thread: all at once would hold the interpreter for as long as it takes."""
    while many:
        many.popitem()


@contextmanager
def many_made() -> Iterator[None]:
    """Make many objects that stay: the collector is off meanwhile, and never walks them later; counting frees them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def spare_what_is_there() -> None:
    """Let the collector never walk again what was made so far: what is imported alone takes it a tenth of a second."""
    gc.collect()
    gc.freeze()


def settle_down() -> None:
    """Give back what the start alone needed; let the collector never walk what stays, mostly libraries."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):  # glibc has it
        trim(0)
    gc.freeze()
