"""Weeks, months, seasons, shares of them, and what is counted: “early next week”, “within 48 hours”, “two weeks ago”; pure."""

import re
from datetime import date

from bot import windows
from bot.articles.date_forms import MONTH, NAMED_DAY, OF_YEAR, YEAR, S, given_year, named_day
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
from bot.phrases.calendar import DAY, months_on
from bot.phrases.vocabulary import MONTH_OF, NUMBER, count
from db.edtf import bounds

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
    return _weekend(place) if re.search(r"\b(?:over|at|on|during|by|until|for|of) the$", place.before()) else None


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
    if named in ("last", "final"):
        return None
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


def _year_end(found: re.Match[str], place: Place) -> Meant | None:
    """Read “year-end”, “the year's end”, “month's end”."""
    unit = found["unit"].lower()
    return shared(of_unit(place.anchor, unit, 0, ""), "end", f"end of a {unit}")


def _week_of(found: re.Match[str], place: Place) -> Meant | None:
    """Read “the week of 12 June”, “the week beginning June 12”."""
    meant = named_day(found[0], place)
    return a_week(meant.first, "week of a day") if meant else None


# --- counted

_COUNT = rf"(?P<number>{NUMBER}|half{S}a|a{S}couple{S}of|a{S}few|several)"
_STEP = r"(?P<unit>day|week|fortnight|month|year)s?\b"


def _ago(found: re.Match[str], place: Place) -> Meant | None:
    """Read “two weeks ago”: the value is as coarse as the unit, the day is counted."""
    number = _number(found["number"])
    if number is None:
        return None  # “a few weeks ago”, “weeks ago” name no day
    return _stepped(place.anchor, -number, found["unit"].lower(), "counted back", "past")


def _number(words: str) -> int | None:
    words = " ".join(words.lower().split())
    if words in ("a couple of", "a few", "several", "half a"):
        return None
    number = count(words)
    return number if number <= 400 else None


def _stepped(day: date, steps: int, unit: str, rule: str, leads: Tense) -> Meant:
    """Count from a day; the value is as coarse as what is counted."""
    match unit:
        case "day":
            return a_day(day + steps * DAY, rule, leads)
        case "week" | "fortnight":
            at = day + steps * (7 if unit == "week" else 14) * DAY
            return Meant(a_week(at, "").value, at, at, rule, leads, is_window=True)
        case "month":
            at = months_on(day, steps)
            return Meant(at.isoformat()[:7], at, at, rule, leads, is_window=True)
        case _:
            at = months_on(day, 12 * steps)
            return Meant(f"{at.year:04}", at, at, rule, leads, is_window=True)


_ONLY = re.compile(r"\b(?:first|only|last|most|once|twice|times?|more than|\w{3,}est)\b")


