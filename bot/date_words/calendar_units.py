"""Weeks, months, years and seasons as days."""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from bot.date_words.meaning import Said, Span, Unit
from bot.date_words.vocabulary import MONTH, MONTH_OF, ORDINAL, ordinal
from db.model.edtf import EdtfError, bounds, kept_bounds
from db.model.edtf_words import MONTHS

DAY = timedelta(days=1)


def months_on(day: date, number: int) -> date:
    """Count months on; the last day of a shorter month where the day is missing there."""
    years, month = divmod(day.month - 1 + number, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of_month(day: date) -> date:
    """Give the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def real_day(year: int, month: int, number: int) -> date | None:
    """Make a day; None where the calendar does not have it."""
    last = last_of_month(date(year, month, 1))
    return last.replace(day=number) if 1 <= number <= last.day else None


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
    r"(?:(?P<which>this|this coming|the coming|coming|the|next|the next|the following|last|the last) )?"
    rf"(?P<unit>{_UNIT})"
)
_AFTER_NEXT = re.compile(rf"(?:the )?(?P<unit>{_UNIT}) (?:after|before) (?P<side>next|last)")
_AHEAD = {"next": 1, "the next": 1, "the following": 1, "last": -1, "the last": -1}
_UNITS: dict[str, Unit] = {"week": "week", "weekend": "weekend", "month": "month", "year": "year", "quarter": "season"}


def whole(text: str, said: Said) -> Span | None:
    """Read a week, weekend, month, year, season or quarter by its name, whole even where it has begun."""
    for reading in (_near, _month, _year, _season, _week_number):
        if found := reading(text, said):
            return found
    return None


def _near(text: str, said: Said) -> Span | None:
    if found := _AFTER_NEXT.fullmatch(text):
        after = "after" in text
        if after == (found["side"] == "last"):
            return None
        return _unit(said.today, found["unit"], 2 if after else -2, f"{found['unit']} {'after' if after else 'before'}")
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
    return Span(first, last, _UNITS[unit], rule)


# A year said in figures, or as near: 2023, this year
YEAR = r"(?:the year )?[0-9]{4}|(?:this|next|last) year"


def year_said(text: str, said: Said) -> int:
    """Turn what YEAR matches into a year."""
    near = {"this year": 0, "next year": 1, "last year": -1}
    return said.today.year + near[text] if text in near else checked_year(int(text[-4:]), said)


def checked_year(year: int, said: Said) -> int:
    """Refuse a year that can't be kept."""
    if not 2 <= year <= 9997:
        raise said.refusal("no such day", ": only the years 2 to 9997 can be read")
    return year


def refuse_short_year(said: Said, year: str) -> None:
    """Refuse a year of two figures, which can as well be a day."""
    raise said.refusal("ambiguous", ": a year needs four digits", f"20{year[-2:]}")


_MONTH_YEAR = re.compile(
    rf"(?:(?P<which>this|next|this coming|the coming|last|this past|the month of|month of) )?(?P<month>{MONTH})"
    rf"\.?,?-?/?(?:(?: ?of)? ?(?P<year>{YEAR}))?"
)
_MONTH_FIGURES = re.compile(
    r"(?:(?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})|(?P<first>[0-9]{4})[/.](?P<last>[0-9]{1,2}))"
)
_NTH_MONTH = re.compile(rf"(?:the )?(?P<nth>{ORDINAL}|last) month (?:of|in) (?P<year>{YEAR})")


def _month(text: str, said: Said) -> Span | None:
    if found := _MONTH_FIGURES.fullmatch(text):
        return _of_month(int(found["month"] or found["last"]), found["year"] or found["first"], said)
    if found := _NTH_MONTH.fullmatch(text):
        return _of_month(12 if found["nth"] == "last" else ordinal(found["nth"]), found["year"], said)
    if not (found := _MONTH_YEAR.fullmatch(text)):
        return None
    month = MONTH_OF[found["month"]]
    if found["year"]:
        return _of_month(month, found["year"], said)
    this = _of_month(month, str(said.today.year), said)
    over = this.last < said.today
    match found["which"]:
        case "last" | "this past":
            return _of_month(month, str(said.today.year - (not over)), said)
        case "next" if not over:
            reason = f" can be {MONTHS[month - 1]} {said.today.year} or {said.today.year + 1}"
            raise said.refusal("ambiguous", reason, f"{MONTHS[month - 1]} {said.today.year}")
        case "this" if over:
            remark = f"{MONTHS[month - 1]} {said.today.year} is over"
            return replace(this, remarks=(remark,))
    remark = f"{MONTHS[month - 1]} {said.today.year} is over, so {said.today.year + 1} is taken"
    coming = _of_month(month, str(said.today.year + over), said)
    return replace(coming, rule="coming month", remarks=(remark,) if over else ())


def _of_month(month: int, year: str, said: Said) -> Span:
    if not 1 <= month <= 12:
        raise said.refusal("no such day", f": there is no month {month}")
    first, last = around(date(year_said(year, said), month, 1), "month")
    return Span(first, last, "month", "month of a year")


def _year(text: str, said: Said) -> Span | None:
    if re.fullmatch(r"(?:(?:the )?year )?(?:1[0-9]|20|21)[0-9]{2}", text):
        first, last = around(date(checked_year(int(text[-4:]), said), 1, 1), "year")
        return Span(first, last, "year", "year")
    if found := re.fullmatch(r"(?:the )?(?P<decade>(?:1[5-9]|20|21)[0-9]0)s", text):
        first = date(int(found["decade"]), 1, 1)
        return Span(first, first.replace(year=first.year + 9, month=12, day=31), "stretch", "decade")
    return None


_RECENT = 31  # days
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_QUARTERS = {"first": 33, "second": 34, "third": 35, "fourth": 36, "last": 36, "1": 33, "2": 34, "3": 35, "4": 36}
_QUARTERS |= {"1st": 33, "2nd": 34, "3rd": 35, "4th": 36}
_PARTS_OF_YEAR = (
    rf"(?P<season>{'|'.join(_SEASONS)})|(?P<quarter>1st|2nd|3rd|4th|first|second|third|fourth|last) quarter"
    r"|(?:quarter |q)(?P<q>[1-4])|h(?P<h>[12])|(?P<h_>[12])h|(?P<half>first|second) half"
)
_SEASON = re.compile(
    rf"(?:(?P<which>this|next|this coming|the coming|the|last|this past) )?(?:(?P<front>{YEAR}),?[ -]?)?(?:the )?"
    rf"(?:{_PARTS_OF_YEAR})(?:,?[ -/]?(?:of |in )?(?P<year>{YEAR}))?"
)
_SHORT_QUARTER = re.compile(r"(?:[qh][1-4],?[ -/]?(?:of )?[0-9]{2}|[0-9]{2} ?[qh][1-4])")


def _season(text: str, said: Said) -> Span | None:
    if _SHORT_QUARTER.fullmatch(text):
        refuse_short_year(said, re.sub("[qh][1-4]", "", text))
    if not (found := _SEASON.fullmatch(text)) or text in ("fall", "1h", "2h", "first half", "second half"):
        return None
    if found["half"] and not (found["year"] or found["front"]):
        return None
    number = _number_of_part(found)
    name = found["season"] or ("half" if number >= 40 else "quarter")
    if given := found["year"] or found["front"]:
        return season_of(year_said(given, said), number, f"{name} of a year")
    return _near_season(number, name, found["which"] or "", said)


def _number_of_part(found: re.Match[str]) -> int:
    if found["season"]:
        return _SEASONS[found["season"]]
    if half := found["h"] or found["h_"] or found["half"]:
        return 40 if half in ("1", "first") else 41
    return _QUARTERS[found["quarter"] or found["q"]]


def _near_season(number: int, name: str, which: str, said: Said) -> Span:
    current = [season_of(year, number, f"coming {name}") for year in range(said.today.year - 2, said.today.year + 3)]
    ahead = [span for span in current if span.last >= said.today]
    over = [span for span in current if span.last < said.today]
    if which in ("last", "this past"):
        return replace(over[-1], rule=f"last {name}")
    if (said.today - over[-1].last).days <= _RECENT:
        reason = f": that of {over[-1].first.year} is just over by the calendar, and {ahead[0].first.year} is not said"
        raise said.refusal("ambiguous", reason, f"“{name} {ahead[0].first.year}”")
    if which != "next":
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


_WEEK_NUMBER = re.compile(
    rf"(?:the )?(?:(?P<front>{YEAR}),?[ -]?)?(?:(?:calendar |iso )?week (?:no\.? |number )?|cw ?|kw ?|w)"
    rf"(?P<week>[0-9]{{1,2}})(?:,?[ /-]?(?:of |in )?(?P<year>{YEAR}))?"
)


def _week_number(text: str, said: Said) -> Span | None:
    """Read “week 35” as the calendar numbers it (ISO 8601), without a year the coming one."""
    if not (found := _WEEK_NUMBER.fullmatch(text)):
        return None
    number = int(found["week"])
    if given := found["year"] or found["front"]:
        return _week_of_year(year_said(given, said), number, said)
    coming = [_week_of_year(year, number, said) for year in (said.today.year, said.today.year + 1)]
    if coming[0].last >= said.today:
        return coming[0]
    if (said.today - coming[0].last).days <= _RECENT:
        reason = f": that of {said.today.year} is just over, and {said.today.year + 1} is not said"
        raise said.refusal("ambiguous", reason, f"“week {number} of {said.today.year + 1}”")
    return replace(
        coming[1], remarks=(f"week {number} of {said.today.year} is over, so {said.today.year + 1} is taken",)
    )


def _week_of_year(year: int, number: int, said: Said) -> Span:
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        last = date(year, 12, 28).isocalendar().week
        raise said.refusal("no such day", f": {year} has {last} weeks", f"“week {last} of {year}”") from None
    remark = f"week {number} of {year} begins on {monday.day} {MONTHS[monday.month - 1]}"
    return Span(monday, monday + 6 * DAY, "week", "week by its number", remarks=(remark,))


# --- EDTF


def edtf_span(text: str, _said: Said) -> Span | None:
    """Read EDTF as it stands."""
    if not re.fullmatch(r"[\[0-9./].*", text) or re.fullmatch("[0-9]{4}", text) or " " in text:
        return None
    try:
        found = kept_bounds(text.upper())
    except EdtfError:
        return None
    unit: Unit = "stretch" if found.shape == "one of" else found.shape
    return Span(found.earliest, found.latest, unit, "as written", found.approximate, found.approximate, text.upper())
