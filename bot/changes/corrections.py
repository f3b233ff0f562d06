"""What of an item was corrected, as against what was added to it; pure."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from bot.phrasing.differences import Difference, differences
from db.model.codec import encode
from db.model.records import Item

# what may be told of a part later by others, too, without the part being another
_TELLING = ("source", "sources", "text")


def corrected(before: Item, after: Item) -> tuple[Item, list[Difference]]:
    """Give the earlier version with all corrections made and nothing added, and the corrections.

    What only more sources tell now is neither.
    """
    same = _told_by_more(before, after)
    mended = _mended(same, after)
    return mended, differences(encode(same), encode(mended))


def additions(mended: Item, after: Item) -> list[Difference]:
    """List what was added to an item whose corrections have been made."""
    return differences(encode(mended), encode(after))


def _mended(before: Any, after: Any) -> Any:
    changes = {name: _field(old, new) for name, old, new in _both(before, after) if old != new}
    return replace(before, **changes) if changes else before


def _field(old: Any, new: Any) -> Any:
    if isinstance(old, tuple) and isinstance(new, tuple):
        return tuple(_list(old, new))
    return new if old else old


def _list(old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Any]:
    """Give the new list without what has no counterpart in the old one."""
    gone = [part for part in old if part not in new]
    for part in new:
        if part in old:
            yield part
            continue
        counterpart = next((one for one in gone if _answers(one, part)), None)
        if counterpart is not None:
            gone.remove(counterpart)
            yield _mended(counterpart, part) if _has_lists(part) else part


def _answers(old: Any, new: Any) -> bool:
    """Tell whether a part stands for another: told by the same source, or the same words by others."""
    if type(old) is not type(new) or not is_dataclass(old):
        return False
    return any(hasattr(old, name) and getattr(old, name) == getattr(new, name) for name in _TELLING)


def _has_lists(part: Any) -> bool:
    return any(isinstance(getattr(part, one.name), tuple) and one.name != "sources" for one in fields(part)) and any(
        is_dataclass(inner) for one in fields(part) for inner in _tuple(getattr(part, one.name))
    )


def _tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def _told_by_more(before: Any, after: Any) -> Any:
    """Give the earlier version with the sources that it has now, wherever nothing else differs."""
    changes: dict[str, Any] = {}
    for name, old, new in _both(before, after):
        if isinstance(old, tuple) and isinstance(new, tuple):
            changes[name] = tuple(next((one for one in new if _bare(one) == _bare(part)), part) for part in old)
        elif is_dataclass(old) and is_dataclass(new) and _bare(old) == _bare(new):
            changes[name] = new
    return replace(before, **changes)


def _bare(part: Any) -> Any:
    return replace(part, sources=()) if is_dataclass(part) and hasattr(part, "sources") else part  # type: ignore[type-var]


def _both(before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    for field in fields(after):
        yield field.name, getattr(before, field.name), getattr(after, field.name)
