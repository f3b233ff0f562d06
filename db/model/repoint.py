"""An item that names another by its id, made to name a third one in its place; pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from db.model.shapes import Shape, shapes

T = TypeVar("T")


def repoint(record: T, ids: Mapping[str, str]) -> T:
    """Put other ids in the place of those that a record or its parts name; what is the same then stands once."""
    changes: dict[str, Any] = {}
    for shape in shapes(type(record)):
        value = getattr(record, shape.name)
        if value and (shape.ref or shape.record) and (now := _repointed(value, shape, ids)) != value:
            changes[shape.name] = now
    return replace(record, **changes) if changes else record  # type: ignore[type-var]


def _repointed(value: Any, shape: Shape, ids: Mapping[str, str]) -> Any:
    if not shape.many:
        return ids.get(value, value) if shape.ref else repoint(value, ids)
    now = tuple(ids.get(one, one) if shape.ref else repoint(one, ids) for one in value)
    return value if now == value else tuple(dict.fromkeys(now))
