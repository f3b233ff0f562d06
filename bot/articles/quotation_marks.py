"""Quotation marks: the style of a text, what stands between them, and what is wrong with them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.articles.records import Fault, Span

_DOUBLE_OPEN, _DOUBLE_CLOSE = "“„«‟「『", "”»」』"
_SINGLE_OPEN = re.compile(
    r"(?<![^\s(\[—–\-:…\"“])(?:'(?!(?:em|til|tis|twas|n|cause|bout)\b)(?=[^\W\d_]|[\"“[…$£€])|‘(?=[^\W_]|[\"“[…$£€]))"
)
_SINGLE_CLOSE = re.compile(r"(?<=[^\s(\[])['’](?![^\W_])")
_CUE_BEHIND = re.compile(
    r"[,.?!](?=\s(?:(?:he|she|they|it|(?:the|a)(?:\s\w+){1,3}|[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,3})\s)?"
    r"(?:said|says|told|added|wrote|insisted|explained|noted|stressed|warned|argued)\b)"
)
_STRONG = ",.?!…"
_DOUBLE = re.compile("[\"“”„«»‟「」『』]|``|''")
_MOST = 4000  # marks of a paragraph that are looked at; more are no quotations


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between marks: `start` and `end` with the marks, `inner` without."""

    start: int
    end: int
    inner: Span
    closed: bool = True
    continues: bool = False  # it goes on with the words of the quotation before it
    fault: str = ""


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[list[Quotation], list[Fault]]:
    """Find what stands between marks, paragraph by paragraph; a mark that is missing is told as a fault."""
    found: list[Quotation] = []
    single = "'" in text or "’" in text
    unclosed = False
    for number, (start, end) in enumerate(paragraphs):
        here = _doubles(text, start, end, carried=unclosed)
        if single:
            goes_on = number + 1 < len(paragraphs) and text[paragraphs[number + 1][0]] in "'‘"
            here = _with_singles(text, start, end, here, goes_on=goes_on)
        if here and unclosed and here[0].start == _first_sign(text, start, end):
            here[0] = replace(here[0], continues=True)
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        unclosed = bool(here) and not here[-1].closed
        if unclosed and following:
            here[-1] = _judge_open(text, here[-1], following)
        elif unclosed:
            here[-1] = _cut_at_sentence(text, replace(here[-1], fault="closing mark missing"))
        unclosed = unclosed and not (here[-1].fault and here[-1].fault != "closed in the next paragraph")
        found += here
    return found, [Fault((one.start, one.end), one.fault) for one in found if one.fault]


