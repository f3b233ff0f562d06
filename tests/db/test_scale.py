"""A busy dossier: names from memory, look-ups through indexes, counts with a bound."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

import db.reading.statements
from benchmarks.synth import Size, synthetic, write
from bot.answers import directory
from bot.asking import UserError
from bot.commands.completion import complete
from db.desk.desks import get_desk
from db.loading.dossiers import replace_dossier
from db.loading.heads import list_dossiers, list_shared_dossiers
from db.model.records import Offer, Person, Point, Source, Statement, TrackedDate
from db.model.search_terms import typed_terms
from db.reading.people import get_profile, list_named, newest_change
from db.reading.search import find_hits
from db.reading.statements import Sought, count_statements, list_statements
from db.reading.timeline import Stretch, list_dated
from db.reading.view import View, count_known, find_items, list_items, list_linked, published
from db.storage.database import Database, open_database
from tests.asking import asked
from tests.builders import DESK, NOW, replaced, tiny

LATER = datetime(2026, 12, 31, tzinfo=UTC)
DAY = LATER.date()
GROWING = ("item", "link", "own", "change", "search", "search_word")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scale")


@pytest.fixture
def busy(files: Path) -> Iterator[Database]:
    """Few people who say a thousand things, and the same few who say five times as many."""
    database = open_database(f"sqlite:///{files / 'busy.db'}")
    with database.reading() as connection:
        loaded = {head.id for head in list_shared_dossiers(connection)}
    for name, statements in {"small": 1_000, "large": 5_000}.items():
        if name not in loaded:
            write(database, name, Size(people=6, statements=statements), now=LATER, out=StringIO())
    yield database
    database.close()


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Gather what is sent to the database."""
    sent: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", keep)


Look = Callable[[View], object]
LOOKS: dict[str, Look] = {
    "a person": lambda view: get_profile(view, "p0"),
    "a party": lambda view: get_profile(view, "north"),
    "by ids": lambda view: find_items(view, ["p0", "S0000007", "n3"]),
    "days of sources": lambda view: published(view, ["n1", "n2"]),
    "members": lambda view: list_linked(view, Person, role="party", target="north", limit=3),
    "offers": lambda view: list_items(view, Offer),
    "dates": lambda view: list_items(view, TrackedDate),
    "points": lambda view: list_items(view, Point),
    "dossiers": lambda view: list_dossiers(view.connection, desk=view.desk),
    "a desk": lambda view: get_desk(view.connection, "local", default=DESK),
    "a desk's changes": lambda view: newest_change(view.connection, view.dossier, view.desk),
}
COUNTS: dict[str, Look] = {
    "sources": lambda view: count_known(view, Source, most=5),
    "statements": lambda view: count_known(view, Statement, most=50),
}


@pytest.mark.parametrize("name", [*LOOKS, *COUNTS])
def test_no_look_up_reads_through_a_table_that_grows(busy: Database, name: str) -> None:
    with busy.reading() as connection:
        with statements(busy) as sent:
            (LOOKS | COUNTS)[name](View(connection, "local", "large", DAY))
        plans = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            for statement, parameters in sent
        ]

    steps = [row.detail for plan in plans for row in plan]
    assert steps
    assert [step for step in steps if _reads_through(step)] == []


def _reads_through(step: str) -> bool:
    """Tell a scan, a use of an index by the dossier alone, and a sort of all there is."""
    table = re.match(r"SCAN ([a-z_]+?)(_\d+)?( |$)", step)
    scanned = table is not None and table[1] in GROWING
    return scanned or step.endswith("(dossier=?)") or step == "USE TEMP B-TREE FOR ORDER BY"


def test_postgresql_reads_through_no_table_that_grows(either_database: Database) -> None:
    if not either_database.shared:
        return  # of SQLite each look-up is looked at above
    write(either_database, "large", Size(people=6, statements=2_000), now=LATER, out=StringIO())
    read_through = {}
    with either_database.reading() as connection:
        # the few rows of a test are soonest read through: here an index has to be missing for that
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        connection.exec_driver_sql(_CHANGES)
        connection.exec_driver_sql("ANALYZE")
        for name, look in (LOOKS | COUNTS | LISTS).items():
            with statements(either_database) as sent:
                look(View(connection, "local", "large", DAY))
            plans = [
                connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
                for statement, parameters in sent
            ]
            assert plans
            read_through[name] = sorted({table for plan in plans for table in _scanned(plan)})

        mode = connection.exec_driver_sql("SHOW plan_cache_mode").scalar_one()

    assert {name: tables for name, tables in read_through.items() if tables} == {}
    # else these plans would be other ones from the sixth time on
    assert mode == "force_custom_plan"


_CHANGES = """INSERT INTO change (dossier, desk, revision, item, kind, action, actor, at, why)
    SELECT dossier, desk, 1, id, kind, 'added', 'test', 0, 'test' FROM item"""
