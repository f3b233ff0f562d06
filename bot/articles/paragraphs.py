"""The paragraphs of a text, and which lines of it are no prose."""

import itertools
import re

from bot.articles.records import Span

_WRAPPED = (55, 80)  # columns at which mails and old wires break their lines
_LINE = re.compile(r"[^\n\r]+")
_BLANK = re.compile(r"\r?\n[ \t\r]*\n")


def find_paragraphs(text: str) -> list[Span]:
    """Give each paragraph without the white space round it; lines broken at a fixed width are joined."""
    if _is_wrapped(text):
        parts = _between(text, [mark.span() for mark in _BLANK.finditer(text)])
    else:
        parts = [mark.span() for mark in _LINE.finditer(text)]
    found = [trimmed for part in parts if (trimmed := trim(text, part))[0] < trimmed[1]]
    end = next((at for at, part in enumerate(found) if at > 2 and _SOURCES.fullmatch(text, *part)), len(found))
    found = found[:end]
    return [*(_behind_dateline(text, part) for part in found[:6]), *found[6:]]


_SOURCES = re.compile(
    r"(?:Sources|References|Footnotes|External links|Sister links|Notes and references):?", re.IGNORECASE
)
DATELINE = re.compile(
    r"(?:[A-Z][A-Za-z .'’/-]{2,40}, (?:\d{1,2} [A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.? \d{1,2})(?:,? \d{4})?"
    r"(?: ?\([^)\n]{2,40}\))?\s{0,3}(?:[—–]|--?)\s{1,3}"  # Geneva, 9 May (The Herald) —
    r"|[A-Z][A-Z .,'’/-]{2,40}(?:[A-Z][a-z]{2,8}\.? \d{1,2},? ?)?(?:\([^)\n]{2,40}\))?"  # VIENNA —
    r"\s{0,3}(?:[—–]\s{0,3}|--?\s{1,3})"
    r"|[A-Z][\w .,'’/-]{2,50}\((?:[A-Z]{2,}|[A-Z]\w+)\)\s{0,3}(?:[—–]|--?)?\s{0,3}"  # Geneva, Nov 24 (IANS)
    r"|[A-Z][\w .,'’/-]{2,50}\([A-Z][\w .&'’-]{1,30}\)\s{0,3}(?:[—–]|--?)\s{1,3}"  # Geneva (The Herald) —
    r"|(?:[A-Z][A-Za-z .'’/-]{2,40}, )?[A-Z][a-z]+ \d{1,2}\.? /[^/\n]{2,30}/\.?\s{0,3})(?=[A-Z“\"‘'])"  # May 8. /TASS/.
)


def _behind_dateline(text: str, span: Span) -> Span:
    """Leave out the place, day and agency before the first sentence."""
    found = DATELINE.match(text, *span)
    return (found.end(), span[1]) if found and found.end() < span[1] else span


def trim(text: str, span: Span) -> Span:
    """Leave out white space at both ends."""
    part = text[span[0] : span[1]]
    return span[0] + len(part) - len(part.lstrip()), span[0] + len(part.rstrip())


def _is_wrapped(text: str) -> bool:
    """Tell a text whose lines end in the middle of sentences, with empty lines between paragraphs."""
    lines = [line.rstrip() for line in text[:20_000].splitlines()]
    filled = [line for line in lines if line]
    if len(filled) < 6 or not _BLANK.search(text) or max(map(len, filled)) > 100:
        return False
    going_on = [line for line, after in itertools.pairwise(lines) if line and after]
    broken = [line for line in going_on if len(line) >= _WRAPPED[0] and line[-1] not in '.!?:"”']
    return len(broken) >= len(going_on) * 0.6 and len(broken) >= 3


def _between(text: str, gaps: list[Span]) -> list[Span]:
    starts = [0, *(end for _start, end in gaps)]
    ends = [*(start for start, _end in gaps), len(text)]
    return list(zip(starts, ends, strict=True))
