"""Which day an asker means by “28 July” or “3 days ago”; pure."""

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.date_words.calendar_units import whole
from bot.date_words.lengths import TooLong, days_on, length
from bot.date_words.meaning import Said
from bot.date_words.read import read
from bot.date_words.vocabulary import AGAIN, DAYS_IN, LONGEST, MONTH_OF, NUMBER, WEEKDAY_OF, WEEKDAYS, count, fold
from db.model.edtf import EdtfError, bounds, kept_bounds
from db.model.edtf_words import MONTHS


class DateError(ValueError):
    """Text that is not one day; the message says why, what was understood, and shows one that works."""


def parse_day(text: str, *, now: datetime, zone: str, not_after: date | None = None) -> date:
    """Find the one calendar day meant: `2022-07-28`, `28 July`, `last Friday`, `3 days ago` …

    A month, a year or a stretch means its last day. A day without a year is the newest not after `not_after`
    (the last source's day), or else not after today in `zone`.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    asked = _Asked(text, fold(text[: LONGEST + 1]), today, not_after)
    if not asked.said:
        raise DateError(f"No day was given. Write e.g. {asked.limit}.")
    if max(len(text), len(asked.said)) > LONGEST:
        raise asked.refusal(f" is longer than {LONGEST} characters")
    if found := _read(asked):
        return found
    raise _why_not(asked)


_MONTH = re.compile(r"[a-z]+\.?,? [0-9]{4}", re.IGNORECASE)


def parse_first_day(text: str, *, now: datetime, zone: str, not_after: date | None = None) -> date:
    """Find the day that a stretch begins with: as `parse_day`, and of “last week”, “early July 2022” too."""
    try:
        found = parse_day(text, now=now, zone=zone, not_after=not_after)
    except DateError:
        if begun := _begun(text, now, zone):
            return begun
        raise
    if _MONTH.fullmatch(text.strip()):
        return found.replace(day=1)
    with suppress(EdtfError):
        days = bounds(text.strip().upper())
        return found if days.open_start else days.earliest
    return found


def _begun(text: str, now: datetime, zone: str) -> date | None:
    """Find the first day of what has begun, as words for days to come have it too."""
    said = Said(text, now, zone, "DMY")
    with suppress(ValueError, OverflowError):  # a PhraseError, or the calendar's end
        if whole_one := whole(fold(text[: LONGEST + 1]), said):
            return whole_one.first if whole_one.first <= said.today else None
        meaning = read(text, now, zone=zone)
        days = bounds(meaning.edtf) if meaning.edtf and not meaning.deadline else None
        if days and not days.open_start and days.earliest <= said.today:
            return days.earliest
    return None


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    said: str  # folded
    today: date
    not_after: date | None

    @property
    def limit(self) -> date:
        return self.not_after or self.today

    def refusal(self, reason: str, write: str = "") -> DateError:
        shown = " ".join(self.text[:40].split()) + ("…" if len(self.text) > 40 else "")
        return DateError(f"‘{shown}’{reason}. Write {write or f'e.g. {self.limit}'}.")


def _read(asked: _Asked) -> date | None:
    for reading in (_edtf, _relative, _numeric, _named, _duration):
        if found := reading(asked):
            return found
    return None


_EDTF_LIKE = re.compile(r"[\[/.]*[~?%]?[0-9x]{4}[0-9x.,/~?%\]-]*")


def _edtf(asked: _Asked) -> date | None:
    if _EDTF_LIKE.fullmatch(asked.said) and re.search("[x~?%]", asked.said):
        raise asked.refusal(" is not an exact day")  # unread: some of these take tens of milliseconds to read
    try:
        found = kept_bounds(asked.said.upper())
    except EdtfError:
        return None
    if found.shape in ("one of", "season"):
        raise asked.refusal(" is not an exact day")
    if found.open_end:
        raise asked.refusal(" has no last day")
    return found.latest


# --- counted from today

_NEAR = {
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "now": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
_AGO = re.compile(rf"({NUMBER}) (day|week|fortnight)s? ago")


def _relative(asked: _Asked) -> date | None:
    near = _NEAR.get(asked.said.removeprefix("the "))
    if near is not None:
        return asked.today + timedelta(days=near)
    if ago := _AGO.fullmatch(asked.said):
        return _back(asked, count(ago[1]) * DAYS_IN[ago[2]])
    return None


def _back(asked: _Asked, days: int) -> date:
    try:
        found = asked.today - timedelta(days=days)
    except OverflowError:
        found = date.min
    if found.year < 2:
        raise asked.refusal(" is before the year 2")
    return found


def _duration(asked: _Asked) -> date | None:
    """Let months and years be counted back."""
    try:
        by = length(asked.said.removesuffix(" ago")) if asked.said.endswith(" ago") else None
        return days_on(asked.today, by, -1) if by else None
    except TooLong:
        return None


# --- in figures

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/. ]?)([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})")
_NO_YEAR = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")  # not 15.12, which may be a time of day
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}")


def _numeric(asked: _Asked) -> date | None:
    figures = re.sub(r" ?([-/.]) ?", r"\1", asked.said)
    if (found := _YEAR_FIRST.fullmatch(figures)) and (found[2] or len(figures) == 8):
        return _day(asked, int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.fullmatch(figures):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == ".":  # who writes points writes the day first
            return _day(asked, year, second, first)
        return _either_order(asked, first, second, year)
    if found := _NO_YEAR.fullmatch(figures):
        return _either_order(asked, int(found[1]), int(found[2]), None)
    if _SHORT_YEAR.fullmatch(figures):
        raise asked.refusal(": a year needs four digits")
    return None


def _either_order(asked: _Asked, first: int, second: int, year: int | None) -> date:
    if first > 12 or first == second:
        return _day(asked, year, second, first)
    if second > 12:
        return _day(asked, year, first, second)
    one, other = _day(asked, year, second, first), _day(asked, year, first, second)
    said = f"{first} {MONTHS[second - 1]} or {second} {MONTHS[first - 1]}{f' {year}' if year else ''}"
    raise asked.refusal(f" can be {said}", f"{one} or {other}")


# --- in words


def _named(asked: _Asked) -> date | None:
    kinds = _kinds(asked.said)
    named = set(kinds)
    if {"month", "short year"} <= named and "unknown" not in named:
        raise asked.refusal(": a year needs four digits")
    if {"day", "month"} <= named <= {"day", "month", "year", "weekday"}:
        found = _day(asked, kinds.get("year"), kinds["month"], kinds["day"])
        return _on_weekday(asked, found, kinds.get("weekday"))
    if named in ({"month", "year"}, {"end", "month", "year"}, {"end", "month"}):
        return _day(asked, kinds.get("year"), kinds["month"], None)
    if named == {"end", "year"}:
        return _day(asked, kinds["year"], 12, None)
    if named in ({"weekday"}, {"last", "weekday"}):
        newest = asked.today - timedelta(days="last" in named)
        return newest - timedelta(days=(newest.weekday() - kinds["weekday"]) % 7)
    return None


def _on_weekday(asked: _Asked, found: date, weekday: int | None) -> date:
    if weekday is None or weekday == found.weekday():
        return found
    said = f"{found.day} {MONTHS[found.month - 1]} {found.year} is a {WEEKDAYS[found.weekday()]}"
    raise asked.refusal(f": {said}, not a {WEEKDAYS[weekday]}", f"e.g. {found}")


def _kinds(said: str) -> dict[str, int]:
    """What each word is, and its number: “the 28th of July” is `{"day": 28, "month": 7}`."""
    apart = re.sub(r"[,.]|(?<=[0-9])-(?=[a-z])|(?<=[a-z])-(?=[0-9])", " ", said)
    kinds = dict[str, int]()
    for kind, number in map(_kind, apart.split()):
        if kind not in kinds:
            kinds[kind] = number
        elif kind != "filler":
            kinds["short year" if kind == "day" else "unknown"] = number
    kinds.pop("filler", None)
    return kinds


def _kind(word: str) -> tuple[str, int]:
    if word in ("the", "of"):
        return "filler", 0
    if word in ("last", "end"):
        return word, 0
    if word in MONTH_OF:
        return "month", MONTH_OF[word]
    if word in WEEKDAY_OF:
        return "weekday", WEEKDAY_OF[word]
    if re.fullmatch(r"[0-9]{4}", word):
        return "year", int(word)
    ordinal = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?", word)
    return ("day", int(ordinal[1])) if ordinal else ("unknown", 0)


# --- a day of a month


def _day(asked: _Asked, year: int | None, month: int, day: int | None) -> date:
    """The day, or without one the month's last; without a year the newest."""
    if not 1 <= month <= 12:
        raise asked.refusal(f": there is no month {month}")
    if year is None:
        return _newest(asked, month, day)
    if not 2 <= year <= 9998:
        raise asked.refusal(": only the years 2 to 9998 can be read")
    if found := _real(year, month, day):
        return found
    last = date(year, month, monthrange(year, month)[1])
    raise asked.refusal(f": {MONTHS[month - 1]} {year} has {last.day} days", f"e.g. {last}")


