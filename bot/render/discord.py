"""An answer as messages for Discord: embeds, in pages within Discord's limits, with buttons."""

import io
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import assert_never

import discord

from bot.blocks import (
    Answer,
    Block,
    Choice,
    CommandName,
    Exact,
    Group,
    Hit,
    Line,
    Link,
    Moment,
    Part,
    Pick,
    Place,
    Quote,
    RoleName,
    SourceMark,
    Window,
    choices,
    heading,
    picks,
    quoted,
    walk,
)
from bot.pictures import Picture, alt_text, file_name
from bot.render.discord_text import clip, escape, guard, link, plain, split, units

# https://docs.discord.com/developers/resources/message#embed-object-embed-limits
_TITLE, _DESCRIPTION, _MESSAGE = 256, 4096, 6000
_CUSTOM_ID, _LABEL = 100, 80
_MOST_CHOICES = 20  # of 25 buttons; the last row is for paging and sharing
_MOST_QUOTES, _MOST_ROWS, _ENTRIES_A_PAGE, _MOST_EMBEDS = 10, 30, 10, 10

# One entry with its titles, remarks and sources always fits a page: these add up to less than a description.
_PLACEHOLDER = 150
_TEXT, _HEADING, _REMARKS, _GROUP, _CITE, _SOURCE = 800, 300, 250, 120, 40, 230
_CITES_A_ROW = 5

SHARE = "share"


