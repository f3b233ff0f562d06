"""What happened and what was said, in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated, Literal

from bot.answers.lookup import MOST_MEMBERS, Subject, find_subject, first_day, one_day
from bot.answers.pictures import timeline_picture
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Group, Line, Part
from bot.phrasing.events import event_line
from bot.phrasing.items import UNNAMED
from bot.phrasing.lines import count, label_parts, natural
from bot.phrasing.rows import gist_of
from bot.phrasing.statements import best_wording, said_parts
from bot.phrasing.when import by_source, dated_by, day, given_words, second_hand
from bot.pictures.content import Timeline
from db.model import edtf
from db.model.records import Event, Person, Report, Statement, When, Wording
from db.reading.timeline import Entry, Stretch, list_dated, list_lasting, list_vague
from db.reading.view import find_items, published

MOST = 200
_EXAMPLE = "/timeline from:2022-07-27 to:2022-07-29"


def timeline(
    ask: Ask,
    *,
    from_: Annotated[str, "a day to begin with, e.g. 27 July, or the id of an entry to go on from"] = "",
    to: Annotated[str, "the last day, e.g. 2022-07-29"] = "",
    about: Annotated[str, "a name, a topic or an id, e.g. griner"] = "",
    picture: Annotated[Literal["", "yes", "no"], "draw it too, the last 60 of its entries"] = "",
) -> Answer:
    """List events and statements in order, inexact ones as ranges; what has no day comes last.

    An entry whose day is known as a range only stands where the range begins, or where it ends if its beginning is
    unknown, and is shown with from: and to: if it can fall between them. A party's entries include what its people
    said.
    """
    chosen = choose_stretch(ask, from_=from_, to=to, about=about)
    if isinstance(chosen, Answer):
        return chosen
    found = _find(ask, chosen.stretch)
    blocks = [*_beginning(ask, found, chosen.stretch, chosen.subject), *_in_order(ask, found.dated)]
    blocks += _undated(ask, found)
    if found.further:
        further = ask.again(f"{stretch_line(found.further, to, chosen.about)} depth:full")
        blocks.append(Choice("Go on", further))
    drawn = _drawn(ask, found, chosen) if picture == "yes" else None
    return Answer(_title(chosen.subject), tuple(blocks), line=chosen.line, picture=drawn)


class EndsFirst(UserError):
    """A stretch was asked for that ends before it begins."""

    def __init__(self, first: date, last: date) -> None:
        """Say so, with a line that works."""
        super().__init__(f"to: {day(last)} is before {day(first)}. For example: {_EXAMPLE}")
        self.first, self.last = first, last


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which part of the timeline is meant, about whom, and the line that asks for it."""

    stretch: Stretch
    subject: Subject | None
    line: str

    @property
    def about(self) -> str:
        """The id of whom or what it is about; "" for everything."""
        return self.subject.id if self.subject else ""


def choose_stretch(ask: Ask, *, from_: str, to: str, about: str) -> Chosen | Answer:
    """Find out which part of the timeline is meant, or answer with a question back; raises UserError."""
    subject = _subject(ask, about, from_, to) if about.strip() else None
    if isinstance(subject, Answer):
        return subject
    line = stretch_line(from_, to, subject.id if subject else "")
    return Chosen(_stretch(ask, from_, to, subject), subject, line)


