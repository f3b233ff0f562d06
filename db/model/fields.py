"""What the fields of records are made of: texts, ids, and which kinds of items an id may name."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field as the id of another item, so that checking, linking and `as_of` need no lists of their own."""

    kinds: tuple[str, ...]


Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,31}$")]
Text = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]
ShortText = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
ZoneName = Annotated[str, Field(min_length=3, max_length=40)]
Edtf = Annotated[str, Field(min_length=4, max_length=60)]

SourceId = Annotated[str, Ref(("source",))]
OriginId = Annotated[str, Ref(("origin",))]
PartyId = Annotated[str, Ref(("party",))]
PersonId = Annotated[str, Ref(("person",))]
StatementId = Annotated[str, Ref(("statement",))]
TopicId = Annotated[str, Ref(("topic",))]
AnyId = Annotated[str, Ref(("party", "person", "offer", "event", "date", "point", "statement"))]
CauseId = Annotated[str, Ref(("date", "event"))]

Sources = Annotated[tuple[SourceId, ...], Field(min_length=1)]

StanceKind = Literal[
    "confirms",
    "denies",
    "does not deny",
    "declines to comment",
    "no response",
    "silent",
    "not informed",
    "ready if",
    "says",
    "offers",
    "urges",
    "hopes",
    "expects",
    "criticises",
    "warns",
]
