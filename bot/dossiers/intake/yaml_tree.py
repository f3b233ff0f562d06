"""YAML into a tree: every scalar is text, and whatever YAML would guess, share or merge is refused."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from bot.dossiers.intake.faults import Draft, shown
from bot.dossiers.intake.plain_text import UNPRINTABLE, name_character
from bot.dossiers.intake.tree import Builder, Items, Mapping, Unreadable

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NO_VALUE = "has no value"
_LEAVE_OUT = 'text, or the key left out ("" is an empty text, [] an empty list)'

_ODD_SPACE = re.compile(":([\u00a0\u2002-\u200a\u202f\u3000])")

# what PyYAML and libyaml say -> what a person reads; the first part that fits counts
_SENTENCES = (
    (
        "mapping values are not allowed",
        "a ': ' where no key can stand",
        "the text in quotes if it contains ': '",
    ),
    ("could not find expected ':'", "a line without ': '", "'key: value', or the text in quotes"),
    (
        "parsing a block collection",
        "a line that does not fit the list above it",
        "'- ' at the indentation of that list",
    ),
    (
        "did not find expected key",
        "a line that does not fit those above it",
        "a key at their indentation, or quotes",
    ),
    (
        "expected <block end>",
        "a line that does not fit those above it",
        "a key at their indentation, or quotes",
    ),
    (
        "cannot start any token",
        "a character that cannot begin a text",
        "the text in quotes, and spaces instead of tabs",
    ),
    ("tab character", "a tab", "spaces"),
    ("expected ',' or ']'", "a list in [ ] that is not closed", "',' or ']'"),
    ("expected ',' or '}'", "a mapping in { } that is not closed", "',' or '}'"),
    ("unexpected end of stream", "a text in quotes that never ends", "the closing quote"),
    (
        "unknown escape",
        "an unknown escape behind a backslash",
        "single quotes, in which a backslash is plain text",
    ),
    ("node content", "a sign where a text should begin", "the text in quotes"),
    (
        "document start",
        "something behind the end of the dossier",
        "one document, and quotes round [ ] and { }",
    ),
)

# these are noticed only further on; what a person has to change stands where they begin
_BEGIN_EARLIER = ("could not find expected ':'", "unexpected end of stream")


def read_yaml(text: str) -> tuple[Any, list[Draft]]:
    """Read a text into a tree; give the root (None if there is none) and everything wrong with the form."""
    builder = Builder()
    try:
        for event in _events(text):
            _take(event, builder)
    except Unreadable as stopped:
        return None, [*builder.faults, stopped.fault]
    return builder.root, builder.faults


def _events(text: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise Unreadable(_syntax(error, text)) from None
    except yaml.YAMLError as error:
        raise Unreadable(Draft((), f"not readable as YAML: {error}", offset=0)) from None


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Draft:
    problem = f"{error.context}: {error.problem}"
    begin, noticed = error.context_mark, error.problem_mark
    mark = begin if any(part in problem for part in _BEGIN_EARLIER) else noticed
    offset = mark.index if mark else 0
    line = text[text.rfind("\n", 0, offset) + 1 :].partition("\n")[0]
    if "could not find expected ':'" in problem and (odd := _ODD_SPACE.search(line)):
        name = name_character(odd[1])
        return Draft((), f"the character {name} behind ':', which is no space to YAML", "a plain space", offset=offset)
    for part, found, expected in _SENTENCES:
        if part in problem:
            opened = f" (opened in line {begin.line + 1})" if begin and "is not closed" in found else ""
            return Draft((), found + opened, expected, offset=offset)
    return Draft((), f"not readable as YAML: {error.problem}", offset=offset)


def _take(event: Any, builder: Builder) -> None:
    offset = event.start_mark.index
    match event:
        case yaml.ScalarEvent():
            _refuse_marks(event, builder)
            _scalar(event, builder, offset)
        case yaml.MappingStartEvent():
            _refuse_marks(event, builder)
            builder.open(Mapping(offset))
        case yaml.SequenceStartEvent():
            _refuse_marks(event, builder)
            builder.open(Items(offset))
        case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
            builder.close()
        case yaml.AliasEvent():
            _alias(event, builder, offset)
        case yaml.DocumentStartEvent() if builder.root is not None:
            raise Unreadable(Draft((), "a second document behind '---'", "one document a file", offset=offset))


def _scalar(event: yaml.ScalarEvent, builder: Builder, offset: int) -> None:
    text = event.value
    if event.style == '"' and (strange := UNPRINTABLE.search(text)):
        builder.fault(f"the character {name_character(strange.group())}", "printable text", offset)
    if builder.wants_key:
        _key(event, builder, offset)
    elif not text and not event.style:
        builder.fault(_NO_VALUE, _LEAVE_OUT, offset)
        builder.value(None, offset)
    else:
        # a block (| or >) ends in a line break that nobody means as part of the text
        builder.value(text.rstrip("\n") if event.style in ("|", ">") else text, offset)


def _key(event: yaml.ScalarEvent, builder: Builder, offset: int) -> None:
    if event.value == "<<" and not event.style:
        builder.fault("a merge key '<<'", "every key written out", offset)
        builder.drop_key(event.value)
    elif not event.value:
        builder.fault("an empty key", "the name of a key", offset)
        builder.drop_key()
    else:
        builder.key(event.value, offset)


def _alias(event: yaml.AliasEvent, builder: Builder, offset: int) -> None:
    builder.fault(
        f"the alias {shown(f'*{event.anchor}')}",
        "the value written out, or quotes round a text with '*'",
        offset,
    )
    if builder.wants_key:
        builder.drop_key()
    else:
        builder.value(None, offset)


def _refuse_marks(event: Any, builder: Builder) -> None:
    offset = event.start_mark.index
    if event.anchor is not None:
        builder.fault(f"the anchor {shown(f'&{event.anchor}')}", "no anchor, or quotes round a text with '&'", offset)
    if event.tag is not None:
        builder.fault(f"the tag {shown(event.tag)}", "no tag, or quotes round a text with '!'", offset)
