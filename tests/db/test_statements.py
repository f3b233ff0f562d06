"""Listing statements: the same as going through all of them, but through indexes, newest first."""

import itertools
import random
import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, select

from db.loading.dossiers import replace_dossier
from db.model import edtf
from db.model.records import Statement
from db.reading.statements import VAGUE, Sought, count_statements, list_statements
from db.reading.view import View, list_items
from db.storage import schema
from db.storage.database import Connection, Database
from tests.builders import NOW, TINY, tiny

_DAY = date(2031, 3, 1)
_SPEAKERS = ("vane", "oake", "cole")
_SUBJECTS = ("ferry-line", "vane", "O1", "north")


def _statement(number: int, chance: random.Random) -> dict[str, Any]:
    day = _DAY - timedelta(days=chance.randrange(60))
    later = day + timedelta(days=chance.randrange(1, 20))
    when = chance.choice([f"{day}", f"{day}", f"[{day}..{later}]", f"[..{day}]", f"[{day}..]", ""])
    subject = chance.choice(_SUBJECTS)
    return {
        "id": f"S{number}",
        "speaker": chance.choice(_SPEAKERS),
        **({"when": when} if when else {}),
        **({"topics": [subject]} if subject == "ferry-line" else {"about": [subject]}),
        "wordings": [{"source": chance.choice(["morning", "weekly", "late"]), "kind": "indirect", "text": "So."}],
    }


@pytest.fixture
def many(either_database: Database) -> Database:
    chance = random.Random(5)
    statements = [*TINY["statements"], *(_statement(number, chance) for number in range(11, 90))]
    spelt = [{"text": "Cole", "sources": ["morning", "late"]}]
    people = [*TINY["people"], {"id": "cole", "name": "Cole", "party": "north", "spellings": spelt}]
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(people=people, statements=statements), now=NOW, actor="test")
    return either_database


def _first(statement: Statement) -> date:
    return edtf.bounds(statement.when.edtf).earliest if statement.when else date.min


def _last(statement: Statement) -> date:
    return edtf.bounds(statement.when.edtf).latest if statement.when else date.max


def _fits(statement: Statement, sought: Sought) -> bool:
    subjects = {*statement.about, *statement.topics}
    parties = {"vane": "north", "cole": "north", "aide": "north", "oake": "south"}
    first = _first(statement)
    return (
        sought.speaker in ("", statement.speaker)
        and sought.party in ("", parties[statement.speaker])
        and (not sought.about or sought.about in subjects or statement.id in sought.named)
        and (not sought.undated or first == date.min)
        and (sought.undated or sought.since is None or _reaches(statement, sought.since))
    )


def _reaches(statement: Statement, since: date) -> bool:
    return _first(statement) >= since - VAGUE and _last(statement) >= since


_ALL_SOUGHT = [
    Sought(speaker=speaker, party=party, about=about, named=named, since=since, undated=undated)
    for speaker, party in [("", ""), ("vane", ""), ("", "north")]
    for about, named in [("", ()), ("ferry-line", ()), ("O1", ("S1", "S2"))]
    for since, undated in [(None, False), (date(2031, 2, 20), False), (date(2031, 2, 20), True)]
]


@pytest.mark.parametrize("as_of", [date(2031, 3, 1), date(2031, 3, 4), date(2031, 4, 1)])
def test_list_and_count_agree_with_going_through_all_statements(many: Database, as_of: date) -> None:
    with many.reading() as connection:
        view = View(connection, "local", "ferry", as_of)
        all_ = [one for one in list_items(view, Statement) if _first(one) <= as_of]

        for sought in _ALL_SOUGHT:
            found = list_statements(view, sought, limit=1000)

            assert {one.id for one in found} == {one.id for one in all_ if _fits(one, sought)}, sought
            assert all(_first(one) >= _first(next_) for one, next_ in itertools.pairwise(found))
            assert count_statements(view, sought, most=1000) == len(found)