def _first_sign(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _judge_open(text: str, last: Quotation, following: Span) -> Quotation:
    """Tell a quotation that goes on in the next paragraph from one whose closing mark was lost."""
    first = _first_sign(text, *following)
    cue = _CUE_BEHIND.search(text, *last.inner)
    if cue is None and text[first : first + 1] in ('"', "“", "„", "«", "'", "‘") and first < following[1]:
        return last
    marks = [sign for sign, _at in _signs(text, *following)]
    if marks and marks[0] == ")":
        return replace(last, fault="closed in the next paragraph")
    return _cut_at_sentence(text, replace(last, fault="closing mark missing"))


def _cut_at_sentence(text: str, quotation: Quotation) -> Quotation:
    """End what has no closing mark where its first sentence ends, unless the paragraph is nothing but it."""
    start, end = quotation.inner
    stop = _CUE_BEHIND.search(text, start, end) or re.compile(r"[.?!](?=\s)").search(text, start, end)
    cut = stop.end() if stop else end
    return replace(quotation, inner=(start, cut), end=cut)


def _signs(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Give each double mark as "(", ")" or "?", with its place."""
    for count, mark in enumerate(_DOUBLE.finditer(text, start, end)):
        if count > _MOST:
            return
        at = mark.start()
        before = text[at - 1] if at > start else " "
        after = text[mark.end()] if mark.end() < end else " "
        yield _turned(mark[0], before, after), at


def _turned(sign: str, before: str, after: str) -> str:
    """Say which way a mark is turned, by its shape and by what stands beside it."""
    opens = (before.isspace() or before in "([—–-/:‘'") and not after.isspace()
    closes = not before.isspace() and (after.isspace() or after in ".,;:?!)]—–-’'")
    if sign in _DOUBLE_OPEN or sign == "``":
        return ")" if closes and not opens else "("
    if sign in _DOUBLE_CLOSE or sign == "''":
        turned = opens and not closes and before.isspace() and (after.isalnum() or after in "“„‘'…¿¡($€£[")
        return "(" if turned else ")"  # « accord », as French sets it, has white space inside
    if opens != closes:
        return "(" if opens else ")"
    return "?"


def _doubles(text: str, start: int, end: int, *, carried: bool) -> list[Quotation]:
    """Pair the double marks of one paragraph."""
    signs = list(_signs(text, start, end))
    found: list[Quotation] = []
    opened = -1
    depth = 0
    if carried and signs and signs[0][0] == ")":
        at = signs.pop(0)[1]
        found.append(Quotation(start, at + 1, (start, at), continues=True, fault="no opening mark"))
    for place, (sign, at) in enumerate(signs):
        if opened < 0:
            if sign != ")":
                opened, depth = at, 1
            else:
                continue  # a closing mark that closes nothing: no text is turned inside out for it
        elif sign == "(":
            closing = [one for one, _at in signs[place + 1 : place + 3]]
            if len(closing) == 2 and "(" not in closing:
                depth += 1
            else:
                found.append(_closed_before(text, opened, at))
                opened, depth = at, 1
        else:
            depth -= 1
            if depth == 0:
                found.append(Quotation(opened, at + 1, (opened + 1, at)))
                opened = -1
    if opened >= 0:
        found.append(Quotation(opened, end, (opened + 1, end), closed=False))
    return found


def _closed_before(text: str, opened: int, at: int) -> Quotation:
    """Close a quotation that has no closing mark at the last stop before the next one opens."""
    stop = max(text.rfind(sign, opened, at) for sign in ",.?!")
    end = stop + 1 if stop > opened else at
    return Quotation(opened, end, (opened + 1, end), fault="closing mark missing")


def _with_singles(text: str, start: int, end: int, doubles: list[Quotation], *, goes_on: bool) -> list[Quotation]:
    """Add what stands between single marks outside the double ones."""
    found: list[Quotation] = []
    at = start
    taken = [one.start for one in doubles]
    openers = [mark.start() for mark, _n in zip(_SINGLE_OPEN.finditer(text, start, end), range(_MOST), strict=False)]
    closers = [mark.start() for mark, _n in zip(_SINGLE_CLOSE.finditer(text, start, end), range(_MOST), strict=False)]
    for number, opener in enumerate(openers):
        if opener < at or _inside(opener, doubles, taken):
            continue
        limit = next((one for one in openers[number + 1 :] if not _inside(one, doubles, taken)), end)
        closer = _closer(text, closers[bisect_right(closers, opener) :], limit)
        if closer is None:
            if limit == end and (goes_on or (text[opener] == "‘" and _starts_paragraph(text, start, opener))):
                found.append(Quotation(opener, end, (opener + 1, end), closed=False))
            continue
        found.append(Quotation(opener, closer + 1, (opener + 1, closer)))
        at = closer + 1
    if not found:
        return doubles
    outside = [one for one in doubles if not any(single.start < one.start < single.end for single in found)]
    return sorted([*outside, *found], key=lambda one: one.start)


def _starts_paragraph(text: str, start: int, opener: int) -> bool:
    return _first_sign(text, start, opener + 1) == opener


def _inside(at: int, quotations: Sequence[Quotation], starts: Sequence[int]) -> bool:
    place = bisect_right(starts, at) - 1
    return place >= 0 and at < quotations[place].end


def _closer(text: str, closers: Sequence[int], limit: int) -> int | None:
    """Choose the mark that closes: the first behind a stop, else one that is no possessive."""
    weak = None
    for at in closers:
        if at >= limit:
            break
        if text[at - 1] in _STRONG or (text[at + 1 : at + 2] in _STRONG and text[at + 1 : at + 2]):
            return at
        possessive = text[at - 1] == "s" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()
        if weak is None and not possessive:
            weak = at
    if weak is None:
        weak = next((at for at in closers if at < limit), None)
    return weak
