"""What was known by a day: the published clock. A part vanishes before the sources it rests on were published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, TypeVar

from db.model import edtf
from db.model.edtf import Bounds
from db.model.records import Compatible, Event, Note, Offer, Point, Preference, Source, TrackedDate, When
from db.model.shapes import PerClass, shapes

# these rest on all of their sources together; every other part on any one of them
_DIFFER = "the sources differ"
_ALL_NEEDED = (Compatible, Note, Preference, When)

T = TypeVar("T")

_Role = Literal["source", "sources", "part", "parts"]


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    role: _Role
    required: bool


def known(record: T, *, published: Mapping[str, Bounds], day: date) -> T | None:
    """Cut a record down to what sources published by the inclusive day say; None if nothing is left.

    A source whose publication is a range counts from the first day of the range.
    """
    changes: dict[str, Any] = {}
    for field in _PLANS[type(record)]:
        value = getattr(record, field.name)
        kept = _keep(value, field, type(record), published, day)
        if not kept and value and (field.required or field.role in ("source", "sources")):
            return None
        if kept != value:
            changes[field.name] = kept
    return replace(record, **changes) if changes else record  # type: ignore[type-var]


def known_days(record: Any, *, published: Mapping[str, Bounds]) -> tuple[date, date]:
    """Give the days from which a record may, and by which it must, have been known (date.max: never certain)."""
    if isinstance(record, Source):
        bounds = published[record.id]
        return bounds.earliest, bounds.latest
    days = [published[source] for source in _carrying(record)]
    if not days:
        return date.min, date.min
    return min(bounds.earliest for bounds in days), min(bounds.latest for bounds in days)


def complete(record: T) -> T:
    """Fill in what follows from an item's parts, cut to what was known: an event's own date, and what it is called."""
    return titled(happened(record))


def titled(record: T) -> T:
    """Call an item as the last of its titles does."""
    if not isinstance(record, Offer | Event | Point | TrackedDate) or not record.titles:
        return record
    title = record.titles[-1].text
    return replace(record, question=title) if isinstance(record, Point) else replace(record, title=title)


def happened(record: T) -> T:
    """Give an event without a date of its own the one that its reports give together: one of theirs."""
    if not isinstance(record, Event) or record.when or not (dated := [one for one in record.reports if one.when]):
        return record
    given = {one.when.edtf: one.when for one in dated if one.when}
    sources = tuple(dict.fromkeys(one.source for one in dated))
    if len(given) == 1:
        return replace(record, when=replace(*given.values(), sources=sources))
    deduced = any(when.basis == "deduced" for when in given.values())
    when = When(edtf=edtf.one_of(given), basis="deduced" if deduced else "explicit", reason=_DIFFER, sources=sources)
    return replace(record, when=when if when.edtf else None)


def cited_sources(record: Any) -> list[str]:
    """List the ids of the sources that a record or any of its parts names, as often as they do."""
    found: list[str] = []
    _gather(record, found)
    return found


def _gather(record: Any, found: list[str]) -> None:
    for field in _PLANS[type(record)]:
        value = getattr(record, field.name)
        if not value:
            continue  # as most parts are
        if field.role == "source":
            found.append(value)
        elif field.role == "sources":
            found.extend(value)
        else:
            for part in value if field.role == "parts" else (value,):
                _gather(part, found)


def _keep(value: Any, field: _Field, owner: type[Any], published: Mapping[str, Bounds], day: date) -> Any:
    match field.role:
        case "source":
            return value if published[value].earliest <= day else None
        case "sources":
            kept = tuple(source for source in value if published[source].earliest <= day)
            return () if owner in _ALL_NEEDED and kept != value else kept
        case "part":
            return None if value is None else known(value, published=published, day=day)
        case "parts":
            parts = (known(part, published=published, day=day) for part in value)
            return tuple(part for part in parts if part is not None)


def _carrying(record: Any) -> Iterator[str]:
    """Yield the sources without any of which the record would be gone."""
    for field in _PLANS[type(record)]:
        if field.required:
            for part in getattr(record, field.name):
                yield from (source for source in _own_sources(part))


def _own_sources(part: Any) -> Iterator[str]:
    required = [field for field in _PLANS[type(part)] if field.required and field.role == "parts"]
    if required:
        yield from _carrying(part)
        return
    for field in _PLANS[type(part)]:
        if field.role == "source":
            yield getattr(part, field.name)
        elif field.role == "sources":
            yield from getattr(part, field.name)


def _fields(record: type[Any]) -> Iterator[_Field]:
    for shape in shapes(record):
        if shape.ref is not None and shape.ref.kinds == ("source",):
            yield _Field(shape.name, "sources" if shape.many else "source", shape.at_least_one or not shape.many)
        elif shape.record is not None:
            yield _Field(shape.name, "parts" if shape.many else "part", shape.at_least_one)


_PLANS = PerClass(lambda record: tuple(_fields(record)))
