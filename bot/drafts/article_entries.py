"""What was found in a text, as drafts with the fields that /add takes, repetitions of what the dossier holds told."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from bot.articles.heading import Heading
from bot.names.folding import fold
from db.model.records import Person, Statement

if TYPE_CHECKING:
    from bot.articles.duplicates import Utterance

_MARKS = str.maketrans({"“": "‘", "”": "’", '"': "'"})
_NO_MARKS = str.maketrans("", "", '“”"')
_MOST = 400  # drafts of one text
_LONGEST_TITLE = 80


class Sides(Protocol):
    """Who negotiates, found by the words of a text."""

    def called(self, words: str) -> str:
        """Give the side that is called just so; "" where none is."""

    def find(self, words: str) -> str:
        """Give the side that words name, by itself or by somebody of it; "" where that is not certain."""

    def other(self, side: str, words: str) -> str:
        """Give the one other side that words name; "" where there is none or are several."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft of a text: its fields, where it stands, and what an editor is told of it."""

    kind: str
    fields: Mapping[str, Any]
    spans: tuple[tuple[int, int], ...] = ()
    sure: bool = False
    same: str = ""  # the statement that it repeats
    remarks: tuple[str, ...] = ()


def entries_of(
    found: Mapping[str, Any], people: Sequence[Person], statements: Sequence[Statement], sides: Sides
) -> list[Entry]:
    """Make drafts of what was found: people, then statements, coming dates and offers, in the order of the text."""
    heading = Heading(*found["heading"])
    source = source_line(heading)
    found = {**found, "statements": _with_bodies(found["statements"], people)}
    by_speaker = _known_utterances(statements, {one.id: one.name for one in people})
    newcomers = list(_people(found, source, people, sides))
    sure = {one.fields["name"] for one in newcomers if one.sure}
    made = [
        *newcomers,
        *(_statement(found["text"], one, source, by_speaker, sure) for one in found["statements"]),
        *_coming(found, source),
        *_offers(found, source, sides),
    ]
    return made[:_MOST]


def _with_bodies(statements: Iterable[Mapping[str, Any]], people: Sequence[Person]) -> list[Mapping[str, Any]]:
    """Give a body that speaks its id, where it is one of the dossier's people already."""
    bodies = {fold(text.text): one.id for one in people if one.kind == "institution" for text in one.spellings}
    bodies |= {fold(one.name): one.id for one in people if one.kind == "institution"}
    return [{**one, "person": one["person"] or bodies.get(fold(one["speaker"]), "")} for one in statements]


def source_line(heading: Heading) -> str:
    """Name a source as the field of a form does."""
    parts = (heading.outlet.replace(",", " "), heading.title, heading.published, heading.link)
    return ", ".join(" ".join(part.split()) for part in parts if part)


def _people(found: Mapping[str, Any], source: str, people: Sequence[Person], sides: Sides) -> Iterator[Entry]:
    """Draft who is new; sure is who is introduced by a role, and shares no word of the name with anybody known."""
    names = [name for one in people for name in (one.name, *(spelling.text for spelling in one.spellings))]
    known = {word for name in names for word in fold(name).split()}
    for one in found["people"]:
        words = fold(one["name"]).split()
        fields = {"name": one["name"], "role": one["role"], "party": _speaks_for(one["role"], sides)}
        given = {option: value for option, value in fields.items() if value} | {"source": source}
        yield Entry("person", given, sure=bool(one["role"]) and len(words) > 1 and known.isdisjoint(words))

    for name, side in _speaking_sides(found, sides).items():
        yield Entry("person", {"name": name, "party": side, "source": source}, sure=True)


def _speaking_sides(found: Mapping[str, Any], sides: Sides) -> dict[str, str]:
    """Give the sides that speak as such ("the company said"), as whom they are not there yet."""
    speaking = dict.fromkeys(one["speaker"] for one in found["statements"] if not one["person"])
    return {name: side for name in speaking if (side := sides.called(name))}


def _speaks_for(role: str, sides: Sides) -> str:
    """Give the side whose spokesperson a role says somebody is; an “Iran envoy” may be anybody’s."""
    body, _, office = role.rpartition(" ")
    return sides.find(body) if body and office.lower().startswith("spokes") else ""


def _statement(
    text: str,
    one: Mapping[str, Any],
    source: str,
    known: Mapping[str, "list[tuple[str, Utterance]]"],
    newcomers: Collection[str],
) -> Entry:
    words = worded_as(text, one)
    day = one["day"]
    from bot.articles.duplicates import Utterance, find_repetition  # half a megabyte, for whoever reads texts

    said = Utterance(words, one["speaker"], date.fromisoformat(day) if day else None)
    there = known.get(one["person"], [])
    same = find_repetition(said, [utterance for _, utterance in there]) if there else None
    repeated = there[same[0]][0] if same else ""
    who = {"speaker": repeated or one["person"] or one["speaker"]}
    when = {"when": day} if day and not repeated else {}
    fields = {option: value for option, value in ({**who, "text": words} | when | {"source": source}).items() if value}
    spans = tuple((start, end) for start, end in one["spans"])
    sure = one["sure"] and (bool(one["person"]) or one["speaker"] in newcomers) and not repeated
    return Entry("statement", fields, spans, sure, repeated, tuple(_remarks(one)))


