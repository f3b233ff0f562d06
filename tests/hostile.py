"""Texts that mean harm, and what a reader of Discord's markdown would make of what came of them."""

import random
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from db.model.records import Dossier
from tests.builders import TINY, tiny

# what Discord gives meaning to, alone and where it meets other text
HOSTILE = [
    *("@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "</who:1>", "<t:0:R>", "<:a:1>", "<id:guide>"),
    *(":smile:", "*", "**", "_", "__", "~~", "||", "`", "```", "\\", "# ", "-# ", "- ", "+ ", "1. ", "2) "),
    *("[x](http://a.b)", "[", "](", ")", "https", "http://a.b", "://", ":", "<", ">", ">>> ", " ", "word"),
    *("\n", "\r\n", "\u2028", "\x00", "\x85", "\u202e", "\u200b", "\ud800", "😀", "é"),
]
hostile = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=4)), max_size=12).map("".join)
long = st.tuples(hostile, st.integers(0, 3000)).map(lambda made: (made[0] or "x") * (made[1] // len(made[0] or "x")))
said = st.one_of(hostile, long)


# what stops or misleads other parts: searches, dates, exports, logs, terminals
PIECES = [
    *HOSTILE,
    *("'; DROP TABLE item; -- ", '" NEAR( ^ * col: {', " OR 1=1 ", "%s %n {0} {name}", "${jndi:x}", "../../etc/passwd"),
    *("\u2066evil\x07\x1b[31m", "\x9b", "\x0b", "\x1c", "\u2029", "\ufeff", "\u0345", "a\u0301\u0301", "\ufb00"),
    *(
        "=cmd|' /C calc'!A0",
        "+1",
        "@SUM(1)",
        "\uff1d1",
        "BEGIN:VEVENT",
        "\nX-EVIL:1",
        "\\n",
        "\\N",
        "&lt;",
        "===",
        "---",
    ),
    *("<b>", "9", "1/1/", "12:12:", "12 am ", "in      days ", "tomorrow ", "next friday ", "2031-03-01/", "[2031.."),
    *("vane", "vane, ", "-vane", "oake ", "S1", "D1", "ferry ", "yes ", "XX", "~", "?", "“", "”", "«", "to ", ",", ";"),
    *("/", "\u6f22", "\u0130", "in two weeks and ", "three days and ", "two hours "),
]
# every key under which a dossier holds free text
_FREE = {"title", "name", "about", "text", "question", "value", "reason", "outlet", "described", "exact", "words"}
_FREE |= {"medium", "on", "condition"}
_LENGTHS = (1, 1, 1, 10, 80, 300, 1000, 6000)


def hostile_texts(many: int, *, seed: int) -> Iterator[str]:
    """Make this many texts of up to 6,000 characters, the most that an option takes; the same for a seed."""
    chance = random.Random(seed)
    for _ in range(many):
        base = "".join(chance.choices(PIECES, k=chance.choice((1, 1, 2, 3, 6))))
        length = chance.choice(_LENGTHS)
        yield (base * (length // len(base) + 1))[: max(length, min(len(base), 6000))]


def hostile_dossier(said: str) -> Dossier:
    """The tiny dossier with this text wherever somebody's words stand."""

    def put(value: Any, key: str = "") -> Any:
        match value:
            case dict():
                return {inner: put(one, inner) for inner, one in value.items()}
            case list() | tuple():
                return [put(one, key) for one in value]
            case _:
                return said if key in _FREE and isinstance(value, str) else value

    return tiny(**put(TINY))


def markup(text: str) -> list[str]:
    """List what Discord would not show as it stands."""
    pings = re.findall(r"@everyone|@here|<@[!&]?\d+>", text, re.IGNORECASE)
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "\N{REPLACEMENT CHARACTER}", text)
    inline = re.findall(r"[\\*_~|`<\[\]]|\w+://|:[\w+-]+:", bare)
    starts = re.findall(r"^\s*(?:#{1,3} |-# |[-+] |>|\d+[.)] )", bare, re.MULTILINE)
    return [*pings, *inline, *starts, *re.findall(r"[\x00-\x09\x0b-\x1f\u202a-\u202e\ud800-\udfff]", text)]


def without_ours(description: str) -> str:
    """Take away the markup that the renderer itself makes."""
    text = re.sub(r"<t:\d+:[fR]>|\[open\]\(<https?://[^<>\s]+>\)", "", description)
    text = re.sub(r"^(?:> |-# |- )", "", text, flags=re.MULTILINE)
    text = re.sub(r"`([A-Za-z0-9-]+)`", r"\1", text)
    text = re.sub(r"^\*\*((?:\\.|[^\\*\n])*)\*\*", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r" \*(\((?:\\.|[^\\*\n])*)\*$", r"\1", text, flags=re.MULTILINE)
    return re.sub(r"^__((?:\\.|[^\\_\n])*)__$", r"\1", text, flags=re.MULTILINE)


def without_marks(text: str) -> str:
    """Take away our own marks inside a text: places, roles, commands, links under our labels, words found."""
    label = r"\[(?:the message|see it)\]\(<https://discord\.com/[^<>\s]+>\)"
    return re.sub(rf"<[#@]&?\d{{1,20}}>|</[\w -]+:\d+>|{label}|\*\*((?:\\.|[^\\*\n])*)\*\*", r"\1", text)
