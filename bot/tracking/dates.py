"""What is expected, and what became of what was expected."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Exact, Group, Line, Moment, Part, Window
from bot.date_words.read import read
from bot.date_words.widths import window as window_of
from bot.localtime import instant
from bot.phrasing.items import UNNAMED, called
from bot.phrasing.lines import count, label_parts, natural
from bot.phrasing.when import day, event_parts, expected_parts, when_parts
from bot.tracking.expected_rows import is_possible
from bot.tracking.ledger import Expectation, Stage, expectations
from bot.tracking.reminders import moved_parts, owner_line, recorded_line
from db.desk.outcomes import Outcome
from db.desk.watches import Watch
from db.model import edtf
from db.model.edtf import EdtfError
from db.model.records import Event, TrackedDate
from db.reading.view import find_items

_ORDER = ("happened", "moved", "did not happen", "withdrawn", "unclear")
_WORDS = {"did not happen": "did not"}


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one tracked date, by the desk's record or else as sources tell; `kind` is "" while it is open."""

    party: str
    kind: str
    cites: tuple[str, ...]


def score_blocks(fates: Sequence[Fate], names: Mapping[str, str]) -> list[Block]:
    """Count what became of what was announced; by side as well where any side announced something."""
    if not fates:
        return []
    whole = label_parts([score(fate.kind for fate in fates)], cites=_cites(fates), label="Record of outcomes")
    sides = Counter(fate.party for fate in fates if fate.party in names)
    lines = []
    for party, _number in sides.most_common():
        mine = [fate for fate in fates if fate.party == party]
        lines.append(label_parts([score(fate.kind for fate in mine)], cites=_cites(mine), label=names[party]))
    return [whole, Group("By side", tuple(lines))] if lines else [whole]


def score(kinds: Iterable[str]) -> str:
    """Write the score: "12 announced: 7 happened, 3 moved, 2 did not; 4 open"; what is moved to a new date is moved."""
    counted = Counter(kinds)
    said = ", ".join(f"{counted[kind]} {_WORDS.get(kind, kind)}" for kind in _ORDER if counted[kind])
    left = f"{counted['']} open" if counted[""] else ""
    return f"{counted.total()} announced: {'; '.join(filter(None, (said, left)))}"


def _cites(fates: Iterable[Fate]) -> list[str]:
    return [cite for fate in fates for cite in fate.cites]


State = Literal["open", "due", "overdue", "conditional", "answered", "all"]

_TITLES: dict[Stage, str] = {
    "overdue": "Overdue",
    "due": "Due now",
    "coming": "Coming",
    "condition": "Under a condition",
    "dependent": "Hanging on something else",
    "hope": "Hoped for or announced without a date",
    "answered": "Answered",
}
STAGES: dict[State, tuple[Stage, ...]] = {
    "open": ("overdue", "due", "coming", "condition", "dependent", "hope"),
    "due": ("due",),
    "overdue": ("overdue",),
    "conditional": ("condition", "dependent"),
    "answered": ("answered",),
    "all": tuple(_TITLES),
}

_MOST = 50  # shown of one stage
_FARTHEST = 3660  # days; further ahead nothing is tracked


def dates(
    ask: Ask,
    *,
    within: Annotated[str, "only what can fall in this time, e.g. 7, two weeks, in the coming days"] = "",
    state: Annotated[State, "which of them"] = "open",
) -> Answer:
    """List tracked dates: overdue, due and coming ones, conditions, hopes without a date, and the record of outcomes.

    A window is never shown as one day. Overdue ones stay in the list, whatever time is asked for, until somebody
    records what became of them with /outcome.
    """
    span = span_of(ask, within) if within.strip() else None
    everything = expectations(ask)
    wanted = [one for one in everything if one.stage in STAGES[state] and falls_within(one, span)]
    blocks = _sections(ask, wanted) or [_nothing(ask, everything, state, span)]
    if span and state in ("open", "conditional", "all"):
        blocks.append(Line((f"Within {edtf.words(f'{span[0]}/{span[1]}')}; what has no date is left out.",)))
    blocks += _score(ask, everything)
    return Answer("Tracked dates", tuple(blocks), line=dates_line(within, state))


def dates_line(within: str, state: State) -> str:
    """Write the line that asks the same again."""
    return f"/dates state:{state}" + (f' within:"{within.strip()}"' if within.strip() else "")


