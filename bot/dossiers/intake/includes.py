"""Several files of one dossier read as one: which may be included, and which line of which file an offset is."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from bot.dossiers.intake.faults import Draft, IntakeError, Lines, Loc, shown, whole_file
from bot.dossiers.intake.json_tree import read_json
from bot.dossiers.intake.open_file import SUFFIXES, read_content
from bot.dossiers.intake.plain_text import MOST_BYTES, UNPRINTABLE, decode, too_large, unprintable
from bot.dossiers.intake.tree import Items, Mapping
from bot.dossiers.intake.yaml_tree import read_yaml
from db.model.records import SECTIONS

INCLUDE = "include"
_MOST_PARTS = 200
_A_LIST = "a list of files in this folder or below it"


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its name, where its text begins in the whole, and at which position its items begin by section."""

    name: str
    start: int
    lines: Lines
    starts: dict[str, int] = field(default_factory=dict)


class Whole:
    """All files of a dossier, one behind the other, so that an offset tells the file."""

    def __init__(self) -> None:
        """Begin without a file."""
        self.parts: list[Part] = []
        self._length = 0
        self._bytes = 0

    def read(self, content: bytes, name: str) -> tuple[Any, list[Draft]]:
        """Read one more file; give its tree and what is wrong with its form, with their offsets in the whole."""
        self._bytes += len(content)
        if self._bytes > MOST_BYTES:
            raise too_large(name)
        text = decode(content, name=name)
        faults = unprintable(text, name=name)
        text = UNPRINTABLE.sub(" ", text) if faults else text
        tree, wrong = (read_json if name.lower().endswith(".json") else read_yaml)(text)
        start, self._length = self._length, self._length + len(text) + 1
        self.parts.append(Part(name, start, Lines(text)))
        _shift(tree, start)
        return tree, [replace(one, offset=(one.offset or 0) + start) for one in (*faults, *wrong)]

    def place(self, offset: int) -> tuple[str, int, int]:
        """Give the file, line and column of an offset."""
        part = self.parts[bisect_right([one.start for one in self.parts], offset) - 1]
        return part.name, *part.lines.place(offset - part.start)

    def own(self, loc: Loc) -> Loc:
        """Count an item's position in its own file."""
        if len(loc) < 2 or not isinstance(loc[0], str) or not isinstance(loc[1], int):
            return loc
        begins = [one.starts[loc[0]] for one in self.parts if loc[0] in one.starts]
        first = max((begin for begin in begins if begin <= loc[1]), default=0)
        return (loc[0], loc[1] - first, *loc[2:])


def read_whole(content: bytes, *, name: str, folder: Path | None) -> tuple[Any, list[Draft], Whole]:
    """Read a dossier's file and those it includes from its folder; without a folder it can't include any."""
    whole = Whole()
    tree, faults = whole.read(content, name)
    if isinstance(tree, Mapping) and INCLUDE in tree:
        faults += _include(tree, whole, name, folder)
    return tree, faults, whole


def _include(tree: Mapping, whole: Whole, name: str, folder: Path | None) -> list[Draft]:
    listed, offset = _taken(tree)
    if folder is None:
        return [Draft((), "other files can't be included here", "one file that holds all", offset=offset)]
    if not isinstance(listed, Items):
        return [Draft((), f"{INCLUDE} is no list", _A_LIST, offset=offset)]
    faults: list[Draft] = []
    seen: set[Path] = {(folder / Path(name).name).resolve()}
    for place, entry in zip(listed.offsets, listed, strict=True):
        found = _file(entry, folder, seen, many=len(seen) > _MOST_PARTS)
        if isinstance(found, Path):
            faults += _read_part(tree, whole, str(Path(name).parent / str(entry)), found, place)
        else:
            faults.append(replace(found, offset=place))
    return faults


def _taken(tree: Mapping) -> tuple[Any, int]:
    """Take the list of files out of the tree, with the places of its key and value."""
    entry = 2 * list(tree).index(INCLUDE)
    offset = tree.offsets[entry + 1]
    del tree.offsets[entry : entry + 2]
    return tree.pop(INCLUDE), offset


def _file(entry: Any, folder: Path, seen: set[Path], *, many: bool) -> Path | Draft:
    """Find an included file, or say why it is none."""
    if not isinstance(entry, str) or not entry:
        return Draft((), "no file's name", _A_LIST)
    if many:
        return Draft((), f"more than {_MOST_PARTS} files", "fewer, larger ones")
    way = PurePosixPath(entry)
    if way.is_absolute() or ".." in way.parts or "\\" in entry or ":" in entry or "\0" in entry:
        return Draft((), f"{shown(entry)} leads out of the dossier's folder", _A_LIST)
    if not entry.lower().endswith(SUFFIXES):
        return Draft((), f"{shown(entry)} tells no format", f"a name in {', '.join(SUFFIXES)}")
    try:
        found = (folder / way).resolve(strict=True)
    except (OSError, RuntimeError):
        return Draft((), f"there is no file {shown(entry)}", _A_LIST)
    if not found.is_relative_to(folder.resolve()):
        return Draft((), f"{shown(entry)} is a link that leads out of the dossier's folder", _A_LIST)
    if found in seen:
        return Draft((), f"{shown(entry)} stands here twice, or is this file", "each file once")
    seen.add(found)
    return found


def _read_part(tree: Mapping, whole: Whole, name: str, path: Path, place: int) -> Iterator[Draft]:
    try:
        content = read_content(path)
    except IntakeError as error:
        yield Draft((), f"{shown(name)}: {error.faults[0].found}", offset=place)
        return
    part, faults = whole.read(content, name)
    first = {section: len(items) for section in SECTIONS if isinstance(items := tree.get(section, ()), list | tuple)}
    yield from (replace(fault, loc=_moved(fault.loc, first)) for fault in faults)
    if isinstance(part, Mapping):
        yield from _join(tree, part, whole.parts[-1])
    elif part is not None or not faults:
        raise whole_file(name, "holds no sections", expected=f"a mapping with some of: {', '.join(SECTIONS)}")


def _join(tree: Mapping, part: Mapping, read: Part) -> Iterator[Draft]:
    """Put a part's items behind those that are there."""
    for number, (key, items) in enumerate(part.items()):
        at_key, at_value = part.offsets[2 * number], part.offsets[2 * number + 1]
        if key not in SECTIONS:
            expected = f"only sections in an included file: {', '.join(SECTIONS)}"
            yield Draft((), f"the key {shown(key)}", expected, offset=at_key)
        elif not isinstance(items, Items):
            yield Draft((key,), "no list", "a list", offset=at_value)
        elif key not in tree:
            read.starts[key] = 0
            tree[key] = items
            tree.offsets.extend((at_key, at_value))
        elif isinstance(tree[key], Items):
            read.starts[key] = len(tree[key])
            tree[key].extend(items)
            tree[key].offsets.extend(items.offsets)


def _moved(loc: Loc, first: dict[str, int]) -> Loc:
    if len(loc) > 1 and isinstance(loc[0], str) and isinstance(loc[1], int):
        return (loc[0], loc[1] + first.get(loc[0], 0), *loc[2:])
    return loc


def _shift(tree: Any, start: int) -> None:
    """Count all offsets of a tree from the whole's beginning."""
    if not start or not isinstance(tree, Mapping | Items):
        return
    tree.start += start
    for number, offset in enumerate(tree.offsets):
        tree.offsets[number] = offset + start
    for value in tree.values() if isinstance(tree, Mapping) else tree:
        _shift(value, start)
