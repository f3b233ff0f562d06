"""Rows of an answer on pages, as every platform has them: how many, what is never parted, how sources are named."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from bot.blocks import Answer, Block, Group, SourceMark, Window

_MOST_QUOTES, _MOST_ROWS, _ENTRIES_A_PAGE, _CITES_A_ROW = 10, 30, 10, 5

R = TypeVar("R", bound=Any)  # a row; `entry`: it counts as one, `quote`: somebody's words stand in it, `gap` before it


def fill_pages(rows: list[R], has_room: Callable[[list[R]], bool]) -> list[list[R]]:
    """Put rows on pages in order: on one, if it holds them all, else ten entries a page."""
    if _fits(rows, has_room, _MOST_ROWS):
        return [rows]  # as nearly all do
    filled = _fill(rows, has_room, _MOST_ROWS)
    return filled if len(filled) == 1 else _fill(rows, has_room, _ENTRIES_A_PAGE)


def _fits(rows: list[R], has_room: Callable[[list[R]], bool], entries: int) -> bool:
    few = sum(row.quote for row in rows) <= _MOST_QUOTES and len(rows) <= _MOST_ROWS
    return few and sum(row.entry for row in rows) <= entries and has_room(rows)


def _fill(rows: list[R], has_room: Callable[[list[R]], bool], entries: int) -> list[list[R]]:
    pages: list[list[R]] = [[]]
    for row in rows:
        if pages[-1] and not _fits([*pages[-1], row], has_room, entries):
            pages.append([])
        pages[-1].append(row)
    return pages


def section_rows(blocks: Iterable[Block], rows_of: Callable[[Block], Iterator[R]]) -> Iterator[R]:
    """Yield the rows of a short answer, with a gap before each section."""
    for block in blocks:
        if isinstance(block, Group):
            rows = [row for inner in block.blocks for row in rows_of(inner)]
            yield from (replace(row, gap=place == 0) for place, row in enumerate(rows))
        else:
            yield from rows_of(block)


def stack_cites(cites: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Part the sources of a row into those that stand behind it, and those in rows of their own below."""
    return [cites[at : at + _CITES_A_ROW] for at in range(0, len(cites), _CITES_A_ROW)] or [()]


def name_cites(cites: Sequence[str], answer: Answer, named: Callable[[str], str]) -> str:
    """Name the sources of a row, and say where all of them may be later than the day asked for."""
    later = {mark.id for mark in answer.sources if mark.maybe_later}
    return ", ".join(map(named, cites)) + ("; may be later" if later.issuperset(cites) else "")


def source_facts(mark: SourceMark, as_of: date | None) -> str:
    """Say when a source came out, and what is to be remarked of it."""
    day = mark.published.words() + (" (deduced)" if mark.deduced else "")
    later = f"may be later than {Window(as_of.isoformat()).words()}" if as_of and mark.maybe_later else ""
    return "; ".join(fact for fact in (day, later, *mark.remarks) if fact)
