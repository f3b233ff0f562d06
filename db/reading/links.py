"""What names an item, found through links."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from db.model.codec import kind_of
from db.model.records import SECTIONS
from db.model.shapes import PerClass, references, shapes
from db.reading.view import View, find_items
from db.storage import schema


@dataclass(frozen=True, slots=True)
class Naming:
    """An item that names another, and as what ("speaker", "wordings.source")."""

    record: Any
    roles: tuple[str, ...]


def list_naming(view: View, target: Any, *, most: int) -> list[Naming]:
    """List known items that name `target`, newest first; of each way of naming it at most `most`."""
    link = schema.link.c
    ids: dict[str, date] = {}
    for role in _ROLES[type(target)]:
        mine = (link.dossier == view.dossier, link.target == target.id, link.role == role)
        seen = (link.known_from <= view.as_of, link.desk.in_((schema.FILE, view.desk)))
        query = select(link.item, link.earliest).where(*mine, *seen)
        for row in view.connection.execute(query.order_by(link.earliest.desc(), link.item.desc()).limit(most)):
            ids[row.item] = row.earliest
    found = find_items(view, ids)
    # what was known of an item may not name it yet, though the item is there
    naming = [Naming(record, _naming(record, target.id)) for record in found.values()]
    return sorted(
        (one for one in naming if one.roles), key=lambda one: (ids[one.record.id], one.record.id), reverse=True
    )


def _naming(record: Any, target: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role for role, id_, _ref in references(record) if id_ == target))


def _roles(target: type[Any]) -> tuple[str, ...]:
    kind = kind_of(target)
    return tuple(dict.fromkeys(role for _kind, cls in SECTIONS.values() for role in _roles_in(cls, kind, "")))


def _roles_in(record: type[Any], kind: str, prefix: str) -> Iterator[str]:
    for shape in shapes(record):
        if shape.record is not None:
            yield from _roles_in(shape.record, kind, f"{prefix}{shape.name}.")
        elif shape.ref is not None and kind in shape.ref.kinds:
            yield prefix + shape.name


_ROLES = PerClass(_roles)
