"""Who somebody is, and what they said."""

from collections.abc import Callable, Iterable
from typing import Annotated

from bot.answers.sources import stale_lines
from bot.answers.words import (
    best_wording,
    count,
    day,
    label_parts,
    natural,
    newest,
    quote,
    since,
    speaks,
    when_parts,
)
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Exact, Group, Line, Part
from bot.names import Hit, Name, Names, verdict
from db.items import list_items, list_linked
from db.records import Event, Offer, Party, Person, Statement, TrackedDate

LATEST = 5
LONGEST_NAME = 80
_KINDS = {
    "named": "",
    "role": "known only by role",
    "institution": "an institution that speaks",
    "group": "a group",
}


async def who(ask: Ask, *, name: Annotated[str, "a name, spelling, initials or role, e.g. peskov"]) -> Answer:
    """Say who somebody is: role as of then, side, spellings, latest statements, offers, dates, the last word.

    Any spelling or script will do, also a surname, initials or a role ("kremlin spokesman"). If several people fit,
    you are asked which.
    """
    found = await find_whom(ask, name, example="/who peskov", line=lambda id_: f"/who {id_}")
    match found:
        case Person():
            return await _person(ask, found, {party.id: party for party in await list_items(ask.view, Party)})
        case Party():
            return await _party(ask, found, await list_items(ask.view, Person))
        case _:
            return found


async def find_whom(ask: Ask, name: str, *, example: str, line: Callable[[str], str]) -> Person | Party | Answer:
    """Find the one person or party known by then that a name means, or else answer with a question back.

    `line` gives the line that asks again with an id; `example` is a line that works. Raises UserError.
    """
    typed = " ".join(name.split())
    if len(typed) > LONGEST_NAME:
        raise UserError(f"A name may have {LONGEST_NAME} characters; this one has {len(typed)}. For example: {example}")
    known: dict[str, Person | Party] = {person.id: person for person in await list_items(ask.view, Person)}
    known |= {party.id: party for party in await list_items(ask.view, Party)}
    if typed in known:
        return known[typed]
    advice, hits = verdict((await names(ask)).find(typed))
    if hits and advice == "answer":
        return known[hits[0].item]
    return _which(ask, typed, hits, known, several=advice == "ask", line=line)


async def names(ask: Ask) -> Names:
    """Index everybody's names: those known by then, and spellings that people type or that came up later.

    A later spelling only helps to find somebody already known; it is never shown.
    """
    roles = {person.id: person.roles for person in await list_items(ask.view, Person)}
    records: list[Person | Party] = [*await list_items(ask.view, Person, whole=True)]
    records += await list_items(ask.view, Party, whole=True)
    found: list[Name] = []
    for record in records:
        found.append(Name(record.id, record.name, "name"))
        found += [Name(record.id, spelling.text, "spelling") for spelling in record.spellings]
        found += [Name(record.id, text, "typed") for text in record.typed]
        found += [Name(record.id, role.title, "role") for role in roles.get(record.id, ())]
    return Names(found)


def _which(
    ask: Ask,
    typed: str,
    hits: list[Hit],
    known: dict[str, Person | Party],
    *,
    several: bool,
    line: Callable[[str], str],
) -> Answer:
    if not hits:
        text = f"No “{typed}” in this dossier as of {day(ask.as_of)}. Try a surname, a role, or /status for who speaks."
        return Answer("Not found", (Line((text,)),))
    fits = hits[:10]
    said = (
        f"“{typed}” fits {len(hits)}. Which one?"
        if several
        else f"No “{typed}”. Did you mean {known[fits[0].item].name}?"
    )
    blocks: list[Block] = [Line((said,))]
    blocks += [Choice(introduce(known[hit.item]), line(hit.item)) for hit in fits]
    return Answer("Which one?" if several else "Not found", tuple(blocks))


def introduce(record: Person | Party) -> str:
    """Name somebody with the first role known."""
    role = record.roles[0].title if isinstance(record, Person) and record.roles else ""
    return f"{record.name}, {role}" if role and role.lower() != record.name.lower() else record.name


async def _person(ask: Ask, person: Person, parties: dict[str, Party]) -> Answer:
    statements = newest(await list_linked(ask.view, Statement, role="speaker", target=person.id))
    blocks: list[Block] = [*_roles(person), *_side(person, parties), *_spellings(person)]
    blocks += [label_parts([note.text], cites=note.sources, label="Note") for note in person.notes]
    blocks += _said(ask, statements, {person.id: person})
    blocks += await _offers(ask, person)
    blocks += await _dates(ask, person)
    blocks += await _about(ask, person)
    blocks += await stale_lines(ask)
    return Answer(person.name, tuple(blocks), line=f"/who {person.id}")


async def _party(ask: Ask, party: Party, people: Iterable[Person]) -> Answer:
    members = {person.id: person for person in people if person.party == party.id}
    statements: list[Statement] = []
    for id_ in members:
        statements += await list_linked(ask.view, Statement, role="speaker", target=id_)
    names_ = [label_parts([introduce(person)], cites=_person_sources(person)) for person in members.values()]
    blocks: list[Block] = [*_spellings(party)]
    blocks += [Group("Who speaks for it", tuple(names_))] if names_ else []
    blocks += _said(ask, newest(statements), members)
    blocks += await stale_lines(ask)
    return Answer(party.name, tuple(blocks), line=f"/who {party.id}")


