"""A dossier as a file: YAML and JSON that load back to the same, CSV, Markdown, a calendar; pure."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import yaml
from icalendar import Calendar, Event
from pydantic import TypeAdapter

from bot.dossiers.intake.plain_text import one_line, printable
from db.desk.outcomes import Outcome
from db.model import edtf
from db.model.known_by import titled
from db.model.records import Dossier, Report, Source, Statement, TrackedDate, When, Wording

_DOSSIER = TypeAdapter(Dossier)
_COLUMNS = ("kind", "id", "what", "when", "who", "said", "exact", "source", "outlet", "published")


def as_data(dossier: Dossier) -> dict[str, Any]:
    """Give a dossier as its file's keys and values, without what is default."""
    found: dict[str, Any] = as_texts(_DOSSIER.dump_python(dossier, mode="json", exclude_defaults=True))
    return found


def as_texts(value: Any) -> Any:
    """Write yes and no as the format has them: every value in a file is a text, of characters that a file may hold."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {key: as_texts(inner) for key, inner in value.items()}
        case list():
            return [as_texts(inner) for inner in value]
        case bool():
            return "true" if value else "false"
        case _:
            return value


def from_data(data: dict[str, Any]) -> Dossier:
    """Make a dossier of its file's keys and values, which have been checked before."""
    return _DOSSIER.validate_python(data)


def as_json(dossier: Dossier) -> str:
    """Write a dossier as JSON that loads back to the same."""
    return json.dumps(as_data(dossier), ensure_ascii=False, indent=1) + "\n"


def as_yaml(dossier: Dossier) -> str:
    """Write a dossier as YAML that loads back to the same."""
    text: str = yaml.safe_dump(as_data(dossier), sort_keys=False, allow_unicode=True, width=110)
    return text


def _titled(dossier: Dossier) -> Dossier:
    return replace(
        dossier,
        offers=tuple(map(titled, dossier.offers)),
        events=tuple(map(titled, dossier.events)),
        points=tuple(map(titled, dossier.points)),
        dates=tuple(map(titled, dossier.dates)),
    )


# --- a table


def as_csv(dossier: Dossier) -> str:
    """Write a row for each thing that each source says, for a spreadsheet."""
    dossier = _titled(dossier)
    sources = {source.id: source for source in dossier.sources}
    names = {person.id: person.name for person in dossier.people}
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    table.writerow(_COLUMNS)
    for row in _rows(dossier, names):
        source = sources[row[-1]]
        table.writerow([_cell(one) for one in (*row, source.outlet or source.described, source.published.edtf)])
    return "\ufeff" + out.getvalue()  # without the mark, spreadsheets take it for another encoding


def _cell(text: str) -> str:
    # a spreadsheet would work out what begins like this, some of them behind blanks or with wide signs as well
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if first in ("=", "+", "-", "@") or text[:1] in ("\t", "\r", "\n") else text


def _rows(dossier: Dossier, names: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for one in dossier.statements:
        for wording in one.wordings:
            yield _wording_row(one, wording, names[one.speaker])
    for event in dossier.events:
        for report in event.reports:
            yield "event", event.id, event.title, _day(report.when or event.when), "", *_said(report)
    for point in dossier.points:
        for report in point.reports:
            yield "point", point.id, point.question, _day(report.when), "", *_said(report)
    for offer in dossier.offers:
        for term in offer.terms:
            for report in term.reports:
                yield "offer", offer.id, f"{offer.title}: {term.text}", _day(report.when), offer.by, *_said(report)
    for date in dossier.dates:
        for given in date.announced:
            yield "date", date.id, date.title, _day(date.when), names[given.by], given.text, given.exact, given.source


def _wording_row(one: Statement, wording: Wording, speaker: str) -> tuple[str, ...]:
    exact = wording.text if wording.kind in ("direct", "headline") else ""
    said = "" if exact else wording.text
    return "statement", one.id, wording.kind, _day(one.when), speaker, said, exact, wording.source


def _said(report: Report) -> tuple[str, str, str]:
    return report.value, report.exact, report.source


def _day(when: When | None) -> str:
    return when.edtf if when else ""


# --- a text


def as_markdown(dossier: Dossier, *, now: datetime) -> str:
    """Write a dossier for reading: everything with its sources, which stand at the end."""
    dossier = _titled(dossier)
    names = {one.id: one.name for one in dossier.people}
    lines = [
        f"# {_plain(dossier.title)}",
        "",
        _plain(dossier.about),
        "",
        f"Exported on {edtf.words(f'{now:%Y-%m-%d}')}.",
    ]
    lines += ["", "## People", ""]
    for person in dossier.people:
        roles = "".join(f"; {_plain(role.title)} [{', '.join(role.sources)}]" for role in person.roles)
        lines += [f"- {_plain(person.name)}{roles}", *_gist(person)]
    lines += ["", "## What was said", ""]
    for said in dossier.statements:
        lines.append(f"- {said.id}, {_plain(names[said.speaker])}{_dated(said.when)}")
        lines += [f"  - {_worded(wording)} [{wording.source}]" for wording in said.wordings]
    for title, items in (("Events", dossier.events), ("Points", dossier.points)):
        lines += ["", f"## {title}", ""]
        for one in items:
            lines.append(f"- {one.id}, {_plain(getattr(one, 'title', '') or getattr(one, 'question', ''))}{_when(one)}")
            lines += _gist(one)
            lines += [f"  - {_plain(report.value)} ({report.modality}) [{report.source}]" for report in one.reports]
    lines += ["", "## Offers", ""]
    for offer in dossier.offers:
        lines += [f"- {offer.id}, {_plain(offer.title)}", *_gist(offer)]
        for term in offer.terms:
            by = ", ".join(f"{report.modality} [{report.source}]" for report in term.reports)
            lines.append(f"  - {_plain(term.text)}: {by}")
    lines += ["", "## Tracked dates", ""]
    for date in dossier.dates:
        cites = " ".join(f"[{given.source}]" for given in date.announced)
        lines.append(f"- {date.id}, {_plain(date.title)}{_dated(date.when) or '; no date given'} {cites}")
        lines += _gist(date)
    lines += ["", "## Sources", ""]
    lines += [
        f"- {one.id}: {_plain(one.outlet or one.described)}, {_plain(one.title)}{_dated(one.published)}"
        for one in dossier.sources
    ]
    return "\n".join(lines) + "\n"


def _gist(one: Any) -> list[str]:
    """Say in an entry of its own what an item amounts to, as of all its sources."""
    return [f"  - {_plain(gist.text)} [{', '.join(gist.sources)}]" for gist in getattr(one, "gist", ())[-1:]]


def _plain(text: str) -> str:
    """Escape what Markdown would obey: signs anywhere, and how a list begins."""
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~!&$])", r"\\\1", one_line(text))
    return re.sub(r"^(?:[0-9]+(?=[.)])|(?=[-+=]))", r"\g<0>\\", escaped)


