"""/dates: what is expected, how it stands, and what became of it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.asking import UserError
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import BEN, asked
from tests.builders import NOW, tiny

_SAID = [{"by": "vane", "text": "it will come", "source": "morning"}]


def _load(database: Database, *dates: dict[str, Any]) -> None:
    with database.writing() as connection:
        given = [{"announced": _SAID, "title": f"Thing {one['id']}"} | one for one in dates]
        replace_dossier(connection, tiny(dates=given), now=NOW, actor="test")


def test_dates_lists_what_is_overdue_what_hangs_on_it_and_the_record(ferry: Database) -> None:
    said = asked(ferry, "/dates state:all")

    assert said == (
        "Tracked dates\n"
        "as of 20 March 2031 · The ferry talks\n"
        "Overdue, 1\n"
        "  D1, Meeting of the two towns: 28 February – 7 March 2031 (“within a week” counted from 28 February 2031)"
        " – overdue by 13 days, nothing recorded; D2 depends on it [late, morning]\n"
        "  Ada Vane: “within a week” [morning]\n"
        "  Ada Vane: a meeting soon (not in exact words) [late]\n"
        "Under a condition, 1\n"
        "  D3, The ferry runs again; announced by an aide to the mayor; condition: the harbour agrees [late]\n"
        "Answered, 1\n"
        "  D2, Vote of the harbour council; announced by Bern Oake: 12 March 2031;"
        " not before D1, Meeting of the two towns: no outcome reported [weekly]\n"
        "  Reported: happened – The council voted. [late]\n"
        "Record of outcomes: 2 announced: 1 happened; 1 open [late]\n"
        "Conditions and hopes: not in this record; Northhaven 1 [late]\n"
        "Sources\n"
        "  late  an unnamed newsletter, on or after 10 March 2031 (deduced); reads like a machine translation\n"
        "  morning  Morning Post, 1 March 2031\n"
        "  weekly  The Weekly, one day between 2 and 5 March 2031 (deduced)\n"
    )


def test_overdue_comes_first_then_due_coming_conditions_dependents_and_hopes(database: Database) -> None:
    _load(
        database,
        {"id": "D1"},
        {"id": "D2", "depends_on": "D1"},
        {"id": "D3", "condition": "all agree"},
        {"id": "D4", "when": "2031-04"},
        {"id": "D5", "when": "2031-03-18/2031-03-25~"},
        {"id": "D6", "when": "2031-03-19"},
        {"id": "D7", "when": "2031-03-22"},
    )

    said = asked(database, "/dates")

    told = [line.split(",")[0].strip() for line in said.splitlines() if "Thing" in line]
    assert told == ["D6", "D5", "D7", "D4", "D3", "D2", "D1"]
    assert "D5, Thing D5: about 18–25 March 2031 – due now [morning]" in said
    assert "D7, Thing D7: 22 March 2031 – coming, in 2 days [morning]" in said
    assert "D4, Thing D4: April 2031 – coming, in 12 days at the earliest [morning]" in said
    assert "D2, Thing D2; announced by Ada Vane; not before D1, Thing D1: no outcome reported [morning]" in said


def test_an_approximate_end_is_not_counted_from(database: Database) -> None:
    _load(database, {"id": "D1", "when": "2031-03-01/2031-03-08~"})

    assert "D1, Thing D1: about 1–8 March 2031 – overdue, nothing recorded" in asked(database, "/dates")


@pytest.mark.parametrize(
    ("within", "shown"),
    [
        ("2", ["D1", "D2", "D3"]),
        ('"two weeks"', ["D1", "D2", "D3", "D4"]),
        ('"in the coming days"', ["D1", "D2", "D3"]),
        ('"next month"', ["D1", "D4"]),
        ("2031-04-01/2031-04-03", ["D1", "D4"]),
        ('"by Saturday"', ["D1", "D2", "D3"]),
        ("April", ["D1", "D4"]),
        ("0", ["D1", "D2"]),
    ],
)
def test_within_keeps_what_can_fall_there_and_what_is_overdue(
    database: Database, within: str, shown: list[str]
) -> None:
    whens = ("2031-03-19", "2031-03-18/2031-03-25", "2031-03-22", "2031-04", "2031-05-02")
    _load(database, *({"id": f"D{n}", "when": when} for n, when in enumerate(whens, 1)), {"id": "D6"})

    said = asked(database, f"/dates within:{within}")

    assert [id_ for id_ in ("D1", "D2", "D3", "D4", "D5", "D6") if f"{id_}," in said] == shown
    assert "; what has no date is left out." in said


@pytest.mark.parametrize("within", ["sometime", "soon", "-3", "99999", "2031-03-01/..", "1" * 90])
def test_a_time_that_cannot_be_read_is_refused_with_an_example(ferry: Database, within: str) -> None:
    with pytest.raises(UserError, match="/dates within:7"):
        asked(ferry, f'/dates within:"{within}"')


def test_states_choose_and_an_empty_one_says_what_there_is(ferry: Database) -> None:
    due = asked(ferry, "/dates state:due")
    conditional = asked(ferry, "/dates state:conditional")

    assert (
        "No due date as of 20 March 2031. There are: 1 overdue, 1 under a condition, 1 answered. Try /dates state:all\n"
        in due
    )
    assert ("D3," in conditional, "D2," in conditional) == (True, False)


def test_dates_hide_what_was_published_later(ferry: Database) -> None:
    first = asked(ferry, "/dates state:all as_of:2031-03-01")
    second = asked(ferry, "/dates state:all as_of:2031-03-09")

    assert [word for word in ("D2", "D3", "a meeting soon", "hangs", "happened") if word in first] == []
    assert "1 announced: 1 open" in first
    assert [word for word in ("D3", "a meeting soon", "happened") if word in second] == []
    assert "2 announced: 2 open" in second


def test_a_condition_says_what_is_known_of_what_it_hangs_on(database: Database) -> None:
    told = {"kind": "happened", "text": "They voted.", "when": "[2031-02-20..2031-02-25]", "sources": ["weekly"]}
    _load(
        database,
        {"id": "D1", "outcome": told},
        {"id": "D2", "condition": "the vote is over", "depends_on": "D1"},
        {"id": "D3", "condition": "the ferry is gone", "depends_on": "E1"},
    )

    before = asked(database, "/dates as_of:2031-03-01")
    after = asked(database, "/dates as_of:2031-03-15")

    hanging = "D2, Thing D2; announced by Ada Vane; condition: the vote is over; not before D1, Thing D1: no outcome"
    assert f"{hanging} reported [morning]" in before
    opened = "D2: open since D1 happened – nothing recorded; condition: the vote is over; it waited for D1, Thing D1: "
    assert f"{opened}reported: happened, one day between 20 and 25 February 2031 [morning, weekly]" in after
    waited = "nothing recorded; condition: the ferry is gone; it waited for E1, The old ferry"
    assert f"D3: open since E1 happened – {waited}" in after


def test_a_moved_date_is_watched_anew_with_what_it_was_before(database: Database) -> None:
    _load(database, {"id": "D1", "when": "2031-03-19"})
    asked(database, "/outcome D1 moved to:2031-03-24/2031-03-26", asker=BEN)

    said = asked(database, "/dates")

    assert (
        "D1, Thing D1: 24–26 March 2031 (moved by this desk, before: 19 March 2031) – coming, in 4 days at"
        " the earliest [morning]"
    ) in said
    assert "This desk's answer: moved to 24–26 March 2031 – recorded by ben, 20 March 2031, 13:00" in said
    assert "1 announced: 1 moved [morning]" in said


def test_the_record_counts_each_date_once(database: Database) -> None:
    reported = {"outcome": {"kind": "happened", "text": "It came.", "sources": ["morning"]}}
    _load(database, *({"id": f"D{n}", "when": "2031-03-19"} for n in range(1, 5)), {"id": "D5"} | reported)
    asked(database, "/outcome D1 moved to:2031-03-24")
    asked(database, "/outcome D1 happened basis:morning")
    asked(database, "/outcome D2 did-not-happen")
    asked(database, "/outcome D3 unclear")

    said = asked(database, "/dates")

    assert "4 announced: 1 happened, 1 did not, 1 unclear; 1 open [morning]" in said
    assert "Conditions and hopes: not in this record; Northhaven 1" in said  # D5 was given no day
    assert "D3, Thing D3: 19 March 2031 – overdue by 1 day, recorded as unclear" in said
    assert "D1," not in said
    assert "D1," in asked(database, "/dates state:answered")


def test_an_answer_recorded_later_does_not_count_before(ferry: Database) -> None:
    asked(ferry, "/outcome D1 happened basis:morning")

    assert "recorded by ann" in asked(ferry, "/dates state:answered")
    assert "recorded by ann" not in asked(ferry, "/dates state:all as_of:2031-03-19")
    assert "recorded by ann" not in asked(ferry, "/dates state:all", now=NOW - timedelta(hours=1))


def test_a_dossier_without_dates_says_so(database: Database) -> None:
    with database.writing() as connection:
        replace_dossier(connection, tiny(dates=[]), now=NOW, actor="test")

    assert "No tracked date is known by 20 March 2031.\n" in asked(database, "/dates")


def test_only_who_has_power_over_it_is_scored_for_it(database: Database) -> None:
    day = {"when": "2031-03-10"}
    _load(
        database,
        {"id": "D1", "party": "north"} | day,  # the mayor of Northhaven said so
        {"id": "D2", "party": "south"} | day,  # of Southport she only expects it
        {"id": "D3", "party": "south", "condition": "all agree"},
    )

    said = asked(database, "/dates")

    assert "Record of outcomes: 1 announced: 1 open\n" in said
    assert "Conditions and hopes: not in this record; Northhaven 2 of Southport [morning]\n" in said
