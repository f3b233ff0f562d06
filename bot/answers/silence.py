"""Who has been silent for long, and what still rests on one source: last lines of a digest and of /status."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.asking import Ask
from bot.blocks import Block, Group, Line
from bot.phrasing.citations import told_until
from bot.phrasing.items import involved
from bot.phrasing.lines import count, label_parts, natural
from bot.phrasing.statements import has_word
from bot.phrasing.when import day
from bot.tracking.ledger import known_outcomes
from db.desk.mutes import list_mutes
from db.model import edtf
from db.model.edtf import Bounds
from db.model.known_by import cited_sources
from db.model.records import Offer, Party, Person, Statement, TrackedDate
from db.reading.statements import Sought, list_statements
from db.reading.view import appeared, find_items, list_items, remember

_NEWEST = 300  # statements of a side that are looked at
_REGULAR = 3  # who spoke on fewer days is no voice whose silence tells something
_MOST = 5  # lines of each sort
_SETTLED = ("happened", "did not happen", "withdrawn")


Takes = Callable[[Collection[str]], bool]  # tells whether what goes by these names is told of


@dataclass(frozen=True, slots=True)
class Last:
    """The last word of a day known well enough: `days` before the sources end, or at least so many.

    `longest` is the longest gap before.
    """

    days: int
    exact: bool
    longest: int | None


@dataclass(frozen=True, slots=True)
class Newer:
    """Words after that one, of which only the first day is known: `least` to `most` days before the sources end."""

    ids: tuple[str, ...]
    first: date
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Quiet:
    """Somebody without a word for long; `doubtful` counts words of no known day that may have come since."""

    id: str
    name: str
    party: str
    last: Last | None
    newer: Newer | None
    doubtful: int
    sources: tuple[str, ...]

    @property
    def days(self) -> int:
        """For how many days there may have been no word."""
        return self.newer.most if self.newer else self.last.days if self.last else 0


def _everything(_names: Collection[str]) -> bool:
    return True


def silence_group(ask: Ask, *, most: int, takes: Takes = _everything) -> list[Block]:
    """Give the first lines of each sort that are due by the dossier's thresholds and not muted."""
    lines = [*silence_lines(ask, takes)[:most], *stale_lines(ask, takes)[:most]]
    return [Group("Silence and single sources", tuple(lines))] if lines else []


def silence_lines(ask: Ask, takes: Takes = _everything) -> list[Line]:
    """Say of whom there has been no word for as many days as the dossier asks for, the longest silence first."""
    if not ask.head.silence:
        return []
    muted = _muted(ask)
    found = [
        one
        for one in quiet_ones(ask)
        if one.days >= ask.head.silence and one.id not in muted and takes({one.id, one.party})
    ]
    until = day(told_until(ask))
    return [_silence_line(one, until) for one in sorted(found, key=lambda one: (-one.days, one.id))[:_MOST]]


def stale_lines(ask: Ask, takes: Takes = _everything) -> list[Line]:
    """Say which offers and open dates have rested on one source for as many days as the dossier asks for."""
    if not ask.head.stale:
        return []
    muted = _muted(ask)
    settled = {outcome.item for outcome in known_outcomes(ask) if outcome.kind in _SETTLED}
    items: list[Offer | TrackedDate] = [*list_items(ask.view, Offer), *list_items(ask.view, TrackedDate)]
    found = []
    for item in items:
        sources = set(cited_sources(item))
        open_ = isinstance(item, Offer) or (item.outcome is None and item.id not in settled)
        if open_ and len(sources) == 1 and item.id not in muted:
            age = _age(appeared(ask.view, sources), told_until(ask))
            found += [(item, age, sources)] if age is not None and age >= ask.head.stale else []
    names = involved(ask.view, [item for item, _age, _sources in found])
    taken = [one for one in found if takes(names[one[0].id])]
    taken.sort(key=lambda one: (-one[1], natural(one[0].id)))
    until = day(told_until(ask))
    return [_stale_line(*one, until) for one in taken[:_MOST]]


def _silence_line(one: Quiet, until: str) -> Line:
    said = [_newer(one.name, one.newer, until)] if one.newer else []
    if one.last:
        # what may be newer leaves only that no word of a certain day is
        kind = "word of certain day" if one.newer or one.doubtful else "word"
        days = f"{'' if one.last.exact else 'at least '}{count(one.last.days, 'day')}"
        longest = f" (longest gap so far {count(one.last.longest, 'day')})" if one.last.longest is not None else ""
        said.append(f"no {kind}{'' if one.newer else f' from {one.name}'} for {days} up to {until}{longest}")
    said += [f"{count(one.doubtful, 'word')} of uncertain day may have come since"] if one.doubtful else []
    return label_parts(["; ".join(said)], cites=one.sources)


