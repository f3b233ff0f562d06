"""What a question is asked with: whose sight of which dossier, when, by whom."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.rights import Level
from db.desk.desks import Desk
from db.loading.heads import DossierHead
from db.reading.view import View
from db.storage.schema import LOCAL

Depth = Literal["short", "full"]


class UserError(Exception):
    """The asker can put this right; the message says what was wrong and one thing that works."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where, as the platform knows them; `level` is what its own rights give (bot/rights.py)."""

    id: str
    name: str
    level: Level = "reader"
    roles: frozenset[str] = frozenset()
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question's circumstances; `now` is aware UTC, `explicit_as_of` tells whether a day was asked for.

    `readings` gathers which names were typed, if it is to be told how they were read. `depth` is how much is told.
    """

    view: View
    head: DossierHead
    desk: Desk
    now: datetime
    asker: Asker
    explicit_as_of: bool = False
    level: Level = "reader"
    readings: list[str] | None = None
    depth: Depth = "short"
    prepared: Any = None  # what was done before the database is written to, of a command that has such work
    request: str = ""  # the platform's id of this request: recording the same one twice does one thing

    @property
    def as_of(self) -> date:
        """The inclusive calendar day up to which publications count."""
        return self.view.as_of

    def again(self, line: str) -> str:
        """Complete a line, so that a button asks it of the same dossier as of the same day."""
        day = f" as_of:{self.as_of.isoformat()}" if self.explicit_as_of else ""
        return line + day + (f" dossier:{self.head.name}" if self.head.id else "")


def place_of(ask: Ask) -> str:
    """Give the channel to which a message may go that can't be delivered in person; "" where there is none."""
    return "" if ask.desk.id == LOCAL or ask.desk.id.startswith("dm-") else ask.asker.channel


def row_number(typed: str) -> int:
    """Read the number of a row that was typed, with or without #; 0, which no row has, if it is none."""
    plain = typed.strip().removeprefix("#")
    return int(plain) if plain.isdecimal() and len(plain) < 16 else 0  # more figures fit no column


def local_day(now: datetime, zone: str) -> date:
    """Give the calendar day that `now` is in a zone."""
    return now.astimezone(ZoneInfo(zone)).date()
