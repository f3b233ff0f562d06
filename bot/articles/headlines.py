"""Headings that attribute: "Kerry: Agreement Near"; never sure, and of people alone: a place may only be a label."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.articles.people import People
from bot.articles.records import SaidOn, Span, Speaker, Statement

_HEADING = re.compile(r"(?P<who>[A-Z][^:“”\"\n]{1,50}):\s(?P<words>[^:“”\"\n]{10,200}[^.!?:“”\"\n])")
_FEWEST_WORDS = 3
_CONFIDENCE = 0.7


def find_headlines(
    text: str, paragraphs: Sequence[Span], people: People, *, told: Sequence[Statement], published: date | None
) -> Iterator[Statement]:
    """Find headings with a name before a colon; one that repeats what the text tells of its speaker is left out."""
    for number, paragraph in enumerate(paragraphs):
        found = _HEADING.fullmatch(text, *paragraph)
        if found is None or len(found["words"].split()) < _FEWEST_WORDS:
            continue
        known, rule = people.find(tuple(found["who"].split()))
        if known is None or any(one.speaker.name == known.name and _repeats(text, found["words"], one) for one in told):
            continue
        speaker = Speaker(known.name, known.person, found.span("who"), _CONFIDENCE, rule)
        day = SaidOn(published, False, "day of publication") if published else None
        rules = ("heading with a name before its colon", rule)
        yield Statement("indirect", (found.span("words"),), speaker, day, _CONFIDENCE, "", rules, False, number)


def _repeats(text: str, words: str, statement: Statement) -> bool:
    """Tell whether most words of a heading stand in a statement."""
    heading = set(re.findall(r"\w{3,}", words.lower()))
    said = {word for start, end in statement.spans for word in re.findall(r"\w{3,}", text[start:end].lower())}
    return len(heading & said) >= 0.6 * len(heading)
