"""Sources and the origins behind them: at the foot of an answer, and in its lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.asking import Ask
from bot.blocks import Block, Exact, Line, Part, SourceMark, Window, cited
from bot.phrasing.lines import count, label_parts, listed
from bot.phrasing.when import when_parts
from db.model import edtf
from db.model.records import Announcement, Report, Source, Wording
from db.reading.sources import list_newest_sources
from db.reading.view import appeared, find_items

Passage = Wording | Report | Announcement


@dataclass(frozen=True, slots=True)
class Root:
    """Passages that count once, by their places: the sources that print them, and the origins that join these.

    Of a single source `origins` is its longest chain, nearest to the event first; empty, it is its own origin.
    """

    places: tuple[int, ...]
    sources: tuple[str, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Strand:
    places: tuple[int, ...]
    links: frozenset[str]
    chains: tuple[tuple[str, tuple[str, ...]], ...]  # source, the origins before it


def chain(passage: Passage, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """List the origins a passage came through before its source printed it, nearest to the event first."""
    before = () if isinstance(passage, Announcement) else passage.via
    return tuple(dict.fromkeys((*before, *sources[passage.source].via)))


def roots(passages: Iterable[Passage], sources: Mapping[str, Source]) -> list[Root]:
    """Join the passages that share an origin, also by way of a third one; in the order in which they come."""
    strands: list[_Strand] = []
    for place, passage in enumerate(passages):
        before = chain(passage, sources)
        joined = _Strand((place,), frozenset(before or (passage.source,)), ((passage.source, before),))
        apart: list[_Strand] = []
        for strand in strands:
            if strand.links & joined.links:
                joined = _join(strand, joined)
            else:
                apart.append(strand)
        strands = [*apart, joined]
    return [_root(strand) for strand in sorted(strands, key=lambda strand: strand.places)]


def _join(one: _Strand, other: _Strand) -> _Strand:
    places = tuple(sorted((*one.places, *other.places)))
    return _Strand(places, one.links | other.links, (*one.chains, *other.chains))


def _root(strand: _Strand) -> Root:
    sources = tuple(dict.fromkeys(source for source, _ in strand.chains))
    if len(sources) == 1:
        return Root(strand.places, sources, max((before for _, before in strand.chains), key=len))
    through: dict[str, set[str]] = {}
    for source, before in strand.chains:
        for origin in before:
            through.setdefault(origin, set()).add(source)
    return Root(strand.places, sources, tuple(origin for origin, printed in through.items() if len(printed) > 1))


STALE_DAYS = 30

TRANSLATION = {
    "none": "",
    "translated": "a translation",
    "machine": "reads like a machine translation",
    "damaged": "text damaged in translation",
}

# how surely a source says something
MODALITIES = {
    "stated": "stated",
    "reported": "from others’ reports",
    "reportedly": "reportedly",
    "may": "may be so",
    "includes": "among other things",
    "proposed": "said to be proposed",
    "deduced": "deduced from its words",
}


@dataclass(frozen=True, slots=True)
class Trail:
    """Where passages came from: their sources, and how the origins before these are called."""

    sources: Mapping[str, Source]
    origins: Mapping[str, str]

    def through(self, passage: Passage) -> str:
        """Name the chain before a passage's source, nearest to the event first; empty if none is given."""
        return self.name(chain(passage, self.sources))

    def name(self, origins: Sequence[str]) -> str:
        """Name origins in their order."""
        return " → ".join(self.origins.get(origin, origin) for origin in origins)

    def counted(self, passages: Sequence[Passage]) -> str:
        """Count sources, and origins where they are fewer or more."""
        sources = len({passage.source for passage in passages})
        origins = len(roots(passages, self.sources))
        said = count(sources, "source")
        return said if origins == sources else f"{said}, {count(origins, 'origin')}"

    def shared(self, passages: Sequence[Passage]) -> list[Line]:
        """Say which sources carry one origin and therefore count once."""
        return [
            label_parts(
                [f"{self.name(root.origins)}, carried by {listed(root.sources)}: counted once"],
                cites=root.sources,
                label="One origin",
            )
            for root in roots(passages, self.sources)
            if len(root.sources) > 1
        ]

    def line(self, report: Report, *, label: str = "", certainty: bool = False) -> Line:
        """Show the words of a report, how surely it says so, and what they came through."""
        words: Part = Exact(report.exact, (report.source,)) if report.exact else "no exact words"
        through = self.through(report)
        facts = [
            MODALITIES[report.modality] if certainty or report.modality != "stated" else "",
            f"through {through}" if through else "",
            TRANSLATION[self.sources[report.source].translation],
            report.remark.rstrip("."),
        ]
        said = "; ".join(fact for fact in facts if fact)
        dated: list[Part] = [": ", *when_parts(report.when)] if report.when else []
        return label_parts([words, f" ({said})" if said else "", *dated], cites=[report.source], label=label)


