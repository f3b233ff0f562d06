"""What a load did, in words: what was added, changed (old -> new) and removed."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.answers.words import natural
from db.dossiers import Change, Loaded
from db.records import Dossier

_MOST_ADDED = 20


def loaded_report(loaded: Loaded, dossier: Dossier) -> str:
    """Say what a load changed, and which items stay as a desk has them."""
    title = f"{dossier.title} ({loaded.dossier}), revision {loaded.revision}"
    if not loaded.changes:
        return f"{title}: nothing has changed."
    counted = Counter(change.action for change in loaded.changes)
    said = ", ".join(f"{counted[action]} {action}" for action in ("added", "changed", "removed") if counted[action])
    return "\n".join([f"{title}: {said}.", *_lines(loaded)])


def _lines(loaded: Loaded) -> Iterator[str]:
    changes = sorted(loaded.changes, key=lambda change: (change.kind, natural(change.id)))
    yield from _added([change for change in changes if change.action == "added"])
    for change in changes:
        if change.action == "removed":
            yield f"  removed {change.kind} {change.id}"
        if change.action == "changed":
            yield from (f"  changed {change.kind} {change.id}: {words}" for words in differences(change))
    for item, desk in loaded.kept:
        yield f"  kept {item}: desk {desk} has changed it itself, so its own version stays there"


def _added(changes: list[Change]) -> Iterator[str]:
    if len(changes) <= _MOST_ADDED:
        yield from (f"  added {change.kind} {change.id}" for change in changes)
        return
    by_kind: dict[str, list[str]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, []).append(change.id)
    for kind, ids in by_kind.items():
        yield f"  added {len(ids)} × {kind}: {ids[0]}" + (f" … {ids[-1]}" if len(ids) > 1 else "")


def differences(change: Change) -> list[str]:
    """List what differs between an item's old and new text, each as "key: old -> new"."""
    old, new = json.loads(change.old or "{}"), json.loads(change.new or "{}")
    found = [f"{path}: {_short(before)} -> {_short(after)}" for path, before, after in _compare(old, new, "")]
    return found or ["the days on which its sources were published"]


def _compare(old: Any, new: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from _compare(old.get(key), new.get(key), f"{path}.{key}" if path else key)
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            before, after = (old[index : index + 1] or [None])[0], (new[index : index + 1] or [None])[0]
            yield from _compare(before, after, f"{path}[{index}]")
    else:
        yield path, old, new


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{text[:120]}…”" if len(text) > 120 else f"“{text}”"
