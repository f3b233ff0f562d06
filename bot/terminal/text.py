"""An answer as text: for the terminal, wrapped and coloured there, and for pipes and files, plain."""

import io
from collections.abc import Iterable, Iterator
from typing import Literal, assert_never

from rich.console import Console
from rich.text import Text

from bot.blocks import Answer, Block, Choice, Group, Line, Pick, Quote, SourceMark, Window, heading, quoted
from bot.terminal.clean import clean
from bot.terminal.short_text import short_rows, wrapped
from bot.terminal.words import part_words

_UNWRAPPED = 1_000_000
_Style = Literal["", "bold", "dim", "italic"]


def plain(answer: Answer, *, zone: str, width: int = _UNWRAPPED) -> str:
    """Render an answer without colour; lines are wrapped only if a width is given."""
    out = io.StringIO()
    show(answer, Console(file=out, width=width, color_system=None, legacy_windows=False), zone=zone)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def rows(said: str, *, width: int) -> list[str]:
    """Part a sentence into rows between its words."""
    return [row.plain for row in wrapped(Text(clean(said)), width=width)]


def show(answer: Answer, console: Console, *, zone: str) -> None:
    """Print an answer to a console, whole."""
    if answer.short:
        print_rows(short_rows(answer, width=console.width, zone=zone), console)
        return
    for depth, text in _texts(answer, zone):
        indent = min(2 * depth, console.width // 4)
        for row in list(wrapped(text, width=console.width - indent)) or [Text("")]:
            print_rows([Text(" " * indent) + row], console)


def print_rows(rows: Iterable[Text], console: Console) -> None:
    """Print rows as they are: a word that is wider than the console stays whole."""
    for row in rows:
        console.print(row, highlight=False, no_wrap=True, overflow="ignore", crop=False)


def _texts(answer: Answer, zone: str) -> Iterator[tuple[int, Text]]:
    yield 0, Text(clean(answer.title), style="bold")
    if answer.as_of is not None:
        under = f"as of {Window(answer.as_of.isoformat()).words()}" + (f" · {answer.dossier}" if answer.dossier else "")
        yield 0, Text(clean(under), style="dim")
    marks = {mark.id: mark for mark in answer.sources}
    yield from _lines(answer.blocks, marks, zone, depth=0)
    yield from _foot(answer)


def _lines(
    blocks: tuple[Block, ...], marks: dict[str, SourceMark], zone: str, *, depth: int
) -> Iterator[tuple[int, Text]]:
    for block in blocks:
        match block:
            case Line():
                yield depth, _line(block, marks, zone)
            case Quote():
                yield depth, _join((heading(block), ""), _cites(block.cites, marks))
                yield depth + 1, _join((quoted(block), "italic"))
                for remark in block.remarks:
                    yield depth + 1, _join((f"({remark})", "dim"))
            case Group():
                yield depth, _join((block.title, "bold"))
                yield from _lines(block.blocks, marks, zone, depth=depth + 1)
            case Choice():
                yield (
                    depth,
                    _join((f"{block.label}: {block.line}" if block.label != block.line else block.line, "")),
                )
            case Pick():
                yield depth, _join((f"{block.label}: {block.line}…", ""))
            case _:
                assert_never(block)


def _line(line: Line, marks: dict[str, SourceMark], zone: str) -> Text:
    said = "".join(part_words(part, zone) for part in line.parts)
    return _join((f"{line.label}: " if line.label else "", "bold"), (said, ""), _cites(line.cites, marks))


def _cites(cites: tuple[str, ...], marks: dict[str, SourceMark]) -> tuple[str, _Style]:
    named = [f"{cite} (may be later)" if cite in marks and marks[cite].maybe_later else cite for cite in cites]
    return (f" [{', '.join(named)}]" if named else ""), "dim"


def _foot(answer: Answer) -> Iterator[tuple[int, Text]]:
    if answer.sources:
        yield 0, _join(("Sources", "bold"))
    for mark in answer.sources:
        yield 1, _join((mark.id, "bold"), (f"  {source_words(mark)}", ""))
    if answer.as_of is not None and any(mark.maybe_later for mark in answer.sources):
        day = Window(answer.as_of.isoformat()).words()
        yield 0, _join((f"“may be later”: not certainly published by {day}, so it may not have been known yet.", "dim"))


def source_words(mark: SourceMark) -> str:
    """Say which source a mark stands for, and when it was published."""
    deduced = " (deduced)" if mark.deduced else ""
    return "; ".join((f"{mark.name}, {mark.published.words()}{deduced}", *mark.remarks))


def _join(*pieces: tuple[str, _Style]) -> Text:
    text = Text()
    for said, style in pieces:
        text.append(clean(said), style=style)
    return text
