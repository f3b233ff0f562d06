"""Weeks to years by their names, and shares of them: “early next week”, “the summer of 2022”, “mid-July”; pure."""

import re
from datetime import date

from bot.articles.date_days import MONTH, NAMED_DAY, OF_YEAR, YEAR, S, given_year, named_day
from bot.articles.date_place import Form, Place, choose
from bot.articles.date_values import (
    SEASONS,
    Meant,
    a_day,
    a_half,
    a_month,
    a_quarter,
    a_season,
    a_week,
    a_weekend,
    a_year,
    of_unit,
    shared,
)
from bot.articles.tense import Tense
from bot.date_words.calendar_units import DAY, months_on
from bot.date_words.vocabulary import MONTH_OF

_I = re.IGNORECASE
_SEASON = "spring|summer|autumn|fall|winter"
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4}

# --- whole ones


def _near(found: re.Match[str], place: Place) -> Meant | None:
    """Read “last week”, “later this month”, “next summer”, “this year”."""
    which, part = found["which"].lower(), (found["part"] or "").lower()
    before = place.before()
    if which in ("last", "past") and before.endswith(" the"):
        return None  # “for the last year” is a length
    if which == "next" and before.endswith(" the") and found["unit"].lower() not in SEASONS:
        return _next_stretch(found["unit"].lower(), place)
    whole = _near_whole(which.split()[-1], found["unit"].lower(), place)
    return _parted(whole, part, place) if whole else None


def _near_whole(which: str, unit: str, place: Place) -> Meant | None:
    if unit in SEASONS:
        return _near_season(which, unit, place)
    if unit == "weekend" and which == "this":
        return _weekend(place)
    ahead: dict[str, tuple[int, Tense]] = {"last": (-1, "past"), "past": (-1, "past"), "next": (1, "future")}
    steps, leads = ahead.get(which, (0, ""))
    if which == "coming":
        return _next_stretch(unit, place)
    return of_unit(place.anchor, unit, steps, f"{which} {unit}", leads)


def _next_stretch(unit: str, place: Place) -> Meant | None:
    """Read “the next week”, “the coming month” as a stretch from the anchor on."""
    if unit in ("weekend", "quarter"):
        return of_unit(place.anchor, unit, 1, f"next {unit}", "future")
    if unit == "year":
        return Meant("", place.anchor, months_on(place.anchor, 12), "stretch from now", "future", is_window=True)
    last = months_on(place.anchor, 1) if unit == "month" else place.anchor + 7 * DAY
    value = a_week(place.anchor + 7 * DAY, "").value if unit == "week" else ""
    return Meant(value, place.anchor, last, "stretch from now", "future", is_window=True)


def _parted(whole: Meant, part: str, place: Place) -> Meant:
    match part:
        case "later":
            first = max(whole.first, min(place.anchor, whole.last))
            return Meant(whole.value, first, whole.last, "later in a span", "future", is_window=True)
        case "earlier":
            last = min(whole.last, max(place.anchor, whole.first))
            return Meant(whole.value, whole.first, last, "earlier in a span", "past", is_window=True)
        case _:
            return whole


def _near_season(which: str, season: str, place: Place) -> Meant | None:
    years = [place.anchor.year + ahead for ahead in (-2, -1, 0, 1, 2)]
    seasons = [a_season(year, SEASONS[season], f"{which} {season}") for year in years]
    if which in ("last", "past"):
        return [meant for meant in seasons if meant.last < place.anchor][-1]
    if which in ("next", "coming"):
        return next(meant for meant in seasons if meant.first > place.anchor)
    here = next((meant for meant in seasons if meant.first <= place.anchor <= meant.last), None)
    return here or seasons[2]  # “this autumn” is this year's


def _later_in(found: re.Match[str], place: Place) -> Meant | None:
    """Read “later in the year”, “earlier in the week”."""
    whole = of_unit(place.anchor, found["unit"].lower(), 0, "") if found["unit"].lower() not in SEASONS else None
    return _parted(whole, found["part"].lower(), place) if whole else None


def _weekend(place: Place) -> Meant:
    here = a_weekend(place.anchor, "weekend")
    if here.first <= place.anchor:
        return here
    return here if place.side == "future" else a_weekend(place.anchor - 7 * DAY, "weekend", "past")


