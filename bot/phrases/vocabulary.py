"""The words that phrases are made of: numbers, units, months, weekdays, and one spelling of a text."""

import re
from unicodedata import normalize

from db.edtf import MONTHS

LONGEST = 80  # up to here dateparser answers within milliseconds whatever is typed
_MARKS = str.maketrans("‐‑‒–—−", "------", "'’ʼ‘“”„«»\"")


def plain(text: str) -> str:
    """Make the spellings of a phrase one: case, spaces, dashes, wide figures, quotation marks, a full stop."""
    said = normalize("NFKC", text).casefold().translate(_MARKS)
    return " ".join(said.split()).strip(" .,;!")


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
_WORDS = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
NUMBER = rf"[0-9]+|{_WORDS}"


def count(number: str) -> int:
    """Turn what NUMBER matches into a number."""
    return _NUMBER_OF.get(number) or int(number)


_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
    *("nineteenth", "twentieth", *(f"twenty-{word}" for word in ("first", "second", "third", "fourth", "fifth"))),
    *("twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first"),
)
_ORDINAL_OF = {word: value for value, word in enumerate(_ORDINALS, 1)}
ORDINAL = rf"[0-9]{{1,2}}(?:st|nd|rd|th)|{'|'.join(sorted(_ORDINAL_OF, key=len, reverse=True))}"
DAY_NUMBER = rf"{ORDINAL}|[0-9]{{1,2}}"


def ordinal(text: str) -> int:
    """Turn what ORDINAL or DAY_NUMBER matches into a number."""
    return _ORDINAL_OF.get(text) or int(re.sub("[a-z]", "", text))


DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}

# --- names

MONTH_OF = {name[:length].casefold(): i for i, name in enumerate(MONTHS, 1) for length in (3, len(name))}
MONTH_OF["sept"] = 9
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY_OF = {name[:length].casefold(): i for i, name in enumerate(WEEKDAYS) for length in (3, len(name))}
WEEKDAY_OF |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
MONTH = "|".join(sorted(MONTH_OF, key=len, reverse=True))
WEEKDAY = "|".join(sorted(WEEKDAY_OF, key=len, reverse=True))

# What comes again and again has no one date.
AGAIN = re.compile(
    r"\b(?:every|each|daily|weekly|fortnightly|monthly|yearly|annually|quarterly|nightly|hourly|weekdays|weekends"
    r"|(?:once|twice|three times) (?:a|an|per) (?:day|week|month|year))\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b"
)
