"""What must hold between the parts of a dossier: ids, references, dates, exact words.

All of it works on the file as it was read, so that a file with a wrong key is still checked to its end.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.dossiers.intake.faults import Draft, Loc, path_of, shown
from bot.dossiers.intake.gist_checks import check_gists
from bot.dossiers.intake.part_checks import PART_CHECKS, check_synonyms, text_of
from db.model.fields import Ref
from db.model.records import SECTIONS, Gist, TrackedDate, When
from db.model.shapes import PerClass, Shape, shapes

_KIND_WORDS = {kind: kind for kind, _record in SECTIONS.values()} | {"date": "tracked date"}


@dataclass(frozen=True, slots=True)
class _Item:
    loc: Loc
    kind: str
    record: type[Any]
    found: dict[str, Any]


def crosscheck(tree: dict[str, Any]) -> Iterator[Draft]:
    """Yield everything wrong between the parts of a dossier's tree, in no order."""
    items = list(_items(tree))
    ids = _Ids(items)
    yield from _repeated_ids(items)
    gists: list[tuple[Loc, dict[str, Any]]] = []
    for loc, record, found in _all_parts(items):
        plan = _PLANS[record]
        for shape in plan.references:
            yield from _references(found.get(shape.name), shape, (*loc, shape.name), ids)
        for shape in plan.flags:
            yield from _flag(found.get(shape.name), (*loc, shape.name))
        if plan.check:
            yield from plan.check(loc, found)
        if record is Gist:
            gists.append((loc, found))
    yield from check_gists(gists, _all_parts(items))
    yield from check_synonyms(tree.get("synonyms"))
    yield from _loops([item for item in items if item.record is TrackedDate])


def _items(tree: dict[str, Any]) -> Iterator[_Item]:
    for section, listed in tree.items():
        if section not in SECTIONS or not isinstance(listed, list):
            continue
        kind, record = SECTIONS[section]
        for position, found in enumerate(listed):
            if isinstance(found, dict):
                yield _Item((section, position), kind, record, found)


@dataclass(frozen=True, slots=True)
class _Plan:
    parts: tuple[Shape, ...]
    references: tuple[Shape, ...]
    flags: tuple[Shape, ...]
    check: Callable[[Loc, dict[str, Any]], Iterator[Draft]] | None


def _plan(record: type[Any]) -> _Plan:
    known = shapes(record)
    return _Plan(
        parts=tuple(shape for shape in known if shape.record),
        references=tuple(shape for shape in known if shape.ref),
        flags=tuple(shape for shape in known if shape.flag),
        check=PART_CHECKS.get(record),
    )


_PLANS = PerClass(_plan)


def _all_parts(items: Iterable[_Item]) -> Iterator[tuple[Loc, type[Any], dict[str, Any]]]:
    for item in items:
        yield from _parts(item.found, item.record, item.loc)


def _parts(found: dict[str, Any], record: type[Any], loc: Loc) -> Iterator[tuple[Loc, type[Any], dict[str, Any]]]:
    """Yield a mapping and every mapping inside it, each with its location and what it should become."""
    yield loc, record, found
    for shape in _PLANS[record].parts:
        value = found.get(shape.name)
        if value is None or shape.record is None:
            continue
        if shape.many:
            for position, one in enumerate(value if isinstance(value, list) else ()):
                if isinstance(one, dict):
                    yield from _parts(one, shape.record, (*loc, shape.name, position))
        elif isinstance(value, dict):
            yield from _parts(value, shape.record, (*loc, shape.name))
        elif shape.record is When and isinstance(value, str):
            yield (*loc, shape.name), When, {"edtf": value}


class _Ids:
    """Every id of the file with its kind, and the candidates for a suggestion."""

    def __init__(self, items: Iterable[_Item]) -> None:
        self.kinds: dict[str, str] = {}
        for item in items:
            if id_ := text_of(item.found, "id"):
                self.kinds.setdefault(id_, item.kind)
        self._of: dict[tuple[str, ...], list[str]] = {}

    def of(self, kinds: tuple[str, ...]) -> list[str]:
        """List the ids of these kinds."""
        if kinds not in self._of:
            self._of[kinds] = [id_ for id_, kind in self.kinds.items() if kind in kinds]
        return self._of[kinds]


def _repeated_ids(items: Iterable[_Item]) -> Iterator[Draft]:
    first: dict[str, _Item] = {}
    for item in items:
        id_ = text_of(item.found, "id")
        earlier = first.setdefault(id_.casefold(), item) if id_ else item
        if earlier is not item:
            found = f"the id {shown(id_)} is taken by {path_of(earlier.loc)}"
            yield Draft((*item.loc, "id"), found, "an id no other item has", also=(*earlier.loc, "id"))


def _references(value: Any, shape: Shape, loc: Loc, ids: _Ids) -> Iterator[Draft]:
    if value is None or shape.ref is None:
        return
    kinds = shape.ref.kinds
    if not shape.many:
        if isinstance(value, str) and ids.kinds.get(value) not in kinds:
            yield _wrong_reference(value, shape.ref, loc, ids)
        return
    if not isinstance(value, list):
        return
    for position, one in enumerate(value):
        if isinstance(one, str) and ids.kinds.get(one) not in kinds:
            yield _wrong_reference(one, shape.ref, (*loc, position), ids)
    if len(value) > 1:
        yield from _repeated(value, loc)


def _repeated(value: list[Any], loc: Loc) -> Iterator[Draft]:
    counted = Counter(one for one in value if isinstance(one, str))
    for id_, times in counted.items():
        if times > 1:
            yield Draft((*loc, value.index(id_)), f"{shown(id_)} stands {times} times in this list", "each id once")


def _wrong_reference(value: str, ref: Ref, loc: Loc, ids: _Ids) -> Draft:
    wanted = kind_words(ref.kinds)
    kind = ids.kinds.get(value)
    if kind:
        found, expected = f"{shown(value)} is {_article(_KIND_WORDS[kind])}", _article(wanted)
    elif len(ref.kinds) == 1:
        found, expected = f"unknown {wanted} {shown(value)}", ""
    else:
        found, expected = f"unknown id {shown(value)}", f"the id of {_article(wanted)}"
    return Draft(loc, found, expected, guess=value, near=lambda: ids.of(ref.kinds))


def _flag(value: Any, loc: Loc) -> Iterator[Draft]:
    if isinstance(value, str) and value not in ("true", "false"):
        yield Draft(loc, f"{shown(value)}", "true or false")


def _loops(dates: list[_Item]) -> Iterator[Draft]:
    waits = {text_of(item.found, "id"): text_of(item.found, "depends_on") for item in dates}
    told: set[str] = set()
    for item in dates:
        chain: list[str] = []
        id_ = text_of(item.found, "id")
        while id_ in waits and id_ not in chain and id_ not in told:
            chain.append(id_)
            id_ = waits[id_]
        told.update(chain)
        if id_ in chain:
            loop = " → ".join([*chain[chain.index(id_) :], id_])
            expected = "a chain of tracked dates that ends"
            yield Draft((*item.loc, "depends_on"), f"depends on itself: {loop}", expected)


def kind_words(kinds: tuple[str, ...]) -> str:
    """Name kinds of items for people: "tracked date or event"."""
    words = [_KIND_WORDS[kind] for kind in kinds]
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def _article(words: str) -> str:
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"
