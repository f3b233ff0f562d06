"""Shorthand: a quotation, person or party that a file has in one line, written out as the format has it; pure.

`{by: okafor, said: …, on: 5 March, in: courier}` is a statement with one wording; `in` at a person or party names the
sources that print the name, and a `role` beside it the title they give. Faults keep the place in the line.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.date_words.past_day import DateError, parse_day
from bot.dossiers.intake.faults import Draft, Loc, path_of, shown
from db.model.edtf import Bounds, EdtfError, kept_bounds
from db.model.quotation_id import quotation_id

Found = Mapping[str, Any]

# key of the shorthand -> what may stand there
SHORTHAND: dict[str, dict[str, str]] = {
    "statements": {
        "by": "in place of `speaker`",
        "said": "the exact words, without the quotation marks round them: a `direct` wording",
        "paraphrase": "in place of `said`: our own words, with exact ones between “ and ”",
        "on": "in place of `when`: a date, or a day such as 28 July, whose year the source’s day tells",
        "in": "the source that has it, or a list of them: a wording for each",
    },
    "people": {
        "in": "in place of `spellings`: the source that prints the name, or a list of them",
        "role": "beside `in`: the title that these sources give",
    },
    "parties": {"in": "in place of `spellings`: the source that prints the name, or a list of them"},
}
# key of the shorthand -> keys that may not stand beside it
_INSTEAD: dict[str, dict[str, tuple[str, ...]]] = {
    "statements": {"by": ("speaker",), "said": ("wordings", "paraphrase"), "paraphrase": ("wordings",), "on": ("when",),
                   "in": ("wordings",)},
    "people": {"in": ("spellings",), "role": ("roles",)},
    "parties": {"in": ("spellings",)},
}  # fmt: skip
_DAY = re.compile(
    r"(?:[0-9]{1,2}(?:st|nd|rd|th)?\.? [^\W\d]+\.?|[^\W\d]+\.? [0-9]{1,2}(?:st|nd|rd|th)?)(?:,? [0-9]{4})?"
)
_WORDS = re.compile(r"[^\W\d_][\w .,-]*")
_SURE_OF_YEAR = timedelta(days=180)  # a source of a wider range of days tells no year
_A_YEAR = timedelta(days=366)  # before its source; 29 February can be farther back


def write_out(tree: Any) -> tuple[Any, list[Draft]]:
    """Write all shorthand of a file's tree out; give the tree and what is wrong with the shorthand itself.

    The tree that is given stays as it is; without shorthand it comes back itself.
    """
    if not isinstance(tree, dict):
        return tree, []
    faults: list[Draft] = []
    published = _publication_days(tree.get("sources"))
    changed: dict[str, Any] = {}
    for section in SHORTHAND:
        items = tree.get(section)
        if isinstance(items, list) and any(_is_short(section, item) for item in items):
            changed[section] = list(_written(section, items, published, faults))
    return (tree | changed if changed else tree), faults


def place_in_shorthand(loc: Loc, tree: Any) -> Loc:
    """Give the place in the file of a place in what was written out of it."""
    item = _item_at(loc, tree)
    if item is None or not _is_short(str(loc[0]), item):
        return loc
    (section, position, *rest) = loc
    return (section, position, *_short_steps(item, rest))


def _item_at(loc: Loc, tree: Any) -> Found | None:
    if len(loc) < 3 or loc[0] not in SHORTHAND or not isinstance(loc[1], int):
        return None
    items = tree.get(loc[0]) if isinstance(tree, dict) else None
    item = items[loc[1]] if isinstance(items, list) and loc[1] < len(items) else None
    return item if isinstance(item, dict) else None


def _is_short(section: str, item: Any) -> bool:
    return isinstance(item, dict) and not SHORTHAND[section].keys().isdisjoint(item)


def _short_steps(item: Found, rest: list[str | int]) -> tuple[str | int, ...]:
    """Turn the way to a part that was written out into the way to where it was read."""
    where: tuple[str | int, ...] = ("in",)
    match rest:
        case ["speaker"]:
            return ("by",)
        case ["when", *_] if "on" in item:
            return ("on",)
        case ["id"] if "id" not in item:
            return (_words_key(item),)
        case ["wordings" | "spellings" | "roles", int(number), "source"] if isinstance(item.get("in"), list):
            return (*where, number)
        case ["spellings" | "roles", _, "sources", *position] if isinstance(item.get("in"), list):
            return (*where, *position)
        case ["wordings" | "spellings" | "roles", _, "source" | "sources", *_] | ["wordings"]:
            return where
        case ["wordings", *_] if "wordings" not in item:
            return (_words_key(item),)
        case ["spellings"] if "spellings" not in item:
            return where
        case ["spellings", *_] if "spellings" not in item:
            return ("name",)
        case ["roles", *_] if "roles" not in item:
            return ("role",)
    return tuple(rest)


def _words_key(item: Found) -> str:
    return "paraphrase" if "paraphrase" in item else "said"


def _written(section: str, items: list[Any], published: Mapping[str, Bounds], faults: list[Draft]) -> Iterator[Any]:
    first: dict[str, Loc] = {}
    for position, item in enumerate(items):
        if not _is_short(section, item):
            yield item
            continue
        loc: Loc = (section, position)
        mixed = list(_mixed(section, loc, item))
        faults += mixed
        if section == "statements":
            made = _statement(loc, item, published, faults)
            yield made if "id" in item or "id" not in made else made | {"id": _own_id(made["id"], loc, first, faults)}
        else:
            yield _named(section, item)


def _mixed(section: str, loc: Loc, item: Found) -> Iterator[Draft]:
    """Tell of a key that stands beside its own shorthand, and of one that is missing."""
    for short, full in _INSTEAD[section].items():
        for key in full:
            if short in item and key in item:
                yield Draft((*loc, short), f"`{short}` beside `{key}`", "one of the two", at_key=True)
    if section == "statements" and "wordings" not in item:
        if "said" not in item and "paraphrase" not in item:
            yield Draft(loc, "nothing that was said", "`said` with the exact words, or `paraphrase`")
        if "in" not in item:
            yield Draft(loc, "`in` is missing", "the source that has these words")
    if section != "statements" and "in" not in item:
        yield Draft((*loc, "in"), "is missing beside `role`", "the source that prints the name and gives the title")


def _statement(loc: Loc, item: Found, published: Mapping[str, Bounds], faults: list[Draft]) -> dict[str, Any]:
    made = {key: value for key, value in item.items() if key not in SHORTHAND["statements"]}
    sources = _listed(item.get("in"))
    words = item.get(_words_key(item))
    if "by" in item:
        made["speaker"] = item["by"]
    if "wordings" not in item:
        made["wordings"] = [{"source": source, "kind": _kind(item), "text": words} for source in sources]
    if "on" in item:
        day = _day((*loc, "on"), item["on"], published.get(str(sources[0])) if sources else None, faults)
        made |= {} if day is None else {"when": day}
    if "id" not in item:
        told = [item.get("by", item.get("speaker")), sources[0] if sources else None, words]
        made |= {"id": quotation_id(*map(str, told))} if all(isinstance(one, str) for one in told) else {"id": "s-0"}
    return made


def _kind(item: Found) -> str:
    words = item.get("paraphrase")
    if words is None:
        return "direct"
    return "partial" if isinstance(words, str) and re.search("[“”]", words) else "indirect"


def _named(section: str, item: Found) -> dict[str, Any]:
    made = {key: value for key, value in item.items() if key not in SHORTHAND[section]}
    sources = _listed(item.get("in"))
    if "in" in item and "spellings" not in item:
        made["spellings"] = [{"text": item.get("name"), "sources": sources}]
    if "role" in item and "role" in SHORTHAND[section] and "roles" not in item:
        made["roles"] = [{"title": item["role"], "sources": sources}]
    return made


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def _own_id(id_: str, loc: Loc, first: dict[str, Loc], faults: list[Draft]) -> str:
    """Refuse the same words by the same speaker in the same source a second time."""
    if id_ == "s-0":  # a fault stands there
        return f"s-0-{loc[1]}"
    earlier = first.setdefault(id_, loc)
    if earlier is loc:
        return id_
    found = f"the same words of the same speaker in the same source as {path_of(earlier)}"
    faults.append(Draft(loc, found, "each quotation once, or an `id` of its own for what was said twice", also=earlier))
    return f"{id_}-{loc[1]}"


# --- days


def _publication_days(sources: Any) -> dict[str, Bounds]:
    days = {}
    for source in sources if isinstance(sources, list) else ():
        if not isinstance(source, dict) or not isinstance(source.get("id"), str):
            continue
        told = source.get("published")
        with suppress(EdtfError):
            text = told.get("edtf") if isinstance(told, dict) else told
            days[source["id"]] = kept_bounds(text if isinstance(text, str) else "")
    return days


def _day(loc: Loc, text: Any, published: Bounds | None, faults: list[Draft]) -> Any:
    """Read a day without a year as the newest its source can tell of; anything else is a date as the format has it."""
    if not isinstance(text, str) or not (_DAY.fullmatch(text) or _WORDS.fullmatch(text)):
        return text
    if published is None:
        return None  # what is wrong with the source is told where it stands
    sure = published.latest - published.earliest < _SURE_OF_YEAR
    if not sure and not text[-4:].isdecimal():
        faults.append(Draft(loc, f"{shown(text)}, whose year the source’s day does not tell", "the day with its year"))
        return None
    try:
        day = _read_day(text, published.latest)
    except DateError:
        faults.append(Draft(loc, shown(text), "a day such as 28 July, or a date such as 2022-07-27"))
        return None
    if not text[-4:].isdecimal() and published.latest - day > _A_YEAR:
        faults.append(Draft(loc, f"{shown(text)}, which would be {day}", "the day with its year"))
        return None
    if not _DAY.fullmatch(text):
        faults.append(Draft(loc, shown(text), f"the day itself ({day}, if it counts from the source’s)"))
        return None
    return day.isoformat()


def _read_day(text: str, newest: date) -> date:
    now = datetime.combine(min(newest, date.max - timedelta(days=400)), time(12), UTC)
    return parse_day(text, now=now, zone="UTC", not_after=newest)
