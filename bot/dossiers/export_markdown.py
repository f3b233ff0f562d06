"""A dossier for reading, as Markdown: all that it says, each thing with its sources, which stand at the end; pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from bot.dossiers.intake.plain_text import one_line
from bot.phrasing.items import receivers
from bot.phrasing.lines import listed
from bot.phrasing.when import hours_words
from db.model import edtf
from db.model.known_by import titled
from db.model.records import (
    Dossier,
    Event,
    Label,
    Offer,
    OfferAnswer,
    OfferState,
    Origin,
    Party,
    Person,
    Point,
    Report,
    ReportedOutcome,
    Role,
    Source,
    Statement,
    Topic,
    TrackedDate,
    When,
    Wording,
)

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~!&$@]")
# what readers make a link of by themselves: an address with its scheme, or names with dots between
_ADDRESS = re.compile(r"(?<=[^\W_])\.(?=[^\W_])|:(?=/)|(?<=/)/|(?<=[a-zA-Z]):(?=\S)")
_BEGINNING = re.compile(r"^(?:[0-9]+(?=[.)])|(?=[-+=]))")
_LINK = re.compile(r"https?://[^\s<>\"'\\^`{|}]+")
_DIGITS = re.compile(r"[0-9]+")


def as_markdown(dossier: Dossier, *, now: datetime, known: date | None = None) -> str:
    """Write a dossier for reading: everything with its sources, which stand at the end; `known` on a day, if cut so."""
    of = f", as known on {edtf.words(known.isoformat())}" if known else ""
    names = _Names(dossier)
    lines = [
        f"# {plain(dossier.title)}",
        "",
        plain(dossier.about),
        "",
        f"Exported on {edtf.words(f'{now:%Y-%m-%d}')}{of}. In brackets: the sources, listed at the end.",
    ]
    for title, entries in (
        ("Parties", (_party(one) for one in dossier.parties)),
        ("People", (_person(one, names) for one in dossier.people)),
        ("Topics", ([plain(one.name)] for one in dossier.topics)),
        ("What was said", (_statement(one, names) for one in _in_order(dossier.statements))),
        ("Offers", (_offer(one, names) for one in _in_order(dossier.offers))),
        ("Events", (_event(one, names) for one in _in_order(dossier.events))),
        ("Points", (_point(one, names) for one in _in_order(dossier.points))),
        ("Tracked dates", (_date(one, names) for one in _in_order(dossier.dates))),
        ("Words that stand for each other", ([", ".join(map(plain, one.words))] for one in dossier.synonyms)),
        ("Sources", (_source(one, names) for one in _in_order(dossier.sources))),
        ("Where reports came from", (_origin(one) for one in _in_order(dossier.origins))),
    ):
        listed = [line for first, *inside in entries for line in (f"- {first}", *(f"  - {one}" for one in inside))]
        lines += ["", f"## {title}", "", *listed] if listed else []
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """Escape what Markdown would obey: signs anywhere, how a list begins, and what readers would link."""
    return _BEGINNING.sub(r"\g<0>\\", _ADDRESS.sub(r"\\\g<0>", _SIGNS.sub(r"\\\g<0>", one_line(text))))


class _Names:
    """What ids stand for."""

    def __init__(self, dossier: Dossier) -> None:
        named: tuple[Person | Party | Topic | Origin, ...] = (
            *dossier.people,
            *dossier.parties,
            *dossier.topics,
            *dossier.origins,
        )
        self._names = {one.id: one.name for one in named}

    def __getitem__(self, id_: str) -> str:
        """Name somebody, a topic or an origin; anything else by its id."""
        return plain(self._names.get(id_, id_))

    def all(self, ids: Iterable[str]) -> str:
        """Name several."""
        return ", ".join(self[id_] for id_ in ids)


def _in_order(items: Sequence[Any]) -> list[Any]:
    """Sort by id as people do: D2 before D10."""
    return sorted(items, key=lambda one: _DIGITS.sub(lambda met: met[0].zfill(9), one.id))


def _cited(*sources: str) -> str:
    return f" [{', '.join(sources)}]" if sources else ""


def _dated(when: When | None) -> str:
    if when is None:
        return ""
    said = [f"“{plain(when.words)}”"] if when.words else []
    said += [f"counted from {edtf.words(when.anchor)}"] if when.anchor else []
    said += [": ".join(part for part in ("deduced" if when.basis == "deduced" else "", plain(when.reason)) if part)]
    return (
        f", {edtf.words(when.edtf)}"
        + (f" ({'; '.join(part for part in said if part)})" if any(said) else "")
        + _cited(*when.sources)
    )


def _title(one: Offer | Event | Point | TrackedDate) -> str:
    """Give the title that counts with all sources out."""
    last = titled(one)
    return plain(last.question if isinstance(last, Point) else last.title)


def _gist(one: Any) -> Iterator[str]:
    """Say what an item amounts to, the newest first: that one counts."""
    yield from (f"{plain(gist.text)}{_cited(*gist.sources)}" for gist in reversed(one.gist))


def _remarks(one: Any) -> Iterator[str]:
    """Say what an item was called later, and what the makers noted."""
    if getattr(one, "titles", ()):
        yield f"at first: {plain(one.question if isinstance(one, Point) else one.title)}"
    yield from (f"titled: {plain(title.text)}{_cited(*title.sources)}" for title in getattr(one, "titles", ()))
    yield from (f"note: {plain(note.text)}{_cited(*note.sources)}" for note in one.notes)


def _belongings(one: Any, names: _Names) -> Iterator[str]:
    if getattr(one, "topics", ()):
        yield f"topics: {names.all(one.topics)}"
    if getattr(one, "about", ()):
        yield f"about: {names.all(one.about)}"


def _spellings(one: Party | Person) -> Iterator[str]:
    yield from (f"spelt: {plain(spelling.text)}{_cited(*spelling.sources)}" for spelling in one.spellings)
    if one.typed:
        yield f"also typed: {', '.join(map(plain, one.typed))}"


def _party(one: Party) -> list[str]:
    return [plain(one.name) + (", a side" if one.side else ""), *_spellings(one), *_remarks(one)]


def _person(one: Person, names: _Names) -> list[str]:
    first = plain(one.name)
    first += {"role": ", known by role", "institution": ", an institution", "group": ", a group"}.get(one.kind, "")
    first += f", for {names[one.party]}" if one.party else ""
    return [first, *_gist(one), *(_role(role, names) for role in one.roles), *_spellings(one), *_remarks(one)]


def _role(one: Role, names: _Names) -> str:
    party = f", for {names[one.party]}" if one.party else ""
    return f"{plain(one.title)}{party}{_dated(one.when)}{_cited(*one.sources)}"


def _statement(one: Statement, names: _Names) -> list[str]:
    to = f", to {plain(one.to)}" if one.to else ""
    stances = [
        f"{stance.kind}: {plain(stance.on)}" + (f", if {plain(stance.condition)}" if stance.condition else "")
        for stance in one.stance
    ]
    wordings = [_wording(wording, names) for wording in one.wordings]
    first = f"{one.id}, {names[one.speaker]}{to}{_dated(one.when)}"
    return [first, *wordings, *stances, *_belongings(one, names), *_remarks(one)]


def _wording(one: Wording, names: _Names) -> str:
    text = plain(one.text)
    said = f"“{text}”" if one.kind in ("direct", "headline") else text
    facts = [one.kind, one.state if one.state != "original" else "", plain(one.damage), plain(one.medium)]
    facts += [f"speaker given as {plain(one.speaker_as)}" if one.speaker_as else "", _through(one.via, names)]
    return f"{said} ({', '.join(fact for fact in facts if fact)}){_cited(one.source)}"


def _through(via: Sequence[str], names: _Names) -> str:
    return f"through {names.all(via)}" if via else ""


def _report(one: Report, names: _Names) -> str:
    exact = f"“{plain(one.exact)}”" if one.exact else ""
    facts = [one.modality, exact, plain(one.remark), _through(one.via, names)]
    return f"{plain(one.value)}{_dated(one.when)} ({', '.join(fact for fact in facts if fact)}){_cited(one.source)}"


def _offer(one: Offer, names: _Names) -> list[str]:
    terms = [f"term: {plain(term.text)}: {_report(report, names)}" for term in one.terms for report in term.reports]
    return [
        f"{one.id}, {_title(one)}, by {names[one.by]} to {listed([names[id_] for id_ in receivers(one)])}",
        *_gist(one),
        *terms,
        *(_label(label, names) for label in one.labels),
        *(_stage(state) for state in one.states),
        *(_answer(answer, names) for answer in one.answers),
        *_remarks(one),
    ]


def _label(one: Label, names: _Names) -> str:
    return f"called “{plain(one.exact)}” by {names[one.by]}{_in(one.statement)}{_cited(*one.sources)}"


def _stage(one: OfferState) -> str:
    remark = f" ({plain(one.remark)})" if one.remark else ""
    return f"stage: {one.state}{_dated(one.when)}{remark}{_cited(*one.sources)}"


def _answer(one: OfferAnswer, names: _Names) -> str:
    told = f", told by {names[one.told_by]}" if one.told_by else ""
    what = f"answer: {names[one.by]} {one.kind}: {plain(one.text)}{told}{_dated(one.when)}"
    return f"{what}{_in(one.statement)}{_cited(*one.sources)}"


def _in(statement: str | None) -> str:
    return f", {statement}" if statement else ""


def _event(one: Event, names: _Names) -> list[str]:
    place = f", {plain(one.place)}" if one.place else ""
    who = [f"with {names.all(one.participants)}"] if one.participants else []
    reports = [_report(report, names) for report in one.reports]
    first = f"{one.id}, {_title(one)}{_dated(one.when)}{place}"
    return [first, *_gist(one), *reports, *who, *_belongings(one, names), *_remarks(one)]


def _point(one: Point, names: _Names) -> list[str]:
    held = []
    if one.preference:
        reason = f"{plain(one.preference.value)}, because {plain(one.preference.reason)}"
        held.append(f"held likelier: {reason}{_cited(*one.preference.sources)}")
    if one.compatible:
        held.append(f"compatible because {plain(one.compatible.reason)}{_cited(*one.compatible.sources)}")
    weight = f", about a {one.weight}" if one.weight != "fact" else ""
    reports = [_report(report, names) for report in one.reports]
    return [f"{one.id}, {_title(one)}{weight}", *reports, *held, *_belongings(one, names), *_remarks(one)]


def _date(one: TrackedDate, names: _Names) -> list[str]:
    party = f", for {names[one.party]}" if one.party else ""
    hours = f", {hours_words(one)}" if one.from_time else ""
    announced = [
        f"announced by {names[given.by]}"
        + (f": “{plain(given.exact)}”" if given.exact else "")
        + (f": {plain(given.text)}" if given.text else "")
        + _in(given.statement)
        + _cited(given.source)
        for given in one.announced
    ]
    waits = [f"condition: {plain(one.condition)}"] if one.condition else []
    waits += [f"depends on {one.depends_on}"] if one.depends_on else []
    waits += [f"reminders: {', '.join(one.remind) or 'none'}"] if one.remind is not None else []
    came = [_outcome(one.outcome)] if one.outcome else []
    first = f"{one.id}, {_title(one)}{_dated(one.when) or ', no date given'}{hours}{party}"
    return [first, *_gist(one), *announced, *waits, *came, *_belongings(one, names), *_remarks(one)]


def _outcome(one: ReportedOutcome) -> str:
    return f"outcome: {one.kind}: {plain(one.text)}{_dated(one.when)}{_cited(*one.sources)}"


def _source(one: Source, names: _Names) -> list[str]:
    link = f"<{one.url}>" if _LINK.fullmatch(one.url) else plain(one.url)
    facts = [
        f"outlet described as {plain(one.described)}" if one.outlet and one.described else "",
        f"language: {plain(one.language)}" if one.language != "en" else "",
        f"translation: {one.translation}" if one.translation != "none" else "",
        f"damage: {plain(one.damage)}" if one.damage else "",
        f"bias: {plain(one.bias)}" if one.bias else "",
        _through(one.via, names),
        link,
        *(f"note: {plain(note)}" for note in one.notes),
    ]
    first = f"{one.id}: {plain(one.outlet or one.described)}, {plain(one.title)}{_dated(one.published)}"
    return [first, *(fact for fact in facts if fact)]


def _origin(one: Origin) -> list[str]:
    return [f"{plain(one.name)}, {one.kind}", *_remarks(one)]
