"""A dossier as a table for spreadsheets (CSV): a row for each thing that each source says; pure."""

import csv
import io
import re
from collections.abc import Iterator, Mapping

from bot.phrasing.when import hours_words
from db.model.known_by import titled
from db.model.records import Dossier, Offer, Report, Statement, TrackedDate, When, Wording

_COLUMNS = ("kind", "id", "what", "when", "who", "said", "exact", "source", "outlet", "published")
# A spreadsheet works out what begins like this, behind blanks and quotation marks as well, and with wide signs. One
# that parts cells at ";" begins a cell behind each of these within ours, as if there were no quotation marks.
_WORKED_OUT = re.compile(r"(^|[;\t\r\n])([\s\"']*)(?=[=+\-@＝＋－＠﹢﹣﹦﹫−])")


def as_csv(dossier: Dossier) -> str:
    """Write a row for each thing that each source says, every cell in quotation marks.

    A mark (') before =, +, - or @ at the beginning, or behind a semicolon, is ours.
    """
    sources = {source.id: source for source in dossier.sources}
    names = {one.id: one.name for one in dossier.people} | {one.id: one.name for one in dossier.parties}
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)  # RFC 4180
    table.writerow(_COLUMNS)
    for row in _rows(dossier, names):
        source = sources[row[-1]]
        table.writerow([cell(one) for one in (*row, source.outlet or source.described, source.published.edtf)])
    return "\ufeff" + out.getvalue()  # without the mark, spreadsheets take it for another encoding


def cell(text: str) -> str:
    """Put our mark before what a spreadsheet would work out instead of showing it."""
    return f"'{text}" if text[:1] in ("\t", "\r", "\n") else _WORKED_OUT.sub(r"\1\2'", text)


def _rows(dossier: Dossier, names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for one in dossier.statements:
        for wording in one.wordings:
            yield _wording_row(one, wording, names[one.speaker])
    for event in map(titled, dossier.events):
        for report in event.reports:
            yield "event", event.id, event.title, _day(report.when or event.when), "", *_said(report)
    for point in map(titled, dossier.points):
        for report in point.reports:
            yield "point", point.id, point.question, _day(report.when), "", *_said(report)
    for offer in map(titled, dossier.offers):
        yield from _offer_rows(offer, names)
    for date in map(titled, dossier.dates):
        yield from _date_rows(date, names)


def _wording_row(one: Statement, wording: Wording, speaker: str) -> tuple[str, ...]:
    exact = wording.text if wording.kind in ("direct", "headline") else ""
    said = "" if exact else wording.text
    return "statement", one.id, wording.kind, _day(one.when), speaker, said, exact, wording.source


def _offer_rows(offer: Offer, names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for term in offer.terms:
        for report in term.reports:
            what = f"{offer.title}: {term.text}"
            yield "offer", offer.id, what, _day(report.when), names[offer.by], *_said(report)
    for label in offer.labels:
        for source in label.sources:
            yield "offer", offer.id, f"{offer.title}: called", "", names[label.by], "", label.exact, source
    for state in offer.states:
        for source in state.sources:
            yield "offer", offer.id, f"{offer.title}: stage", _day(state.when), "", state.state, "", source
    for answer in offer.answers:
        for source in answer.sources:
            what, who = f"{offer.title}: {answer.kind}", names.get(answer.by, answer.by)
            yield "offer", offer.id, what, _day(answer.when), who, answer.text, "", source


def _date_rows(date: TrackedDate, names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for given in date.announced:
        yield "date", date.id, date.title, _expected(date), names[given.by], given.text, given.exact, given.source
    if outcome := date.outcome:
        what = f"{date.title}: {outcome.kind}"
        for source in outcome.sources:
            yield "date", date.id, what, _day(outcome.when), "", outcome.text, "", source


def _expected(date: TrackedDate) -> str:
    hours = hours_words(date)
    return f"{_day(date.when)}, {hours}" if hours else _day(date.when)


def _said(report: Report) -> tuple[str, str, str]:
    return report.value, report.exact, report.source


def _day(when: When | None) -> str:
    return when.edtf if when else ""
