"""An answer as rows of rich text, and how many of them a page holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from bot.blocks import (
    Answer,
    Block,
    Choice,
    CommandName,
    Day,
    Exact,
    Group,
    Hit,
    Id,
    Line,
    Link,
    Mark,
    Moment,
    Part,
    Pick,
    Place,
    Quote,
    RoleName,
    SourceMark,
    Window,
    heading,
    marked,
    quoted,
)
from bot.commands.registry import COMMANDS
from bot.phrasing.marks import figures, numbers
from bot.phrasing.page_rows import fill_pages, name_cites, section_rows, source_facts, stack_cites
from bot.phrasing.plain import plain
from bot.slack.markdown import Json, Leaf, clip, commands, leaf, link, size, split

# Slack takes 50 blocks and some 11,000 characters a message; a page keeps away from both
_MOST_CHARACTERS, _MOST_SOURCES = 7_500, 20

# One entry with its titles, remarks and sources always fits a page: these add up to less than a page.
_TEXT, _HEADING, _REMARKS, _GROUP, _CITE, _SOURCE = 1_500, 300, 250, 120, 40, 300


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one page says, as rich_text blocks, with the sources that it cites, and how many entries that is."""

    blocks: tuple[Json, ...]
    sources: tuple[SourceMark, ...]
    entries: int


@dataclass(frozen=True, slots=True)
class _Row:
    """What is never parted: a line, or a quote with what stands above it; `under` are the titles above.

    A `gap` before it begins another section of a short answer; several `item`s that follow one another are bullets.
    """

    leaves: tuple[Leaf, ...]
    under: tuple[str, ...]
    cites: tuple[str, ...] = ()
    entry: bool = True
    words: tuple[Leaf, ...] = ()
    gap: bool = False
    item: bool = False

    @property
    def quote(self) -> bool:
        return bool(self.words)

    @property
    def size(self) -> int:
        return size(self.leaves) + size(self.words) + 4


def pack(answer: Answer, *, pressed: frozenset[Choice]) -> list[Sheet]:
    """Put an answer's blocks on sheets, each with the sources that it cites; those `pressed` are buttons elsewhere.

    One sheet, if it holds them all, else ten entries a sheet, in order.
    """
    rows = list(_short_rows(answer, pressed=pressed) if answer.short else _rows(answer, answer.blocks, pressed=pressed))
    marks = {mark.id: mark for mark in answer.sources}
    filled = fill_pages(
        rows, lambda here: len(_cited(here, marks)) <= _MOST_SOURCES and _size(here) <= _MOST_CHARACTERS
    )
    return [Sheet(tuple(_blocks(rows)), tuple(_cited(rows, marks)), sum(row.entry for row in rows)) for rows in filled]


def _short_rows(answer: Answer, *, pressed: frozenset[Choice]) -> Iterator[_Row]:
    """Yield the rows of a short answer, section by section."""
    yield from section_rows(answer.blocks, lambda block: _short_row(block, answer, pressed))


def _short_row(block: Block, answer: Answer, pressed: frozenset[Choice]) -> Iterator[_Row]:
    match block:
        case Line():
            name = clip(block.label, _GROUP)
            named = [leaf(f"{name}: ", bold=True)] if name else []
            shown = [one for part in block.parts for one in _part(part, answer)]
            shown = [one | {"style": {"bold": True}} if block.lead and one["type"] == "text" else one for one in shown]
            item = not named and not block.lead and any(isinstance(part, Id) for part in block.parts[-1:])
            for place, text in enumerate(split([*named, *shown], _TEXT)):
                entry = place == 0 and not block.lead
                yield _Row(tuple(text), (), marked((block,)) if place == 0 else (), entry=entry, item=item)
        case Group():
            if block.title:
                yield _Row((leaf(clip(block.title, _GROUP), bold=True),), (), entry=False)
            for inner in block.blocks:
                yield from _short_row(inner, answer, pressed)
        case _:
            yield from _rows(answer, (block,), pressed=pressed)


