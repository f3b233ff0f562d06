"""/conflicts: what reports say side by side, origins counted once, since when, settled or open."""

from typing import Any

import pytest

from bot.asking import UserError
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, TINY, tiny

SEATS: dict[str, Any] = {
    "id": "P1",
    "question": "How many seats has the ferry?",
    "about": ["O1"],
    "reports": [
        {"source": "morning", "value": "80", "exact": "eighty seats", "via": ["agency"]},
        {"source": "weekly", "value": "80", "modality": "reportedly", "via": ["officials", "agency"]},
        {"source": "late", "value": "90", "exact": "ninety seats", "remark": "In the headline."},
    ],
    "notes": [{"text": "The newsletter may count standing room.", "sources": ["morning", "late"]}],
}
NAME: dict[str, Any] = {
    "id": "P2",
    "question": "What is the ferry called?",
    "topics": ["ferry-line"],
    "reports": [
        {"source": "morning", "value": "Gull"},
        {"source": "weekly", "value": "Girl"},
        {"source": "weekly", "value": "Gull", "exact": "the good ship Gull"},
    ],
    "preference": {"value": "Gull", "reason": "Both papers have it.", "sources": ["morning", "weekly"]},
}
CAPTAIN: dict[str, Any] = {
    "id": "P3",
    "question": "Who is captain?",
    "reports": [{"source": "morning", "value": "Rook"}, {"source": "weekly", "value": "Rook"}],
}
TICKETS: dict[str, Any] = {
    "id": "P4",
    "question": "When are tickets sold?",
    "reports": [
        {"source": "morning", "value": "in spring", "exact": "this spring"},
        {"source": "weekly", "value": "in May", "exact": "from May on"},
    ],
    "compatible": {"reason": "May lies in spring.", "sources": ["morning", "weekly"]},
}
ORIGINS = [
    {"id": "agency", "name": "Coast Agency", "kind": "agency"},
    {"id": "officials", "name": "Officials of the harbour", "kind": "officials"},
]
# the newsletter is a machine translation, and this wording has been harmed by it
HARMED = {"source": "late", "kind": "indirect", "text": "She sank.", "state": "garbled", "damage": "The verb is lost."}


@pytest.fixture
def differing(database: Database) -> Database:
    """A database with four points: one open, one settled, one agreed, one that differs and is compatible."""
    statements = [dict(one) for one in TINY["statements"]]
    statements[0] = statements[0] | {"wordings": [statements[0]["wordings"][0], HARMED]}
    dossier = tiny(points=[SEATS, NAME, CAPTAIN, TICKETS], origins=ORIGINS, statements=statements)
    with database.writing() as connection:
        replace_dossier(connection, dossier, now=NOW, actor="test")
    return database


def test_conflicts_show_values_side_by_side_and_count_an_origin_once(differing: Database) -> None:
    said = asked(differing, "/conflicts as_of:2031-03-12")

    assert said == (
        "Conflicts between reports\n"
        "as of 12 March 2031 · The ferry talks\n"
        "P1, How many seats has the ferry?\n"
        "  Open: 2 answers from 3 sources, 2 origins; opened on or after 10 March 2031 [late (may be later),"
        " morning, weekly]\n"
        "  80 – 2 sources, 1 origin\n"
        "    “eighty seats” (through Coast Agency) [morning]\n"
        "    no exact words (reportedly; through Officials of the harbour → Coast Agency) [weekly]\n"
        "  90 – 1 source\n"
        "    “ninety seats” (reads like a machine translation; In the headline) [late (may be later)]\n"
        "  One origin: Coast Agency, carried by morning and weekly: counted once [morning, weekly]\n"
        "  Note: The newsletter may count standing room. [late (may be later), morning]\n"
        "P2, What is the ferry called?\n"
        "  Settled: 2 answers from 2 sources; opened one day between 2 and 5 March 2031; settled by sources of"
        " one day between 2 and 5 March 2031 [morning, weekly]\n"
        "  Gull – 2 sources\n"
        "    no exact words [morning]\n"
        "    “the good ship Gull” [weekly]\n"
        "  Girl – 1 source\n"
        "    no exact words [weekly]\n"
        "  Differs within one origin: weekly itself: Girl / Gull [weekly]\n"
        "  Preferred: Gull, because: Both papers have it. [morning, weekly]\n"
        "P4, When are tickets sold?\n"
        "  Differ, compatible: 2 answers from 2 sources; opened one day between 2 and 5 March 2031 [morning, weekly]\n"
        "  Why compatible: May lies in spring. [morning, weekly]\n"
        "  in spring – 1 source\n"
        "    “this spring” [morning]\n"
        "  in May – 1 source\n"
        "    “from May on” [weekly]\n"
        "Damaged in translation, 1 of 1\n"
        "  S1: Ada Vane – garbled in the source; The verb is lost. [late (may be later)]\n"
        "Sources\n"
        "  late  an unnamed newsletter, on or after 10 March 2031 (deduced); reads like a machine translation\n"
        "  morning  Morning Post, 1 March 2031\n"
        "  weekly  The Weekly, one day between 2 and 5 March 2031 (deduced)\n"
        "“may be later”: not certainly published by 12 March 2031, so it may not have been known yet.\n"
    )


