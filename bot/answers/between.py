"""What became known between two days: the published clock."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answers.news import names_in, sections
from bot.answers.words import count, day, label_parts, natural
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Group, Line
from db.changes import MOST, Grown, list_grown
from db.records import Source

_SHOWN = 25
_EXAMPLE = "/compare 2022-07-28 2022-08-10"


async def between(ask: Ask, first: date, last: date) -> Answer:
    """Say what became known after one day, up to and with another; raises UserError."""
    first, last = sorted((first, last))
    cut = last > ask.as_of
    last = min(last, ask.as_of)
    if first >= last:
        raise UserError(f"Two days are needed, both by {day(ask.as_of)}. For example: {_EXAMPLE}")
    view = replace(ask.view, as_of=last)
    grown, more = await list_grown(view, after=first)
    grown.sort(key=lambda one: natural(one.after.id))
    names = await names_in(view, [one.after for one in grown])
    groups = [
        _group(title, [line for one in grown for line in lines(one, names)]) for title, lines in sections(last).items()
    ]
    blocks: list[Block] = [_counts(grown, first, last), *(group for group in groups if group is not None)]
    if cut:
        blocks.append(Line((f"Nothing later than {day(last)} can be compared.",)))
    if more:
        blocks.append(Line((f"This is not all: at most {MOST:,} items are compared. Choose days nearer together.",)))
    blocks.append(Choice("Timeline of these days", ask.again(f"/timeline from:{first} to:{last}")))
    title = f"What became known after {day(first)}, up to {day(last)}"
    return Answer(title, tuple(blocks), line=f"/compare first:{first} second:{last}")


def _counts(grown: Sequence[Grown], first: date, last: date) -> Line:
    sources = [one.after.id for one in grown if isinstance(one.after, Source)]
    if not sources:
        return Line((f"No source came out after {day(first)} up to {day(last)}, so nothing became known.",))
    new = sum(one.before is None for one in grown) - len(sources)
    more = len(grown) - new - len(sources)
    said = f"{count(len(sources), 'source')} came out; {count(new, 'new item')}, {more:,} of which more is known"
    return label_parts([said], cites=sources if len(sources) <= _SHOWN else [])


def _group(title: str, lines: Sequence[Line]) -> Group | None:
    if not lines:
        return None
    shown = f"{_SHOWN} of {len(lines):,}" if len(lines) > _SHOWN else f"{len(lines)}"
    return Group(f"{title}, {shown}", tuple(lines[:_SHOWN]))
