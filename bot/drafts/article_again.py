"""A text that comes again, or of which the dossier has something: nothing is offered twice, changed words are told."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from rapidfuzz import fuzz

from bot.articles.held_words import find_paragraph, fold_words
from bot.asking import Ask
from bot.dossiers.held_quotations import list_exact_words
from bot.drafts.article_entries import Entry
from bot.drafts.correction import Correction
from bot.drafts.edit_fields import EDIT, parts_of, values_of
from db.loading.edits import find_versions
from db.model.records import Offer, Statement, TrackedDate, Wording
from db.reading.view import list_items

_ALIKE = 70  # of 100: exact words that are less alike are others of the same utterance
_WHY = "the source words it otherwise now"


@dataclass(frozen=True, slots=True)
class Before:
    """What of a text is settled already: how much is there or was left out, and the items whose words fell out."""

    there: int = 0
    left: int = 0
    fallen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """The drafts that are offered of a text, and what is settled before."""

    entries: tuple[Entry, ...] = ()
    before: Before = field(default_factory=Before)


def settle_entries(
    ask: Ask, entries: Sequence[Entry], text: str, source: str, left: Iterable[Mapping[str, str]]
) -> Offered:
    """Leave out what the dossier has of a source and what was left out before; offer changed words as corrections.

    `source` is the dossier's, "" where it has none; `left` are the fields of drafts that were left out or wait.
    """
    gone = {_telling(fields) for fields in left}
    fresh = [one for one in entries if _telling(one.fields) not in gone]
    statements = [one for one in list_items(ask.view, Statement) if any(w.source == source for w in one.wordings)]
    settled = _Settled(source, {one.id: one for one in statements}, _said_already(ask, source))
    offered: list[Entry] = []
    for entry in fresh:
        if settled.has(entry):
            continue
        old = settled.changed(entry)
        offered.append(_correction(ask, entry, *old) if old else entry)
    corrected = {one.same for one in offered if one.kind == EDIT}
    fallen = tuple(one.id for one in statements if one.id not in corrected and _fell_out(one, source, text))
    return Offered(tuple(offered), Before(len(fresh) - len(offered), len(entries) - len(fresh), fallen))


def _telling(fields: Mapping[str, str]) -> str:
    """Tell drafts of the same words from others."""
    words = next((fields[option] for option in ("text", "said", "terms", "name") if fields.get(option)), "")
    return fold_words(words)


def _said_already(ask: Ask, source: str) -> frozenset[str]:
    """Give the words of dates and offers that the dossier has of a source."""
    dates = (part for one in list_items(ask.view, TrackedDate) for part in one.announced if part.source == source)
    reports = (part for one in list_items(ask.view, Offer) for term in one.terms for part in term.reports)
    said = [part.exact or part.text for part in dates]
    said += [part.value for part in reports if part.source == source]
    return frozenset(map(fold_words, said))


def _fell_out(statement: Statement, source: str, text: str) -> bool:
    """Tell whether exact words of a source do not stand in its text any more."""
    return any(of == source and not find_paragraph(text, words) for _, of, words in list_exact_words(statement))


@dataclass(frozen=True, slots=True)
class _Settled:
    """What the dossier has of a source: its statements, and the words of its dates and offers."""

    source: str
    statements: Mapping[str, Statement]
    said: frozenset[str]

    def has(self, entry: Entry) -> bool:
        """Tell whether the dossier has the words of an entry, of this source."""
        if entry.kind in ("date", "offer"):
            return _telling(entry.fields) in self.said
        if entry.kind != "statement":
            return False
        runs = [fold_words(run) for run in _exact_runs(entry.fields["text"])]
        if not runs:  # in our own words: the utterance is enough
            return entry.same in self.statements
        there = [words for one in self.statements.values() for words in self._words(one)]
        return all(any(run in words for words in there) for run in runs)

    def changed(self, entry: Entry) -> tuple[Statement, int] | None:
        """Find the statement and the place of its wording whose words an entry changes."""
        statement = self.statements.get(entry.same)
        if statement is None:
            return None
        new = fold_words(entry.fields["text"])
        alike = [(fuzz.ratio(fold_words(wording.text), new), place) for place, wording in enumerate(statement.wordings)
                 if wording.source == self.source and _is_exact(wording)]  # fmt: skip
        best = max(alike, default=(0, 0))
        return (statement, best[1]) if best[0] >= _ALIKE else None

    def _words(self, statement: Statement) -> list[str]:
        return [fold_words(words) for _, of, words in list_exact_words(statement) if of == self.source]


def _is_exact(wording: Wording) -> bool:
    return wording.kind in ("direct", "partial")


def _exact_runs(text: str) -> list[str]:
    return [run.partition("”")[0].rstrip(" ,") for run in text.split("“")[1:]]


def _correction(ask: Ask, entry: Entry, statement: Statement, place: int) -> Entry:
    """Make of an entry the correction of the wording that it changes."""
    version = find_versions(ask.view.connection, [statement.id], dossier=ask.head.id, desk=ask.desk.id)[statement.id]
    ways = [part.way for part in parts_of(statement)]
    part = str(ways.index(("wordings", place)) + 1)
    wanted = Correction(statement.id, part, values_of(statement, part), version.stamp,
                        fields={"text": entry.fields["text"]}, why=_WHY)  # fmt: skip
    return replace(entry, kind=EDIT, fields=asdict(wanted), sure=False)


def fields_of(body: str) -> dict[str, str]:
    """Give the fields of a draft, of a correction those that it changes."""
    kept = json.loads(body)
    fields: dict[str, str] = kept["fields"] if "base" in kept else kept
    return fields
