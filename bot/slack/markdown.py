"""Text for Slack: as leaves of rich_text, which take it literally, and escaped for the few places that read mrkdwn."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from bot.phrasing.plain import plain

Json = dict[str, Any]

_LONGEST_URL = 500
_COMMAND = re.compile(r"(?<![\w/.:-])/(?=[a-z])")

Leaf = Json  # one piece of a rich text


def escape(text: str) -> str:
    """Make text harmless where Slack reads marks: no ping, no link, no date. A star may still make it bold."""
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Read what somebody typed as Slack sends it: ids for channels and people, addresses for links, no entities."""
    bare = _MARK.sub(lambda found: found["id"] or found["url"], text)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


_MARK = re.compile(r"<(?:[#@!](?:subteam\^)?(?P<id>[A-Z0-9]{2,})|(?P<url>(?:https?|mailto):[^<>|]+))(?:\|[^<>]*)?>")


def clip(text: str, room: int) -> str:
    """Shorten a line of plain text, and say so by an ellipsis."""
    line = plain(text).strip()
    return line if len(line) <= room else f"{line[: room - 2].rstrip()} …"


def label(text: str, *, room: int = 75) -> str:
    """Fit text into a label, which must not be empty."""
    return clip(text, room) or "…"


def commands(text: str, names: Iterable[str]) -> str:
    """Write the commands that a sentence of ours names as they are typed in Slack: under the one of its own."""
    known = {name.partition(" ")[0] for name in names} - {"dossier"}

    def under(found: re.Match[str]) -> str:
        word = re.match(r"[a-z]+", text[found.end() :])
        return "/dossier " if word and word[0] in known else "/"

    return _COMMAND.sub(under, text)


def leaf(text: str, **style: bool) -> Leaf:
    """Make one piece of text."""
    made: Leaf = {"type": "text", "text": text}
    return made | {"style": style} if style else made


def link(url: str, shown: str) -> Leaf | None:
    """Link to a web address under a label of ours; None if it is none, too long or hides where it leads."""
    try:
        parts = urlsplit(url)
        trusted = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return None
    safe = quote(url, safe=":/?#&=%+,;~!$'()@", errors="replace")
    if not trusted or len(safe) > _LONGEST_URL or not re.fullmatch(r"[A-Za-z0-9.:-]+", parts.netloc):
        return None
    return {"type": "link", "url": safe, "text": shown}


def size(leaves: Iterable[Leaf]) -> int:
    """Count the characters that leaves take."""
    return sum(len(str(one.get("text") or one.get("fallback") or one.get("channel_id") or "")) for one in leaves)


def split(leaves: Iterable[Leaf], room: int) -> list[list[Leaf]]:
    """Part leaves into lines of at most `room` characters, at spaces where there are some."""
    lines: list[list[Leaf]] = [[]]
    used = 0
    for one in leaves:
        for piece in _pieces(one, room - used if room - used > room // 2 else room, room):
            if lines[-1] and used + size([piece]) > room:
                lines.append([])
                used = 0
            lines[-1].append(piece)
            used += size([piece])
    return lines


def _pieces(one: Leaf, first: int, room: int) -> Iterator[Leaf]:
    text = str(one.get("text", ""))
    limit = first
    while one["type"] == "text" and len(text) > limit:
        cut = text.rfind(" ", limit // 2, limit)
        cut = cut if cut > 0 else limit
        yield one | {"text": text[:cut]}
        text, limit = text[cut:].lstrip(" "), room
    if text or one["type"] != "text":
        yield one | ({"text": text} if "text" in one else {})
