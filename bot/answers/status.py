"""Where it stands: one screen an editor can paste into a rundown."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from bot.answers.conflicts import standing, values
from bot.answers.offer_status import standing_lines
from bot.answers.silence import silence_group
from bot.asking import Ask
from bot.blocks import Answer, Block, CommandName, Group, Line, Part
from bot.phrasing.citations import newest_source, told_until
from bot.phrasing.events import event_line
from bot.phrasing.lines import count, count_kinds, label_parts, natural
from bot.phrasing.statements import best_wording, has_word, newest, quote, says_only
from bot.phrasing.when import age, day, event_parts, expected_parts, since
from bot.tracking.ledger import newest_outcomes
from bot.tracking.reminders import answer_group, moved_parts
from bot.tracking.state import as_moved, overdue, watched
from db.desk.outcomes import Outcome
from db.model.edtf import Bounds
from db.model.records import Event, Party, Person, Point, Source, Statement, TrackedDate
from db.reading.sources import count_resting, list_newest_sources, list_reported
from db.reading.statements import Sought, count_statements, list_statements
from db.reading.view import count_known, find_items, list_items

_NEWEST = 300  # statements read; of a larger dossier the counts say that they are of these
_COUNTED = 10_000
_SOURCES = 40  # cited
_TOLD = ("statement", "offer", "event", "date")
_LOOKED_AT = 50  # events of the newest source
_SHOWN = 3  # dates, outcomes, conflicts and new events


def status(ask: Ask) -> Answer:
    """Show where it stands: offers and their answers, each side's latest word, dates, conflicts, how well sourced.

    Every line is put together from the dossier and cites its sources; nobody typed it as "the status".
    """
    statements = list_statements(ask.view, Sought(), limit=_NEWEST)
    positions = _positions(ask, statements)  # reads everybody who spoke
    blocks: list[Block] = [*standing_lines(ask), *positions]
    blocks += _expected(ask)
    blocks += _conflicts(ask)
    blocks += _sourcing(ask, statements)
    blocks += silence_group(ask, most=2)
    return Answer("Where it stands", tuple(blocks), line="/status")


def nothing_yet(ask: Ask, first: date) -> Answer:
    """Say that nothing of the dossier had been published by then."""
    text = (
        f"Nothing in this dossier was published by {day(ask.as_of)}: its first source is of {day(first)}. "
        f"Try as_of:{first.isoformat()}"
    )
    return Answer("Nothing published yet", (Line((text,)),))


def _positions(ask: Ask, statements: list[Statement]) -> list[Block]:
    people = find_items(ask.view, {statement.speaker for statement in statements})
    sides = [party for party in list_items(ask.view, Party) if party.side]
    blocks: list[Block] = []
    for side in sorted(sides, key=lambda side: side.name):
        said = [one for one in statements if _belongs(people.get(one.speaker), side) and has_word(one)]
        if not said and len(statements) == _NEWEST:
            own = list_statements(ask.view, Sought(party=side.id), limit=_NEWEST)
            people |= find_items(ask.view, {statement.speaker for statement in own})
            said = [one for one in own if _belongs(people.get(one.speaker), side) and has_word(one)]
        if not said:
            blocks.append(Line((f"no statement known up to {day(told_until(ask))}",), label=side.name))
            continue
        latest_one = _tellingest(newest(said))
        speaker = people[latest_one.speaker]
        wording = best_wording(latest_one)
        shown = quote(latest_one, wording, speaker=_with_role(speaker, wording.source))
        blocks.append(Group(f"{side.name}: latest position", (shown, *_since(ask, latest_one))))
    return blocks


def _since(ask: Ask, statement: Statement) -> Iterator[Line]:
    """Say how long a side has been silent since, and who else has those words."""
    shown = best_wording(statement).source
    others = sorted({wording.source for wording in statement.wordings} - {shown})
    gap = since(statement.when, told_until(ask)) if statement.when else ""
    said = [f"no newer word known; this was {gap}"] if gap else []
    said += [f"also worded by {', '.join(others)}"] if others else []
    if said:
        yield label_parts(["; ".join(said)], cites=[wording.source for wording in statement.wordings])


def _belongs(person: Person | None, side: Party) -> bool:
    return person is not None and person.party == side.id


def _tellingest(statements: list[Statement]) -> Statement:
    """Choose among a side's statements of its last day: a stance before a mere saying, exact words before others."""
    last = age(statements[0])
    kinds = ("direct", "partial", "indirect", "headline")
    same_day = [one for one in statements if age(one) == last]
    return min(same_day, key=lambda one: (says_only(one), kinds.index(best_wording(one).kind), natural(one.id)))


def _with_role(speaker: Person, source: str) -> str:
    """Name a speaker with the role that the cited source gives."""
    roles = [role.title for role in speaker.roles if source in role.sources]
    return f"{speaker.name}, {roles[0]}" if roles and speaker.kind == "named" else speaker.name


