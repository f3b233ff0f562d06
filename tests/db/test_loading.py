"""Loading a dossier: all or nothing, only what differs is written, desk rows stay."""

import asyncio
from datetime import date
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from bot.cli.progress import progress
from bot.delivery.scheduler import plan_all
from bot.dossiers.load_report import loaded_report
from db.desk.desks import ReminderChannel, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.model.codec import decode, encode
from db.model.records import Dossier, Person
from db.outbox.outbox import list_due
from db.reading.view import View, find_items
from db.storage import schema
from db.storage.database import Database
from tests.builders import DESK, NOW, TINY, replaced, tiny


def _load(database: Database, dossier: Dossier) -> str:
    with database.writing() as connection:
        return loaded_report(replace_dossier(connection, dossier, now=NOW, actor="test"), dossier)


def _stored(database: Database, table: Any) -> list[Any]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(select(table))]


def test_a_first_load_lists_all_as_added(either_database: Database) -> None:
    report = _load(either_database, tiny())

    assert report.startswith("The ferry talks (ferry), revision 1: 18 added.\n")
    assert "  added statement S1\n" in report


def test_loading_twice_changes_nothing(either_database: Database) -> None:
    _load(either_database, tiny())
    before = [_stored(either_database, table) for table in schema.metadata.sorted_tables]

    report = _load(either_database, tiny())

    assert report == "The ferry talks (ferry), revision 1: nothing has changed."
    assert [_stored(either_database, table) for table in schema.metadata.sorted_tables] == before


def test_a_changed_item_is_listed_old_and_new_and_alone_is_written(either_database: Database) -> None:
    _load(either_database, tiny())

    report = _load(either_database, replaced("events", "E1", title="The ferry burns"))

    assert report == (
        "The ferry talks (ferry), revision 2: 1 changed.\n"
        "  changed event E1: title: “The old ferry sinks” -> “The ferry burns”"
    )
    assert len(_stored(either_database, schema.change)) == 18 + 1


def test_a_source_published_on_another_day_moves_what_rests_on_it(database: Database) -> None:
    _load(database, tiny())

    report = _load(database, replaced("sources", "weekly", published="2031-03-04"))

    assert "changed person oake: the days on which its sources were published" in report
    with database.reading() as connection:
        assert find_items(View(connection, "local", "ferry", date(2031, 3, 3)), ["oake"]) == {}


def test_a_removed_item_is_gone_with_its_links(either_database: Database) -> None:
    _load(either_database, tiny())

    report = _load(either_database, tiny(statements=TINY["statements"][:2]))

    assert report.endswith("removed statement S10")
    with either_database.reading() as connection:
        links = select(func.count()).select_from(schema.link).where(schema.link.c.item == "S10")
        assert connection.execute(links).scalar_one() == 0


def test_a_failed_load_leaves_all_as_it_was(database: Database) -> None:
    _load(database, tiny())
    before = _stored(database, schema.item)

    def load_and_fail() -> None:
        with database.writing() as connection:
            replace_dossier(connection, tiny(events=()), now=NOW, actor="test")
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        load_and_fail()

    assert _stored(database, schema.item) == before


def test_a_desks_own_version_stays_and_the_load_says_so(either_database: Database) -> None:
    _load(either_database, tiny())
    own = tiny().people[0]
    body = encode(own).replace("Ada Vane", "Ada V.")
    with either_database.writing() as connection:
        row = {"dossier": "ferry", "id": "vane", "desk": "42", "kind": "person", "hash": "", "body": body}
        days = {
            "earliest": date.min,
            "latest": date.max,
            "known_from": date(2031, 3, 1),
            "known_by": date(2031, 3, 1),
        }
        connection.execute(insert(schema.item).values(row | days))

    report = _load(either_database, replaced("people", "vane", name="Ada of Vane"))

    assert "changed person vane: name: “Ada Vane” -> “Ada of Vane”" in report
    assert "kept vane: desk 42 has changed it itself" in report
    with either_database.reading() as connection:
        seen = {
            desk: find_items(View(connection, desk, "ferry", date(2031, 3, 1)), ["vane"])["vane"].name
            for desk in ("42", "local")
        }
    assert seen == {"42": "Ada V.", "local": "Ada of Vane"}


def test_a_stored_record_reads_back_as_it_was() -> None:
    person: Person = tiny().people[0]

    assert decode("person", encode(person)) == person


async def test_two_loads_at_once_end_as_one(either_database: Database) -> None:
    reports = await asyncio.gather(*(asyncio.to_thread(_load, either_database, tiny()) for _ in range(3)))

    assert sorted("nothing has changed" in report for report in reports) == [False, True, True]


def _told(total: int, *, step: int) -> list[str]:
    out = StringIO()
    with progress(out) as tell:
        for done in range(step, total + 1, step):
            tell("items", done, total)
    return out.getvalue().splitlines()


def test_a_long_load_tells_ten_times_in_a_pipe_how_far_it_is() -> None:
    told = _told(20_000, step=500)

    assert len(told) == 10
    assert told[0] == "Writing items: 2,000 of 20,000"
    assert told[-1] == "Writing items: 20,000 of 20,000"


def test_a_short_load_tells_nothing_in_a_pipe() -> None:
    assert _told(1_000, step=10) == []


def test_a_load_tells_how_much_of_each_part_is_written(database: Database) -> None:
    given = [*TINY["statements"], *(TINY["statements"][0] | {"id": f"S{number}"} for number in range(100, 2_600))]
    told: list[tuple[str, int, int]] = []

    with database.writing() as connection:
        replace_dossier(
            connection, tiny(statements=given), now=NOW, actor="test", progress=lambda *one: told.append(one)
        )

    written = 18 + 2_500
    assert [done for what, done, _ in told if what == "items"] == [1_000, 2_000, written]
    assert {all_ for _, _, all_ in told} == {written}
    assert told[-1][0] == "search index"
    assert told[-1][1] >= written


def test_one_load_adds_changes_and_removes(database: Database) -> None:
    events = [
        {"id": f"E{n}", "title": f"Day {n}", "reports": [{"source": "morning", "value": "so"}]} for n in (1, 2, 3)
    ]
    with database.writing() as connection:
        replace_dossier(connection, tiny(events=events[:2]), now=NOW, actor="test")
        again = [events[0] | {"title": "Day one"}, events[2]]

        loaded = replace_dossier(connection, tiny(events=again), now=NOW, actor="test")

    assert [(change.action, change.id) for change in loaded.changes] == [
        ("changed", "E1"),
        ("added", "E3"),
        ("removed", "E2"),
    ]
    assert [change.old is None for change in loaded.changes] == [False, True, False]


def test_a_servers_own_dossier_of_a_shared_ones_name_ends_its_reminders_and_nobody_elses(
    database: Database,
) -> None:
    _load(database, tiny())
    with database.writing() as connection:
        for server in ("42", "43"):
            place = ReminderChannel(server, "ferry", f"7{server}")
            replace_reminder_channel(connection, place, actor="1", now=NOW)
    learnt = NOW.replace(day=1, hour=5)
    with database.writing() as connection:
        plan_all(connection, now=learnt, desk=DESK)

    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test", owner="42")
    with database.writing() as connection:
        plan_all(connection, now=learnt, desk=DESK)

    with database.reading() as connection:
        states = {s: {due.state for due in list_due(connection, desk=s, dossier="ferry")} for s in ("42", "43")}
    assert states == {"42": {"cancelled"}, "43": {"waiting"}}
