"""Days by their names and numbers in prose: “27 July”, “on Wednesday evening”, “tomorrow”; pure."""

import re
from datetime import date

from bot.articles.date_place import Form, Place, choose, distance, nearest
from bot.articles.date_values import Meant, a_day, a_month
from bot.articles.tense import Tense
from bot.articles.utterance_day import utterance_day
from bot.date_words.calendar_units import DAY, last_of_month, monday_of
from bot.date_words.vocabulary import MONTH_OF, ORDINAL, WEEKDAY_OF, ordinal

# White space within a date: no more than one line's end, and no paragraph's
S = r"(?:[^\S\n]{1,3}|[^\S\n]?\n(?!\s))"
_FULL = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
MONTH = rf"(?:(?:{_FULL}|{_FULL.upper()})\b|(?:{_SHORT}|{_SHORT.upper()})\b\.?)"
YEAR = r"(?:1[5-9]|20|21)\d\d(?![\dA-Za-z]|[-/]\d)"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY\b"
_SHORT_DAY = r"(?:Mon|Tues|Tue|Weds|Wed|Thurs|Thur|Thu|Fri|Sat|Sun)\b\.?"
_NUMBER = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d%:]|\.\d|,\d{3})"
_AND = rf"(?:{S}?[-–—/]{S}?|{S}(?:and|to|or|&|until|through){S})"
OF_YEAR = rf"(?:,?{S}(?P<year>{YEAR})|(?:{S}of)?(?:{S}the)?{S}(?P<near>current|this|last|next|past){S}year\b)"
_PART = rf"(?:{S}(?:morning|afternoon|evening|night|lunchtime))?"

# --- with a month's name

_WITH_WEEKDAY = (
    rf"(?:(?:(?:[Nn]ext|[Ll]ast|[Tt]his|[Cc]oming){S})?(?P<weekday>{_WEEKDAY}|{_SHORT_DAY}),?{S}\(?(?:the{S})?)?"
)
_AND_LAST = rf"(?:(?:,{S}?{_NUMBER})*{_AND}(?P<last>{_NUMBER}))?"
_SPELT = ORDINAL.partition(")|")[2]
DAY_MONTH = re.compile(
    rf"{_WITH_WEEKDAY}(?:(?P<day>{_NUMBER}){_AND_LAST}{S}(?:of{S})?|(?P<spelt>{_SPELT}){S}of{S})(?P<month>{MONTH})(?:{OF_YEAR})?"
)
MONTH_DAY = re.compile(rf"{_WITH_WEEKDAY}(?P<month>{MONTH}){S}(?:the{S})?(?P<day>{_NUMBER}){_AND_LAST}(?:{OF_YEAR})?")
NAMED_DAY = "(?:" + re.sub(r"\?P<\w+>", "?:", f"{DAY_MONTH.pattern}|{MONTH_DAY.pattern}") + ")"


def named_day(words: str, place: Place) -> Meant | None:
    """Read the first day with a month's name among some words."""
    found = DAY_MONTH.search(words) or MONTH_DAY.search(words)
    return numbered_day(found, place) if found else None


def real_day(year: int, month: int, day: int) -> date | None:
    """Make a day, or None where the calendar has none."""
    if not (1 <= month <= 12 and 1 <= year <= 9000):
        return None
    first = date(year, month, 1)
    return first.replace(day=day) if 1 <= day <= last_of_month(first).day else None


def given_year(found: re.Match[str], place: Place) -> int | None:
    """Find the year that is said: “2022”, “of the current year”."""
    named = found.groupdict()
    if named.get("year"):
        return int(named["year"])
    near = (named.get("near") or "").lower()
    return place.anchor.year + {"last": -1, "past": -1, "next": 1}.get(near, 0) if near else None


def numbered_day(found: re.Match[str], place: Place) -> Meant | None:
    """Read “27 July”, “July 27-29, 2022”, “21st of February of this year”, with or without a weekday."""
    month, number = (
        MONTH_OF[found["month"].lower().strip(". ")],
        ordinal(found.groupdict().get("spelt") or found["day"]),
    )
    year, weekday = given_year(found, place), (found["weekday"] or "").lower().strip(".")
    day = real_day(year, month, number) if year else _nearest_day(month, number, weekday, place)
    if day is None:
        return None
    last = real_day(day.year, month, ordinal(found["last"])) if found["last"] else None
    if last and last > day:
        return Meant(day.isoformat(), day, last, "days of a month", is_window=True)
    return a_day(day, "day of a year" if year else "day of a month")


