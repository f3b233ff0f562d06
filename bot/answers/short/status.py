"""Where it stands, on one phone screen: offers, each side's newest position, dates, an outcome, a difference."""

from collections.abc import Mapping
from functools import partial

from bot.answers.conflicts import standing
from bot.answers.short.date_rows import newest_outcome_row, watched_rows
from bot.answers.short.offer_state import list_offers, standing_sentence
from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Line
from bot.phrasing.lines import natural
from bot.phrasing.rows import Rows, difference_row, in_sources, make_rows, more_button, more_row, short_answer
from bot.phrasing.short_size import fitting
from bot.phrasing.statements import speaks
from bot.phrasing.when import age
from db.model.records import Party, Person, Point, Statement
from db.reading.statements import Sought, list_statements
from db.reading.view import find_items, list_items

_NEWEST = 150  # statements looked at, and of a side of which none is among them its own
_ROWS = 30
_LEVELS = ((3, 2), (2, 2), (1, 2), (1, 1), (1, 0))  # dates, and of outcome and difference: less where they are long
_OFFERS = 2
_SIDES = 4


def status(ask: Ask) -> Answer:
    """Say where it stands in one sentence, what each side last said, what is due, what came of it, what differs."""
    sides = sorted((party for party in list_items(ask.view, Party) if party.side), key=lambda side: side.name)
    newest = list_statements(ask.view, Sought(), limit=_NEWEST)
    people = find_items(ask.view, {one.speaker for one in newest})
    said = {side.id: _newest_of(ask, side.id, newest, people) for side in sides[:_SIDES]}
    rows = make_rows(ask, [one for many in said.values() for one in many])
    offers, dates = _offers(ask, rows), watched_rows(ask, rows)
    positions: list[Block] = [_position(ask, side, said[side.id], rows) for side in sides[:_SIDES]]
    others = [*newest_outcome_row(ask, rows), *_differences(ask)]
    choices = [
        Choice("Dates", ask.again("/dates")),
        Choice("Differences", ask.again("/conflicts")),
        more_button(ask, "/status"),
    ]

    def make(most: int, more: int) -> Answer:
        sections = [offers, positions, [*dates[:most], *others[:more]]]
        return short_answer(ask, "Where it stands", sections, choices, line="/status")

    return fitting(ask, (partial(make, *level) for level in _LEVELS), most=_ROWS)


def _offers(ask: Ask, rows: Rows) -> list[Block]:
    offers = list_offers(ask)
    if not offers:
        return [Line((f"No offer is told of {in_sources(ask)}.",), lead=True)]
    shown: list[Block] = [standing_sentence(ask, offer, year=rows.year) for offer in offers[:_OFFERS]]
    return [*shown, *more_row(len(offers) - len(shown), "more offers")]


def _newest_of(ask: Ask, side: str, newest: list[Statement], people: Mapping[str, Person]) -> list[Statement]:
    """List what a side's people said on the newest first day on which one of them spoke, else were silent."""
    found = [one for one in newest if (speaker := people.get(one.speaker)) and speaker.party == side]
    if not found and len(newest) == _NEWEST:
        found = list_statements(ask.view, Sought(party=side), limit=_NEWEST)
    spoken = [one for one in found if speaks(one)] or found
    return [one for one in spoken if age(one)[0] == age(spoken[0])[0]]


def _position(ask: Ask, side: Party, said: list[Statement], rows: Rows) -> Line:
    if not said:
        return Line((f"no words of its people {in_sources(ask)}.",), label=side.name)
    stated = [one for one in said if any(stance.kind != "says" for stance in one.stance)] or said
    return rows.utterance(rows.order(stated)[0], label=side.name, count=False, id_=False)


def _differences(ask: Ask) -> list[Block]:
    points = (point for point in list_items(ask.view, Point) if point.weight == "fact" and standing(point) == "open")
    unsettled = sorted(points, key=lambda point: natural(point.id))
    if not unsettled:
        return []
    return [difference_row(unsettled[0], label="Differs", left=len(unsettled) - 1, id_=False)]