def _ahead(found: re.Match[str], place: Place) -> Meant | None:
    """Read “in two weeks”, “within 48 hours”, “in the coming days”; not “the first in three years”, “done in two days”."""
    words, unit = " ".join(found[0].lower().split()), found["unit"].lower()
    clear = found["next"] or found["end"]
    if not (clear or found["number"] or re.search(r"s$|within\s+the\b", found[0], _I)):
        return None  # “in Year 11”
    if not clear and not _is_ahead(found, place):
        return None
    if unit == "year":
        return _years_ahead(found, place)
    number = _number(found["number"]) if found["number"] else None
    if found["word"].lower() == "in" and number and not found["next"]:
        if unit == "hour":
            return a_day(place.anchor + -(-number // 24) * DAY, "counted on", "future")
        return _stepped(place.anchor, number, unit, "counted on", "future")
    return _window(words, place)


def _is_ahead(found: re.Match[str], place: Place) -> bool:
    if found["word"].lower() not in ("in", "within", "inside") or place.side == "past":
        return place.side == "past" and found["word"].lower() == "within" and _forward(place)
    if re.match(r"\s(?:of|after|before|from)\b", place.after()) or _ONLY.search(place.before(70)):
        return False
    return True


def _forward(place: Place) -> bool:
    """Tell “agreed to answer within 48 hours” from “was freed within 48 hours”."""
    return bool(re.search(r"\b(?:to \w+|give\w*|gave|deadline|ultimatum|demand\w*)\b[^.;]*$", place.before(80)))


def _years_ahead(found: re.Match[str], place: Place) -> Meant | None:
    number = _number(found["number"] or "one") or 3
    last = months_on(place.anchor, 12 * number)
    if found["word"].lower() == "in" and not found["next"]:
        return _stepped(place.anchor, number, "year", "counted on", "future")
    return Meant("", place.anchor, last, "stretch from now", "future", is_window=True)


def _window(words: str, place: Place) -> Meant | None:
    """Let the one table of widths say how long “in the coming days” is."""
    words = re.sub(r"^(?:for|inside|through|throughout) ", "in ", words).replace("the the", "the")
    edtf = windows.window(words, place.anchor) or windows.window(words.replace("next coming", "coming"), place.anchor)
    if edtf is None:
        return None
    days = bounds(edtf)
    value = days.latest.isoformat() if days.earliest == place.anchor and not days.approximate else ""
    return Meant(value, days.earliest, days.latest, "window ahead", "future", is_window=True)


def _from_now(found: re.Match[str], place: Place) -> Meant | None:
    """Read “two weeks from now”, “ten days from today”."""
    number = _number(found["number"])
    return _stepped(place.anchor, number, found["unit"].lower(), "counted on", "future") if number else None


def _after_day(found: re.Match[str], place: Place) -> Meant | None:
    """Read “nine days later”, “a week earlier”, “the next day”, counted from the day named just before."""
    if place.last_day is None:
        return None
    number = _number(found["number"] or "one") if not found["near"] else 1
    if number is None:
        return None
    back = (found["side"] or found["near"]).lower().split()[-1] in ("earlier", "before", "previous")
    unit = (found["unit"] or found["of"]).lower()
    return _stepped(place.last_day, -number if back else number, unit, "counted from a day", "")


_SPELT = (
    "a an half several one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_FEW = rf"few|several|couple{S}of|a{S}few|a{S}couple{S}of|a{S}matter{S}of"
_OF_THIS = rf"(?:{S}of)?{S}(?:(?:the|this){S}year|(?P<year>{YEAR})|(?:the{S})?(?P<near>next|last|current){S}year)"
# --- all of them

WINDOWS = (
    Form(
        "early late mid midway the very end start beginning middle close turn first second third fourth last latter final",
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
    Form("year month week", re.compile(rf"(?P<unit>year|month|week)(?:['’]s{S}|[- ])end\b", _I), _year_end),
    Form(f"0 {_SPELT}", re.compile(rf"{_COUNT}{S}{_STEP}{S}ago\b", _I), _ago),
    Form(f"0 {_SPELT}", re.compile(rf"{_COUNT}{S}{_STEP}{S}from{S}(?:now|today)\b", _I), _from_now),
    Form(
        f"0 {_SPELT} next following previous",
        re.compile(
            rf"{_COUNT}{S}{_STEP}{S}(?P<side>later|earlier)\b|(?P<near>next|following|previous){S}(?P<of>day|week|month)\b",
            _I,
        ),
        _after_day,
    ),
    Form(
        "in within over during for inside through throughout",
        re.compile(
            rf"(?P<word>in|within|over|during|for|inside|through|throughout){S}(?:the{S})?(?P<next>(?:next|coming){S})?"
            rf"(?:(?P<number>{NUMBER}|{_FEW}){S})?(?P<unit>hour|day|week|fortnight|month|year)s?"
            rf"(?P<end>{S}(?:ahead|to{S}come|from{S}now)|['’]?{S}time)?\b",
            _I,
        ),
        _ahead,
    ),
)
