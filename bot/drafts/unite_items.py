"""Two items that are one: what both say is united, and where they differ it is asked or told what stays; pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from db.model import edtf
from db.model.known_by import cited_sources
from db.model.records import Item, Offer, Party, Person, Report, Role, Source, Spelling, Statement, Term, When, Wording
from db.model.repoint import repoint
from db.model.shapes import shapes

Side = Literal["stays", "comes"]

# lists of which each part stands by itself
_UNITED = frozenset(
    "wordings stance topics about notes spellings typed roles also_to terms labels states answers participants "
    "reports announced".split()
)
# what is said of one thing by several keys, by the first of them
_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "titles"),
    "question": ("question", "titles"),
    "when": ("when", "from_time", "to_time", "zone"),
    "translation": ("translation", "damage"),
    "preference": ("preference", "compatible"),
}
# without which it would be two utterances, or two offers
_SAME: Mapping[type[Any], tuple[str, ...]] = {Statement: ("speaker",), Offer: ("by", "to")}
_ASKED = ("when", "published", "outcome")  # where it is never settled unasked which is right


@dataclass(frozen=True, slots=True)
class Differing:
    """One key on which two items differ: what each says, and which one stays (None: it is asked)."""

    key: str
    remains: Any
    gone: Any
    stays: Side | None


@dataclass(frozen=True, slots=True)
class United:
    """The item that remains as it would read, on what the two differ, and how many parts each list gets."""

    item: Any
    differing: tuple[Differing, ...]
    added: Mapping[str, int]

    @property
    def asked(self) -> tuple[Differing, ...]:
        """On what it must be said which is right."""
        return tuple(one for one in self.differing if one.stays is None)


def list_unlike(remains: Item, gone: Item) -> list[str]:
    """List the keys without whose being the same two items of one kind are no one thing."""
    return [key for key in _SAME.get(type(remains), ()) if getattr(remains, key) != getattr(gone, key)]


def unite(remains: Item, gone: Item, settled: Mapping[str, Side], first: Callable[[Iterable[str]], str]) -> United:
    """Unite two items of one kind; `settled` says of a key whose word stays, `first` gives the earliest of sources."""
    keys = [one.name for one in fields(remains) if one.name != "id"]
    lists = [key for key in keys if key in _UNITED]
    held = {key for group in _TOGETHER.values() for key in group[1:] if group[0] in keys}
    differing: list[Differing] = []
    values: dict[str, Any] = {key: _united_list(key, getattr(remains, key), getattr(gone, key)) for key in lists}
    for key in (one for one in keys if one not in _UNITED and one not in held):
        group = [one for one in _TOGETHER.get(key, (key,)) if one in keys]
        side, differs = _side(key, remains, gone, group, settled)
        if differs:
            differing.append(Differing(key, getattr(remains, key), getattr(gone, key), side))
        chosen = gone if side == "comes" else remains
        values |= {one: getattr(chosen, one) for one in group}
        if key == "when" and not isinstance(remains, Source):
            values["when"] = _resting(values["when"], chosen, (remains, gone), first)
    whole = replace(remains, **_named(values, remains, gone))
    united = _without_itself(repoint(whole, {gone.id: remains.id}))
    added = {key: more for key in lists if (more := len(getattr(united, key)) - len(getattr(remains, key))) > 0}
    return United(united, tuple(differing), added)


def _side(
    key: str, remains: Item, gone: Item, group: Sequence[str], settled: Mapping[str, Side]
) -> tuple[Side | None, bool]:
    """Tell whose word stays on a key, and whether the two differ on it; None where it must be asked."""
    here, there = ([getattr(one, part) for part in group] for one in (remains, gone))
    if here == there or not any(there):
        return "stays", False
    if not any(here):
        return "comes", False
    if key in settled:
        return settled[key], True
    if key in ("when", "published"):
        more: Side = "comes" if any(there[1:]) and not any(here[1:]) else "stays"
        return _narrower(here[0], there[0], alike=more), True
    return (None if key in _ASKED else "stays"), True


def _narrower(here: When, there: When, *, alike: Side) -> Side | None:
    """Tell which of two days lies within the other; None if neither does."""
    one, other = edtf.bounds(here.edtf), edtf.bounds(there.edtf)
    if one == other:
        return "comes" if here.basis == "deduced" and there.basis == "explicit" else alike
    if other.earliest <= one.earliest and one.latest <= other.latest:
        return "stays"
    if one.earliest <= other.earliest and other.latest <= one.latest:
        return "comes"
    return None


def _resting(when: When | None, chosen: Item, both: Sequence[Item], first: Callable[[Iterable[str]], str]) -> Any:
    """Let a day rest on the source that gave it, where the other item's sources came out before that one."""
    if when is None or when.sources:
        return when
    other = next(one for one in both if one is not chosen)
    mine, all_of_them = first(cited_sources(chosen)), first([*cited_sources(chosen), *cited_sources(other)])
    return replace(when, sources=(mine,)) if mine and mine != all_of_them else when


def _named(values: dict[str, Any], remains: Item, gone: Item) -> dict[str, Any]:
    """Let somebody be found by both names."""
    if not isinstance(remains, Person | Party) or not isinstance(gone, Person | Party):
        return values
    known = {values["name"], *(one.text for one in values["spellings"]), *values["typed"]}
    return values | {"typed": (*values["typed"], *(one for one in (remains.name, gone.name) if one not in known))}


def _without_itself(item: Any) -> Any:
    """Leave out where an item would name itself."""
    changes: dict[str, Any] = {}
    for shape in (one for one in shapes(type(item)) if one.ref):
        value = getattr(item, shape.name)
        if shape.many and item.id in value:
            changes[shape.name] = tuple(one for one in value if one != item.id)
        elif value == item.id:
            changes[shape.name] = None
    return replace(item, **changes) if changes else item


# --- lists


def _united_list(key: str, here: Sequence[Any], there: Sequence[Any]) -> tuple[Any, ...]:
    found: dict[Any, Any] = {}
    for part in (*here, *there):
        known = _telling(part)
        found[known] = _joined(found[known], part) if known in found else part
    return tuple(found.values())


def _telling(part: Any) -> Any:
    """Tell a part from all others of its list, by what it says."""
    match part:
        case Wording():
            return part.source, part.kind, _plain(part.text)
        case Spelling():
            return part.text
        case Role():
            return part.title, part.party, part.when
        case Term():
            return _plain(part.text)
        case Report():
            return part.source, part.value, part.when, part.modality
        case _:
            return part


def _joined(part: Any, same: Any) -> Any:
    """Let a part rest on what the same one rested on, too."""
    match part:
        case Spelling() | Role():
            return replace(part, sources=tuple(dict.fromkeys((*part.sources, *same.sources))))
        case Term():
            return replace(part, reports=_united_list("reports", part.reports, same.reports))
        case Wording() | Report():
            there = (one.name for one in fields(part) if not getattr(part, one.name))
            return replace(part, **{name: getattr(same, name) for name in there})
        case _:
            return part


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
