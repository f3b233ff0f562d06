"""Text on one line, without what can't be seen; for places where a platform reads no marks."""

import re
import unicodedata

_JOINERS = "\u200c\u200d"  # emoji and some scripts need them
_ODD = re.compile(r"[^\w -~]")  # anything else can be seen


def plain(text: str) -> str:
    """Put text on one line, without what can't be seen."""
    line = re.sub(r"\s+", " ", text)
    return line if line.isprintable() else _ODD.sub(lambda found: _visible(found[0]), line)


def _visible(character: str) -> str:
    match unicodedata.category(character):
        case "Cs":
            return "\ufffd"
        case "Cc" | "Cf" if character not in _JOINERS:
            return ""  # among them the marks that turn the direction of what follows
        case _:
            return character
