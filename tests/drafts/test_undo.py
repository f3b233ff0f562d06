"""A desk's own changes to a dossier: seen by it alone, listed, taken back, never overwritten silently."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.asking import Asker, UserError
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.loading.edits import ChangedMeanwhile, Editor, find_version, replace_item
from db.model.records import Dossier, Event
from db.storage.database import Database
from tests.asking import ANN, asked
from tests.builders import NOW, replaced, tiny

SERVER = Desk("42", "Europe/Berlin", "09:00")
OTHER = replace(SERVER, id="43")
SAILS = replace(tiny().events[0], id="E-1", title="The Zephyr sails again")


def _load(database: Database, dossier: Dossier | None = None) -> None:
    with database.writing() as connection:
        replace_dossier(connection, dossier or tiny(), now=NOW, actor="test")


def _edit(database: Database, record: Any, *, by: Asker = ANN, seen: str | None = None, desk: str = "42") -> int:
    """Let somebody change an item, as it is unless told which version they saw; gives the change's number."""
    with database.writing() as connection:
        version = find_version(connection, dossier="ferry", desk=desk, item=record.id)
        editor = Editor(connection, desk, "ferry", NOW, by.id, by.name, "added")
        return replace_item(editor, record, seen=version.stamp if seen is None else seen)


def _ask(database: Database, line: str) -> str:
    return asked(database, line, desk=SERVER)


def _line(text: str, label: str) -> str:
    """Give the line behind a choice in an answer's text."""
    return next(line.partition(": ")[2] for line in text.splitlines() if line.startswith(label))


def test_an_added_item_is_found_and_shown_to_its_desk_alone(either_database: Database) -> None:
    _load(either_database)

    _edit(either_database, SAILS)

    assert "The Zephyr sails again" in asked(either_database, "/item E-1", desk=SERVER)
    assert "E-1: The «Zephyr» sails again" in asked(either_database, "/find zephyr", desk=SERVER)
    assert "The Zephyr sails again" in asked(either_database, "/timeline", desk=SERVER)
    assert "Zephyr" not in asked(either_database, "/find zephyr", desk=OTHER)
    assert "Zephyr" not in asked(either_database, "/timeline", desk=OTHER)
    assert "sails again" not in asked(either_database, "/item E-1", desk=OTHER)


def test_a_changed_item_hides_the_files_and_undo_shows_it_again(either_database: Database) -> None:
    _load(either_database)
    own = replace(tiny().events[0], title="The old ferry sinks slowly")
    number = _edit(either_database, own)

    changed = asked(either_database, "/item E1", desk=SERVER)
    undone = asked(either_database, "/undo", desk=SERVER)

    assert "The old ferry sinks slowly" in changed
    assert undone.startswith(f"Taken back: change {number}")
    assert f"Restored: title: “{tiny().events[0].title}”" in undone
    after = asked(either_database, "/item E1", desk=SERVER)
    assert tiny().events[0].title in after.splitlines()[0]
    assert f"Change {number}: changed by this desk" in after
    assert f"takes back change {number}" in after


def test_undoing_an_undo_brings_the_change_back(ferry: Database) -> None:
    number = _edit(ferry, SAILS)
    asked(ferry, f"/undo {number}", desk=SERVER)

    asked(ferry, f"/undo {number + 1}", desk=SERVER)

    assert "The Zephyr sails again" in asked(ferry, "/item E-1", desk=SERVER)


def test_undo_takes_the_newest_of_ones_own_that_still_stands(ferry: Database) -> None:
    _edit(ferry, SAILS)
    _edit(ferry, replace(SAILS, id="E-2", title="The Boreas sails"))
    asked(ferry, "/undo", desk=SERVER)

    asked(ferry, "/undo", desk=SERVER, request="again")

    assert "sails again" not in asked(ferry, "/timeline", desk=SERVER)
    with pytest.raises(UserError, match="You have changed nothing here"):
        asked(ferry, "/undo", desk=SERVER, request="a third time")


def test_what_others_have_built_upon_is_not_pulled_from_under_them(ferry: Database) -> None:
    person = replace(tiny().people[0], id="newcomer", name="Nora Newcomer")
    first = _edit(ferry, person)
    _edit(ferry, replace(SAILS, participants=("newcomer",)))

    with pytest.raises(UserError, match=f"newcomer is named by E-1: take these back first, then change {first}"):
        asked(ferry, f"/undo {first}", desk=SERVER)