NEAR = 45  # days: a day so near is meant whatever the verb, as no year is said


def _nearest_day(month: int, number: int, weekday: str, place: Place) -> date | None:
    days = [day for ahead in (-1, 0, 1) if (day := real_day(place.anchor.year + ahead, month, number))]
    fitting = [day for day in days if weekday and day.weekday() == WEEKDAY_OF[weekday]]
    meant = [a_day(day, "") for day in fitting or days]
    near = nearest(meant, place.anchor)
    if near is None:
        return None
    if _DEADLINE.match(place.after()) and distance(near, place.anchor) > NEAR:
        return next((one.first for one in meant if one.first >= place.anchor), near.first)
    is_over = near.first > place.anchor and (_SINCE.search(place.before()) or _ATTACK.match(place.after()))
    if distance(near, place.anchor) <= NEAR and not is_over:
        return near.first
    chosen = meant[0] if is_over else choose(meant, place)
    return chosen.first if chosen else None


_SINCE = re.compile(r"\b(?:since|after)(?: the)?$")
_ATTACK = re.compile(
    r"(?:['’]s)?\W{1,2}(?:\w+ ){0,2}(?:attacks?|massacre|bombings?|assault|killings?|war|raid)\b", re.I
)


def _month(found: re.Match[str], place: Place) -> Meant | None:
    """Read “June 2021”, “last March”, “in September”."""
    month = MONTH_OF[found["month"].lower().strip(". ")]
    if year := given_year(found, place):
        return a_month(date(year, month, 1), "month of a year")
    which = (found["which"] or "").lower()
    months = [a_month(date(place.anchor.year + ahead, month, 1), "month") for ahead in (-1, 0, 1)]
    if which == "last":
        return [meant for meant in months if meant.last < place.anchor][-1]
    if which in ("next", "coming"):
        return next(meant for meant in months if meant.first > place.anchor)
    if not which and _is_no_month(found, place):
        return None
    # “the October deadline” is a name, whatever the verb beside it
    return nearest(months, place.anchor) if _DEADLINE.match(place.after()) else choose(months, place)


_DEADLINE = re.compile(r"['’]?s?\s(?:[a-z-]+\s)?(?:deadline|cut-?off|summit|target|ultimatum|expiry)\b")


_BY_NAME = re.compile(
    r"\b(?:in|since|by|until|till|from|to|of|late|early|mid|through|before|after|during|for|and|between|around|or|almost|"
    r"nearly|last|next|this|is|was|on|as|that|last|every|now|starting|beginning)[\s-]*$"
)


def _is_no_month(found: re.Match[str], place: Place) -> bool:
    """Tell “May” and “March” as verbs, “Jan” and “April Ryan” as names, from months."""
    name = found["month"]
    if name.strip(".").lower() not in _FULL.lower() or (len(name.strip(".")) < 4 and name.upper() != "MAY"):
        return True  # a short form alone
    if name.isupper() and place.text[place.end : place.end + 2].strip().isupper():
        return True
    introduced = bool(_BY_NAME.search(place.before()))
    if name in ("May", "March", "MAY", "MARCH"):
        return not introduced
    is_named = bool(re.match(r"\s[A-Z][a-z]+", place.after()))
    return is_named and not re.search(r"\b(?:in|since|by|until|late|early|mid|last|next|this)[\s-]*$", place.before())


# --- weekdays


def _weekday(found: re.Match[str], place: Place) -> Meant | None:
    """Read “Wednesday evening”, “last Thursday”, “next Monday”; a bare one is the nearest on its side."""
    weekday, which = WEEKDAY_OF[found["weekday"].lower()], (found["which"] or "").lower()
    here = monday_of(place.anchor) + weekday * DAY
    if re.search(r"\ba week (?:on|from)$", place.before()):
        return a_day((here if here > place.anchor else here + 7 * DAY) + 7 * DAY, "weekday and a week", "future")
    match which:
        case "last" | "this past" | "past" | "the past":
            return a_day(here if here < place.anchor else here - 7 * DAY, "last weekday", "past")
        case "next":
            return a_day(here + 7 * DAY, "weekday of next week", "future")
        case "coming" | "this coming" | "the coming":
            return a_day(here if here > place.anchor else here + 7 * DAY, "coming weekday", "future")
    if _is_no_weekday(found, place):
        return None
    return _bare_weekday(weekday, place)


