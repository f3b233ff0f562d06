"""Single days by their names and numbers: 4 August, Friday, 04/08/2022, the Friday after 4 August."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date

from bot.date_words.calendar_units import (
    DAY,
    YEAR,
    checked_year,
    last_of_month,
    monday_of,
    real_day,
    refuse_short_year,
    year_said,
)
from bot.date_words.meaning import Order, PhraseError, Said, Span, one_day
from bot.date_words.nth_days import day_of_year, nth_day, numbered_day
from bot.date_words.vocabulary import (
    DAY_NUMBER,
    MONTH,
    MONTH_OF,
    ORDINAL,
    SPOKEN_DAY,
    WEEKDAY,
    WEEKDAY_OF,
    WEEKDAYS,
    ordinal,
)
from db.model.edtf import words
from db.model.edtf_words import MONTHS

_RECENT = 31  # days: of a day so shortly over, nobody knows whether the next year's is meant


def day(text: str, said: Said) -> Span | None:
    """Read one calendar day; raises PhraseError for one that does not exist or can be two."""
    readings: tuple[Callable[[str, Said], Span | None], ...] = (
        _near, _figures, _dated, _weekday, numbered_day, nth_day, day_of_year, _weekday_and_figures, _weekday_from,
    )  # fmt: skip
    for reading in readings:
        if found := reading(text, said):
            return found
    return None


_NEAR = {
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "now": 0,
    "right now": 0,
    "tomorrow": 1,
    "next day": 1,
}
_YEARS_ENDS = {"new years eve": (12, 31), "new years day": (1, 1)}
_NEAR |= {"day after tomorrow": 2, "today week": 7, "tomorrow week": 8, "today fortnight": 14, "tomorrow fortnight": 15}


def _near(text: str, said: Said) -> Span | None:
    if re.fullmatch("this very day|this day", text):
        text = "today"
    if ends := _YEARS_ENDS.get(text.replace("'", "")):
        return _of_year(said, None, *ends, None)
    ahead = _NEAR.get(text.removeprefix("the "))
    return one_day(said.today + ahead * DAY, "today and its neighbours") if ahead is not None else None


# --- in figures

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.]?)([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2})?)?")


def _figures(text: str, said: Said) -> Span | None:
    figures = re.sub(r" ?([-/.]) ?", r"\1", text)
    if (found := _YEAR_FIRST.fullmatch(figures)) and (found[2] or len(figures) == 8):
        return _of_year(said, int(found[1]), int(found[3]), int(found[4]), None)
    if not (found := _YEAR_LAST.fullmatch(figures)) or (found[2] == "-" and not found[4]):
        return None
    if found[2] == "." and not found[4] and not said.words.rstrip().endswith("."):
        return None  # 4.8 may be a time of day
    if found[4] and len(found[4]) == 2:
        raise said.refusal("ambiguous", ": a year needs four digits", f"{figures[:-2]}20{figures[-2:]}")
    return _ordered(said, int(found[1]), int(found[3]), int(found[4]) if found[4] else None, points=found[2] == ".")


def _ordered(said: Said, first: int, second: int, year: int | None, *, points: bool) -> Span | None:
    """Put day and month in order: by points, by what can be no month, or else as the desk has settled."""
    if points or first > 12 or first == second:
        return _of_year(said, year, second, first, None)
    if second > 12:
        return _of_year(said, year, first, second, None)
    month, number = (second, first) if said.order == "DMY" else (first, second)
    found = _of_year(said, year, month, number, None)
    way = "the day" if said.order == "DMY" else "the month"
    remark = f"read with {way} first, as {words(found.edtf)}"
    return replace(found, either_order=True, rule=f"figures, {way} first", remarks=(*found.remarks, remark))


_WEEKDAY_FIGURES = re.compile(rf"(?P<weekday>{WEEKDAY})\.?,? (?P<figures>[0-9][0-9 ./-]+)")


def _weekday_and_figures(text: str, said: Said) -> Span | None:
    """Read “Sunday 12/7/2014”, where the weekday can settle which is the day."""
    if not (found := _WEEKDAY_FIGURES.fullmatch(text)):
        return None
    weekday = WEEKDAY_OF[found["weekday"]]
    orders: tuple[Order, ...] = ("DMY", "MDY") if said.order == "DMY" else ("MDY", "DMY")
    read = list[Span]()
    for order in orders:
        with suppress(PhraseError):
            if made := _figures(found["figures"], replace(said, order=order)):
                read.append(made)
    fitting = [one for one in read if one.first.weekday() == weekday]
    if fitting:
        return replace(fitting[0], remarks=(), either_order=False)
    if not read:
        return _figures(found["figures"], said)
    raise _wrong_weekday(read[0].first, weekday, said)


# --- with a month's name

_YEAR = rf"(?:,? (?:of |in )?(?:(?P<year>{YEAR})|(?P<short>[0-9]{{2}})))?"
_BEFORE = rf"(?:(?P<weekday>{WEEKDAY})\.?,? (?:the )?)?"
_BEHIND = rf"(?:,? \(?(?P<behind>{WEEKDAY})\)?\.?)?"
_DAY_MONTH = re.compile(
    rf"{_BEFORE}(?:the )?(?P<day>{DAY_NUMBER})\.? (?:day )?(?:of )?(?P<month>{MONTH})\.?{_YEAR}{_BEHIND}"
)
_MONTH_DAY = re.compile(rf"{_BEFORE}(?P<month>{MONTH})\.? (?:the )?(?P<day>{SPOKEN_DAY}){_YEAR}{_BEHIND}")
_YEAR_MONTH_DAY = re.compile(
    rf"(?P<weekday>)(?P<year>[0-9]{{4}}),? (?:(?P<month>{MONTH})\.? (?P<day>{DAY_NUMBER})"
    rf"|(?P<day_>{DAY_NUMBER}) (?P<month_>{MONTH}))"
    r"(?P<short>)(?P<behind>)"
)
_MONTH_OR_YEAR = re.compile(rf"(?P<month>{MONTH})\.?-(?P<number>[0-9]{{2}})")


def _dated(text: str, said: Said) -> Span | None:
    if found := _MONTH_OR_YEAR.fullmatch(text):
        month = MONTHS[MONTH_OF[found["month"]] - 1]
        both = f"“{int(found['number'])} {month} {said.today.year}”, or “{month} 20{found['number']}”"
        raise said.refusal("ambiguous", " can be a day or a year", both)
    found = day_and_month(text)
    if not found:
        return None
    if found["short"]:
        refuse_short_year(said, found["short"])
    year = _year_of_a_day(found["year"], said) if found["year"] else None
    named = found["weekday"] or found["behind"]
    return _of_year(said, year, *month_and_day(found), WEEKDAY_OF[named] if named else None)


_NEAR_YEARS = 1900  # from this one on four digits behind a day are a year; before it they may be a time


def _year_of_a_day(text: str, said: Said) -> int:
    """Read the year behind a day and month; refuses “1 July 1000”, which can be ten o'clock."""
    if text.isdecimal() and int(text) < _NEAR_YEARS and int(text[-2:]) < 60:
        raise said.refusal("ambiguous", f": {text} can be a year or a time", f"{text[:2]}:{text[2:]}")
    return year_said(text, said)