def _rows(
    answer: Answer, blocks: Iterable[Block], *, pressed: frozenset[Choice], under: tuple[str, ...] = ()
) -> Iterator[_Row]:
    for block in blocks:
        match block:
            case Line():
                yield from _line(block, answer, under)
            case Quote():
                yield from _quote(block, answer, under)
            case Group():
                inside = (*under, clip(commands(block.title, COMMANDS), _GROUP))
                inner = list(_rows(answer, block.blocks, pressed=pressed, under=inside))
                yield from inner or [_Row((), inside, entry=False)]
            case Choice() | Pick():
                if block not in pressed:
                    line = commands(block.line, COMMANDS)
                    yield _Row((leaf(clip(f"{block.label}: {line}", _TEXT)),), under, entry=False)
            case _:
                assert_never(block)


def _line(line: Line, answer: Answer, under: tuple[str, ...]) -> Iterator[_Row]:
    name = clip(line.label, _GROUP)
    named = [leaf(f"{name}: ", bold=True)] if name else []
    texts = split([shown for part in line.parts for shown in _part(part, answer)], _TEXT)
    first = [*named, *texts[0]]
    rows = [first, *([leaf("… "), *text] for text in texts[1:])]
    yield from _with_cites(rows, line.cites, answer, under)


def _with_cites(
    rows: list[list[Leaf]], cites: tuple[str, ...], answer: Answer, under: tuple[str, ...]
) -> Iterator[_Row]:
    """Put the sources behind the last text; the very many go on in rows of their own."""
    stacks = stack_cites(cites)
    for place, leaves in enumerate(rows[:-1]):
        yield _Row(tuple(leaves), under, entry=place == 0)
    yield _Row((*rows[-1], *_cites(stacks[0], answer)), under, stacks[0], entry=len(rows) == 1)
    yield from _also(stacks[1:], answer, under)


def _also(stacks: Iterable[tuple[str, ...]], answer: Answer, under: tuple[str, ...]) -> Iterator[_Row]:
    return (_Row((leaf("also"), *_cites(stack, answer)), under, stack, entry=False) for stack in stacks)


def _part(part: Part, answer: Answer) -> list[Leaf]:
    match part:
        case str():
            return _text(commands(part, COMMANDS))
        case Moment():
            shown = {"timestamp": int(part.at.timestamp()), "fallback": f"{part.at:%d %B %Y, %H:%M} UTC".lstrip("0")}
            return [{"type": "date", "format": "{date_short_pretty}, {time}"} | shown]
        case Window() | Day():
            return [leaf(part.words())]
        case Exact():
            return _text(f"“{part.text}”")
        case Place():
            return (
                [{"type": "channel", "channel_id": part.channel}] if is_channel(part.channel) else _text(part.channel)
            )
        case CommandName():
            return [leaf(commands(f"/{part.name}", COMMANDS), code=True)]
        case RoleName():
            return _text(part.role)
        case Link():
            shown_link = link(part.url, plain(part.label) or "open")
            return [shown_link] if shown_link else _text(f"{part.label} {part.url}")
        case Hit():
            return _text(part.text, bold=True)
        case Mark():
            figured = figures(part, numbers(answer)) if answer.short else [f"[{', '.join(part.cites)}]"]
            return _text("".join(f" {one}" for one in figured))
        case Id():
            return [leaf(" "), leaf(plain(part.id), code=True)]
        case _:
            assert_never(part)


def is_channel(id_: str) -> bool:
    """Tell whether an id has the shape of a channel's in Slack."""
    return len(id_) > 6 and id_[0] in "CG" and id_.isascii() and id_.isalnum() and id_.isupper()


def _text(text: str, **style: bool) -> list[Leaf]:
    line = plain(text)
    return [leaf(line, **style)] if line else []