def _person_sources(person: Person) -> list[str]:
    carrying = person.roles[:1] or person.spellings[:1]
    return [source for part in carrying for source in part.sources]


def _roles(person: Person) -> list[Block]:
    kind: list[Block] = (
        [Line((_KINDS[person.kind],), cites=_cites(person), label="Kind")] if _KINDS[person.kind] else []
    )
    lines: list[Block] = []
    for role in person.roles:
        span: tuple[Part, ...] = (", ", *when_parts(role.when)) if role.when else ()
        lines.append(label_parts([role.title, *span], cites=role.sources, label="Role"))
    return kind + lines


def _cites(record: Person | Party) -> tuple[str, ...]:
    return tuple(sorted({source for spelling in record.spellings for source in spelling.sources}))


def _side(person: Person, parties: dict[str, Party]) -> list[Block]:
    party = parties.get(person.party or "")
    if party is None:
        return []
    cites = [source for role in person.roles if role.party == party.id for source in role.sources] or _cites(person)
    return [label_parts([party.name], cites=cites, label="Side" if party.side else "Belongs to")]


def _spellings(record: Person | Party) -> list[Block]:
    """Show how sources write the name, if they differ or it is not the name shown."""
    return [
        label_parts([Exact(spelling.text)], cites=spelling.sources, label="Spelt" if number == 0 else "also")
        for number, spelling in enumerate(record.spellings)
    ]


def _said(ask: Ask, statements: list[Statement], people: dict[str, Person]) -> list[Block]:
    if not statements:
        return [Line((f"No statement in what was published by {day(ask.as_of)}.",))]
    spoken = next((one for one in statements if speaks(one)), None)
    blocks: list[Block] = [_last_word(ask, spoken)] if spoken else []
    shown: list[Block] = []
    for statement in statements[:LATEST]:
        wording = best_wording(statement)
        shown.append(quote(statement, wording, speaker=people[statement.speaker].name))
        others = sorted({other.source for other in statement.wordings} - {wording.source})
        if others:
            said = f"{statement.id} in {count(len(statement.wordings), 'wording')}, also elsewhere"
            shown.append(label_parts([said], cites=others))
    title = f"Latest statements, {min(LATEST, len(statements))} of {len(statements)}"
    return [*blocks, Group(title, tuple(shown))]


def _last_word(ask: Ask, statement: Statement) -> Line:
    cites = sorted({wording.source for wording in statement.wordings})
    if statement.when is None:
        return label_parts(["on a day that is not given"], cites=cites, label="Last word")
    gap = since(statement.when, ask.as_of)
    parts: list[Part] = [*when_parts(statement.when), f"; {gap}" if gap else ""]
    return label_parts(parts, cites=[*cites, *statement.when.sources], label="Last word")


async def _offers(ask: Ask, person: Person) -> list[Block]:
    lines: list[Block] = []
    for offer in sorted(await list_items(ask.view, Offer), key=lambda offer: natural(offer.id)):
        named = f"{offer.id}, {offer.title}: "
        lines += [
            label_parts([f"{named}called it ", Exact(label.exact)], cites=label.sources)
            for label in offer.labels
            if label.by == person.id
        ]
        lines += [
            label_parts([f"{named}{answer.kind} – {answer.text}"], cites=answer.sources)
            for answer in offer.answers
            if answer.by == person.id
        ]
    return [Group("Offers", tuple(lines))] if lines else []


async def _dates(ask: Ask, person: Person) -> list[Block]:
    lines: list[Block] = []
    for tracked in sorted(await list_items(ask.view, TrackedDate), key=lambda tracked: natural(tracked.id)):
        given = [announced for announced in tracked.announced if announced.by == person.id]
        if given or person.id in tracked.about:
            when: tuple[Part, ...] = (": ", *when_parts(tracked.when)) if tracked.when else ()
            cites = [announced.source for announced in given or tracked.announced]
            lines.append(label_parts([f"{tracked.id}, {tracked.title}", *when], cites=cites))
    return [Group("Tracked dates", tuple(lines))] if lines else []


async def _about(ask: Ask, person: Person) -> list[Block]:
    events = await list_linked(ask.view, Event, role="participants", target=person.id)
    lines: list[Block] = []
    for event in events:
        parts: list[Part] = [f"{event.id}, {event.title}: ", *when_parts(event.when)]
        lines.append(label_parts(parts, cites=[report.source for report in event.reports]))
    spoken = await list_linked(ask.view, Statement, role="about", target=person.id)
    blocks: list[Block] = [Group("Events", tuple(lines))] if lines else []
    if spoken:
        cites = [wording.source for statement in spoken for wording in statement.wordings]
        blocks.append(label_parts([count(len(spoken), "statement")], cites=cites, label="Spoken of in"))
    return blocks
