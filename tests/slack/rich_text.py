"""What a rich_text block may hold."""

from collections.abc import Callable, Iterator
from typing import Any

from .shapes import Json, Problem, keys, listed, long, one_of

_PARTS = ("rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_list")
_STYLES = ("bold?", "italic?", "strike?", "code?", "underline?")


def check_rich_text(block: Json, at: str) -> Iterator[Problem]:
    """Check a whole block."""
    yield from keys(block, at, "type", "elements", "block_id?")
    yield from listed(block, "elements", 1000, at)
    for number, part in enumerate(block.get("elements", ())):
        yield from _part(part, f"{at}/elements/{number}", _PARTS)


def _part(part: Any, at: str, allowed: tuple[str, ...]) -> Iterator[Problem]:
    if not isinstance(part, dict) or part.get("type") not in allowed:
        yield from one_of(part, allowed, at)
        return
    if part["type"] == "rich_text_list":
        yield from keys(part, at, "type", "style", "elements", "indent?", "offset?", "border?")
        if part.get("style") not in ("bullet", "ordered"):
            yield Problem("value must be one of: bullet, ordered", f"{at}/style")
        if not 0 <= int(part.get("indent", 0)) <= 8:
            yield Problem("must be between 0 and 8", f"{at}/indent")
        for number, one in enumerate(part.get("elements", ())):
            yield from _part(one, f"{at}/elements/{number}", ("rich_text_section",))
        return
    yield from keys(part, at, "type", "elements", "border?")
    yield from listed(part, "elements", 1000, at)
    for number, one in enumerate(part.get("elements", ())):
        yield from _leaf(one, f"{at}/elements/{number}")


def _leaf(leaf: Any, at: str) -> Iterator[Problem]:
    check = _LEAVES.get(leaf.get("type")) if isinstance(leaf, dict) else None
    if check is None:
        yield from one_of(leaf, list(_LEAVES), at)
        return
    yield from check(leaf, at)
    if "style" in leaf:
        yield from keys(leaf["style"], f"{at}/style", *_STYLES)


def _text(leaf: Json, at: str) -> Iterator[Problem]:
    yield from keys(leaf, at, "type", "text", "style?")
    yield from long(leaf, "text", 3000, at)


def _link(leaf: Json, at: str) -> Iterator[Problem]:
    yield from keys(leaf, at, "type", "url", "text?", "unsafe?", "style?")
    yield from long(leaf, "url", 3000, at)
    if not str(leaf.get("url", "")).startswith(("http://", "https://", "mailto:")):
        yield Problem("must be a valid url", f"{at}/url")


def _date(leaf: Json, at: str) -> Iterator[Problem]:
    yield from keys(leaf, at, "type", "timestamp", "format", "fallback?", "url?", "timezone?", "style?")
    if not isinstance(leaf.get("timestamp"), int):
        yield Problem("must be an integer", f"{at}/timestamp")


def _named(name: str) -> Callable[[Json, str], Iterator[Problem]]:
    def check(leaf: Json, at: str) -> Iterator[Problem]:
        yield from keys(leaf, at, "type", name, "style?")
        yield from long(leaf, name, 255, at)

    return check


_LEAVES: dict[Any, Callable[[Json, str], Iterator[Problem]]] = {
    "text": _text,
    "link": _link,
    "date": _date,
    "user": _named("user_id"),
    "channel": _named("channel_id"),
    "usergroup": _named("usergroup_id"),
    "broadcast": _named("range"),
    "emoji": _named("name"),
}
