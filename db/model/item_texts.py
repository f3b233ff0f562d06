"""The texts of an item, each with what it is a part of and the sources it rests on. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from db.model.known_by import cited_sources
from db.model.records import Source
from db.model.shapes import PerClass, Shape, references, shapes

# what is no text of anybody's: keys that are codes, and choices that are not said of the matter itself
_CODES = frozenset(("edtf", "anchor", "language", "url"))
_SAID_CHOICES = frozenset(("stance.kind", "states.state", "answers.kind", "outcome.kind"))
# the people and parties whose names belong to what an item says; membership of a party does not
_NAMING = frozenset(
    "speaker about by to participants labels.by answers.by announced.by".split(),
)
# what names an item or says who and what it is about
_HEADS = frozenset("id title titles.text name question outlet described typed spellings.text".split()) | _NAMING
_RESTS = ("source", "sources")
# what the dossier's makers remark, in words that no source has
_REMARKS = frozenset(("notes", "damage", "bias", "reason", "remark"))


@dataclass(frozen=True, slots=True)
class Extract:
    """One text of an item; `role` is the way to it without positions ("wordings.text"), `part` what holds it."""

    role: str
    text: str
    sources: tuple[str, ...]
    part: Any


def extracts(record: Any, *, names: Mapping[str, str]) -> Iterator[Extract]:
    """Yield every text of an item, and the names (by id, of those known) of whom it speaks, its own texts first.

    What has no source of its own rests on those of its parts, or else on all of the item's.
    """
    own = (record.id,) if isinstance(record, Source) else tuple(dict.fromkeys(cited_sources(record)))
    yield from _extracts(record, _PLANS[type(record)], own)
    named = dict.fromkeys((role, id_) for role, id_, _ref in references(record) if role in _NAMING)
    yield from (Extract(role, names[id_], own, record) for role, id_ in named if id_ in names)


def is_ours(extract: Extract) -> bool:
    """Tell whether a text is a remark of the dossier's makers, not what a source says or an item is called."""
    return _is_remark(extract.role)


@lru_cache(maxsize=1024)
def _is_remark(role: str) -> bool:
    return not _REMARKS.isdisjoint(role.split("."))


def is_head(extract: Extract) -> bool:
    """Tell whether a text names an item, or whom it is of and about."""
    return extract.role in _HEADS


@dataclass(frozen=True, slots=True)
class _Step:
    name: str
    role: str
    kind: Literal["text", "source", "sources", "part"]
    many: bool
    inside: "tuple[_Step, ...]" = ()
    rests_below: bool = False  # has no source of its own, but parts that have: a term and its reports


def _extracts(record: Any, plan: tuple[_Step, ...], inherited: tuple[str, ...]) -> Iterator[Extract]:
    own = inherited
    for step in plan:
        value = getattr(record, step.name)
        if not value:
            continue
        match step.kind:
            case "source":
                own = (value,)
            case "sources":
                own = tuple(value)
            case "text":
                for text in value if step.many else (value,):
                    yield Extract(step.role, text, own, record)
            case "part":
                for part in value if step.many else (value,):
                    below = tuple(dict.fromkeys(cited_sources(part))) if step.rests_below else ()
                    yield from _extracts(part, step.inside, below or own)


def _plan(record: type[Any], prefix: str) -> tuple[_Step, ...]:
    steps = [step for shape in shapes(record) if (step := _step(shape, prefix)) is not None]
    return tuple(sorted(steps, key=lambda step: step.kind not in _RESTS))  # they hold for all the rest


def _step(shape: Shape, prefix: str) -> _Step | None:
    role = prefix + shape.name
    if shape.record is not None:
        inside = _plan(shape.record, f"{role}.")
        kinds = {step.kind for step in inside}
        return _Step(shape.name, role, "part", shape.many, inside, "part" in kinds and kinds.isdisjoint(_RESTS))
    if shape.ref is not None:
        source = shape.ref.kinds == ("source",)
        return _Step(shape.name, role, "sources" if shape.many else "source", shape.many) if source else None
    said = role in _SAID_CHOICES if shape.choices else shape.name not in _CODES and not shape.flag
    return _Step(shape.name, role, "text", shape.many) if said else None


_PLANS = PerClass(lambda record: _plan(record, ""))
