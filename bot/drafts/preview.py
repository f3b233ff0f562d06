"""An item read back before it is saved: as it will read, and what is taken for granted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, assert_never

from bot.answers.directory import Directory, directory
from bot.asking import Ask
from bot.blocks import Block, Exact, Group, Line, Part
from bot.drafts.beside import beside, shown_lines
from bot.drafts.build_item import Made
from bot.phrasing.citations import TRANSLATION, name_source
from bot.phrasing.differences import differences, shown
from bot.phrasing.items import receivers
from bot.phrasing.lines import count, listed
from bot.phrasing.statements import quote
from bot.phrasing.when import expected_parts, when_parts
from db.model.codec import encode, kind_of
from db.model.known_by import cited_sources
from db.model.records import (
    Event,
    Item,
    Offer,
    Origin,
    Party,
    Person,
    Point,
    Report,
    Source,
    Statement,
    Topic,
    TrackedDate,
)

_MARKS = {
    "direct": "all of it is quoted word for word",
    "partial": "what stands between “ and ” is quoted word for word",
    "indirect": "in our own words, nothing is quoted",
    "headline": "the words of a headline",
}


def read_back(ask: Ask, made: Made) -> list[Block]:
    """Show what would be written: what is added whole, of a correction only what changes."""
    new = {one.id for one in made.along}
    reader = _Reader(directory(ask), ask.as_of, frozenset(new))
    if made.why:
        return [_without(block, reader.new) for block in _corrected(made, reader)]
    blocks: list[Block] = [Line((_what(made),), label="Would change" if made.old is not None else "Would add")]
    blocks += [*_shown(made.record, reader), *reader.about(made.record), *_beside(made)]
    blocks += [_along(one) for one in made.along if isinstance(one, Source)]
    if made.old is not None:
        found = differences(encode(made.old), encode(made.record))
        blocks.append(Group("What changes", tuple(
            Line((f"{one.path}: {shown(one.old)} -> {shown(one.new)}",)) for one in found
        )))  # fmt: skip
    return [_without(block, reader.new) for block in (*blocks, *_foot(made))]


def _beside(made: Made) -> Iterator[Block]:
    """Show what stands beside a new item: its stance, gist or weight."""
    what = beside(made.record)
    if what and made.old is None and made.record != replace(made.record, **{what: _PLAIN[what]}):
        yield from (Line((line,), label=_BESIDE[what]) for line in shown_lines(made.record).splitlines())


_PLAIN: Mapping[str, Any] = {"stance": (), "gist": (), "weight": "fact"}
_BESIDE: Mapping[str, str] = {"stance": "Stance", "gist": "In short", "weight": "Weight"}


def _without(block: Block, new: frozenset[str]) -> Block:
    """Let exact words cite no source that is only added along with them."""
    if not isinstance(block, Line):
        return block
    parts = (
        replace(one, cites=tuple(cite for cite in one.cites if cite not in new)) if isinstance(one, Exact) else one
        for one in block.parts
    )
    return replace(block, parts=tuple(parts))


def _foot(made: Made) -> Iterator[Block]:
    cites = sorted(set(cited_sources(made.record)) - {one.id for one in (*made.along, made.record)})
    yield from [Line((count(len(cites), "source"),), tuple(cites), label="Rests on")] if cites else []
    yield from (Line((one,), label="Taken for granted") for one in made.granted)


def _corrected(made: Made, reader: "_Reader") -> list[Block]:
    """Show what a correction changes, old -> new, or what it removes."""
    if made.removes:
        blocks: list[Block] = [Line((_what(made),), label="Would remove"), *_shown(made.record, reader)]
    else:
        blocks = [Line((_what(made),), label="Would change"), *_days(made)]
        found = differences(encode(made.old), encode(made.record))
        blocks += [Line((f"{reader.value(one.old)} -> {reader.value(one.new)}",), label=one.path) for one in found
                   if not one.path.startswith(("when", "published"))]  # fmt: skip
        blocks += [_along(one) for one in made.along if isinstance(one, Source)]
    blocks.append(Line((made.why,), label="Why"))
    blocks.append(Line(("this desk alone; the file and other desks keep what they have",), label="Seen by"))
    return [*blocks, *_foot(made)]


def _days(made: Made) -> Iterator[Block]:
    for key, label in (("when", "When"), ("published", "Published")):
        old, new = getattr(made.old, key, None), getattr(made.record, key, None)
        if old != new:
            yield Line((*when_parts(old), " -> ", *when_parts(new)), label=label)
            yield from [Line((new.reason,), label="Deduced from")] if new and new.reason else []


def _what(made: Made) -> str:
    kind = {"date": "tracked date"}.get(kind_of(type(made.record)), kind_of(type(made.record)))
    return f"{kind} {made.record.id}"


def _along(source: Source) -> Line:
    parts: list[Part] = [f"{source.id}: {source.outlet}, {source.title}, ", *when_parts(source.published)]
    parts += [f", {source.url}"] if source.url else []
    return Line(tuple(parts), label="With a new source")


@dataclass(frozen=True, slots=True)
class _Reader:
    """How what an item names is called, and which of its sources are new."""

    known: Directory
    as_of: date
    new: frozenset[str]

    def name(self, id_: str) -> str:
        return self.known.introduce(id_, self.as_of) if self.known.knows(id_, self.as_of) else id_

    def value(self, value: Any) -> str:
        return f"{self.name(value)} ({value})" if self.known.knows(str(value), self.as_of) else shown(value)

    def about(self, item: Item) -> Iterator[Block]:
        ids = (*getattr(item, "about", ()), *getattr(item, "participants", ()))
        topics = {one.id: one.title for one in self.known.topics}
        if named := [self.name(id_) for id_ in ids] + [topics.get(id_, id_) for id_ in getattr(item, "topics", ())]:
            yield Line(("; ".join(named),), label="About")


def _shown(item: Item, reader: _Reader) -> Iterator[Block]:
    match item:
        case Statement():
            yield from _statement(item, reader)
        case Event():
            yield Line((item.title,), label="What")
            yield Line(when_parts(item.when), label="When")
            yield from (_report(one) for one in item.reports)
        case Point():
            yield Line((item.question,), label="Question")
            yield from (_report(one) for one in item.reports)
        case Offer():
            yield Line(
                (f"{item.title}: {reader.name(item.by)} to {listed([reader.name(id_) for id_ in receivers(item)])}",),
                label="Offer",
            )
            yield from (Line((term.text,), label="Term") for term in item.terms)
            yield from (Line((f"{one.state}, ", *when_parts(one.when)), label="State") for one in item.states)
        case TrackedDate():
            yield from _tracked(item, reader)
        case Person():
            yield from _person(item, reader)
        case Source():
            yield from _source(item)
        case Party() | Topic() | Origin():
            yield Line((item.name,), label="Name")
        case _:
            assert_never(item)


def _statement(item: Statement, reader: _Reader) -> Iterator[Block]:
    wording = item.wordings[-1]
    shown_quote = quote(item, wording, speaker=reader.name(item.speaker))
    yield replace(shown_quote, cites=tuple(one for one in shown_quote.cites if one not in reader.new))
    yield Line((_MARKS[wording.kind],), label="Words")
    yield Line(when_parts(item.when), label="Said")


def _tracked(item: TrackedDate, reader: _Reader) -> Iterator[Block]:
    yield Line((item.title,), label="Expected")
    yield from [Line(expected_parts(item), label="When")] if item.when else []
    yield from [Line((item.condition,), label="Condition")] if item.condition else []
    yield from [Line((item.depends_on,), label="Hangs on")] if item.depends_on else []
    for given in item.announced:
        said: Part = Exact(given.exact, (given.source,)) if given.exact else given.text
        yield Line((f"{reader.name(given.by)}: ", said, f" [{given.source}]"), label="Announced")


def _person(item: Person, reader: _Reader) -> Iterator[Block]:
    yield Line((item.name,), label="Name")
    yield from (Line((f"{one.title} [{', '.join(one.sources)}]",), label="Role") for one in item.roles)
    yield from (Line((f"{one.text} [{', '.join(one.sources)}]",), label="Spelling") for one in item.spellings)
    yield from [Line((reader.name(item.party),), label="Side or body")] if item.party else []


def _source(item: Source) -> Iterator[Block]:
    yield Line((f"{name_source(item)}, {item.title}",), label="Source")
    yield Line(when_parts(item.published), label="Published")
    said = f"{TRANSLATION[item.translation]} {item.damage}".strip()
    yield from [Line((said,), label="Translation")] if said else []
    yield from [Line((" → ".join(item.via),), label="Through")] if item.via else []
    yield from [Line((item.url,), label="Link")] if item.url else []


def _report(report: Report) -> Line:
    exact: list[Part] = (
        [" – ", Exact(report.exact, (report.source,))] if report.exact and report.exact != report.value else []
    )
    value: Part = Exact(report.value, (report.source,)) if report.exact == report.value else report.value
    return Line((value, *exact, f" [{report.source}]"), label="Reported")
