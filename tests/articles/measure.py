"""Figures of what is found in labelled texts, after the rules of the scorer in `../shared/intake`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.articles.dates import DateInText, as_reply, find_dates
from tests.articles.corpus import Labelled


@dataclass(frozen=True)
class DateFigures:
    """How many dates are labelled, right, to come, right of those, and invented."""

    labelled: int
    right: int
    coming: int
    coming_right: int
    invented: tuple[str, ...]

    @property
    def f1(self) -> float:
        """Precision and recall in one, in per cent."""
        return 200 * self.right / (2 * self.labelled + len(self.invented))


def measure_dates(texts: Iterable[Labelled]) -> DateFigures:
    """Compare the dates that are found with those that are labelled; optional ones count neither way."""
    rows: list[tuple[dict[str, Any], list[DateInText]]] = []
    invented: list[str] = []
    for text in texts:
        found = find_dates(text.text, date.fromisoformat(text.labels["published"]))
        labels = text.labels["dates"]
        rows += [(label, [one for one in found if _meet(one, label)]) for label in labels]
        free = [one for one in found if all(label["tier"] == "trap" or not _meet(one, label) for label in labels)]
        invented += [f"{text.id}: {one.words}" for one in free]
    core = [(label, near) for label, near in rows if label["tier"] == "core"]
    right = [label for label, near in core if any(_is_right(one, label) for one in near)]
    coming = [(label, near) for label, near in core if label["direction"] == "future"]
    found_coming = [
        label for label, near in coming if any(_is_right(one, label) and one.direction == "future" for one in near)
    ]
    return DateFigures(len(core), len(right), len(coming), len(found_coming), tuple(invented))


def _meet(found: DateInText, label: dict[str, Any]) -> bool:
    return bool(found.span[0] < label["span"][1] and label["span"][0] < found.span[1])


def _is_right(found: DateInText, label: dict[str, Any]) -> bool:
    labelled = f"{label['start']}..{label['end']}" if label.get("start") else label["value"]
    return any(_fits(as_reply(found), meaning) for meaning in (labelled, *label.get("alt", ())))


def _fits(reply: dict[str, Any], meaning: str) -> bool:
    if reply["value"] == meaning:
        return True
    if ".." not in meaning:
        return bool(reply["start"] == reply["end"] == meaning)
    start, end = (date.fromisoformat(day) for day in meaning.split(".."))
    first, last = (reply["start"] or reply["value"], reply["end"] or reply["value"])
    if not first or len(first) < 10 or len(last) < 10:
        return False
    return start <= date.fromisoformat(first) <= end and date.fromisoformat(last) <= end + timedelta(7)
