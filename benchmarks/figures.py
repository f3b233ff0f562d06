"""Figures in a table, and whether each keeps its bar."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Figures:
    """A table: its title, the names of its columns, its rows and remarks below."""

    title: str
    columns: Sequence[str]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def row(self, name: str, *values: float | str | None, met: bool | None = None) -> None:
        """Add a row; the last two values are what was measured and the most that it may be.

        Where the bar is of another kind, `met` says what came of it.
        """
        *_, measured, bar = values
        if isinstance(measured, float) and isinstance(bar, float):
            met = measured <= bar
        if met is False:
            self.missed.append(f"{name}: {_shown(measured)}, and the bar is {_shown(bar)}")
        said = {None: "", True: "met", False: "MISSED"}[met]
        self.rows.append((name, *(_shown(value) for value in values), said))

    def note(self, text: str) -> None:
        """Add a remark."""
        self.notes.append(text)

    def __str__(self) -> str:
        head = (self.title, *self.columns, "")
        widths = [max(len(row[at]) for row in (head, *self.rows)) for at in range(len(head))]
        lines = [
            "  ".join(text.ljust(width) if at == 0 else text.rjust(width) for at, (text, width) in enumerate(cells))
            for cells in (list(zip(row, widths, strict=True)) for row in (head, *self.rows))
        ]
        return "\n".join(
            [
                *(line.rstrip() for line in lines),
                *(f"  {note}" for note in self.notes),
                *(f"  MISSED {one}" for one in self.missed),
            ]
        )


def _shown(value: float | str | None) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value:.3f}" if value < 1 else f"{value:.2f}"


def percentile(seconds: Sequence[float], part: float) -> float:
    """Give the value that this part of all does not exceed, in milliseconds."""
    return sorted(seconds)[min(int(len(seconds) * part), len(seconds) - 1)] * 1e3


def compiled() -> dict[str, str]:
    """Give an environment in which Python keeps what it has compiled, as it does where a program is installed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
