"""What became known between two days: the published clock."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Group, Line
from bot.changes.news_lines import names_in, sections
from bot.phrasing.citations import mark_sources, maybe_later, name_source
from bot.phrasing.lines import count, label_parts, natural
from bot.phrasing.when import day, when_parts
from db.model.records import Source
from db.reading.changes import MOST, Grown, list_grown
from db.reading.sources import list_unsure_sources

_SHOWN = 25
_EXAMPLE = "/compare 2022-07-28 2022-08-10"


def between(ask: Ask, first: date, last: date) -> Answer:
    """Say what became known after one day, up to and with another; raises UserError."""
    cut = max(first, last) > ask.as_of
    first, last = in_order(ask, first, last)
    then = replace(ask, view=replace(ask.view, as_of=last))
    grown, more = list_grown(then.view, after=first)
    grown.sort(key=lambda one: natural(one.after.id))
    names = names_in(then.view, [one.after for one in grown])
    groups = [
        _group(title, [line for one in grown for line in lines(one, names)]) for title, lines in sections(last).items()
    ]
    unsure = unsure_sources(then, first)
    blocks: list[Block] = [_counts(then, grown, first, unsure), *_before(first, unsure), *filter(None, groups)]
    if cut:
        blocks.append(Line((f"Nothing later than {day(last)} can be compared.",)))
    if more:
        blocks.append(Line((f"This is not all: at most {MOST:,} items are compared. Choose days nearer together.",)))
    blocks.append(Choice("Timeline of these days", ask.again(f"/timeline from:{first} to:{last}")))
    title = f"What became known after {day(first)}, up to {day(last)}"
    line = ask.again(f"/compare first:{first} second:{last}")
    marks = mark_sources(then, tuple(blocks))  # what may be later than the second day says so
    return Answer(title, tuple(blocks), line=line, as_of=last, dossier=ask.head.title, sources=marks)


def in_order(ask: Ask, first: date, last: date) -> tuple[date, date]:
    """Put two days in order, none of them later than the day that is asked about; raises UserError."""
    first, last = sorted((first, last))
    last = min(last, ask.as_of)
    if first >= last:
        raise UserError(f"Two days are needed, both by {day(ask.as_of)}. For example: {_EXAMPLE}")
    return first, last


def unsure_sources(ask: Ask, first: date) -> list[Source]:
    """List the sources that are taken to have been out by the first day, and may not have been."""
    before = replace(ask, view=replace(ask.view, as_of=first))
    found = list_unsure_sources(ask.view, first, limit=_SHOWN)
    later = maybe_later(before, [source.id for source in found])
    return [source for source in found if source.id in later]


def _counts(ask: Ask, grown: Sequence[Grown], first: date, unsure: Sequence[Source]) -> Line:
    sources = [one.after for one in grown if isinstance(one.after, Source)]
    if not sources:
        span = f"after {day(first)} up to {day(ask.as_of)}"
        if unsure:
            return Line((f"No source is sure to have come out {span}. What these tell may have become known then.",))
        return Line((f"No source came out {span}, so nothing became known.",))
    doubtful = len(maybe_later(ask, [source.id for source in sources]))
    new = sum(one.before is None for one in grown) - len(sources)
    more = len(grown) - new - len(sources)
    came = f"{count(len(sources), 'source')} came out" + (
        f", {doubtful:,} of them perhaps only later" if doubtful else ""
    )
    said = f"{came}; {count(new, 'new item')}, {more:,} of which more is known"
    return label_parts([said], cites=[one.id for one in sources] if len(sources) <= _SHOWN else [])


def _before(first: date, unsure: Sequence[Source]) -> list[Block]:
    lines = tuple(
        label_parts([f"{name_source(source)}: published ", *when_parts(source.published)], cites=[source.id])
        for source in unsure
    )
    title = f"Counted as out by {day(first)}, perhaps only later, so what they tell is not below, {len(lines)}"
    return [Group(title, lines)] if lines else []


def _group(title: str, lines: Sequence[Line]) -> Group | None:
    if not lines:
        return None
    shown = f"{_SHOWN} of {len(lines):,}" if len(lines) > _SHOWN else f"{len(lines)}"
    return Group(f"{title}, {shown}", tuple(lines[:_SHOWN]))