def _expected(ask: Ask) -> list[Block]:
    recorded = newest_outcomes(ask)
    tracked = sorted(list_items(ask.view, TrackedDate), key=lambda one: natural(one.id))
    windows = {one.id: watched(ask.view, one, recorded, zone=ask.desk.zone) for one in tracked}
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
    undated = [one for one in tracked if windows[one.id] is None and _waits(one, recorded)]
    answered = [line for one in tracked for line in _answer_lines(one, recorded)]
    blocks: list[Block] = (
        [Group(f"Next dates, {min(_SHOWN, len(dated))} of {len(dated)}", tuple(dated[:_SHOWN]))] if dated else []
    )
    if undated:
        cites = [given.source for one in undated for given in one.announced]
        said = f"{count(len(undated), 'condition or hope', 'conditions and hopes')}, all in "
        blocks.append(label_parts([said, CommandName("dates")], cites=cites, label="Without a date"))
    if answered:
        blocks.append(Group(f"Outcomes, {min(_SHOWN, len(answered))} of {len(answered)}", tuple(answered[:_SHOWN])))
    return blocks


def _waits(one: TrackedDate, recorded: Mapping[str, Outcome]) -> bool:
    """Tell whether a date without days is open: of what it was made to wait for alone, something is recorded."""
    moved = as_moved(one, recorded)
    return moved.when is None and moved.outcome is None and (one.id not in recorded or moved is not one)


def _rank(window: Bounds, as_of: date) -> int:
    """Order overdue first, then due, then coming."""
    return 0 if overdue(window, as_of) else 1 if window.earliest <= as_of else 2


def _watched_line(ask: Ask, one: TrackedDate, window: Bounds, recorded: dict[str, Outcome]) -> Line:
    due = "nothing recorded" if window.open_end else "due now"
    state = ("overdue, nothing recorded", due, "coming")[_rank(window, ask.as_of)]
    if one.outcome is not None:
        state = f"{state.partition(',')[0]}; reported as {one.outcome.kind}, by a source of uncertain day"
    moved = recorded.get(one.id)
    here = moved is not None and moved.moved_to
    when = ("moved by this desk to ", *moved_parts(moved)) if moved and here else _when(as_moved(one, recorded))
    parts: list[Part] = [f"{one.id}, {one.title}: ", *when, f" – {state}"]
    told = one.outcome.sources if one.outcome else ()
    return label_parts(parts, cites=[*(given.source for given in one.announced), *told])


def _when(one: TrackedDate) -> tuple[Part, ...]:
    # what waited for something else has no days of its own
    return expected_parts(one) if one.when else (f"since what it waited for happened, {one.depends_on}",)


def _answer_lines(one: TrackedDate, recorded: dict[str, Outcome]) -> Iterator[Block]:
    if one.outcome is not None:
        parts: list[Part] = [f"{one.id}, {one.title}: reported as {one.outcome.kind} – {one.outcome.text}"]
        yield label_parts(parts, cites=one.outcome.sources)
    if one.id in recorded:
        yield answer_group(one, recorded[one.id])


def _conflicts(ask: Ask) -> list[Block]:
    points = sorted(list_items(ask.view, Point), key=lambda point: (point.weight != "fact", natural(point.id)))
    counted = Counter(map(standing, points))
    unsettled = [point for point in points if standing(point) == "open"]
    others = {"settled": counted["settled"], "differ, compatible": counted["compatible"]}
    more = "".join(f"; {number} {name}" for name, number in others.items() if number)
    if not unsettled:
        return [Line((f"none open between the sources known by then{more}",), label="Conflicts")]
    lines = tuple(_conflict(point) for point in unsettled[:_SHOWN])
    return [Group(f"Conflicts between reports, {len(lines)} of {len(unsettled)} open{more}", lines)]


def _conflict(point: Point) -> Line:
    said = " / ".join(values(point)[:3]) + (" …" if len(values(point)) > 3 else "")
    return label_parts([f"{point.id}, {point.question} {said}"], cites=[report.source for report in point.reports])


def _sourcing(ask: Ask, statements: list[Statement]) -> list[Block]:
    sources = list_newest_sources(ask.view, limit=_SOURCES)
    many = len(sources) if len(sources) < _SOURCES else count_known(ask.view, Source, most=_COUNTED + 1)
    said = len(statements)
    if said == _NEWEST:
        said = count_statements(ask.view, Sought(), most=_COUNTED + 1)
    single = sum(len({wording.source for wording in one.wordings}) == 1 for one in statements)
    among = "them" if said == len(statements) else f"the newest {_NEWEST}"
    facts = f"{_bounded(many, 'source')}; {_bounded(said, 'statement')}, {single} of {among} in one source only"
    facts += f"; cited are the newest {_SOURCES} sources" if many > len(sources) else ""
    blocks: list[Block] = [label_parts([facts], cites=[source.id for source in sources], label="Rests on")]
    newest_one = newest_source(ask, sources)
    source = newest_one.cites[0]
    brought = count_resting(ask.view, source, most=_COUNTED)
    told = count_kinds({kind: number for kind, number in brought.items() if kind in _TOLD})
    newest_one = replace(newest_one, parts=(f"{source}, ", *newest_one.parts, f"; it tells of {told}" if told else ""))
    return [*blocks, newest_one, *_new_events(ask, source)]


def _new_events(ask: Ask, source: str) -> list[Block]:
    """Name the newest events that only the newest source tells."""
    reported = list_reported(ask.view, source, limit=_LOOKED_AT)
    told = [one for one in reported if isinstance(one, Event) and {report.source for report in one.reports} == {source}]
    lines = tuple(event_line(one, (": ", *event_parts(one))) for one in told[:_SHOWN])
    shown = f"New in it, {len(lines)} of {count(len(told), 'event')}"
    return [Group(shown, lines)] if lines else []


def _bounded(number: int, noun: str) -> str:
    return count(number, noun) if number <= _COUNTED else f"more than {_COUNTED:,} {noun}s"
