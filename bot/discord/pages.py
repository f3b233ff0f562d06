"""An answer as rows of Discord's markdown, and how many of them a page holds."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
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
from bot.discord.markdown import clip, escape, guard, link, split, units
from bot.phrasing.marks import WORKED_OUT, figures, foot_words, has_worked_out, numbers
from bot.phrasing.page_rows import fill_pages, name_cites, section_rows, source_facts, stack_cites

# https://docs.discord.com/developers/resources/message#embed-object-embed-limits
DESCRIPTION = 4096

# One entry with its titles, remarks and sources always fits a page: these add up to less than a description.
_TEXT, _HEADING, _REMARKS, _GROUP, _CITE, _SOURCE = 800, 300, 250, 120, 40, 230
_FOOT = 1500


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one page says, and how many entries of the answer that is."""

    text: str
    entries: int


@dataclass(frozen=True, slots=True)
class _Row:
    """What is never parted: a line, or a quote and what stands around it; `under` are the titles above.

    A `gap` before it begins another section of a short answer.
    """

    text: str
    under: tuple[str, ...]
    cites: tuple[str, ...] = ()
    entry: bool = True
    quote: bool = False
    gap: bool = False


# what stands at a page's end, given the sources that are cited on it
_Foot = Callable[[Sequence[str]], list[str]]


def pack(answer: Answer, *, pressed: frozenset[Choice]) -> list[Sheet]:
    """Put an answer's blocks on sheets, each with the sources that it cites; those `pressed` are buttons elsewhere.

    One sheet, if it holds them all, else ten entries a sheet, in order.
    """
    rows = list(_short_rows(answer, pressed=pressed) if answer.short else _rows(answer, answer.blocks, pressed=pressed))
    foot = _short_foot(answer) if answer.short else _full_foot(answer)
    filled = fill_pages(rows, lambda here: units(_text(here, foot)) <= DESCRIPTION)
    return [Sheet(_text(sheet, foot), sum(row.entry for row in sheet)) for sheet in filled]


def _short_rows(answer: Answer, *, pressed: frozenset[Choice]) -> Iterator[_Row]:
    """Yield the rows of a short answer: the one under the title small, then its sections."""
    if answer.below:
        yield _Row(f"-# {_parts(answer.below, answer)}", (), entry=False)
    yield from section_rows(answer.blocks, lambda block: _short_row(block, answer, pressed))


def _short_row(block: Block, answer: Answer, pressed: frozenset[Choice]) -> Iterator[_Row]:
    match block:
        case Line():
            named = f"**{clip(escape(f'{block.label.strip()}:'), _GROUP)}** " if block.label.strip() else ""
            first, *more = split(_parts(block.parts, answer), _TEXT)
            bold = "**" if block.lead else ""
            yield _Row(f"{named}{bold}{first}{bold}", (), marked((block,)), entry=not block.lead)
            yield from (_Row(f"… {text}", (), entry=False) for text in more)
        case Group():
            if block.title:
                yield _Row(f"**{clip(escape(block.title), _GROUP)}**", (), entry=False)
            for inner in block.blocks:
                yield from _short_row(inner, answer, pressed)
        case _:
            yield from _rows(answer, (block,), pressed=pressed)


def _short_foot(answer: Answer) -> _Foot:
    numbered, last = numbers(answer), [escape(WORKED_OUT)] if has_worked_out(answer) else []
    said = {one.id: f"{numbered[one.id]} {_linked(one)}" for one in answer.sources}

    def foot(cited: Sequence[str]) -> list[str]:
        shown = [words for id_, words in said.items() if id_ in cited] + last
        return ["", clip(f"-# {' · '.join(shown)}", _FOOT)] if shown else []

    return foot