def draw_stretch(ask: Ask, chosen: Chosen) -> Timeline | None:
    """Draw the part of the timeline that is meant; None where nothing is in it."""
    return _drawn(ask, _find(ask, chosen.stretch), chosen)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found: in order, without a day, and the id of the entry to go on from if that is not all.

    `cut`: there are more without a first day than are looked at.
    """

    dated: list[Entry]
    undated: list[Entry]
    further: str = ""
    cut: bool = False


def _drawn(ask: Ask, found: _Found, chosen: Chosen) -> Timeline | None:
    entries = [*found.dated, *found.undated]
    title = _title(chosen.subject) + _between(chosen.stretch)
    return timeline_picture(ask, entries, title=title, more_follow=bool(found.further)) if entries else None


def _subject(ask: Ask, about: str, from_: str, to: str) -> Subject | Answer:
    def line(id_: str) -> str:
        return ask.again(stretch_line(from_, to, id_))

    return find_subject(ask, about, example="/timeline about:griner", line=line)


def stretch_line(from_: str, to: str, about: str) -> str:
    """Write the line that asks for a part of the timeline."""
    options = {"from": from_, "to": to, "about": about}
    said = [
        f'{name}:"{text}"' if " " in text else f"{name}:{text}"
        for name, value in options.items()
        if (text := " ".join(value.split()))
    ]
    return " ".join(["/timeline", *said])


def _title(subject: Subject | None) -> str:
    return f"Timeline: {subject.name}" if subject else "Timeline"


def _stretch(ask: Ask, from_: str, to: str, subject: Subject | None) -> Stretch:
    start = find_items(ask.view, {from_, from_.upper()}) if from_ else {}
    went_on = next((one.id for one in start.values() if isinstance(one, Event | Statement)), "")
    first = first_day(ask, "from", from_) if from_.strip() and not went_on else None
    last = one_day(ask, "to", to) if to.strip() else None
    if first and last and last < first:
        raise EndsFirst(first, last)
    return Stretch(
        first=first,
        last=last,
        about=(subject.id,) if subject else (),
        speakers=subject.speakers if subject else (),
        start=went_on,
    )


def _find(ask: Ask, stretch: Stretch) -> _Found:
    dated = list_dated(ask.view, stretch, limit=MOST + 1)
    further = dated[MOST] if len(dated) > MOST else None
    vague = list_vague(ask.view, stretch, limit=MOST + 1)
    lasting = list_lasting(ask.view, stretch, limit=MOST)
    open_ones = [one for one in vague if one.when and _is_here(one, stretch, further, dated)]
    entries = [*lasting, *dated[:MOST], *open_ones]
    whole = stretch.first is None and stretch.last is None
    undated = [one for one in [*entries, *([] if further else vague)] if one.when is None] if whole else []
    out = told_by(ask, entries)
    kept = sorted((one for one in entries if one.when and meets(one, stretch, by=out[one.id])), key=order)
    further_id = further.id if further else ""
    return _Found(kept, sorted(undated, key=_by_kind), further_id, cut=len(vague) > MOST)


def _is_here(one: Entry, stretch: Stretch, further: Entry | None, dated: list[Entry]) -> bool:
    """Tell whether an entry without a first day, which stands where it ends, belongs to this part of the timeline."""
    ends = span(one)[0]
    begins = next((span(first)[0] for first in dated if first.id == stretch.start and first.when), None)
    after = stretch.first or begins or date.min
    if further is not None and further.when and ends >= span(further)[0]:
        return False
    return after <= ends <= (stretch.last or date.max)


def told_by(ask: Ask, entries: Iterable[Entry]) -> dict[str, date]:
    """Give the day by which each entry was told as past: that of its first source, as far as it is known.

    A source without a last day counts as out on its earliest one.
    """
    sources = {one.id: {part.source for part in _telling(one)} for one in entries}
    days = published(ask.view, set().union(*sources.values()))
    last = {id_: one.earliest if one.open_end else one.latest for id_, one in days.items()}
    return {id_: min((last[source] for source in told), default=date.max) for id_, told in sources.items()}


def _telling(entry: Entry) -> Sequence[Wording | Report]:
    """List what tells an entry as past."""
    if isinstance(entry, Statement):
        return entry.wordings
    return [report for report in entry.reports if report.modality not in ("may", "proposed")]


def meets(entry: Entry, stretch: Stretch, *, by: date) -> bool:
    """Tell whether an entry, told `by` a day, falls into the stretch by what was known: later sources may say more."""
    first, last = span(entry)
    return first <= (stretch.last or date.max) and min(last, by) >= (stretch.first or date.min)


def span(entry: Entry) -> tuple[date, date]:
    """Give the days an entry stands at and ends at; it stands where it ends if its beginning is unknown."""
    assert entry.when is not None
    bounds = edtf.bounds(entry.when.edtf)
    return (bounds.latest if bounds.open_start else bounds.earliest), bounds.latest


def order(entry: Entry) -> tuple[date, date, str, bool, tuple[int, str]]:
    """Give what entries that have a day are sorted by: as they stand in a timeline."""
    assert entry.when is not None
    return *span(entry), entry.when.edtf, *_by_kind(entry)


def _by_kind(entry: Entry) -> tuple[bool, tuple[int, str]]:
    return isinstance(entry, Statement), natural(entry.id)


def _beginning(ask: Ask, found: _Found, stretch: Stretch, subject: Subject | None) -> list[Block]:
    """Say how many entries are shown, or why there are none, and read back the days."""
    between = _between(stretch)
    blocks: list[Block] = []
    if not (found.dated or found.undated):
        whom = f" about {subject.name}" if subject else ""
        said = f"Nothing{whom}{between} in what was published by {day(ask.as_of)}. Try a longer stretch, or /timeline"
        return [Line((said,))]
    events = sum(isinstance(one, Event) for one in [*found.dated, *found.undated])
    statements = len(found.dated) + len(found.undated) - events
    said = f"{count(events, 'event')}, {count(statements, 'statement')}{between}"
    said += f"; more follow, from {found.further} on" if found.further else ""
    blocks.append(Line((said,)))
    if between:
        blocks.append(Line(("What has no day at all is left out here.",)))
    if found.cut:
        blocks.append(
            Line((f"More than {MOST} begin on an unknown day; only the first are in it. Narrow with about:",))
        )
    if subject and not subject.all_speakers:
        blocks.append(Line((f"Of its people, what {MOST_MEMBERS} said is in it; ask about one for the others.",)))
    return blocks


def _between(stretch: Stretch) -> str:
    first, last = stretch.first, stretch.last
    if first and last:
        return f" on {day(first)}" if first == last else f", {edtf.words(f'{first}/{last}')}"
    return f" from {day(first)} on" if first else f" until {day(last)}" if last else ""


def _in_order(ask: Ask, entries: list[Entry]) -> list[Block]:
    speakers = _speakers(ask, entries)
    blocks: list[Block] = []
    for when, group in groupby(entries, key=lambda one: one.when.edtf if one.when else ""):
        blocks.append(Group(edtf.words(when), tuple(_entry(one, speakers) for one in group)))
    return blocks


def _undated(ask: Ask, found: _Found) -> list[Block]:
    speakers = _speakers(ask, found.undated)
    lines = tuple(_entry(one, speakers) for one in found.undated)
    return [Group("No day given", lines)] if lines else []


def _speakers(ask: Ask, entries: list[Entry]) -> dict[str, Person]:
    return find_items(ask.view, {one.speaker for one in entries if isinstance(one, Statement)})


def _entry(entry: Entry, speakers: dict[str, Person]) -> Line:
    if isinstance(entry, Statement):
        cites = [best_wording(entry).source]
        person = speakers.get(entry.speaker)
        said = said_parts(entry, person.name if person else UNNAMED)
        return label_parts([*said, *_given(entry.when), *dated_by(entry.when, cites)], cites=cites)
    gist = gist_of(entry)
    place = f", {entry.place}" if entry.place and entry.place not in (gist.text if gist else entry.title) else ""
    cites = [report.source for report in entry.reports]
    given = _given(entry.when, told=entry.reports)
    behind = [place, *given, *by_source(entry), *second_hand(entry), *dated_by(entry.when, cites)]
    return event_line(entry, [part for part in behind if part])


def _given(when: When | None, *, told: Sequence[Report] = ()) -> tuple[Part, ...]:
    """Say in which words a day was given, and that it was deduced."""
    if when is None:
        return ()
    counted = f" counted from {edtf.words(when.anchor)}" if when.anchor else ""
    said: tuple[Part, ...] = (" – ", given_words(when, told), counted) if when.words else ()
    deduced = ("; day deduced" if said else " – day deduced",) if when.basis == "deduced" else ()
    return (*said, *deduced)
