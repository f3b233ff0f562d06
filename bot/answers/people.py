"""Who somebody is, and what they said."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from bot.answers.directory import directory
from bot.answers.lookup import find_person_id, introduce, namesakes
from bot.asking import Ask
from bot.blocks import Answer, Block, Exact, Group, Line, Part
from bot.names.folding import fold
from bot.phrasing.citations import old_line, told_until
from bot.phrasing.events import event_line
from bot.phrasing.lines import count, label_parts, natural
from bot.phrasing.rows import gist_of, in_sources, make_rows, offer_gist, with_quotations
from bot.phrasing.statements import best_wording, has_word, quote
from bot.phrasing.when import age, day, event_parts, expected_parts, since, when_parts
from db.model import edtf
from db.model.records import Event, Offer, OfferAnswer, Party, Person, Statement, TrackedDate
from db.reading.people import COUNTED, Profile, get_profile
from db.reading.statements import Sought, count_statements, list_statements
from db.reading.view import find_items, list_linked

LATEST = 5
LOOKED_AT = 60  # statements

_Named = TypeVar("_Named", Offer, TrackedDate)

_MEMBERS = 25  # of a party, shown
_KINDS = {
    "named": "",
    "role": "known only by role",
    "institution": "an institution that speaks",
    "group": "a group",
}


def who(
    ask: Ask,
    *,
    name: Annotated[str, "a name, spelling, initials or role, e.g. peskov"],
    explain: Annotated[Literal["", "yes", "no"], "say by which rule the name was matched, and who came next"] = "",
) -> Answer:
    """Say who somebody is: role as of then, side, spellings, latest statements, offers, dates, the last word.

    Any spelling or script will do, also a surname, initials or a role ("kremlin spokesman"). If several people fit,
    you are asked which.
    """
    known = directory(ask)
    found = find_person_id(ask, known, name, example="/who peskov", line=lambda id_: ask.again(f"/who {id_}"))
    if isinstance(found, Answer):
        return found
    profile = get_profile(ask.view, found)
    naming = list(find_items(ask.view, known.naming(found, known.name(found))).values())
    if isinstance(profile.whom, Person):
        answer = _person(ask, profile.whom, profile, known.party(profile.whom.party, ask.as_of), naming)
    else:
        answer = _party(ask, profile.whom, profile, naming)
    answer = replace(answer, blocks=(*answer.blocks, *namesakes(ask, known, name, found)))
    return replace(answer, line=f"{answer.line} explain:yes") if explain == "yes" else answer


def _person(
    ask: Ask, person: Person, profile: Profile, party: tuple[str, bool] | None, naming: Sequence[Offer | TrackedDate]
) -> Answer:
    blocks: list[Block] = [*_gist(person), *_roles(person), *_side(person, party), *_spellings(person)]
    blocks += [label_parts([note.text], cites=note.sources, label="Note") for note in person.notes]
    statements = _with_words(ask, Sought(speaker=person.id))
    ordered = make_rows(ask, statements).order(statements)
    blocks += _said(ask, ordered, profile.spoken, {person.id: person})
    blocks += _offers(person, _with(profile.offers, naming, Offer), {})
    blocks += _dates(person, profile.dates)
    blocks += _events(profile.events)
    blocks += _about(profile)
    blocks += old_line(ask, profile.newest_sources)
    return Answer(person.name, tuple(blocks), line=f"/who {person.id}")


def _party(ask: Ask, party: Party, profile: Profile, naming: Sequence[Offer | TrackedDate]) -> Answer:
    everything = Sought(party=party.id)
    spoken = count_statements(ask.view, everything, most=COUNTED + 1)
    said = _with_words(ask, everything)
    rows = make_rows(ask, said)
    statements = rows.by_speaker(rows.order(said))
    speakers = find_items(ask.view, {statement.speaker for statement in statements})
    found = list_linked(ask.view, Person, role="party", target=party.id, limit=_MEMBERS + 1)
    members = [person for person in found if person.party == party.id]
    lines = [label_parts([introduce(person)], cites=_person_sources(person)) for person in members[:_MEMBERS]]
    title = "Who speaks for it" + (f", {_MEMBERS} of more" if len(members) > _MEMBERS else "")
    blocks: list[Block] = [*_spellings(party)]
    blocks += [Group(title, tuple(lines))] if lines else []
    blocks += _said(ask, statements, spoken, speakers)
    offers = _with(profile.offers, naming, Offer)
    blocks += _offers(party, offers, find_items(ask.view, {answer.by for one in offers for answer in one.answers}))
    blocks += _dates(party, _with(profile.dates, naming, TrackedDate))
    blocks += old_line(ask, profile.newest_sources)
    return Answer(party.name, tuple(blocks), line=f"/who {party.id}")


def _with(listed: Sequence[_Named], naming: Sequence[Any], kind: type[_Named]) -> list[_Named]:
    return list({one.id: one for one in (*listed, *naming) if isinstance(one, kind)}.values())


def _with_words(ask: Ask, sought: Sought) -> list[Statement]:
    """List the newest statements; more if somebody was only silent of late, so that the last word is found."""
    newest = list_statements(ask.view, sought, limit=LOOKED_AT)
    if len(newest) < LOOKED_AT or any(map(has_word, newest)):
        return newest
    return list_statements(ask.view, sought, limit=COUNTED)


def _person_sources(person: Person) -> list[str]:
    carrying = person.roles[:1] or person.spellings[:1]
    return [source for part in carrying for source in part.sources]


def _gist(person: Person) -> list[Block]:
    gist = gist_of(person)
    return [label_parts(with_quotations(gist.text, gist.sources), cites=gist.sources, label="In short")] if gist else []


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


def _side(person: Person, party: tuple[str, bool] | None) -> list[Block]:
    if party is None:
        return []
    name, side = party
    cites = [source for role in person.roles if role.party == person.party for source in role.sources]
    return [label_parts([name], cites=cites or _cites(person), label="Side" if side else "Belongs to")]


def _spellings(record: Person | Party) -> list[Block]:
    """Show how sources write the name: what the same sources print in one line."""
    by_sources: dict[tuple[str, ...], list[Part]] = {}
    for spelling in record.spellings:
        said = by_sources.setdefault(spelling.sources, [])
        exact = Exact(spelling.text, spelling.sources)
        said += [", ", exact] if said else [exact]
    return [
        label_parts(said, cites=cites, label="also" if place else "Spelt")
        for place, (cites, said) in enumerate(by_sources.items())
    ]


def _said(ask: Ask, statements: list[Statement], spoken: int, speakers: Mapping[str, Person]) -> list[Block]:
    if not statements:
        return [Line((f"No statement {in_sources(ask)}, the newest of {day(told_until(ask))}.",))]
    words = max((one for one in statements if has_word(one)), key=age, default=None)
    blocks: list[Block] = [_last_word(ask, words)] if words else []
    shown: list[Block] = []
    for statement in statements[:LATEST]:
        wording = best_wording(statement)
        speaker = speakers[statement.speaker]
        shown.append(quote(statement, wording, speaker=speaker.name))
        others = sorted({other.source for other in statement.wordings} - {wording.source})
        if others:
            said = f"{statement.id} in {count(len(statement.wordings), 'wording')}, also elsewhere"
            shown.append(label_parts([said], cites=others))
    ids = ", ".join(statement.id for statement in statements[:LATEST])
    title = f"Latest statements, {min(LATEST, len(statements))} of {_counted(spoken)}: {ids}"
    return [*blocks, Group(title, tuple(shown))]


def _last_word(ask: Ask, statement: Statement) -> Line:
    cites = sorted({wording.source for wording in statement.wordings})
    if statement.when is None:
        return label_parts(["on a day that is not given"], cites=cites, label="Last word")
    gap = since(statement.when, told_until(ask))
    parts: list[Part] = [*when_parts(statement.when), f"; {gap}" if gap else ""]
    return label_parts(parts, cites=[*cites, *statement.when.sources], label="Last word")


def _counted(number: int) -> str:
    return f"more than {COUNTED}" if number > COUNTED else str(number)


def _offers(whom: Person | Party, offers: list[Offer], people: Mapping[str, Any]) -> list[Block]:
    """Say what somebody made, is part of, calls somehow or answered; for a party, what its `people` answered."""
    lines: list[Block] = []
    for offer in sorted(offers, key=lambda offer: natural(offer.id)):
        named = f"{offer.id}, {offer.title}: "
        if offer.by == whom.id or names_in_terms(whom, offer):
            told = gist_of(offer)
            cites = told.sources if told else [report.source for term in offer.terms for report in term.reports]
            lines.append(label_parts([named, *offer_gist(offer)[:-1]], cites=cites))
        lines += [
            label_parts([f"{named}called it ", Exact(label.exact, label.sources)], cites=label.sources)
            for label in offer.labels
            if label.by == whom.id
        ]
        lines += [
            label_parts([f"{named}{_unsaid(answer, whom, people)}{answer.kind} – {answer.text}"], cites=answer.sources)
            for answer in offer.answers
            if is_of(whom, answer, people)
        ]
    return [Group("Offers", tuple(lines))] if lines else []


def names_in_terms(whom: Person | Party, offer: Offer) -> bool:
    """Tell whether the terms of an offer name somebody."""
    name = f" {fold(whom.name)} "
    return isinstance(whom, Person) and any(name in f" {fold(term.text)} " for term in offer.terms)


def is_of(whom: Person | Party, answer: OfferAnswer, people: Mapping[str, Any]) -> bool:
    """Tell whether an answer is somebody's own, or, of a party, one of its people's."""
    by = people.get(answer.by)
    return answer.by == whom.id or (isinstance(by, Person) and by.party == whom.id)


def _unsaid(answer: OfferAnswer, whom: Person | Party, people: Mapping[str, Any]) -> str:
    by = f"{people[answer.by].name}, " if answer.by != whom.id else ""
    return "according to others, " if answer.told_by else by


def _dates(person: Person | Party, dates: list[TrackedDate]) -> list[Block]:
    lines: list[Block] = []
    for tracked in sorted(dates, key=lambda tracked: natural(tracked.id)):
        given = [announced for announced in tracked.announced if announced.by == person.id]
        if given or person.id in tracked.about:
            when: tuple[Part, ...] = (": ", *expected_parts(tracked)) if tracked.when else ()
            cites = [announced.source for announced in given or tracked.announced]
            lines.append(label_parts([f"{tracked.id}, {tracked.title}", *when], cites=cites))
    return [Group("Tracked dates", tuple(lines))] if lines else []


def _events(events: list[Event]) -> list[Block]:
    lines = tuple(event_line(event, (": ", *event_parts(event))) for event in sorted(events, key=_when))
    return [Group("Events", lines)] if lines else []


def _when(event: Event) -> tuple[date, date, str]:
    bounds = edtf.bounds(event.when.edtf) if event.when else None
    return (bounds.earliest, bounds.latest, event.id) if bounds else (date.min, date.max, event.id)


def _about(profile: Profile) -> list[Block]:
    if not profile.about:
        return []
    cites = [wording.source for statement in profile.about for wording in statement.wordings]
    newest_ones = ", ".join(one.id for one in profile.about)
    number = _counted(profile.mentioned)
    said = count(profile.mentioned, "statement") if number.isdecimal() else f"{number} statements"
    more = f", newest {newest_ones}" if profile.mentioned > len(profile.about) else ""
    return [label_parts([said, more], cites=cites, label="Spoken of in")]
