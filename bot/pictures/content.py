"""What a picture shows: its marks and words without pixels, and the same facts as a sentence for who can't see it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, assert_never

from db.model import edtf
from db.model.edtf import Bounds

Kind = Literal["event", "statement"]

NO_DATE = "date not given"

# Discord's room for the description of a file
_ALT_ROOM = 1024
_REST = " … The text of the answer holds them all."


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """One event or statement; `when` is EDTF, empty where no date is given.

    `remark` says what has been done to the words of `label`, and is never cut off.
    """

    id: str
    label: str
    kind: Kind
    lane: str
    when: str = ""
    cites: tuple[str, ...] = ()
    remark: str = ""

    @property
    def bounds(self) -> Bounds | None:
        """The days it can have been on; None where no date is given."""
        return edtf.bounds(self.when) if self.when else None

    def when_words(self) -> str:
        """Say when it was."""
        return edtf.words(self.when) if self.when else NO_DATE


@dataclass(frozen=True, slots=True)
class Timeline:
    """Marks in the order in which they are numbered; `left_out` stand before them, not drawn.

    `maybe_later` are the sources that are not certainly published by the day the picture is of.
    """

    title: str
    dossier: str
    as_of: date
    lanes: tuple[str, ...]
    marks: tuple[TimelineMark, ...]
    maybe_later: frozenset[str] = frozenset()
    left_out: int = 0
    more_follow: bool = False


@dataclass(frozen=True, slots=True)
class BoardReport:
    """How surely some sources give one form of a term."""

    certainty: str
    value: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardTerm:
    """One element of an offer."""

    text: str
    reports: tuple[BoardReport, ...]


@dataclass(frozen=True, slots=True)
class BoardAnswer:
    """What somebody of a side did in answer to an offer."""

    side: str
    by: str
    kind: str
    text: str
    when: str
    cites: tuple[str, ...]

    def when_words(self) -> str:
        """Say when it was."""
        return edtf.words(self.when) if self.when else NO_DATE


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A sentence about an offer with its sources."""

    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardOffer:
    """One offer: whether it was answered, what it holds and is called, its stages, what was answered, by side."""

    id: str
    title: str
    by: str
    to: str
    standing: BoardLine
    terms: tuple[BoardTerm, ...]
    called: tuple[BoardLine, ...] = ()
    stages: tuple[BoardLine, ...] = ()
    answers: tuple[BoardAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferBoard:
    """Offers with their terms and answers; `left_out` and `maybe_later` as in a timeline."""

    title: str
    dossier: str
    as_of: date
    offers: tuple[BoardOffer, ...]
    maybe_later: frozenset[str] = frozenset()
    left_out: int = 0


Picture = Timeline | OfferBoard


def cited(picture: Picture) -> tuple[str, ...]:
    """List the sources that a picture rests on, each once, in order of id."""
    match picture:
        case Timeline():
            found = {cite for mark in picture.marks for cite in mark.cites}
        case OfferBoard():
            found = {cite for offer in picture.offers for cite in _offer_cites(offer)}
        case _:
            assert_never(picture)
    return tuple(sorted(found))


def _offer_cites(offer: BoardOffer) -> Iterator[str]:
    lines: list[BoardLine | BoardReport | BoardAnswer] = [offer.standing, *offer.called, *offer.stages, *offer.answers]
    for line in [*lines, *(report for term in offer.terms for report in term.reports)]:
        yield from line.cites


def shortened(text: str, most: int) -> str:
    """Cut text at a space; that it is cut shows, within quotation marks too, which are closed again."""
    if len(text) <= most:
        return text
    kept = text[:most].rpartition(" ")[0] or text[:most]
    return f"{kept} […]" + "”" * (kept.count("“") - kept.count("”"))


def file_name(picture: Picture) -> str:
    """Name the picture's file: what it shows, as of which day."""
    match picture:
        case Timeline():
            kind = "timeline"
        case OfferBoard():
            kind = "offers"
        case _:
            assert_never(picture)
    return f"{kind}-{picture.as_of.isoformat()}.png"


def alt_text(picture: Picture) -> str:
    """Say what the picture shows, as many of its facts as Discord has room for."""
    facts = [f"{picture.title}. {under_title(picture)}.", *_facts(picture)]
    whole = " ".join(facts)
    if _units(whole) <= _ALT_ROOM:
        return whole
    said = _cut(facts[0], _ALT_ROOM - _units(_REST))
    for fact in facts[1:]:
        if _units(f"{said} {fact}{_REST}") > _ALT_ROOM:
            break
        said += f" {fact}"
    return said + _REST


def under_title(picture: Picture) -> str:
    """Say of which day the picture is, and how much it holds."""
    return f"{picture.dossier}, as of {edtf.words(picture.as_of.isoformat())}: {_counted(picture)}"


def _counted(picture: Picture) -> str:
    match picture:
        case Timeline():
            events = sum(mark.kind == "event" for mark in picture.marks)
            counted = (_count(events, "event"), _count(len(picture.marks) - events, "statement"))
            shown = " and ".join(words for words in counted if not words.startswith("0 ")) or "no marks"
            rest = f", the last of {len(picture.marks) + picture.left_out:,}"
            follows = "; more follow" * picture.more_follow
        case OfferBoard():
            shown = _count(len(picture.offers), "offer")
            rest = f", the first of {len(picture.offers) + picture.left_out:,}"
            follows = ""
        case _:
            assert_never(picture)
    return shown + rest * bool(picture.left_out) + follows


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def _facts(picture: Picture) -> Iterator[str]:
    def source(cites: tuple[str, ...]) -> str:
        named = [f"{cite} (may be later)" if cite in picture.maybe_later else cite for cite in cites]
        return f"[{', '.join(named)}]"

    match picture:
        case Timeline():
            for number, mark in enumerate(picture.marks, 1):
                said = f"{number}: {mark.when_words()}, {mark.kind} {mark.id}, {mark.lane}"
                yield " ".join(filter(None, (f"{said}: {_bare(mark.label)}", mark.remark, source(mark.cites)))) + "."
        case OfferBoard():
            for offer in picture.offers:
                yield from _offer_facts(offer, source)
        case _:
            assert_never(picture)


def _offer_facts(offer: BoardOffer, source: Callable[[tuple[str, ...]], str]) -> Iterator[str]:
    yield f"{offer.id}, {offer.title}, {offer.by} to {offer.to}."
    yield f"{_bare(offer.standing.text)} {source(offer.standing.cites)}."
    for term in offer.terms:
        reports = (" ".join(filter(None, (one.certainty, one.value, source(one.cites)))) for one in term.reports)
        yield f"Term “{term.text}”: {'; '.join(reports)}."
    for answer in offer.answers:
        said = f"{answer.side}, {answer.by}, {answer.when_words()}: {answer.kind}"
        yield f"{said}, {_bare(answer.text)} {source(answer.cites)}."
    for line in (*offer.called, *offer.stages):
        yield f"{_bare(line.text)} {source(line.cites)}."


def _bare(sentence: str) -> str:
    return sentence.rstrip(". ")


def _cut(text: str, room: int) -> str:
    while _units(text) > room:
        text = text[: room - 1 - (_units(text) - len(text))] + "…"
    return text


def _units(text: str) -> int:
    """Count as Discord does: UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)
