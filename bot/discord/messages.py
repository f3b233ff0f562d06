"""An answer as messages for Discord: embeds, in pages within Discord's limits, with buttons."""

import io
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import discord

from bot.blocks import Answer, Block, Choice, CommandName, Group, Line, Pick, State, Window, choices, picks, walk
from bot.discord.markdown import clip, escape, split, units
from bot.discord.pages import DESCRIPTION, pack
from bot.long_lines import is_long, key_of, short_of
from bot.phrasing.copied import copied_lines
from bot.phrasing.lines import span
from bot.phrasing.plain import plain
from bot.pictures.content import Picture, alt_text, file_name

# https://docs.discord.com/developers/resources/message#embed-object-embed-limits
_TITLE, _MESSAGE = 256, 6000
_LABEL = 80
_COPIED = 1900  # of a text's 2,000, so that who shared it can stand above
_MOST_CHOICES = 20  # of 25 buttons; the last row is for paging and sharing
_MOST_EMBEDS, _PLACEHOLDER = 10, 150

SHARE = "share"

# what is most often meant by a press; all else stays grey
_MAIN = frozenset({"Happened", "Save", "Approve", "Apply"})
_COLOURS: Mapping[State, int] = {"overdue": 0xED4245, "open": 0xF0B232, "answered": 0x3BA55D, "withdrawn": 0x80848E}


@dataclass(frozen=True, slots=True)
class Page:
    """One message of an answer; `choices` are the questions that fit behind buttons.

    What is to be copied has a `text` that is sent in the embed's place. One that only has further buttons shows the
    last one's embed `again`.
    """

    embed: discord.Embed
    number: int
    total: int
    choices: tuple[Choice, ...]
    picks: tuple[Pick, ...] = ()
    text: str = ""
    again: bool = False


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
    if answer.copied:
        texts = _copied(answer)
        bare = discord.Embed()
        return [Page(bare, number, len(texts), pressed, text=text) for number, text in enumerate(texts, 1)]
    sheets = pack(answer, pressed=frozenset(pressed))
    entries, before = sum(sheet.entries for sheet in sheets), 0
    parts = [pressed[at : at + _MOST_CHOICES] for at in range(0, len(pressed), _MOST_CHOICES)] or [()]
    total = max(len(sheets), len(parts))  # what one page has no room for of buttons, the next one has
    result = []
    for number in range(1, total + 1):
        sheet = sheets[min(number, len(sheets)) - 1]
        where = f"Page {number} of {total}" if total > 1 else ""
        shown = where and sheet.entries and len(sheets) > 1 and number <= len(sheets)
        where += f" ({span(before + 1, before + sheet.entries)} of {entries})" if shown else ""
        embed = _embed(answer, sheet.text, where)
        part = parts[min(number, len(parts)) - 1]
        result.append(Page(embed, number, total, part, _picked(answer), again=number > len(sheets)))
        before += sheet.entries
    return result


def _copied(answer: Answer) -> list[str]:
    """Put what is to be copied into texts of messages, at least one: phones copy no words out of an embed."""
    texts = [""]
    for line in copied_lines(answer):
        for piece in split(escape(line), _COPIED):
            joined = f"{texts[-1]}\n\n{piece}" if texts[-1] else piece
            texts = [*texts[:-1], joined] if units(joined) <= _COPIED else [*texts, piece]
    return [text or "…" for text in texts]


def id_of(line: str) -> str:
    """Give what a button's id holds of a line: it, or its key if it is long."""
    return key_of(line) if is_long(line) else line


