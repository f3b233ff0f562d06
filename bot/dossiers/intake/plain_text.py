"""The text of a file: UTF-8, not too large, and nothing in it that cannot be seen."""

import re
import unicodedata
from itertools import islice

from bot.dossiers.intake.faults import MOST_SHOWN, Draft, Fault, IntakeError, Lines, whole_file

MOST_BYTES = 40_000_000

# Line and paragraph separators are line breaks to YAML but not to editors, so that line numbers would differ.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def decode(content: bytes, *, name: str) -> str:
    """Decode a file's bytes, or raise IntakeError."""
    if len(content) > MOST_BYTES:
        raise too_large(name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise IntakeError([_not_utf8(content, error, name)]) from None
    if not text.strip():
        raise whole_file(name, "the file is empty", expected="a dossier")
    return text


def too_large(name: str) -> IntakeError:
    """Refuse a file for its size."""
    return whole_file(name, f"the file has more than {MOST_BYTES // 1_000_000} MB", expected="a smaller dossier")


def unprintable(text: str, *, name: str) -> list[Draft]:
    """List the characters that cannot be seen; raise IntakeError if there are very many."""
    found = [
        Draft((), f"the character {name_character(match.group())}", "printable text", offset=match.start())
        for match in islice(UNPRINTABLE.finditer(text), MOST_SHOWN + 1)
    ]
    if len(found) > MOST_SHOWN:
        raise whole_file(name, f"the file has more than {MOST_SHOWN} unprintable characters", expected="text")
    return found


def printable(text: str) -> str:
    """Take out the characters that cannot be seen, which no file may hold; what breaks lines becomes a space."""
    return UNPRINTABLE.sub(lambda found: " " if found.group().isspace() else "", text)


def one_line(text: str) -> str:
    """Put a text on one line, without what cannot be seen."""
    return " ".join(printable(text).split())


def name_character(character: str) -> str:
    """Name a character that cannot be shown: "U+FEFF (zero width no-break space)"."""
    if unicodedata.category(character) == "Cs":
        return f"U+{ord(character):04X} (half a character)"
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'a control character').lower()})"


def _not_utf8(content: bytes, error: UnicodeDecodeError, name: str) -> Fault:
    before = content[: error.start].decode("utf-8-sig", errors="replace")
    line, column = Lines(before).place(len(before))
    found = f"the byte 0x{content[error.start]:02X}, which is not UTF-8"
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        found = "the file is UTF-16"
    return Fault(name, line, column, "", "", found, "a file saved as UTF-8")
