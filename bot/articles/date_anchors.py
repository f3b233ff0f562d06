"""Which day the relative words of a text count from: of publication, or of a live blog's entry; pure."""

import re
from bisect import bisect
from dataclasses import dataclass
from datetime import date

from bot.articles.date_days import NAMED_DAY, named_day
from bot.articles.date_place import Place

_HEADING = re.compile(
    r"^[^\w\n]{0,3}(?:(?:updated|posted|published|day \d+)\W{1,3})?(?=[A-Z0-9])"
    rf"{NAMED_DAY}"
    r"(?P<clock>,?[^\S\n]{0,3}(?:at |[-–—|][^\S\n]?)?\d{1,2}[:.]\d\d[^\n]{0,20})?[^\w\n]{0,3}$",
    re.IGNORECASE | re.MULTILINE,
)
_FAR = 31  # days: an entry's heading is no further from the day of publication


@dataclass(frozen=True, slots=True)
class Anchors:
    """The day of publication, and from where in the text on another day holds."""

    published: date
    places: tuple[int, ...] = ()
    days: tuple[date, ...] = ()

    def at(self, place: int) -> date:
        """Give the day that holds at a place."""
        before = bisect(self.places, place)
        return self.days[before - 1] if before else self.published


def find_anchors(text: str, published: date) -> Anchors:
    """Find the headings of a live blog: lines of a day and a time; one alone is a dateline and moves nothing."""
    found = [(heading.start(), day) for heading in _HEADING.finditer(text) if (day := _day_of(heading, published))]
    if len({day for _, day in found}) < 2:
        return Anchors(published)
    return Anchors(published, tuple(place for place, _ in found), tuple(day for _, day in found))


def _day_of(heading: re.Match[str], published: date) -> date | None:
    meant = named_day(heading[0], Place(heading[0], 0, len(heading[0]), published))
    return meant.first if meant and abs((meant.first - published).days) <= _FAR else None
