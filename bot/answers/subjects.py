"""What an option means by a name, a topic or an id; and how items are called in a line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.answers.people import find_whom
from bot.answers.words import STATES, best_wording, called_there, speaks
from bot.asking import Ask
from bot.blocks import Answer, Exact, Line, Part
from db.items import View, find_items, list_items
from db.records import (
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
    Wording,
)
from db.references import references
from db.timeline import list_members

MOST_MEMBERS = 40
UNNAMED = "somebody whom no source had named by then"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what an option means; `speakers` are the people of a party, who speak for it (at most 40)."""

    id: str
    name: str
    speakers: tuple[str, ...] = ()
    all_speakers: bool = True


async def find_subject(ask: Ask, asked: str, *, example: str, line: Callable[[str], str]) -> Subject | Answer:
    """Find the one item known by then that an id, a topic or a name means, or answer with a question back."""
    item = await find_item(ask, asked, example=example, line=line)
    match item:
        case Answer():
            return item
        case Party():
            speakers = await list_members(ask.view, item.id, limit=MOST_MEMBERS + 1)
            return Subject(item.id, item.name, tuple(speakers[:MOST_MEMBERS]), len(speakers) <= MOST_MEMBERS)
        case _:
            return Subject(item.id, called(item))


async def find_item(ask: Ask, asked: str, *, example: str, line: Callable[[str], str]) -> Item | Answer:
    """Find the one item known by then that an id, a topic or a name means, or answer with a question back."""
    typed = " ".join(asked.split())
    found = await find_items(ask.view, {typed, typed.upper(), typed.lower()})
    if found:
        item: Item = found.get(typed) or next(iter(found.values()))
        return item
    for topic in await list_items(ask.view, Topic):
        if topic.name.casefold() == typed.casefold():
            return topic
    return await find_whom(ask, typed, example=example, line=line)


async def find_about(ask: Ask, asked: str, *, example: str, line: Callable[[str], str]) -> Item | Answer:
    """Find the one item that an option `about` means; where there is none, the topics are listed."""
    found = await find_item(ask, asked, example=example, line=line)
    if not isinstance(found, Answer):
        return found
    topics = ", ".join(f"{topic.id} ({topic.name})" for topic in await list_items(ask.view, Topic))
    return Answer(found.title, (*found.blocks, *((Line((topics,), label="Topics"),) if topics else ())))


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


def answering(offer: Offer) -> Iterator[str]:
    """Yield the ids of those who answered an offer, and of those who told of an answer."""
    for answer in offer.answers:
        yield answer.by
        yield from filter(None, [answer.told_by])


def wording_parts(wording: Wording) -> tuple[Part, ...]:
    """Say a wording in a line: exact words in quotation marks, others without, and what has been done to them."""
    text = Exact(wording.text) if wording.kind in ("direct", "headline") else wording.text
    marks = ["headline"] if wording.kind == "headline" else ["reported"] if wording.kind == "indirect" else []
    marks += [STATES[wording.state]] if STATES[wording.state] else []
    return (text, f" ({', '.join(marks)})") if marks else (text,)


def said_parts(statement: Statement, speaker: str) -> tuple[Part, ...]:
    """Say a statement in a line, in the wording nearest to what was said; cite `best_wording(…).source` with it.

    Silence is named as such; where the source calls the speaker otherwise, it says how; of a garbled wording, why.
    """
    best = best_wording(statement)
    silence = ", ".join(stance.kind for stance in statement.stance) if not speaks(statement) else ""
    who = f"{speaker} ({silence})" if silence else speaker
    return (f"{statement.id}, {who}: ", *wording_parts(best), *remarks_on(best, speaker))


def remarks_on(wording: Wording, speaker: str) -> tuple[str, ...]:
    """Say what has to be known of a wording besides: why it is garbled, and what the source calls the speaker."""
    there = called_there(wording, speaker)
    remarks = [wording.damage.rstrip(".")] if wording.damage and wording.state == "garbled" else []
    remarks += [f"speaker given as {there}"] if there else []
    return (f" – {'; '.join(remarks)}",) if remarks else ()


async def involved(view: View, items: Iterable[Item]) -> dict[str, set[str]]:
    """Give with each item whom and what it names, itself, and the parties of the people it names."""
    names = {
        one.id: {one.id} | {id_ for _role, id_, ref in references(one) if "source" not in ref.kinds} for one in items
    }
    people = await find_items(view, set().union(*names.values()))
    party = {id_: one.party for id_, one in people.items() if isinstance(one, Person) and one.party}
    return {id_: ids | {party[one] for one in ids & party.keys()} for id_, ids in names.items()}
