"""Who has been silent for long, and what still rests on one source: last lines of a digest and of /status."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from bot.answers.subjects import called, find_item
from bot.answers.words import count, label_parts, natural, speaks
from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Group, Line, Part
from db import edtf
from db.edtf import Bounds
from db.items import find_items, list_items, published
from db.known import cited_sources
from db.mutes import Mute, add_mute, list_mutes
from db.outcomes import list_outcomes
from db.records import Offer, Party, Person, Statement, TrackedDate
from db.statements import Sought, list_statements

_NEWEST = 300  # statements of a side that are looked at
_REGULAR = 3  # who spoke on fewer days is no voice whose silence tells something
_MOST = 5  # lines of each sort
_SETTLED = ("happened", "did not happen", "withdrawn")


@dataclass(frozen=True, slots=True)
class Quiet:
    """Somebody without a word for `days`, or at least so many; `longest` is the longest gap before that, if any.

    `later` counts words whose day is not certain, so that they may have come since.
    """

    id: str
    name: str
    days: int
    exact: bool
    longest: int | None
    later: int
    sources: tuple[str, ...]


async def silence_group(ask: Ask, *, most: int) -> list[Block]:
    """Give the first lines of each sort that are due by the dossier's thresholds and not muted."""
    lines = [*(await silence_lines(ask))[:most], *(await stale_lines(ask))[:most]]
    return [Group("Silence and single sources", tuple(lines))] if lines else []


async def silence_lines(ask: Ask) -> list[Line]:
    """Say of whom there has been no word for as many days as the dossier asks for, the longest silence first."""
    if not ask.head.silence:
        return []
    muted = await _muted(ask)
    found = [one for one in await quiet_ones(ask) if one.days >= ask.head.silence and one.id not in muted]
    return [_silence_line(one) for one in sorted(found, key=lambda one: (-one.days, one.id))[:_MOST]]


async def stale_lines(ask: Ask) -> list[Line]:
    """Say which offers and open dates have rested on one source for as many days as the dossier asks for."""
    if not ask.head.stale:
        return []
    muted = await _muted(ask)
    outcomes = await list_outcomes(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)
    settled = {one.item for one in outcomes if one.at <= ask.now and one.kind in _SETTLED}
    items: list[Offer | TrackedDate] = [*await list_items(ask.view, Offer), *await list_items(ask.view, TrackedDate)]
    found = []
    for item in items:
        sources = set(cited_sources(item))
        open_ = isinstance(item, Offer) or (item.outcome is None and item.id not in settled)
        if open_ and len(sources) == 1 and item.id not in muted:
            age = _age(await published(ask.view, sources), ask.as_of)
            found += [(item, age, sources)] if age is not None and age >= ask.head.stale else []
    found.sort(key=lambda one: (-one[1], natural(one[0].id)))
    return [_stale_line(*one) for one in found[:_MOST]]


def _silence_line(one: Quiet) -> Line:
    longest = f" (longest gap so far {count(one.longest, 'day')})" if one.longest is not None else ""
    # a word that may be newer leaves only that no word of a certain day is
    kind, doubt = "word", ""
    if one.later:
        kind, doubt = "word of certain day", f"; {count(one.later, 'word')} of uncertain day may have come since"
    days = f"{'' if one.exact else 'at least '}{count(one.days, 'day')}"
    return label_parts([f"no {kind} from {one.name} for {days}{longest}{doubt}"], cites=one.sources)


def _stale_line(item: Offer | TrackedDate, age: int, sources: Iterable[str]) -> Line:
    said = f"{item.id}, {item.title}: rests on one source, for {count(age, 'day')} now"
    return label_parts([said], cites=sources)


def _age(days: Mapping[str, Bounds], as_of: date) -> int | None:
    ages = [(as_of - bounds.latest).days for bounds in days.values() if not bounds.open_end]
    return min(ages) if ages and min(ages) >= 0 else None


async def _muted(ask: Ask) -> set[str]:
    mutes = await list_mutes(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)
    return {item for item, mute in mutes.items() if mute.muted and mute.at <= ask.now}