def _worded(wording: Wording) -> str:
    text = _plain(wording.text)
    return f"“{text}”" if wording.kind in ("direct", "headline") else text


def _dated(when: When | None) -> str:
    return f", {edtf.words(when.edtf)}" if when else ""


def _when(one: Any) -> str:
    return _dated(getattr(one, "when", None))


# --- a calendar


def as_calendar(dossier: Dossier, outcomes: Mapping[str, Outcome], *, now: datetime) -> str:
    """Write the tracked dates that have days, as a desk has recorded them; an inexact one spans all its days."""
    dossier = _titled(dossier)
    calendar = Calendar()
    calendar.add("prodid", "-//Backchannel//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", one_line(dossier.title))
    sources = {source.id: source for source in dossier.sources}
    for date in dossier.dates:
        recorded = outcomes.get(date.id)
        when = _expected(date, recorded)
        if when and not edtf.bounds(when.edtf).open_start and not edtf.bounds(when.edtf).open_end:
            entry = _entry(dossier, date, when, now=now)
            entry.add("description", one_line(_announced(date, when, recorded, sources)))
            if recorded is not None and recorded.kind in ("did not happen", "withdrawn"):
                entry.add("status", "CANCELLED")
            calendar.add_component(entry)
    return str(calendar.to_ical().decode())


def _expected(date: TrackedDate, recorded: Outcome | None) -> When | None:
    """Give the days on which something is expected now; None if it waits for something else."""
    if recorded is not None and recorded.hangs_on:
        return None
    if recorded is not None and recorded.moved_to:
        return When(edtf=recorded.moved_to, words=recorded.words)
    moved = date.outcome.when if date.outcome is not None and date.outcome.kind == "moved" else None
    return moved or date.when


def _entry(dossier: Dossier, date: TrackedDate, when: When, *, now: datetime) -> Event:
    days = edtf.bounds(when.edtf)
    inexact = days.earliest != days.latest or days.approximate or days.uncertain
    entry = Event()
    entry.add("uid", f"{dossier.id}.{date.id}@backchannel")
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", days.earliest)
    entry.add("dtend", days.latest + timedelta(days=1))  # the day after the last
    entry.add("summary", one_line(f"{'Window: ' if inexact else ''}{date.title}"))
    entry.add("transp", "TRANSPARENT")
    return entry


def _announced(date: TrackedDate, when: When, recorded: Outcome | None, sources: dict[str, Source]) -> str:
    words = f" (“{when.words}”)" if when.words else ""
    given = [sources[one.source] for one in date.announced]
    outlets = "; ".join(f"{one.outlet or one.described}, {edtf.words(one.published.edtf)}" for one in given)
    before = f" Before: {edtf.words(date.when.edtf)}." if date.when and date.when.edtf != when.edtf else ""
    answer = f" Recorded: {recorded.kind}, by {recorded.actor_name}." if recorded else ""
    moved = ", moved by this desk" if recorded and recorded.moved_to else ""
    return f"{date.id}: expected {edtf.words(when.edtf)}{words}{moved}. Announced: {outlets}.{before}{answer}"
