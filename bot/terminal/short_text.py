"""A short answer as text: rows wrapped between words, headline bold, marks, ids and foot dim."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from rich.cells import cell_len
from rich.text import Text

from bot.blocks import Answer, Block, Choice, Day, Group, Id, Line, Mark, Part, Pick, Quote, heading, quoted
from bot.phrasing.marks import numbers
from bot.phrasing.short_size import BOUND, foot_text, mark_text, row_ends, said
from bot.terminal.clean import clean
from bot.terminal.words import part_words


def short_rows(answer: Answer, *, width: int, zone: str) -> Iterator[Text]:
    """Yield the rows of a short answer, none wider than `width` unless a word is."""
    sections = [list(section) for section in _sections(answer, zone)]
    for place, section in enumerate(filter(None, sections)):
        if place:
            yield Text("")
        for paragraph in section:
            yield from wrapped(paragraph, width=width)


def bare_rows(answer: Answer, *, width: int, zone: str) -> Iterator[Text]:
    """Yield the rows of a short answer without empty ones, buttons and foot."""
    numbered = numbers(answer)
    for paragraph in [
        *_head(answer, zone),
        *(text for block in answer.blocks for text in _texts(block, numbered, zone)),
    ]:
        yield from wrapped(paragraph, width=width)


def foot_rows(answer: Answer, *, width: int) -> Iterator[Text]:
    """Yield the rows that say which source each small figure stands for."""
    yield from wrapped(Text(clean(foot_text(answer)), style="dim"), width=width)


def _sections(answer: Answer, zone: str) -> Iterator[Iterable[Text]]:
    """Yield what stands between empty rows: the heading, each group, then buttons behind the last, the foot."""
    numbered = numbers(answer)
    head = list(_head(answer, zone))
    runs = [
        list(run) for _, run in groupby(answer.blocks, key=lambda block: block if isinstance(block, Group) else None)
    ]
    pressed = [block for block in answer.blocks if isinstance(block, Choice | Pick)]
    shown = [[text for block in run for text in _texts(block, numbered, zone)] for run in runs]
    shown = [section for section in shown if section]
    buttons = [Text(" ".join(f"[{clean(one.label)}]" for one in pressed), style="dim")] if pressed else []
    # rows without a group stand right under the heading
    if shown and not isinstance(answer.blocks[0], Group):
        head += shown.pop(0)
    yield from ([head, *shown][:-1])
    yield [*[head, *shown][-1], *buttons]
    foot = foot_text(answer)
    yield [Text(clean(foot), style="dim")] if foot else []


def _head(answer: Answer, zone: str) -> Iterator[Text]:
    if answer.title:
        yield Text(clean(answer.title), style="bold")
    if answer.below:
        yield Text(clean("".join(_words(part, zone) for part in answer.below)), style="dim")


def _texts(block: Block, numbered: Mapping[str, str], zone: str) -> Iterator[Text]:
    match block:
        case Line():
            yield _line(block, numbered, zone)
        case Group():
            if block.title:
                yield Text(clean(block.title), style="bold")
            for inner in block.blocks:
                yield from _texts(inner, numbered, zone)
        case Quote():
            yield Text(clean(f"{quoted(block)} – {heading(block)}"))
        case _:
            pass


def _line(line: Line, numbered: Mapping[str, str], zone: str) -> Text:
    text = Text(style=f"bold {_state(line)}".strip() if line.lead else "")
    text.append(f"{clean(line.label)}: " if line.label else "", style=f"bold {_state(line)}".strip())
    for part in line.parts:
        match part:
            case Mark():
                text.append(mark_text(part, numbered), style="not bold dim")
            case Id():
                text.append(clean(said(part)), style="not bold dim")
            case _:
                text.append(clean(_words(part, zone)))
    return text


# the colour of a state, beside its word
_STATES = {
    "Overdue": "red",
    "Now": "yellow",
    "Differs": "yellow",
    "Open": "yellow",
    "Happened": "green",
    "Did not happen": "red",
    "Withdrawn": "bright_black",
}


def _state(line: Line) -> str:
    first = line.parts[0] if line.lead and line.parts and isinstance(line.parts[0], str) else ""
    return _STATES.get(line.label or first, "")


def _words(part: Part, zone: str) -> str:
    return said(part) if isinstance(part, Day) else part_words(part, zone)


def wrapped(text: Text, *, width: int) -> Iterator[Text]:
    """Yield a text's rows; to be copied, bound spaces are spaces like others."""
    for start, end in row_ends(text.plain, width, size=cell_len):
        row = text[start:end]
        row.plain = row.plain.replace(BOUND, " ")
        yield row
