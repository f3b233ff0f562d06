"""What goes back to one origin: passages whose chains share a link count once; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db.records import Announcement, Report, Source, Wording

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
