"""How tall a short answer is on a phone: its rows at 40 columns, so that what does not fit is left out and counted."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, CommandName, Day, Exact, Group, Id, Line, Mark, Part, Pick, Quote
from bot.phrasing.marks import WORKED_OUT, figures, foot_sources, foot_words, has_worked_out, numbers

COLUMNS = 40
BOUND = "\u00a0"  # no row ends at such a space

_DAY = re.compile(r"(?<=\d) (?=[A-Z])")


def fitting(ask: Ask, levels: Iterable[Callable[[], Answer]], *, most: int) -> Answer:
    """Give the first of several answers that is not taller than it may be, else the last of them, with its foot."""
    answer = Answer("", ())
    for make in levels:
        answer = make()
        answer = replace(answer, sources=foot_sources(ask, answer.blocks))
        if height(answer) <= most:
            break
    return answer


def height(answer: Answer) -> int:
    """Count the rows of a short answer whose sources are there, the empty ones and a row of buttons among them."""
    numbered = numbers(answer)
    head = [part for part in [answer.title, "".join(map(said, answer.below))] if part]
    # rows without a group stand right under the heading
    head += [text for block in answer.blocks if not isinstance(block, Group) for text in _texts(block, numbered)]
    sections = [head, *(list(_texts(block, numbered)) for block in answer.blocks if isinstance(block, Group))]
    sections += [[foot] if (foot := foot_text(answer)) else []]
    pressed = [f"[{one.label}]" for one in answer.blocks if isinstance(one, Choice | Pick)]
    buttons = _count_rows(" ".join([*pressed, "[Share]"])) if pressed else 0
    shown = [section for section in sections if section]
    rows = sum(_count_rows(text) for section in shown for text in section)
    return rows + buttons + len(shown) - 1


@lru_cache(maxsize=1024)  # the answers of which one fits have most of their rows in common
def _count_rows(text: str) -> int:
    return sum(1 for _ in row_ends(text, COLUMNS))


def _texts(block: Block, numbered: Mapping[str, str]) -> Iterator[str]:
    match block:
        case Line():
            label = f"{block.label}: " if block.label else ""
            yield label + "".join(_marked(part, numbered) for part in block.parts)
        case Group():
            yield from [block.title] if block.title else []
            for inner in block.blocks:
                yield from _texts(inner, numbered)
        case Quote():
            yield block.text
        case _:
            pass


def _marked(part: Part, numbered: Mapping[str, str]) -> str:
    return mark_text(part, numbered) if isinstance(part, Mark) else said(part)


def mark_text(part: Mark, numbered: Mapping[str, str]) -> str:
    """Write small figures behind a word that they are bound to."""
    return "".join(f"{BOUND}{one}" for one in figures(part, numbered))


def said(part: Part) -> str:
    """Say a part in plain words; a day stays in one row."""
    match part:
        case str():
            return part
        case Exact():
            return f"“{part.text}”"
        case Day():
            return _DAY.sub(BOUND, part.words())
        case Id():
            return f"{BOUND}{BOUND}{part.id}"
        case CommandName():
            return f"/{part.name}"
        case _:
            return str(getattr(part, "text", "") or getattr(part, "label", ""))


def foot_text(answer: Answer) -> str:
    """Write the paragraph at the foot: the sources by their figures, what a star means last."""
    numbered = numbers(answer)
    named = [f"{numbered[one.id]}{BOUND}{_DAY.sub(BOUND, foot_words(one))}" for one in answer.sources]
    return " · ".join([*named, WORKED_OUT] if has_worked_out(answer) else named)


def row_ends(plain: str, width: int, *, size: Callable[[str], int] = len) -> Iterator[tuple[int, int]]:
    """Yield where each row begins and ends: parted at spaces that are not bound, one word at least in each."""
    start = 0
    while start <= len(plain) and plain:
        end = _row_end(plain, start, width, size)
        yield start, end
        start = end + 1
        if end >= len(plain):
            return


def _row_end(plain: str, start: int, width: int, size: Callable[[str], int]) -> int:
    end, used = -1, 0
    while end < len(plain) and used <= width:
        space = plain.find(" ", max(start, end + 1))
        next_end = len(plain) if space < 0 else space
        more = size(plain[max(start, end) : next_end])  # what was measured is not measured again
        if end >= 0 and used + more > width:
            break
        end, used = next_end, used + more
    return end
