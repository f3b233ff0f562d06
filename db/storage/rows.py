"""Records as rows: a field of a dataclass is the column of its name; of a record within one, of both their names."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_type_hints

from sqlalchemy import Column, Table

T = TypeVar("T")


def columns(table: Table, cls: Any) -> list[Column[Any]]:
    """List the columns that hold a record's fields, in their order, to be selected."""
    return [table.c[name] for name in _names(cls)]


def values(record: Any, *, prefix: str = "") -> dict[str, Any]:
    """Give a record's fields as values to be written; all but its number, which the database gives."""
    given: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        inner = is_dataclass(value)
        given |= values(value, prefix=f"{prefix}{field.name}_") if inner else {prefix + field.name: value}
    given.pop("id", None)
    return given


def record(cls: type[T], row: Any) -> T:
    """Read a record from a row of its columns."""
    found: T = _read(cls, iter(row))
    return found


def _read(cls: Any, cells: Iterator[Any]) -> Any:
    return cls(**{name: _read(inner, cells) if inner else next(cells) for name, inner in _shape(cls)})


@cache
def _shape(cls: Any) -> list[tuple[str, Any]]:
    hints = get_type_hints(cls)
    return [(field.name, hints[field.name] if is_dataclass(hints[field.name]) else None) for field in fields(cls)]


@cache
def _names(cls: Any, prefix: str = "") -> list[str]:
    found: list[str] = []
    for name, inner in _shape(cls):
        found += _names(inner, f"{prefix}{name}_") if inner else [prefix + name]
    return found