def _the_weekend(found: re.Match[str], place: Place) -> Meant | None:
    """Read “at the weekend”, “over the weekend”."""
    return (
        _weekend(place)
        if re.search(
            r"\b(?:over|at|on|during|by|until|for|of|through|throughout|before|after|into) the$", place.before()
        )
        else None
    )


def _season_of_year(found: re.Match[str], place: Place) -> Meant | None:
    """Read “the summer of 2022”, “spring 2023”, “in the spring”, “before the summer”."""
    code = SEASONS[found["season"].lower()]
    if year := given_year(found, place):
        return a_season(year, code, "season of a year")
    if not re.search(
        r"\b(?:in|over|during|by|until|till|since|before|after|for|of|late|early)(?: the)?$", place.before()
    ):
        return None
    if (found["season"].lower() == "fall" and not place.before().endswith("the")) or not found["season"].islower():
        return None
    if re.match(r"\s(?:of|in|camp|school|olympics|games|break|recess|holidays?)\b", place.after(), _I):
        return None
    seasons = [a_season(place.anchor.year + ahead, code, "season") for ahead in (-1, 0, 1)]
    return choose(seasons, place)


def _quarter(found: re.Match[str], place: Place) -> Meant | None:
    """Read “the first quarter of 2023”, “Q3”, “the second half of the year”."""
    named = (found["nth"] or found["q"] or "").lower()
    year = given_year(found, place)
    if found["half"]:
        chosen = year or (place.anchor.year if re.search(r"(?:the|this) year$", found[0], _I) else 0)
        return a_half(chosen, 1 if named == "first" else 2, "half of a year") if chosen else None
    if year or re.search(r"(?:the|this) year$", found[0], _I):
        return a_quarter(year or place.anchor.year, _NTH[named], "quarter of a year")
    if named in ("last", "final") or not re.search(r"\b(?:in|by|for|during|from|until|of)(?: the)?$", place.before()):
        return None
    if re.match(r"\sof\b", place.after()):
        return None  # “the second quarter of the city”
    quarters = [a_quarter(place.anchor.year + ahead, _NTH[named], "quarter") for ahead in (-1, 0, 1)]
    return choose(quarters, place)


# --- shares of them

_PIECES = (
    f"first{S}half|second{S}half|latter{S}half|first{S}days|last{S}days|final{S}days|first{S}few{S}days|last{S}few{S}days"
    f"|first{S}week|second{S}week|third{S}week|fourth{S}week|last{S}week|final{S}week"
    "|end|start|beginning|middle|close|turn"
)
_SHARE = (
    rf"(?P<share>(?:early|late|mid(?:way)?)(?:{S}(?:in{S})?(?:the{S})?|-)"
    rf"|(?:the{S})?(?:very{S})?(?:{_PIECES})(?:{S}(?:of|in){S}(?:the{S}month{S}of{S})?|-))"
)
_WHOLE = (
    rf"(?:(?P<month>{MONTH})(?:{S}of)?(?:{OF_YEAR.replace('?P<year>', '?P<myear>').replace('?P<near>', '?P<mnear>')})?"
    rf"|(?P<which>this|next|last|the|the{S}coming|the{S}following){S}(?P<unit>week|weekend|month|year|quarter|{_SEASON})\b"
    rf"|(?P<season>{_SEASON}){S}(?:of{S})?(?P<syear>{YEAR})|(?P<alone>{_SEASON})\b"
    rf"|(?:the{S})?(?P<nth>first|second|third|fourth){S}quarter(?:{S}(?:of{S})?(?P<qyear>{YEAR}))?|(?P<year>{YEAR}))"
)


def _share_of(found: re.Match[str], place: Place) -> Meant | None:
    """Read “late June”, “the end of next year”, “mid-July”, “the first half of January”."""
    whole = _shared_whole(found, place)
    if whole is None:
        return None
    named = " ".join(re.sub(r"\b(?:the|very|of|in|month)\b|-", " ", found["share"].lower()).split())
    named = {"close": "end", "midway": "mid", "turn": "beginning"}.get(named, named)
    if named.endswith("half") and whole.value.isdigit():
        return a_half(whole.first.year, 1 if named.startswith("first") else 2, "half of a year")
    return shared(whole, named, f"{named} of a span")


