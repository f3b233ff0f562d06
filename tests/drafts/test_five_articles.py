"""The five articles of the bundled dossier, from an empty dossier on: what the bot offers, and in how many presses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.articles.duplicates import Utterance, find_repetition
from bot.articles.heading import Heading
from bot.articles.held_words import fold_words
from bot.commands.articles import take_article
from bot.dossiers.intake import check_tree, read_dossier
from bot.drafts.article_entries import Entry, entries_of
from bot.drafts.article_sides import NamedSides
from bot.drafts.article_text import read_confined
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.model import edtf
from db.model.records import Dossier, Statement, Wording
from db.storage.database import Database
from tests.articles.corpus import articles_folder
from tests.asking import ANN, asked

DOSSIER = Path(__file__).parents[2] / "dossiers" / "us-russia-prisoner-swap-2022.yaml"
SERVER = Desk("42", "Europe/Berlin", "09:00")
NOW = datetime(2022, 8, 12, 12, tzinfo=UTC)
# each with the day that is said at hand-over; of three the file says only from which day on it can be
DAYS = {"000": "2022-07-28", "001": "2022-07-29", "002": "2022-07-29", "003": "2022-08-02", "004": "2022-07-30"}

pytestmark = pytest.mark.skipif(
    len(list(articles_folder().glob("00?_*.txt"))) < len(DAYS), reason="the five articles are not part of this project"
)


@dataclass
class Counted:
    """How the dossier's statements of one article come: ids by what an editor has to do."""

    clean: list[str] = field(default_factory=list)
    to_change: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def _text(number: str) -> bytes:
    return next(articles_folder().glob(f"{number}_*.txt")).read_bytes()


def _heading(number: str) -> Heading:
    return Heading(f"Outlet {number}", f"Article {number}", DAYS[number])


def _offered(number: str, dossier: Dossier) -> list[Entry]:
    """Give what is drafted of an article where the dossier's people are known, and none of its statements."""
    people = [
        {"id": one.id, "name": one.name, "aliases": [*(name.text for name in one.spellings), *one.typed],
         "roles": [role.title for role in one.roles]}
        for one in dossier.people
    ]  # fmt: skip
    read = read_confined(_text(number), "a.txt", given=_heading(number), people=people, now=NOW)
    return entries_of(read, dossier.people, (), NamedSides(dossier.parties, dossier.people))


def _count(number: str, dossier: Dossier) -> Counted:
    drafts = [one for one in _offered(number, dossier) if one.kind == "statement"]
    counted = Counted()
    for statement, wording in _wordings(number, dossier):
        drafted = [one for one in drafts if _is_of(one, wording)]
        if not drafted:
            counted.missed.append(statement.id)
        elif any(_is_clean(one, statement, wording) for one in drafted):
            counted.clean.append(statement.id)
        else:
            counted.to_change.append(statement.id)
    return counted


def _wordings(number: str, dossier: Dossier) -> Iterator[tuple[Statement, Wording]]:
    for statement in dossier.statements:
        yield from ((statement, one) for one in statement.wordings if one.source.startswith(number))


def _is_of(draft: Entry, wording: Wording) -> bool:
    """Tell whether a draft has a wording's words, or tells the same in others."""
    drafted = fold_words(draft.fields["text"])
    runs = [fold_words(run).strip(" .,") for run in _runs(wording)]
    if runs:
        return any(run in drafted or drafted.strip(" .,") in run for run in runs)
    return find_repetition(Utterance(wording.text), [Utterance(draft.fields["text"])]) is not None


def _runs(wording: Wording) -> list[str]:
    if wording.kind == "direct":
        return wording.text.split("[…]")
    return [run.partition("”")[0] for run in wording.text.split("“")[1:]]


def _is_clean(draft: Entry, statement: Statement, wording: Wording) -> bool:
    """Tell whether a draft can be taken as it is: who, when, and of exact words all of them."""
    drafted, when = fold_words(draft.fields["text"]), draft.fields.get("when", "")
    whole = all(fold_words(run).strip(" .,") in drafted for run in _runs(wording))
    days = edtf.bounds(statement.when.edtf) if statement.when else None
    right_day = not when or days is None or days.earliest <= date.fromisoformat(when) <= days.latest
    return draft.fields.get("speaker") == statement.speaker and whole and right_day


def test_most_statements_come_clean_and_few_are_missed() -> None:
    dossier = read_dossier(DOSSIER)

    counted = {number: _count(number, dossier) for number in DAYS}

    clean, change, missed = (sum(len(getattr(one, what)) for one in counted.values())
                             for what in ("clean", "to_change", "missed"))  # fmt: skip
    told = {number: (len(one.clean), one.to_change, one.missed) for number, one in counted.items()}
    assert clean >= 64, told
    assert clean + change >= 82, told
    assert missed <= 30, told


def _empty(dossier: Dossier) -> Dossier:
    """Give a dossier of a title and its two sides, as one is begun."""
    sides = [
        {"id": one.id, "name": one.name, "side": True, "spellings": [{"text": one.name, "sources": ["begun"]}]}
        for one in dossier.parties if one.side
    ]  # fmt: skip
    source = {"id": "begun", "outlet": "the desk", "title": "what it begins with", "published": "2022-07-01"}
    tree: dict[str, Any] = {
        "format": "1",
        "id": "empty",
        "title": dossier.title,
        "about": "Talks.",
        "sources": [source],
        "parties": sides,
    }
    made, faults = check_tree(tree)
    assert made, faults
    return made


def test_an_empty_dossier_is_filled_press_by_press(database: Database) -> None:
    with database.writing() as connection:
        replace_dossier(connection, _empty(read_dossier(DOSSIER)), now=NOW, actor="test")
    pressed: dict[str, Mapping[str, int]] = {}
    for number in DAYS:
        pressed[number] = _fill(database, number)

    shown = asked(database, "/find exchange kind:statement", now=NOW, desk=SERVER)
    assert "exchange" in shown
    assert sum(one["presses"] for one in pressed.values()) <= 122, pressed
    assert sum(one["taken"] for one in pressed.values()) >= 80, pressed


def _fill(database: Database, number: str) -> dict[str, int]:
    """Hand an article over and take what can be taken as it is offered; counts presses and what stays open."""
    text = take_article(database, _text(number), "a.txt", given=_heading(number), desk=SERVER, asker=ANN, now=NOW)
    presses, taken = 1, 0
    shown = asked(database, f"/article {text}", now=NOW, desk=SERVER)
    if sure := _line(shown, "Take the"):
        shown, presses = _press(database, sure), presses + 1
        taken += shown.count("Taken: ")
    card = _press(database, f"/article go {text}")
    presses += 1
    while skip := _line(card, "Skip"):
        press = _line(card, "Take") or _line(card, "Same utterance")
        card = _press(database, press or _line(card, "New: ") or skip)
        taken += bool(press)
        presses += 1
    left = _press(database, f"/article {text}").rpartition("; ")[2].split()[0]
    return {"presses": presses, "taken": taken, "left open": int(left)}


def _press(database: Database, line: str) -> str:
    return asked(database, line, now=NOW, desk=SERVER)


def _line(shown: str, label: str) -> str:
    found = next((row for row in shown.splitlines() if row.startswith(label) and ": /" in row), "")
    return "/" + found.partition(": /")[2] if found else ""