LISTS: dict[str, Look] = {
    "quotes": lambda view: list_statements(view, Sought(speaker="p0"), limit=31),
    "quotes about": lambda view: list_statements(view, Sought(about="p0"), limit=31),
    "quotes of some by one": lambda view: list_statements(view, Sought(speaker="p0", about="t1"), limit=31),
    "quotes of a party": lambda view: list_statements(view, Sought(party="north"), limit=31),
    "all quotes": lambda view: list_statements(view, Sought(), limit=31),
    "number of quotes": lambda view: count_statements(view, Sought(speaker="p0"), most=100),
    "timeline": lambda view: list_dated(view, Stretch(first=date(2026, 9, 1)), limit=200),
    "timeline of one": lambda view: list_dated(view, Stretch(about=("p0",)), limit=200),
    "search": lambda view: find_hits(view, typed_terms("ka ro"), limit=30),
}


def _scanned(plan: Any) -> Iterator[str]:
    """Name the growing tables that a plan reads through, or by the dossier alone, wherever in it."""
    if isinstance(plan, dict):
        condition = re.fullmatch(r"\(dossier = '\w+'::text\)", plan.get("Index Cond", ""))
        if plan.get("Relation Name") in GROWING and (plan["Node Type"] == "Seq Scan" or condition):
            yield f"{plan['Relation Name']}: {plan.get('Filter', '')}"
    for inner in plan.values() if isinstance(plan, dict) else plan if isinstance(plan, list) else ():
        yield from _scanned(inner)


@pytest.mark.parametrize("name", ["a person", "by ids", "days of sources", "members", *COUNTS])
@pytest.mark.parametrize("day", [DAY, date(2025, 6, 1)])
def test_a_look_up_takes_no_more_steps_in_a_larger_dossier(busy: Database, name: str, day: date) -> None:
    taken = {}
    for dossier in ("small", "large"):
        with busy.reading() as connection:
            raw: Any = connection.connection.driver_connection
            steps: list[int] = []
            raw.set_progress_handler(lambda steps=steps: steps.append(1), 10)
            (LOOKS | COUNTS)[name](View(connection, "local", dossier, day))
            raw.set_progress_handler(None, 0)
            taken[dossier] = len(steps)

    assert 0 < taken["large"] <= 1.3 * taken["small"]


def test_what_a_side_said_takes_no_more_steps_where_more_people_belong_to_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db.reading.statements, "_MOST_SPEAKERS", 5)
    taken = {}
    for people in (20, 400):
        write(database, f"of-{people}", Size(people=people, statements=400), now=LATER, out=StringIO())
        with database.reading() as connection:
            raw: Any = connection.connection.driver_connection
            steps: list[int] = []
            raw.set_progress_handler(lambda steps=steps: steps.append(1), 10)
            found = list_statements(View(connection, "local", f"of-{people}", DAY), Sought(party="north"), limit=60)
            raw.set_progress_handler(None, 0)
            taken[people] = len(steps)
        assert len(found) == 60

    assert 0 < taken[400] <= 2 * taken[20]


def test_who_counts_up_to_a_bound(busy: Database) -> None:
    said = asked(busy, "/who p0 dossier:large", now=LATER)

    assert re.search(r"^Latest statements, 5 of more than 100: S\d+(, S\d+){4}$", said, re.MULTILINE)
    assert re.search(r"Spoken of in: more than 100 statements, newest S\d+(, S\d+){4} \[", said)


def test_who_of_a_busy_party_shows_the_newest_of_all_who_speak_for_it(busy: Database) -> None:
    said = asked(busy, "/who north dossier:large as_of:2025-06-01", now=LATER)

    assert re.search(r"^Latest statements, 5 of more than 100: S\d+(, S\d+){4}$", said, re.MULTILINE)
    assert "1 June 2025" in said
    assert "2026" not in said.replace("2026-12-31", "")


def test_status_of_a_busy_dossier_says_what_its_counts_are_of(busy: Database) -> None:
    said = asked(busy, "/status dossier:large", now=LATER)

    assert re.search(
        r"Rests on: 100 sources; 5,000 statements, \d+ of the newest 300 in one source only; cited are the newest 40"
        r" sources \[",
        said,
    )


def typed(database: Database, text: str, **options: str) -> list[str]:
    found = complete(database, "who", "name", text, options=options, now=NOW, desk=DESK)
    return [value for _label, value in found]


def test_completing_a_name_asks_no_database(ferry: Database) -> None:
    typed(ferry, "va")

    with statements(ferry) as sent:
        found = [typed(ferry, text, **options) for text in ("va", "oak", "harbour") for options in ({}, OPTIONS)]

    assert found == [["vane"], ["vane"], ["oake"], [], ["oake"], []]
    assert sent == []


OPTIONS = {"as_of": "2031-03-01", "dossier": "ferry"}