def _remarks(one: Mapping[str, Any]) -> Iterator[str]:
    yield f"paragraph {one['paragraph']}"
    yield "day stated" if one["day"] else "day not stated: none is kept, the source’s day is shown"
    if one["medium"]:
        yield f"through {one['medium']}"
    if not one["sure"]:
        yield "not sure: read it against the text"


def worded_as(text: str, one: Mapping[str, Any]) -> str:
    """Word a statement as the form takes it: exact words between “ and ”, each part as the text has it."""
    if one["kind"] == "direct":
        parts = [" ".join(text[start:end].split()) for start, end in one["spans"]]
        # the comma before the last closing mark is the writer's: it leads on to “he said”
        parts[-1] = parts[-1].removesuffix(",")
        return " ".join(f"“{part.translate(_MARKS)}”" for part in parts)
    return " […] ".join(" ".join(_marked(text, span, one["quoted"]).split()) for span in one["spans"])


def _marked(text: str, span: Sequence[int], quoted: Sequence[Sequence[int]]) -> str:
    """Put “ and ” around what is quoted within a span, whatever marks the text has, and no others."""
    at, end = span
    words = ""
    for first, last in quoted:
        if at <= first and last <= end:
            exact = text[first:last].rstrip()
            before = text[at:first].removesuffix("'").removesuffix("‘").translate(_NO_MARKS)
            words += f"{before}“{exact.removesuffix(',').translate(_MARKS)}”"
            at = last + (text[last : last + 1] in ("'", "’") and last < end)
    return words + text[at:end].translate(_NO_MARKS)


def _coming(found: Mapping[str, Any], source: str) -> Iterator[Entry]:
    for one in found["coming"]:
        start, end = one["span"]
        sentence = " ".join(found["text"][start:end].split())
        by, who = _announcer(found["statements"], start, end)
        fields = {"title": _title(sentence), "when": one["words"], "by": by, "said": f"“{sentence.translate(_MARKS)}”"}
        remarks = () if by else ("name who announced it: the text does not tell it for certain",)
        kept = {option: text for option, text in (fields | {"source": source}).items() if text}
        yield Entry("date", kept, ((start, end),), remarks=(*remarks, *who, "the title is the text’s: shorten it"))


def _announcer(statements: Sequence[Mapping[str, Any]], start: int, end: int) -> tuple[str, tuple[str, ...]]:
    """Give who says a sentence, by id or name, if one statement alone lies in it; and what is told of that."""
    inside = [one for one in statements if any(first < end and start < last for first, last in one["spans"])]
    named = {one["person"] or one["speaker"]: one["speaker"] for one in inside if one["speaker"]}
    if len(named) != 1:
        return "", ()
    id_, name = next(iter(named.items()))
    return id_, (f"announced by {name}, who says it",)


def _title(sentence: str) -> str:
    """Shorten a sentence to what a title holds, at the end of a word."""
    plain = sentence.translate(_NO_MARKS).strip(" ,;–—-")
    if len(plain) <= _LONGEST_TITLE:
        return plain.rstrip(".")
    return plain[:_LONGEST_TITLE].rpartition(" ")[0].rstrip(" ,;:–—-") + " …"


def _offers(found: Mapping[str, Any], source: str, sides: Sides) -> Iterator[Entry]:
    for one in found["offers"]:
        start, end = one["span"]
        terms = " ".join(found["text"][start:end].split())
        by = sides.find(one["by"]) if one["by"] else ""
        to = sides.other(by, terms) if by else ""
        between = {"between": f"{by} to {to}"} if by and to else {}
        fields = {"title": _title(terms), **between, "terms": terms, "source": source}
        yield Entry("offer", fields, ((start, end),), remarks=tuple(_offer_remarks(one["by"], by, to)))


def _offer_remarks(said: str, by: str, to: str) -> Iterator[str]:
    if said:
        yield f"by {said}, as the text has it" + (f": {by}" if by else "")
    if not (by and to):
        yield "say between which sides: the text does not tell both for certain"
    yield "the title is the text’s: shorten it"


def _known_utterances(
    statements: Sequence[Statement], names: Mapping[str, str]
) -> dict[str, "list[tuple[str, Utterance]]"]:
    from bot.articles.duplicates import Utterance

    known: dict[str, list[tuple[str, Utterance]]] = {}
    for one in statements:
        day = one.when.edtf if one.when else ""
        said_on = date.fromisoformat(day) if len(day) == 10 and day.replace("-", "").isdecimal() else None
        for wording in one.wordings:
            said = Utterance(wording.text, names.get(one.speaker, ""), said_on)
            known.setdefault(one.speaker, []).append((one.id, said))
    return known
