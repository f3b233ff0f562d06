"""The search index: right after every load, on both databases, as of every day."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, delete, event, func, insert, select

from db.loading.dossiers import replace_dossier
from db.model.codec import encode
from db.model.item_texts import extracts, is_ours
from db.model.records import SECTIONS, Dossier, Party, Person
from db.model.search_terms import folded, typed_terms
from db.reading.search import Hits, find_hits, index_what_is_not, list_ids, nearest_words
from db.reading.view import View, list_items
from db.storage import schema
from db.storage.database import Database
from tests.builders import NOW, TINY, replaced, tiny

DAYS = [date(2031, 2, 28), date(2031, 3, 1), date(2031, 3, 3), date(2031, 3, 9), date(2031, 3, 12)]
LATER = date(2031, 3, 12)


def _load(database: Database, dossier: Dossier) -> None:
    with database.writing() as connection:
        replace_dossier(connection, dossier, now=NOW, actor="test")


def _find(
    database: Database, typed: str, *, day: date = LATER, desk: str = "local", dossier: str = "ferry", **how: Any
) -> tuple[str, ...]:
    return _hits(database, typed, day=day, desk=desk, dossier=dossier, **how).items


def _hits(
    database: Database, typed: str, *, day: date = LATER, desk: str = "local", dossier: str = "ferry", **how: Any
) -> Hits:
    with database.reading() as connection:
        return find_hits(View(connection, desk, dossier, day), typed_terms(typed), **how)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("meet radio", {"S1"}),  # in two texts of one item
        ("vane radio", {"S1"}),  # the speaker's name, and the medium
        ("radio vote", set()),
        ('"within a week"', {"S1", "D1"}),
        ('"week within"', set()),
        ('"week on"', set()),  # the end of one text, the beginning of the next
        ("vot*", {"S10", "D2", "late"}),
        ("vote -council", {"S10", "late"}),
        ("АДА", {"vane", "S1", "O1", "E1", "D1"}),
        ("tickets", {"O1"}),
        ("seats", {"P1"}),
        ("otherwise", set()),  # a note of ours
        ("s10", {"S10"}),
    ],
)
def test_words_are_found_wherever_they_stand(either_database: Database, typed: str, found: set[str]) -> None:
    _load(either_database, tiny())

    assert set(_find(either_database, typed)) == found
    assert set(_find(either_database, typed, best=True)) == found


@pytest.mark.parametrize(
    ("typed", "said", "misses"),
    [
        ("1000", "some 1,000 men", "10,00 men"),
        ("1000", "some 1 000 men", "some 10 00 men"),
        ("1,000", "some 1000 men", "some 1,001 men"),
        ("1 000", "some 1.000 men", "1 man, 000"),
        ("cooperation", "their Co-operation", "their operation"),
        ("co-operation", "their cooperation", "an operation of Co"),
        ("外務省", "ロシア外務省は30日", "外交部と内務省"),
        ("外务省", "ロシア外務省は30日", "省外"),
        ("省", "外務省", "外交部"),
        ("محمد", "قال محمّد بن علي", "قال أحمد"),
        ("שלום", "אמר שָׁלוֹם", "אמר דבר"),
        ('"外務省は"', "ロシア外務省は30日", "外務省が"),
        ("men -1000", "some 900 men", "some 1,000 men"),
        ("obrien vote", "O’Brien’s vote", "brien vote"),
    ],
)
def test_a_text_is_found_however_what_was_typed_is_written(
    either_database: Database, typed: str, said: str, misses: str
) -> None:
    wordings = [[{"source": "morning", "kind": "indirect", "text": text}] for text in (said, misses)]
    statements = [TINY["statements"][0] | {"id": f"S{n}", "wordings": one} for n, one in enumerate(wordings, 1)]
    _load(either_database, tiny(statements=statements, dates=(), offers=()))

    assert _find(either_database, typed, kind="statement") == ("S1",)
    assert _find(either_database, typed, kind="statement", best=True) == ("S1",)


def test_our_own_notes_are_looked_through_only_when_asked_for(either_database: Database) -> None:
    _load(either_database, tiny())

    assert _find(either_database, "otherwise") == ()
    assert _find(either_database, "otherwise", ours=True) == ("vane",)
    assert _find(either_database, "otherwise ada", ours=True) == ("vane",)
    assert _find(either_database, "otherwise -ada", ours=True) == ()


def test_newest_is_what_was_published_last(either_database: Database) -> None:
    _load(either_database, tiny())

    assert _find(either_database, "comment", day=date(2031, 3, 9)) == ("S2", "O1")
    assert _find(either_database, "meeting", day=date(2031, 3, 9)) == ("S2", "D1", "S1")
    assert _find(either_database, "meeting", limit=1) == ("D1",)


def test_a_speaker_who_is_named_later_is_found_from_then_on(either_database: Database) -> None:
    _load(either_database, replaced("statements", "S1", speaker="oake"))

    assert "S1" not in _find(either_database, "oake", day=date(2031, 3, 1))
    assert "S1" in _find(either_database, "oake", day=date(2031, 3, 2))


def test_best_first_puts_the_shorter_text_with_more_of_the_word_first(either_database: Database) -> None:
    texts = ["vote vote vote", "a vote and then much else that says nothing of any such matter at all"]
    wordings = [[{"source": "morning", "kind": "indirect", "text": said}] for said in texts]
    statements = [TINY["statements"][0] | {"id": f"S{n}", "wordings": one} for n, one in enumerate(wordings, 1)]
    _load(either_database, tiny(statements=statements, dates=()))

    assert _find(either_database, "vote", kind="statement", best=True) == ("S1", "S2")


def test_what_is_only_left_out_ranks_nothing_and_raises_nothing(either_database: Database) -> None:
    _load(either_database, tiny())

    assert _find(either_database, "-vote", kind="statement", best=True) == ("S1", "S2")
    assert _find(either_database, "-vote", best=True, limit=50) == _find(either_database, "-vote", limit=50)


def test_all_are_counted_and_few_are_shown(either_database: Database) -> None:
    _load(either_database, tiny())

    hits = _hits(either_database, "ferry -zebra", limit=2)

    assert len(hits.items) == 2
    assert hits.total == 6


@pytest.mark.parametrize("day", DAYS)
def test_what_is_found_by_a_word_is_what_was_known_with_that_word(either_database: Database, day: date) -> None:
    _load(either_database, tiny())

    with either_database.reading() as connection:
        view = View(connection, "local", "ferry", day)
        known = [one for _kind, cls in SECTIONS.values() for one in list_items(view, cls)]
        names = {one.id: one.name for one in known if isinstance(one, Person | Party)}
        texts = {one.id: _words(one, {}) for one in known}
        with_names = {one.id: _words(one, names) for one in known}
        for word in sorted({word for one in _all_items() for word in _words(one, {})}):
            found = set(find_hits(view, typed_terms(word)).items)

            # names that came up later than an item are in it only from when more of it was published
            assert {id_ for id_, there in texts.items() if word in there} <= found
            assert found <= {id_ for id_, there in with_names.items() if word in there}


def _all_items() -> Iterator[Any]:
    for section in SECTIONS:
        yield from getattr(tiny(), section)


def _words(record: Any, names: dict[str, str]) -> set[str]:
    return {word for extract in extracts(record, names=names) if not is_ours(extract) for word in folded(extract.text)}


def test_a_later_wording_is_not_searched_before_its_day(either_database: Database) -> None:
    _load(either_database, tiny())

    assert _find(either_database, "foresaw", day=date(2031, 3, 9)) == ()
    assert _find(either_database, "foresaw", day=date(2031, 3, 10)) == ("S1",)
    assert _find(either_database, "meet -foresaw", day=date(2031, 3, 9)) == ("S1",)
    assert _find(either_database, "meet -foresaw", day=date(2031, 3, 10)) == ()


def test_a_changed_item_is_found_by_its_new_words_only(either_database: Database) -> None:
    _load(either_database, tiny())

    _load(either_database, replaced("events", "E1", title="The barge burns"))

    assert _find(either_database, "barge") == ("E1",)
    assert _find(either_database, "sinks") == ()


def test_a_removed_item_leaves_the_index(either_database: Database) -> None:
    _load(either_database, tiny())

    _load(either_database, tiny(statements=TINY["statements"][:2], dates=TINY["dates"][:2]))

    assert _find(either_database, "clean") == ()
    with either_database.reading() as connection:
        rows = select(func.count()).select_from(schema.search).where(schema.search.c.item == "S10")
        assert connection.execute(rows).scalar_one() == 0


def test_an_unchanged_load_writes_nothing(either_database: Database) -> None:
    _load(either_database, tiny())
    before = _rows(either_database)

    _load(either_database, tiny())

    assert _rows(either_database) == before


def test_only_what_changed_is_written(either_database: Database) -> None:
    _load(either_database, tiny())
    before = _rows(either_database)

    _load(either_database, replaced("events", "E1", title="The barge burns"))

    after = _rows(either_database)
    assert {row[1] for row in before ^ after} == {"E1"}


def test_a_source_of_another_day_moves_what_rests_on_it_also_in_part(either_database: Database) -> None:
    _load(either_database, tiny())

    _load(either_database, replaced("sources", "late", published="2031-03-11"))

    assert _find(either_database, "foresaw", day=date(2031, 3, 10)) == ()
    assert _find(either_database, "foresaw", day=date(2031, 3, 11)) == ("S1",)


def test_a_speaker_of_another_name_is_found_by_that(either_database: Database) -> None:
    _load(either_database, tiny())

    _load(either_database, replaced("people", "oake", name="Bernard Oake"))

    assert "S2" in _find(either_database, "bernard")


def test_a_desks_own_version_hides_the_files(either_database: Database) -> None:
    _load(either_database, tiny())
    own = tiny().events[0]
    body = encode(own).replace("sinks", "capsizes")
    with either_database.writing() as connection:
        mine = {"dossier": "ferry", "id": "E1", "desk": "42", "kind": "event", "hash": "", "body": body}
        days = {"earliest": date(2030, 1, 1), "latest": date(2030, 12, 31), "known_from": date(2031, 3, 1)}
        connection.execute(insert(schema.item).values(mine | days | {"known_by": date(2031, 3, 1)}))
        _index_anew(connection)

    assert _find(either_database, "capsizes", desk="42") == ("E1",)
    assert _find(either_database, "capsizes") == ()
    assert _find(either_database, "sinks", desk="42") == ()
    assert _find(either_database, "sinks") == ("E1",)


def test_what_no_index_has_is_indexed(either_database: Database) -> None:
    _load(either_database, tiny())
    before = _rows(either_database)
    with either_database.writing() as connection:
        _index_anew(connection)

    assert {row[1:] for row in _rows(either_database)} == {row[1:] for row in before}
    assert _find(either_database, "foresaw") == ("S1",)
    assert _find(either_database, "foresaw", day=date(2031, 3, 9)) == ()


def _index_anew(connection: Connection) -> None:
    connection.execute(delete(schema.search))
    connection.execute(delete(schema.search_word))
    index_what_is_not(connection)


def _rows(database: Database) -> set[tuple[Any, ...]]:
    column = schema.search.c
    with database.reading() as connection:
        rows = connection.execute(select(column.id, column.item, column.until, column.words))
        return {tuple(row) for row in rows}


def test_another_dossiers_words_are_not_found(either_database: Database) -> None:
    _load(either_database, tiny())
    _load(either_database, tiny(id="other", events=[TINY["events"][0] | {"title": "A zeppelin lands"}]))

    assert _find(either_database, "zeppelin") == ()
    assert _find(either_database, "zeppelin", dossier="other") == ("E1",)


def test_words_like_a_mistyped_one_are_near(either_database: Database) -> None:
    _load(either_database, tiny())

    with either_database.reading() as connection:
        view = View(connection, "local", "ferry", LATER)
        assert nearest_words(view, "meating")[0] == "meeting"
        assert nearest_words(view, "ticktes")[0] == "tickets"
        assert nearest_words(view, "zzzzzzz") == []


def test_ids_that_begin_so_are_listed_whatever_the_letters(either_database: Database) -> None:
    _load(either_database, tiny())

    with either_database.reading() as connection:
        view = View(connection, "local", "ferry", date(2031, 3, 3))
        assert list_ids(view, "s", limit=9) == ["south", "S1", "S2"]
        assert list_ids(view, "VA", limit=9) == ["vane"]
        assert list_ids(view, "%", limit=9) == []
        assert list_ids(view, "S10", limit=9) == []


@pytest.mark.parametrize("how", [{}, {"best": True}, {"kind": "statement"}, {"without": ("topic",)}])
def test_sqlite_begins_with_the_words_and_reads_no_table_through(ferry: Database, how: dict[str, Any]) -> None:
    heard: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        heard.append((statement, values))

    event.listen(ferry.engine, "before_cursor_execute", hear)
    _hits(ferry, "ferry meet* -sinks", **how)
    event.remove(ferry.engine, "before_cursor_execute", hear)

    with ferry.reading() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values) for said, values in heard]
        steps = [str(row["detail"]) for plan in plans for row in plan.mappings()]
    assert any(step.startswith("SCAN search_index VIRTUAL TABLE") for step in steps)
    assert [step for step in steps if re.match("SCAN (search|item|link)( |$)", step)] == []
    assert any("INTEGER PRIMARY KEY (rowid=?)" in step for step in steps)
