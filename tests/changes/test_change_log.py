"""/changes: what loads recorded, old -> new, and what became of tracked dates; by the recorded clock."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.asking import UserError
from bot.phrasing.differences import differences, shown
from db.loading.dossiers import replace_dossier
from db.model.records import Dossier
from db.storage import schema
from db.storage.database import Database
from db.storage.moments import micros
from tests.asking import asked
from tests.builders import NOW, TINY, replaced, tiny

_LATER = NOW + timedelta(days=2)


def _load(database: Database, dossier: Dossier, *, now: datetime = _LATER) -> None:
    with database.writing() as connection:
        replace_dossier(connection, dossier, now=now, actor="ann")


def _body(said: str) -> str:
    return said.partition("\nSources\n")[0] + "\n"


def test_a_small_load_is_told_item_by_item_and_a_kind_by_itself(ferry: Database) -> None:
    said = asked(ferry, "/changes")
    sources = asked(ferry, "/changes kind:source")

    assert said.startswith(
        "What was recorded\n"
        "as of 20 March 2031 · The ferry talks\n"
        "Revision 1: 20 March 2031, 13:00 Europe/Berlin, by test: 18 added\n"
        "Revision 1, item by item\n"
        "  added topic ferry-line, the ferry\n"
        "  added party north, Northhaven [morning]\n"
    )
    assert (
        "  added statement S2, Bern Oake (declines to comment): He would not speak of it. (reported) [weekly]\n" in said
    )
    assert _body(sources) == (
        "What was recorded\n"
        "as of 20 March 2031 · The ferry talks\n"
        "Revision 1: 20 March 2031, 13:00 Europe/Berlin, by test: 3 added\n"
        "Revision 1, item by item\n"
        "  added source late, an unnamed newsletter [late]\n"
        "  added source morning, Morning Post [morning]\n"
        "  added source weekly, The Weekly [weekly]\n"
    )


def test_a_large_load_is_one_line_with_counts(database: Database) -> None:
    topics = [{"id": f"t{number}", "name": f"Topic {number}"} for number in range(30)]
    _load(database, tiny(topics=[*TINY["topics"], *topics]), now=NOW)

    said = asked(database, "/changes")
    listed = asked(database, "/changes kind:topic")

    assert said == (
        "What was recorded\n"
        "as of 20 March 2031 · The ferry talks\n"
        "Revision 1: 20 March 2031, 13:00 Europe/Berlin, by ann: 48 added: 31 topics, 2 parties, 3 people, 3 sources,"
        " 3 statements, 1 offer, 1 event, 1 point, 3 tracked dates\n"
    )
    assert "added topic t29, Topic 29\n" in listed
    assert "statement" not in listed


def test_changes_are_told_newest_first_old_and_new(ferry: Database) -> None:
    _load(ferry, replaced("events", "E1", title="The ferry burns"))
    _load(ferry, tiny(statements=TINY["statements"][:2]), now=_LATER + timedelta(days=1))

    said = asked(ferry, "/changes since:2031-03-21", now=_LATER + timedelta(days=2))

    assert _body(said) == (
        "What was recorded\n"
        "as of 24 March 2031 · The ferry talks\n"
        "Revision 3: 23 March 2031, 13:00 Europe/Berlin, by ann: 1 changed, 1 removed\n"
        "Revision 3, item by item\n"
        "  changed event E1; title: The ferry burns -> The old ferry sinks [morning]\n"
        "  removed statement S10, an aide to the mayor: The vote was “close, but clean”. [late]\n"
        "Revision 2: 22 March 2031, 13:00 Europe/Berlin, by ann: 1 changed\n"
        "Revision 2, item by item\n"
        "  changed event E1; title: The old ferry sinks -> The ferry burns [morning]\n"
    )


def test_what_was_published_later_is_not_told_in_old_or_new(ferry: Database) -> None:
    point = TINY["points"][0]
    reports = [*point["reports"][:2], {"source": "late", "value": "95"}]
    _load(ferry, replaced("points", "P1", reports=reports))
    _load(ferry, tiny(statements=TINY["statements"][:2]), now=_LATER + timedelta(hours=1))

    now = _LATER + timedelta(days=1)
    before = asked(ferry, "/changes as_of:2031-03-09", now=now)
    after = asked(ferry, "/changes", now=now)

    assert [word for word in ("95", "90", "S10", "aide", "late", "Revision 2", "Revision 3") if word in before] == []
    assert "Revision 1: 20 March 2031, 13:00 Europe/Berlin, by test: 14 added\n" in before
    assert "changed point P1; reports[2].value: 90 -> 95 [late, morning, weekly]\n" in after


def test_a_source_that_was_taken_out_is_not_cited_and_hides_as_before(ferry: Database) -> None:
    rest: dict[str, Any] = {
        "sources": TINY["sources"][:2],
        "people": [
            {**one, "spellings": one["spellings"][:1], "roles": one.get("roles", [])[:1], "notes": []}
            for one in TINY["people"][:2]
        ],
        "statements": [{**one, "wordings": one["wordings"][:1]} for one in TINY["statements"][:2]],
        "offers": [],
        "points": [],
        "dates": [],
    }
    _load(ferry, tiny(**rest))

    before = asked(ferry, "/changes kind:statement as_of:2031-03-09", now=_LATER)
    after = asked(ferry, "/changes kind:statement", now=_LATER)

    assert "S10" not in before
    assert "Revision 2" not in before
    assert (
        "  removed statement S10, somebody whom no source had named by then: The vote was “close, but clean”.\n"
        in after
    )
    assert (
        "changed statement S1; wordings[1]: source: late; kind: indirect; text: She foresaw a meeting soon.;" in after
    )


def test_a_publication_day_that_moved_is_told(ferry: Database) -> None:
    _load(ferry, replaced("sources", "weekly", published="2031-03-04"))

    said = asked(ferry, "/changes since:2031-03-22", now=_LATER)

    assert "changed source weekly; published.edtf: [2031-03-02..2031-03-05] -> 2031-03-04 [weekly]\n" in said
    assert "changed person oake; the days on which its sources were published [weekly]\n" in said


def test_answers_of_this_desk_are_told_with_their_basis(ferry: Database) -> None:
    asked(ferry, "/outcome D1 happened basis:radio")

    said = asked(ferry, "/changes kind:outcome")

    assert (
        "Answers to tracked dates, 1\n"
        "  D1, Meeting of the two towns\n"
        "    Expected: 28 February – 7 March 2031 (“within a week” counted from 28 February 2031) [late, morning]\n"
        "    This desk's answer: happened – recorded by ann, 20 March 2031, 13:00 Europe/Berlin; own word: radio\n"
    ) in said
    assert "recorded by ann" in asked(ferry, "/changes")
    assert "recorded by ann" not in asked(ferry, "/changes as_of:2031-03-15")
    assert "recorded by ann" not in asked(ferry, "/changes since:2031-03-21", now=_LATER)


def test_what_another_desk_edited_is_not_told(ferry: Database) -> None:
    edit = {"dossier": "ferry", "revision": 1, "item": "t9", "kind": "topic", "action": "added", "actor": "cleo"}
    edit |= {"new": '{"id": "t9", "name": "Tolls"}', "at": micros(NOW), "why": "asked for"}
    with ferry.writing() as connection:
        connection.execute(insert(schema.change), [edit | {"desk": desk} for desk in ("local", "elsewhere")])

    said = asked(ferry, "/changes kind:topic")

    assert said.count("Tolls") == 1
    assert "Edited here: 20 March 2031, 13:00 Europe/Berlin, by cleo (asked for): 1 added\n" in said


def test_nothing_recorded_says_so_and_a_clock_set_back_sees_nothing(ferry: Database) -> None:
    none = "Nothing was recorded since 21 March 2031, up to 22 March 2031. Try /changes\n"

    assert none in asked(ferry, "/changes since:2031-03-21", now=_LATER)
    assert "Nothing was recorded, up to 19 March 2031" in asked(ferry, "/changes", now=NOW - timedelta(days=1))
    assert "No change of any origin was recorded" in asked(ferry, "/changes kind:origin")


def test_a_day_that_cannot_be_read_is_refused(ferry: Database) -> None:
    with pytest.raises(UserError, match="since: ‘sometime’ is not a day I can read"):
        asked(ferry, "/changes since:sometime")


def test_an_element_put_in_front_leaves_the_others_unchanged() -> None:
    found = differences('{"a": ["x", "y"]}', '{"a": ["w", "x", "y"]}')

    assert [(one.path, one.old, one.new) for one in found] == [("a[0]", None, "w")]


def test_another_order_is_a_difference() -> None:
    [found] = differences('{"a": ["x", "y"]}', '{"a": ["y", "x"]}')

    assert (found.path, shown(found.old), shown(found.new)) == ("a", "x, y", "y, x")


def test_changes_since_a_week_in_words_is_since_its_first_day(ferry: Database) -> None:
    later = _LATER + timedelta(days=7)

    said = asked(ferry, "/changes since:“last week”", now=later)

    assert said == asked(ferry, "/changes since:2031-03-17", now=later)
    assert said != asked(ferry, "/changes since:2031-03-23", now=later)


def test_as_of_a_day_to_come_is_refused(ferry: Database) -> None:
    with pytest.raises(UserError) as refused:
        asked(ferry, "/status as_of:tomorrow")

    assert str(refused.value) == "as_of: 21 March 2031 is still to come. Write e.g. 2031-03-20."