def _shared_whole(found: re.Match[str], place: Place) -> Meant | None:
    if found["month"]:
        month = MONTH_OF[found["month"].lower().strip(". ")]
        named = {"year": found["myear"], "near": found["mnear"]}
        if named["year"] or named["near"]:
            near = {"last": -1, "past": -1, "next": 1}.get((named["near"] or "").lower(), 0)
            return a_month(date(int(named["year"] or place.anchor.year + near), month, 1), "")
        return choose([a_month(date(place.anchor.year + ahead, month, 1), "") for ahead in (-1, 0, 1)], place)
    if found["unit"]:
        which = found["which"].lower().split()[-1]
        which = "next" if which in ("following", "coming") else "this" if which == "the" else which
        return _near_whole(which, found["unit"].lower(), place)
    if found["nth"]:
        years = [int(found["qyear"])] if found["qyear"] else [place.anchor.year + ahead for ahead in (-1, 0, 1)]
        return choose([a_quarter(year, _NTH[found["nth"].lower()], "") for year in years], place)
    if season := found["season"] or found["alone"]:
        years = [int(found["syear"])] if found["syear"] else [place.anchor.year + ahead for ahead in (-1, 0, 1)]
        return choose([a_season(year, SEASONS[season.lower()], "") for year in years], place)
    return a_year(int(found["year"]), "")


def _day_end(found: re.Match[str], place: Place) -> Meant | None:
    """Read “by the end of the day”; “at the end of the day” is a turn of speech."""
    return (
        a_day(place.anchor, "end of the day", "future")
        if re.search(r"\b(?:by|before|until)$", place.before())
        else None
    )


def _year_end(found: re.Match[str], place: Place) -> Meant | None:
    """Read “year-end”, “the year's end”, “month's end”."""
    unit = found["unit"].lower()
    return shared(of_unit(place.anchor, unit, 0, ""), "end", f"end of a {unit}")


def _week_of(found: re.Match[str], place: Place) -> Meant | None:
    """Read “the week of 12 June”, “the week beginning June 12”."""
    meant = named_day(found[0], place)
    return a_week(meant.first, "week of a day") if meant else None


# --- all of them

_OF_THIS = rf"(?:{S}of)?{S}(?:(?:the|this){S}year|(?P<year>{YEAR})|(?:the{S})?(?P<near>next|last|current){S}year)"
SPANS = (
    Form(
        "early late mid midway the very end start beginning middle close turn latter final first second third fourth"
        " last",
        re.compile(rf"{_SHARE}(?:{_WHOLE})", _I),
        _share_of,
    ),
    Form("week", re.compile(rf"week{S}(?:of|beginning|commencing|starting)(?:{S}on)?{S}{NAMED_DAY}"), _week_of),
    Form(
        "later earlier early late this next last past coming",
        re.compile(
            rf"(?:(?P<part>later|earlier|early|late){S})?(?P<which>this{S}coming|this|next|last|past|coming){S}"
            rf"(?P<unit>week|weekend|month|year|quarter|{_SEASON})\b(?![-–]\w)(?!{S}(?:of|old)\b)",
            _I,
        ),
        _near,
    ),
    Form(
        "later earlier",
        re.compile(rf"(?P<part>later|earlier){S}in{S}the{S}(?P<unit>week|month|year|quarter)\b", _I),
        _later_in,
    ),
    Form("weekend", re.compile(r"weekend\b", _I), _the_weekend),
    Form(
        "first second third fourth last final q",
        re.compile(
            rf"(?:(?P<nth>first|second|third|fourth|last|final){S}(?:quarter|(?P<half>half))|Q(?P<q>[1-4]))(?:{_OF_THIS})?\b",
            _I,
        ),
        _quarter,
    ),
    Form(
        "spring summer autumn fall winter",
        re.compile(
            rf"(?P<season>{_SEASON})\b(?:{S}(?:of{S})?(?P<year>{YEAR})|{S}of{S}(?P<near>this|last|next){S}year)?", _I
        ),
        _season_of_year,
    ),
    Form("the end close", re.compile(rf"(?:the{S})?(?:end|close){S}of{S}(?:the|this){S}day\b", _I), _day_end),
    Form("year month week", re.compile(rf"(?P<unit>year|month|week)(?:['’]s{S}|[- ])end\b", _I), _year_end),
)