def _real(year: int, month: int, day: int | None) -> date | None:
    last = monthrange(year, month)[1]
    if day is None:
        day = last
    return date(year, month, day) if 1 <= day <= last else None


_SOON = timedelta(days=31)


def _newest(asked: _Asked, month: int, day: int | None) -> date:
    days = _days(asked.limit, month, day)
    if not days:
        last = max(_days(asked.limit, month, None, until=asked.limit))
        raise asked.refusal(f": {MONTHS[month - 1]} has {monthrange(2000, month)[1]} days", f"e.g. {last}")
    past = max(found for found in days if found <= asked.limit)
    coming = min((found for found in days if found > asked.limit), default=date.max)
    if asked.not_after and coming <= asked.today and coming - asked.limit <= _SOON:
        # just after the last source the later one is as likely meant, unless it is still to come
        reason = f" can be {coming.year} or {past.year}: the last source is of {_said(asked.limit)}"
        raise asked.refusal(reason, f"{coming} or {past}")
    return past


def _days(around: date, month: int, day: int | None, *, until: date = date.max) -> list[date]:
    """That day of the years round about; eight years back hold a 29 February."""
    years = range(max(2, around.year - 8), min(around.year + 1, 9998) + 1)
    return [found for year in years if (found := _real(year, month, day)) and found <= until]


