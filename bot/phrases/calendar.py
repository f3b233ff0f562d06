"""Weeks, months, years and seasons as days."""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from bot.phrases.meaning import Said, Span, Unit
from bot.phrases.vocabulary import MONTH, MONTH_OF
from db.edtf import MONTHS, EdtfError, bounds

DAY = timedelta(days=1)


def months_on(day: date, number: int) -> date:
    """Count months on; the last day of a shorter month where the day is missing there."""
    years, month = divmod(day.month - 1 + number, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of_month(day: date) -> date:
    """Give the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def monday_of(day: date) -> date:
    """Give the Monday of a day's week; the week ends with its Sunday."""
    return day - day.weekday() * DAY


def around(day: date, unit: str, ahead: int = 0) -> tuple[date, date]:
    """Give the first and last day of the week, weekend, month or year of a day, or of one `ahead` of it."""
    match unit:
        case "week":
            monday = monday_of(day) + ahead * 7 * DAY
            return monday, monday + 6 * DAY
        case "weekend":
            saturday = monday_of(day) + (ahead * 7 + 5) * DAY
            return saturday, saturday + DAY
        case "month":
            first = months_on(day.replace(day=1), ahead)
            return first, last_of_month(first)
        case "quarter":
            first = months_on(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), 3 * ahead)
            return first, last_of_month(months_on(first, 2))
        case _:
            return date(day.year + ahead, 1, 1), date(day.year + ahead, 12, 31)


# --- whole ones, as they are named

_UNIT = "week|weekend|month|year|quarter"
_NEAR = re.compile(
    rf"(?:(?P<which>this|this coming|the coming|coming|the|next|the next|last|the last) )?(?P<unit>{_UNIT})"
)
_AFTER_NEXT = re.compile(rf"(?:the )?(?P<unit>{_UNIT}) after next")
_AHEAD = {"next": 1, "the next": 1, "last": -1, "the last": -1}


def whole(text: str, said: Said) -> Span | None:
    """Read a week, weekend, month, year, season or quarter by its name, whole even where it has begun."""
    for reading in (_near, _month, _year, _season):
        if found := reading(text, said):
            return found
    return None


def _near(text: str, said: Said) -> Span | None:
    if found := _AFTER_NEXT.fullmatch(text):
        return _unit(said.today, found["unit"], 2, f"{found['unit']} after next")
    if not (found := _NEAR.fullmatch(text)) or (not found["which"] and found["unit"] != "weekend"):
        return None
    ahead = _AHEAD.get(found["which"] or "", 0)
    span = _unit(said.today, found["unit"], ahead, f"{found['which'] or 'this'} {found['unit']}")
    if found["unit"] == "weekend" and ahead == 1:
        return replace(span, remarks=("the weekend of next week",))
    if found["which"] in ("the coming", "this coming", "coming") and found["unit"] != "weekend":
        return None  # “the coming week” may be next week, or seven days
    return span


def _unit(day: date, unit: str, ahead: int, rule: str) -> Span:
    first, last = around(day, unit, ahead)
    units: dict[str, Unit] = {
        "week": "week",
        "weekend": "weekend",
        "month": "month",
        "year": "year",
        "quarter": "season",
    }
    return Span(first, last, units[unit], rule)


_MONTH_YEAR = re.compile(
    rf"(?:(?P<which>this|next|this coming|the month of) )?(?P<month>{MONTH})\.?,?(?: of)?(?: (?P<year>[0-9]{{4}}))?"
)


def _month(text: str, said: Said) -> Span | None:
    if not (found := _MONTH_YEAR.fullmatch(text)):
        return None
    month = MONTH_OF[found["month"]]
    if found["year"]:
        first, last = around(date(checked_year(int(found["year"]), said), month, 1), "month")
        return Span(first, last, "month", "month of a year")
    first = date(said.today.year, month, 1)
    over = last_of_month(first) < said.today
    if found["which"] == "next" and not over:
        reason = f" can be {MONTHS[month - 1]} {first.year} or {first.year + 1}"
        raise said.refusal("ambiguous", reason, f"{MONTHS[month - 1]} {first.year}")
    first, last = around(first.replace(year=first.year + over), "month")
    remark = f"{MONTHS[month - 1]} {first.year - 1} is over, so {first.year} is taken"
    return Span(first, last, "month", "coming month", remarks=(remark,) if over else ())


def checked_year(year: int, said: Said) -> int:
    """Refuse a year that can't be kept."""
    if not 2 <= year <= 9997:
        raise said.refusal("no such day", ": only the years 2 to 9997 can be read")
    return year


def _year(text: str, said: Said) -> Span | None:
    if re.fullmatch(r"(?:the year )?(?:19|20|21)[0-9]{2}", text):
        first, last = around(date(checked_year(int(text[-4:]), said), 1, 1), "year")
        return Span(first, last, "year", "year")
    return None


_RECENT = 31  # days
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_QUARTERS = {"first": 33, "second": 34, "third": 35, "fourth": 36, "last": 36, "1": 33, "2": 34, "3": 35, "4": 36}
_SEASON = re.compile(
    rf"(?:(?P<which>this|next|this coming|the coming|the) )?(?:(?P<season>{'|'.join(_SEASONS)})"
    r"|(?P<quarter>first|second|third|fourth|last) quarter|q(?P<q>[1-4]))"
    r"(?:,? (?:of )?(?P<year>[0-9]{4}|this year|next year))?"
)


def _season(text: str, said: Said) -> Span | None:
    if not (found := _SEASON.fullmatch(text)) or text == "fall":
        return None
    number = _SEASONS[found["season"]] if found["season"] else _QUARTERS[found["quarter"] or found["q"]]
    name = found["season"] or "quarter"
    if given := found["year"]:
        near = {"this year": said.today.year, "next year": said.today.year + 1}
        return season_of(near[given] if given in near else checked_year(int(given), said), number, f"{name} of a year")
    current = [season_of(year, number, f"coming {name}") for year in range(said.today.year - 1, said.today.year + 3)]
    ahead = [span for span in current if span.last >= said.today]
    over = [span for span in current if span.last < said.today]
    if over and (said.today - over[-1].last).days <= _RECENT:
        reason = f": that of {over[-1].first.year} is just over by the calendar, and {ahead[0].first.year} is not said"
        raise said.refusal("ambiguous", reason, f"“{name} {ahead[0].first.year}”")
    if found["which"] != "next":
        return ahead[0]
    if ahead[0].first <= said.today:
        return ahead[1]
    if ahead[0].first.year == said.today.year:
        reason = f" can be that of {ahead[0].first.year} or of {ahead[1].first.year}"
        raise said.refusal("ambiguous", reason, f"{name} {ahead[0].first.year}")
    return ahead[0]


def season_of(year: int, number: int, rule: str) -> Span:
    """Give a season, quarter or half of a year by its number in EDTF."""
    edtf = f"{year:04}-{number}"
    found = bounds(edtf)
    return Span(found.earliest, found.latest, "season", rule, own_edtf=edtf)


# --- EDTF


def edtf_span(text: str, _said: Said) -> Span | None:
    """Read EDTF as it stands."""
    if not re.fullmatch(r"[\[0-9./].*", text) or re.fullmatch("[0-9]{4}", text) or " " in text:
        return None
    try:
        found = bounds(text.upper())
    except EdtfError:
        return None
    unit: Unit = "stretch" if found.shape == "one of" else found.shape
    return Span(found.earliest, found.latest, unit, "as written", found.approximate, found.approximate, text.upper())