_TAKEN_OVER: Mapping[Stage, str] = {"overdue": "Open questions", "due": "Due now", "coming": "Due before then"}


def left_open(ask: Ask, until: date) -> list[Block]:
    """List what nobody has answered, what is due now or can be before the end of a day, and who has taken what on."""
    everything = [one for one in expectations(ask) if one.stage != "answered"]
    wanted = [one for one in everything if one.stage in _TAKEN_OVER and _opens_by(one, until)]
    blocks = _sections(ask, wanted, _TAKEN_OVER)
    taken = [_taken(one.tracked, one.owner) for one in everything if one.owner]
    return [*blocks, *([Group(f"Taken on, {len(taken)}", tuple(taken))] if taken else [])]


def _opens_by(one: Expectation, until: date) -> bool:
    return one.window is not None and (one.window.open_start or one.window.earliest <= until)


def _taken(tracked: TrackedDate, owner: Watch) -> Line:
    parts: list[Part] = [f"{tracked.id}, {tracked.title}: {owner.person_name}, since ", Moment(owner.at)]
    return Line(tuple(parts))


def span_of(ask: Ask, within: str) -> tuple[date, date]:
    """Read a time as days; raises UserError."""
    asked = " ".join(within.split())
    if asked.isdecimal() and len(asked) < 6 and int(asked) <= _FARTHEST:
        return ask.as_of, ask.as_of + timedelta(days=int(asked))
    try:
        found = window_of(asked, ask.as_of) or window_of(f"within {asked}", ask.as_of) or _read(ask, asked)
        bounds = edtf.bounds(found)
    except (EdtfError, OverflowError, ValueError):
        bounds = None
    if bounds is None or bounds.open_start or bounds.open_end:
        raise UserError(
            f"within: “{asked[:40]}” is no time I can read. Write days or words, e.g. /dates within:7 "
            'or /dates within:"two weeks"'
        )
    return bounds.earliest, bounds.latest


def _read(ask: Ask, words: str) -> str:
    """Read words said at the desk's hour of the day asked for; "" for a condition. Raises PhraseError, a ValueError."""
    said_at = instant(datetime.combine(ask.as_of, time.fromisoformat(ask.desk.hour)), ask.desk.zone)
    return read(words, said_at, zone=ask.desk.zone, order=ask.desk.order).edtf


def falls_within(one: Expectation, span: tuple[date, date] | None) -> bool:
    """Tell whether something can fall between two days; what is overdue or answered is never left out."""
    if span is None or one.stage in ("overdue", "answered"):
        return True
    return one.window is not None and one.window.earliest <= span[1] and one.window.latest >= span[0]


def _sections(ask: Ask, wanted: list[Expectation], titles: Mapping[Stage, str] = _TITLES) -> list[Block]:
    named = {given.by for one in wanted for given in one.tracked.announced}
    named |= {one.tracked.party for one in wanted if one.tracked.party}
    names = {id_: called(item) for id_, item in find_items(ask.view, named).items()}
    blocks: list[Block] = []
    for stage, title in titles.items():
        here = sorted((one for one in wanted if one.stage == stage), key=_order)
        possible = [one for one in here if is_possible(one)]
        blocks += _section(ask, title, [one for one in here if one not in possible], names)
        blocks += _section(ask, "Possible since what it waited for has happened", possible, names)
    return blocks


def _section(ask: Ask, title: str, here: Sequence[Expectation], names: dict[str, str]) -> list[Block]:
    lines = [line for one in here[:_MOST] for line in _said(ask, one, names)]
    shown = f"{_MOST} of {len(here):,}; see others with within: or state:" if len(here) > _MOST else f"{len(here)}"
    return [Group(f"{title}, {shown}", tuple(lines))] if here else []


def _order(one: Expectation) -> tuple[date, tuple[int, str]]:
    return (one.window.latest if one.window else date.max), natural(one.tracked.id)