def _bare_weekday(weekday: int, place: Place) -> Meant:
    """Choose the nearest on its side; what was to come is counted from the day named before in the sentence."""
    base = place.day_before or place.anchor
    over = place.anchor - (place.anchor.weekday() - weekday) % 7 * DAY
    ahead = base + (weekday - base.weekday()) % 7 * DAY
    if place.side in ("future", "present"):
        return a_day(ahead, "weekday to come", "future")
    return a_day(over, "weekday just over", "past" if over < place.anchor else "")


_NAMED_DAY = re.compile(r"\b(?:black|good|bloody|super|ash|palm|holy|cyber|maundy|mail on|every|each|shrove|ruby)$")


def _is_no_weekday(found: re.Match[str], place: Place) -> bool:
    """Tell “the Sunday Times”, “Black Friday”, “every Monday” and “Friday prayers” from days."""
    before = place.before()
    if _NAMED_DAY.search(before) or re.match(r"\s(?:prayers?|mass|roast|league)\b", place.after(), re.I):
        return True
    return bool(_MASTHEAD.match(place.after()))


_MASTHEAD = re.compile(
    r"\s(?:Times|Telegraph|Express|Mirror|Mail|Post|Herald|People|World|Independent|Tribune|Review|Ledger|Star|Sun|Courier"
    r"|Night|Club|Agreement|Movement|Magazine|Gazette|Chronicle|Mass)\b"
)


# --- today and its neighbours

_NEIGHBOURS = {"yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0, "last night": -1, "last evening": -1}


def _neighbour(found: re.Match[str], place: Place) -> Meant | None:
    """Read “today”, “tomorrow morning”, “last night”, “the day after tomorrow”."""
    words = " ".join(found["word"].lower().split())
    if re.match(r"['’]s (?:world|society|standards)", place.after()):
        return None
    ahead, today = _NEIGHBOURS.get(words, 0), utterance_day(place.text, place.start, place.anchor)
    if found["beyond"]:
        ahead += -1 if ahead < 0 else 1
    is_tonight = words == "tonight" and place.side in ("", "present")
    leads: Tense = "past" if ahead < 0 else "future" if ahead or is_tonight else ""
    return a_day(today + ahead * DAY, "today and its neighbours", leads)


_I = re.IGNORECASE
_WHICH = rf"(?:(?P<which>[Tt]his past|[Tt]his coming|[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Pp]ast){S})?"
_MONTHS = "jan feb mar apr may jun jul aug sept sep oct nov dec " + _FULL.lower().replace("|", " ")
_WEEKDAYS = " ".join(WEEKDAY_OF)
_WHICHES = "this last next coming past"
# --- all of them

DAYS = (
    Form(f"0 {_WHICHES} {_WEEKDAYS} {re.sub('[-|]', ' ', _SPELT)}", DAY_MONTH, numbered_day),
    Form(f"{_MONTHS} {_WHICHES} {_WEEKDAYS}", MONTH_DAY, numbered_day),
    Form(
        f"{_MONTHS} {_WHICHES}",
        re.compile(
            rf"{_WHICH}(?P<month>{MONTH})(?:{S}of(?={S}(?:{YEAR}|this|last|next)))?(?:{OF_YEAR})?(?!\w)(?!{S}\d{{1,2}}(?:st|nd|rd|th)?\b(?!:))"
        ),
        _month,
    ),
    Form(f"{_WEEKDAYS} {_WHICHES}", re.compile(rf"{_WHICH}(?P<weekday>{_WEEKDAY}){_PART}"), _weekday),
    Form(
        "the day yesterday today tomorrow tonight last this",
        re.compile(
            rf"(?:the{S})?(?P<beyond>day{S}(?:before|after){S})?(?P<word>yesterday|today|tomorrow|tonight"
            rf"|last{S}(?:night|evening)|this{S}(?:morning|afternoon|evening|very{S}day)){_PART}\b",
            _I,
        ),
        _neighbour,
    ),
)
