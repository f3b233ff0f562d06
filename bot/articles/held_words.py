"""Where words stand in a text: exact words must be there, quotation marks, white space and capitals made alike."""

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache

from rapidfuzz import fuzz

from bot.articles.paragraphs import find_paragraphs

_ALIKE = str.maketrans(
    {**dict.fromkeys("“”„‟«»\"", " "), **dict.fromkeys("’‘‚‛`´", "'"), **dict.fromkeys("\u200b\u00ad\ufeff"),
     **dict.fromkeys("–—‒―‐‑−", "-")}
)  # fmt: skip
_SINGLE = re.compile(r"(?<!\w)'|'(?!\w)")  # a quotation mark, no apostrophe within a word
_BEFORE_POINT = re.compile(r" +(?=[,.;:!?])")
_CUT = re.compile(r"\[[^\]]*\]|…|\.{3,}")  # what is left out of exact words, or put into them
_WORD = re.compile(r"\w+")
_END = " ,.;:!?-"
_INNER = str.maketrans({"“": "‘", "”": "’", '"': "'"})  # so that the words can stand between “ and ”
_NEAR = 60  # of 100: less alike than that is nothing that was meant
_LONGEST = 4000  # characters of a paragraph in which like words are looked for


def find_paragraph(text: str, words: str) -> int:
    """Give the paragraph in which exact words begin, counted from 1; 0 where they do not all stand in the text.

    What is cut out or put in between [ and ] parts the words into runs, each of which must be there.
    """
    runs = [run for part in _CUT.split(words) if (run := fold_words(part).strip(_END))]
    found = [_place(text, run) for run in runs]
    return found[0] if found and all(found) else 0


def find_like_words(text: str, words: str) -> tuple[int, str]:
    """Find the words of a text that are most like others: its paragraph, and the words as they stand there."""
    wanted = Counter(_WORD.findall(words.lower()))
    paragraphs = [" ".join(text[start:end].split())[:_LONGEST] for start, end in find_paragraphs(text)]
    shared = [(wanted & Counter(_WORD.findall(one.lower()))).total() for one in paragraphs]
    if not any(shared):
        return 0, ""
    best = shared.index(max(shared))
    place = fuzz.partial_ratio_alignment(words.lower(), paragraphs[best].lower(), score_cutoff=_NEAR)
    if place is None:
        return 0, ""
    return best + 1, _whole_words(paragraphs[best], place.dest_start, place.dest_end)


def _whole_words(text: str, start: int, end: int) -> str:
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip(' ,;“”"').translate(_INNER)


def fold_words(text: str) -> str:
    """Make quotation marks, white space and capitals alike."""
    spaced = _SINGLE.sub(" ", text.translate(_ALIKE).casefold())
    return _BEFORE_POINT.sub("", " ".join(spaced.split()))


@lru_cache(maxsize=8)
def _folded(text: str) -> tuple[str, list[int]]:
    """Give a text made alike on one line, and where its paragraphs begin there."""
    parts = [fold_words(text[start:end]) for start, end in find_paragraphs(text)]
    starts, at = [], 0
    for part in parts:
        starts.append(at)
        at += len(part) + 1
    return " ".join(parts), starts


def _place(text: str, run: str) -> int:
    line, starts = _folded(text)
    place = re.search(rf"(?<!\w){re.escape(run)}(?!\w)", line)
    return bisect_right(starts, place.start()) if place else 0
