"""Days and years in figures, and feasts: “on the 19th”, 28.07.2022, “in 2008”, “the 1990s”, “by Easter”; pure."""

import re
from datetime import date

from bot.articles.date_days import NEAR, YEAR, S, real_day
from bot.articles.date_place import Form, Place, choose
from bot.articles.date_values import Meant, a_day, a_year
from bot.date_words.calendar_units import DAY, last_of_month

_I = re.IGNORECASE
# --- a number alone


def _ordinal_alone(found: re.Match[str], place: Place) -> Meant | None:
    """Read “on the 19th”, of the month that was named before, or else of the one the verbs point to."""
    if not re.search(r"\b(?:on|by|until|till|before|from|after|since|and|for) the$", place.before()):
        return None
    number = int(found["number"])
    near = place.last_day or place.anchor
    firsts = [_month_on(near, ahead) for ahead in ((0, 1) if place.last_day else (-1, 0, 1))]
    days = [day for first in firsts if (day := real_day(first.year, first.month, number))]
    if place.last_day:
        return a_day(days[0], "day of the month before") if days else None
    chosen = choose([a_day(day, "") for day in days], place)
    return a_day(chosen.first, "day of this month") if chosen else None


def _month_on(day: date, ahead: int) -> date:
    first = day.replace(day=1)
    return first if not ahead else (last_of_month(first) + DAY if ahead > 0 else (first - DAY).replace(day=1))


# --- feasts

_FEASTS = {"christmas": (12, 25), "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26),
           "new year's day": (1, 1), "new year's eve": (12, 31), "new year": (1, 1)}  # fmt: skip
_FROM_EASTER = {"good friday": -2, "easter": 0, "easter sunday": 0, "easter monday": 1}


def _feast(found: re.Match[str], place: Place) -> Meant | None:
    """Read “at Christmas”, “by Easter”, “in the new year”; not “the Good Friday Agreement”, “a Christmas card”."""
    name = " ".join(found[0].lower().replace("’", "'").split())
    if not re.search(r"\b(?:at|by|before|after|until|till|since|on|over|in|than|ahead of)(?: the)?$", place.before()):
        return None
    if re.match(r"[ -](?!and|or|to|in|on|at|with|for|but|if|when|as|unless|the|a)[A-Za-z]", place.after()):
        return None
    if re.search(r"holidays?|season|break\b", place.after()):
        return None
    if name == "new year" and place.before().endswith("in the"):
        return Meant(f"{place.anchor.year + 1}", date(place.anchor.year + 1, 1, 1), date(place.anchor.year + 1, 1, 31),
                     "the new year", "future", is_window=True)  # fmt: skip
    years = [place.anchor.year + ahead for ahead in (-1, 0, 1)]
    return choose([a_day(_feast_day(name, year), "feast") for year in years], place)


def _feast_day(name: str, year: int) -> date:
    if name in _FEASTS:
        return date(year, *_FEASTS[name])
    return _easter(year) + _FROM_EASTER[name] * DAY


def _easter(year: int) -> date:
    """Find the western Easter Sunday by the method of Butcher's Ecclesiastical Calendar of 1876."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    moon = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * moon) // 451
    month, day = divmod(h + moon - 7 * m + 114, 31)
    return date(year, month, day + 1)


# --- in figures


def _figures(found: re.Match[str], place: Place) -> Meant | None:
    """Read 2022-07-28, 28.07.2022 and 28/07/2022; 04/08/2022 only where one reading is near and the other is not."""
    if found["y"]:
        day = real_day(int(found["y"]), int(found["m"]), int(found["d"]))
        return a_day(day, "day in figures") if day else None
    first, second, year = int(found["a"]), int(found["b"]), int(found["c"])
    days = [real_day(year, second, first), None if found["mark"] == "." else real_day(year, first, second)]
    real = sorted({day for day in days if day}, key=lambda day: abs((day - place.anchor).days))
    if not real or (len(real) == 2 and abs((real[0] - place.anchor).days) > NEAR):
        return None
    return a_day(real[0], "day in figures")


# --- years

_IN_YEAR = re.compile(
    r"\b(?:in|since|from|until|till|by|of|before|after|during|through|throughout|and|or|between|to|for|around|circa|early"
    r"|late|mid|summer|spring|autumn|fall|winter|back in|only in|as early as|year)[\s-]*$"
)
_COUNTED_NOUN = re.compile(
    r"[ -](?:of the|(?!and|or|to|in|on|at|with|by|for|as|but|when|after|before|over|amid|until|that"
    r"|which|who|the|a|an|his|her|its|their|under|following|because|if|while|between|from|is|was|were"
    r"|are|had|has|have|will|would|were|did|said|saying|against|during|despite|through|without|about"
    r"|into|than|then|alone|not|once|also|out|up|to|via|where|it|he|she|they|we|including)[a-z]+)"
)


def _year(found: re.Match[str], place: Place) -> Meant | None:
    """Read “in 2008” and “(2019)”, but not “in 2000 villages”, “the 2015 deal”, “Resolution 2254”, “Room 2020”."""
    year = int(found["year"])
    bracketed = place.before(1) == "(" and place.after()[:1] == ")"
    if not bracketed and not _IN_YEAR.search(place.before()):
        return None
    if _COUNTED_NOUN.match(place.after()) or re.match(r"[/,]\d|\s?%|\s(?:million|billion)|['’]s\b", place.after()):
        return None
    if re.search(
        r"\b(?:resolution|room|no\.|number|article|copyright|©|agenda|expo|of the)\W*(?:of )?$", place.before()
    ):
        return None
    return a_year(year, "year") if 1500 <= year <= place.anchor.year + 80 else None


def _decade(found: re.Match[str], _place: Place) -> Meant | None:
    """Read “the 1990s” as all of its years."""
    first = int(found["decade"])
    return Meant(str(first)[:3], date(first, 1, 1), date(first + 9, 12, 31), "decade")


# --- all of them

NUMBERS = (
    Form(
        "0",
        re.compile(
            r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![-\d])"
            r"|(?P<a>\d{1,2})(?P<mark>[./])(?P<b>\d{1,2})(?P=mark)(?P<c>(?:19|20)\d\d)\b"
        ),
        _figures,
    ),
    Form(
        "0",
        re.compile(r"(?P<number>\d{1,2})(?:st|nd|rd|th)\b(?!-)(?!\s+(?!(?:of|in|or|and|at|if|when|with)\b)\w)"),
        _ordinal_alone,
    ),
    Form(
        "christmas easter good boxing new",
        re.compile(
            rf"christmas(?:{S}(?:eve|day))?\b|good{S}friday\b|easter(?:{S}(?:sunday|monday))?\b|boxing{S}day\b"
            rf"|new{S}year(?:['’]s{S}(?:day|eve))?\b(?!['’])",
            _I,
        ),
        _feast,
    ),
    Form("0", re.compile(r"(?P<decade>1\d\d0|20\d0)s\b"), _decade),
    Form("0", re.compile(rf"(?P<year>{YEAR})(?![\w%])"), _year),
)