def _linked(mark: SourceMark) -> str:
    """Say which source a figure stands for; what it is called leads to its address, if it has one."""
    words, credit = foot_words(mark), clip(escape(mark.credit), _SOURCE // 3)
    return (link(mark.url, credit) or credit) + escape(words.removeprefix(mark.credit))


def _full_foot(answer: Answer) -> _Foot:
    said = {mark.id: _source(mark, answer.as_of) for mark in answer.sources}

    def foot(cited: Sequence[str]) -> list[str]:
        shown = [said[cite] for cite in sorted(set(cited)) if cite in said]
        return ["", "**Sources**", *shown] if shown else []

    return foot


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
                title = clip(escape(block.title), _GROUP)
                inside = (*under[:1], f"__{title}__" if under else f"**{title}**")
                inner = list(_rows(answer, block.blocks, pressed=pressed, under=inside))
                yield from inner or [_Row("", inside, entry=False)]
            case Choice():
                if block not in pressed:
                    yield _Row(f"- {clip(escape(f'{block.label}: {block.line}'), _TEXT)}", under, entry=False)
            case Pick():
                pass  # its list of channels or roles stands below
            case _:
                assert_never(block)


def _line(line: Line, answer: Answer, under: tuple[str, ...]) -> Iterator[_Row]:
    named = f"**{clip(escape(f'{line.label.strip()}:'), _GROUP)}** " if line.label.strip() else ""
    first, *more = split(_parts(line.parts, answer), _TEXT)
    bullet = "- " if under else ""
    texts = [f"{bullet}{named}{first}", *(f"{bullet}… {text}" for text in more)]
    yield from _cited(texts, line.cites, answer, under)


def _cited(texts: list[str], cites: tuple[str, ...], answer: Answer, under: tuple[str, ...]) -> Iterator[_Row]:
    """Put the sources behind the last text; the very many go on in rows of their own."""
    stacks = stack_cites(cites)
    for place, text in enumerate(texts[:-1]):
        yield _Row(text, under, entry=place == 0)
    yield _Row(texts[-1] + _cites(stacks[0], answer), under, stacks[0], entry=len(texts) == 1)
    yield from _also(stacks[1:], answer, under)


def _also(stacks: Iterable[tuple[str, ...]], answer: Answer, under: tuple[str, ...]) -> Iterator[_Row]:
    return (_Row("- also" + _cites(stack, answer), under, stack, entry=False) for stack in stacks)


def _parts(parts: Iterable[Part], answer: Answer) -> str:
    """Escape neighbouring texts as one: two halves of a link are harmless only apart."""
    shown = "".join(
        _escaped("".join(text for _, text in run)) if is_text else "".join(text for _, text in run)
        for is_text, run in groupby((_part(part, answer) for part in parts), key=lambda shown: shown[0])
    )
    return guard(shown)


def _escaped(text: str) -> str:
    """Escape a text that may stand behind a mark of ours: the space between them stays."""
    space = text[: len(text) - len(text.lstrip(" "))]
    return space + escape(text[len(space) :])


def _part(part: Part, answer: Answer) -> tuple[bool, str]:
    """Give a part as text still to be escaped (True), or as markdown of ours (False)."""
    match part:
        case str():
            return True, part
        case Moment():
            seconds = int(part.at.timestamp())
            return False, f"<t:{seconds}:f> (<t:{seconds}:R>)"
        case Window() | Day():
            return True, part.words()
        case Exact():
            return True, f"“{part.text}”"
        case Place():
            return (False, f"<#{part.channel}>") if part.channel.isdecimal() else (True, part.channel)
        case CommandName():
            return (False, f"</{part.name}:{part.id}>") if part.id else (True, f"/{part.name}")
        case RoleName():
            return (False, f"<@&{part.role}>") if part.role.isdecimal() else (True, part.role)
        case Link():
            shown = link(part.url, escape(part.label))
            return (False, shown) if shown else (True, f"{part.label} {part.url}")
        case Hit():
            # word by word: a line may be cut between two of them
            return False, " ".join(f"**{escape(word)}**" for word in part.text.split())
        case Mark():
            named = figures(part, numbers(answer)) if answer.short else [f"[{', '.join(part.cites)}]"]
            return True, "".join(f" {one}" for one in named)
        case Id():
            return False, f" `{re.sub(r'[^A-Za-z0-9-]', '', part.id) or '?'}`"
        case _:
            assert_never(part)


def _quote(quote: Quote, answer: Answer, under: tuple[str, ...]) -> Iterator[_Row]:
    speaker = clip(escape(quote.speaker).strip(), _GROUP)
    facts = clip(escape(heading(quote).removeprefix(quote.speaker)), _HEADING)
    first, *more = split(escape(quoted(quote)), _TEXT)
    remarks = clip(escape(f"({'; '.join(quote.remarks)})"), _REMARKS) if any(map(str.strip, quote.remarks)) else ""
    head = f"**{speaker}**{facts}" if quote.speaker.strip() else facts
    cites, *rest = stack_cites(quote.cites)
    head += _cites(cites, answer) + (f" *{remarks}*" if remarks else "")
    yield _Row(f"{head}\n> {first}", under, cites, quote=True)
    yield from (_Row(f"> … {text}", under, entry=False, quote=True) for text in more)
    yield from _also(rest, answer, under)


def _cites(cites: tuple[str, ...], answer: Answer) -> str:
    if not cites:
        return ""
    return rf" \[{name_cites(cites, answer, lambda cite: clip(escape(cite), _CITE))}\]"


@lru_cache(maxsize=1024)  # the same sources stand under answer after answer
def _source(mark: SourceMark, as_of: date | None) -> str:
    id_, name = clip(escape(mark.id), _CITE), clip(escape(mark.name), _SOURCE // 3)
    facts = escape(source_facts(mark, as_of))
    opened = link(mark.url, "open")  # of at most 170 units
    return f"{clip(f'{id_} · {name} · {facts}', _SOURCE)}" + (f" · {opened}" if opened else "")


def _text(sheet: list[_Row], foot: _Foot) -> str:
    lines: list[str] = []
    above: tuple[str, ...] = ()
    after_quote = False
    for row in sheet:
        titles = _titles(row.under, above, first=not lines)
        # air round quotes
        lines += titles or [""] * bool(lines and (row.quote or after_quote or row.gap))
        lines += [row.text] if row.text else []
        above, after_quote = row.under, row.quote
    return "\n".join([*lines, *foot([cite for row in sheet for cite in row.cites])])


def _titles(under: tuple[str, ...], above: tuple[str, ...], *, first: bool) -> list[str]:
    """List the titles that open before a row; a page begins with all of them."""
    if under == above:
        return []
    same = 1 if under[:1] == above[:1] and not first else 0
    return ([] if first or same else [""]) + list(under[same:])
