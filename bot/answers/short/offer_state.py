"""How an offer was answered, in one sentence: answered, or neither accepted, refused nor countered."""

from collections.abc import Iterator, Mapping

from bot.asking import Ask
from bot.blocks import Line, Part
from bot.phrasing.items import UNNAMED
from bot.phrasing.lines import natural
from bot.phrasing.marks import mark
from bot.phrasing.rows import in_sources, offer_words, when_day
from bot.phrasing.when import day_order
from db.model.records import Offer, OfferAnswer
from db.reading.view import find_items, list_items

_DONE = {"accepts": "accepted", "rejects": "refused", "counters": "countered"}


def list_offers(ask: Ask) -> list[Offer]:
    """List the offers, by id."""
    return sorted(list_items(ask.view, Offer), key=lambda offer: natural(offer.id))


def settling(offer: Offer) -> OfferAnswer | None:
    """Give the last answer that accepts, refuses or counters an offer."""
    settled = [answer for answer in offer.answers if answer.kind in _DONE]
    return max(settled, key=lambda answer: day_order(answer.when), default=None)


def standing_sentence(ask: Ask, offer: Offer, *, year: int) -> Line:
    """Say what an offer is and how it was answered."""
    answer = settling(offer)
    if answer is None:
        said: tuple[Part, ...] = (f"has been {unanswered(ask)}",)
    else:
        found = find_items(ask.view, {answer.by, *filter(None, [answer.told_by])})
        names = {id_: item.name for id_, item in found.items()}
        said = (f"has been {_DONE[answer.kind]} ", *by_whom(answer, names, year=year))
    return Line((*offer_words(offer, dash=" – "), " – " if offer.gist else " ", *said), lead=True)


def unanswered(ask: Ask) -> str:
    """Say that no answer settles an offer, in the sources there are."""
    return f"neither accepted, refused nor countered, {in_sources(ask)}."


def answered_sentence(answer: OfferAnswer, names: Mapping[str, str], *, year: int) -> Iterator[Part]:
    """Say by whom an offer was answered, when, and by whose account."""
    yield f"{_DONE[answer.kind].capitalize()} "
    yield from by_whom(answer, names, year=year)


def by_whom(answer: OfferAnswer, names: Mapping[str, str], *, year: int) -> Iterator[Part]:
    """Say who answered, when, and by whose account."""
    yield f"by {names.get(answer.by, UNNAMED)}"
    if answer.told_by:
        yield f", by the account of {names.get(answer.told_by, UNNAMED)}"
    if answer.when:
        yield ", "
        yield from when_day(answer.when, year=year)
    yield mark(answer.sources)
