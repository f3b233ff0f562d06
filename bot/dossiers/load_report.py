"""Taking a file in, and what its load did, in words: what was added, changed (old -> new) and removed."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.asking import Asker, UserError
from bot.dossiers.export_formats import as_json, from_data
from bot.dossiers.held_quotations import hold_file
from bot.dossiers.intake import read_bytes
from bot.dossiers.snapshot import is_sealed
from bot.dossiers.snapshot_reader import check_snapshot
from bot.dossiers.turns import reading_turn
from bot.phrasing.differences import ONLY_DAYS, differences, shown
from bot.phrasing.lines import natural
from db.desk.desks import Desk
from db.desk.drafts import Draft, add_draft, delete_files
from db.loading.dossiers import Loaded
from db.loading.write import Change
from db.model.records import Dossier
from db.storage.database import Database

_MOST_ADDED = 20
LARGE = 200_000  # characters: reading more at once holds the interpreter for longer than 10 ms


LARGEST = 8 << 20
MOST_FILES = 3  # of a desk, that wait to be applied; the older ones go
FILE_KEPT = timedelta(days=1)


def take_in(database: Database, content: bytes, name: str, *, desk: Desk, asker: Asker, now: datetime) -> int:
    """Check a file that somebody sent in and keep it to be applied; gives its number.

    Raises IntakeError with all faults, or UserError if it is no dossier at all.
    """
    if len(content) > LARGEST:
        raise UserError(f"{name[:60]} has {len(content):,} bytes; a file sent in may have {LARGEST:,}.")
    with reading_turn(desk.id):
        body = _checked(database, content, name, desk=desk.id)
    draft = Draft(desk=desk.id, dossier="", kind="load", body=body, actor=asker.id, actor_name=asker.name, at=now)
    with database.writing() as connection:
        number = add_draft(connection, draft)
        delete_files(connection, desk=desk.id, newest=MOST_FILES, since=now - FILE_KEPT)
    return number


def _checked(database: Database, content: bytes, name: str, *, desk: str) -> str:
    text = content.decode("utf-8", errors="replace")
    if not is_sealed(text):
        dossier = read_bytes(content, name=name)
        with database.reading() as connection:
            hold_file(connection, dossier, name, desk=desk)
        return as_json(dossier)
    check_snapshot(content, name)
    return text


def read_back(body: str) -> Dossier:
    """Read a dossier that was checked before and kept as JSON; a large one in a child, as when it came."""
    if len(body) < LARGE:
        return from_data(json.loads(body))
    return read_bytes(body.encode(), name="kept.json")


def loaded_report(loaded: Loaded, dossier: Dossier, *, most: int | None = None) -> str:
    """Say what a load changed, and which items stay as a desk has them; one by one, up to `most` of them."""
    name = loaded.dossier.partition("@")[0]  # without the server whose own it is
    title = f"{dossier.title} ({name}), revision {loaded.revision}"
    if not loaded.changes:
        return f"{title}: nothing has changed."
    counted = Counter(change.action for change in loaded.changes)
    said = ", ".join(f"{counted[action]} {action}" for action in ("added", "changed", "removed") if counted[action])
    return "\n".join([f"{title}: {said}.", *_lines(loaded, most)])


def _lines(loaded: Loaded, most: int | None) -> Iterator[str]:
    changes = sorted(loaded.changes, key=lambda change: (change.kind, natural(change.id)))
    yield from _grouped([change for change in changes if change.action == "added"], _MOST_ADDED)
    others = [change for change in changes if change.action != "added"]
    if most is not None and len(others) > most:
        for action in ("changed", "removed"):
            yield from _grouped([change for change in others if change.action == action], 0)
        others = []
    for change in others:
        if change.action == "removed":
            yield f"  removed {change.kind} {change.id}"
        if change.action == "changed":
            yield from (f"  changed {change.kind} {change.id}: {words}" for words in _changed(change))
    for item, desk in loaded.kept:
        if remains := loaded.merged.get((item, desk)):
            yield (
                f"  kept {item}: at desk {desk} it is {remains}, so what the file has of it is not seen there; "
                f"/item {item} parts them again"
            )
            continue
        yield f"  kept {item}: desk {desk} has changed it itself, so its own version stays there"


def _grouped(changes: list[Change], one_by_one: int) -> Iterator[str]:
    """Name changes of one action: many of them by kind."""
    if len(changes) <= one_by_one:
        yield from (f"  {change.action} {change.kind} {change.id}" for change in changes)
        return
    by_kind: dict[str, list[str]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, []).append(change.id)
    for kind, ids in by_kind.items():
        yield f"  {changes[0].action} {len(ids)} × {kind}: {ids[0]}" + (f" … {ids[-1]}" if len(ids) > 1 else "")


def _changed(change: Change) -> list[str]:
    found = [f"{one.path}: {_quoted(one.old)} -> {_quoted(one.new)}" for one in differences(change.old, change.new)]
    return found or [ONLY_DAYS]


def _quoted(value: Any) -> str:
    return "nothing" if value is None else f"“{shown(value)}”"
