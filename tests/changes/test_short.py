"""Short /compare and /changes: whole texts at 40 columns."""

import pytest

from bot.asking import UserError
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, TINY, replaced, tiny
from tests.screens import WIDTH


def _ask(database: Database, line: str) -> str:
    return asked(database, line, depth="short", width=WIDTH)


def test_two_people_stand_side_by_side_with_what_both_spoke_of(database: Database) -> None:
    statements = [one | {"topics": ["ferry-line"]} for one in TINY["statements"]]
    with database.writing() as connection:
        replace_dossier(connection, tiny(statements=statements), now=NOW, actor="test")

    assert _ask(database, "/compare vane oake") == (
        "Ada Vane and Bern Oake\n"
        "Newest source: 10 March 2031 or later*\n"
        "\n"
        "Ada Vane: mayor of Northhaven ¹\n"
        "“We shall meet within a week” –\n"
        "28 February* ¹ · 2 wordings  S1\n"
        "\n"
        "Bern Oake: harbour master ²\n"
        "He would not speak of it. –\n"
        "1 March ²  S2\n"
        "\n"
        "On the ferry\n"
        "Ada Vane: “We shall meet within a week”\n"
        "– 28 February* ¹ · 2 wordings  S1\n"
        "Bern Oake: He would not speak of it. –\n"
        "1 March ²  S2\n"
        "[More]\n"
        "\n"
        "¹ Morning Post, 1 March · ² The Weekly,\n"
        "2–5 March* · * worked out, not printed\n"
    )


def test_two_days_tell_what_became_known_between_them(ferry: Database) -> None:
    said = _ask(ferry, "/compare 2031-03-01 2031-03-15")

    assert said.startswith(
        "New after 1 March 2031, by 15 March 2031\n"
        "Two new sources, the newest 10 March\n"
        "2031 or later* ¹\n"
        "\n"
        "Happened: Vote of the harbour\n"
        "council ¹  D2\n"
    )
    assert "[Timeline of these days] [More]\n" in said
    assert len(said.splitlines()) <= 36


def test_of_two_names_the_one_that_nobody_has_is_named(ferry: Database) -> None:
    assert "Nobody called “smith” is in" in _ask(ferry, "/compare smith vane")
    assert "Nobody called “smith” is in" in _ask(ferry, "/compare vane smith")
    with pytest.raises(UserError, match="can't be compared"):
        _ask(ferry, "/compare vane O1")


def test_changes_show_the_newest_edits_with_what_they_changed(ferry: Database) -> None:
    with ferry.writing() as connection:
        replace_dossier(connection, replaced("events", "E1", title="The ferry burns"), now=NOW, actor="test")

    said = _ask(ferry, "/changes")

    assert "by test: 1 changed\nchanged event E1; title: The old ferry\nsinks -> The ferry burns ¹\n" in said.replace(
        "Europe/Berlin, ", ""
    )
    assert "[More]\n" in said
