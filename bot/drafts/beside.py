"""What stands in our own words beside an item – stances, gists, weights – as it is typed: one a line."""

import re
from collections.abc import Mapping
from typing import Any, get_args

from bot.drafts.form_reader import Typed
from bot.names.suggest import nearest
from db.model.fields import StanceKind
from db.model.known_by import cited_sources
from db.model.records import Event, Item, Offer, Person, Point, Source, Stance, Statement, TrackedDate
from db.reading.view import list_items

# the one of these that an item of a kind has
BESIDE: Mapping[type[Item], str] = {
    Statement: "stance", Person: "gist", Offer: "gist", Event: "gist", TrackedDate: "gist", Point: "weight",
}  # fmt: skip
WEIGHTS = ("fact", "wording", "name")
_STANCES: tuple[str, ...] = get_args(StanceKind)
_CONDITION = " provided "
_RESTING = re.compile(r"(?P<said>.+?)\s*\[(?P<sources>[^\[\]]+)\]\s*")


def beside(item: Item) -> str:
    """Name what of these an item has; "" for none."""
    return BESIDE.get(type(item), "")


def shown_lines(item: Item) -> str:
    """Write it as it would be typed."""
    match item:
        case Statement():
            return "\n".join(map(_stance_line, item.stance))
        case Point():
            return item.weight
        case Person() | Offer() | Event() | TrackedDate():
            return "\n".join(f"{one.text} [{', '.join(one.sources)}]" for one in item.gist)
        case _:
            return ""


def _stance_line(stance: Stance) -> str:
    return f"{stance.kind}: {stance.on}" + (f"{_CONDITION}{stance.condition}" if stance.condition else "")


def read_beside(typed: Typed, option: str, *, what: str, cites: list[str]) -> Any:
    """Read what was typed into an option as the file has it; what rests on no source named rests on `cites`."""
    parted = "\n" if what == "gist" else "[\n;]"  # a sentence may have a semicolon of its own
    lines = [" ".join(line.split()) for line in re.split(parted, typed.fields.get(option, "")) if line.strip()]
    match what:
        case "stance":
            return [found for line in lines if (found := _stance(typed, option, line))]
        case "gist":
            return [found for line in lines if (found := _gist(typed, option, line, cites))]
        case _:
            return _weight(typed, option, " ".join(lines).lower())


def _stance(typed: Typed, option: str, line: str) -> dict[str, str]:
    kind, colon, on = (part.strip() for part in line.partition(":"))
    kind = kind.lower()
    if not colon or not on or kind not in _STANCES:
        near = nearest(kind, _STANCES)
        meant = f" Did you mean {near}?" if near else ""
        typed.fault(f"{option}: “{line[:60]}” is no stance.{meant} Write how and to what, e.g. {near or 'expects'}: a "
                    f"call. There are: {', '.join(_STANCES)}")  # fmt: skip
        return {}
    if kind != "ready if":
        return {"kind": kind, "on": on}
    said, provided, condition = on.rpartition(_CONDITION)
    if not provided:
        typed.fault(f"{option}: “ready if” needs its condition, e.g. ready if: talks{_CONDITION}the ruling is out")
        return {}
    return {"kind": kind, "on": said.strip(), "condition": condition.strip()}


def _gist(typed: Typed, option: str, line: str, cites: list[str]) -> dict[str, Any]:
    resting = _RESTING.fullmatch(line)
    said = resting["said"] if resting else line
    sources = [one.strip() for one in resting["sources"].split(",")] if resting else cites
    known = {one.id for one in list_items(typed.ask.view, Source)} | set(cites)
    for one in sources:
        if one not in known:
            near = nearest(one, sorted(known))
            meant = f" Did you mean {near}?" if near else ""
            typed.fault(f"{option}: “{one[:40]}” is no source’s id.{meant}")
    if len(sources) != 1 and not resting:
        typed.fault(f"{option}: which source carries the whole of it? Write its id behind it: {said[:40]} "
                    f"[{(cites or ['004-cnn'])[0]}]")  # fmt: skip
    return {"text": said, "sources": sources}


def _weight(typed: Typed, option: str, said: str) -> str:
    if said not in WEIGHTS:
        typed.fault(f"{option}: “{said[:30]}” is none of {', '.join(WEIGHTS)}. Most differences are of fact.")
    return said


def own_sources(item: Item) -> list[str]:
    """List the sources that an item cites."""
    return sorted(cited_sources(item))
