"""Through whom or what something was said: the words behind "said" without those that tell when."""

import re
from datetime import date

from bot.articles.dates import find_dates
from bot.articles.records import Statement

_ANY_DAY = date(2022, 1, 3)
_STRAY = re.compile(r"\b(?:on|late|early|in|at|by)(?=\s*(?:$|[,.]|on\b))|[\s,.]+$")  # what a day leaves behind
_OF_THE_DAY = re.compile(
    r"\b(?:earlier|later|early|late)(?: (?:on|in|during))?(?: (?:the|that|this) (?:day|week|month))?\b"
)


def medium_of(statement: Statement) -> str:
    """Give "the Coast Radio" for "told the Coast Radio on Sunday"; "" where nothing but a day stands there."""
    words = statement.medium
    for found in reversed(find_dates(words, _ANY_DAY)):
        words = words[: found.span[0]] + words[found.span[1] :]
    return " ".join(_STRAY.sub("", _OF_THE_DAY.sub("", words).strip()).split())