def _said(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


# --- why it is no day

_TIME = re.compile(
    r"(?:at )?[0-9]{1,2}(?::[0-9]{2})+z?|t[0-9]{2}:[0-9:]*z?|(?:at )?[0-9]{1,2} ?[ap]\.?m\b"
    r"|\b(?:noon|midnight|hours?|minutes?|seconds|oclock|morning|afternoon|evening|night|tonight)\b"
)
_SEVERAL = re.compile(
    r"\b(?:weeks?|weekend|month|year|soon|early|mid|late|later|between|until|till|since|before|after|or|to)\b"
    r"|\b(?:coming|few|couple|around|about)\b| - |[0-9]-[0-9]"
)


def _why_not(asked: _Asked) -> DateError:
    if re.fullmatch(r"[0-9]{4}|[0-9]{4}-[0-9.,/-]+|\[.*", asked.said):
        return asked.refusal(f": {_edtf_reason(asked.said.upper())}")
    if _TIME.search(asked.said):
        understood = _without_time(asked)
        write = f"e.g. {understood}" if understood else ""
        return asked.refusal(" has a time of day; only a whole day can be asked for", write)
    if AGAIN.search(asked.said):
        return asked.refusal(" comes again and again; one day is needed")
    kinds = _kinds(asked.said)
    named = set(kinds)
    if named in ({"month"}, {"last", "month"}):
        newest = max(_days(asked.limit, kinds["month"], None, until=asked.limit))
        return asked.refusal(" names no year", f"e.g. {newest.isoformat()[:7]}")
    if named == {"day"}:
        return asked.refusal(" names no month")
    return asked.refusal(" is not one day" if _SEVERAL.search(asked.said) else " is not a day I can read")


def _edtf_reason(text: str) -> str:
    try:
        kept_bounds(text)
    except EdtfError as error:
        return error.reason
    return ""


def _without_time(asked: _Asked) -> date | None:
    said = " ".join(_TIME.sub(" ", asked.said).split())
    try:
        return _read(replace(asked, text=said, said=said)) if said else None
    except DateError:
        return None
