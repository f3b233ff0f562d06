"""JSON into the same tree as YAML; large, faultless files go through the standard library at full speed."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.dossiers.intake.faults import Draft, shown
from bot.dossiers.intake.plain_text import UNPRINTABLE, name_character
from bot.dossiers.intake.tree import Builder, Items, Mapping, Unreadable

_TEXTUAL = frozenset({str, list, dict})

# an escape that makes a character which the raw text was searched for already: \b, \f, \u0000, half a pair …
_STRANGE_ESCAPE = re.compile(
    r"(?<!\\)(?:\\\\)*+\\(?:[bf]|u(?:00[01][0-8b-f]|007f|00[89][0-9a-f]|202[89]|fef{2}|fff[ef]|d[89a-f][0-9a-f]{2}))",
    re.IGNORECASE,
)

# the closing quote is optional so that a text which never ends is read once, not once a character
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}:,]|[^\s\[\]{}:,"]++', re.DOTALL)

# what the standard library says -> what a person reads; the first part that fits counts
_SENTENCES = (
    ("Expecting property name", "no key where one should be", "a key in double quotes, and no comma behind the last"),
    ("trailing comma", "a comma behind the last one", "no comma there"),
    ("Expecting ','", "no end where one should be", "a comma before what follows, or the closing bracket"),
    ("Expecting ':'", "a key without ':'", "':' behind the key"),
    ("Expecting value", "no value where one should be", "a text in double quotes, a list or an object"),
    ("Unterminated string", "a text in quotes that never ends", "the closing quote"),
    ("Invalid control character", "a line break or tab inside a text", "\\n or \\t"),
    ("escape", "an unknown escape behind a backslash", "two backslashes for one"),
    ("Extra data", "something behind the end of the dossier", "one object in one pair of { }"),
)

_VALUE = re.compile(r"true|false|-?[0-9][0-9.eE+-]*")  # these stand for the text they are written as
_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class _Odd:
    """Stands for what no key accepts: NaN, Infinity."""

    text: str


def quick_json(text: str) -> Any:
    """Read JSON into a tree without places; None if anything about its form needs a closer look."""
    odd = False

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal odd
        made = {key: str(value).lower() if isinstance(value, bool) else value for key, value in pairs}
        values = [*made.values(), *(one for held in made.values() if type(held) is list for one in held)]
        odd = odd or len(made) != len(pairs) or not _TEXTUAL.issuperset(map(type, values))
        return made

    try:
        tree = _loads(text, mapping)
    except (json.JSONDecodeError, RecursionError):
        return None
    return None if odd or not isinstance(tree, dict) or _STRANGE_ESCAPE.search(text) else tree


def read_json(text: str) -> tuple[Any, list[Draft]]:
    """Read JSON into a tree; give the root (None if there is none) and everything wrong with the form."""
    try:
        _loads(text, dict)
    except json.JSONDecodeError as error:
        return None, [_syntax(error)]
    except RecursionError:
        pass  # the depth is told of below, with its place
    builder = Builder()
    try:
        for match in _TOKEN.finditer(text):
            _take(match.group(), match.start(), builder)
    except Unreadable as stopped:
        return None, [*builder.faults, stopped.fault]
    return builder.root, builder.faults


def _syntax(error: json.JSONDecodeError) -> Draft:
    for part, found, expected in _SENTENCES:
        if part in error.msg:
            return Draft((), found, expected, offset=error.pos)
    return Draft((), f"not readable as JSON: {error.msg}", offset=error.pos)


def _loads(text: str, mapping: Callable[[list[tuple[str, Any]]], Any]) -> Any:
    return json.loads(text, object_pairs_hook=mapping, parse_int=_number, parse_float=_number, parse_constant=_Odd)


def _number(text: str) -> str | _Odd:
    return text if len(text) <= _LONGEST_VALUE else _Odd(text)


def _take(token: str, offset: int, builder: Builder) -> None:
    match token[0]:
        case "{":
            builder.open(Mapping(offset))
        case "[":
            builder.open(Items(offset))
        case "}" | "]":
            builder.close()
        case "," | ":":
            pass
        case '"':
            _text(json.loads(token), offset, builder)
        case _:
            _other(token, offset, builder)


def _text(text: str, offset: int, builder: Builder) -> None:
    if strange := UNPRINTABLE.search(text):
        builder.fault(f"the character {name_character(strange.group())}", "printable text", offset)
    if builder.wants_key:
        builder.key(text, offset)
    else:
        builder.value(text, offset)


def _other(token: str, offset: int, builder: Builder) -> None:
    if not builder.at_root and len(token) <= _LONGEST_VALUE and _VALUE.fullmatch(token):
        builder.value(token, offset)
        return
    found = "the JSON value null" if token == "null" else f"the number {shown(token)[1:-1]}"
    expected = "the key left out" if token == "null" else f'text: "{token[:20]}"'
    if builder.at_root:
        expected = "a mapping"
    builder.fault(found, expected, offset)
    builder.value(None, offset)
