"""Who may have a file read now: one at a time for each desk, two in all, for each takes a child process of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from bot.asking import UserError

_AT_ONCE = 2

_lock = Lock()
_reading: set[str] = set()  # desks


@contextmanager
def reading_turn(desk: str) -> Iterator[None]:
    """Take a desk's turn; raises UserError, which says when to try again, while it has one or others have them all."""
    with _lock:
        if desk in _reading:
            raise UserError("A file is being read here already. Wait for its answer, then send this one again.")
        if len(_reading) >= _AT_ONCE:
            raise UserError("Others have theirs read just now. Send this file again in a minute; nothing was kept.")
        _reading.add(desk)
    try:
        yield
    finally:
        with _lock:
            _reading.discard(desk)
