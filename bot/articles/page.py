"""A page -> the text of its article, with the place of each character in the page, and what it says of itself."""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.articles.file_text import UnreadableError
from bot.articles.markup import Piece, Tag, walk, words_of
from bot.articles.records import Span

_BLOCKS = frozenset(
    "p div section article main header footer nav aside ul ol li table tr td th tbody thead h1 h2 h3 h4 h5 "
    "h6 blockquote pre figure figcaption form fieldset hr body html dl dt dd address details summary center".split()
)
_VOID = frozenset("br hr img input meta link source area base col embed param track wbr".split())
_ASIDE_TAGS = frozenset("nav header footer aside figcaption form button figure label menu dialog".split())
_ASIDE_WORDS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|footer|sidebar|related|share|sharing|social|comments?|promo|newsletter|cookies?|"
    r"captions?|image-?caption|adverts?|ads?|ad-slot|breadcrumbs?|tags?|toolbar|subscribe|signup|popup|modal|recommended|"
    r"trending|most-?(?:read|popular)|credit|copyright|byline|masthead|pagination|widget|outbrain|taboola|skip|banner|"
    r"read-?more|see-?also|teaser|more-on|author-bio|disclaimer|photo|gallery|meta)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAIN = re.compile(
    r"article-?body|story-?body|entry-content|post-content|article-?text|articlebody|story-?content", re.IGNORECASE
)
_DEEPEST = 250
_MOST_TAGS = 100_000
_MOST_CHARACTERS = 1_500_000  # of words, menus and comments of readers with them
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LD = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"(\d{4}-\d\d-\d\d)')


@dataclass(slots=True)
class _Element:
    name: str
    number: int
    parent: "_Element | None"
    is_aside: bool
    is_main: bool
    is_link: bool
    score: float = 0.0


@dataclass(slots=True)
class _Block:
    element: _Element
    characters: list[str] = field(default_factory=list)
    places: "array[int]" = field(default_factory=lambda: array("l"))
    linked: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page's article; `places` are where its characters stand in the page."""

    text: str
    places: "array[int]"
    title: str = ""
    published: str = ""
    outlet: str = ""
    link: str = ""

    def span(self, span: Span) -> Span:
        """Turn a span of the text into one of the page."""
        start, end = span
        return self.places[start], self.places[max(start, end - 1)] + 1


def read_page(source: str) -> Page:
    """Find the article of a page."""
    blocks, about = _blocks(source)
    kept = _article(blocks)
    characters: list[str] = []
    places: array[int] = array("l")
    for block in kept:
        if characters:
            characters.append("\n\n")
            places.extend((block.places[0], block.places[0]))
        characters += block.characters
        places.extend(block.places)
    return Page("".join(characters), places, **about)


def _blocks(source: str) -> tuple[list[_Block], dict[str, str]]:
    """Part a page into its blocks of words."""
    root = _Element("", 0, None, False, False, False)
    stack = [root]
    blocks = [_Block(root)]
    about: dict[str, str] = {}
    number = tags = characters = 0
    for part in walk(source):
        if isinstance(part, Piece):
            characters += _add(source, part, stack[-1], blocks)
            continue
        tags += 1
        if tags > _MOST_TAGS or characters > _MOST_CHARACTERS:
            raise UnreadableError(f"This page has more than {_MOST_TAGS:,} tags or {_MOST_CHARACTERS:,} characters.")
        _note(part, source, about)
        if part.name == "br":
            _break_line(blocks, part.start)
        if part.name in _BLOCKS and blocks[-1].characters:
            blocks.append(_Block(stack[-1]))
        if part.closes:
            _close(stack, part.name)
        elif part.name and part.name not in _VOID and len(stack) < _DEEPEST and not part.source.endswith("/>"):
            number += 1
            stack.append(_element(part, number, stack))
        if part.name in _BLOCKS:
            blocks[-1].element = stack[-1]
    if "published" not in about and (found := _LD.search(source)):
        about["published"] = found[1]
    return [_trimmed(block) for block in blocks if any(not one.isspace() for one in block.characters)], about


def _element(tag: Tag, number: int, stack: list[_Element]) -> _Element:
    parent = stack[-1]
    if tag.name in ("p", "li") and parent.name == tag.name and len(stack) > 1:
        stack.pop()  # a paragraph ends where the next one begins
        parent = stack[-1]
    called = ""
    if len(tag.source) > len(tag.name) + 2:
        said = tag.attributes()
        called = _CAMEL.sub("-", " ".join((said.get("class", ""), said.get("id", ""), said.get("role", ""))))[:400]
        is_main = said.get("itemprop") == "articleBody" or bool(_MAIN.search(called))
    else:
        is_main = False
    aside = (
        parent.is_aside
        or tag.name in _ASIDE_TAGS
        or bool(
            called
            and not is_main
            and tag.name not in ("body", "html", "article", "main")
            and _ASIDE_WORDS.search(called)
        )
    )
    return _Element(
        tag.name, number, parent, aside, is_main or tag.name in ("article", "main"), parent.is_link or tag.name == "a"
    )


