"""What the fields of /undo, /add and /edit offer: change numbers, points, sides, drafts, with empty lists that help."""

from dataclasses import replace

from bot.asking import Asker
from bot.commands.completion import complete
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.builders import NOW, tiny

SERVER = Desk("42", "Europe/Berlin", "09:00")
REA = Asker("9", "rea")


def _offered(
    database: Database, command: str, option: str, typed: str = "", *, by: Asker = BEN, desk: Desk = SERVER
) -> list[tuple[str, str]]:
    return complete(database, command, option, typed, options={}, now=NOW, desk=desk, asker=by)


def test_undo_offers_numbers_of_changes_that_one_may_take_back(either_database: Database) -> None:
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    for title in ("It sails", "It returns"):
        asked(either_database, f"/add event title:“{title}” said:“So.” source:morning", desk=SERVER, asker=BEN)
    for number in ("1", "2"):
        asked(either_database, f"/add save {number}", desk=SERVER, asker=BEN)

    offered = _offered(either_database, "undo", "id", by=ANN)
    asked(either_database, f"/undo {offered[0][1]}", desk=SERVER, asker=BEN)

    assert [label for label, _number in offered] == [
        f"{offered[0][1]}: E-2 added by ben, 20 March 2031",
        f"{offered[1][1]}: E-1 added by ben, 20 March 2031",
    ]
    assert _offered(either_database, "undo", "id") == offered[1:]
    assert _offered(either_database, "undo", "id", "e-1") == offered[1:]
    assert _offered(either_database, "undo", "id", by=REA) == []
    assert _offered(either_database, "undo", "id", desk=replace(SERVER, id="43")) == []


def test_points_sides_and_several_subjects_complete_while_something_is_added(ferry: Database) -> None:
    assert ("P1", "P1") in [(label[:2], id_) for label, id_ in _offered(ferry, "add report", "point")]
    assert _offered(ferry, "add offer", "between") == [
        ("Northhaven to Southport", "north to south"),
        ("Southport to Northhaven", "south to north"),
    ]
    [vane] = [value for _label, value in _offered(ferry, "add event", "about", "ferry-line, vane")]
    assert vane == "ferry-line, vane"


def test_drafts_complete_for_who_may_touch_them_and_by_what_they_become(ferry: Database) -> None:
    asked(ferry, "/add statement speaker:vane text:“A fine day.”", desk=SERVER, asker=REA)
    asked(ferry, "/add event title:“It sails”", desk=SERVER, asker=BEN)
    asked(ferry, "/add message “They will meet.”", desk=SERVER, asker=REA)

    mine = _offered(ferry, "add statement", "draft", by=REA)
    editors = _offered(ferry, "add event", "draft")

    assert _offered(ferry, "review", "draft") == []
    assert mine == [("3: message They will meet. – rea", "3"), ("1: statement vane A fine day. – rea", "1")]
    assert editors == [("3: message They will meet. – rea", "3"), ("2: event It sails – ben", "2")]
    assert _offered(ferry, "add event", "draft", by=Asker("10", "eve")) == []
