"""The shape of records: their keys, what each may hold, and which of them name other items."""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from db.model.fields import Ref

T = TypeVar("T")


class PerClass(dict[type[Any], T]):
    """What is made once for each class, when it is first asked for."""

    def __init__(self, make: Callable[[type[Any]], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, record: type[Any]) -> T:
        made = self[record] = self._make(record)
        return made


@dataclass(frozen=True, slots=True)
class Shape:
    """One key of a record: `many` values or one, each an id (`ref`), a `record`, a choice or text."""

    name: str
    required: bool
    many: bool
    at_least_one: bool
    ref: Ref | None
    record: type[Any] | None
    choices: tuple[str, ...]
    flag: bool


def shapes(record: type[Any]) -> tuple[Shape, ...]:
    """Describe the keys of a record's class, in the order in which they are written."""
    return _SHAPES[record]


def references(record: Any) -> Iterator[tuple[str, str, Ref]]:
    """Yield (role, id, kinds) of each item that a record or a part of it names.

    The role is the way to the id without positions: "speaker", "wordings.source", "when.sources".
    """
    yield from _references(record, _PLANS[type(record)])


@dataclass(frozen=True, slots=True)
class _Step:
    name: str
    role: str
    many: bool
    ref: Ref | None
    inside: "tuple[_Step, ...]"


def _plan(record: type[Any], prefix: str) -> tuple[_Step, ...]:
    """List the keys under which ids stand, so that walking 100,000 statements looks at nothing else."""
    steps = []
    for shape in shapes(record):
        role = prefix + shape.name
        inside = _plan(shape.record, f"{role}.") if shape.record else ()
        if shape.ref or inside:
            steps.append(_Step(shape.name, role, shape.many, shape.ref, inside))
    return tuple(steps)


_PLANS = PerClass(lambda record: _plan(record, ""))


def _references(record: Any, plan: tuple[_Step, ...]) -> Iterator[tuple[str, str, Ref]]:
    for step in plan:
        value = getattr(record, step.name)
        if not value:
            continue
        for one in value if step.many else (value,):
            if step.ref:
                yield step.role, one, step.ref
            else:
                yield from _references(one, step.inside)


def _shapes(record: type[Any]) -> tuple[Shape, ...]:
    hints = get_type_hints(record, include_extras=True)
    return tuple(_shape(field.name, hints[field.name], required=field.default is MISSING) for field in fields(record))


_SHAPES = PerClass(_shapes)


def _shape(name: str, hint: Any, *, required: bool) -> Shape:
    plain, beside = _unwrap(hint)
    many = get_origin(plain) is tuple
    inner, inner_beside = _unwrap(get_args(plain)[0]) if many else (plain, beside)
    return Shape(
        name=name,
        required=required,
        many=many,
        at_least_one=many and any(getattr(extra, "min_length", 0) for extra in beside),
        ref=next((extra for extra in inner_beside if isinstance(extra, Ref)), None),
        record=inner if is_dataclass(inner) and isinstance(inner, type) else None,
        choices=get_args(inner) if get_origin(inner) is Literal else (),
        flag=inner is bool,
    )


def _unwrap(hint: Any) -> tuple[Any, list[Any]]:
    """Take Annotated[…] and `| None` off a type; give what is left and all that was written beside it."""
    beside: list[Any] = []
    while True:
        if get_origin(hint) is Annotated:
            hint, *extras = get_args(hint)
            for extra in extras:
                beside.extend(extra.metadata if isinstance(extra, FieldInfo) else [extra])
        elif get_origin(hint) in (Union, UnionType):
            kinds = [kind for kind in get_args(hint) if kind is not NoneType]
            if len(kinds) != 1:
                return hint, beside
            hint = kinds[0]
        else:
            return hint, beside