def month_and_day(found: re.Match[str]) -> tuple[int, int]:
    """Give the month and the day of what `day_and_month` matched."""
    named = found.groupdict()
    return MONTH_OF[named["month"] or named["month_"]], ordinal(named["day"] or named["day_"])


_STICKS = re.compile("[0-9]-?[a-z]{3}|[a-z]{3}-?[0-9]")
_STUCK = re.compile(
    rf"(?<=[0-9])-(?=[a-z])|(?<=[a-z])-(?=[0-9])|(?<=[0-9])-(?=[0-9]{{4}}$)|(?<=[0-9])(?={MONTH})"
    rf"|(?<![a-z])({MONTH})(?=[0-9])"
)


def day_and_month(text: str) -> re.Match[str] | None:
    """Match “Thursday, 4 August 2022” or “August 4th”: weekday, day, month, year."""
    if _STICKS.search(text):
        text = " ".join(_STUCK.sub(r"\1 ", text).split())  # 28-Jul-2022
    return _DAY_MONTH.fullmatch(text) or _MONTH_DAY.fullmatch(text) or _YEAR_MONTH_DAY.fullmatch(text)


def _of_year(said: Said, year: int | None, month: int, number: int, weekday: int | None) -> Span:
    """Make the day; without a year the coming one. Refuses what the calendar does not have."""
    if not 1 <= month <= 12:
        raise said.refusal("no such day", f": there is no month {month}")
    if year is None and weekday is not None and (fitting := _fitting(said, month, number, weekday)):
        return fitting
    found = _coming(said, month, number) if year is None else real_day(checked_year(year, said), month, number)
    if found is None:
        raise _no_such_day(said, year, month)
    if weekday is not None and found.weekday() != weekday:
        raise _wrong_weekday(found, weekday, said)
    over = year is None and found.year > said.today.year and bool(real_day(said.today.year, month, number))
    remark = f"{number} {MONTHS[month - 1]} {said.today.year} is over, so {found.year} is taken"
    return one_day(found, "day of a year" if year else "coming day", *([remark] if over else []))