def _close(stack: list[_Element], name: str) -> None:
    for depth in range(1, min(len(stack), 40)):
        if stack[-depth].name == name:
            del stack[-depth:]
            return


def _add(source: str, piece: Piece, element: _Element, blocks: list[_Block]) -> int:
    """Add words to the last block; gives how many characters they have."""
    if element.name in ("title", "option"):
        return 0
    block = blocks[-1]
    if not block.characters:
        block.element = element
    space = not block.characters or block.characters[-1] in " \n"
    for character, place in words_of(source, piece):
        if space and character.isspace():
            continue
        space = character.isspace()
        block.characters.append(" " if space else character)
        block.places.append(place)
        block.linked += element.is_link
    return piece.end - piece.start


def _break_line(blocks: list[_Block], place: int) -> None:
    """End the line; two in a row part paragraphs."""
    block = blocks[-1]
    if block.characters:
        block.characters.append("\n")
        block.places.append(place)


def _trimmed(block: _Block) -> _Block:
    first, last = 0, len(block.characters)
    while block.characters[first].isspace():
        first += 1
    while block.characters[last - 1].isspace():
        last -= 1
    block.characters, block.places = block.characters[first:last], block.places[first:last]
    return block


def _article(blocks: list[_Block]) -> list[_Block]:
    """Choose the blocks of the article: inside the element that holds most of its prose, no menus and captions."""
    prose = [block for block in blocks if _is_prose(block)]
    if not prose:
        prose = [block for block in blocks if len(block.characters) > 30 and block.linked < len(block.characters) / 2]
        return prose
    for block in prose:
        weight, holder = float(len(block.characters)), block.element
        if holder.name in ("p", "blockquote", "li", "span", "pre", "strong", "em", "b", "i") and holder.parent:
            holder = holder.parent
        for share in (1.0, 0.5, 0.25):
            holder.score += weight * share
            if holder.parent is None:
                break
            holder = holder.parent
    best = _best(prose)
    kept = [block for block in blocks if _within(block.element, best) and _belongs(block)]
    return (
        kept if sum(len(one.characters) for one in kept) >= 0.3 * sum(len(one.characters) for one in prose) else prose
    )


def _best(prose: list[_Block]) -> _Element:
    total = sum(len(block.characters) for block in prose)
    mains: dict[int, tuple[_Element, int]] = {}
    scored: dict[int, _Element] = {}
    for block in prose:
        for element in _ancestors(block.element):
            scored[element.number] = element
            if element.is_main:
                mains[element.number] = (element, mains.get(element.number, (element, 0))[1] + len(block.characters))
    fitting = [(held, element) for element, held in mains.values() if held >= 0.5 * total]
    if fitting:
        return max(fitting, key=lambda one: one[1].number)[1]
    return max(scored.values(), key=lambda one: one.score)


def _ancestors(element: _Element) -> Iterator[_Element]:
    at: _Element | None = element
    while at is not None:
        yield at
        at = at.parent


def _within(element: _Element, best: _Element) -> bool:
    return any(one is best for one in _ancestors(element))


def _is_prose(block: _Block) -> bool:
    length = len(block.characters)
    return (
        not block.element.is_aside and length > 40 and block.linked < 0.5 * length and block.characters.count(" ") > 5
    )


def _belongs(block: _Block) -> bool:
    """Leave out menus, captions and rows of links inside the article's element; short lines of prose stay."""
    return not block.element.is_aside and block.linked < 0.6 * len(block.characters)


def _note(tag: Tag, source: str, about: dict[str, str]) -> None:
    """Keep what a page says of its title, day, outlet and address."""
    match tag.name:
        case "title" if not tag.closes and "title" not in about:
            end = source.find("<", tag.start + len(tag.source))
            about["title"] = " ".join(source[tag.start + len(tag.source) : end if end >= 0 else None][:300].split())
        case "meta":
            said = tag.attributes()
            _note_meta(
                said.get("property") or said.get("name") or said.get("itemprop") or "", said.get("content", ""), about
            )
        case "link":
            said = tag.attributes()
            if said.get("rel") == "canonical":
                about["link"] = said.get("href", "")[:500]
        case "time":
            day = _DAY.match(tag.attributes().get("datetime", ""))
            if day:
                about.setdefault("published", day[0])


def _note_meta(name: str, content: str, about: dict[str, str]) -> None:
    match name.lower():
        case "og:title":
            about["title"] = content[:300]
        case "og:site_name" | "application-name":
            about.setdefault("outlet", content[:100])
        case "og:url":
            about.setdefault("link", content[:500])
        case (
            "article:published_time"
            | "datepublished"
            | "date"
            | "dc.date"
            | "pubdate"
            | "dc.date.issued"
            | "parsely-pub-date"
        ):
            if day := _DAY.match(content):
                about["published"] = day[0]
