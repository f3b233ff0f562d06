"""Shares of weeks, months, years and seasons: early August, the end of the week."""

import re
from dataclasses import replace
from datetime import date

from bot.date_words.calendar_units import DAY, around, last_of_month, months_on, season_of, whole
from bot.date_words.days import week_of
from bot.date_words.lengths import LENGTH, days_on, length
from bot.date_words.meaning import Said, Span
from db.model.edtf import words

_MONTH_SHARES: dict[str, tuple[int, int, bool]] = {  # first day, last day, approximate; days below 1 count from the end
    "early": (1, 10, True), "mid": (11, 20, True), "late": (21, 0, True), "beginning": (1, 7, True),
    "end": (-6, 0, True), "first half": (1, 15, False), "second half": (16, 0, False), "first days": (1, 5, True),
    "last days": (-4, 0, True), "first week": (1, 7, True), "second week": (8, 14, True), "third week": (15, 21, True),
    "fourth week": (22, 28, True), "last week": (-6, 0, True), "second last week": (-13, -7, True),
    "first ten days": (1, 10, False), "second ten days": (11, 20, False), "last ten days": (21, 0, False),
}  # fmt: skip
_WEEK_SHARES = {"early": (0, 2), "mid": (1, 3), "late": (3, 6), "beginning": (0, 1), "end": (4, 6)}
_YEAR_SHARES = {"early": (1, 3), "mid": (5, 8), "late": (10, 12), "beginning": (1, 1), "end": (12, 12)}
_SEASON_SHARES = {"early": (0, 0), "mid": (1, 1), "late": (2, 2), "beginning": (0, 0), "end": (2, 2)}
_WEEK_OF_YEAR = {"first week": 1, "second week": 1, "third week": 1, "fourth week": 1, "last week": 12}  # its month
_SAME_SHARE = {
    "next to last week": "second last week",
    "penultimate week": "second last week",
    "middle": "mid",
    "start": "beginning",
    "latter half": "second half",
    "first few days": "first days",
    "last few days": "last days",
    "final days": "last days",
    "final week": "last week",
}
_SHORT = {"eo": "end of the", "bo": "beginning of the"}  # EOM, BOY
_SHORT_UNIT = {"w": "week", "m": "month", "q": "quarter", "y": "year"}
_NAMES = "|".join(sorted({*_MONTH_SHARES, *_SAME_SHARE}, key=len, reverse=True))
_SHARE = re.compile(rf"(?:the )?(?:very )?(?P<share>{_NAMES})(?:-| |,)?(?: ?in | ?of | ?part of )*(?P<whole>.*)")


_COUNTED = re.compile(rf"(?:the )?(?P<end>first|last) (?P<amount>{LENGTH}) (?:of|in) (?P<whole>.+)")
_EARLIER = re.compile(r"earlier (?:in )?(?P<whole>(?:this|the) (?:week|month|year))")
_PLACES = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}


def share(text: str, said: Said) -> Span | None:
    """Read a share of a week, month, year or season: “early August”, “the end of next week”."""
    text = re.sub(r"\b(1st|2nd|3rd|4th) (?=week|half|last week)", lambda said: f"{_PLACES[said[1]]} ", text)
    text = re.sub(r"^(?:the )?(eo|bo)([wmqy])\b(?=$| (?:of )?[0-9]{4}$)", _written_out, text)
    if re.fullmatch("(?:the )?mid-?week", text):
        text = "mid this week"
    if re.fullmatch("(?:the )?(?:years?|months?)[- ]end|end[- ](?:year|month)", text):
        text = f"end of the {'year' if 'year' in text else 'month'}"
    if not (found := _SHARE.fullmatch(text)):
        return _counted(text, said) or _earlier(text, said)
    named = _SAME_SHARE.get(found["share"], found["share"])
    named_whole = re.sub("^(?=(?:week|month|year|quarter)$)", "this ", found["whole"])
    if not (of := (whole(named_whole, said) or week_of(named_whole, said))):
        return None
    made = _shared(of, named)
    if made and made.last < said.today and of.first <= said.today <= of.last:
        raise said.refusal("over", f": that was {words(made.edtf)}", "the next one with its month and year")
    return made


def _counted(text: str, said: Said) -> Span | None:
    """Read “the first two weeks of May”, “the last three days of the month”."""
    found = _COUNTED.fullmatch(text)
    of = whole(re.sub("^(?:the )?(?=(?:month|year|quarter)$)", "this ", found["whole"]), said) if found else None
    by = length(found["amount"]) if found else None
    if not (found and of and by) or by.has_clock:
        return None
    sign = 1 if found["end"] == "first" else -1
    other = days_on(of.first if sign > 0 else of.last, by, sign)
    if other is None:
        return None
    first, last = (of.first, other - DAY) if sign > 0 else (other + DAY, of.last)
    if not of.first <= first <= last <= of.last:
        return None
    return Span(first, last, "stretch", f"{found['end']} days of a {of.unit}", remarks=of.remarks)


def _earlier(text: str, said: Said) -> Span | None:
    """Read “earlier this month”, up to today."""
    if not (found := _EARLIER.fullmatch(text)) or not (of := whole(found["whole"].replace("the", "this"), said)):
        return None
    return Span(of.first, said.today, "stretch", f"earlier in a {of.unit}", loose_last=True)


def _written_out(short: re.Match[str]) -> str:
    return f"{_SHORT[short[1]]} {_SHORT_UNIT[short[2]]}"


def _shared(of: Span, named: str) -> Span | None:
    if of.unit == "month" and named in _MONTH_SHARES:
        first, last, loose = _MONTH_SHARES[named]
        start, end = (of.first + (day - 1) * DAY if day > 0 else of.last + day * DAY for day in (first, last))
        return _loosened(of, start, end, named, loose=loose)
    if of.unit == "week" and named in _WEEK_SHARES:
        start, end = (of.first + days * DAY for days in _WEEK_SHARES[named])
        return _loosened(of, start, end, named)
    if of.unit == "year" and named in _WEEK_OF_YEAR:
        month = around(of.first.replace(month=_WEEK_OF_YEAR[named]), "month")
        return _shared(Span(*month, "month", of.rule, remarks=of.remarks), named)
    if of.unit == "year" and named.endswith("half"):
        return replace(season_of(of.first.year, 40 if named == "first half" else 41, "half of a year"), share="part")
    if of.unit == "year" and named in _YEAR_SHARES:
        start, end = (of.first.replace(month=month) for month in _YEAR_SHARES[named])
        return _loosened(of, start, last_of_month(end), named)
    if of.unit == "season" and named in _SEASON_SHARES and (of.last - of.first).days < 100:
        start, end = (months_on(of.first, months) for months in _SEASON_SHARES[named])
        return _loosened(of, start, last_of_month(end), named)
    return None


def _loosened(of: Span, first: date, last: date, named: str, *, loose: bool = True) -> Span:
    """Cut days out of a longer span; where they don't meet its own ends they are approximate."""
    return Span(
        first,
        last,
        "stretch",
        f"{named} of a {of.unit}",
        loose_first=loose and first != of.first,
        loose_last=loose and last != of.last,
        share="end" if named == "end" else "part",
        remarks=of.remarks,
    )
