"""What is found to be meant by a date in prose: a value as in TIMEX, first and last day; pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bot.articles.tense import Tense
from bot.date_words.calendar_units import DAY, around, last_of_month, monday_of, months_on
from bot.date_words.meaning import PhraseError, Said
from bot.date_words.shares import share

SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Meant:
    """A day or longer; `value` is "" where only a window is meant. `narrow` days may be a share of the value's."""

    value: str
    first: date
    last: date
    rule: str
    leads: Tense = ""  # what the words themselves say: “next week”, “ago”
    is_window: bool = False  # its ends are to be given beside the value


def a_day(day: date, rule: str, leads: Tense = "") -> Meant:
    """Mean one day."""
    return Meant(day.isoformat(), day, day, rule, leads)


def a_week(day: date, rule: str, leads: Tense = "") -> Meant:
    """Mean the week of a day."""
    year, week, _ = day.isocalendar()
    monday = monday_of(day)
    return Meant(f"{year:04}-W{week:02}", monday, monday + 6 * DAY, rule, leads)


def a_weekend(day: date, rule: str, leads: Tense = "") -> Meant:
    """Mean the weekend of a day's week."""
    week = a_week(day, rule, leads)
    return Meant(f"{week.value}-WE", week.first + 5 * DAY, week.last, rule, leads)


def a_month(day: date, rule: str, leads: Tense = "") -> Meant:
    """Mean the month of a day."""
    return Meant(day.isoformat()[:7], day.replace(day=1), last_of_month(day), rule, leads)


def a_quarter(year: int, number: int, rule: str, leads: Tense = "") -> Meant:
    """Mean a quarter of a year."""
    first = date(year, 3 * number - 2, 1)
    return Meant(f"{year:04}-Q{number}", first, last_of_month(months_on(first, 2)), rule, leads)


def a_half(year: int, number: int, rule: str) -> Meant:
    """Mean one half of a year."""
    first = date(year, 6 * number - 5, 1)
    return Meant(f"{year:04}-H{number}", first, last_of_month(months_on(first, 5)), rule)


def a_season(year: int, code: str, rule: str, leads: Tense = "") -> Meant:
    """Mean a season by the northern hemisphere's months; winter ends in the year after."""
    first = date(year, _SEASON_MONTHS[code], 1)
    return Meant(f"{year:04}-{code}", first, last_of_month(months_on(first, 2)), rule, leads)


def a_year(year: int, rule: str, leads: Tense = "") -> Meant:
    """Mean a year."""
    return Meant(f"{year:04}", date(year, 1, 1), date(year, 12, 31), rule, leads)


def of_unit(day: date, unit: str, ahead: int, rule: str, leads: Tense = "") -> Meant:
    """Mean the week, weekend, month, quarter or year of a day, or one so many ahead of it."""
    first, _ = around(day, "week" if unit == "weekend" else unit, ahead)
    match unit:
        case "week":
            return a_week(first, rule, leads)
        case "weekend":
            return a_weekend(first, rule, leads)
        case "month":
            return a_month(first, rule, leads)
        case "quarter":
            return a_quarter(first.year, (first.month + 2) // 3, rule, leads)
        case _:
            return a_year(first.year, rule, leads)


def shared(whole: Meant, named: str, rule: str) -> Meant:
    """Cut a share out of a week, month, season or year: “late”, “the end of”; all of it if there is none such."""
    said = Said("", datetime.combine(whole.first, time(12), UTC), "UTC", "DMY")
    try:
        span = share(f"{named} {_wording(whole)}", said)
    except PhraseError:
        span = None
    if span is None:
        return Meant(whole.value, whole.first, whole.last, rule, whole.leads)
    return Meant(whole.value, span.first, span.last, rule, whole.leads, is_window=True)


def _wording(whole: Meant) -> str:
    """Name a whole so that date_words reads the share of this one and no other."""
    year, _, part = whole.value.partition("-")
    seasons = {code: name for name, code in reversed(SEASONS.items())}
    match part[:1]:
        case "":
            return f"of {year}"
        case "W" if part in seasons:
            return f"{seasons[part]} {year}"
        case "W":
            return "this week"
        case "Q":
            return f"Q{part[1]} {year}".casefold()
        case _ if part in seasons:
            return f"{seasons[part]} {year}"
        case _:
            return f"{whole.first:%B} {year}".casefold()