def _no_such_day(said: Said, year: int | None, month: int) -> PhraseError:
    last = last_of_month(date(year or _year_to_come(said, month), month, 1))
    named = f"{MONTHS[month - 1]} {last.year}" if year or month == 2 else MONTHS[month - 1]
    leap = next((year for year in range(last.year, last.year + 9) if real_day(year, 2, 29)), last.year)
    more = f", in {leap} it has 29" if month == 2 and not year and last.day == 28 else ""
    return said.refusal("no such day", f": {named} has {last.day} days{more}", f"{last.day} {named}")


def _year_to_come(said: Said, month: int) -> int:
    return said.today.year + (last_of_month(date(said.today.year, month, 1)) < said.today)


def _wrong_weekday(found: date, weekday: int, said: Said) -> PhraseError:
    reason = f": {words(found.isoformat())} is a {WEEKDAYS[found.weekday()]}, not a {WEEKDAYS[weekday]}"
    return said.refusal("no such day", reason, found.isoformat())


def _nearest(said: Said, month: int, number: int) -> tuple[date | None, date | None]:
    """Give the newest such day that is over, and the next to come."""
    found = [day for year in range(said.today.year - 8, said.today.year + 9) if (day := real_day(year, month, number))]
    behind = max((day for day in found if day < said.today), default=None)
    return behind, next((day for day in found if day >= said.today), None)


def _fitting(said: Said, month: int, number: int, weekday: int) -> Span | None:
    """Find the one of the two nearest such days that falls on the weekday that was said."""
    behind, ahead = _nearest(said, month, number)
    fitting = [day for day in (behind, ahead) if day and day.weekday() == weekday]
    if len(fitting) != 1:
        return None
    remark = f"only {words(fitting[0].isoformat())} is a {WEEKDAYS[weekday]}"
    return one_day(fitting[0], "day by its weekday", *([remark] if fitting[0] == behind else []))


def _coming(said: Said, month: int, number: int) -> date | None:
    behind, ahead = _nearest(said, month, number)
    if ahead and behind and (said.today - behind).days <= _RECENT:
        reason = f": {words(behind.isoformat())} is just over, and {ahead.year} is not said"
        raise said.refusal("ambiguous", reason, f"{behind} or {ahead}")
    return ahead


# --- weekdays

_WEEKDAY_FORM = re.compile(
    rf"(?P<which>this|this coming|the coming|coming|next|the next|last|the last|this past)?,? ?"
    rf"(?P<weekday>{WEEKDAY})\.?"
    r"(?P<of>,? (?:of |from )?(?:this|(?:the )?(?:next|following)|last) week)?(?P<week> week| fortnight)?"
)
_WEEK_FIRST = re.compile(rf"(?P<of>(?:this|next|last) week)s?,? (?:on )?(?P<weekday>{WEEKDAY})")


