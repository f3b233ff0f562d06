"""Days by their place in a month, a week or a year: the 4th, Friday the 13th, the second Monday of September."""

import re
from datetime import date

from bot.date_words.calendar_units import DAY, YEAR, months_on, real_day, whole, year_said
from bot.date_words.meaning import Said, Span, one_day
from bot.date_words.vocabulary import ORDINAL, WEEKDAY, WEEKDAY_OF, WEEKDAYS, ordinal
from db.model.edtf import words

_NUMBERED = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY}),? (?:on )?)?(?:the )?(?P<day>{ORDINAL}|[0-9]{{1,2}}(?= of| (?:this|next|last) month))"
    r"(?: (?:day )?(?:of )?(?P<which>this|the|the next|next|the coming|the following|last|the last) month)?"
)
_PLACE = rf"{ORDINAL}|last|(?:second|2nd|third|3rd|fourth|4th|fifth|5th)(?:[- ]to)?[- ]last|penultimate|last but one"
_NTH = re.compile(
    rf"(?:the )?(?P<nth>{_PLACE}) (?P<what>{WEEKDAY}|weekend|day|(?:working|business) day|weekday)"
    r"(?:,? (?:of|in))? (?P<whole>.+)"
)
_DAY_OF_YEAR = re.compile(
    rf"(?:the )?(?:day (?P<number>[0-9]{{1,3}})|(?P<nth>[0-9]{{1,3}}(?:st|nd|rd|th)) day) (?:of|in) (?P<year>{YEAR})"
)


def numbered_day(text: str, said: Said) -> Span | None:
    """Read “the 4th”, “Friday the 13th”, “the 20th of next month”."""
    found = _NUMBERED.fullmatch(text)
    if not found or (not text[:1].isdigit() and not found["weekday"] and not found["which"] and "the " not in text):
        return None
    number, today, which = ordinal(found["day"]), said.today, (found["which"] or "")
    months = [months_on(today.replace(day=1), ahead) for ahead in range(13)]
    if which and which != "the":
        months = [months_on(today.replace(day=1), -1 if "last" in which else 0 if which == "this" else 1)]
    days = [real for month in months if (real := real_day(month.year, month.month, number))]
    named = WEEKDAY_OF[found["weekday"]] if found["weekday"] else None
    fitting = [day for day in days if (day >= today or which not in ("", "the")) and named in (None, day.weekday())]
    if not fitting:
        reason = f": no month has a day {number}" if not days and not which else " is no day"
        raise said.refusal("no such day", reason)
    first = next(day for day in days if day >= today or which)
    remark = f"the {found['day']} is a {WEEKDAYS[fitting[0].weekday()]} then" if fitting[0] != first and named else ""
    return one_day(fitting[0], "coming day of a month", *([remark] if remark else []))


def day_of_year(text: str, said: Said) -> Span | None:
    """Read “the 40th day of 2023”."""
    if not (found := _DAY_OF_YEAR.fullmatch(text)):
        return None
    year, number = year_said(found["year"], said), int(found["number"] or found["nth"][:-2])
    day = date(year, 1, 1) + (number - 1) * DAY
    if number < 1 or day.year != year:
        raise said.refusal("no such day", f": {year} has {(date(year, 12, 31) - date(year, 1, 1)).days + 1} days")
    return one_day(day, "day of a year by its number")


def nth_day(text: str, said: Said) -> Span | None:
    """Read “the first Monday of September”, “the last working day of the month”, “the last weekend in October”."""
    if not (found := _NTH.fullmatch(re.sub("^(?:the )?last (?=of (?:the|this|next) month$)", "last day ", text))):
        return None
    of = whole(
        re.sub("^(?:the )?(?=(?:month|year|quarter)$)|^the (?=month|year|quarter)", "this ", found["whole"]), said
    )
    if of is None or of.unit not in ("week", "month", "year", "season"):
        return None
    place = _place(found["nth"])
    days = _days_named(found["what"], of)
    if not -len(days) <= place < len(days):
        raise said.refusal("no such day", f": there are {len(days)} {found['what'].title()}s")
    chosen = days[place]
    # of the month or the year that runs, which nobody named, the next one may be meant
    unnamed = found["whole"] in ("month", "the month", "year", "the year") or (
        of.unit == "month" and not _is_named(found["whole"])
    )
    if chosen < said.today and of.first <= said.today <= of.last and unnamed:
        raise said.refusal("ambiguous", f": that was {words(chosen.isoformat())}", "next month’s, with its name")
    remarks = of.remarks + ((_WORKING,) if found["what"] in _WORKING_DAYS else ())
    if found["what"] == "weekend":
        return Span(chosen, chosen + DAY, "weekend", "nth weekend", remarks=remarks)
    return one_day(chosen, "first or last day" if found["what"] == "day" else "nth weekday", *remarks)


_WORKING_DAYS = ("working day", "business day", "weekday")
_WORKING = "working days are Monday to Friday; holidays are not known"
_FROM_END = {"2": 2, "s": 2, "3": 3, "t": 3, "4": 4, "5": 5}


def _place(nth: str) -> int:
    """Give where “second” or “next to last” stands in a row, counted from 0, or from -1 at its end."""
    if nth == "last":
        return -1
    if nth in ("penultimate", "last but one"):
        return -2
    if nth.endswith("last"):
        return -(4 if nth.startswith("fo") else 5 if nth.startswith("fi") else _FROM_END[nth[0]])
    return ordinal(nth) - 1


def _days_named(what: str, of: Span) -> list[date]:
    days = [of.first + ahead * DAY for ahead in range((of.last - of.first).days + 1)]
    if what == "day":
        return days
    if what in _WORKING_DAYS:
        return [day for day in days if day.weekday() < 5]
    # a weekend belongs to the month of its Saturday
    weekday = 5 if what == "weekend" else WEEKDAY_OF[what]
    return [day for day in days if day.weekday() == weekday]


def _is_named(whole_said: str) -> bool:
    return bool(re.search(rf"{YEAR}|this|last", whole_said))
