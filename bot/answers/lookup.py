"""Why a typed name means whom: the rule that matched, its score, and who came next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answers.directory import Directory, KnownNames, directory, introduction
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Group, Line
from bot.names.matcher import Hit, verdict
from bot.phrasing.items import called
from bot.phrasing.when import day
from db.model.records import (
    Item,
    Party,
    Person,
    Topic,
)
from db.reading.merges import find_remaining
from db.reading.timeline import list_members
from db.reading.view import find_items, last_published, list_items

_MOST = 6
_WHOLE = ("exact name", "exact spelling")
_VERDICTS = {
    "answer": "one is sure, and is meant",
    "ask": "several are sure, so it is asked which one",
    "suggest": "nobody is sure, so it is only suggested",
    "nothing": "nobody is near enough to be suggested",
}
# not the words themselves: a spelling may have come up later than the day asked for
_BY = {
    "name": " (as shown here)",
    "spelling": " (as a source spells it)",
    "typed": " (as people type it)",
    "role": " (as a role)",
}


def readings(ask: Ask) -> list[Block]:
    """Tell how each name was read that was typed, if that is asked for; it cites no source, as it tells of none."""
    if not ask.readings:
        return []
    known = directory(ask)
    return [_reading(known, typed, ask.as_of) for typed in dict.fromkeys(ask.readings)]


def _reading(known: Directory, typed: str, as_of: date) -> Block:
    hits = known.names.find(typed, as_of=as_of, all_guesses=True)
    advice, _ = verdict(hits)
    said = _VERDICTS[advice]
    if known.knows(typed, as_of):
        said = f"it is the id of {known.name(typed)}, which goes before any name"
    lines = [_line(known, hit) for hit in hits[:_MOST]]
    more = [Line((f"{len(hits) - _MOST} more, less near",))] if len(hits) > _MOST else []
    return Group(f"How “{typed}” was read: {said}", (*lines, *more))


def _line(known: Directory, hit: Hit) -> Line:
    return Line(
        (f"{hit.rule}{_BY[hit.name.kind]}, {hit.score} of 100, {'sure' if hit.sure else 'not sure'}",),
        label=known.name(hit.item),
    )


LONGEST_NAME = 80


def find_whom(ask: Ask, name: str, *, example: str, line: Callable[[str], str]) -> Person | Party | Answer:
    """Find the one person or party known by then that a name means, or else answer with a question back.

    `line` gives the line that asks again with an id; `example` is a line that works. Raises UserError.
    """
    found = find_person_id(ask, directory(ask), name, example=example, line=line)
    if isinstance(found, Answer):
        return found
    whom: Person | Party = find_items(ask.view, [found])[found]
    return whom


def find_person_id(ask: Ask, known: Directory, name: str, *, example: str, line: Callable[[str], str]) -> str | Answer:
    typed = " ".join(name.split())
    if len(typed) > LONGEST_NAME:
        raise UserError(f"A name may have {LONGEST_NAME} characters; this one has {len(typed)}. For example: {example}")
    if ask.readings is not None:
        ask.readings.append(typed)
    if known.knows(typed, ask.as_of):
        return typed
    advice, hits = verdict(known.names.find(typed, as_of=ask.as_of))
    if hits and (advice == "answer" or _shares_family_name(hits)):
        return hits[0].item
    if (now := find_remaining(ask.view, typed)) and known.knows(now, ask.as_of):
        return now
    return _which(ask, typed, hits, known, several=advice == "ask", line=line)


def _shares_family_name(hits: Sequence[Hit]) -> bool:
    """Tell whether the first goes by just what was typed, and all others only have it as their family name."""
    first, *others = hits
    return first.rule in _WHOLE and all(hit.rule == "surname" for hit in others)


def namesakes(ask: Ask, known: Directory, name: str, found: str) -> list[Choice]:
    """Offer those whom a name that was answered may mean as well."""
    typed = " ".join(name.split())
    if known.knows(typed, ask.as_of):
        return []
    _advice, hits = verdict(known.names.find(typed, as_of=ask.as_of))
    others = [hit.item for hit in hits if hit.sure and hit.item != found]
    return [Choice(known.name(id_), ask.again(f"/who {id_}")) for id_ in others[:_MOST]]


def names(ask: Ask) -> KnownNames:
    """Give everybody's names: those known by then, and spellings that people type or that came up later.

    A later spelling only helps to find somebody already known; it is never shown.
    """
    return KnownNames(directory(ask).names, ask.as_of)


def _which(
    ask: Ask, typed: str, hits: list[Hit], known: Directory, *, several: bool, line: Callable[[str], str]
) -> Answer:
    if not hits:
        text = f"No “{typed}” in this dossier as of {day(ask.as_of)}. Try a surname, a role, or /status for who speaks."
        return Answer("Not found", (Line((text,)),))
    fits = hits[:10]
    said = (
        f"“{typed}” fits {len(hits)}. Which one?"
        if several
        else f"No “{typed}”. Did you mean {known.name(fits[0].item)}?"
    )
    blocks: list[Block] = [Line((said,))]
    blocks += [Choice(known.introduce(hit.item, ask.as_of), line(hit.item)) for hit in fits]
    return Answer("Which one?" if several else "Not found", tuple(blocks))


def introduce(record: Person | Party) -> str:
    """Name somebody with the first role known."""
    role = record.roles[0].title if isinstance(record, Person) and record.roles else ""
    return introduction(record.name, role)


MOST_MEMBERS = 40


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what an option means; `speakers` are the people of a party, who speak for it (at most 40)."""

    id: str
    name: str
    speakers: tuple[str, ...] = ()
    all_speakers: bool = True


