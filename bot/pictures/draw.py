"""Pictures as PNG: a timeline and an offer board, wide as a phone shows them, on a background of their own."""

import pickle
import sys
import traceback
from datetime import date
from typing import assert_never

from bot.pictures.canvas import paint
from bot.pictures.content import OfferBoard, Picture, Timeline, TimelineMark
from bot.pictures.offer_board import lay_out_board
from bot.pictures.timeline import lay_out_timeline


def draw(picture: Picture) -> bytes:
    """Draw a picture."""
    match picture:
        case Timeline():
            return draw_timeline(picture)
        case OfferBoard():
            return draw_offer_board(picture)
        case _:
            assert_never(picture)


def draw_timeline(timeline: Timeline) -> bytes:
    """Draw marks by side on an axis of days, numbered, and say below what each is."""
    return paint(lay_out_timeline(timeline))


def draw_offer_board(board: OfferBoard) -> bytes:
    """Draw offers: how surely which sources give each term, and what each side answered."""
    return paint(lay_out_board(board))


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
