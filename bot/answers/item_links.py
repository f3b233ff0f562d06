"""What an item names, and what names it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.answers.excerpts import headline
from bot.answers.item_parts import passages
from bot.asking import Ask
from bot.blocks import Block, Group, Line
from bot.phrasing.items import called
from bot.phrasing.lines import label_parts
from db.model.known_by import cited_sources
from db.model.records import Item, Origin, Person, Source, Statement, Topic
from db.model.shapes import references
from db.reading.links import Naming, list_naming
from db.reading.view import find_items

MOST_CITED = 5
_SHOWN = 20
_LOOKED_AT = 100  # of each way of naming

# ways of naming somebody or something: what the named one is in a line of the item, and in a line of its own
_ROLES = {
    "speaker": ("Speaker", "Said"),
    "about": ("About", "Subject of"),
    "participants": ("With", "Took part in"),
    "by": ("By", "Made"),
    "to": ("To", "Was made"),
    "also_to": ("To", "Was made"),
    "party": ("Belongs to", "Has"),
    "roles.party": ("Role for", "Gave a role to"),
    "labels.by": ("Called something by", "Called it something"),
    "answers.by": ("Answered by", "Answered"),
    "answers.told_by": ("Answer told by", "Told an answer to"),
    "announced.by": ("Announced by", "Announced"),
    "topics": ("Topic", "Topic of"),
    "depends_on": ("Hangs on", "Awaited by"),
    "via": ("Came through", "Carried by"),
}
_BY_END = {
    "statement": ("In the statement", "Stands behind"),
    "source": ("Source", "Carries"),
    "sources": ("Source", "Carries"),
    "via": ("Came through", "Carried by"),
}


def _role(role: str) -> tuple[str, str]:
    return _ROLES.get(role) or _BY_END.get(role.rpartition(".")[2]) or (role, role)


def names_of(ask: Ask, items: Sequence[Item]) -> dict[str, str]:
    """Give the names, as known by then, of everybody and everything that items name, except sources."""
    ids = {id_ for item in items for _role, id_, ref in references(item) if "source" not in ref.kinds}
    return {id_: called(one) for id_, one in find_items(ask.view, ids).items()}


def evidence(ask: Ask, item: Item) -> tuple[str, ...]:
    """Cite what an item stands on as a whole: its sources, or, where it has none, those of what names it."""
    if isinstance(item, Source):
        return (item.id,)
    if not isinstance(item, Topic | Origin):
        return tuple(dict.fromkeys(cited_sources(item)))[:MOST_CITED]
    naming = [one.record for one in list_naming(ask.view, item, most=MOST_CITED)]
    return tuple(dict.fromkeys(source for record in naming for source in _naming_sources(record, item)))[:MOST_CITED]


def _naming_sources(record: Any, item: Item) -> list[str]:
    """List the sources because of which a record names an item, as nearly as it is known."""
    if isinstance(record, Source):
        return [record.id]
    if isinstance(item, Source):
        return [item.id]
    through = [one.source for one in passages(record) if not isinstance(item, Origin) or item.id in _via(one)]
    return list(dict.fromkeys(through or cited_sources(record)))[:MOST_CITED]


def _via(passage: Any) -> tuple[str, ...]:
    return getattr(passage, "via", ())


def named_lines(item: Item, names: Mapping[str, str], cites: Sequence[str]) -> Iterator[Line]:
    """Say whom and what an item names, one line for each way of naming."""
    found: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
    for role, id_, ref in references(item):
        if "source" not in ref.kinds and id_ in names:
            said = id_ if names[id_] == id_ else f"{names[id_]} ({id_})"
            told = tuple(dict.fromkeys(_telling(item, role, id_) or cites))
            found.setdefault((_role(role)[0], told), {})[id_] = said
    for (label, told), listed in found.items():
        yield label_parts([", ".join(listed.values())], cites=told, label=label)


def _telling(item: Item, role: str, id_: str) -> list[str]:
    """List the sources of those parts of an item that name somebody or something; none where the whole item does.

    A chain is told by the sources that came through it alone.
    """
    if role.endswith("via"):
        return [one.source for one in passages(item) if id_ in _via(one)]
    held, _, key = role.partition(".")
    parts = [one for one in _many(getattr(item, held)) if key and id_ in _many(getattr(one, key, ()))]
    return [source for one in parts for source in getattr(one, "sources", None) or _many(getattr(one, "source", ()))]


def _many(held: Any) -> tuple[Any, ...]:
    return held if isinstance(held, tuple) else (held,)


def naming_group(ask: Ask, item: Item) -> list[Block]:
    """List what names an item, newest first."""
    naming = list_naming(ask.view, item, most=_LOOKED_AT)
    if not naming:
        return []
    names = names_of(ask, [one.record for one in naming[:_SHOWN]])
    lines = [_naming(item, one, names) for one in naming[:_SHOWN]]
    least = "at least " if len(naming) >= _LOOKED_AT else ""
    shown = f"{_SHOWN} of {least}{len(naming)}" if len(naming) > _SHOWN else f"{len(naming)}"
    return [Group(f"What names it, {shown}, newest first", tuple(lines))]


def _naming(item: Item, one: Naming, names: Mapping[str, str]) -> Line:
    whose = headline(one.record, names)
    if isinstance(item, Person) and isinstance(one.record, Statement) and one.roles == ("speaker",):
        whose = whose[2:] or ("date not given",)
    ways = ", ".join(dict.fromkeys(_role(role)[1] for role in one.roles))
    cites = _naming_sources(one.record, item)
    return label_parts([f"{one.record.id}, ", *whose], cites=cites, label=ways)
