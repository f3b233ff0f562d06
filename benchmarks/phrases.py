"""What people say of days: how often our own reading and others' are right, wrong or silent, and how fast they are.

A row counts as wrong where something is said with confidence that is not so. Others than ours give one instant, or with
timefuzz a range: that is right for a window if it falls within.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from benchmarks.figures import Figures, percentile
from bot.date_words.meaning import Meaning, PhraseError
from bot.date_words.read import read
from bot.date_words.vocabulary import LONGEST
from db.model.edtf import bounds
from tests.date_words.dates_table import TABLES, Row

Verdict = Literal["right", "wrong", "refused"]
Found = tuple[datetime, datetime] | None  # the first and the last instant, aware
Other = Callable[[Row], Found]

# each fills the longest phrase that is read at all
_HOSTILE = (
    *("1/", "12:", "9 ", "12 am ", "in ", "in      days", "by ", "not before ", "or ", "- ", "1-", "[", "a ", "the "),
    *("next ", "monday ", "at ", "and ", "2022-", "10:00 ", "utc+3 ", "in moscow ", "moscow time ", "early ", "mid-"),
    *("week of ", "half past ", "(", "'", "in 1 day and ", "first ", "4 aug or ", "after ", "the day after "),
    *("12.", "\u0130", "1h", "1 year ", "10:00-", "10am-", "2 fridays ", "week 1 ", "q1 ", "next 2 ", "between 1 and "),
    *("in 1 or 2 ", "1 to ", "a couple of ", "1/2 ", "early to ", "second to last ", "may one ", "1jan", "+05", "<t:"),
)  # fmt: skip
_ROUNDS = 5


def measure() -> Figures:
    """Read both tables and the hostile texts with ours and with others, in turn."""
    figures = Figures("Words for dates", ("right", "wrong", "refused", "p50 ms", "p99 ms", "worst of 80 ms", "bar"))
    everything = [row for rows in TABLES.values() for row in rows]
    for name, rows in TABLES.items():
        found = Counter(ours(row) for row in rows)
        figures.row(f"ours, {name}", *_counts(found), "", "", "", "")
        _hold(figures, name, found, len(rows))
    figures.row("ours, all", *_counts(Counter(map(ours, everything))), *_speed(_read_ours, everything), 50.0)
    for name, other in others().items():
        found = Counter(judge(row, other) for row in everything)
        figures.row(f"{name}, all", *_counts(found), *_speed(other, everything), "")
    figures.note(f"{len(everything)} phrases; others' instant or range is right if it falls within the window meant")
    figures.note("bars: 0 wrong and 5 % refused in each table; p50 0.5, p99 10, worst 50 ms")
    return figures


def _counts(found: Counter[Verdict]) -> tuple[str, str, str]:
    return str(found["right"]), str(found["wrong"]), str(found["refused"])


def _hold(figures: Figures, name: str, found: Counter[Verdict], rows: int) -> None:
    if found["wrong"]:
        figures.missed.append(f"ours, {name}: {found['wrong']} wrong")
    if found["refused"] > 0.05 * rows:
        figures.missed.append(f"ours, {name}: {found['refused']} of {rows} refused")


# --- right, wrong, refused


def ours(row: Row) -> Verdict:
    """Judge our own reading by its kind and its exact days."""
    try:
        found = read(row.phrase, row.anchor, zone=row.zone, order=row.order)
    except PhraseError:
        return "right" if row.kind == "refused" else "refused"
    return "right" if found.kind == row.kind and _same(found, row) else "wrong"


def _same(found: Meaning, row: Row) -> bool:
    match found.kind:
        case "moment":
            return found.at == datetime.fromisoformat(row.meaning)
        case "condition":
            return found.hangs_on == row.meaning
        case _:
            said, meant = bounds(found.edtf), bounds(row.meaning)
            return (said.earliest, said.latest, said.approximate) == (meant.earliest, meant.latest, meant.approximate)


def judge(row: Row, other: Other) -> Verdict:
    """Judge another reading: one that says something where there is no date is wrong."""
    found = other(row)
    if row.kind in ("refused", "condition"):
        return "wrong" if found else "right"
    if found is None:
        return "refused"
    if row.kind == "moment":
        meant = datetime.fromisoformat(row.meaning)
        return "right" if found[0].replace(second=0, microsecond=0) == meant else "wrong"
    days = [one.astimezone(ZoneInfo(row.zone)).date() for one in found]
    window = bounds(row.meaning)
    return "right" if window.earliest <= min(days) and max(days) <= window.latest else "wrong"


# --- others


def others() -> dict[str, Other]:
    """List what else reads dates."""
    return {
        "dateparser, en + settings": _dateparser_set,
        "dateparser, defaults": _dateparser_bare,
        "parsedatetime": _parsedatetime,
        "timefuzz": _timefuzz,
    }


def _local(row: Row) -> datetime:
    return row.anchor.astimezone(ZoneInfo(row.zone)).replace(tzinfo=None)


def _dateparser_set(row: Row) -> Found:
    import dateparser

    settings = {
        "RELATIVE_BASE": _local(row),
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": row.order,
        "TIMEZONE": row.zone,
        "RETURN_AS_TIMEZONE_AWARE": True,
    }
    found = dateparser.parse(row.phrase, languages=["en"], settings=settings)
    return (found, found) if found else None


def _dateparser_bare(row: Row) -> Found:
    import dateparser

    found = dateparser.parse(row.phrase, settings={"RELATIVE_BASE": _local(row)})
    return _zoned(found, found, row) if found else None


def _parsedatetime(row: Row) -> Found:
    import parsedatetime

    found, status = parsedatetime.Calendar().parseDT(row.phrase, sourceTime=_local(row))
    return _zoned(found, found, row) if status else None


def _timefuzz(row: Row) -> Found:
    import timefuzz

    try:
        found = timefuzz.parse(row.phrase, now=_local(row))
    except (timefuzz.TimefuzzError, ValueError):
        return None
    match found:
        case timefuzz.Instant():
            return _zoned(found.when, found.when, row)
        case timefuzz.Range():
            return _zoned(found.start, found.end, row)
        case _:
            return None


def _zoned(first: datetime, last: datetime, row: Row) -> Found:
    there = ZoneInfo(row.zone)
    return tuple(one if one.tzinfo else one.replace(tzinfo=there) for one in (first, last))  # type: ignore[return-value]


# --- speed


def _read_ours(row: Row) -> Found:
    with suppress(PhraseError):
        read(row.phrase, row.anchor, zone=row.zone, order=row.order)
    return None


def _speed(reading: Other, rows: Sequence[Row]) -> tuple[float, float, float]:
    """Time each phrase, warm; and the worst of the hostile texts, of which the quickest of some rounds counts."""
    for row in rows:
        reading(row)
    took = [_took(reading, row) for row in rows]
    hostile = [Row((unit * LONGEST)[:LONGEST], "refused", "", _NOON, "UTC", "DMY") for unit in _HOSTILE]
    worst = max(min(_took(reading, row) for _ in range(_ROUNDS)) for row in hostile)
    return percentile(took, 0.5), percentile(took, 0.99), worst * 1e3


_NOON = datetime.combine(date(2022, 7, 28), datetime.min.time(), UTC).replace(hour=12)


def _took(reading: Other, row: Row) -> float:
    started = time.perf_counter()
    with suppress(ArithmeticError, ValueError, TypeError, AttributeError, IndexError):
        reading(row)  # one that breaks takes its time as well
    return time.perf_counter() - started
