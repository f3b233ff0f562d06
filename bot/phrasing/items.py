"""What an option means by a name, a topic or an id; and how items are called in a line."""

from collections.abc import Iterable, Iterator, Mapping

from db.model.records import (
    Event,
    Item,
    Offer,
    OfferAnswer,
    Origin,
    Party,
    Person,
    Point,
    Source,
    Statement,
    Topic,
    TrackedDate,
)
from db.model.shapes import references
from db.reading.view import View, find_items

UNNAMED = "somebody whom no source had named by then"


def called(item: Item) -> str:
    """Name an item as the dossier does; a statement by its id."""
    match item:
        case Topic() | Party() | Person() | Origin():
            return item.name
        case Offer() | Event() | TrackedDate():
            return item.title
        case Point():
            return item.question
        case Source():
            return item.outlet or item.described or item.id
        case Statement():
            return item.id


def answerer(answer: OfferAnswer, names: Mapping[str, str]) -> str:
    """Name who answered an offer, and according to whom, if that is not its own word."""
    told = f", according to {names.get(answer.told_by, UNNAMED)}" if answer.told_by else ""
    return f"{names.get(answer.by, UNNAMED)}{told}"


def receivers(offer: Offer) -> tuple[str, ...]:
    """List the parties to which an offer was made."""
    return (offer.to, *offer.also_to)


def answering(offer: Offer) -> Iterator[str]:
    """Yield the ids of those who answered an offer, and of those who told of an answer."""
    for answer in offer.answers:
        yield answer.by
        yield from filter(None, [answer.told_by])


def involved(view: View, items: Iterable[Item]) -> dict[str, set[str]]:
    """Give with each item whom and what it names, itself, and the parties of the people it names."""
    names = {
        one.id: {one.id} | {id_ for _role, id_, ref in references(one) if "source" not in ref.kinds} for one in items
    }
    people = find_items(view, set().union(*names.values()))
    party = {id_: one.party for id_, one in people.items() if isinstance(one, Person) and one.party}
    return {id_: ids | {party[one] for one in ids & party.keys()} for id_, ids in names.items()}
