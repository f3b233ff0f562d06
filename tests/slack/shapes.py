"""The small questions that every check of a shape asks."""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

Json = dict[str, Any]


class Problem(NamedTuple):
    """What is wrong, and where, as a JSON pointer."""

    text: str
    at: str


def keys(value: Any, at: str, *names: str) -> Iterator[Problem]:
    """Ask for an object with these fields and no others; those that end in "?" may be missing."""
    if not isinstance(value, dict):
        yield Problem("must be an object", at)
        return
    known = {name.rstrip("?") for name in names}
    for name in value:
        if name not in known:
            yield Problem(f"invalid additional property: {name}", at)
    for name in names:
        if not name.endswith("?") and name not in value:
            yield Problem(f"missing required field: {name}", at)


def long(value: Json, name: str, most: int, at: str, *, least: int = 1) -> Iterator[Problem]:
    """Ask for a text of at most so many characters, where there is one."""
    if name not in value:
        return
    text = value[name]
    if not isinstance(text, str):
        yield Problem("must be a string", f"{at}/{name}")
    elif len(text) > most:
        yield Problem(f"must be less than {most + 1} characters", f"{at}/{name}")
    elif len(text) < least:
        yield Problem(f"must be more than {least - 1} characters", f"{at}/{name}")


def listed(value: Json, name: str, most: int, at: str, *, least: int = 1) -> Iterator[Problem]:
    """Ask for a list of at most so many."""
    found = value.get(name)
    if not isinstance(found, list):
        yield Problem("must be an array", f"{at}/{name}")
    elif len(found) > most:
        yield Problem(f"no more than {most} items allowed", f"{at}/{name}")
    elif len(found) < least:
        yield Problem(f"no fewer than {least} items allowed", f"{at}/{name}")


def one_of(value: Any, allowed: Collection[str], at: str) -> Iterator[Problem]:
    """Ask for one of several kinds."""
    kind = value.get("type") if isinstance(value, dict) else value
    if kind not in allowed:
        yield Problem(f"unsupported type: {kind}", f"{at}/type")
