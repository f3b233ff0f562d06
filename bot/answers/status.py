"""Where it stands: one screen an editor can paste into a rundown."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from bot.answers.conflicts import standing, values
from bot.answers.reminders import recorded_line
from bot.answers.silence import silence_group
from bot.answers.sources import newest_source
from bot.answers.words import (
    age,
    best_wording,
    count,
    count_kinds,
    day,
    days_since,
    label_parts,
    natural,
    newest,
    quote,
    since,
    speaks,
    when_parts,
)
from bot.asking import Ask
from bot.blocks import Answer, Block, Group, Line, Part, Window
from bot.planning import overdue, watched
from db import edtf
from db.edtf import Bounds
from db.items import count_known, find_items, list_items
from db.outcomes import Outcome, latest, list_outcomes
from db.records import Offer, OfferState, Party, Person, Point, Source, Statement, TrackedDate
from db.sources import count_resting, list_newest_sources
from db.statements import Sought, count_statements, list_statements

_NEWEST = 300  # statements read; of a larger dossier the counts say that they are of these
_COUNTED = 10_000
_SOURCES = 40  # cited
_ANSWERED = ("accepts", "rejects", "counters")


async def status(ask: Ask) -> Answer:
    """Show where it stands: offers and their answers, each side's latest word, dates, conflicts, how well sourced.

    Every line is put together from the dossier and cites its sources; nobody typed it as "the status".
    """
    statements = await list_statements(ask.view, Sought(), limit=_NEWEST)
    offers = sorted(await list_items(ask.view, Offer), key=lambda offer: natural(offer.id))
    blocks: list[Block] = [_standing(ask, offer) for offer in offers]
    blocks += await _positions(ask, statements)
    blocks += await _expected(ask)
    blocks += await _conflicts(ask)
    blocks += await _sourcing(ask, statements)
    blocks += await silence_group(ask)
    return Answer("Where it stands", tuple(blocks), line="/status")


def nothing_yet(ask: Ask, first: date) -> Answer:
    """Say that nothing of the dossier had been published by then."""
    text = (
        f"Nothing in this dossier was published by {day(ask.as_of)}: its first source is of {day(first)}. "
        f"Try as_of:{first.isoformat()}"
    )
    return Answer(ask.head.title, (Line((text,)),))


def _standing(ask: Ask, offer: Offer) -> Line:
    states = _stages(offer)
    answered = [answer for answer in offer.answers if answer.kind in _ANSWERED]
    cites = [source for state in states for source in state.sources]
    parts: list[Part] = [f"{offer.title} ({offer.id})"]
    for state in states:
        name = "still pending," if state.state == "pending" else state.state
        parts += [f"; {name} ", *when_parts(state.when)] if state.when else [f"; {name}"]
    if answered:
        parts.append(f"; answered: {answered[-1].kind} – {answered[-1].text}")
        cites += answered[-1].sources
    else:
        parts.append(_unanswered(ask, offer, states))
        cites += [source for answer in offer.answers for source in answer.sources]
    cites = cites or [report.source for term in offer.terms for report in term.reports]
    return label_parts(parts, cites=cites, label="Offer")


def _stages(offer: Offer) -> list[OfferState]:
    """List each stage once: when it was first reached, or, of a pending offer, when that was last so."""
    states = sorted(offer.states, key=_state_age)
    first = {state.state: state for state in reversed(states)}
    last = {state.state: state for state in states if state.state == "pending"}
    return sorted((first | last).values(), key=_state_age)


def _unanswered(ask: Ask, offer: Offer, states: list[OfferState]) -> str:
    ages = [age for state in states if (age := days_since(state.when, ask.as_of)) is not None]
    since = f" for at least {count(max(ages), 'day')}" if ages else ""
    said = ", ".join(dict.fromkeys(answer.kind for answer in offer.answers))
    heard = f" (so far: {said})" if said else ""
    return f"; no acceptance, refusal or counter-offer reported{since} as of {day(ask.as_of)}{heard}"


def _state_age(state: OfferState) -> tuple[date, str]:
    return (edtf.bounds(state.when.edtf).earliest if state.when else date.max), state.state


async def _positions(ask: Ask, statements: list[Statement]) -> list[Block]:
    people = await find_items(ask.view, {statement.speaker for statement in statements})
    sides = [party for party in await list_items(ask.view, Party) if party.side]
    blocks: list[Block] = []
    for side in sorted(sides, key=lambda side: side.name):
        said = [one for one in statements if _belongs(people.get(one.speaker), side) and speaks(one)]
        if not said and len(statements) == _NEWEST:
            own = await list_statements(ask.view, Sought(party=side.id), limit=_NEWEST)
            people |= await find_items(ask.view, {statement.speaker for statement in own})
            said = [one for one in own if _belongs(people.get(one.speaker), side) and speaks(one)]
        if not said:
            blocks.append(Line((f"no statement known by {day(ask.as_of)}",), label=side.name))
            continue
        latest_one = _tellingest(newest(said))
        speaker = people[latest_one.speaker]
        wording = best_wording(latest_one)
        shown = quote(latest_one, wording, speaker=_with_role(speaker, wording.source))
        blocks.append(Group(f"{side.name}: latest position", (shown, *_more(latest_one), *_silence(ask, latest_one))))
    return blocks


def _silence(ask: Ask, statement: Statement) -> tuple[Line, ...]:
    """Say how long a side has been silent since."""
    gap = since(statement.when, ask.as_of) if statement.when else ""
    said = f"no newer word known; the last one {gap}"
    return (label_parts([said], cites=[wording.source for wording in statement.wordings]),) if gap else ()


def _belongs(person: Person | None, side: Party) -> bool:
    return person is not None and person.party == side.id


def _tellingest(statements: list[Statement]) -> Statement:
    """Choose among a side's statements of its last day: a stance before a mere saying, exact words before others."""
    last = age(statements[0])
    kinds = ("direct", "partial", "indirect", "headline")
    same_day = [one for one in statements if age(one) == last]
    return min(same_day, key=lambda one: (_says_only(one), kinds.index(best_wording(one).kind), natural(one.id)))


