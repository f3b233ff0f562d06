"""What a phrase was found to mean, or why it means no date."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

Order = Literal["DMY", "MDY"]
Kind = Literal["day", "moment", "window", "condition"]
Why = Literal["no date", "again", "no such day", "ambiguous", "over", "unread"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What words mean, said at some moment in some zone.

    `edtf` are calendar days in `zone`; a condition has none. `at` is the instant named: the moment itself, or the end
    of a window (“by 10:00 on Friday”). `deadline`: of the window, the end is what matters. `remarks` say what was
    taken for granted, for reading back.
    """

    words: str
    kind: Kind
    rule: str
    zone: str
    edtf: str = ""
    at: datetime | None = None
    start: datetime | None = None  # of a window within a day: when it begins; `at` is its end
    clocks: str = ""  # the zone that was said with a time of day
    part: str = ""  # of the day: morning, evening
    deadline: bool = False
    relation: str = ""  # how a condition stands to what it hangs on: after, before, if
    hangs_on: str = ""
    either_order: bool = False  # 01/02/2022 could be read the other way; the remarks say which way was taken
    remarks: tuple[str, ...] = ()

    @property
    def opens(self) -> bool:
        """Whether a condition opens as soon as what it hangs on happened: not “before” it, nor a week after it."""
        return self.relation in ("after", "if") and self.rule == self.relation


class PhraseError(ValueError):
    """Words that give no date; the message says why, what was understood, and shows words that work."""

    def __init__(self, words: str, why: Why, reason: str, example: str) -> None:
        """Refuse `words`: “‘WORDS’REASON. Write e.g. EXAMPLE.”"""
        shown = " ".join(words[:40].split()) + ("…" if len(words) > 40 else "")
        super().__init__(f"“{shown}”{reason}. {example if example.startswith('Use ') else f'Write e.g. {example}.'}")
        self.why, self.reason, self.example = why, reason, example


@dataclass(frozen=True)
class Said:
    """The circumstances in which a phrase was said."""

    words: str
    now: datetime
    zone: str
    order: Order

    @cached_property
    def local(self) -> datetime:
        """The zone's own date and time, without zone."""
        return self.now.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    @cached_property
    def today(self) -> date:
        """The calendar day."""
        return self.local.date()

    def date_of(self, at: datetime) -> date:
        """Give the calendar day of an instant in the zone."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def refusal(self, why: Why, reason: str, example: str = "“Friday”, “next week” or “4 August 10:00”") -> PhraseError:
        """Make a refusal of what was said."""
        return PhraseError(self.words, why, reason, example)


Unit = Literal["day", "week", "weekend", "month", "season", "year", "stretch"]


@dataclass(frozen=True, slots=True)
class Span:
    """Calendar days from `first` to `last`, inclusive; `date.max` is no end. A loose end is approximate."""

    first: date
    last: date
    unit: Unit
    rule: str
    loose_first: bool = False
    loose_last: bool = False
    own_edtf: str = ""  # where the days alone don't say it: [a,b], a season
    share: Literal["", "part", "end"] = ""  # a share of a longer span: early August, the end of the week
    part: str = ""  # of the day
    deadline: bool = False  # its end is what matters
    today_too: bool = False  # a weekday's name, and today has the same
    either_order: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def is_day(self) -> bool:
        """Whether it is one exact day."""
        return self.first == self.last and not (self.loose_first or self.loose_last or self.unit == "stretch")

    @property
    def edtf(self) -> str:
        """Write it as EDTF."""
        if self.own_edtf:
            return self.own_edtf
        if self.first == self.last and self.unit == "day":
            return f"{self.first}{'~' if self.loose_first or self.loose_last else ''}"
        if self.unit in ("month", "year") and not (self.loose_first or self.loose_last):
            return self.first.isoformat()[: 7 if self.unit == "month" else 4]
        end = ".." if self.last == date.max else f"{self.last}{'~' if self.loose_last else ''}"
        return f"{self.first}{'~' if self.loose_first else ''}/{end}"


def one_day(day: date, rule: str, *remarks: str) -> Span:
    """Make a span of one exact day."""
    return Span(day, day, "day", rule, remarks=tuple(remarks))
