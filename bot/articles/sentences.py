"""Sentences and their words; what stands between quotation marks is one piece of its sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.articles.quotation_marks import Quotation
from bot.articles.records import Span

QUOTED = "“”"  # the text of a token that stands for a quotation
_STOPS = (",", ".", "?", "!", "…", "—", "–", "-")
_HIDDEN = "\x02"
_LONGEST = 6000  # characters: more is no sentence, and is cut
_END = re.compile(rf"(?<![.!?…])[.!?…]{{1,40}}[)\]]?{_HIDDEN}?[)\]]?\s{{1,40}}(?=[{_HIDDEN}(\[\w$£€—–-])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Maj|Sgt|Capt|Cmdr|Adm|Brig|Rev|Hon|St|Jr|Sr|vs|etc|No|Nos|Art|Sec"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun|Ave|Bros|Inc|Corp|Ltd|Co"
    r"|approx|est|e\.g|i\.e)|\b[A-Z](?:\.[A-Z])*)\.$"
)
_AFTER_INITIALS = frozenset(
    "The A An He She It They We I You This That These Those In On At But And However Meanwhile For As If "
    "When While His Her Its Their There Earlier Later Last Both Some Many After Before Officials Despite "
    "Since".split()
)
_TOKEN = re.compile(
    rf"(?P<quote>{_HIDDEN}+(?:[.!?…]{_HIDDEN})?)"
    r"|(?P<word>(?:[^\W\d_]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Prof|St|Jr|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No)\.(?=\s)"
    r"|[^\W\d_]\.(?=\s[A-Z])|[$£€]?\w+(?:['’&./-]\w+)*(?:['’]|%)?)"
    r"|(?P<mark>--|—|–|\.\.\.|…|[,;:()\[\].!?/-])"
)


_PREFIXED = re.compile(r"(?:a[lnrstdz]|ash|el|ul|bin|de|d|l|van|von|ben|abu)[-'’][A-Z]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or a whole quotation of a sentence."""

    text: str
    lower: str
    start: int
    end: int
    kind: str  # word, mark, quote
    quotation: int = -1

    @property
    def is_capital(self) -> bool:
        """Tell whether it is written as a name is."""
        return self.kind == "word" and (self.text[0].isupper() or _PREFIXED.match(self.text) is not None)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its words."""

    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...]


def hide(text: str, quotations: Sequence[Quotation]) -> str:
    """Put a placeholder where something is quoted; the stop before a closing mark stays."""
    parts: list[str] = []
    at = 0
    for one in quotations:
        if one.start < at:
            continue
        length = one.end - one.start
        last = text[one.inner[1] - 1 : one.inner[1]]
        hidden = _HIDDEN * length
        if last in (".", "!", "?", "…") and length > 2:
            place = one.inner[1] - 1 - one.start
            hidden = hidden[:place] + last + hidden[place + 1 :]
        parts += [text[at : one.start], hidden]
        at = one.end
    parts.append(text[at:])
    return "".join(parts)


def find_sentences(text: str, paragraphs: Sequence[Span], quotations: Sequence[Quotation]) -> list[Sentence]:
    """Part each paragraph at the ends of its sentences outside quotations."""
    hidden = hide(text.replace(_HIDDEN, " "), quotations)
    at = {one.start: number for number, one in enumerate(quotations)}
    return [
        Sentence(start, end, number, tuple(_tokens(text, hidden, (start, end), at)))
        for number, paragraph in enumerate(paragraphs)
        for start, end in _parts(hidden, paragraph)
    ]


def _parts(hidden: str, paragraph: Span) -> Iterator[Span]:
    start, end = paragraph
    for mark in _END.finditer(hidden, start, end):
        if mark.start() - start < 1 or not _is_end(hidden, start, mark):
            continue
        yield from _cut(start, mark.start() + len(mark[0].rstrip()))
        start = mark.end()
    if start < end:
        yield from _cut(start, end)


def _cut(start: int, end: int) -> Iterator[Span]:
    for at in range(start, end, _LONGEST):
        yield at, min(end, at + _LONGEST)


def _is_end(hidden: str, start: int, mark: re.Match[str]) -> bool:
    follows = hidden[mark.end() : mark.end() + 1]
    if follows.islower():
        return False
    before = hidden[max(start, mark.start() - 12) : mark.start() + 1]
    abbreviated = _ABBREVIATION.search(before) if mark[0].startswith(".") else None
    if not abbreviated:
        return True
    word = re.compile(r"\w+").match(hidden, mark.end())
    if before.endswith((".S.", ".K.", ".N.", ".U.", ".m.", "Jr.", "etc.", "Inc.", "Corp.", "Ltd.", "Co.")):
        return bool(word and word[0] in _AFTER_INITIALS) or follows == _HIDDEN
    return False


def _tokens(text: str, hidden: str, span: Span, quotations: dict[int, int]) -> Iterator[Token]:
    for mark in _TOKEN.finditer(hidden, *span):
        kind = mark.lastgroup or "mark"
        start, end = mark.span()
        if kind == "quote":
            yield from _quotes(text, (start, end), quotations)
            continue
        word = text[start:end]
        yield Token(word, word.lower().replace("’", "'"), start, end, kind)


def _quotes(text: str, span: Span, quotations: dict[int, int]) -> Iterator[Token]:
    """Give quotations that touch each other one by one; `lower` is the stop that each ends with."""
    start, end = span
    begins = [at for at in range(start, end) if at in quotations] or [start]
    for begin, stop in zip(begins, [*begins[1:], end], strict=True):
        last = text[max(begin, stop - 2) : stop - 1]
        yield Token(QUOTED, last if last in _STOPS else QUOTED, begin, stop, "quote", quotations.get(begin, -1))
