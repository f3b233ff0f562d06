"""Taking a file in, and what its load did, in words: what was added, changed (old -> new) and removed."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.answers.words import natural
from bot.asking import Asker, UserError
from bot.differences import ONLY_DAYS, differences, shown
from bot.exporting import as_json
from bot.intake import read_bytes
from bot.sealing import SealError, is_sealed, unsealed
from db.desks import Desk
from db.dossiers import Loaded, decode
from db.drafts import Draft, add_draft
from db.engine import Database
from db.records import Dossier
from db.replacing import Change
from db.snapshots import HIDES

_MOST_ADDED = 20


LARGEST = 8 << 20


async def take_in(database: Database, content: bytes, name: str, *, desk: Desk, asker: Asker, now: datetime) -> int:
    """Check a file that somebody sent in and keep it to be applied; gives its number.

    Raises IntakeError with all faults, or UserError if it is no dossier at all.
    """
    if len(content) > LARGEST:
        raise UserError(f"{name[:60]} has {len(content):,} bytes; a file sent in may have {LARGEST:,}.")
    body = await asyncio.to_thread(_checked, content, name)
    draft = Draft(desk=desk.id, dossier="", kind="load", body=body, actor=asker.id, actor_name=asker.name, at=now)
    async with database.writing() as connection:
        return await add_draft(connection, draft)


def _checked(content: bytes, name: str) -> str:
    text = content.decode("utf-8", errors="replace")
    if not is_sealed(text):
        return as_json(read_bytes(content, name=name))
    try:
        snapshot = unsealed(text)
        for kind, body in snapshot.own:
            if kind != HIDES:
                decode(kind, body)
    except (SealError, ValueError, KeyError) as error:
        raise UserError(f"{name[:60]}: {error}") from error
    read_bytes(json.dumps(snapshot.dossier).encode(), name=name)
    return text


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
            yield from (f"  changed {change.kind} {change.id}: {words}" for words in _changed(change))
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


def _changed(change: Change) -> list[str]:
    found = [f"{one.path}: {_quoted(one.old)} -> {_quoted(one.new)}" for one in differences(change.old, change.new)]
    return found or [ONLY_DAYS]


def _quoted(value: Any) -> str:
    return "nothing" if value is None else f"“{shown(value)}”"