def _said(ask: Ask, one: Expectation, names: dict[str, str]) -> list[Line]:
    tracked = one.tracked
    worded = one.window is not None or one.stage == "hope"
    said_by = dict.fromkeys(names.get(given.by, UNNAMED) for given in tracked.announced)
    whose = "" if worded else f"; announced by {' and '.join(said_by)}"
    parts: list[Part] = [f"{tracked.id}, {tracked.title}{whose}"]
    if one.window is not None:
        parts += [": ", *_window(one), f" – {_standing(ask, one)}"]
    elif one.moves:
        parts += [": moved by this desk to ", *moved_parts(one.moves[-1]), *_before(one, one.moves[:-1])]
    elif tracked.when is not None:
        parts += [": ", *expected_parts(tracked)]
    hangs = one.recorded is not None and one.recorded.hangs_on
    parts += [f"; condition: {tracked.condition}"] if tracked.condition and not hangs else []
    cites = _announcing(tracked) + (list(tracked.when.sources) if tracked.when else [])
    if one.cause is not None:
        waits = one.window is None or (tracked.when is not None and not hangs)
        said, causing = _cause(one.cause, one.cause_recorded, verb="not before" if waits else "it waited for")
        parts += said
        cites += causing
    depend = "depends" if len(one.dependents) == 1 else "depend"
    parts += [f"; {', '.join(one.dependents)} {depend} on it"] if one.dependents else []
    parts += [f"; side: {names[tracked.party]}"] if tracked.party in names else []
    lines = [label_parts(parts, cites=cites)]
    if worded:
        lines += [
            label_parts([f"{names.get(given.by, UNNAMED)}: ", *_words(given)], cites=[given.source])
            for given in tracked.announced
        ]
    return [*lines, *_outcomes(one)]


def _words(given: Any) -> list[Part]:
    return [Exact(given.exact, (given.source,))] if given.exact else [f"{given.text} (not in exact words)"]


def _window(one: Expectation) -> list[Part]:
    told = one.tracked.outcome
    if one.recorded is not None and one.recorded.moved_to:
        words = f"“{one.recorded.words}”; " if one.recorded.words else ""
        return [Window(one.recorded.moved_to), f" ({words}moved by this desk", *_before(one, one.moves[:-1]), ")"]
    if one.recorded is not None and one.recorded.hangs_on:
        said = f"open since {one.recorded.hangs_on} happened (moved by this desk to “{one.recorded.words}”"
        return [said, *_before(one, one.moves[:-1]), ")"]
    if told is not None and told.kind == "moved" and told.when and edtf.bounds(told.when.edtf) == one.window:
        return [*when_parts(told.when), " (moved", *_before(one, ()), ")"]
    if one.tracked.when is None:
        return [f"open since {one.tracked.depends_on} happened"]
    return list(expected_parts(one.tracked))


def _before(one: Expectation, moves: Sequence[Outcome]) -> list[Part]:
    """Say what the date was before, the last one first."""
    parts: list[Part] = [part for move in reversed(moves) for part in (", before: ", *moved_parts(move))]
    parts += [f", before: {one.tracked.condition}"] if one.tracked.condition and not one.tracked.when else []
    return parts + (
        [", before: ", *when_parts(one.tracked.when, told=one.tracked.announced)] if one.tracked.when else []
    )


def _standing(ask: Ask, one: Expectation) -> str:
    """Say how a window stands; days are counted only from an end that is exact."""
    assert one.window is not None
    exact = not (one.window.approximate or one.window.uncertain)
    if one.stage == "overdue":
        over = f" by {count((ask.as_of - one.window.latest).days, 'day')}" if exact else ""
        nothing = "recorded as unclear" if one.recorded and one.recorded.kind == "unclear" else "nothing recorded"
        return f"overdue{over}, {nothing}"
    if one.stage == "due" and one.window.open_end:
        return "nothing recorded"
    if one.stage == "due":
        return "due today" if one.window.is_day else "due now"
    ahead = (one.window.earliest - ask.as_of).days
    return f"coming, in {count(ahead, 'day')}{'' if one.window.is_day else ' at the earliest'}" if exact else "coming"


def _cause(cause: Any, recorded: Outcome | None, *, verb: str) -> tuple[list[Part], list[str]]:
    """Say what something hangs on and what is known of that, with the sources of what is known."""
    said: list[Part] = [f"; {verb} {cause.id}, {called(cause)}: "]
    if isinstance(cause, Event):
        return [*said, "it happened, ", *event_parts(cause)], [report.source for report in cause.reports]
    if recorded is not None:
        said.append(f"this desk recorded “{recorded.kind}”" + ("; " if cause.outcome else ""))
    if cause.outcome is None:
        return (said if recorded else [*said, "no outcome reported"]), []
    when: list[Part] = [", ", *when_parts(cause.outcome.when)] if cause.outcome.when else [", on a day not given"]
    return [*said, f"reported: {cause.outcome.kind}", *when], list(cause.outcome.sources)


