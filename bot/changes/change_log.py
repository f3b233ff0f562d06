"""What was recorded: loads, edits, and what became of tracked dates."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from bot.asking import Ask, UserError, local_day
from bot.blocks import Answer, Block, Group, Line, Moment, Part
from bot.date_words import past_day
from bot.phrasing.differences import ONLY_DAYS, differences, shown
from bot.phrasing.items import UNNAMED, called
from bot.phrasing.lines import KINDS, count_kinds, label_parts, natural
from bot.phrasing.statements import said_parts
from bot.phrasing.when import day
from bot.tracking.ledger import known_outcomes
from bot.tracking.reminders import answer_group
from db.desk.outcomes import Outcome
from db.model.codec import encode
from db.model.known_by import cited_sources
from db.model.records import SECTIONS, Item, Source, Statement, TrackedDate
from db.reading.changes import LOOKED_AT, Recorded, list_changes
from db.reading.view import find_items

_FEW = 20  # more than these added at once are counted, unless one kind is asked for
_MOST = 100  # shown of one load

Kind = Literal[
    "", "topic", "party", "person", "origin", "source", "statement", "offer", "event", "point", "date", "outcome"
]


def changes(
    ask: Ask,
    *,
    since: Annotated[str, "a day on which you looked last, e.g. yesterday"] = "",
    kind: Annotated[Kind, "only these, each by itself"] = "",
) -> Answer:
    """Show what loads and edits recorded, newest first: new, changed (old -> new), removed; and what became of dates.

    This is the recorded clock: when this desk learnt something, not when it was published. Of what was published
    later than as_of: nothing is shown, in old or new versions. A load of many items is one line with counts; with
    kind: they are listed.
    """
    found = find_recorded(ask, since, kind)
    blocks = [*_answers(ask, found.outcomes), *_loads(ask, found.rows, kind)]
    if not blocks:
        blocks = [nothing_line(ask, found.first, kind)]
    if found.more:
        blocks.append(Line((f"Only the newest were looked at, at most {LOOKED_AT:,}: narrow with since: or kind:",)))
    return Answer("What was recorded", tuple(blocks), line=found.line)


@dataclass(frozen=True, slots=True)
class FoundChanges:
    """What was recorded since a day, newest first; `line` asks for the same, `more`: not all was looked at."""

    first: date | None
    rows: list[Recorded]
    outcomes: list[Outcome]
    line: str
    more: bool


def find_recorded(ask: Ask, since: str, kind: Kind) -> FoundChanges:
    """Find what loads and edits recorded, and what became of dates; raises UserError."""
    first = _since(ask, since) if since.strip() else None
    rows, more = _rows(ask, first, kind)
    outcomes = _outcomes(ask, first) if kind in ("", "outcome") else []
    line = "/changes" + (f" since:{first.isoformat()}" if first else "") + (f" kind:{kind}" if kind else "")
    return FoundChanges(first, rows, outcomes, line, more)


def loads_of(rows: Sequence[Recorded]) -> list[list[Recorded]]:
    """Part what was recorded into loads and edits, each in the order of kinds and ids."""
    grouped = groupby(rows, key=lambda row: (row.by_desk, row.revision, row.at))
    order = list(KINDS)
    return [sorted(group, key=lambda row: (order.index(row.kind), natural(row.item))) for _, group in grouped]


def _since(ask: Ask, asked: str) -> date:
    try:
        return past_day.parse_first_day(asked, now=ask.now, zone=ask.desk.zone)
    except past_day.DateError as error:
        raise UserError(f"since: {error}") from error


def _rows(ask: Ask, first: date | None, kind: Kind) -> tuple[list[Recorded], bool]:
    if kind == "outcome":
        return [], False
    since = datetime.combine(first, time(), ZoneInfo(ask.desk.zone)) if first else None
    return list_changes(ask.view, until=ask.now, since=since, kind=kind)


def _outcomes(ask: Ask, first: date | None) -> list[Outcome]:
    return [one for one in reversed(known_outcomes(ask)) if first is None or local_day(one.at, ask.desk.zone) >= first]


def _answers(ask: Ask, outcomes: Sequence[Outcome]) -> list[Block]:
    tracked = find_items(ask.view, {one.item for one in outcomes})
    lines: list[Block] = []
    for one in outcomes[:_MOST]:
        item = tracked.get(one.item)
        if isinstance(item, TrackedDate):
            lines.append(answer_group(item, one))
    return [Group(f"Answers to tracked dates, {len(lines)}", tuple(lines))] if lines else []


# --- load by load


def _loads(ask: Ask, rows: Sequence[Recorded], kind: Kind) -> list[Block]:
    known = look_up_changes(ask, rows)
    blocks: list[Block] = []
    for here in loads_of(rows):
        blocks += _load(here, known, listed=bool(kind))
    return blocks


@dataclass(frozen=True, slots=True)
class KnownChanges:
    """Who spoke, and which sources the dossier still has: a load may have taken out some that older items cite."""

    speakers: Mapping[str, str]
    sources: Set[str]

    def cites(self, *items: Item) -> set[str]:
        return {cite for item in items for cite in _rests_on(item)} & self.sources


def look_up_changes(ask: Ask, rows: Iterable[Recorded]) -> KnownChanges:
    """Look up what lines about changes name."""
    items = [item for row in rows for item in (row.old, row.new) if item is not None]
    speakers = {item.speaker for item in items if isinstance(item, Statement)}
    found = find_items(ask.view, speakers | {cite for item in items for cite in _rests_on(item)})
    return KnownChanges(
        {id_: found[id_].name if id_ in found else UNNAMED for id_ in speakers},
        {id_ for id_, item in found.items() if isinstance(item, Source)},
    )


def _load(rows: Sequence[Recorded], known: KnownChanges, *, listed: bool) -> list[Block]:
    """Say what one load did: in a line, and what it changed or took out item by item."""
    by = by_action(rows)
    few = listed or len(by["added"]) <= _FEW
    head = load_line(rows, counted=not few)
    where = head.label
    told = [*(by["added"] if few else []), *by["changed"], *by["removed"]]
    lines = [line for row in told[:_MOST] for line in change_lines(row, known)]
    if len(told) > _MOST:
        lines.append(Line((f"{_MOST} of {len(told):,}; the others with /item or since:",)))
    return [head, Group(f"{where}, item by item", tuple(lines))] if lines else [head]


def by_action(rows: Sequence[Recorded]) -> dict[str, list[Recorded]]:
    """Part what one load did into what it added, changed and removed."""
    return {action: [row for row in rows if row.action == action] for action in ("added", "changed", "removed")}


def load_line(rows: Sequence[Recorded], *, counted: bool) -> Line:
    """Say when and by whom something was recorded, how much, and why; `counted`: of each kind how many were added."""
    by, newest = by_action(rows), rows[0]
    done = ", ".join(f"{len(there):,} {action}" for action, there in by.items() if there)
    counts = f": {_counted(by['added'])}" if counted else ""
    where = "Edited here" if newest.by_desk else f"Revision {newest.revision}"
    why = f" ({newest.why})" if newest.why not in ("", "load") else ""
    return Line((Moment(newest.at), f", by {newest.actor}{why}: {done}{counts}"), label=where)


def _counted(rows: Sequence[Recorded]) -> str:
    return count_kinds(Counter(row.kind for row in rows))


def change_lines(row: Recorded, known: KnownChanges) -> list[Line]:
    """Say what was added, taken out, or changed, old -> new."""
    item = row.new or row.old
    assert item is not None
    if row.old is None or row.new is None:
        return [label_parts([f"{row.action} ", *_name(item, known.speakers)], cites=known.cites(item))]
    found = differences(encode(row.old), encode(row.new))
    words = [f"{one.path}: {shown(one.old)} -> {shown(one.new)}" for one in found] or [ONLY_DAYS]
    return [
        label_parts([f"changed {KINDS[row.kind][0]} {row.item}; {said}"], cites=known.cites(row.old, row.new))
        for said in words
    ]


def _name(item: Item, speakers: Mapping[str, str]) -> tuple[Part, ...]:
    if isinstance(item, Statement):
        return ("statement ", *said_parts(item, speakers[item.speaker]))
    kind = next(kind for kind, cls in SECTIONS.values() if isinstance(item, cls))
    return (f"{KINDS[kind][0]} {item.id}, {called(item)}",)


def _rests_on(item: Item) -> list[str]:
    return [item.id] if isinstance(item, Source) else sorted(cited_sources(item))


def nothing_line(ask: Ask, first: date | None, kind: Kind) -> Line:
    """Say that nothing was recorded, and since when."""
    what = {"": "Nothing", "outcome": "No answer to a tracked date"}.get(kind) or f"No change of any {KINDS[kind][0]}"
    since = f" since {day(first)}" if first else ""
    return Line((f"{what} was recorded{since}, up to {day(local_day(ask.now, ask.desk.zone))}. Try /changes",))
