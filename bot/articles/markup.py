"""The tags and words of a page, each with its place; in one pass, whatever the markup is like."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_LONGEST_TAG = 20_000
_NAME = re.compile(r"</?([a-zA-Z][\w:-]*)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")
_ATTRIBUTE = re.compile(r"""([\w:-]{1,60})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_SILENT = frozenset("script style noscript template svg math iframe object select textarea canvas head-script".split())


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a page: its name, whether it closes, and what it says."""

    name: str
    closes: bool
    source: str
    start: int

    def attributes(self) -> dict[str, str]:
        """Give what the tag says of itself."""
        return {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(self.source[:4000])}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words between two tags, and where they stand."""

    start: int
    end: int


def walk(page: str) -> Iterator[Tag | Piece]:
    """Give tags and words in their order; scripts, styles and comments are passed over."""
    at, length = 0, len(page)
    missing: set[str] = set()  # closing tags that do not come any more
    while at < length:
        opened = page.find("<", at)
        if opened < 0:
            yield Piece(at, length)
            return
        if opened > at:
            yield Piece(at, opened)
        at, tag = _tag(page, opened)
        if tag is None:
            continue
        yield tag
        if tag.name in _SILENT and not tag.closes and not tag.source.endswith("/>"):
            at = _behind(page, at, tag.name, missing)


def _tag(page: str, opened: int) -> tuple[int, Tag | None]:
    if page.startswith("<!--", opened):
        end = page.find("-->", opened)
        return (end + 3 if end >= 0 else len(page)), None
    name = _NAME.match(page, opened)
    if name is None:
        if page[opened + 1 : opened + 2] in ("!", "?"):
            end = page.find(">", opened)
            return (end + 1 if end >= 0 else len(page)), None
        return opened + 1, Tag("", False, "", opened)  # a "less than" sign in the words
    end = _tag_end(page, name.end())
    return end, Tag(name[1].lower(), page[opened + 1] == "/", page[opened:end], opened)


def _tag_end(page: str, at: int) -> int:
    """Find the end of a tag; a ">" between marks of an attribute does not end it."""
    limit = min(len(page), at + _LONGEST_TAG)
    end = page.find(">", at, limit)
    while end >= 0 and page.count('"', at, end) % 2:
        after = page.find('"', end, limit)
        if after < 0:
            break
        following = page.find(">", after, limit)
        if following < 0:
            break
        end = following
    return end + 1 if end >= 0 else limit


def _behind(page: str, at: int, name: str, missing: set[str]) -> int:
    """Pass over what a script or style holds."""
    if name in missing:
        return at
    closing = re.compile(rf"</{name}\b", re.IGNORECASE).search(page, at)
    if closing is None:
        missing.add(name)
        return len(page) if name in ("script", "style") else at
    end = page.find(">", closing.end())
    return end + 1 if end >= 0 else len(page)


def words_of(page: str, piece: Piece) -> Iterator[tuple[str, int]]:
    """Give each character of a piece with its place, entities resolved."""
    at = piece.start
    for entity in _ENTITY.finditer(page, piece.start, piece.end):
        yield from zip(page[at : entity.start()], range(at, entity.start()), strict=True)
        for character in unescape(entity[0]):
            yield character, entity.start()
        at = entity.end()
    yield from zip(page[at : piece.end], range(at, piece.end), strict=True)
