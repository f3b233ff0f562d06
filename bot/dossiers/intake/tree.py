"""A file as a tree of mappings, lists and text, each of which knows where it stands in the file."""

from array import array
from typing import Any

from bot.dossiers.intake.faults import Draft, Loc, shown

DEEPEST = 20


class _Dropped(str):
    """A key whose value is read but not kept: a second one of the same name, a merge key, an alias."""

    __slots__ = ()


class Mapping(dict[str, Any]):
    """A mapping with the offset of every key and every value, in turns."""

    __slots__ = ("offsets", "start")

    def __init__(self, start: int) -> None:
        """Begin an empty mapping that starts at an offset."""
        super().__init__()
        self.start = start
        self.offsets = array("L")


class Items(list[Any]):
    """A list with the offset of every item."""

    __slots__ = ("offsets", "start")

    def __init__(self, start: int) -> None:
        """Begin an empty list that starts at an offset."""
        super().__init__()
        self.start = start
        self.offsets = array("L")


class Unreadable(Exception):
    """Reading cannot go on behind this fault."""

    def __init__(self, fault: Draft) -> None:
        super().__init__(fault.found)
        self.fault = fault


class Builder:
    """Builds the tree from what a reader meets, piece by piece, and notes what is wrong with it."""

    def __init__(self) -> None:
        """Begin without a root."""
        self.root: Any = None
        self.faults: list[Draft] = []
        self._open: list[Mapping | Items] = []
        self._keys: list[str | None] = []

    @property
    def wants_key(self) -> bool:
        """Tell whether the next piece is the key of a mapping."""
        return bool(self._open) and self._keys[-1] is None and isinstance(self._open[-1], Mapping)

    @property
    def at_root(self) -> bool:
        """Tell whether the next piece is the whole."""
        return not self._open

    def here(self) -> Loc:
        """Give the way to the value that comes next."""
        steps: list[str | int] = []
        for container, key in zip(self._open, self._keys, strict=True):
            if isinstance(container, Items):
                steps.append(max(len(container) - (container is not self._open[-1]), 0))
            elif key:
                steps.append(key)
        return tuple(steps)

    def fault(self, found: str, expected: str, offset: int) -> None:
        """Note a fault at the value that comes next."""
        self.faults.append(Draft(self.here(), found, expected, offset=offset))

    def key(self, key: str, offset: int) -> None:
        """Take a mapping's key."""
        mapping = self._open[-1]
        if isinstance(mapping, Mapping) and key not in mapping:
            mapping.offsets.append(offset)
            self._keys[-1] = key
            return
        self.fault(f"the key {shown(key)} stands here twice", "each key once", offset)
        self.drop_key(key)

    def drop_key(self, key: str = "") -> None:
        """Take a key whose value is not to be kept."""
        self._keys[-1] = _Dropped(key)

    def value(self, value: Any, offset: int) -> None:
        """Take a value that is complete: text, or None in the place of one that was refused."""
        self._attach(value, offset)
        self._used()

    def open(self, container: Mapping | Items) -> None:
        """Begin a mapping or a list."""
        if len(self._open) >= DEEPEST:
            found = f"nested more than {DEEPEST} deep"
            raise Unreadable(Draft((), found, "a dossier's shape", offset=container.start))
        if self.wants_key:
            raise Unreadable(Draft(self.here(), "a list or mapping as a key", "text", offset=container.start))
        self._attach(container, container.start)
        self._open.append(container)
        self._keys.append(None)

    def close(self) -> None:
        """End the innermost mapping or list."""
        self._open.pop()
        self._keys.pop()
        self._used()

    def _attach(self, value: Any, offset: int) -> None:
        if not self._open:
            self.root = value
            return
        container, key = self._open[-1], self._keys[-1]
        if isinstance(container, Items):
            container.append(value)
        elif isinstance(key, _Dropped):
            return
        elif key is not None:
            container[key] = value
        container.offsets.append(offset)

    def _used(self) -> None:
        if self._keys:
            self._keys[-1] = None


class Finder:
    """Finds where locations of a tree stand, as far as the tree goes."""

    def __init__(self, tree: Any) -> None:
        """Look nothing up yet."""
        self._tree = tree
        self._entries: dict[int, dict[str, int]] = {}

    def offset(self, loc: Loc, *, at_key: bool = False) -> int:
        """Give the offset of the value at a location, or of its key."""
        tree = self._tree
        offset = getattr(tree, "start", 0)
        for position, step in enumerate(loc):
            if isinstance(tree, Mapping) and isinstance(step, str) and step in tree:
                entry = 2 * self._entry(tree, step)
                offset = tree.offsets[entry if at_key and position == len(loc) - 1 else entry + 1]
                tree = tree[step]
            elif isinstance(tree, Items) and isinstance(step, int) and step < len(tree):
                offset, tree = tree.offsets[step], tree[step]
            else:
                break
        return offset

    def _entry(self, mapping: Mapping, key: str) -> int:
        # kept, because a hostile mapping can have a million wrong keys
        if id(mapping) not in self._entries:
            self._entries[id(mapping)] = {name: entry for entry, name in enumerate(mapping)}
        return self._entries[id(mapping)][key]
