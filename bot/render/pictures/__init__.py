"""Pictures as PNG: a timeline and an offer board, wide as a phone shows them, on a background of their own."""

from typing import assert_never

from bot.pictures import OfferBoard, Picture, Timeline
from bot.render.pictures.board import lay_out_board
from bot.render.pictures.sheet import paint
from bot.render.pictures.timeline import lay_out_timeline


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