def _weekday(text: str, said: Said) -> Span | None:
    found = _WEEKDAY_FORM.fullmatch(text) or _WEEK_FIRST.fullmatch(text)
    if not found:
        return None
    named = found.groupdict()
    weekday = WEEKDAY_OF[named["weekday"]]
    which, of = (named.get("which") or "").removeprefix("the "), named["of"] or ""
    here = monday_of(said.today) + weekday * DAY
    if of:
        ahead = -1 if "last" in of else 0 if "this" in of else 1
        return one_day(here + 7 * DAY * ahead, "weekday of a week") if not which else None
    if named.get("week"):
        weeks = 2 if "fortnight" in named["week"] else 1
        return one_day(_ahead(here, said) + 7 * weeks * DAY, "weekday and a week") if not which else None
    return _which(which, here, said)


def _ahead(here: date, said: Said) -> date:
    return here if here > said.today else here + 7 * DAY


def _which(which: str, here: date, said: Said) -> Span:
    match which:
        case "last" | "this past":
            return one_day(here if here < said.today else here - 7 * DAY, "last weekday")
        case "next":
            nearer = (f"the one of next week; {words(here.isoformat())} is “this {WEEKDAYS[here.weekday()]}”",)
            return one_day(here + 7 * DAY, "weekday of next week", *(nearer if here > said.today else ()))
        case "this" if here < said.today:
            raise said.refusal("ambiguous", f" can be {here} or {here + 7 * DAY}", f"{here + 7 * DAY}")
        case "this":
            return one_day(here, "weekday of this week")
        case _:
            today_too = here == said.today
            remarks = (f"today is a {WEEKDAYS[here.weekday()]} too; the one in a week is taken",) if today_too else ()
            return replace(one_day(_ahead(here, said), "coming weekday", *remarks), today_too=today_too)


# --- counted from another day

_WEEKDAY_FROM = re.compile(
    rf"(?:the )?(?:(?P<nth>{ORDINAL}) )?(?P<weekday>{WEEKDAY}) (?P<side>after|before|following|preceding) (?P<day>.+)"
)


def _weekday_from(text: str, said: Said) -> Span | None:
    """Read “the Friday after 4 August”, “the second Monday before 25 May”."""
    if not (found := _WEEKDAY_FROM.fullmatch(text)) or not (of := day(found["day"], said)) or not of.is_day:
        return None
    weeks, weekday = (ordinal(found["nth"]) if found["nth"] else 1) - 1, WEEKDAY_OF[found["weekday"]]
    if found["side"] in ("before", "preceding"):
        away = -((of.first.weekday() - weekday - 1) % 7 + 1 + 7 * weeks)
    else:
        away = (weekday - of.first.weekday() - 1) % 7 + 1 + 7 * weeks
    return one_day(of.first + away * DAY, "weekday from a day", *of.remarks)


# --- weeks by one of their days

_WEEK_OF = re.compile(
    r"(?:the )?(?P<how>week (?:of|beginning|commencing|starting|ending)|w/[ce]|weekend of)(?: on)? (?P<day>.+)"
)


def week_of(text: str, said: Said) -> Span | None:
    """Read a week named by a day in it, or by its first or last."""
    if not (found := _WEEK_OF.fullmatch(text)) or not (of := day(found["day"], said)):
        return None
    how = found["how"]
    if how == "weekend of":
        saturday = monday_of(of.first) + 5 * DAY
        return Span(saturday, saturday + DAY, "weekend", how, remarks=of.remarks)
    if how in ("week ending", "w/e"):
        return Span(of.first - 6 * DAY, of.first, "week", "week ending", remarks=of.remarks)
    if how == "week of" and of.first.weekday() != 6:
        monday = monday_of(of.first)
        return Span(monday, monday + 6 * DAY, "week", how, remarks=of.remarks)
    # a week is not named by its last day: who names a Sunday begins weeks with it
    return Span(of.first, of.first + 6 * DAY, "week", how, remarks=of.remarks)
