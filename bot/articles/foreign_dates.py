"""Days in texts of other languages: numbers, months by name, and words for yesterday, today and tomorrow; pure."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.articles.dates import DateInText
from bot.articles.foreign_words import DAY_WORDS, DAY_WORDS_OF, MONTHS

_NAMES = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DAY = re.compile(
    r"(?<![\d.,/-])(?:"
    r"(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})"
    r"|(?P<y2>\d{4})年(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
    r"|(?P<m3>\d{1,2})月(?P<d3>\d{1,2})日"
    r"|(?P<d4>\d{1,2})[./](?P<m4>\d{1,2})[./](?P<y4>\d{4})"
    rf"|(?P<d5>\d{{1,2}})(?:\.|er|º)?\s(?:de\s)?(?P<m5>{_NAMES})(?![^\W\d_])(?:(?:\s|\sde[l]?\s)(?P<y5>\d{{4}}))?"
    r")(?![\d/-])",
    re.IGNORECASE,
)
_WORDS = "|".join(sorted(map(re.escape, DAY_WORDS), key=len, reverse=True))
_SMALL = re.compile(rf"(?<![^\W\d_])(?:{_WORDS})(?![^\W\d_])|昨天|昨日|今天|今日|明天", re.IGNORECASE)
_MOST = 1000  # dates of one text


def find_foreign_dates(text: str, published: date, language: str) -> list[DateInText]:
    """Find the days that are written with numbers or in small words, in the order of the text."""
    found = sorted((*_numbered(text, published), *_worded(text, published, language)), key=lambda one: one.span)
    return found[:_MOST]


def _numbered(text: str, published: date) -> Iterator[DateInText]:
    for mark in _DAY.finditer(text):
        parts = {name[0]: words for name, words in mark.groupdict().items() if words}
        month = parts["m"].lower()
        day = _day(parts.get("y", ""), int(month) if month.isdigit() else MONTHS[month], int(parts["d"]), published)
        if day:
            yield _dated(text, mark.span(), day, published, "day with numbers")


def _worded(text: str, published: date, language: str) -> Iterator[DateInText]:
    for mark in _SMALL.finditer(text):
        word = mark[0].lower()
        if DAY_WORDS_OF.get(word, language) == language:
            day = published + timedelta(DAY_WORDS[word])
            yield _dated(text, mark.span(), day, published, "word for a day")


def _day(year: str, month: int, day: int, published: date) -> date | None:
    """Read a day; without a year the nearest one is meant."""
    try:
        if year:
            return date(int(year), month, day)
        near = [date(published.year + more, month, day) for more in (-1, 0, 1) if 1 < published.year < 9998]
    except ValueError:
        return None
    return min(near, key=lambda one: abs((one - published).days), default=None)


def _dated(text: str, span: tuple[int, int], day: date, published: date, rule: str) -> DateInText:
    side = "future" if day > published else "past"
    words = text[slice(*span)]
    return DateInText(span, words, day.isoformat(), day, day, "future" if side == "future" else "past", published, rule)
