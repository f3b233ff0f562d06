"""Text that a terminal takes as text. Loads next to nothing: what went wrong first of all is told by it, too."""

import json
import re
import sys
import unicodedata
from typing import TextIO

_BREAKS = "\n\t\u2028\u2029"
_CONTROL = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Take out what a terminal would obey or that reorders text: control and bidirectional formatting characters."""
    if text.isprintable():
        return text
    return "".join(
        " " if c in _BREAKS else c
        for c in text
        if c in _BREAKS or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )


def clean_lines(text: str) -> str:
    """Clean a text of several lines, which stay lines."""
    return "\n".join(map(clean, text.split("\n")))


def clean_json(text: str) -> str:
    """Write what a terminal would obey in JSON as its escapes, which mean the same."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def say_json(value: object) -> None:
    """Print a value as JSON on one line."""
    print(clean_json(json.dumps(value, ensure_ascii=False)), flush=True)


def say(text: str, *, to: TextIO | None = None) -> None:
    """Print a text of one line or several; whatever stands in it, a terminal shows it and no more."""
    print(clean_lines(text), file=to or sys.stdout, flush=True)
