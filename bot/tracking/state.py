"""How a tracked date stands: on which days to watch it, and what became of what it hangs on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.asking import local_day
from bot.phrasing.when import hours_of
from db.desk.outcomes import Outcome
from db.model import edtf
from db.model.edtf import Bounds
from db.model.records import Event, OutcomeKind, TrackedDate
from db.reading.view import View, appeared, find_items

# an answer after which nothing more is asked; after "unclear" the remaining reminders still come
SETTLING = ("happened", "did not happen", "withdrawn")


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of something that others hang on: as the desk `recorded` it, or as `sources` tell it.

    `day` is when that was recorded, or the first day on which one of the sources had certainly come out.
    """

    cause: TrackedDate | Event
    kind: OutcomeKind
    day: date
    recorded: Outcome | None
    sources: tuple[str, ...]

    @property
    def stamp(self) -> str:
        """Name it for good, so that a correction is another one."""
        return self.recorded.at.isoformat() if self.recorded else _stamp(self.sources)


def event_stamp(event: Event) -> str:
    """Name for good that an event happened, as its sources tell it."""
    return _stamp(report.source for report in event.reports)


def _stamp(sources: Iterable[str]) -> str:
    return " ".join(sorted(sources))[:200]


def watched(view: View, tracked: TrackedDate, outcomes: Mapping[str, Outcome], *, zone: str) -> Bounds | None:
    """Give the days on which a tracked date is to be watched: None if it has none, or its outcome is known.

    `outcomes` are the newest recorded ones by item. An outcome that only a source of uncertain day tells counts when
    that source had certainly come out, at the latest when it was loaded. What has no days of its own but waits for
    something else is watched from the day on which that was known to have happened, without an end.
    """
    recorded = outcomes.get(tracked.id)
    if recorded is not None and recorded.moved_to:
        return edtf.bounds(recorded.moved_to)
    if answered(view, tracked, outcomes):
        return None
    moved = as_moved(tracked, outcomes)
    if moved.outcome is not None and moved.outcome.when and _certain_day(view, moved.outcome.sources):
        return edtf.bounds(moved.outcome.when.edtf)
    if moved.when is not None:
        return edtf.bounds(moved.when.edtf)
    opened = cause_settled(view, tracked, outcomes, zone=zone)
    return edtf.bounds(f"[{opened.day}..]") if opened and opened.kind == "happened" else None


def as_moved(tracked: TrackedDate, outcomes: Mapping[str, Outcome]) -> TrackedDate:
    """Give a tracked date as it stands if the desk made it wait for something: without days, whatever sources gave."""
    recorded = outcomes.get(tracked.id)
    if recorded is None or not recorded.hangs_on:
        return tracked
    return replace(tracked, when=None, outcome=None, condition=recorded.words, depends_on=recorded.hangs_on)


def answered(view: View, tracked: TrackedDate, outcomes: Mapping[str, Outcome]) -> bool:
    """Tell whether nothing more is asked of a tracked date: the desk answered it, or a source that had come out did."""
    recorded = outcomes.get(tracked.id)
    if recorded is not None and (recorded.kind in SETTLING or recorded.kind == "moved"):
        return recorded.kind != "moved"
    told = tracked.outcome
    if told is None or (told.kind == "moved" and told.when):
        return False
    return _certain_day(view, told.sources) is not None


def cause_settled(view: View, tracked: TrackedDate, outcomes: Mapping[str, Outcome], *, zone: str) -> Settled | None:
    """Tell what became of what a tracked date hangs on; None if it hangs on nothing, or that is still open."""
    on = as_moved(tracked, outcomes).depends_on
    cause = find_items(view, [on]).get(on) if on else None
    if isinstance(cause, Event):
        sources = tuple(report.source for report in cause.reports)
        day = _certain_day(view, sources)
        return Settled(cause, "happened", day, None, sources) if day else None
    if not isinstance(cause, TrackedDate):
        return None
    recorded = outcomes.get(cause.id)
    if recorded is not None and recorded.kind in SETTLING:
        return Settled(cause, recorded.kind, local_day(recorded.at, zone), recorded, ())
    if cause.outcome is None or cause.outcome.kind not in SETTLING or (recorded and recorded.kind == "moved"):
        return None
    day = _certain_day(view, cause.outcome.sources)
    return Settled(cause, cause.outcome.kind, day, None, cause.outcome.sources) if day else None


def _certain_day(view: View, sources: Sequence[str]) -> date | None:
    """Give the first day by which one of the sources had certainly come out, if it is not after `as_of`."""
    days = appeared(view, sources)
    sure = [bounds.latest for bounds in days.values() if not bounds.open_end and bounds.latest <= view.as_of]
    return min(sure, default=None)


def watched_hours(tracked: TrackedDate, window: Bounds) -> tuple[datetime, datetime] | None:
    """Give the instants between which a tracked date is, if its hours are known and it was not moved to other days."""
    return hours_of(tracked) if tracked.when and edtf.bounds(tracked.when.edtf) == window else None


def overdue(window: Bounds, as_of: date) -> bool:
    """Tell whether a window is over by a day."""
    return not window.open_end and window.latest < as_of