def test_a_new_name_is_completed_soon_after_loading(ferry: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(ferry, "va")
    with ferry.writing() as connection:
        replace_dossier(connection, replaced("people", "oake", name="Bern Zimmer"), now=NOW, actor="test")
    meanwhile = typed(ferry, "zimm")
    monkeypatch.setattr(directory, "_FRESH", -1.0)

    typed(ferry, "zimm")
    ferry.readers.settle()

    assert meanwhile == []
    assert typed(ferry, "zimm") == ["oake"]
    assert "Bern Zimmer" in asked(ferry, "/who zimmer")


def test_a_desk_that_changes_nothing_shares_the_names_of_the_file(ferry: Database) -> None:
    other = replace(DESK, id="7")

    mine = complete(ferry, "who", "name", "va", options={}, now=NOW, desk=DESK)
    with statements(ferry) as sent:
        theirs = complete(ferry, "who", "name", "va", options={}, now=NOW, desk=other)

    assert mine == theirs
    assert not any("item.body" in statement for statement, _ in sent)


@pytest.mark.parametrize(
    ("day", "roles"), [("2031-03-09", "mayor of Northhaven"), ("2031-03-01", "mayor of Northhaven")]
)
def test_a_completion_shows_the_role_of_the_day(ferry: Database, day: str, roles: str) -> None:
    found = complete(ferry, "who", "name", "former", options={"as_of": day}, now=NOW, desk=DESK)
    named = complete(ferry, "who", "name", "vane", options={"as_of": day}, now=NOW, desk=DESK)

    assert found == []
    assert named == [(f"Ada Vane, {roles}", "vane")]


def test_all_rows_of_a_long_result_arrive_in_pieces_and_at_once(busy: Database) -> None:
    query = "SELECT id FROM item WHERE dossier = 'large' AND kind = 'statement' ORDER BY id"
    with busy.reading() as connection:
        whole = [row.id for row in connection.exec_driver_sql(query)]
        named = list_named(connection, "large", "local")

    assert len(whole) == len(set(whole)) == 5_000
    assert whole == sorted(whole)
    assert len(named.published) == 100


def test_the_same_seed_makes_the_same_dossier() -> None:
    size = Size(people=5, statements=40)

    assert list(synthetic(size)) == list(synthetic(size))
    assert list(synthetic(size)) != list(synthetic(replace(size, seed=2)))


def test_a_large_dossier_is_written_once(database: Database) -> None:
    told, size = StringIO(), Size(people=3, statements=20)
    write(database, "big", size, now=NOW, out=told)

    with pytest.raises(UserError, match="has a dossier “big” already"):
        write(database, "big", size, now=NOW, out=told)
    assert re.search(r"big: \d+ items in \d+ s", told.getvalue())


def test_synth_refuses_what_is_no_id(database: Database) -> None:
    with pytest.raises(UserError, match="--dossier synth"):
        write(database, "no id", Size(people=1, statements=1), now=NOW, out=StringIO())


def test_what_was_said_after_a_day_was_not_known_by_it(database: Database) -> None:
    vague = {"edtf": "[2031-03-02..2031-03-05]", "basis": "deduced", "reason": "a range"}
    sources = [{"id": "weekly", "outlet": "The Weekly", "title": "T", "published": vague}]
    wordings = [{"source": "weekly", "kind": "indirect", "text": "She agreed."}]
    said = {"id": "S1", "speaker": "vane", "when": "2031-03-04", "wordings": wordings}
    people = [{"id": "vane", "name": "Ada Vane", "spellings": [{"text": "Ada Vane", "sources": ["weekly"]}]}]
    empty = dict.fromkeys(("offers", "events", "points", "parties", "topics", "dates"), ())
    with database.writing() as connection:
        dossier = tiny(**empty, sources=sources, people=people, statements=[said])
        replace_dossier(connection, dossier, now=NOW, actor="test")

    before, on_the_day = [asked(database, f"/who vane as_of:2031-03-0{day}") for day in (3, 4)]

    assert "No statement" in before
    assert "She agreed." in on_the_day


def test_name_indexes_have_a_bound_in_bytes_and_one_server_a_share_of_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as connection:
        for name, owner in (("shared", ""), ("first", "7"), ("second", "7"), ("third", "7")):
            replace_dossier(connection, tiny(id=name), now=NOW, actor="test", owner=owner)
    size = _asked(database, "shared", "7")
    monkeypatch.setattr(directory, "_SHARE", size * 2)
    for name in ("first", "second", "third"):
        _asked(database, name, "7")

    kept = [key[0] for key in directory._memory(database.engine).directories]

    assert kept == ["shared", "second@7", "third@7"]
    assert size > 1_000

    monkeypatch.setattr(directory, "_ROOM", size)
    _asked(database, "first", "7")
    assert [key[0] for key in directory._memory(database.engine).directories] == ["first@7"]


def _asked(database: Database, name: str, desk: str) -> int:
    """Ask a dossier for its names; gives the size of what is then kept of it."""
    with database.reading() as connection:
        [head] = [head for head in list_dossiers(connection, desk=desk) if head.name == name]
    return directory.remembered(database, head, desk).size