# --- how long somebody has been silent


async def quiet_ones(ask: Ask) -> list[Quiet]:
    """Measure the silence of each side, and of each of its people who spoke on several days."""
    found: list[Quiet] = []
    for side in (party for party in await list_items(ask.view, Party) if party.side):
        said = [one for one in await list_statements(ask.view, Sought(party=side.id), limit=_NEWEST) if speaks(one)]
        people = await find_items(ask.view, {one.speaker for one in said})
        mine = [one for one in said if _belongs(people.get(one.speaker), side)]
        found += await _measured(ask, side.id, side.name, mine)
        for person in sorted(
            (one for one in people.values() if _belongs(one, side) and one.kind == "named"), key=lambda one: one.name
        ):
            own = [one for one in mine if one.speaker == person.id]
            days = {one.when.edtf for one in own if one.when}
            found += await _measured(ask, person.id, person.name, own) if len(days) >= _REGULAR else []
    return found


def _belongs(person: Person | None, side: Party) -> bool:
    return person is not None and person.party == side.id


async def _measured(ask: Ask, id_: str, name: str, said: Sequence[Statement]) -> list[Quiet]:
    """Count days no more surely than is known: from the last possible day of a word to the first of the next."""
    certain = []
    later = 0
    for statement in said:
        bounds = edtf.bounds(statement.when.edtf) if statement.when else None
        if bounds is None or bounds.open_end or bounds.approximate or bounds.uncertain:
            later += 1
        else:
            certain.append((bounds.earliest, bounds.latest, statement))
    if not certain:
        return []
    certain.sort(key=lambda one: (one[1], one[0], natural(one[2].id)))
    first, last, statement = certain[-1]
    gaps = [(new[0] - old[1]).days for old, new in pairwise(certain)]
    sources = tuple(sorted({wording.source for wording in statement.wordings}))
    longest = max((gap for gap in gaps if gap > 0), default=None)
    days = max((ask.as_of - last).days, 0)
    return [Quiet(id_, name, days, first == last, longest, later, sources)]


# --- whose silence a desk doesn't want to hear of


async def mute(
    ask: Ask,
    *,
    name: Annotated[str, "whose silence, or which item's single source: a name or an id"] = "",
    state: Annotated[Literal["on", "off"], "off: hear of it again"] = "on",
) -> Answer:
    """Leave somebody's silence, or an item's single source, out of digests and /status; without a name, list them.

    It holds for the whole desk. How many days count is for the dossier to say (`silence`, `stale`).
    """
    if not name.strip():
        return Answer("Muted", tuple(await _listed(ask)), line="/mute")
    item = await find_item(ask, name, example="/mute zakharova", line=lambda id_: f"/mute {id_} state:{state}")
    if isinstance(item, Answer):
        return item
    before = await list_mutes(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)
    if (item.id in before and before[item.id].muted) != (state == "on"):
        new = Mute(ask.desk.id, ask.head.id, item.id, state == "on", ask.asker.id, ask.asker.name, ask.now)
        await add_mute(ask.view.connection, new)
    said = "is left out of lines on silence and single sources" if state == "on" else "is heard of again"
    blocks: list[Block] = [Line((f"{item.id}, {called(item)}, {said}.",))]
    if state == "on":
        blocks.append(Choice("Undo", ask.again(f"/mute {item.id} state:off")))
    return Answer("Muted" if state == "on" else "No longer muted", tuple(blocks))


async def _listed(ask: Ask) -> list[Block]:
    mutes = await list_mutes(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)
    held = {item: one for item, one in mutes.items() if one.muted}
    items = await find_items(ask.view, held)
    lines: list[Block] = []
    for id_, one in sorted(held.items()):
        what: list[Part] = [f"{id_}, {called(items[id_])}" if id_ in items else id_, f" – by {one.actor_name}"]
        lines += [Line(tuple(what)), Choice(f"Hear of {id_} again", ask.again(f"/mute {id_} state:off"))]
    return lines or [Line(("Nothing is muted. For example: /mute zakharova",))]
