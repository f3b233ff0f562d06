"""An offer board laid out: each term with how surely which sources give it, and each side's answers."""

from itertools import groupby

from bot.pictures.canvas import BAND, EVENT, MARGIN, PAPER, SMALL, TEXT, WIDTH, Shape, Sheet, start
from bot.pictures.content import BoardAnswer, BoardLine, BoardOffer, BoardReport, BoardTerm, OfferBoard
from bot.pictures.lettering import Run, line_height, width

_INSIDE = 14
_SIGN = 34
_HEADING = 40
# how full its sign is: said as a fact, passed on from others, only possible
_FULL, _HALF, _EMPTY = "said as a fact", "passed on", "possible, or inferred"
_FILLED = {"stated": _FULL, "includes": _FULL, "proposed": _FULL, "reported": _HALF, "reportedly": _HALF}
_ANSWERS = {"accepts": "✓", "rejects": "✗", "counters": "⇄"}


def lay_out_board(board: OfferBoard) -> Sheet:
    """Place everything that an offer board shows."""
    sheet = start(board)
    if any(offer.terms for offer in board.offers):
        _legend(sheet)
    for offer in board.offers:
        sheet.rule()
        _offer(sheet, offer)
    sheet.foot(board)
    return sheet


def _legend(sheet: Sheet) -> None:
    left = MARGIN
    for filled in (_FULL, _HALF, _EMPTY):
        _sign(sheet, filled, left=left, top=sheet.bottom + (line_height(SMALL) - _SIGN) // 2)
        sheet.put(filled, left=left + _SIGN + _INSIDE, top=sheet.bottom, size=SMALL)
        left += _SIGN + 4 * _INSIDE + width(filled, size=SMALL)
    sheet.gap(line_height(SMALL) + 14)


def _offer(sheet: Sheet, offer: BoardOffer) -> None:
    sheet.write([Run(f"{offer.id}: {offer.title}", bold=True)], size=_HEADING)
    sheet.write([Run(f"{offer.by} → {offer.to}", bold=True)])
    sheet.write([Run(offer.standing.text), sheet.source(offer.standing.cites)])
    sheet.gap(12)
    for term in offer.terms:
        _term(sheet, term)
    _listed(sheet, "Called", offer.called)
    _listed(sheet, "Stages", offer.stages)
    for side, answers in groupby(offer.answers, key=lambda answer: answer.side):
        sheet.gap(8)
        sheet.write([Run(f"Answers: {side}", bold=True)], size=_HEADING)
        for answer in answers:
            _answer(sheet, answer)
    sheet.gap(18)


def _listed(sheet: Sheet, title: str, lines: tuple[BoardLine, ...]) -> None:
    if lines:
        sheet.gap(8)
        sheet.write([Run(title, bold=True)], size=_HEADING)
    for line in lines:
        sheet.put("·", left=MARGIN + _INSIDE, top=sheet.bottom, size=TEXT, bold=True)
        sheet.write([Run(line.text), sheet.source(line.cites)], left=MARGIN + _INSIDE + _SIGN + _INSIDE)


def _term(sheet: Sheet, term: BoardTerm) -> None:
    top, band = sheet.bottom, len(sheet.shapes)
    sheet.gap(10)
    sheet.write([Run(term.text, bold=True)], left=MARGIN + _INSIDE, right=WIDTH - MARGIN - _INSIDE)
    for report in term.reports:
        _report(sheet, report)
    sheet.gap(10)
    corners = ((MARGIN, top), (WIDTH - MARGIN, sheet.bottom))
    sheet.shapes.insert(band, Shape("rectangle", corners, BAND))
    sheet.gap(12)


def _report(sheet: Sheet, report: BoardReport) -> None:
    left = MARGIN + _INSIDE
    filled = _FILLED.get(report.certainty, _EMPTY)
    _sign(sheet, filled, left=left, top=sheet.bottom + (line_height(TEXT) - _SIGN) // 2)
    runs = [Run(report.certainty + ":" * bool(report.value), bold=True), Run(report.value), sheet.source(report.cites)]
    sheet.write(runs, left=left + _SIGN + _INSIDE, right=WIDTH - MARGIN - _INSIDE)


def _sign(sheet: Sheet, filled: str, *, left: int, top: int) -> None:
    right, bottom = left + _SIGN, top + _SIGN
    fill = EVENT if filled == _FULL else PAPER
    outline = Shape("rectangle", ((left, top), (right, bottom)), fill, EVENT, thick=4, dashed=filled == _EMPTY)
    sheet.shapes.append(outline)
    if filled == _HALF:
        half = ((left, top + _SIGN // 2), (right, bottom))
        sheet.shapes.append(Shape("rectangle", half, EVENT))


def _answer(sheet: Sheet, answer: BoardAnswer) -> None:
    left = MARGIN + _INSIDE
    sheet.put(_ANSWERS.get(answer.kind, "·"), left=left, top=sheet.bottom, size=TEXT, bold=True)
    said = [Run(f"{answer.kind}:", bold=True), Run(answer.text)]
    who = Run(f"{answer.by}, {answer.when_words()}", faint=True)
    sheet.write([*said, who, sheet.source(answer.cites)], left=left + _SIGN + _INSIDE)