def buttons(page: Page, line: str = "", *, share: bool = False) -> discord.ui.View:
    """Make the buttons of a page: its choices, and with `line` the way to the pages before and after.

    What they do is in their ids alone, so they go on working when the bot has been restarted.
    """
    view = discord.ui.View(timeout=None)
    for place, choice in enumerate(page.choices):
        view.add_item(_button(choice.label, f"ask:{id_of(choice.line)}", row=place // 5))
    for row, pick in enumerate(page.picks, (len(page.choices) + 4) // 5):
        view.add_item(_select(pick, row=row))
    if line and page.number > 1:
        view.add_item(_button("Previous", _turn(page.number - 1, line), row=4, sign="◀"))
    if line and page.number < page.total:
        view.add_item(_button("Next", _turn(page.number + 1, line), row=4, sign="▶"))
    if share:  # lists fill a row each, down to the last one
        short = short_of(line)  # others are shown the short form, with a button for more
        shares = f"{SHARE}:{id_of(short)}" if short != line else SHARE
        view.add_item(_button("Share", shares, row=0 if page.picks else 4))
    return stateless(view)


def asking(choices: Sequence[Choice]) -> discord.ui.View:
    """Make a row of buttons that ask."""
    view = discord.ui.View(timeout=None)
    for choice in choices:
        view.add_item(_button(choice.label, f"ask:{id_of(choice.line)}", row=0))
    return stateless(view)


def stateless(view: discord.ui.View) -> discord.ui.View:
    """Keep discord.py from remembering a view whose buttons' ids say all."""
    view.stop()
    return view


def together(sheets: list[Page]) -> list[discord.Embed]:
    """List the pages from the first on that fit into one message, at least one; none of what is only text."""
    embeds = [page.embed for page in sheets if not page.text and not page.again]
    sizes = accumulate(map(_size, embeds))
    return [embed for embed, size in zip(embeds, sizes, strict=True) if size <= _MESSAGE][:_MOST_EMBEDS]


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
    """Let an answer notify that one role, and nobody else; of another server's Discord notifies nobody."""
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
    return discord.Embed(description=clip(escape(text), DESCRIPTION))


def shared(embed: discord.Embed, name: str) -> discord.Embed:
    """Say in a page who shared it."""
    return embed.copy().set_author(name=f"Shared by {plain(name)[:100]}")


def shared_by(name: str) -> str:
    """Say in small who shared what is only text."""
    return f"-# Shared by {clip(escape(name), 90)}"


def label(text: str, *, room: int = _LABEL) -> str:
    """Fit text into a label, where Discord reads no markdown."""
    line = plain(text).strip() or "…"
    return line if units(line) <= room else line[: room // 2 - 1] + "…"


def _button(text: str, custom_id: str, *, row: int, sign: str | None = None) -> discord.ui.Button[discord.ui.View]:
    style = discord.ButtonStyle.success if text in _MAIN else discord.ButtonStyle.secondary
    return discord.ui.Button(label=label(text), custom_id=custom_id, row=row, emoji=sign, style=style)


def _select(
    pick: Pick, *, row: int
) -> discord.ui.ChannelSelect[discord.ui.View] | discord.ui.RoleSelect[discord.ui.View]:
    custom_id, shown = f"pick:{id_of(pick.line)}", label(pick.label, room=_PLACEHOLDER)
    if pick.what == "role":
        return discord.ui.RoleSelect(custom_id=custom_id, placeholder=shown, row=row)
    kinds = [discord.ChannelType.text, discord.ChannelType.public_thread, discord.ChannelType.private_thread]
    return discord.ui.ChannelSelect(custom_id=custom_id, placeholder=shown, channel_types=kinds, row=row)


def _turn(number: int, line: str) -> str:
    return f"page:{number}:{id_of(line)}"


def _pressed(answer: Answer) -> tuple[Choice, ...]:
    """Choose what becomes a button: ids must be unique in a message. Without a way to a next page one page's."""
    offered = choices(answer.blocks)
    by_line = {choice.line: choice for choice in reversed(offered)}
    found = tuple(choice for choice in offered if by_line[choice.line] is choice)
    return found if answer.line else found[:_MOST_CHOICES]


def _picked(answer: Answer) -> tuple[Pick, ...]:
    return picks(answer.blocks)


def _embed(answer: Answer, text: str, where: str) -> discord.Embed:
    as_of = f"as of {Window(answer.as_of.isoformat()).words()}" if answer.as_of else ""
    known = [] if answer.short else [as_of, plain(answer.dossier)[:200]]  # its own rows say so
    facts = [fact for fact in (where, *known, answer.mark) if fact]
    title = clip(escape(answer.title), _TITLE) if answer.title.strip() else None
    # a message of buttons only would be refused
    colour = _COLOURS.get(answer.state)
    embed = discord.Embed(title=title, description=text or (None if title else "…"), colour=colour)
    return embed.set_footer(text=" · ".join(facts)) if facts else embed
