"""What members of a server keep for themselves: an admin sees how many reminders each has, and calls them off."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.asking import Asker, UserError
from db.desk.desks import Desk
from db.desk.requests import get_answer
from db.loading.dossiers import replace_dossier
from db.outbox.outbox import Due, add_due, list_of_person
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, tiny

SERVER, OTHER = Desk("42", "Europe/Berlin", "09:00"), Desk("43", "Europe/Berlin", "09:00")
ADMIN = Asker("1", "ann", level="admin", channel="900")
BEN = Asker("1234567890123456", "ben", level="reader", channel="900")


def _keep(database: Database, person: str, *, desk: str, many: int = 1, name: str = "ben") -> None:
    at = NOW + timedelta(days=1)
    with database.writing() as connection:
        for number in range(many):
            detail = f'{{"about": "a secret call {number}", "name": "{name}"}}'
            row = Due(desk, "", person, f"asked {number}", f"user:{person}", at.replace(tzinfo=None), "UTC", at)
            add_due(connection, replace(row, kind="own", detail=detail))


def _states(database: Database, person: str) -> list[tuple[str, str]]:
    with database.reading() as connection:
        return sorted((due.desk, due.state) for due in list_of_person(connection, person))


def test_an_admin_sees_who_keeps_how_many_and_never_what_they_are_about(ferry: Database) -> None:
    _keep(ferry, BEN.id, desk="42", many=3)
    _keep(ferry, "77", desk="42", name="cleo")
    _keep(ferry, "78", desk="43", name="stranger")

    shown = asked(ferry, "/setup", desk=SERVER, asker=ADMIN)

    assert "ben: 3 reminders waiting" in shown
    assert "cleo: 1 reminder waiting" in shown
    assert shown.index("ben:") < shown.index("cleo:")
    assert "stranger" not in shown
    assert "secret" not in shown


def test_an_admin_calls_off_what_a_member_keeps_in_this_server_after_a_second_press(either_database: Database) -> None:
    _keep(either_database, BEN.id, desk="42", many=2)
    _keep(either_database, BEN.id, desk="43")
    line = f"/setup own {BEN.id}"

    first = asked(either_database, line, desk=SERVER, asker=ADMIN)
    before = _states(either_database, BEN.id)
    second = asked(either_database, re.search(r"Call off: (/.*)", first)[1], desk=SERVER, asker=ADMIN)  # type: ignore[index]

    assert "ben has 2 reminders waiting" in first
    assert before == [("42", "waiting"), ("42", "waiting"), ("43", "waiting")]
    assert "2 reminders of ben’s" in second
    assert _states(either_database, BEN.id) == [("42", "cancelled"), ("42", "cancelled"), ("43", "waiting")]
    with pytest.raises(UserError, match="has no reminders waiting here"):
        asked(either_database, line, desk=SERVER, asker=ADMIN, request="again")


@pytest.mark.parametrize("line", [f"/setup own {BEN.id} sure:yes", "/setup own 78 sure:yes", "/setup own % sure:yes"])
def test_nobody_calls_off_another_servers_and_no_reader_any(ferry: Database, line: str) -> None:
    _keep(ferry, "78", desk="43")
    _keep(ferry, BEN.id, desk="42")

    with pytest.raises(UserError, match="is for those who may manage this server"):
        asked(ferry, line, desk=SERVER, asker=BEN)
    if BEN.id not in line:
        with pytest.raises(UserError, match="has no reminders waiting here"):
            asked(ferry, line, desk=SERVER, asker=ADMIN)

    assert _states(ferry, "78") == [("43", "waiting")]
    assert _states(ferry, BEN.id) == [("42", "waiting")]


def test_who_is_forgotten_is_named_by_no_button_kept_for_a_press_that_comes_twice(either_database: Database) -> None:
    """Another's id that begins with theirs stays."""
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    for person in (BEN.id, BEN.id + "7"):
        _keep(either_database, person, desk="42", name="")
    # what an admin is shown is kept once it came with a change
    asked(either_database, "/setup channel:900", desk=SERVER, asker=ADMIN, request="r1")
    asked(either_database, "/forget yes", desk=SERVER, asker=BEN)

    with either_database.reading() as connection:
        kept = get_answer(connection, "r1")
    assert re.findall(r"/setup own (\d*)", kept) == ["", BEN.id + "7"]
    assert f"{BEN.id}:" not in kept
    again = asked(either_database, "/setup channel:900", desk=SERVER, asker=ADMIN, request="r1")
    assert f"{BEN.id}7: 1 reminder waiting" in again
