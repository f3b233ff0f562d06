"""What reading a text takes and gives."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # who only looks up a span does without what reads dates and offers
    from bot.articles.coming_dates import ComingInText
    from bot.articles.dates import DateInText
    from bot.articles.offers import OfferInText

Span = tuple[int, int]  # of code points, half open

SURE = 0.8  # a confidence from which a speaker is shown as sure


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the dossier, as texts may call them."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A text or page that is handed over, with what is known of it."""

    text: str
    published: date | None = None
    title: str = ""
    is_page: bool = False
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it: by name, or by the words the text has; `name` is empty where that stays open."""

    name: str
    person: str | None = None
    span: Span | None = None
    confidence: float = 0.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class SaidOn:
    """The day of an utterance: stated by the text, or assumed to be the day of publication."""

    day: date
    stated: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A draft: what was said, in which spans of the text, by whom and when; `rules` say why."""

    kind: str  # direct, mixed, indirect
    spans: tuple[Span, ...]
    speaker: Speaker
    said_on: SaidOn | None
    confidence: float
    medium: str = ""
    rules: tuple[str, ...] = ()
    continues: bool = False  # the same utterance as the statement before it
    paragraph: int = 0
    quoted: tuple[Span, ...] = ()  # of a mixed one: what stands between sound marks, without them

    @property
    def is_sure(self) -> bool:
        """Whether it may be taken unread: exact words between sound marks, a certain speaker, a day."""
        certain = min(self.confidence, self.speaker.confidence) >= SURE
        return self.kind == "direct" and certain and self.said_on is not None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the marks of a text, and where."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in a text; spans are places in the text as it was handed over."""

    form: str  # article, transcript, release; "text in German" for another language
    statements: tuple[Statement, ...] = ()
    faults: tuple[Fault, ...] = ()
    newcomers: tuple[Person, ...] = field(default=())
    dates: "tuple[DateInText, ...]" = ()
    offers: "tuple[OfferInText, ...]" = ()
    coming: "tuple[ComingInText, ...]" = ()