def test_a_change_on_top_must_be_taken_back_first(ferry: Database) -> None:
    first = _edit(ferry, SAILS)
    second = _edit(ferry, replace(SAILS, title="The Zephyr stays"))

    with pytest.raises(UserError, match=f"E-1 has been changed since change {first}, by change {second} of ann"):
        asked(ferry, f"/undo {first}", desk=SERVER)


def test_a_reader_takes_back_only_their_own(ferry: Database) -> None:
    number = _edit(ferry, SAILS)
    reader = Asker("9", "rea")
    own = _edit(ferry, replace(SAILS, id="E-2"), by=reader)

    with pytest.raises(UserError, match=f"Change {number} is ann's"):
        asked(ferry, f"/undo {number}", desk=SERVER, asker=reader)

    assert f"change {own}" in asked(ferry, f"/undo {own}", desk=SERVER, asker=reader)


def test_another_desks_change_is_no_change_here(ferry: Database) -> None:
    number = _edit(ferry, SAILS)

    with pytest.raises(UserError, match=f"There is no change “{number}” here"):
        asked(ferry, f"/undo {number}", desk=OTHER)


def test_the_second_of_two_editors_is_told_of_the_first(either_database: Database) -> None:
    _load(either_database)
    with either_database.reading() as connection:
        seen = find_version(connection, dossier="ferry", desk="42", item="E1")
    _edit(either_database, replace(seen.record, title="First"), seen=seen.stamp)

    with pytest.raises(ChangedMeanwhile) as told:
        _edit(either_database, replace(seen.record, title="Second"), seen=seen.stamp)

    assert (told.value.by, told.value.at) == ("ann", NOW)
    assert "First" in asked(either_database, "/item E1", desk=SERVER)


def test_a_load_that_moves_a_sources_day_moves_what_a_desk_rests_on_it(either_database: Database) -> None:
    _load(either_database)
    _edit(either_database, SAILS)
    morning = tiny().sources[0]
    assert "E-1" in asked(either_database, "/timeline as_of:2031-03-01", desk=SERVER)

    _load(either_database, replaced("sources", morning.id, published="2031-03-04"))

    assert "E-1" not in asked(either_database, "/timeline as_of:2031-03-01", desk=SERVER)
    assert "E-1" in asked(either_database, "/timeline as_of:2031-03-06", desk=SERVER, now=NOW + timedelta(days=1))


def test_an_event_of_the_tiny_dossier_rests_on_its_first_source() -> None:
    assert isinstance(SAILS, Event)
    assert {report.source for report in SAILS.reports} >= {tiny().sources[0].id}


def test_undoing_an_addition_takes_its_new_source_along_and_brings_both_back(either_database: Database) -> None:
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    new = "source:“Sun, They met, 12 March 2031”"
    added = _ask(either_database, f"/add event title:“They meet” said:“they met” {new}")
    saved = _ask(either_database, _line(added, "Save"))

    undone = _ask(either_database, _line(saved, "Undo"))
    gone = _ask(either_database, "/item own-sun-2031-03-12")
    again = _ask(either_database, _line(undone, "Undo this"))
    source = _ask(either_database, "/item own-sun-2031-03-12")
    shown = _ask(either_database, "/item E-1")

    assert "Gone, too: own-sun-2031-03-12, its source: nothing else rested on it\n" in undone
    assert "There again, too: own-sun-2031-03-12, its source\n" in again
    assert "They met" in source
    assert "They met" not in gone
    assert "They meet" in shown


def test_a_source_on_which_something_else_rests_stays(either_database: Database) -> None:
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    new = "source:“Sun, They met, 12 March 2031”"
    first = _ask(either_database, _line(_ask(either_database, f"/add event title:A said:a {new}"), "Save"))
    second = _ask(either_database, _line(_ask(either_database, f"/add event title:B said:b {new}"), "Save"))

    undone = _ask(either_database, _line(first, "Undo"))
    last = _ask(either_database, _line(second, "Undo"))

    assert "Gone, too" not in undone
    assert "Gone, too: own-sun-2031-03-12, its source" in last
