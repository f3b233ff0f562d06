"""A snapshot that somebody sent in, checked and read back in a child, so that the bot goes on answering meanwhile."""

import gc
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from bot.asking import UserError
from bot.dossiers.export_formats import as_texts, from_data
from bot.dossiers.intake import IntakeError, Limits, check_text
from bot.dossiers.intake.sandbox import Exceeded, run_confined
from bot.dossiers.intake.wire import pack, pack_faults, unpack
from bot.dossiers.snapshot import SealError, Snapshot, unsealed
from bot.tracking import schedule
from db.desk.lead_times import NEVER
from db.loading.snapshots import HIDES, KEPT, check_kept
from db.model.codec import decode, encode
from db.model.records import SECTIONS, Dossier

_LISTS = ("own", *KEPT)
_LARGE = 200_000  # characters: reading more at once stops the event loop for longer than 10 ms


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot that was checked before: its file's dossier, and by name the lists of what its desk keeps."""

    seal: str
    dossier: Dossier
    lists: dict[str, list[Any]]


def check_snapshot(content: bytes, name: str) -> None:
    """Check a snapshot as a file is, whoever sealed it; raises UserError, or IntakeError with all faults."""
    answer = _asked("answer_check", name, content=content)
    told = json.loads(answer)
    if "faults" in told:
        unpack(answer)  # which raises them
    if told["refused"]:
        raise UserError(f"{name[:60]}: {told['refused']}")


def open_snapshot(text: str) -> Opened:
    """Read a snapshot back that was checked when it came."""
    if len(text) < _LARGE:
        snapshot = unsealed(text)
        return Opened(snapshot.seal, from_data(snapshot.dossier), {what: getattr(snapshot, what) for what in _LISTS})
    lines = BytesIO(_asked("answer_open", "the snapshot", content=text.encode()))
    seal = lines.readline().decode().strip()
    lists: dict[str, list[Any]] = {what: [] for what in _LISTS}
    # row by row, so that other threads get their turn between two of them
    while line := lines.readline().strip():
        what, _, row = line.partition(b" ")
        lists[what.decode()].append(json.loads(row))
    return Opened(seal, unpack(lines.read()), lists)


def _asked(function: str, name: str, *, content: bytes) -> bytes:
    try:
        return run_confined(__name__, function, name, content=content, limits=Limits())
    except Exceeded as exceeded:
        raise UserError(f"{name[:60]}: reading took {exceeded}. Send a smaller snapshot, or a file.") from None


# --- in the child


def answer_check(name: str) -> None:
    """Write what is wrong with the snapshot on standard input."""
    gc.disable()
    text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    sys.stdout.buffer.write(checked(text, name))
    sys.stdout.buffer.flush()


def checked(text: str, name: str) -> bytes:
    """Write, as one line of JSON, the faults of a snapshot, or why it is refused ("" if it is not)."""
    refused = ""
    try:
        check_text(json.dumps(_whole(unsealed(text))).encode(), name=name)
    except SealError as error:
        refused = str(error)
    except IntakeError as error:
        return pack_faults(error)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        # a checksum says that it is whole, not who made it
        refused = "the snapshot holds what Backchannel does not write. Export it again."
    return json.dumps({"refused": refused}).encode() + b"\n"


def _whole(snapshot: Snapshot) -> dict[str, Any]:
    """Put a desk's own items over its file's, to be checked as a file is; raises ValueError or the like for others."""
    for what in KEPT:
        check_kept(what, getattr(snapshot, what))
    for row in snapshot.leads:
        schedule.leads("" if row["leads"] == NEVER else row["leads"])
    sections = {kind: section for section, (kind, _) in SECTIONS.items()}
    whole = {section: {one["id"]: one for one in snapshot.dossier.get(section, [])} for section in SECTIONS}
    for kind, body in snapshot.own:
        if kind == HIDES:
            for items in whole.values():
                items.pop(body, None)
        else:
            record = as_texts(json.loads(encode(decode(kind, body))))
            whole[sections[kind]][record["id"]] = record
    head = {key: value for key, value in snapshot.dossier.items() if key not in SECTIONS}
    return head | {section: list(items.values()) for section, items in whole.items() if items}


def answer_open(_name: str) -> None:
    """Write the snapshot on standard input, line by line."""
    gc.disable()
    sys.stdout.buffer.writelines(_lines(unsealed(sys.stdin.buffer.read().decode())))
    sys.stdout.buffer.flush()


def _lines(snapshot: Snapshot) -> Iterator[bytes]:
    yield snapshot.seal.encode() + b"\n"
    for what in _LISTS:
        yield from (f"{what} {json.dumps(row)}\n".encode() for row in getattr(snapshot, what))
    yield b"\n"
    yield from pack(from_data(snapshot.dossier))
