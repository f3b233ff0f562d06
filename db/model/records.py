"""The dossier model: what a file is validated into, what queries return and what answers read."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from db.model.fields import (
    AnyId,
    CauseId,
    ClockTime,
    Edtf,
    Id,
    OriginId,
    PartyId,
    PersonId,
    ShortText,
    SourceId,
    Sources,
    StanceKind,
    StatementId,
    Text,
    TopicId,
    ZoneName,
)


def _plain_edtf(value: Any) -> Any:
    """Let `when: 2022-07-27` stand for `when: {edtf: 2022-07-27}`."""
    return {"edtf": value} if isinstance(value, str) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When something was so, as precisely as the sources allow.

    A relative phrase keeps its `words` and its `anchor` (the day it is counted from: the utterance for quoted
    words, the publication for a reporter's). `sources` are needed all together where no one source gives the date.
    """

    edtf: Edtf
    words: str = ""
    anchor: str = ""
    basis: Literal["explicit", "deduced"] = "explicit"
    reason: str = ""
    sources: tuple[SourceId, ...] = ()


Dated = Annotated[When, BeforeValidator(_plain_edtf)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark of the dossier's makers; it rests on all of its sources together."""

    text: Text
    sources: Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """One short sentence of ours that says what an item amounts to; each of its sources carries the whole of it.

    Of several the last one whose sources are out counts.
    """

    text: ShortText
    sources: Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What an item is called as soon as one of these sources is out; of several the last one counts."""

    text: ShortText
    sources: Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonyms:
    """Words of the field that stand for each other, so that a search for one finds the others."""

    words: tuple[ShortText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A subject that statements can be about."""

    id: Id
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One way a source writes a name."""

    text: Text
    sources: Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A side that negotiates, or another body that has an interest in it."""

    id: Id
    name: Text
    side: bool = False
    spellings: Annotated[tuple[Spelling, ...], Field(min_length=1)]
    typed: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a person was, for whom and when, as sources give it; it rests on any one of its sources."""

    title: Text
    party: PartyId | None = None
    when: Dated | None = None
    sources: Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A human, named or known only by role, or an institution that speaks."""

    id: Id
    name: Text
    kind: Literal["named", "role", "institution", "group"] = "named"
    party: PartyId | None = None
    gist: tuple[Gist, ...] = ()
    spellings: Annotated[tuple[Spelling, ...], Field(min_length=1)]
    typed: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a report came from before its source printed it (an agency, a post, officials talking to an outlet)."""

    id: Id
    name: Text
    kind: Literal["agency", "outlet", "officials", "post", "statement", "broadcast", "other"] = "outlet"
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something was published, and when; `via` is the chain it came through, nearest to the event first."""

    id: Id
    outlet: str = ""
    described: str = ""
    title: Text
    published: Dated
    language: str = "en"
    translation: Literal["none", "translated", "machine", "damaged"] = "none"
    damage: str = ""
    bias: str = ""
    url: str = ""
    via: tuple[OriginId, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one source words a statement.

    `text` of a direct wording or headline is verbatim throughout; in a partial one only what stands between “ and ”
    is; an indirect one is our own words and has no quotation marks. `[…]` marks a cut.
    """

    source: SourceId
    kind: Literal["direct", "partial", "indirect", "headline"]
    text: Text
    state: Literal["original", "translated", "retranslated", "garbled"] = "original"
    damage: str = ""
    medium: str = ""
    speaker_as: str = ""
    via: tuple[OriginId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """How the speaker stands to something, with the condition for `ready if`."""

    kind: StanceKind
    on: Text
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One utterance by one speaker, with every wording of it."""

    id: Id
    speaker: PersonId
    when: Dated | None = None
    to: str = ""
    stance: tuple[Stance, ...] = ()
    topics: tuple[TopicId, ...] = ()
    about: tuple[AnyId, ...] = ()
    wordings: Annotated[tuple[Wording, ...], Field(min_length=1)]
    notes: tuple[Note, ...] = ()


Modality = Literal["stated", "reported", "reportedly", "may", "includes", "proposed", "deduced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one source says on a question or of an event; two reports agree when their `value` is the same text.

    `when` is when it was so by this source, where sources differ on that.
    """

    source: SourceId
    value: Text
    when: Dated | None = None
    exact: str = ""
    modality: Modality = "stated"
    via: tuple[OriginId, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One element of an offer, with how surely each source gives it."""

    text: Text
    reports: Annotated[tuple[Report, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What somebody called an offer, in the source's exact words."""

    exact: Text
    by: PersonId
    statement: StatementId | None = None
    sources: Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferState:
    """A stage an offer reached."""

    state: Literal["made", "public", "pending", "under discussion", "accepted", "rejected", "withdrawn"]
    when: Dated | None = None
    sources: Sources
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAnswer:
    """What a side did in answer to an offer; only `accepts`, `rejects` and `counters` settle that it was answered."""

    by: AnyId
    told_by: AnyId | None = None
    kind: Literal[
        "accepts",
        "rejects",
        "counters",
        "no agreement",
        "no substantive answer",
        "declines to comment",
        "ready to talk",
    ]
    text: Text
    when: Dated | None = None
    statement: StatementId | None = None
    sources: Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A proposal by a party."""

    id: Id
    title: Text
    titles: tuple[Title, ...] = ()
    gist: tuple[Gist, ...] = ()
    by: PartyId
    to: PartyId
    also_to: tuple[PartyId, ...] = ()
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    labels: tuple[Label, ...] = ()
    states: tuple[OfferState, ...] = ()
    answers: tuple[OfferAnswer, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, dated as precisely as the sources allow.

    Without a `when` of its own the file leaves it to the reports; what queries return has then what they give together.
    """

    id: Id
    title: Text
    titles: tuple[Title, ...] = ()
    gist: tuple[Gist, ...] = ()
    when: Dated | None = None
    place: str = ""
    participants: tuple[AnyId, ...] = ()
    topics: tuple[TopicId, ...] = ()
    reports: Annotated[tuple[Report, ...], Field(min_length=1)]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """Which report the dossier's makers find likelier, and why; it rests on all of its sources together."""

    value: Text
    reason: Text
    sources: Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Compatible:
    """Why reports that differ can all be true; it rests on all of its sources together."""

    reason: Text
    sources: Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A question on which reports speak; reports with different values are a conflict unless they are compatible."""

    id: Id
    question: Text
    titles: tuple[Title, ...] = ()
    weight: Literal["fact", "wording", "name"] = "fact"
    about: tuple[AnyId, ...] = ()
    topics: tuple[TopicId, ...] = ()
    reports: Annotated[tuple[Report, ...], Field(min_length=1)]
    preference: Preference | None = None
    compatible: Compatible | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """Who announced a tracked date, in which words of which source."""

    by: PersonId
    exact: str = ""
    text: str = ""
    statement: StatementId | None = None
    source: SourceId


OutcomeKind = Literal["happened", "did not happen", "moved", "unclear", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedOutcome:
    """What a later source tells of a tracked date."""

    kind: OutcomeKind
    text: Text
    when: Dated | None = None
    sources: Sources


Lead = Annotated[
    str, Field(pattern=r"^(opening|closing|overdue daily|[1-9][0-9]? (day|week)s? before (opening|closing))$")
]
Days = Annotated[str, Field(pattern=r"^[0-9]{1,3}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedDate:
    """A coming date, window or condition worth watching; without `when` it has no date of its own.

    `when` as `a/b` is a watch window (both ends inclusive), `[a..b]` one unknown day of these. Where it is one day,
    `from_time` and `to_time` can say the hours, by the clocks of `zone`; a `to_time` before it is on the next day.
    """

    id: Id
    title: Text
    titles: tuple[Title, ...] = ()
    gist: tuple[Gist, ...] = ()
    announced: Annotated[tuple[Announcement, ...], Field(min_length=1)]
    party: PartyId | None = None
    when: Dated | None = None
    from_time: ClockTime = ""
    to_time: ClockTime = ""
    zone: ZoneName = ""
    condition: str = ""
    depends_on: CauseId | None = None
    remind: tuple[Lead, ...] | None = None
    outcome: ReportedOutcome | None = None
    topics: tuple[TopicId, ...] = ()
    about: tuple[AnyId, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The loaded, checked account of one negotiation: one file."""

    format: Literal["1"]
    id: Id
    title: Text
    about: Text
    remind: tuple[Lead, ...] = ("opening", "closing", "overdue daily")
    silence: Days = "7"
    stale: Days = "7"
    synonyms: tuple[Synonyms, ...] = ()
    topics: tuple[Topic, ...] = ()
    parties: tuple[Party, ...] = ()
    people: tuple[Person, ...] = ()
    origins: tuple[Origin, ...] = ()
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    statements: tuple[Statement, ...] = ()
    offers: tuple[Offer, ...] = ()
    events: tuple[Event, ...] = ()
    points: tuple[Point, ...] = ()
    dates: tuple[TrackedDate, ...] = ()


Item = Topic | Party | Person | Origin | Source | Statement | Offer | Event | Point | TrackedDate

# section of the file -> the kind of its items, in the order in which items are shown and stored
SECTIONS: dict[str, tuple[str, type[Any]]] = {
    "topics": ("topic", Topic),
    "parties": ("party", Party),
    "people": ("person", Person),
    "origins": ("origin", Origin),
    "sources": ("source", Source),
    "statements": ("statement", Statement),
    "offers": ("offer", Offer),
    "events": ("event", Event),
    "points": ("point", Point),
    "dates": ("date", TrackedDate),
}