def _says_only(statement: Statement) -> bool:
    return all(stance.kind == "says" for stance in statement.stance)


def _with_role(speaker: Person, source: str) -> str:
    """Name a speaker with the role that the cited source gives."""
    roles = [role.title for role in speaker.roles if source in role.sources]
    return f"{speaker.name}, {roles[0]}" if roles and speaker.kind == "named" else speaker.name


def _more(statement: Statement) -> tuple[Line, ...]:
    shown = best_wording(statement).source
    others = sorted({wording.source for wording in statement.wordings} - {shown})
    return (label_parts(["other wordings of it"], cites=others),) if others else ()


async def _expected(ask: Ask) -> list[Block]:
    outcomes = await list_outcomes(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)
    recorded = latest([one for one in outcomes if one.at.date() <= ask.as_of])
    tracked = sorted(await list_items(ask.view, TrackedDate), key=lambda one: natural(one.id))
    windows = {one.id: await watched(ask.view, one, recorded.get(one.id)) for one in tracked}
    rows: list[tuple[tuple[int, date, tuple[int, str]], Block]] = []
    for one in tracked:
        window = windows[one.id]
        if window is not None:
            rows.append(
                (
                    (_rank(window, ask.as_of), window.latest, natural(one.id)),
                    _watched_line(ask, one, window, recorded),
                )
            )
    dated = [line for _rank_, line in sorted(rows, key=lambda row: row[0])]
    undated = [one for one in tracked if one.when is None and one.outcome is None and one.id not in recorded]
    answered = [line for one in tracked for line in _answer_lines(one, recorded)]
    blocks: list[Block] = (
        [Group(f"Dates watched, {min(3, len(dated))} of {len(dated)}", tuple(dated[:3]))] if dated else []
    )
    if undated:
        lines = [
            label_parts([f"{one.id}, {one.title}"], cites=[given.source for given in one.announced])
            for one in _in_turn(undated)[:4]
        ]
        title = f"Conditions and hopes without a date, {len(lines)} of {len(undated)}"
        blocks.append(Group(title, tuple(lines)))
    if answered:
        blocks.append(Group("Answered", tuple(answered)))
    return blocks


