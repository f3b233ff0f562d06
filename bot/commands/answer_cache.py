"""Answers kept for who asks the same, while nothing in the database has changed: pages are turned, people ask again.

Kept are answers that follow from the database, the desk, the day and what was asked, and from nothing else.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from weakref import WeakKeyDictionary

from bot.asking import local_day
from bot.blocks import Answer
from db.desk.desks import Desk
from db.storage.database import Database

_MOST = 256

# words for days are read anew: what they mean may change by the hour
_DAYS = ("as_of", "since", "from", "to")
_DAY = re.compile(r"(?:\d{4}-\d\d-\d\d)?")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, by which desk, where; `mark` is the database's, taken before it was answered."""

    name: str
    options: tuple[tuple[str, str], ...]
    desk: str
    zone: str
    channel: str
    explain: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer with the day on which it was given, and the desk's settings then."""

    answer: Answer
    day: date
    desk: Desk


_lock = Lock()  # questions are answered in threads
_kept: WeakKeyDictionary[object, OrderedDict[Asked, Kept]] = WeakKeyDictionary()


def asked(
    name: str, options: Mapping[str, str], *, desk: Desk, channel: str, explain: bool, mark: str | None
) -> Asked | None:
    """Say under what an answer may be kept; None if it may not."""
    if mark is None or not all(_DAY.fullmatch(options.get(option, "").strip()) for option in _DAYS):
        return None
    return Asked(name, tuple(sorted(options.items())), desk.id, desk.zone, channel, explain, mark)


def find(database: Database, key: Asked, *, now: datetime) -> Kept | None:
    """Find an answer given on this day, nothing having changed since."""
    with _lock:
        kept = _answers(database).get(key)
    return kept if kept is not None and kept.day == local_day(now, kept.desk.zone) else None


def keep(database: Database, key: Asked, answer: Answer, *, now: datetime, desk: Desk) -> None:
    """Keep an answer, and forget those given before something changed."""
    with _lock:
        answers = _answers(database)
        if answers and next(reversed(answers)).mark != key.mark:
            answers.clear()
        answers[key] = Kept(answer, local_day(now, desk.zone), desk)
        while len(answers) > _MOST:
            answers.popitem(last=False)


def _answers(database: Database) -> OrderedDict[Asked, Kept]:
    return _kept.setdefault(database.engine, OrderedDict())