def test_a_conflict_that_only_a_later_report_opened_is_not_shown_before(differing: Database) -> None:
    early, later = [asked(differing, f"/conflicts about:P1 as_of:{day}") for day in ("2031-03-09", "2031-03-10")]

    assert "No conflict: 1 answer from 2 sources, 1 origin" in early
    assert [word for word in ("90", "ninety", "standing", "late") if word in early] == []
    assert "Open: 2 answers from 3 sources, 2 origins; opened on or after 10 March 2031" in later


def test_a_conflict_opens_between_the_days_on_which_its_second_value_can_have_come_out(
    differing: Database,
) -> None:
    said = asked(differing, "/conflicts P2 as_of:2031-03-06")

    assert "opened one day between 2 and 5 March 2031; settled by sources of one day between 2 and 5 March 2031" in said


def test_before_a_preference_could_be_reasoned_there_is_none(differing: Database) -> None:
    said = asked(differing, "/conflicts P2 as_of:2031-03-01")

    assert "Preferred" not in said
    assert "Girl" not in said


@pytest.mark.parametrize(
    ("line", "shown", "hidden"),
    [
        ("/conflicts state:open", ["P1, "], ["P2, ", "P3, "]),
        ("/conflicts state:settled", ["P2, "], ["P1, ", "P3, ", "P4, ", "Damaged"]),
        ("/conflicts state:compatible", ["P4, "], ["P1, ", "P2, ", "P3, ", "Damaged"]),
        ("/conflicts about:O1", ["P1, "], ["P2, "]),
        ("/conflicts about:ferry-line", ["P2, "], ["P1, "]),
        ('/conflicts about:"the ferry"', ["P2, "], ["P1, "]),
        ("/conflicts seats", ["P1, "], ["P2, "]),
        ("/conflicts about:agency", ["P1, "], ["P2, "]),
        ("/conflicts about:vane", ["No conflict about Ada Vane", "S1: Ada Vane – garbled"], ["P1, "]),
    ],
)
def test_conflicts_are_narrowed(differing: Database, line: str, shown: list[str], hidden: list[str]) -> None:
    said = asked(differing, line)

    assert [words for words in shown if words not in said] == []
    assert [words for words in hidden if words in said] == []


def test_no_conflict_says_what_else_there_is(differing: Database) -> None:
    said = asked(differing, "/conflicts about:O1 state:settled")

    assert "No settled conflict about Northhaven’s offer of a shared ferry between the sources" in said
    assert "1 open: /conflicts about:O1 state:open dossier:ferry" in said


def test_what_else_there_is_is_offered_by_how_it_stands(differing: Database) -> None:
    said = asked(differing, "/conflicts about:tickets state:open")

    assert "1 compatible: /conflicts about:tickets state:compatible dossier:ferry" in said


def test_before_the_difference_opened_nothing_is_compatible(differing: Database) -> None:
    said = asked(differing, "/conflicts P4 as_of:2031-03-01")

    assert "No conflict: 1 answer from 1 source" in said
    assert "ompatible" not in said


def test_between_two_days_compatible_differences_are_told_apart_from_conflicts(differing: Database) -> None:
    said = asked(differing, "/compare 2031-03-01 2031-03-06")

    opened, compatible = said.split("Conflicts opened, 1")[1].split("Reports that now differ, compatible, 1")
    assert "P2, What is the ferry called? Gull / Girl" in opened
    assert "P4, When are tickets sold? in spring / in May" in compatible


def test_more_than_ten_conflicts_get_a_line_each(database: Database) -> None:
    points = [SEATS | {"id": f"P{number}"} for number in range(1, 12)]
    with database.writing() as connection:
        replace_dossier(connection, tiny(points=points, origins=ORIGINS), now=NOW, actor="test")

    said = asked(database, "/conflicts")

    assert "Open, 11 of 11" in said
    assert (
        "  P11: How many seats has the ferry? 80 (2 sources, 1 origin) / 90 (1 source);"
        " opened on or after 10 March 2031 [late, morning, weekly]\n"
    ) in said
    assert "The words of each report, e.g. on P1: /conflicts about:P1 dossier:ferry" in said


def test_an_over_long_subject_is_refused(differing: Database) -> None:
    with pytest.raises(UserError, match="may have 80 characters"):
        asked(differing, f"/conflicts {'x' * 81}")


def test_status_counts_open_conflicts_apart_from_settled_ones(differing: Database) -> None:
    assert "Conflicts between reports, 1 of 1 open; 1 settled; 1 differ, compatible" in asked(differing, "/status")
