"""A tree into a Dossier by pydantic, whose complaints are put into plain sentences."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.dossiers.intake.faults import Draft, Loc, shown
from bot.dossiers.intake.shorthand import SHORTHAND
from db.model.records import Dossier, When
from db.model.shapes import Shape, shapes

_DATE = "a date such as 2022-07-27, or a mapping with `edtf`"
_LEADS = ("opening", "closing", "overdue daily", "2 days before opening", "1 week before closing")
_ID = "1 to 32 letters (A–Z, a–z), digits and hyphens, the first one no hyphen"


def validate(tree: Any) -> tuple[Dossier | None, list[Draft]]:
    """Make a Dossier of a tree; or None, and everything wrong with its shape."""
    try:
        return _adapter().validate_python((tree,))[0], []
    except ValidationError as error:
        details = error.errors(include_url=False)
    return None, [draft for detail in details for draft in _sentence(detail)]


@cache
def _adapter() -> TypeAdapter[tuple[Dossier]]:
    # A dataclass takes no configuration from here, but hands on that of what it stands in: hence the tuple.
    return TypeAdapter(tuple[Dossier], config=ConfigDict(extra="forbid"))


def _sentence(detail: ErrorDetails) -> Iterator[Draft]:
    loc, value, context = detail["loc"][1:], detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            yield Draft(loc, "is missing", _expected(loc))
        case "unexpected_keyword_argument":
            yield _unknown_key(loc)
        case "too_short" if value:
            return  # what stands there is wrong itself, and told of
        case "too_short":
            yield Draft(loc, "an empty list", "at least one")
        case "literal_error" if isinstance(value, str):
            yield _unknown_choice(loc, value)
        case "string_too_short" if loc[-1] != "edtf":
            yield Draft(loc, "an empty text", "a text, or the key left out")
        case "string_too_long":
            yield Draft(loc, f"{len(value):,} characters", f"at most {context['max_length']:,}")
        case "string_pattern_mismatch" if loc[-1] == "id":
            yield Draft(loc, f"{shown(value)} as an id", _ID)
        case "string_pattern_mismatch" if "remind" in loc:
            yield Draft(loc, shown(value), f"one of: {', '.join(_LEADS)}", guess=value, near=lambda: _LEADS)
        case "string_pattern_mismatch" if loc[-1] in ("silence", "stale"):
            yield Draft(loc, shown(value), "a number of days from 0 to 999")
        case "string_unicode":
            yield Draft(loc, f"half a character in {shown(value)}", "whole characters")
        case _ if value is not None:  # None stands where reading refused something
            yield Draft(loc, _name(value), _expected(loc))


def _unknown_key(loc: Loc) -> Draft:
    *way, key = loc
    record = record_at(tuple(way))
    known = [shape.name for shape in shapes(record)] if record else []
    if len(way) == 2:
        known += SHORTHAND.get(str(way[0]), ())
    expected = f"one of: {', '.join(known)}"
    return Draft(loc, f"unknown key {shown(str(key))}", expected, at_key=True, guess=str(key), near=lambda: known)


def _unknown_choice(loc: Loc, value: str) -> Draft:
    shape = shape_at(loc)
    if shape is None:
        return Draft(loc, shown(value))
    return Draft(loc, shown(value), _choices(shape), guess=value, near=lambda: shape.choices)


def _choices(shape: Shape) -> str:
    return f"one of: {', '.join(shape.choices)}" if len(shape.choices) > 1 else shape.choices[0]


def record_at(loc: Loc) -> type[Any] | None:
    """Find the class of the mapping at a location of a dossier."""
    record: type[Any] | None = Dossier
    for step in loc:
        if isinstance(step, str) and record is not None:
            record = next((shape.record for shape in shapes(record) if shape.name == step), None)
    return record


def shape_at(loc: Loc) -> Shape | None:
    """Find what may stand at a location of a dossier."""
    names = [position for position, step in enumerate(loc) if isinstance(step, str)]
    if not names:
        return None
    record = record_at(loc[: names[-1]])
    return next((shape for shape in shapes(record) if shape.name == loc[names[-1]]), None) if record else None


def _expected(loc: Loc) -> str:
    shape = shape_at(loc)
    if shape is None:
        return "a mapping with the keys format, id, title, about, sources and the sections"
    if shape.many and not isinstance(loc[-1], int):
        return "a list"
    return _expected_one(shape)


def _expected_one(shape: Shape) -> str:
    if shape.record is When:
        return _DATE
    if shape.record:
        needed = [inner.name for inner in shapes(shape.record) if inner.required]
        return f"a mapping with {', '.join(needed)}"
    if shape.choices:
        return _choices(shape)
    if shape.flag:
        return "true or false"
    return "an id" if shape.ref or shape.name == "id" else "text"


def _name(value: Any) -> str:
    match value:
        case str():
            return f"the text {shown(value)}"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case _:
            return "no text"