def _in_turn(tracked: list[TrackedDate]) -> list[TrackedDate]:
    """Let each announcer have a turn, so that the first few are not all one side's."""
    turns: dict[str, int] = {}
    ranked: list[tuple[int, TrackedDate]] = []
    for one in tracked:
        by = one.announced[0].by
        turns[by] = turns.get(by, 0) + 1
        ranked.append((turns[by], one))
    return [one for _turn, one in sorted(ranked, key=lambda pair: pair[0])]


def _rank(window: Bounds, as_of: date) -> int:
    """Order overdue first, then due, then coming."""
    return 0 if overdue(window, as_of) else 1 if window.earliest <= as_of else 2


def _watched_line(ask: Ask, one: TrackedDate, window: Bounds, recorded: dict[str, Outcome]) -> Line:
    state = ("overdue, nothing recorded", "due now", "coming")[_rank(window, ask.as_of)]
    moved = recorded.get(one.id)
    when: tuple[Part, ...] = (Window(moved.moved_to),) if moved and moved.moved_to else when_parts(one.when)
    parts: list[Part] = [f"{one.id}, {one.title}: ", *when, f" – {state}"]
    return label_parts(parts, cites=[given.source for given in one.announced])


def _answer_lines(one: TrackedDate, recorded: dict[str, Outcome]) -> Iterator[Line]:
    if one.outcome is not None:
        parts: list[Part] = [f"{one.id}, {one.title}: reported as “{one.outcome.kind}” – {one.outcome.text}"]
        yield label_parts(parts, cites=one.outcome.sources)
    if one.id in recorded:
        line = recorded_line(recorded[one.id])
        yield Line(
            (f"{one.id}, {one.title}: ", *line.parts),
            tuple(sorted({given.source for given in one.announced})),
        )


async def _conflicts(ask: Ask) -> list[Block]:
    points = sorted(await list_items(ask.view, Point), key=lambda point: natural(point.id))
    counted = Counter(map(standing, points))
    unsettled = [point for point in points if standing(point) == "open"]
    others = {"settled": counted["settled"], "differ, compatible": counted["compatible"]}
    more = "".join(f"; {number} {name}" for name, number in others.items() if number)
    if not unsettled:
        return [Line((f"none open between the sources known by then{more}",), label="Conflicts")]
    lines = tuple(_conflict(point) for point in unsettled[:3])
    return [Group(f"Conflicts between reports, {len(lines)} of {len(unsettled)} open{more}", lines)]


def _conflict(point: Point) -> Line:
    said = " / ".join(values(point)[:3]) + (" …" if len(values(point)) > 3 else "")
    return label_parts([f"{point.id}, {point.question} {said}"], cites=[report.source for report in point.reports])


async def _sourcing(ask: Ask, statements: list[Statement]) -> list[Block]:
    sources = await list_newest_sources(ask.view, limit=_SOURCES)
    many = len(sources) if len(sources) < _SOURCES else await count_known(ask.view, Source, most=_COUNTED + 1)
    said = len(statements)
    if said == _NEWEST:
        said = await count_statements(ask.view, Sought(), most=_COUNTED + 1)
    single = sum(len({wording.source for wording in one.wordings}) == 1 for one in statements)
    among = "them" if said == len(statements) else f"the newest {_NEWEST}"
    facts = f"{_bounded(many, 'source')}; {_bounded(said, 'statement')}, {single} of {among} in one source only"
    facts += f"; cited are the newest {_SOURCES} sources" if many > len(sources) else ""
    blocks: list[Block] = [label_parts([facts], cites=[source.id for source in sources], label="Rests on")]
    newest_one = newest_source(ask, sources)
    brought = await count_resting(ask.view, newest_one.cites[0], most=_COUNTED)
    return [*blocks, newest_one, label_parts([count_kinds(brought)], cites=newest_one.cites, label="It speaks of")]


def _bounded(number: int, noun: str) -> str:
    return count(number, noun) if number <= _COUNTED else f"more than {_COUNTED:,} {noun}s"
