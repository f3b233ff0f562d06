"""What differs between two versions of an item, key by key; pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

ONLY_DAYS = "the days on which its sources were published"  # what changed where no key did
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Difference:
    """One key, named by the way to it, with its old and new value; None where there was nothing."""

    path: str
    old: Any
    new: Any


def differences(old: str | None, new: str | None) -> list[Difference]:
    """List what differs between an item's old and new JSON; nothing, where only days of publication moved."""
    return [Difference(*found) for found in _compare(json.loads(old or "{}"), json.loads(new or "{}"), "")]


def shown(value: Any) -> str:
    """Write a value as people read it: keys and texts without JSON's signs, cut where it is long."""
    text = _plain(value)
    return f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text


def _plain(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return "; ".join(f"{key}: {_plain(inner)}" for key, inner in value.items())
        case list():
            return ", ".join(_plain(inner) for inner in value)
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)


def _compare(old: Any, new: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from _compare(old.get(key), new.get(key), f"{path}.{key}" if path else key)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _compare_lists(old, new, path)
    else:
        yield path, old, new


def _compare_lists(old: list[Any], new: list[Any], path: str) -> Iterator[tuple[str, Any, Any]]:
    """Pair what is in one list only, so that an element put in front does not make all others look changed."""
    gone = [(place, value) for place, value in enumerate(old) if value not in new]
    come = [(place, value) for place, value in enumerate(new) if value not in old]
    if not (gone or come):
        yield path, old, new  # another order, or one more of the same
    for before, after in zip_longest(gone, come):
        place = (after or before or (0, None))[0]
        yield from _compare(before and before[1], after and after[1], f"{path}[{place}]")