def test_before_goes_on_where_the_last_list_ended(many: Database) -> None:
    with many.reading() as connection:
        view = View(connection, "local", "ferry", date(2031, 4, 1))
        for sought in (Sought(), Sought(speaker="vane"), Sought(party="north", about="O1", named=("S1",))):
            whole = list_statements(view, sought, limit=1000)

            parts: list[Statement] = []
            while part := list_statements(view, sought, limit=7, before=parts[-1].id if parts else ""):
                parts += part

            assert [one.id for one in parts] == [one.id for one in whole]


def test_count_stops_at_the_most_asked_for(many: Database) -> None:
    with many.reading() as connection:
        view = View(connection, "local", "ferry", date(2031, 4, 1))

        assert count_statements(view, Sought(), most=5) == 5
        assert count_statements(view, Sought(about="ferry-line"), most=5) == 5
        assert count_statements(view, Sought(speaker="nobody"), most=5) == 0
        assert count_statements(view, Sought(party="nobody"), most=5) == 0


def test_a_desks_own_version_hides_the_files(many: Database) -> None:
    with many.writing() as connection:
        _own_version(connection, "S1")
        _own_version(connection, "S2")
        for sought in (Sought(), Sought(speaker="vane"), Sought(about="ferry-line")):
            of_desk = list_statements(View(connection, "desk", "ferry", date(2031, 4, 1)), sought, limit=1000)
            of_other = list_statements(View(connection, "other", "ferry", date(2031, 4, 1)), sought, limit=1000)

            assert [one.id for one in of_desk] == [one.id for one in of_other]
            assert next(one for one in of_desk if one.id == "S1").to == "the desk"
            assert next(one for one in of_other if one.id == "S1").to == ""


def _own_version(connection: Connection, id_: str) -> None:
    for table, key in ((schema.item, schema.item.c.id), (schema.link, schema.link.c.item)):
        rows = connection.execute(select(table).where(key == id_)).mappings().all()
        own = [dict(row) | {"desk": "desk"} for row in rows]
        for row in own:
            if "body" in row:
                row["body"] = row["body"].replace('{"id"', '{"to":"the desk","id"')
        connection.execute(insert(table), own)


def test_no_query_goes_through_all_items_or_links(ferry: Database) -> None:
    with ferry.reading() as connection:
        view = View(connection, "local", "ferry", date(2031, 3, 15))
        asked = _noted(ferry)
        for sought in _ALL_SOUGHT:
            list_statements(view, sought, limit=10)
            list_statements(view, sought, limit=10, before="S1")
            count_statements(view, sought, most=10)

        for statement, steps in _plans(connection, asked):
            assert not [step for step in steps if re.match(r"SCAN (item|link)", step)], statement
            # a search by dossier or kind alone would go through as much
            assert not [step for step in steps if re.search(r"\(dossier=\?( AND kind=\?)?\)", step)], statement


def test_lists_of_one_speaker_and_of_all_need_no_sorting(ferry: Database) -> None:
    with ferry.reading() as connection:
        view = View(connection, "local", "ferry", date(2031, 3, 15))
        asked = _noted(ferry)
        for sought in (Sought(), Sought(speaker="vane"), Sought(speaker="vane", since=date(2031, 2, 1))):
            list_statements(view, sought, limit=10)

        plans = [plan for plan in _plans(connection, asked) if "LIMIT" in plan[0]]
        assert len(plans) == 3
        for statement, steps in plans:
            assert not [step for step in steps if "TEMP B-TREE" in step], statement


def _noted(database: Database) -> list[tuple[str, Any]]:
    """Note what is asked of a database from now on."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        asked.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    return asked


def _plans(connection: Connection, asked: list[tuple[str, Any]]) -> list[tuple[str, list[str]]]:
    found = []
    for statement, values in list(asked):
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        found.append((statement, [row.detail for row in rows]))
    assert found
    return found
