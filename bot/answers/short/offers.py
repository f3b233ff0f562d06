"""What was offered and how it was answered, on one phone screen."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from bot.answers.offers import Chosen, Stage, choose_offers, draw_offers
from bot.answers.short.offer_state import answered_sentence, settling, unanswered
from bot.answers.short.whom import ask_whom
from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Exact, Id, Line, Part
from bot.phrasing.items import UNNAMED, receivers
from bot.phrasing.lines import listed
from bot.phrasing.marks import mark
from bot.phrasing.rows import (
    Rows,
    in_sources,
    make_rows,
    more_button,
    more_row,
    offer_words,
    section,
    short_answer,
    when_day,
)
from bot.phrasing.short_size import fitting
from bot.phrasing.when import day_order
from db.model.records import Label, Offer, OfferAnswer, Person
from db.reading.view import find_items

_ROWS = 36
_LEVELS = ((5, 3), (3, 3), (3, 2), (2, 2), (2, 1), (1, 3), (1, 2), (1, 1))  # offers, and answers to each


def offers(ask: Ask, *, party: str = "", state: Stage = "", picture: str = "") -> Answer:
    """Show in short each offer: what it amounts to, how it was answered, its stages, what it is called."""
    chosen = choose_offers(ask, party=party, state=state)
    if isinstance(chosen, Answer):
        return ask_whom(ask, " ".join(party.split()), chosen)
    if not chosen.offers:
        return _none(ask, chosen)
    rows = make_rows(ask, also=_named(ask, chosen.offers))
    drawn = draw_offers(ask, chosen) if picture == "yes" else None
    choices = [
        Choice("Terms", ask.again(f"/item {chosen.offers[0].id}")),
        more_button(ask, chosen.line),
    ]

    def make(many: int, answers: int) -> Answer:
        sections = [part for offer in chosen.offers[:many] for part in _offer(ask, offer, rows, most=answers)]
        sections.append(more_row(len(chosen.offers) - many, "more offers"))
        return short_answer(ask, chosen.title, sections, choices, line=chosen.line)

    return replace(fitting(ask, (partial(make, *level) for level in _LEVELS), most=_ROWS), picture=drawn)


def _none(ask: Ask, chosen: Chosen) -> Answer:
    if not chosen.known:
        said = f"No offer is told of {in_sources(ask)}."
    elif chosen.meant and not chosen.of_party:
        said = f"{chosen.meant.name} neither made, got nor spoke of an offer, {in_sources(ask)}."
    else:
        said = f"No offer is at that stage, {in_sources(ask)}."
    choices = [Choice("All offers", ask.again("/offers"))] if chosen.known else []
    return short_answer(ask, chosen.title, [[Line((said,), lead=True)]], choices, line=chosen.line)


def _named(ask: Ask, offers: Sequence[Offer]) -> set[str]:
    ids = {id_ for offer in offers for answer in offer.answers for id_ in (answer.by, answer.told_by) if id_}
    people = find_items(ask.view, ids)
    ids |= {one.party for one in people.values() if isinstance(one, Person) and one.party}
    return ids | {
        id_ for offer in offers for id_ in (offer.by, *receivers(offer), *(label.by for label in offer.labels))
    }


def _offer(ask: Ask, offer: Offer, rows: Rows, *, most: int) -> Iterator[list[Block]]:
    """Yield the sections of one offer: what it is, the answers to it, its stages and names."""
    answer = settling(offer)
    said: tuple[Part, ...] = (unanswered(ask).capitalize(),)
    if answer:
        said = tuple(answered_sentence(answer, rows.names, year=rows.year))
    yield [Line((*offer_words(offer, dash=": "), Id(offer.id)), lead=True), Line(said)]
    yield _answers(ask, offer, rows, most=most)
    yield [*_stages(offer, rows), *_called(ask, offer, rows)]


# --- answers


def _answers(ask: Ask, offer: Offer, rows: Rows, *, most: int) -> list[Block]:
    """Show the newest answers of whom it was made to, and the newest that others tell of."""
    newest = sorted(offer.answers, key=lambda answer: day_order(answer.when), reverse=True)
    people = find_items(ask.view, {answer.by for answer in newest})
    to = set(receivers(offer))
    own = [one for one in newest if not one.told_by and to & {one.by, getattr(people.get(one.by), "party", "")}]
    others = [one for one in newest if one not in own]
    shown: list[Block] = [_answer_row(answer, answer.by, rows) for answer in own[:most]]
    whose = listed([f"{rows.names.get(id_, UNNAMED)}’s" for id_ in receivers(offer)])
    blocks = section(f"{whose} answers", [*shown, *more_row(len(own) - most)])
    if not others:
        return blocks
    left = f" · {len(others) - 1} more" if len(others) > 1 else ""
    told = _answer_row(others[0], others[0].told_by or others[0].by, rows, label="By others", left=left)
    return [*blocks, told]


def _answer_row(answer: OfferAnswer, speaker: str, rows: Rows, *, label: str = "", left: str = "") -> Line:
    day = when_day(answer.when, year=rows.year) or ("day not told",)
    said = (f"{answer.text} – {rows.names.get(speaker, UNNAMED)}, ", *day, mark(answer.sources), left)
    return Line((*(part for part in said if part), *([Id(answer.statement)] if answer.statement else [])), label=label)


# --- stages and names


def _stages(offer: Offer, rows: Rows) -> list[Block]:
    parts: list[Part] = []
    for state in sorted(offer.states, key=lambda state: day_order(state.when)):
        if state.state != "pending":
            day: tuple[Part, ...] = (" ", *when_day(state.when, year=rows.year)) if state.when else ()
            parts += ["; " if parts else "", state.state, *day, mark(state.sources)]
    return [Line(tuple(part for part in parts if part), label="Stages")] if parts else []


def _called(ask: Ask, offer: Offer, rows: Rows) -> list[Block]:
    if not offer.labels:
        return []
    said = find_items(ask.view, {label.statement for label in offer.labels if label.statement})

    def age(label: Label) -> date:
        statement = said.get(label.statement or "")
        return day_order(statement.when if statement else None)

    newest = sorted(offer.labels, key=age, reverse=True)[0]
    parts: list[Part] = ["Called ", Exact(newest.exact, newest.sources), f" by {rows.names.get(newest.by, UNNAMED)}"]
    left = [f" · {len(offer.labels) - 1} more"] if len(offer.labels) > 1 else []
    return [Line((*parts, mark(newest.sources), *left))]
