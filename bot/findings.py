"""What `doctor` has seen of one thing: in order, a note or a fault, with the cure."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "note", "fault"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found; a note stops nothing, a fault must be mended."""

    state: State
    about: str
    found: str
    cure: str = ""

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.state:<6}{self.about:<11}{self.found}{f'. {self.cure}' if self.cure else ''}"
