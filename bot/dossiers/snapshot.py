"""A sealed snapshot: a dossier with what a desk has made of it, each part with its checksum; pure."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

_FORMAT = "backchannel snapshot 1"
_PARTS = ("dossier", "own", "changes", "outcomes", "leads", "mutes", "merges")
_LATER = (
    "leads",
    "mutes",
    "merges",
)  # an earlier version's snapshot has none; one that has none is written as it wrote it


class SealError(ValueError):
    """A text is no snapshot, or not as it was sealed; the message says which part."""


@dataclass(frozen=True)
class Snapshot:
    """The file's dossier, the desk's own items (kind, record), and what else it keeps over the file, as JSON values."""

    dossier: dict[str, Any]
    own: list[tuple[str, str]]
    changes: list[dict[str, Any]]
    outcomes: list[dict[str, Any]]
    leads: list[dict[str, Any]] = field(default_factory=list)
    mutes: list[dict[str, Any]] = field(default_factory=list)
    merges: list[dict[str, Any]] = field(default_factory=list)

    @property
    def parts(self) -> dict[str, Any]:
        """What is sealed, by name."""
        parts = {part: getattr(self, part) for part in _PARTS}
        return {part: value for part, value in parts.items() if value or part not in _LATER}

    @property
    def seal(self) -> str:
        """The checksum of the whole."""
        return _digest(self.checksums)

    @cached_property
    def checksums(self) -> dict[str, str]:
        """The checksum of each part, worked out once: a large one takes a tenth of a second."""
        return {part: _digest(value) for part, value in self.parts.items()}


def sealed(snapshot: Snapshot) -> str:
    """Write a snapshot with its checksums."""
    whole = {"snapshot": _FORMAT, "seal": snapshot.seal, "checksums": snapshot.checksums} | snapshot.parts
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def is_sealed(text: str) -> bool:
    """Tell whether a text claims to be a snapshot."""
    return re.match(r'\s*\{\s*"snapshot"\s*:', text) is not None


def unsealed(text: str) -> Snapshot:
    """Read a snapshot back; raises SealError unless every part is as it was sealed."""
    try:
        whole = json.loads(text)
        checksums = whole["checksums"]
        snapshot = Snapshot(**{part: whole[part] for part in _PARTS if part in whole or part not in _LATER})
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SealError("The file is no snapshot of Backchannel's, or cut off.") from error
    changed = [part for part in _PARTS if checksums.get(part) != snapshot.checksums.get(part)]
    if changed:
        raise SealError(
            f"The snapshot was changed after it was sealed: {', '.join(changed)} does not match its checksum."
        )
    if whole.get("snapshot") != _FORMAT or whole.get("seal") != snapshot.seal:
        raise SealError("The snapshot's seal does not match its parts.")
    return snapshot


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
