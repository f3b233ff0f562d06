"""Data as markup: escaped, on one line, turning no text round; links to items and sources of the same page."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from markupsafe import Markup, escape

from bot.blocks import (
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
    Window,
    heading,
    quoted,
)
from bot.dossiers.intake.plain_text import one_line
from bot.phrasing.items import UNNAMED
from db.model import edtf
from db.model.records import When

# what turns the text behind it round, so that it reads otherwise than it stands
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WEB = re.compile(r"https?://[^\s<>\"'\\^`{|}]+")


def plain(text: str) -> str:
    """Put a text on one line, without what cannot be seen or turns it round."""
    return one_line(_TURNS.sub("", text))


def escaped(value: object) -> Markup:
    """Escape whatever is not markup already; the template puts every value through this."""
    return value if isinstance(value, Markup) else escape(plain(str(value)))


def said(text: str) -> Markup:
    """Show words that may be of any script, in quotation marks."""
    return Markup('<q dir="auto">“{}”</q>').format(plain(text))


def web_link(url: str, label: str) -> Markup:
    """Link an address of the web, which opens apart; show any other as text."""
    if not _WEB.fullmatch(url):
        return escaped(url)
    return Markup('<a class="web" href="{}" rel="noopener noreferrer nofollow">{}</a>').format(url, plain(label))


def joined(parts: Iterable[Markup], between: str = ", ") -> Markup:
    """Put pieces of markup together, the empty ones left out."""
    return Markup(escape(between)).join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Links:
    """Links to items under their names by id, to sources under their numbers; numbers and names of sources by id."""

    named: Mapping[str, Markup]
    numbered: Sequence[Markup]
    places: Mapping[str, int]
    credits: Mapping[str, str]

    def item(self, id_: str) -> Markup:
        """Name an item and link it; whoever no source had named by then is not."""
        return self.named.get(id_) or escaped(UNNAMED)

    def items(self, ids: Iterable[str]) -> Markup:
        """Name several."""
        return joined(map(self.item, ids))

    def marks(self, *ids: str) -> Markup:
        """Mark what these sources carry with their numbers, the lowest first."""
        shown = sorted(self.places[id_] for id_ in set(ids) if id_ in self.places)
        return joined((self.numbered[place - 1] for place in shown), between=" ")

    def source(self, id_: str) -> Markup:
        """Name a source, with its number."""
        return Markup('<span class="source">{} {}</span>').format(plain(self.credits[id_]), self.marks(id_))

    def when(self, when: When | None) -> Markup:
        """Say when something was so, in whose words, and how it was worked out."""
        if when is None:
            return Markup("")
        facts = [said(when.words)] if when.words else []
        facts += [escaped(f"counted from {edtf.words(when.anchor)}")] if when.anchor else []
        facts += [escaped(f"worked out: {when.reason}")] if when.basis == "deduced" and when.reason else []
        dated_by = Markup(" dated by {}").format(self.marks(*when.sources)) if when.sources else Markup("")
        known = Markup(" ({})").format(joined(facts, "; ")) if facts else Markup("")
        return Markup("{}{}{}").format(day(when), known, dated_by)


def make_links(names: Mapping[str, str], numbers: Mapping[str, int], credits: Mapping[str, str]) -> Links:
    """Make every link once: a page of many statements shows each of them many times."""
    named = Markup('<a href="#{}">{}</a>')
    numbered = Markup('<sup><a href="#{}" title="{}">{}</a></sup>')
    return Links(
        {id_: named.format(id_, plain(name)) for id_, name in names.items()},
        [numbered.format(id_, plain(credits[id_]), number) for id_, number in numbers.items()],
        numbers,
        credits,
    )


def day(when: When | None) -> Markup:
    """Say when something was so, with a star if that is worked out."""
    if when is None:
        return Markup("")
    return Markup('<span class="day">{}{}</span>').format(edtf.words(when.edtf), "*" * (when.basis == "deduced"))


# --- an answer's blocks


def show_blocks(blocks: Sequence[Block], links: Links) -> Markup:
    """Show what an answer says; what would ask on has no place here."""
    return Markup("\n").join(_block(block, links) for block in blocks if not isinstance(block, Choice | Pick))


def _block(block: Block, links: Links) -> Markup:
    match block:
        case Line():
            return line(block, links)
        case Quote():
            row = Markup("<p>{}: {} {}</p>")
            return row.format(plain(heading(block)), plain(quoted(block)), links.marks(*block.cites))
        case Group():
            title = Markup("<p class=lead>{}</p>").format(plain(block.title)) if block.title else Markup("")
            return Markup('<div class="group">{}{}</div>').format(title, show_blocks(block.blocks, links))
        case Choice() | Pick():
            return Markup("")
        case _:
            assert_never(block)


def line(row: Line, links: Links) -> Markup:
    """Show a sentence with what it cites."""
    label = Markup("<b>{}</b> ").format(plain(row.label)) if row.label else Markup("")
    shown = Markup("").join(_part(part, links) for part in row.parts)
    cites = Markup(" {}").format(links.marks(*row.cites)) if row.cites else Markup("")
    return Markup("<p{}>{}{}{}</p>").format(Markup(' class="lead"') if row.lead else Markup(""), label, shown, cites)


def _part(part: Part, links: Links) -> Markup:
    match part:
        case str():
            # the spaces at its ends part it from what stands beside it
            return escape(_TURNS.sub("", re.sub(r"\s+", " ", part)))
        case Exact():
            return said(part.text)
        case Mark():
            return Markup(" {}").format(links.marks(*part.cites))
        case Id():
            return Markup(' <a class="id" href="#{0}">{0}</a>').format(part.id)
        case Day() | Window():
            return escaped(part.words())
        case Moment():
            return escaped(f"{part.at:%Y-%m-%d %H:%M} UTC")
        case Link():
            return web_link(part.url, part.label)
        case CommandName():
            return escaped(f"/{part.name}")
        case Place():
            return escaped(part.channel)
        case RoleName():
            return escaped(part.role)
        case Hit():
            return escaped(part.text)
        case _:
            assert_never(part)
