"""What was found in a text, as drafts with the fields that /add takes, repetitions of what the dossier holds told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.articles.duplicates import Utterance, find_repetition
from bot.drafts.add_fields import Added
from bot.drafts.article_text import Heading
from db.model.records import Person, Statement

_MARKS = str.maketrans({"“": "‘", "”": "’", '"': "'"})
_MOST = 400  # drafts of one text


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft of a text: its fields, where it stands, and what an editor is told of it."""

    kind: Added
    fields: Mapping[str, str]
    spans: tuple[tuple[int, int], ...] = ()
    sure: bool = False
    same: str = ""  # the statement that it repeats
    remarks: tuple[str, ...] = ()


def entries_of(found: Mapping[str, Any], people: Sequence[Person], statements: Sequence[Statement]) -> list[Entry]:
    """Make drafts of what was found: people, then statements, coming dates and offers, in the order of the text."""
    heading = Heading(*found["heading"])
    source = source_line(heading)
    by_speaker = _known_utterances(statements, {one.id: one.name for one in people})
    made = [
        *_people(found, source),
        *(_statement(found["text"], one, source, by_speaker) for one in found["statements"]),
        *_coming(found, source),
        *_offers(found, source),
    ]
    return made[:_MOST]


def source_line(heading: Heading) -> str:
    """Name a source as the field of a form does."""
    parts = (heading.outlet.replace(",", " "), heading.title, heading.published, heading.link)
    return ", ".join(" ".join(part.split()) for part in parts if part)


def _people(found: Mapping[str, Any], source: str) -> Iterator[Entry]:
    for one in found["people"]:
        role = {"role": one["role"]} if one["role"] else {}
        yield Entry("person", {"name": one["name"], **role, "source": source})


def _statement(
    text: str, one: Mapping[str, Any], source: str, known: Mapping[str, list[tuple[str, Utterance]]]
) -> Entry:
    words = worded_as(text, one)
    day = one["day"]
    said = Utterance(words, one["speaker"], date.fromisoformat(day) if day else None)
    there = known.get(one["person"], [])
    same = find_repetition(said, [utterance for _, utterance in there]) if there else None
    repeated = there[same[0]][0] if same else ""
    who = {"speaker": repeated or one["person"] or one["speaker"]}
    when = {"when": day} if day and not repeated else {}
    fields = {option: value for option, value in ({**who, "text": words} | when | {"source": source}).items() if value}
    spans = tuple((start, end) for start, end in one["spans"])
    sure = one["sure"] and bool(one["person"]) and not repeated
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
    parts = [" ".join(text[start:end].split()) for start, end in one["spans"]]
    if one["kind"] == "direct":
        # the comma before the last closing mark is the writer's: it leads on to “he said”
        parts[-1] = parts[-1].removesuffix(",")
        return " ".join(f"“{part.translate(_MARKS)}”" for part in parts)
    return " […] ".join(parts)


def _coming(found: Mapping[str, Any], source: str) -> Iterator[Entry]:
    for one in found["coming"]:
        start, end = one["span"]
        sentence = " ".join(found["text"][start:end].split())
        fields = {"when": one["words"], "said": f"“{sentence.translate(_MARKS)}”", "source": source}
        yield Entry("date", fields, ((start, end),), remarks=("name what is expected, and who announced it",))


def _offers(found: Mapping[str, Any], source: str) -> Iterator[Entry]:
    for one in found["offers"]:
        start, end = one["span"]
        fields = {"terms": " ".join(found["text"][start:end].split()), "source": source}
        by = (f"by {one['by']}, as the text has it",) if one["by"] else ()
        yield Entry("offer", fields, ((start, end),), remarks=(*by, "give it a title and the sides"))


def _known_utterances(
    statements: Sequence[Statement], names: Mapping[str, str]
) -> dict[str, list[tuple[str, Utterance]]]:
    known: dict[str, list[tuple[str, Utterance]]] = {}
    for one in statements:
        day = one.when.edtf if one.when else ""
        said_on = date.fromisoformat(day) if len(day) == 10 and day.replace("-", "").isdecimal() else None
        for wording in one.wordings:
            said = Utterance(wording.text, names.get(one.speaker, ""), said_on)
            known.setdefault(one.speaker, []).append((one.id, said))
    return known