@dataclass(frozen=True, slots=True)
class Page:
    """One message of an answer; `choices` are the questions that fit behind buttons."""

    embed: discord.Embed
    number: int
    total: int
    choices: tuple[Choice, ...]
    picks: tuple[Pick, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """What is never parted: a line, or a quote and what stands around it; `under` are the titles above."""

    text: str
    under: tuple[str, ...]
    cites: tuple[str, ...] = ()
    entry: bool = True
    quote: bool = False


def pages(answer: Answer) -> list[Page]:
    """Render an answer, at least one page; one that is shown again, as when its pages are turned, only once."""
    kept = _rendered.get(id(answer))
    if kept is None or kept[0] is not answer:
        kept = _rendered[id(answer)] = answer, _pages(answer)
        while len(_rendered) > _MOST_RENDERED:
            _rendered.popitem(last=False)
    return kept[1]


_MOST_RENDERED = 64
_rendered: OrderedDict[int, tuple[Answer, list[Page]]] = OrderedDict()  # while it is here, its id is nobody else's


def _pages(answer: Answer) -> list[Page]:
    pressed = _pressed(answer)
    rows = list(_rows(answer, answer.blocks, pressed=frozenset(pressed)))
    foot = {mark.id: _source(mark, answer) for mark in answer.sources}
    sheets = _pack(rows, foot)
    entries, before = sum(row.entry for row in rows), 0
    result = []
    for number, sheet in enumerate(sheets, 1):
        here = sum(row.entry for row in sheet)
        where = f"Page {number} of {len(sheets)}" if len(sheets) > 1 else ""
        where += f" ({before + 1}–{before + here} of {entries})" if where and here else ""
        embed = _embed(answer, _text(sheet, foot), where)
        result.append(Page(embed, number, len(sheets), pressed, _picked(answer)))
        before += here
    return result


def can_turn(answer: Answer) -> bool:
    """Tell whether buttons can lead from page to page, i.e. whether the answer's line fits into their ids."""
    return bool(answer.line) and units(_turn(9999, answer.line)) <= _CUSTOM_ID


def buttons(page: Page, line: str = "", *, share: bool = False) -> discord.ui.View:
    """Make the buttons of a page: its choices, and with `line` the way to the pages before and after.

    What they do is in their ids alone, so they go on working when the bot has been restarted.
    """
    view = discord.ui.View(timeout=None)
    for place, choice in enumerate(page.choices):
        view.add_item(_button(choice.label, f"ask:{choice.line}", row=place // 5))
    for row, pick in enumerate(page.picks, (len(page.choices) + 4) // 5):
        view.add_item(_select(pick, row=row))
    if line and page.number > 1:
        view.add_item(_button("Previous", _turn(page.number - 1, line), row=4, sign="◀"))
    if line and page.number < page.total:
        view.add_item(_button("Next", _turn(page.number + 1, line), row=4, sign="▶"))
    if share:  # lists fill a row each, down to the last one
        view.add_item(_button("Share", SHARE, row=0 if page.picks else 4))
    return stateless(view)


def stateless(view: discord.ui.View) -> discord.ui.View:
    """Keep discord.py from remembering a view whose buttons' ids say all."""
    view.stop()
    return view


def together(sheets: list[Page]) -> list[discord.Embed]:
    """List the pages from the first on that fit into one message, at least one."""
    sizes = accumulate(_size(page.embed) for page in sheets)
    fitting = [page.embed for page, size in zip(sheets, sizes, strict=True) if size <= _MESSAGE]
    return fitting[:_MOST_EMBEDS]


def _size(embed: discord.Embed) -> int:
    return sum(units(text or "") for text in (embed.title, embed.description, embed.footer.text))


def pressable(answer: Answer, ids: Mapping[str, int]) -> Answer:
    """Give the commands that an answer names their ids, by the first word of their names, as far as they are known."""
    if not any(isinstance(block, Line) and _commands(block) for block in walk(answer.blocks)):
        return answer
    return replace(answer, blocks=tuple(_pressable(block, ids) for block in answer.blocks))


def _commands(line: Line) -> list[CommandName]:
    return [part for part in line.parts if isinstance(part, CommandName)]


def _pressable(block: Block, ids: Mapping[str, int]) -> Block:
    match block:
        case Group():
            return replace(block, blocks=tuple(_pressable(one, ids) for one in block.blocks))
        case Line():
            named = (
                replace(part, id=ids.get(part.name.split()[0], 0)) if isinstance(part, CommandName) else part
                for part in block.parts
            )
            return replace(block, parts=tuple(named))
        case _:
            return block


def notice(answer: Answer) -> str | None:
    """Mention the role that an answer is to notify: only what stands outside of embeds notifies anybody."""
    return f"<@&{answer.ping}>" if answer.ping.isdecimal() else None


def notified(answer: Answer) -> discord.AllowedMentions:
    """Let an answer notify that one role, and nobody else."""
    roles = [discord.Object(int(answer.ping))] if answer.ping.isdecimal() else False
    return discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)


def thread_name(answer: Answer) -> str:
    """Name the thread of an answer's details."""
    return label(answer.title.partition(", part")[0], room=100)


def attachment(picture: Picture, content: bytes) -> discord.File:
    """Make a drawn picture a file of a message, with its description for who can't see it.

    A file, not the image of an embed: that has no room for a description.
    """
    return discord.File(io.BytesIO(content), filename=file_name(picture), description=plain(alt_text(picture)))


def sentence(text: str) -> discord.Embed:
    """Render one sentence, e.g. what was wrong; an embed, since links in it show no preview."""
    return discord.Embed(description=clip(escape(text), _DESCRIPTION))


def shared(embed: discord.Embed, name: str) -> discord.Embed:
    """Say in a page who shared it."""
    return embed.copy().set_author(name=f"Shared by {plain(name)[:100]}")


def label(text: str, *, room: int = _LABEL) -> str:
    """Fit text into a label, where Discord reads no markdown."""
    line = plain(text).strip() or "…"
    return line if units(line) <= room else line[: room // 2 - 1] + "…"


def _button(text: str, custom_id: str, *, row: int, sign: str | None = None) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(label=label(text), custom_id=custom_id, row=row, emoji=sign)


def _select(
    pick: Pick, *, row: int
) -> discord.ui.ChannelSelect[discord.ui.View] | discord.ui.RoleSelect[discord.ui.View]:
    custom_id, shown = f"pick:{pick.line}", label(pick.label, room=_PLACEHOLDER)
    if pick.what == "role":
        return discord.ui.RoleSelect(custom_id=custom_id, placeholder=shown, row=row)
    kinds = [discord.ChannelType.text, discord.ChannelType.public_thread, discord.ChannelType.private_thread]
    return discord.ui.ChannelSelect(custom_id=custom_id, placeholder=shown, channel_types=kinds, row=row)


def _turn(number: int, line: str) -> str:
    return f"page:{number}:{line}"


def _pressed(answer: Answer) -> tuple[Choice, ...]:
    """Choose what becomes a button: ids must be short, and unique in a message."""
    short = [choice for choice in choices(answer.blocks) if units(f"ask:{choice.line}") <= _CUSTOM_ID]
    by_line = {choice.line: choice for choice in reversed(short)}
    return tuple(choice for choice in short if by_line[choice.line] is choice)[:_MOST_CHOICES]


def _picked(answer: Answer) -> tuple[Pick, ...]:
    return tuple(pick for pick in picks(answer.blocks) if units(f"pick:{pick.line}") <= _CUSTOM_ID)


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
    first, *more = split(_parts(line.parts), _TEXT)
    bullet = "- " if under else ""
    texts = [f"{bullet}{named}{first}", *(f"{bullet}… {text}" for text in more)]
    yield from _cited(texts, line.cites, answer, under)


def _cited(texts: list[str], cites: tuple[str, ...], answer: Answer, under: tuple[str, ...]) -> Iterator[_Row]:
    """Put the sources behind the last text; the very many go on in rows of their own."""
    stacks = [cites[at : at + _CITES_A_ROW] for at in range(0, len(cites), _CITES_A_ROW)] or [()]
    for place, text in enumerate(texts[:-1]):
        yield _Row(text, under, entry=place == 0)
    yield _Row(texts[-1] + _cites(stacks[0], answer), under, stacks[0], entry=len(texts) == 1)
    for stack in stacks[1:]:
        yield _Row("- also" + _cites(stack, answer), under, stack, entry=False)


def _parts(parts: Iterable[Part]) -> str:
    """Escape neighbouring texts as one: two halves of a link are harmless only apart."""
    shown = "".join(
        _escaped("".join(text for _, text in run)) if is_text else "".join(text for _, text in run)
        for is_text, run in groupby((_part(part) for part in parts), key=lambda shown: shown[0])
    )
    return guard(shown)


def _escaped(text: str) -> str:
    """Escape a text that may stand behind a mark of ours: the space between them stays."""
    space = text[: len(text) - len(text.lstrip(" "))]
    return space + escape(text[len(space) :])


def _part(part: Part) -> tuple[bool, str]:
    """Give a part as text still to be escaped (True), or as markdown of ours (False)."""
    match part:
        case str():
            return True, part
        case Moment():
            seconds = int(part.at.timestamp())
            return False, f"<t:{seconds}:f> (<t:{seconds}:R>)"
        case Window():
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
        case _:
            assert_never(part)


def _quote(quote: Quote, answer: Answer, under: tuple[str, ...]) -> Iterator[_Row]:
    speaker = clip(escape(quote.speaker).strip(), _GROUP)
    facts = clip(escape(heading(quote).removeprefix(quote.speaker)), _HEADING)
    first, *more = split(escape(quoted(quote)), _TEXT)
    remarks = clip(escape(f"({'; '.join(quote.remarks)})"), _REMARKS) if any(map(str.strip, quote.remarks)) else ""
    head = f"**{speaker}**{facts}" if quote.speaker.strip() else facts
    head += _cites(quote.cites[:_CITES_A_ROW], answer) + (f" *{remarks}*" if remarks else "")
    yield _Row(f"{head}\n> {first}", under, quote.cites[:_CITES_A_ROW], quote=True)
    yield from (_Row(f"> … {text}", under, entry=False, quote=True) for text in more)
    if rest := quote.cites[_CITES_A_ROW:]:
        yield from (replace(row, entry=False) for row in _cited(["- also"], rest, answer, under))


def _cites(cites: tuple[str, ...], answer: Answer) -> str:
    if not cites:
        return ""
    named = ", ".join(clip(escape(cite), _CITE) for cite in cites)
    later = {mark.id for mark in answer.sources if mark.maybe_later}
    return rf" \[{named}{'; may be later' if later.issuperset(cites) else ''}\]"


def _source(mark: SourceMark, answer: Answer) -> str:
    day = mark.published.words() + (" (deduced)" if mark.deduced else "")
    later = f"may be later than {Window(answer.as_of.isoformat()).words()}" if answer.as_of and mark.maybe_later else ""
    id_, name = clip(escape(mark.id), _CITE), clip(escape(mark.name), _SOURCE // 3)
    facts = escape("; ".join(fact for fact in (day, later, *mark.remarks) if fact))
    opened = link(mark.url, "open")  # of at most 170 units
    return f"{clip(f'{id_} · {name} · {facts}', _SOURCE)}" + (f" · {opened}" if opened else "")


def _pack(rows: list[_Row], foot: dict[str, str]) -> list[list[_Row]]:
    """Put rows on one page if it holds them, else ten entries a page, in order; each page has the sources it cites."""
    whole = _fill(rows, foot, entries=_MOST_ROWS)
    return whole if len(whole) == 1 else _fill(rows, foot, entries=_ENTRIES_A_PAGE)


def _fill(rows: list[_Row], foot: dict[str, str], *, entries: int) -> list[list[_Row]]:
    sheets: list[list[_Row]] = [[]]
    for row in rows:
        here = [*sheets[-1], row]
        full = sum(one.quote for one in here) > _MOST_QUOTES or len(here) > _MOST_ROWS
        full = full or sum(one.entry for one in here) > entries
        if sheets[-1] and (full or units(_text(here, foot)) > _DESCRIPTION):
            sheets.append([row])
        else:
            sheets[-1] = here
    return sheets


def _text(sheet: list[_Row], foot: dict[str, str]) -> str:
    lines: list[str] = []
    above: tuple[str, ...] = ()
    after_quote = False
    for row in sheet:
        titles = _titles(row.under, above, first=not lines)
        # air round quotes
        lines += titles or [""] * bool(lines and (row.quote or after_quote))
        lines += [row.text] if row.text else []
        above, after_quote = row.under, row.quote
    cited = sorted({cite for row in sheet for cite in row.cites if cite in foot})
    lines += ["", "**Sources**", *(foot[cite] for cite in cited)] if cited else []
    return "\n".join(lines)


def _titles(under: tuple[str, ...], above: tuple[str, ...], *, first: bool) -> list[str]:
    """List the titles that open before a row; a page begins with all of them."""
    if under == above:
        return []
    same = 1 if under[:1] == above[:1] and not first else 0
    return ([] if first or same else [""]) + list(under[same:])


def _embed(answer: Answer, text: str, where: str) -> discord.Embed:
    as_of = f"as of {Window(answer.as_of.isoformat()).words()}" if answer.as_of else ""
    facts = [fact for fact in (where, as_of, plain(answer.dossier)[:200], answer.mark) if fact]
    title = clip(escape(answer.title), _TITLE) if answer.title.strip() else None
    # a message of buttons only would be refused
    embed = discord.Embed(title=title, description=text or (None if title else "…"))
    return embed.set_footer(text=" · ".join(facts)) if facts else embed
