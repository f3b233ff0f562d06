"""Faults of a dossier file: what was found where, and what was expected instead."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

MOST_SHOWN = 200

Loc = tuple[str | int, ...]

_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file; `line` is 0 where the file as a whole is meant."""

    file: str
    line: int
    column: int
    path: str
    item: str
    found: str
    expected: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        """Say it in one line: place, path, what was found, what was expected."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        told = f"{place}: {self._named_path()}{self.found}"
        if self.expected:
            told += f"; expected {self.expected}"
        told += f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return " ".join(told.split("\n"))  # a file's name may have lines, too

    def _named_path(self) -> str:
        """Put the item's id behind its position: "statements[3] (S12).speaker: "."""
        if not self.path:
            return ""
        if not self.item:
            return f"{self.path}: "
        first, bracket, rest = self.path.partition("]")
        return f"{first}{bracket} ({self.item}){rest}: "


class IntakeError(Exception):
    """A dossier file cannot be taken: its `faults`, sorted by place, and how many `more` are not listed."""

    def __init__(self, faults: Sequence[Fault], *, more: int = 0) -> None:
        super().__init__(faults_text(faults, more))
        self.faults = tuple(faults)
        self.more = more


def faults_report(error: IntakeError) -> str:
    """Word all faults for a terminal: a heading, then one line each."""
    count = len(error.faults) + error.more
    if count == 1:
        return str(error)
    name = " ".join(error.faults[0].file.split("\n"))
    return f"{name} has {count:,} faults:\n{error}"


def faults_text(faults: Iterable[Fault], more: int) -> str:
    """Put each fault on a line of its own, and how many are left out."""
    lines = [str(fault) for fault in faults]
    return "\n".join([*lines, f"and {more:,} more"] if more else lines)


def whole_file(name: str, found: str, *, expected: str = "", nearest: str = "") -> IntakeError:
    """Refuse a file as a whole, for one reason."""
    return IntakeError([Fault(name, 0, 0, "", "", found, expected, nearest)])


@dataclass(frozen=True, slots=True)
class Draft:
    """A fault before its place is looked up; `loc` leads to the wrong value (or, `at_key`, key).

    `offset` is set where the place is known already. `near` gives the candidates for a suggestion to `guess`.
    The line of `also` is put behind what was found.
    """

    loc: Loc
    found: str
    expected: str = ""
    offset: int | None = None
    at_key: bool = False
    guess: str = ""
    near: Callable[[], Iterable[str]] = tuple
    also: Loc = ()


def shown(text: str) -> str:
    """Quote a text for a message: short, and with every unprintable character escaped."""
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…")


def encodable(text: str) -> str:
    """Escape the half characters that a terminal or a file cannot take."""
    return text.encode("utf-8", "backslashreplace").decode()


def path_of(loc: Loc) -> str:
    """Write a location as a path: "statements[3].speaker"."""
    path = ""
    for step in loc:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            key = step if re.fullmatch(r"[\w-]{1,60}", step) else shown(step)
            path += f".{key}" if path else key
    return path


class Lines:
    """Turns offsets in a text into lines and columns, both counted from 1."""

    def __init__(self, text: str) -> None:
        """Find the line breaks once."""
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Give the line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
