"""The day something was said: day words beside the cue, counted back from the day of publication."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.articles.name_runs import bare
from bot.articles.sentences import Token

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_FUTURE = frozenset("next coming until till by before from since after".split())


def find_day(tokens: Sequence[Token], published: date) -> tuple[date, str] | None:
    """Find the day that words name, with the rule; what lies ahead or is vague names none."""
    for at, token in enumerate(tokens):
        word = bare(token.lower).rstrip(".")
        before = tokens[at - 1].lower if at else ""
        if before in _FUTURE or _is_title(tokens, at, before):
            continue
        if word in _WEEKDAYS and token.is_capital:
            return _weekday(tokens, at, before, published)
        if word == "yesterday":
            return published - timedelta(1), "yesterday"
        if word in ("today", "tonight") or (word in ("morning", "afternoon", "evening") and before == "this"):
            return published, "today"
        if word == "night" and before == "last":
            return published - timedelta(1), "last night"
        if before == "day" and (word == "earlier" or (word == "before" and _is_over(tokens, at))):
            return published - timedelta(1), "a day earlier"
        if word == "day" and before == "previous":
            return published - timedelta(1), "the previous day"
        if word in _MONTHS and token.is_capital:
            found = _calendar_day(tokens, at, _MONTHS[word], published)
            if found:
                return found, "day and month"
    return None


_SPANS = frozenset("week month year weekend summer winter spring autumn".split())
_NO_DAY = frozenset("previously repeatedly recently".split())


def is_vague(tokens: Sequence[Token]) -> bool:
    """Tell words of a time that is no day: "last week", "earlier this month", "in March", "in 2018", "repeatedly"."""
    for at, token in enumerate(tokens):
        before = tokens[at - 1].lower if at else ""
        if token.lower in _NO_DAY or (token.lower in _SPANS and before in ("last", "this")):
            return True
        if before == "in" and _is_month_or_year(token) and not _number(tokens, at + 1):
            return True
    return False


def _is_month_or_year(token: Token) -> bool:
    return (token.lower.rstrip(".") in _MONTHS and token.is_capital) or (token.text.isdigit() and len(token.text) == 4)


def _is_over(tokens: Sequence[Token], at: int) -> bool:
    """Tell "the day before," from "the day before the vote"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is None or following.kind != "word" or following.lower == "that"


def _is_title(tokens: Sequence[Token], at: int, before: str) -> bool:
    """Tell "the Sunday Times" from a Sunday."""
    return before == "the" and at + 1 < len(tokens) and tokens[at + 1].is_capital


def _weekday(tokens: Sequence[Token], at: int, before: str, published: date) -> tuple[date, str]:
    """Give the latest such weekday up to the day of publication; a day and month beside it are more exact."""
    if at + 2 < len(tokens) and tokens[at + 1].text == ",":
        word = tokens[at + 2].lower.rstrip(".")
        if word in _MONTHS:
            found = _calendar_day(tokens, at + 2, _MONTHS[word], published)
            if found:
                return found, "day and month"
    back = (published.weekday() - _WEEKDAYS[bare(tokens[at].lower).rstrip(".")]) % 7
    if before == "last" and back == 0:
        back = 7
    return published - timedelta(back), "weekday before publication"


def _calendar_day(tokens: Sequence[Token], at: int, month: int, published: date) -> date | None:
    """Read "July 28", "28 July" or "28th of July", with or without a year."""
    day = (
        _number(tokens, at + 1)
        or _number(tokens, at - 1)
        or (_number(tokens, at - 2) if tokens[at - 1].lower == "of" else 0)
    )
    if not day or (at == 0 and not _number(tokens, at + 1)):
        return None
    after = at + 2 if _number(tokens, at + 1) else at + 1
    if after < len(tokens) and tokens[after].text == ",":
        after += 1
    year = (
        int(tokens[after].text)
        if after < len(tokens) and tokens[after].text.isdigit() and len(tokens[after].text) == 4
        else 0
    )
    return _nearest(day, month, year, published)


def _number(tokens: Sequence[Token], at: int) -> int:
    if not 0 <= at < len(tokens):
        return 0
    text = tokens[at].lower
    for ending in ("st", "nd", "rd", "th"):
        text = text.removesuffix(ending)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= 31 else 0


def _nearest(day: int, month: int, year: int, published: date) -> date | None:
    try:
        if year:
            return date(year, month, day)
        found = date(published.year, month, day)
        return found if found <= published + timedelta(1) else date(published.year - 1, month, day)
    except ValueError:
        return None
