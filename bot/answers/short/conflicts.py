"""Where reports differ on facts, on one phone screen; what differs in wording or name is counted."""

from collections.abc import Sequence
from functools import partial

from bot.answers.conflicts import (
    PointSubject,
    State,
    Weight,
    about_option,
    differs,
    find_point_subject,
    standing,
)
from bot.answers.short.whom import ask_whom
from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Line
from bot.phrasing.lines import natural
from bot.phrasing.rows import difference_row, in_sources, more_button, more_row, section, short_answer
from bot.phrasing.short_size import fitting
from db.model.records import Point
from db.reading.view import list_items

_ROWS = 36
_LEVELS = (10, 8, 6, 5, 4, 3, 2, 1)  # points shown: less where they are long
_TITLES = {"open": "Open", "settled": "Settled by the texts themselves", "compatible": "Can all be true", "": "Agreed"}


def conflicts(ask: Ask, *, about: str = "", state: State = "all", kind: Weight = "") -> Answer:
    """Show in short on which facts reports differ, open ones first, with the values as they stand."""
    known = list_items(ask.view, Point)
    subject = find_point_subject(ask, about, known)
    if isinstance(subject, Answer):
        return ask_whom(ask, " ".join(about.split()), subject)
    covered = [point for point in known if point.id == subject.item or (subject.covers(point) and differs(point))]
    wanted = [point for point in covered if _is_shown(point, subject, state=state, kind=kind)]
    order = list(_TITLES)
    wanted.sort(key=lambda point: (order.index(standing(point)), natural(point.id)))
    line = f"/conflicts {about_option(subject)}state:{state}" + (f" kind:{kind}" if kind else "")
    title = "Where reports differ" + (f" – {subject.name}" if subject.name else "")

    def make(most: int) -> Answer:
        shown = [_section(name, [point for point in wanted[:most] if standing(point) == name]) for name in order]
        left = [*more_row(len(wanted) - most), *_rest(ask, len(covered) - len(wanted), any_=bool(wanted), kind=kind)]
        return short_answer(ask, title, [*shown, left], _choices(ask, subject, line, kind), line=line)

    return fitting(ask, (partial(make, most) for most in _LEVELS), most=_ROWS)


def _is_shown(point: Point, subject: PointSubject, *, state: State, kind: Weight) -> bool:
    """Tell the points that lead: of facts, and those that can all be true only if that is asked for."""
    if point.id == subject.item:
        return True
    if state == "all":
        return point.weight == (kind or "fact") and (standing(point) != "compatible" or bool(kind))
    return standing(point) == state and point.weight == (kind or "fact")


def _section(stands: str, points: Sequence[Point]) -> list[Block]:
    return section(_TITLES[stands], [difference_row(point) for point in points])


_OTHERS: dict[Weight, str] = {
    "fact": "wordings, names, or what can all be true",
    "wording": "facts and names",
    "name": "facts and wordings",
}


def _rest(ask: Ask, number: int, *, any_: bool, kind: Weight) -> list[Block]:
    """Count what does not lead, and say where nothing does."""
    nothing: list[Block] = [] if any_ else [Line((f"No {kind or 'fact'} on which reports differ, {in_sources(ask)}.",))]
    if not number:
        return nothing
    said = f"{number:,} more differ in wording or name, or can all be true"
    return [*nothing, Line((said if not kind else f"{number:,} others: {_OTHERS[kind]}",))]


def _choices(ask: Ask, subject: PointSubject, line: str, kind: Weight) -> list[Choice]:
    about = about_option(subject)
    others = [(word, name) for word, name in (("fact", "Facts"), ("wording", "Wordings"), ("name", "Names"))]
    shown = [(word, name) for word, name in others if word != (kind or "fact")]
    buttons = [Choice(name, ask.again(f"/conflicts {about}kind:{word}")) for word, name in shown]
    return [*buttons, more_button(ask, line)]
