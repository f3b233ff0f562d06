"""Discord's markdown: data text that comes out as the text it is, and cutting it where that is safe."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from bot.phrasing.plain import plain

_BREAK = "\u200b"  # zero width space

_SPECIAL = re.compile(r"[\\*_~|`<>\[\]]|:(?=//|[\w+-]+:)")
# Discord reads pings without regard to backslashes
_PING = re.compile(r"@(?=everyone|here|[!&]?\d)", re.IGNORECASE)
# of these nothing has a meaning, wherever a line begins
_HARMLESS = re.compile(r"[A-Za-z“][A-Za-z0-9 .,;()'“”‘’–…/!?&%€$-]*")
_LINE_START = re.compile(r"(?:[0-9]+(?=[.)])|(?=[#+-]))")
# our own timestamps stay whole; every other `<` is escaped
_ATOM = re.compile(r"<t:-?\d+:\w>|\\.|[^\\]", re.DOTALL)

_LONGEST_URL = 150


def units(text: str) -> int:
    """Count as the strictest of Discord's clients does: UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def escape(text: str) -> str:
    """Make text come out as text: nothing in it pings, links or formats. One pass, whatever the text."""
    if _HARMLESS.fullmatch(text) and "  " not in text:
        return text  # as nearly all names and many lines are
    # discord.utils.escape_markdown takes cubic time, and leaves timestamps and commands as they are
    pinged = _PING.sub("@" + _BREAK, plain(text))
    return guard(_SPECIAL.sub(r"\\\g<0>", pinged))


def guard(line: str) -> str:
    """Keep an escaped line from opening a heading, a list or small print by how it starts."""
    started = line.lstrip()
    return _LINE_START.sub(r"\g<0>\\", started, count=1) if _LINE_START.match(started) else line


def split(escaped: str, room: int) -> list[str]:
    """Cut an escaped line into lines of at most `room` units: at spaces, or within a word that is longer."""
    whole = escaped.strip()
    if units(whole) < room and "  " not in whole:
        return [guard(whole)]  # nearly all are short
    lines: list[str] = []
    line, size = "", 0
    for word in whole.split(" "):
        for piece, length in _pieces(word, room):
            if line and size + 1 + length <= room:
                line, size = f"{line} {piece}", size + 1 + length
                continue
            lines += [line] if line else []
            line = guard(piece)
            size = units(line)
    return [*lines, line] if line or not lines else lines


def _pieces(word: str, room: int) -> Iterator[tuple[str, int]]:
    length = units(word)
    if length < room:  # below it, since guard() may add one
        yield word, length
        return
    piece: list[str] = []
    size = 0
    for atom in _ATOM.findall(word):
        if size + units(atom) >= room:
            yield "".join(piece), size
            piece, size = [], 0
        piece.append(atom)
        size += units(atom)
    yield "".join(piece), size


def clip(escaped: str, room: int) -> str:
    """Shorten an escaped line to `room` units, and say so by an ellipsis."""
    lines = split(escaped, room)
    return lines[0] if len(lines) == 1 else f"{split(escaped, room - 2)[0]} …"


def link(url: str, label: str) -> str:
    """Link to a web address under a label of ours; empty if it is none, too long or hides where it leads."""
    try:
        parts = urlsplit(url)
        trusted = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return ""
    safe = quote(url, safe=":/?#&=%+,;~!$'", errors="replace")
    if not trusted or len(safe) > _LONGEST_URL or not re.fullmatch(r"[A-Za-z0-9.:-]+", parts.netloc):
        return ""
    return f"[{label}](<{safe}>)"
