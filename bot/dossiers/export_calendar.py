"""A dossier's tracked dates as a calendar (ICS), as a desk has recorded them; pure."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.dossiers.intake.plain_text import one_line
from bot.phrasing.when import hours_of, hours_words
from db.desk.outcomes import Outcome
from db.model import edtf
from db.model.known_by import titled
from db.model.records import Dossier, ReportedOutcome, Source, TrackedDate, When

if TYPE_CHECKING:
    from icalendar import Event

_CALLED_OFF = ("did not happen", "withdrawn")


Changed = Mapping[str, tuple[int, datetime]]


def as_calendar(
    dossier: Dossier,
    recorded: Mapping[str, Sequence[Outcome]],
    *,
    now: datetime,
    changed: Changed = MappingProxyType({}),
) -> str:
    """Write the tracked dates that have days; an inexact one spans all its days, what is called off stays as cancelled.

    `recorded` are the outcomes of each that the desk has recorded, the oldest first; `changed` is how often each was
    changed by a file or the desk, and when last.
    """
    from icalendar import Calendar  # 1.5 MB that a bot does without until somebody wants one

    calendar = Calendar()
    calendar.add("prodid", "-//Backchannel//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", one_line(dossier.title))
    sources = {source.id: source for source in dossier.sources}
    for date in map(titled, dossier.dates):
        given = recorded.get(date.id, ())
        newest = given[-1] if given else None
        when = _expected(date, newest)
        if when and not edtf.bounds(when.edtf).open_start and not edtf.bounds(when.edtf).open_end:
            entry = _entry(dossier, date, when, now=now)
            entry.add("description", one_line(_announced(date, when, newest, sources)))
            _mark_changed(entry, date, given, sources, changed.get(date.id))
            calendar.add_component(entry)
    return str(calendar.to_ical().decode())


def _mark_changed(
    entry: "Event",
    date: TrackedDate,
    given: Sequence[Outcome],
    sources: Mapping[str, Source],
    changed: tuple[int, datetime] | None,
) -> None:
    """Tell calendars that hold the entry already that it was changed, moved or called off, and since when."""
    told = date.outcome if date.outcome and date.outcome.kind != "unclear" else None
    if not given and told is None and changed is None:
        return
    if (given[-1].kind if given else told and told.kind) in _CALLED_OFF:
        entry.add("status", "CANCELLED")
    edits, edited = changed or (0, None)
    moments = [one.at for one in given[-1:]] + ([edited] if edited else []) or [_published(told, sources)]
    entry.add("sequence", len(given) + (told is not None) + edits)
    entry.add("last-modified", max(moments).astimezone(UTC))


def _published(told: ReportedOutcome | None, sources: Mapping[str, Source]) -> datetime:
    days = [edtf.bounds(sources[source].published.edtf).latest for source in told.sources] if told else []
    return datetime.combine(min(days), time(), UTC)


def _expected(date: TrackedDate, recorded: Outcome | None) -> When | None:
    """Give the days on which something is expected now; None if it waits for something else."""
    if recorded is not None and recorded.hangs_on:
        return None
    if recorded is not None and recorded.moved_to:
        return When(edtf=recorded.moved_to, words=recorded.words)
    moved = date.outcome.when if date.outcome is not None and date.outcome.kind == "moved" else None
    return moved or date.when


def _entry(dossier: Dossier, date: TrackedDate, when: When, *, now: datetime) -> "Event":
    days = edtf.bounds(when.edtf)
    inexact = days.earliest != days.latest or days.approximate or days.uncertain
    from icalendar import Event

    entry = Event()
    entry.add("uid", f"{dossier.id}.{date.id}@backchannel")
    entry.add("dtstamp", now.astimezone(UTC))
    if when is date.when and (hours := hours_of(date)):
        entry.add("dtstart", hours[0])
        if hours[1] > hours[0]:
            entry.add("dtend", hours[1])
    else:
        entry.add("dtstart", days.earliest)
        entry.add("dtend", days.latest + timedelta(days=1))  # the day after the last
    entry.add("summary", one_line(f"{'Window: ' if inexact else ''}{date.title}"))
    entry.add("transp", "TRANSPARENT")
    return entry


def _announced(date: TrackedDate, when: When, recorded: Outcome | None, sources: Mapping[str, Source]) -> str:
    words = f" (“{when.words}”)" if when.words else ""
    outlets = "; ".join(_published_by(sources[one.source]) for one in date.announced)
    before = f" Before: {edtf.words(date.when.edtf)}." if date.when and date.when.edtf != when.edtf else ""
    told = f" {_told(date.outcome, sources)}" if date.outcome else ""
    answer = f" Recorded: {recorded.kind}, by {recorded.actor_name}." if recorded else ""
    hours = f", {hours_words(date)}" if when is date.when and date.from_time else ""
    moved = ", moved by this desk" if recorded and recorded.moved_to else ""
    return (
        f"{date.id}: expected {edtf.words(when.edtf)}{hours}{words}{moved}. Announced: {outlets}.{before}{told}{answer}"
    )


def _told(outcome: ReportedOutcome, sources: Mapping[str, Source]) -> str:
    by = "; ".join(_published_by(sources[source]) for source in outcome.sources)
    return f"Reported: {outcome.kind}: {outcome.text.rstrip('.')} ({by})."


def _published_by(source: Source) -> str:
    return f"{source.outlet or source.described}, {edtf.words(source.published.edtf)}"
