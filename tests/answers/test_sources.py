"""/sources: what rests on what, single-sourced by origin, chains, damage, deduced days."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, insert

from bot.asking import UserError
from db.loading.dossiers import replace_dossier
from db.model.codec import encode
from db.reading.sources import count_resting, list_carried, list_newest_sources, list_printed
from db.reading.view import View
from db.storage import schema
from db.storage.database import Database
from tests.answers.test_conflicts import CAPTAIN, HARMED, NAME, ORIGINS, SEATS
from tests.asking import asked
from tests.builders import NOW, TINY, tiny


@pytest.fixture
def sourced(either_database: Database) -> Database:
    """A database in which an agency stands behind two papers."""
    statements = [dict(one) for one in TINY["statements"]]
    agency = [wording | {"via": ["agency"]} for wording in statements[0]["wordings"]]
    statements[0] = statements[0] | {"wordings": [agency[0], agency[1] | HARMED]}
    sources = [dict(one) for one in TINY["sources"]]
    sources[1] = sources[1] | {"bias": "Owned by Southport."}
    sources[2] = sources[2] | {"damage": "Names change.", "notes": ["No day in it."]}
    dossier = tiny(points=[SEATS, NAME, CAPTAIN], origins=ORIGINS, statements=statements, sources=sources)
    with either_database.writing() as connection:
        replace_dossier(connection, dossier, now=NOW, actor="test")
    return either_database


def test_sources_show_what_rests_on_each_and_what_is_single_sourced(sourced: Database) -> None:
    said = asked(sourced, "/sources as_of:2031-03-12")

    assert said == (
        "Sources\n"
        "as of 12 March 2031 · The ferry talks\n"
        "late, an unnamed newsletter: After the vote\n"
        "  Published: on or after 10 March 2031 – deduced: it tells of the vote [late (may be later)]\n"
        "  Translation: reads like a machine translation. Names change. [late (may be later)]\n"
        "  Note: No day in it. [late (may be later)]\n"
        "  Rests on it: 2 people, 2 statements, 1 offer, 1 point, 3 tracked dates [late (may be later)]\n"
        "  Single-sourced statements: 1 of 2 (S10) [late (may be later)]\n"
        "  One origin only: S1 stands in 2 sources, all through Coast Agency [late (may be later), morning]\n"
        "  Single-sourced tracked dates: 1 of 2 (D3) [late (may be later)]\n"
        "weekly, The Weekly: What the towns want\n"
        "  Published: one day between 2 and 5 March 2031 – deduced: it speaks of last Saturday [weekly]\n"
        "  Bias: Owned by Southport. [weekly]\n"
        "  Rests on it: 1 party, 2 people, 1 statement, 1 offer, 3 points, 1 tracked date [weekly]\n"
        "  Single-sourced statements: 1 of 1 (S2) [weekly]\n"
        "  Single-sourced tracked dates: 1 of 1 (D2) [weekly]\n"
        "morning, Morning Post: Ferry talks begin\n"
        "  Published: 1 March 2031 [morning]\n"
        "  Rests on it: 1 party, 1 person, 1 statement, 1 offer, 1 event, 3 points, 1 tracked date [morning]\n"
        "  One origin only: S1 stands in 2 sources, all through Coast Agency [late (may be later), morning]\n"
        "  Single-sourced events: 1 of 1 (E1) [morning]\n"
        "Chains of reporting, 3\n"
        "  Coast Agency → late: 1 passage [late (may be later)]\n"
        "  Coast Agency → morning: 2 passages [morning]\n"
        "  Officials of the harbour → Coast Agency → weekly: 1 passage [weekly]\n"
        "Shared origins\n"
        "  Coast Agency: in 3 sources; what came through it counts once [late (may be later), morning, weekly]\n"
        "Newest source: published on or after 10 March 2031 – deduced [late (may be later)]\n"
        "Sources\n"
        "  late  an unnamed newsletter, on or after 10 March 2031 (deduced); reads like a machine translation\n"
        "  morning  Morning Post, 1 March 2031\n"
        "  weekly  The Weekly, one day between 2 and 5 March 2031 (deduced)\n"
        "“may be later”: not certainly published by 12 March 2031, so it may not have been known yet.\n"
    )


def test_sources_published_later_are_not_counted(sourced: Database) -> None:
    said = asked(sourced, "/sources as_of:2031-03-09")

    assert [words for words in ("late", "newsletter", "S10", "an aide") if words in said] == []
    assert "Single-sourced statements: 1 of 1 (S1) [morning]" in said


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            "S1",
            (
                "Wording, direct: “We shall meet within a week” – on the radio; through Coast Agency [morning]\n"
                "Wording, indirect: She sank. (reported, garbled in the source) – through Coast Agency; The verb"
                " is lost [late (may be later)]\n"
                "Date: 28 February 2031 – deduced: “yesterday” in a paper of 1 March [late (may be later),"
                " morning]\n"
                "Counted by origin: 2 sources, 1 origin; single-sourced [late (may be later), morning]\n"
                "One origin: Coast Agency, carried by morning and late: counted once [late (may be later),"
                " morning]\n"
            ),
        ),
        (
            "P1",
            (
                "Says 80: “eighty seats” (stated; through Coast Agency) [morning]\n"
                "Says 80: no exact words (reportedly; through Officials of the harbour → Coast Agency) [weekly]\n"
                "Says 90: “ninety seats” (stated; reads like a machine translation; In the headline) [late (may"
                " be later)]\n"
                "Note: The newsletter may count standing room. [late (may be later), morning]\n"
                "Counted by origin: 3 sources, 2 origins [late (may be later), morning, weekly]\n"
                "One origin: Coast Agency, carried by morning and weekly: counted once [morning, weekly]\n"
            ),
        ),
        (
            "O1",
            (
                "Term, half the tickets: half: no exact words (may be so) [morning]\n"
                "Called: “fair offer” – Ada Vane [morning]\n"
                "Stage, made: 27 February 2031 [morning]\n"
                "Answer, declines to comment: Bern Oake: No comment. [weekly]\n"
                "Answer, accepts: Southport: The council agreed. [late (may be later)]\n"
                "Counted by origin: 1 source; single-sourced [morning]\n"
            ),
        ),
        (
            "D1",
            (
                "Announced: Ada Vane: “within a week” [morning]\n"
                "Announced: Ada Vane: a meeting soon [late (may be later)]\n"
                "Date: 28 February – 7 March 2031 (“within a week” counted from 28 February 2031) [late (may be"
                " later), morning]\n"
                "Counted by origin: 2 sources [late (may be later), morning]\n"
            ),
        ),
        (
            "vane",
            (
                "Spelt: “Ada Vane” [morning, weekly]\n"
                "Spelt: “Adda Wane” [late (may be later)]\n"
                "Role: mayor of Northhaven [morning]\n"
                "Role: former mayor of Northhaven [late (may be later)]\n"
                "Note: The newsletter spells her otherwise. [late (may be later), morning]\n"
            ),
        ),
        ("ferry-line", ("It carries nothing of its own that a source would have to bear out.\n")),
    ],
)
def test_sources_of_an_item_are_shown_part_by_part(sourced: Database, item: str, expected: str) -> None:
    said = asked(sourced, f"/sources item:{item} as_of:2031-03-12")

    assert said.partition("The ferry talks\n")[2].partition("Sources\n")[0] == expected


def test_an_item_known_only_later_is_not_found(sourced: Database) -> None:
    assert "S10" not in asked(sourced, "/sources item:S10 as_of:2031-03-09").replace("“S10”", "")


@pytest.mark.parametrize("typed", ["weekly", "the weekly", "WEEK"])
def test_an_outlet_is_found_by_id_or_name(sourced: Database, typed: str) -> None:
    said = asked(sourced, f"/sources outlet:“{typed}”")

    assert said.startswith("weekly, The Weekly: What the towns want\n")
    assert "Bias: Owned by Southport. [weekly]" in said


def test_an_unknown_outlet_lists_those_there_are(sourced: Database) -> None:
    said = asked(sourced, "/sources outlet:gazette as_of:2031-03-09")

    assert "No source called “gazette” was published by 9 March 2031." in said
    assert "morning, Morning Post: /sources outlet:morning as_of:2031-03-09 dossier:ferry" in said
    assert "newsletter" not in said


def test_an_item_and_an_outlet_at_once_are_refused(sourced: Database) -> None:
    with pytest.raises(UserError, match="not for both"):
        asked(sourced, "/sources item:S1 outlet:weekly")


def test_what_rests_on_a_source_is_counted_up_to_a_bound(sourced: Database) -> None:
    with sourced.reading() as connection:
        view = View(connection, "local", "ferry", NOW.date())
        counted = count_resting(view, "late", most=10_000)
        capped = count_resting(view, "late", most=2)
        printed = list_printed(view, "late", limit=1)

    assert counted == {"date": 3, "offer": 1, "person": 2, "point": 1, "statement": 2}
    assert sum(capped.values()) == 2
    assert [one.id for one in printed] == ["S1"]


def test_a_desks_own_version_of_an_item_counts_once_beside_the_files(sourced: Database) -> None:
    body = encode(next(one for one in tiny().events if one.id == "E1"))
    days = {"earliest": date(2030, 1, 1), "known_from": date(2031, 3, 1)}
    row = {"dossier": "ferry", "id": "E1", "desk": "42", "kind": "event", "hash": "", "body": body}
    named = {"dossier": "ferry", "target": "morning", "role": "reports.source", "item": "E1", "desk": "42"}
    with sourced.writing() as connection:
        whole = row | days | {"latest": date(2030, 12, 31), "known_by": date(2031, 3, 1)}
        connection.execute(insert(schema.item).values(whole))
        connection.execute(insert(schema.link).values(named | days))

    with sourced.reading() as connection:
        counted = count_resting(View(connection, "42", "ferry", NOW.date()), "morning", most=100)

    assert counted["event"] == 1


def test_what_rests_on_a_source_is_looked_up_by_an_index(ferry: Database) -> None:
    asked_for: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        asked_for.append((statement, values))

    event.listen(ferry.engine, "before_cursor_execute", note)
    with ferry.reading() as connection:
        view = View(connection, "local", "ferry", NOW.date())
        count_resting(view, "late", most=100)
        list_printed(view, "late", limit=10)
        list_carried(view, "late", limit=10)
        list_newest_sources(view, limit=10)
        asked = [one for one in asked_for if one[0].startswith("SELECT")]
        plans = [
            str(row) for one, values in asked for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", values)
        ]

    assert len(asked) >= 3
    reading = [step for step in plans if " item " in step or " link " in step or " item_" in step]
    assert reading
    # by dossier alone, an index leads to all there is
    assert [step for step in reading if "SCAN" in step or "(dossier=?)" in step] == []


def test_a_source_of_unknown_day_had_come_out_when_it_was_loaded(ferry: Database) -> None:
    before, loaded = [asked(ferry, f"/item S10 as_of:{day}") for day in ("2031-03-19", "2031-03-20")]

    assert "[late (may be later)]" in before
    assert "may be later" not in loaded
