"""Lengths of several units, counted by dateparser: in two weeks and three days.

All else dateparser reads, it may read wrongly: “24-28 January” it takes for a day in 2028, “10:00 ET” in August for
15:00 UTC. So it sees nothing but lengths of time, which it counts right.
"""

import re
from datetime import UTC, datetime

from bot.phrases.meaning import Said, Span, one_day
from bot.phrases.vocabulary import NUMBER

_DAYS = "day|week|fortnight|month|year"
_LIST = r"{piece}(?:(?:,|,? and) {piece})*"
_WHOLE_DAYS = _LIST.format(piece=rf"(?:{NUMBER}) (?:{_DAYS})s?")
_WITH_HOURS = _LIST.format(piece=rf"(?:{NUMBER}) (?:minute|hour|{_DAYS})s?")
_AGO = re.compile(rf"{_WHOLE_DAYS} ago")
_AHEAD = re.compile(rf"in ({_WHOLE_DAYS})")
_HOURS_AHEAD = re.compile(rf"in ({_WITH_HOURS})")


def days_back(text: str, base: datetime) -> datetime | None:
    """Count “2 weeks and 3 days ago” back from a base without zone; None if the text is nothing of the kind."""
    return _count(text, base) if _AGO.fullmatch(text) else None


def days_ahead(text: str, said: Said) -> Span | None:
    """Count “in two weeks and three days”."""
    if not _AHEAD.fullmatch(text):
        return None
    found = _count(text, said.local.replace(hour=12, minute=0))
    return one_day(found.date(), "counted in several units") if found else None


def time_ahead(text: str, said: Said) -> datetime | None:
    """Count “in two hours and 15 minutes”, exact to the minute."""
    found = _count(text, said.now.astimezone(UTC).replace(tzinfo=None)) if _HOURS_AHEAD.fullmatch(text) else None
    return found.replace(tzinfo=UTC) if found else None


def _count(text: str, base: datetime) -> datetime | None:
    import dateparser  # a tenth of a second, seldom needed

    settings = {"RELATIVE_BASE": base, "PARSERS": ["relative-time"]}
    # without a language dateparser tries some two hundred, for seconds
    found = dateparser.parse(text, languages=["en"], settings=settings)
    return found if found and 2 <= found.year <= 9998 else None
