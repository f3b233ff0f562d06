"""Marks behind what a source carries, and the sources at the foot of a short answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.asking import Ask
from bot.blocks import Answer, Block, Day, Exact, Group, Line, Mark, Part, SourceMark, Window, marked, parts_of
from bot.phrasing.citations import maybe_later, name_source
from db.model import edtf
from db.model.records import Source
from db.reading.sources import list_newest_sources
from db.reading.view import find_items, remember

MOST_MARKS = 3
WORKED_OUT = "* worked out, not printed"

_FIGURES = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def mark(sources: Iterable[str]) -> Mark:
    """Mark what these sources carry: the first three of their own list."""
    return Mark(tuple(dict.fromkeys(sources))[:MOST_MARKS])


def figure(number: int) -> str:
    """Write the number of a source as a small figure: ¹, ¹⁰."""
    return str(number).translate(_FIGURES)


def numbers(answer: Answer) -> dict[str, str]:
    """Give each source at an answer's foot its small figure."""
    return {source.id: figure(place) for place, source in enumerate(answer.sources, 1)}


def figures(part: Mark, numbered: Mapping[str, str]) -> list[str]:
    """List the small figures of a mark."""
    return [numbered[cite] for cite in part.cites if cite in numbered]


def foot_sources(ask: Ask, blocks: tuple[Block, ...]) -> tuple[SourceMark, ...]:
    """List the sources that marks name, in that order, each with what it is called and when it came out."""
    order = marked(blocks)
    made: dict[str, SourceMark] = remember(ask.view, ("foot",), dict)
    if unmade := [id_ for id_ in order if id_ not in made]:
        made |= _make_foot(ask, unmade)
    return tuple(made[id_] for id_ in order if id_ in made)


def _make_foot(ask: Ask, ids: Sequence[str]) -> dict[str, SourceMark]:
    found = find_items(ask.view, ids)
    origins = find_items(ask.view, {origin for source in found.values() for origin in source.via})
    agencies = {id_: origin.name for id_, origin in origins.items() if origin.kind == "agency"}
    later, year = maybe_later(ask, found), newest_year(ask) if found else 0
    return {id_: _foot_source(source, agencies, later=id_ in later, year=year) for id_, source in found.items()}


def _foot_source(source: Source, agencies: Mapping[str, str], *, later: bool, year: int) -> SourceMark:
    credited = ", ".join(agencies[origin] for origin in source.via if origin in agencies)
    return SourceMark(
        id=source.id,
        name=name_source(source),
        title=source.title,
        published=Window(source.published.edtf),
        deduced=source.published.basis == "deduced",
        maybe_later=later,
        url=source.url,
        credit=source.outlet or (f"unnamed ({credited})" if credited else "unnamed"),
        day=published_day(source, year=year),
    )


def published_day(source: Source, *, year: int = 0) -> Day:
    """Say when a source came out."""
    return Day(source.published.edtf, worked_out=source.published.basis == "deduced", year=year)


def newest_year(ask: Ask) -> int:
    """Give the year of the newest source, which goes without saying below the row that names it; 0 without one."""
    newest = list_newest_sources(ask.view, limit=1)
    return edtf.bounds(newest[0].published.edtf).earliest.year if newest else 0


def has_worked_out(answer: Answer) -> bool:
    """Tell whether anything shown is marked as worked out."""
    days = [part for part in (*answer.below, *parts_of(answer.blocks)) if isinstance(part, Day)]
    return any(day.worked_out for day in (*days, *(source.day for source in answer.sources if source.day)))


def foot_words(source: SourceMark) -> str:
    """Say which source a figure stands for, and when it came out."""
    day = f", {source.day.words()}" if source.day else ""
    # “31 July or later” says so itself
    unsure = source.maybe_later and not edtf.bounds(source.published.edtf).open_end
    return f"{source.credit}{day}" + (" (may be later)" if unsure else "")


def with_own_cites(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Let exact words that name no source of their own cite the one of their line, where it rests on one alone.

    Where it rests on several, nobody knows whose they are: they stand without quotation marks.
    """
    return tuple(_with_own_cites(block) for block in blocks)


def _with_own_cites(block: Block) -> Block:
    match block:
        case Group():
            return replace(block, blocks=with_own_cites(block.blocks))
        case Line(cites=(cite,)) if any(isinstance(part, Exact) and not part.cites for part in block.parts):
            parts = (
                replace(one, cites=(cite,)) if isinstance(one, Exact) and not one.cites else one for one in block.parts
            )
            return replace(block, parts=tuple(parts))
        case Line(cites=(_, _, *_)) if any(isinstance(part, Exact) and not part.cites for part in block.parts):
            bare = (one.text if isinstance(one, Exact) and not one.cites else one for one in block.parts)
            return replace(block, parts=tuple(bare))
        case _:
            return block


def _citing(part: Part, cite: str) -> Part:
    return replace(part, cites=(cite,)) if isinstance(part, Exact) and not part.cites else part
