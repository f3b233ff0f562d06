"""The words that phrases are made of: numbers, units, months, weekdays, and one spelling of a text."""

import re
from unicodedata import normalize

from db.model.edtf_words import MONTHS

LONGEST = 80  # up to here dateparser answers within milliseconds whatever is typed
_MARKS = str.maketrans("‐‑‒–—−", "------", "'’ʼ‘“”„«»\"")


# What is written in several ways, or in short; the word that takes its place
_SPELT = {
    **dict.fromkeys(("tmrw", "tmr", "tmw", "tomorow", "tommorow", "tommorrow", "2moro", "2mrw", "tomo"), "tomorrow"),
    **dict.fromkeys(("week-end", "wkend"), "weekend"),
    "overmorrow": "day after tomorrow",
    "this day week": "today week",
    "this day fortnight": "today fortnight",
    "yr": "year",
    "yrs": "years",
    "wk": "week",
    "wks": "weeks",
    "qtr": "quarter",
    "qtrs": "quarters",
    "thru": "through",
    "untill": "until",
    "upcoming": "coming",
    "previous": "last",
    "final": "last",
    "o clock": "oclock",
    "halfway": "half way",
    "inbetween": "between",
}
_SPELLINGS = re.compile(rf"(?<![a-z])(?:{'|'.join(_SPELT)})(?![a-z])")
_UNIT = "(?:day|week|weekend|fortnight|month|quarter|year|spring|summer|autumn|winter)s?"
_THIS = re.compile(rf"\b(?:the )?current (?={_UNIT}\b)")
_PAST = re.compile(rf"\b(?:(?:the|this) )?past (?=(?:(?:[0-9]+|[a-z-]+|couple of) )?{_UNIT}\b)")


def plain(text: str) -> str:
    """Make the spellings of a phrase one: case, spaces, dashes, wide figures, quotation marks, a full stop."""
    said = normalize("NFKC", text).casefold().translate(_MARKS).replace("@", " at ")
    said = _SPELLINGS.sub(lambda found: _SPELT[found[0]], " ".join(said.split()))
    said = _BEHIND.sub(r"coming \1", _NEXT_WORKING.sub(r"in one \1 day", _clock_hours(said)))
    return _PAST.sub("last ", _THIS.sub("this ", said)).strip(" .,;!")


def _clock_hours(text: str) -> str:
    """Write 2000hrs and 1500 hours as a clock shows them, but for a length: in 1500 hours."""
    found = _FOUR_FIGURES.search(text)
    if not found or _LENGTH_BEFORE.search(text[: found.start()]):
        return text
    return f"{text[: found.start()]}{found[1]}:{found[2]}{text[found.end() :]}"


_FOUR_FIGURES = re.compile(
    r"(?<![0-9.:,/-])([01][0-9]|2[0-3])([0-5][0-9]) ?(?:hrs|hours)\b(?! (?:from|after|later|ago|hence|before))"
)
_LENGTH_BEFORE = re.compile(r"\b(?:in|within|for|after|next|another|than|to) $")


def fold(text: str) -> str:
    """Make the spellings of a phrase one, and leave out an “on” or “as of” before it."""
    return re.sub(r"^(?:as of|on) ", "", plain(text))


# --- numbers

SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBER_OF = {
    **{word: value for value, word in enumerate(SMALL + _TEENS, 1)},
    **{word: value for value, word in zip(range(20, 100, 10), _TENS, strict=True)},
    **{f"{ten}-{one}": (i + 2) * 10 + j for i, ten in enumerate(_TENS) for j, one in enumerate(SMALL[:9], 1)},
    "a": 1,
    "an": 1,
    "a hundred": 100,
}
WORD_NUMBER = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
NUMBER = rf"[0-9]+|{WORD_NUMBER}"


def count(number: str) -> int:
    """Turn what NUMBER matches into a number."""
    return _NUMBER_OF.get(number) or int(number)


_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
    *("nineteenth", "twentieth", *(f"twenty-{word}" for word in ("first", "second", "third", "fourth", "fifth"))),
    *("twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first"),
)
_ORDINAL_OF = {spelt: value for value, word in enumerate(_ORDINALS, 1) for spelt in (word, word.replace("-", " "))}
ORDINAL = rf"[0-9]{{1,2}}(?:st|nd|rd|th)|{'|'.join(sorted(_ORDINAL_OF, key=len, reverse=True))}"
DAY_NUMBER = rf"{ORDINAL}|[0-9]{{1,2}}"
_SPOKEN = (*SMALL, *_TEENS, "twenty", *(f"twenty[- ]{word}" for word in SMALL[:9]), "thirty", "thirty[- ]one")
SPOKEN_DAY = rf"{DAY_NUMBER}|{'|'.join(sorted(_SPOKEN, key=len, reverse=True))}"  # behind a month: May eight


def ordinal(text: str) -> int:
    """Turn what ORDINAL, DAY_NUMBER or SPOKEN_DAY matches into a number."""
    return _ORDINAL_OF.get(text) or _NUMBER_OF.get(text.replace(" ", "-")) or int(re.sub("[a-z]", "", text))


DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}

# --- names

MONTH_OF = {name[:length].casefold(): i for i, name in enumerate(MONTHS, 1) for length in (3, len(name))}
MONTH_OF["sept"] = 9
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY_OF = {name[:length].casefold(): i for i, name in enumerate(WEEKDAYS) for length in (3, len(name))}
WEEKDAY_OF |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
MONTH = "|".join(sorted(MONTH_OF, key=len, reverse=True))
WEEKDAY = "|".join(sorted(WEEKDAY_OF, key=len, reverse=True))
_BEHIND = re.compile(
    rf"\b(?:the )?({WEEKDAY}) (?:next|coming)(?=$|,| at | [0-9])"
)  # Friday next, not that of next week
_NEXT_WORKING = re.compile(r"^(?:the )?next (working|business) day\b")

# What comes again and again has no one date.
AGAIN = re.compile(
    r"\b(?:every|each|daily|weekly|fortnightly|monthly|yearly|annually|quarterly|nightly|hourly|weekdays|weekends"
    r"|(?:once|twice|three times) (?:a|an|per) (?:day|week|month|year))\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b(?! (?:from (?:now|today)|ahead|hence|ago))"
)
