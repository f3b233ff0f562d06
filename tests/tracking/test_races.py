"""Presses at the same time: one counts, whoever came first is told to the others, in whatever order they arrived."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import permutations

import pytest

from bot.asking import Asker, UserError
from db.desk.outcomes import list_outcomes
from db.reading.view import View
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW
from tests.delivery.test_scheduler import SERVER, _at
from tests.tracking.test_ledger import _desk

_PEOPLE = [Asker("1", "ann", level="admin"), Asker("2", "ben", level="editor"), Asker("3", "cleo", level="editor")]
_PRESSES = ("happened basis:morning", "not", "withdrawn")
_MOMENT = _at("2031-03-25T08:00")


def _owe(database: Database) -> None:
    _desk(database, {"id": "D1", "when": "2031-03-24"}, learnt="2031-03-20T05:00")


def _recorded(database: Database) -> list[str]:
    with database.reading() as connection:
        return [outcome.kind for outcome in list_outcomes(View(connection, SERVER.id, "ferry", NOW.date()))]


def _press(database: Database, asker: Asker, press: str, arrived: int) -> str:
    """Press a button; gives what the asker is told."""
    now = _MOMENT + timedelta(milliseconds=arrived)
    try:
        return asked(database, f"/due 1 {press}", now=now, desk=SERVER, asker=asker)
    except UserError as error:
        return str(error)


@pytest.mark.parametrize("arrivals", list(permutations((0, 1, 2))))
def test_one_press_counts_in_whatever_order_they_arrived(either_database: Database, arrivals: tuple[int, ...]) -> None:
    _owe(either_database)

    told = [
        _press(either_database, asker, press, arrived)
        for asker, press, arrived in zip(_PEOPLE, _PRESSES, arrivals, strict=True)
    ]

    assert _recorded(either_database) == ["happened"]
    assert all(said.startswith("ann already answered “happened” for D1") for said in told[1:])


@pytest.mark.parametrize("same_person", [True, False])
def test_of_presses_at_once_one_counts_and_the_others_are_told(either_database: Database, same_person: bool) -> None:
    _owe(either_database)
    people = [_PEOPLE[0]] * 3 if same_person else _PEOPLE

    with ThreadPoolExecutor(3) as pool:
        pressed = [
            pool.submit(_press, either_database, asker, press, arrived)
            for asker, press, arrived in zip(people, _PRESSES, (2, 0, 1), strict=True)
        ]
        told = [one.result() for one in pressed]

    assert len(_recorded(either_database)) == 1
    assert sum("already answered" in said for said in told) == 2


def test_who_takes_a_date_on_at_once_with_another_is_told_who_has_it(either_database: Database) -> None:
    _owe(either_database)

    with ThreadPoolExecutor(2) as pool:
        pressed = [pool.submit(_press, either_database, asker, "check", 0) for asker in _PEOPLE[:2]]
        told = [one.result() for one in pressed]

    assert sum("has taken D1 on" in said for said in told) == 1
