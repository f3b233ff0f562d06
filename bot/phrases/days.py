"""Single days by their names and numbers: 4 August, the 4th, Friday, first Monday of September, 04/08/2022."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.phrases.calendar import DAY, checked_year, last_of_month, monday_of, whole
from bot.phrases.meaning import Said, Span, one_day
from bot.phrases.vocabulary import DAY_NUMBER, MONTH, MONTH_OF, ORDINAL, WEEKDAY, WEEKDAY_OF, WEEKDAYS, ordinal
from db.edtf import MONTHS, words

_RECENT = 31  # days: of a day so shortly over, nobody knows whether the next year's is meant


def day(text: str, said: Said) -> Span | None:
    """Read one calendar day; raises PhraseError for one that does not exist or can be two."""
    readings: tuple[Callable[[str, Said], Span | None], ...] = (_near, _figures, _dated, _weekday, _numbered, _nth)
    for reading in readings:
        if found := reading(text, said):
            return found
    return None


_NEAR = {"day before yesterday": -2, "yesterday": -1, "today": 0, "now": 0, "tomorrow": 1, "day after tomorrow": 2}


def _near(text: str, said: Said) -> Span | None:
    if re.fullmatch("later today|this very day|this day", text):
        text = "today"
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


# --- with a month's name

_YEAR = r"(?:,? (?:of )?(?P<year>[0-9]{4}))?"
_DAY_MONTH = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY})\.?,? )?(?:the )?(?P<day>{DAY_NUMBER})\.? (?:day )?(?:of )?(?P<month>{MONTH})\.?{_YEAR}"
)
_MONTH_DAY = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY})\.?,? )?(?P<month>{MONTH})\.? (?:the )?(?P<day>{DAY_NUMBER}){_YEAR}"
)


def _dated(text: str, said: Said) -> Span | None:
    found = day_and_month(text)
    if not found:
        return None
    year = int(found["year"]) if found["year"] else None
    weekday = WEEKDAY_OF[found["weekday"]] if found["weekday"] else None
    return _of_year(said, year, MONTH_OF[found["month"]], ordinal(found["day"]), weekday)


def day_and_month(text: str) -> re.Match[str] | None:
    """Match “Thursday, 4 August 2022” or “August 4th”: weekday, day, month, year."""
    text = re.sub("(?<=[0-9])-(?=[a-z])|(?<=[a-z])-(?=[0-9])", " ", text)  # 28-Jul-2022
    return _DAY_MONTH.fullmatch(text) or _MONTH_DAY.fullmatch(text)


def _of_year(said: Said, year: int | None, month: int, number: int, weekday: int | None) -> Span:
    """Make the day; without a year the coming one. Refuses what the calendar does not have."""
    if not 1 <= month <= 12:
        raise said.refusal("no such day", f": there is no month {month}")
    found = _coming(said, month, number) if year is None else _real(checked_year(year, said), month, number)
    if found is None:
        around = date(year or 2000, month, 1)  # 2000 has a 29 February
        last = last_of_month(around)
        of_year = f" {year}" if year else ""
        reason = f": {MONTHS[month - 1]}{of_year} has {last.day} days"
        raise said.refusal("no such day", reason, f"{last.day} {MONTHS[month - 1]}{of_year}")
    if weekday is not None and found.weekday() != weekday:
        reason = f": {words(found.isoformat())} is a {WEEKDAYS[found.weekday()]}, not a {WEEKDAYS[weekday]}"
        raise said.refusal("no such day", reason, found.isoformat())
    over = year is None and found.year > said.today.year and bool(_real(said.today.year, month, number))
    remark = f"{number} {MONTHS[month - 1]} {said.today.year} is over, so {found.year} is taken"
    return one_day(found, "day of a year" if year else "coming day", *([remark] if over else []))


def _real(year: int, month: int, number: int) -> date | None:
    last = last_of_month(date(year, month, 1))
    return last.replace(day=number) if 1 <= number <= last.day else None


def _coming(said: Said, month: int, number: int) -> date | None:
    found = [day for year in range(said.today.year - 1, said.today.year + 9) if (day := _real(year, month, number))]
    ahead = next((day for day in found if day >= said.today), None)
    behind = max((day for day in found if day < said.today), default=None)
    if ahead and behind and (said.today - behind).days <= _RECENT:
        reason = f": {words(behind.isoformat())} is just over, and {ahead.year} is not said"
        raise said.refusal("ambiguous", reason, f"{behind} or {ahead}")
    return ahead


# --- weekdays

_WEEKDAY_FORM = re.compile(
    rf"(?P<which>this|this coming|the coming|coming|next|the next|last|the last|this past)?,? ?"
    rf"(?P<weekday>{WEEKDAY})\.?"
    r"(?P<of>,? (?:of )?(?:this|next) week)?(?P<week> week)?"
)
_WEEK_FIRST = re.compile(rf"(?P<of>(?:this|next) week),? (?:on )?(?P<weekday>{WEEKDAY})")


def _weekday(text: str, said: Said) -> Span | None:
    found = _WEEKDAY_FORM.fullmatch(text) or _WEEK_FIRST.fullmatch(text)
    if not found:
        return None
    named = found.groupdict()
    weekday = WEEKDAY_OF[named["weekday"]]
    which, of = (named.get("which") or "").removeprefix("the "), named["of"] or ""
    here = monday_of(said.today) + weekday * DAY
    if of:
        return one_day(here + 7 * DAY * ("next" in of), "weekday of a week") if not which else None
    if named.get("week"):
        return one_day(_ahead(here, said) + 7 * DAY, "weekday and a week") if not which else None
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


# --- the 4th, Friday the 13th, the first Monday of September

_NUMBERED = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY}),? )?(?:the )?(?P<day>{ORDINAL})(?: (?:day )?(?:of (?P<which>this|the|next) month))?"
)
_NTH = re.compile(rf"(?:the )?(?P<nth>{ORDINAL}|last) (?P<weekday>{WEEKDAY}) (?:of|in) (?P<whole>.+)")
_LAST_DAY = re.compile(r"(?:the )?(?P<nth>first|last) day (?:of|in) (?P<whole>.+)")


def _numbered(text: str, said: Said) -> Span | None:
    found = _NUMBERED.fullmatch(text)
    if not found or (not text[:1].isdigit() and not found["weekday"] and not found["which"] and "the " not in text):
        return None
    number, today = ordinal(found["day"]), said.today
    months = [(today.year + (today.month + i - 1) // 12, (today.month + i - 1) % 12 + 1) for i in range(13)]
    if found["which"]:
        months = months[found["which"] == "next" :][:1]
    days = [real for year, month in months if (real := _real(year, month, number))]
    coming = next((one for one in days if one >= today or found["which"]), None)
    if coming is None:
        raise said.refusal("no such day", f": no month has a day {number}" if not found["which"] else " is no day")
    if found["weekday"] and coming.weekday() != WEEKDAY_OF[found["weekday"]]:
        reason = f": {words(coming.isoformat())} is a {WEEKDAYS[coming.weekday()]}"
        raise said.refusal("no such day", reason, coming.isoformat())
    return one_day(coming, "coming day of a month")


def _nth(text: str, said: Said) -> Span | None:
    if found := _LAST_DAY.fullmatch(text):
        of = whole(found["whole"].replace("the month", "this month").replace("the year", "this year"), said)
        return one_day(of.first if found["nth"] == "first" else of.last, "first or last day") if of else None
    if not (found := _NTH.fullmatch(text)):
        return None
    of = whole(found["whole"], said)
    if of is None or of.unit not in ("month", "year"):
        return None
    weekday, last = WEEKDAY_OF[found["weekday"]], found["nth"] == "last"
    days = [of.first + ahead * DAY for ahead in range((of.last - of.first).days + 1)]
    named = [one for one in days if one.weekday() == weekday]
    place = -1 if last else ordinal(found["nth"]) - 1
    if place >= len(named):
        raise said.refusal("no such day", f": there are {len(named)} {WEEKDAYS[weekday]}s")
    if named[place] < said.today and of.first <= said.today:
        raise said.refusal("ambiguous", f": that was {words(named[place].isoformat())}", "next month’s, with its name")
    return one_day(named[place], "nth weekday", *of.remarks)


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