def find_subject(ask: Ask, asked: str, *, example: str, line: Callable[[str], str]) -> Subject | Answer:
    """Find the one item known by then that an id, a topic or a name means, or answer with a question back."""
    item = find_item(ask, asked, example=example, line=line)
    match item:
        case Answer():
            return item
        case Party():
            speakers = list_members(ask.view, item.id, limit=MOST_MEMBERS + 1)
            return Subject(item.id, item.name, tuple(speakers[:MOST_MEMBERS]), len(speakers) <= MOST_MEMBERS)
        case _:
            return Subject(item.id, called(item))


def find_item(ask: Ask, asked: str, *, example: str, line: Callable[[str], str]) -> Item | Answer:
    """Find the one item known by then that an id, a topic or a name means, or answer with a question back."""
    typed = " ".join(asked.split())
    found = find_items(ask.view, {typed, typed.upper(), typed.lower()})
    if found:
        item: Item = found.get(typed) or next(iter(found.values()))
        return item
    if (now := find_remaining(ask.view, typed)) and (merged := find_items(ask.view, [now])):
        return merged[now]  # type: ignore[no-any-return]
    for topic in list_items(ask.view, Topic):
        if topic.name.casefold() == typed.casefold():
            return topic
    return find_whom(ask, typed, example=example, line=line)


def find_about(ask: Ask, asked: str, *, example: str, line: Callable[[str], str]) -> Item | Answer:
    """Find the one item that an option `about` means; where there is none, the topics are listed."""
    found = find_item(ask, asked, example=example, line=line)
    if not isinstance(found, Answer):
        return found
    topics = ", ".join(f"{topic.id} ({topic.name})" for topic in list_items(ask.view, Topic))
    return Answer(found.title, (*found.blocks, *((Line((topics,), label="Topics"),) if topics else ())))


def one_day(ask: Ask, option: str, asked: str) -> date:
    """Find the calendar day meant; one without a year is the newest not after the last source known. Raises UserError.

    A month, a year or a stretch means its last day.
    """
    from bot.date_words import past_day  # most questions name no day

    last = last_published(ask.view)
    try:
        not_after = min(last, ask.as_of) if last else None
        return past_day.parse_day(asked, now=ask.now, zone=ask.desk.zone, not_after=not_after)
    except past_day.DateError as error:
        raise UserError(f"{option}: {error}") from error


def first_day(ask: Ask, option: str, asked: str) -> date:
    """Find the calendar day meant; a month, a year or a stretch means its first day. Raises UserError."""
    from bot.date_words import past_day  # most questions name no day

    last = last_published(ask.view)
    try:
        not_after = min(last, ask.as_of) if last else None
        return past_day.parse_first_day(asked, now=ask.now, zone=ask.desk.zone, not_after=not_after)
    except past_day.DateError as error:
        raise UserError(f"{option}: {error}") from error


def is_day(ask: Ask, asked: str) -> bool:
    """Tell whether text can be read as one day."""
    from bot.date_words import past_day  # most questions name no day

    try:
        past_day.parse_day(asked, now=ask.now, zone=ask.desk.zone, not_after=ask.as_of)
    except past_day.DateError:
        return False
    return True
