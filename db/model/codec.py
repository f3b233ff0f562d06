"""Records as they are stored: an item's row, its links, its body, and back."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from db.model import edtf
from db.model.edtf import Bounds
from db.model.known_by import happened, known_days
from db.model.records import SECTIONS, Dossier, Item, When
from db.model.shapes import PerClass, references


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as it is stored, without whose it is."""

    kind: str
    id: str
    earliest: date
    latest: date
    known_from: date
    known_by: date
    hash: str
    body: str


def items_of(dossier: Dossier) -> Iterator[tuple[str, Item]]:
    """Yield every item with its kind."""
    for section, (kind, _cls) in SECTIONS.items():
        for record in getattr(dossier, section):
            yield kind, record


def named(record: Item) -> list[tuple[str, str]]:
    """List the items that a record names, each with its role."""
    return sorted({(role, target) for role, target, _ref in references(record)})


_KINDS = {cls: kind for kind, cls in SECTIONS.values()}
_CLASSES = dict(SECTIONS.values())


def dossier_key(name: str, owner: str) -> str:
    """Give the key of a desk's own dossier, or of one shared by all ("" for owner); names hold no "@"."""
    return f"{name}@{owner}" if owner else name


def decode(kind: str, body: str) -> Any:
    """Read a stored item back into its record."""
    return _ADAPTERS[_CLASSES[kind]].validate_json(body)


def encode(record: Item) -> str:
    """Write an item as it is stored: JSON without what is default."""
    return _ADAPTERS[type(record)].dump_json(record, exclude_defaults=True).decode()


def encode_head(
    about: str, remind: Sequence[str], *, silence: int, stale: int, synonyms: Sequence[Sequence[str]] = ()
) -> str:
    """Write a file's top-level keys as they are stored."""
    keys = {"about": about, "remind": remind, "silence": silence, "stale": stale, "synonyms": synonyms}
    return json.dumps(keys, ensure_ascii=False)


def kind_of(cls: type[Any]) -> str:
    """Name the kind of items of a class."""
    return _KINDS[cls]


_ADAPTERS: PerClass[TypeAdapter[Any]] = PerClass(TypeAdapter)


def item_row(kind: str, record: Item, *, published: Mapping[str, Bounds]) -> ItemRow:
    """Make the row of an item; `published` gives the publication days of the sources it names."""
    body = encode(record)
    when: When | None = getattr(happened(record), "when", None) or getattr(record, "published", None)
    bounds = edtf.bounds(when.edtf) if when else None
    earliest, latest = (bounds.earliest, bounds.latest) if bounds else (date.min, date.max)
    known_from, known_by = known_days(record, published=published)
    if kind == "statement":
        # nothing is known before it was said; newest-first look-ups start at `as_of` because of this
        known_from = min(max(known_from, earliest), known_by)
    digest = hashlib.sha256(f"{body}{known_from}{known_by}".encode()).hexdigest()
    return ItemRow(kind, record.id, earliest, latest, known_from, known_by, digest, body)


def link_rows(record: Item, row: ItemRow) -> Iterator[dict[str, Any]]:
    """Make a row for each item that a record names, by role."""
    for role, target in named(record):
        yield {
            "item": record.id,
            "role": role,
            "target": target,
            "earliest": row.earliest,
            "known_from": row.known_from,
        }
