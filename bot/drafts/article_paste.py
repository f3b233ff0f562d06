"""A text that is pasted into a form: its fields, joined again, and what is typed of where it came out."""

import re
from collections.abc import Sequence

from bot.articles.heading import Heading

MOST_FIELDS = 4  # for the text; one more asks where it came out
WHERE = "Outlet, title, day – and its link behind it. May stay empty: what the text does not tell is asked for."
WHERE_EXAMPLE = "CNN, Moscow answers, 30 July 2022"
_LINK = re.compile(r"https?://\S+")
_YEAR = re.compile(r"[0-9]{4}")
_ENDED = re.compile(r"[.!?…:][\"”’')\]]*\s*$")


def label_of(number: int) -> str:
    """Name a field for the text, counted from 1."""
    return "Text" if number == 1 else f"… goes on ({number})"


def join_pasted(parts: Sequence[str]) -> str:
    """Join what stands in the fields; one that breaks off in a sentence goes on in the next."""
    whole = ""
    for part in parts:
        if part.strip():
            between = "" if not whole else "\n\n" if _ENDED.search(whole) else " "
            whole += between + part.strip()
    return whole


def read_where(typed: str) -> Heading:
    """Read where a text came out: outlet, title, day and link, as far as they were typed."""
    links = _LINK.findall(typed)
    parts = [part.strip(" ,;") for part in _LINK.sub("", typed).split(",")]
    parts = [part for part in parts if part]
    cut = -2 if len(parts) > 3 and _YEAR.fullmatch(parts[-1]) else -1  # July 30, 2022
    day = " ".join(parts[cut:]) if len(parts) > 1 and re.search(r"\d", parts[-1]) else ""
    named = parts[:cut] if day else parts
    return Heading(named[0] if named else "", ", ".join(named[1:]), day, links[-1] if links else "")
