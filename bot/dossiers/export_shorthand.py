"""Shorthand for an export: what loses nothing by it is written in one line, as intake reads it; pure."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from db.model.quotation_id import quotation_id

Data = dict[str, Any]


_WIDEST = 100  # characters of a mapping or list in one line


class OneLine(Data):
    """A mapping to be written in one line, in braces."""


class OneLineList(list[Any]):
    """A list to be written in one line, in brackets."""


def abbreviate(dossier: Data) -> Data:
    """Give a dossier's keys and values with shorthand wherever it says the same; the values given stay as they are."""
    short = {section: [write(one) for one in dossier[section]] for section, write in _WRITERS.items()
             if section in dossier}  # fmt: skip
    whole: Data = {key: _in_lines(value) for key, value in (dossier | short).items()}
    return whole | {"format": int(dossier["format"])}


def _in_lines(value: Any, key: str = "") -> Any:
    """Mark what fits in one line, and write a plain date and yes or no as files written by hand have them."""
    if isinstance(value, OneLine):
        return OneLine({name: _in_lines(inner, name) for name, inner in value.items()})
    if isinstance(value, dict):
        if value.keys() == {"edtf"} and key in ("when", "published"):
            return value["edtf"]
        made = {name: _in_lines(inner, name) for name, inner in value.items()}
        return OneLine(made) if _is_flat(made.values()) and _fits(made) else made
    if isinstance(value, list):
        items = [_in_lines(inner) for inner in value]
        return OneLineList(items) if not any(isinstance(one, dict) for one in items) and _fits(items) else items
    return value == "true" if key == "side" else value


def _is_flat(values: Iterable[Any]) -> bool:
    return all(isinstance(one, str | bool | OneLineList) for one in values)


def _fits(made: Any) -> bool:
    return len(str(made)) <= _WIDEST


def _statement(found: Data) -> Data:
    wordings = found["wordings"]
    first = wordings[0]
    same = all(one == first | {"source": one["source"]} for one in wordings)
    when = found.get("when")
    if not same or first.keys() != {"source", "kind", "text"} or (when and when.keys() != {"edtf"}):
        return found
    if first["kind"] not in ("direct", "partial" if re.search("[“”]", first["text"]) else "indirect"):
        return found
    sources = [one["source"] for one in wordings]
    derived = quotation_id(found["speaker"], sources[0], first["text"]) == found["id"]
    short = {} if derived else {"id": found["id"]}
    short |= {"by": found["speaker"], "said" if first["kind"] == "direct" else "paraphrase": first["text"]}
    short |= {"on": when["edtf"]} if when else {}
    return _line(short | {"in": _one_or_all(sources)}, found, ("id", "speaker", "when", "wordings"))


def _named(found: Data) -> Data:
    spellings, roles = found["spellings"], found.get("roles", [])
    if len(spellings) > 1 or spellings[0]["text"] != found["name"] or len(roles) > 1:
        return found
    sources = spellings[0]["sources"]
    if roles and roles[0] != {"title": roles[0]["title"], "sources": sources}:
        return found
    role = {"role": roles[0]["title"]} if roles else {}
    head = {key: found[key] for key in ("id", "name", "kind", "party", "side") if key in found}
    return _line(head | role | {"in": _one_or_all(sources)}, found, (*head, "spellings", "roles"))


def _line(short: Data, found: Data, written: tuple[str, ...]) -> Data:
    """Add what else there is; only what holds no mappings stays in one line."""
    rest = {key: value for key, value in found.items() if key not in written}
    nested = any(isinstance(inner, dict) for value in rest.values() if isinstance(value, list) for inner in value)
    return {**short, **rest} if nested else OneLine(short | rest)


def _one_or_all(sources: list[str]) -> str | list[str]:
    return sources[0] if len(sources) == 1 else sources


_WRITERS: dict[str, Callable[[Data], Data]] = {"statements": _statement, "people": _named, "parties": _named}
