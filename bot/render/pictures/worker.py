"""What runs in the process that draws: a picture in, its PNG out, one after the other."""

import pickle
import sys
import traceback
from datetime import date

from bot.pictures import Timeline, TimelineMark
from bot.render.pictures import draw


def work() -> None:
    """Draw what comes from standard input until it ends, which it does when whoever asks dies."""
    _warm_up()
    asked, answered = sys.stdin.buffer, sys.stdout.buffer
    while head := asked.read(4):
        sign, content = _try(asked.read(int.from_bytes(head, "big")))
        answered.write(sign + len(content).to_bytes(4, "big") + content)
        answered.flush()


def _try(asked: bytes) -> tuple[bytes, bytes]:
    try:
        return b"+", draw(pickle.loads(asked))
    except Exception:  # told to whoever asked, who logs it
        return b"-", traceback.format_exc().encode()


def _warm_up() -> None:
    """Open the fonts and the PNG writer before the first picture is asked for."""
    mark = TimelineMark("E1", "“A”: an event – Событие …", "event", "", "2000-01-01")
    draw(Timeline("", "", date(2000, 1, 1), ("",), (mark,)))