def _newer(name: str, newer: Newer, until: str) -> str:
    span = f"at most {count(newer.most, 'day')}" if newer.least == 0 else f"{newer.least} to {count(newer.most, 'day')}"
    named = ", ".join(newer.ids[:3]) + (" …" if len(newer.ids) > 3 else "")
    return f"last word from {name} on or after {day(newer.first)} ({named}), {span} before {until}"


def _stale_line(item: Offer | TrackedDate, age: int, sources: Iterable[str], until: str) -> Line:
    said = f"{item.title} ({item.id}) rests on one source, for {count(age, 'day')} up to {until}"
    return label_parts([said], cites=sources)


def _age(days: Mapping[str, Bounds], until: date) -> int | None:
    ages = [(until - bounds.latest).days for bounds in days.values() if not bounds.open_end]
    return min(ages) if ages and min(ages) >= 0 else None


def _muted(ask: Ask) -> set[str]:
    mutes = remember(ask.view, ("mutes",), lambda: list_mutes(ask.view))
    return {item for item, mute in mutes.items() if mute.muted and mute.at <= ask.now}


# --- how long somebody has been silent


def quiet_ones(ask: Ask) -> list[Quiet]:
    """Measure the silence of each side, and of each of its people who spoke on several days."""
    found: list[Quiet] = []
    newest = list_statements(ask.view, Sought(), limit=_NEWEST)
    for side in (party for party in list_items(ask.view, Party) if party.side):
        whole = len(newest) < _NEWEST
        looked_at = newest if whole else list_statements(ask.view, Sought(party=side.id), limit=_NEWEST)
        said = [one for one in looked_at if has_word(one)]
        people = find_items(ask.view, {one.speaker for one in said})
        out = appeared(ask.view, {wording.source for one in said for wording in one.wordings})
        mine = [one for one in said if _belongs(people.get(one.speaker), side)]
        found += _measured(ask, side, side.id, mine, out)
        for person in sorted(
            (one for one in people.values() if _belongs(one, side) and one.kind == "named"), key=lambda one: one.name
        ):
            own = [one for one in mine if one.speaker == person.id]
            days = {one.when.edtf for one in own if one.when}
            found += _measured(ask, person, side.id, own, out) if len(days) >= _REGULAR else []
    return found


def _belongs(person: Person | None, side: Party) -> bool:
    return person is not None and person.party == side.id


def _measured(
    ask: Ask, whom: Person | Party, party: str, said: Sequence[Statement], out: Mapping[str, Bounds]
) -> list[Quiet]:
    """Count days no more surely than is known: from the last possible day of a word to the first of the next."""
    certain = sorted(
        (one for one in said if _is_certain(one)),
        key=lambda one: (_days(one).latest, _days(one).earliest, natural(one.id)),
    )
    last = _days(certain[-1]).latest if certain else date.min
    # nothing was said after a source that has it had come out
    since = [one for one in said if not _is_certain(one) and _out_by(one, out) > last]
    newer = [one for one in since if _is_bounded(one) and _days(one).earliest >= last]
    doubtful = [one for one in since if one not in newer]
    if not certain and not newer:
        return []
    told = [*certain[-1:], *since]
    sources = tuple(sorted({wording.source for statement in told for wording in statement.wordings}))
    measured = _last(ask, certain) if certain else None
    return [Quiet(whom.id, whom.name, party, measured, _newest(ask, newer, out), len(doubtful), sources)]


def _last(ask: Ask, certain: Sequence[Statement]) -> Last:
    days = [_days(one) for one in certain]
    gaps = [(new.earliest - old.latest).days for old, new in pairwise(days)]
    longest = max((gap for gap in gaps if gap > 0), default=None)
    return Last(max((told_until(ask) - days[-1].latest).days, 0), days[-1].earliest == days[-1].latest, longest)


def _newest(ask: Ask, newer: Sequence[Statement], out: Mapping[str, Bounds]) -> Newer | None:
    if not newer:
        return None
    first = max(_days(one).earliest for one in newer)
    ids = sorted((one.id for one in newer if _days(one).earliest == first), key=natural)
    until = told_until(ask)
    least = (until - min(max(_out_by(one, out) for one in newer), until)).days
    return Newer(tuple(ids), first, least, max((until - first).days, 0))


def _days(statement: Statement) -> Bounds:
    assert statement.when is not None
    return edtf.bounds(statement.when.edtf)


def _is_bounded(statement: Statement) -> bool:
    """Tell whether the first day on which something can have been said is known."""
    if statement.when is None:
        return False
    days = _days(statement)
    return not (days.open_start or days.approximate or days.uncertain)


def _is_certain(statement: Statement) -> bool:
    return _is_bounded(statement) and not _days(statement).open_end


def _out_by(statement: Statement, out: Mapping[str, Bounds]) -> date:
    """Give the day by which one of the sources of a statement had certainly come out."""
    return min(out[wording.source].latest for wording in statement.wordings)
