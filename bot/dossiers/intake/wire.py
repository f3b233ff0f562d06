"""A checked dossier, or its faults, as bytes: how the child that reads a file answers its parent."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from io import BytesIO
from typing import Any

from pydantic import TypeAdapter

from bot.dossiers.intake.faults import Fault, IntakeError
from db.model.records import SECTIONS, Dossier, Synonyms
from db.model.shapes import PerClass
from db.storage.memory import many_made

_MANY = 400_000  # bytes, some thousand items

_ADAPTERS: PerClass[TypeAdapter[Any]] = PerClass(TypeAdapter)


def pack(dossier: Dossier) -> Iterator[bytes]:
    """Yield lines of canonical JSON: what is said of the whole, then each item behind its section's name."""
    head = {field.name: getattr(dossier, field.name) for field in fields(Dossier) if field.name not in SECTIONS}
    synonyms = [one.words for one in dossier.synonyms]
    yield json.dumps(head | {"synonyms": synonyms}).encode() + b"\n"
    for section, (_kind, record) in SECTIONS.items():
        adapter, name = _ADAPTERS[record], section.encode()
        for item in getattr(dossier, section):
            yield b"%s %s\n" % (name, adapter.dump_json(item, exclude_defaults=True))


def pack_faults(error: IntakeError) -> bytes:
    """Write faults as one line."""
    faults = [asdict(fault) for fault in error.faults]
    return json.dumps({"faults": faults, "more": error.more}).encode() + b"\n"


def unpack(answer: bytes) -> Dossier:
    """Read the dossier back, or raise its faults.

    Item by item, so that other threads get their turn between two of them.
    """
    lines = BytesIO(answer)  # of which each is cut off as it is read: to part 40 MB takes a while
    head = json.loads(lines.readline())
    if "faults" in head:
        raise IntakeError([Fault(**fault) for fault in head["faults"]], more=head["more"])
    if len(answer) < _MANY:
        return _dossier(head, lines)
    with many_made():
        return _dossier(head, lines)


def _dossier(head: dict[str, Any], lines: Iterable[bytes]) -> Dossier:
    sections: dict[str, list[Any]] = {section: [] for section in SECTIONS}
    for line in lines:
        section, _, item = line.partition(b" ")
        name = section.decode()
        sections[name].append(_ADAPTERS[SECTIONS[name][1]].validate_json(item))
    values: dict[str, Any] = head | {section: tuple(items) for section, items in sections.items()}
    synonyms = tuple(Synonyms(words=tuple(words)) for words in head["synonyms"])
    return Dossier(**values | {"remind": tuple(head["remind"]), "synonyms": synonyms})