def _quote(quote: Quote, answer: Answer, under: tuple[str, ...]) -> Iterator[_Row]:
    speaker = clip(quote.speaker, _GROUP)
    facts = clip(heading(quote).removeprefix(quote.speaker), _HEADING)
    first, *more = split(_text(quoted(quote)), _TEXT)
    remarks = f"({'; '.join(quote.remarks)})" if any(map(str.strip, quote.remarks)) else ""
    head = [leaf(speaker, bold=True)] if speaker else []
    head += [leaf(facts)] if facts else []
    cites, *rest = stack_cites(quote.cites)
    head += _cites(cites, answer)
    head += [leaf(f" {clip(remarks, _REMARKS)}", italic=True)] if remarks else []
    yield _Row(tuple(head), under, cites, words=tuple(first or [leaf("…")]))
    yield from (_Row((leaf("goes on"),), under, entry=False, words=(leaf("… "), *text)) for text in more)
    yield from _also(rest, answer, under)


def _cites(cites: tuple[str, ...], answer: Answer) -> list[Leaf]:
    if not cites:
        return []
    return [leaf(f" [{name_cites(cites, answer, lambda cite: clip(cite, _CITE))}]")]


def _cited(rows: list[_Row], marks: dict[str, SourceMark]) -> list[SourceMark]:
    return [marks[cite] for cite in sorted({cite for row in rows for cite in row.cites if cite in marks})]


def _size(rows: list[_Row]) -> int:
    titles = {row.under for row in rows}
    return sum(row.size for row in rows) + sum(len(title) + 2 for under in titles for title in under)


def _blocks(rows: list[_Row]) -> Iterator[Json]:
    """Build rich_text blocks: one for each group at the top, and for the lines between them."""
    elements: list[Json] = []
    above: tuple[str, ...] = ()
    bulleted = [
        row.item and any(one.item for one in rows[max(0, at - 1) : at + 2] if one is not row)
        for at, row in enumerate(rows)
    ]
    for place, row in enumerate(rows):
        if elements and (row.gap or row.under[:1] != above[:1]):
            yield {"type": "rich_text", "elements": elements}
            elements = []
        for depth in range(_same(row.under, above) if elements else 0, len(row.under)):
            style = {"bold": True} if depth == 0 else {"bold": True, "italic": True}
            _say(elements, [leaf(row.under[depth] or "…", **style)])
        above = row.under
        if row.words:
            _say(elements, list(row.leaves))
            elements.append({"type": "rich_text_quote", "elements": list(row.words)})
        elif row.leaves and row.item and bulleted[place]:
            _list(elements, list(row.leaves), indent=0)
        elif row.under and row.leaves:
            _list(elements, list(row.leaves), indent=len(row.under) - 1)
        elif row.leaves:
            _say(elements, list(row.leaves))
    if elements:
        yield {"type": "rich_text", "elements": elements}


def _same(under: tuple[str, ...], above: tuple[str, ...]) -> int:
    """Count the titles that stand already."""
    depth = 0
    while depth < min(len(under), len(above)) and under[depth] == above[depth]:
        depth += 1
    return depth


def _say(elements: list[Json], leaves: list[Leaf]) -> None:
    """Add a line; lines that follow one another share a section, each on its own line."""
    if not leaves:
        return
    if elements and elements[-1]["type"] == "rich_text_section":
        elements[-1]["elements"] += [leaf("\n"), *leaves]
    else:
        elements.append({"type": "rich_text_section", "elements": leaves})


def _list(elements: list[Json], leaves: list[Leaf], *, indent: int) -> None:
    item = {"type": "rich_text_section", "elements": leaves}
    last = elements[-1] if elements else {}
    if last.get("type") == "rich_text_list" and last["indent"] == min(indent, 8):
        last["elements"].append(item)
    else:
        elements.append({"type": "rich_text_list", "style": "bullet", "indent": min(indent, 8), "elements": [item]})


def source_words(mark: SourceMark, answer: Answer) -> str:
    """Say which source a mark stands for, and when it was published."""
    facts = source_facts(mark, answer.as_of)
    return clip(f"{clip(mark.id, _CITE)} · {clip(mark.name, _SOURCE // 3)} · {facts}", _SOURCE)