def trail(ask: Ask, passages: Sequence[Passage], *, also: Iterable[str] = ()) -> Trail:
    """Look up where passages came from, and the ways of further sources."""
    sources = find_items(ask.view, {*also, *(passage.source for passage in passages)})
    behind = {origin for passage in passages for origin in chain(passage, sources)}
    behind |= {origin for source in sources.values() for origin in source.via}
    return Trail(sources, {origin.id: origin.name for origin in find_items(ask.view, behind).values()})


def newest_source(ask: Ask, sources: list[Source]) -> Line:
    """Say how old the newest source is, and plainly if that is long."""
    source = max(sources, key=lambda source: edtf.bounds(source.published.edtf).earliest)
    bounds = edtf.bounds(source.published.edtf)
    days = (ask.as_of - bounds.earliest).days
    most = "" if bounds.is_day else "at most "
    old = f"; {most}{count(days, 'day')} old, and nothing newer is loaded" if days > STALE_DAYS else ""
    return label_parts(["published ", *when_parts(source.published), old], cites=[source.id], label="Newest source")


def told_until(ask: Ask) -> date:
    """Give the day up to which sources tell: what none of them says is claimed up to it, and no further."""
    newest = list_newest_sources(ask.view, limit=1)
    return min(ask.as_of, edtf.bounds(newest[0].published.edtf).earliest) if newest else ask.as_of


def stale_lines(ask: Ask) -> tuple[Line, ...]:
    """Say that the dossier's newest source is old, if it is."""
    return old_line(ask, list_newest_sources(ask.view, limit=1))


def old_line(ask: Ask, sources: list[Source]) -> tuple[Line, ...]:
    """Say that the newest of these sources is old, if it is."""
    line = newest_source(ask, sources)
    return (line,) if line.parts[-1] else ()


def mark_sources(ask: Ask, blocks: tuple[Block, ...]) -> tuple[SourceMark, ...]:
    """List the sources that an answer's blocks cite."""
    found = find_items(ask.view, cited(blocks)) if blocks else {}
    later = maybe_later(ask, found)
    # what is read back before it is saved may cite a source that is yet to come
    return tuple(_mark(found[id_], later=id_ in later) for id_ in cited(blocks) if id_ in found)


def name_source(source: Source) -> str:
    """Name a source by its outlet, or describe it where no outlet is known."""
    return source.outlet or source.described or "outlet unknown"


def maybe_later(ask: Ask, sources: Iterable[str]) -> frozenset[str]:
    """Give those sources that may have come out only after the day asked for."""
    return frozenset(id_ for id_, days in appeared(ask.view, sources).items() if ask.as_of < days.latest)


def _mark(source: Source, *, later: bool) -> SourceMark:
    remark = TRANSLATION[source.translation]
    return SourceMark(
        id=source.id,
        name=name_source(source),
        title=source.title,
        published=Window(source.published.edtf),
        deduced=source.published.basis == "deduced",
        maybe_later=later,
        remarks=(remark,) if remark else (),
        url=source.url,
    )
