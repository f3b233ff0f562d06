"""Reading a dossier file in a child process: a hostile file can cost no more than a minute of it."""

import gc
import sys
from pathlib import Path

from bot.dossiers.intake.check import check_text
from bot.dossiers.intake.faults import IntakeError, whole_file
from bot.dossiers.intake.open_file import read_content
from bot.dossiers.intake.sandbox import Exceeded, Limits, run_confined
from bot.dossiers.intake.wire import pack, pack_faults, unpack
from db.model.records import Dossier


def read_dossier(path: Path, *, limits: Limits | None = None) -> Dossier:
    """Read a dossier file, and those it includes, within limits of time and memory; raises IntakeError."""
    return _read(read_content(path), str(path), str(path.absolute().parent), limits=limits)


def read_bytes(content: bytes, *, name: str, limits: Limits | None = None) -> Dossier:
    """Read a dossier file's bytes, which can include no other file, within limits; raises IntakeError."""
    return _read(content, name, limits=limits)


def _read(content: bytes, name: str, *folder: str, limits: Limits | None) -> Dossier:
    try:
        answer = run_confined(__name__, "answer_parent", name, *folder, content=content, limits=limits or Limits())
    except Exceeded as exceeded:
        advice = "a smaller dossier"
        if not name.lower().endswith(".json"):
            advice += ", or the same as JSON, which takes less"
        raise whole_file(name, f"reading took {exceeded}", expected=advice) from None
    return unpack(answer)


def answer_parent(name: str, folder: str = "") -> None:
    """Check what comes on standard input and write the answer: what the child process does."""
    gc.disable()  # a third of the time of a large file; the memory limit is what holds here
    out = sys.stdout.buffer
    try:
        dossier = check_text(sys.stdin.buffer.read(), name=name, folder=Path(folder) if folder else None)
    except IntakeError as error:
        out.write(pack_faults(error))
    else:
        out.writelines(pack(dossier))
    out.flush()