def _outcomes(one: Expectation) -> list[Line]:
    lines = []
    if one.tracked.outcome is not None:
        told = one.tracked.outcome
        when: list[Part] = [" (", *when_parts(told.when), ")"] if told.when else []
        lines.append(label_parts([f"{told.kind} – {told.text}", *when], cites=told.sources, label="Reported"))
    if one.recorded is not None:
        lines.append(recorded_line(one.recorded))
    lines += [owner_line(one.owner)] if one.owner else []
    by = f" – for this date alone, by {one.lead.actor_name}" if one.lead else ""
    return lines + ([Line((f"{one.lead.leads}{by}",), label="Reminded")] if one.lead else [])


def _announcing(tracked: TrackedDate) -> list[str]:
    return [given.source for given in tracked.announced]


def _nothing(ask: Ask, everything: Sequence[Expectation], state: State, span: tuple[date, date] | None) -> Line:
    if not everything:
        return Line((f"No tracked date is known by {day(ask.as_of)}.",))
    stages = Counter(one.stage for one in everything)
    there = ", ".join(f"{stages[stage]} {_TITLES[stage].lower()}" for stage in _TITLES if stages[stage])
    asked = "" if state in ("open", "all") else f" {state}"
    when = f" within {edtf.words(f'{span[0]}/{span[1]}')}" if span else ""
    return Line((f"No{asked} date{when} as of {day(ask.as_of)}. There are: {there}. Try /dates state:all",))


def _score(ask: Ask, everything: Sequence[Expectation]) -> list[Block]:
    """Score what was announced with a day by those of whom it is expected; count conditions and hopes apart."""
    speakers = find_items(ask.view, {given.by for one in everything for given in one.tracked.announced})
    party_of = {id_: getattr(one, "party", None) or id_ for id_, one in speakers.items()}
    parties = set(party_of.values()) | {one.tracked.party for one in everything if one.tracked.party}
    names = {id_: called(item) for id_, item in find_items(ask.view, parties).items()}
    scored = [one for one in everything if _is_announced(one, party_of)]
    fates = [Fate(one.tracked.party or "", _became(one), tuple(_resting(one))) for one in scored]
    return [*score_blocks(fates, names), *_awaited([one for one in everything if one not in scored], party_of, names)]


def _is_announced(one: Expectation, party_of: Mapping[str, str]) -> bool:
    """Tell whether somebody with power over it gave it a day or a window: one of the side of which it is expected."""
    if one.tracked.when is None:
        return False
    return any(one.tracked.party in (None, given.by, party_of.get(given.by)) for given in one.tracked.announced)


def _awaited(some: Sequence[Expectation], party_of: Mapping[str, str], names: Mapping[str, str]) -> list[Block]:
    """Count what is hoped for or stands under a condition, by who awaits it of whom."""
    if not some:
        return []
    by: dict[str, Counter[str]] = {}
    for one in some:
        by.setdefault(party_of.get(one.tracked.announced[0].by, ""), Counter())[one.tracked.party or ""] += 1
    most = sorted(by.items(), key=lambda one: -one[1].total())
    said = [
        f"{names.get(who, UNNAMED)} {', '.join(f'{many}{_awaited_of(who, of, names)}' for of, many in of_whom.items())}"
        for who, of_whom in most
    ]
    cites = {given.source for one in some for given in one.tracked.announced}
    return [label_parts([f"not in this record; {'; '.join(said)}"], cites=cites, label="Conditions and hopes")]


def _awaited_of(who: str, of: str, names: Mapping[str, str]) -> str:
    return " of its own side" if of and of == who else f" of {names.get(of, UNNAMED)}" if of else ""


def _became(one: Expectation) -> str:
    if one.recorded is not None:
        return one.recorded.kind
    return one.tracked.outcome.kind if one.tracked.outcome else ""


def _resting(one: Expectation) -> Sequence[str]:
    if one.recorded is None and one.tracked.outcome is None:
        return ()
    own = (one.recorded.source,) if one.recorded and one.recorded.source else ()
    return own or (one.tracked.outcome.sources if one.tracked.outcome else _announcing(one.tracked))
