"""Who somebody is and what they said last, on one phone screen."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from bot.answers.directory import directory
from bot.answers.lookup import find_person_id, namesakes
from bot.answers.people import LOOKED_AT, is_of, names_in_terms
from bot.answers.short.date_rows import outcome_row
from bot.answers.short.whom import ask_whom
from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Id, Line, Part
from bot.phrasing.lines import natural
from bot.phrasing.marks import mark
from bot.phrasing.rows import (
    Rows,
    capitalized,
    date_row,
    in_sources,
    inside,
    make_rows,
    more_button,
    more_row,
    offer_gist,
    offer_words,
    person_words,
    section,
    short_answer,
    when_day,
)
from bot.phrasing.short_size import fitting
from bot.phrasing.when import day_order
from bot.tracking.ledger import newest_outcomes
from db.model.records import Offer, Party, Person, Statement, TrackedDate
from db.reading.people import COUNTED
from db.reading.statements import Sought, count_statements, list_statements
from db.reading.view import find_items

_DATES = 3  # expected dates, and offers
_ROWS = 30
# how many utterances and how many expected dates: less where they are long
_LEVELS = ((3, 3), (3, 2), (2, 2), (3, 1), (2, 1), (1, 1))


def who(ask: Ask, *, name: str, explain: str = "") -> Answer:
    """Say in short who somebody is: what they are, what they said last, what they offered, what is awaited."""
    known = directory(ask)
    found = find_person_id(ask, known, name, example="/who peskov", line=lambda id_: ask.again(f"/who {id_}"))
    if isinstance(found, Answer):
        return ask_whom(ask, " ".join(name.split()), found)
    items = find_items(ask.view, [found, *known.naming(found, known.name(found))])
    answer = _about(ask, items.pop(found), items.values(), namesakes(ask, known, name, found))
    return replace(answer, line=f"{answer.line} explain:yes") if explain == "yes" else answer


def _about(ask: Ask, whom: Person | Party, naming: Iterable[Offer | TrackedDate], others: Sequence[Choice]) -> Answer:
    """Tell of somebody; `naming` are the offers and tracked dates that name them, `others` may be meant as well."""
    by_id = sorted(naming, key=lambda one: natural(one.id))
    offers = [one for one in by_id if isinstance(one, Offer)]
    dates = [one for one in by_id if isinstance(one, TrackedDate)]
    sought = Sought(speaker=whom.id) if isinstance(whom, Person) else Sought(party=whom.id)
    newest = list_statements(ask.view, sought, limit=LOOKED_AT)
    rows, line = make_rows(ask, newest), f"/who {whom.id}"
    many = len(newest) if len(newest) < LOOKED_AT else count_statements(ask.view, sought, most=COUNTED + 1)
    what, offered = _what(ask, whom, offers, spoken=bool(newest)), _offered(ask, whom, offers, rows)
    expected = _expected(ask, whom, dates, rows)
    choices, ordered = [*_choices(ask, whom, line, spoken=bool(newest)), *others], rows.order(newest)
    ordered = rows.by_speaker(ordered) if isinstance(whom, Party) else ordered

    def make(said: int, dates: int) -> Answer:
        told, awaited = _dates(expected, most=dates)
        spoken = _said(ordered, many, rows, most=said, named=isinstance(whom, Party))
        sections = [what, spoken, [*offered, *told], section("Awaited", awaited)]
        return short_answer(ask, whom.name, sections, choices, line=line)

    return fitting(ask, (partial(make, *level) for level in _LEVELS), most=_ROWS)


def _choices(ask: Ask, whom: Person | Party, line: str, *, spoken: bool) -> list[Choice]:
    option = "" if isinstance(whom, Person) else "party:"
    quotes = Choice("Quotes", ask.again(f"/quotes {option}{whom.id}"))
    about = Choice("Said by others", ask.again(f"/quotes about:{whom.id}"))
    timeline = Choice("Timeline", ask.again(f"/timeline about:{whom.id}"))
    return [quotes if spoken else about, timeline, more_button(ask, line)]


# --- what they are


def _what(ask: Ask, whom: Person | Party, offers: Sequence[Offer], *, spoken: bool) -> list[Block]:
    blocks: list[Block] = []
    if isinstance(whom, Person):
        said = person_words(whom)
        blocks += [Line((capitalized(str(said[0])), *said[1:]), lead=True)] if said else []
        blocks += [Line((f"In {inside(offer.title)}: ", *offer_gist(offer))) for offer in _naming(whom, offers)]
    if not spoken:
        unquoted = "Nobody is quoted for it" if isinstance(whom, Party) else "Not quoted"
        blocks.append(Line((f"{unquoted} {in_sources(ask)}.",)))
    return blocks


def _naming(person: Person, offers: Sequence[Offer]) -> list[Offer]:
    """List the offers whose terms name somebody."""
    return [offer for offer in offers if names_in_terms(person, offer)][:_DATES]


# --- what they said


def _said(ordered: Sequence[Statement], many: int, rows: Rows, *, most: int, named: bool) -> list[Block]:
    shown: list[Block] = [rows.utterance(one, speaker=named) for one in ordered[:most]]
    return [*shown, *more_row(min(many, COUNTED) - len(shown), least=many > COUNTED)]


# --- what they answered, offered, announced, are awaited for


def _offered(ask: Ask, whom: Person | Party, offers: Sequence[Offer], rows: Rows) -> list[Block]:
    blocks: list[Block] = []
    people = find_items(ask.view, {answer.by for offer in offers for answer in offer.answers})
    for offer in offers:
        if offer.by == whom.id:
            blocks.append(Line((*offer_words(offer, dash=" – "), Id(offer.id)), label="Offers"))
        answers = [answer for answer in offer.answers if is_of(whom, answer, people) and not answer.told_by]
        if answers:
            answer = max(answers, key=lambda answer: day_order(answer.when))
            by = f" – {people[answer.by].name}" if answer.by != whom.id else ""
            day: tuple[Part, ...] = (", ", *when_day(answer.when, year=rows.year)) if answer.when else ()
            said = (f"On {inside(offer.title)}: {answer.kind}{by}", *day, mark(answer.sources), Id(offer.id))
            blocks.append(Line(said))
    return blocks[:_DATES]


def _expected(ask: Ask, whom: Person | Party, dates: Sequence[TrackedDate], rows: Rows) -> list[tuple[bool, Block]]:
    """List in rows what somebody announced or what came of it (True), and what is awaited of or for them."""
    recorded = newest_outcomes(ask) if dates else {}
    found: list[tuple[bool, Block]] = []
    for one in dates:
        own = any(given.by == whom.id for given in one.announced)
        if own or whom.id in one.about:
            outcome = outcome_row(ask, one, recorded.get(one.id), rows)
            found.append((own or outcome is not None, outcome or date_row(one)))
    return found


def _dates(expected: Sequence[tuple[bool, Block]], *, most: int) -> tuple[list[Block], list[Block]]:
    told = [row for own, row in expected[:most] if own]
    awaited = [row for own, row in expected[:most] if not own]
    more = more_row(len(expected) - most, "more expected")
    return (told, [*awaited, *more]) if awaited else ([*told, *more], awaited)
