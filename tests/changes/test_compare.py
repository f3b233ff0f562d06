"""/compare: two people, parties or offers side by side, and what became known between two days."""

from typing import Any

import pytest

from bot.asking import UserError
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, TINY, tiny


def _load(database: Database, **changes: Any) -> None:
    with database.writing() as connection:
        replace_dossier(connection, tiny(**changes), now=NOW, actor="test")


def _body(said: str) -> str:
    return said.partition("\nSources\n")[0] + "\n"


def test_two_days_show_what_became_known_between_them(ferry: Database) -> None:
    said = asked(ferry, "/compare 2031-03-01 2031-03-05")

    assert _body(said) == (
        "What became known after 1 March 2031, up to 5 March 2031\n"
        "as of 5 March 2031 · The ferry talks\n"
        "1 source came out; 4 new items, 3 of which more is known [weekly]\n"
        "Sources that came out, 1\n"
        "  The Weekly: published one day between 2 and 5 March 2031 – deduced [weekly]\n"
        "Answers to offers, 1\n"
        "  O1, Bern Oake: declines to comment – No comment. [weekly]\n"
        "New statements, 1\n"
        "  S2, Bern Oake (declines to comment): He would not speak of it. (reported); 1 March 2031 [weekly]\n"
        "New dates to watch, 1\n"
        "  D2, Vote of the harbour council; 12 March 2031 [weekly]\n"
        "New people and parties, 2\n"
        "  Bern Oake (oake) [weekly]\n"
        "  Southport (south) [weekly]\n"
        "More reports, 1\n"
        "  P1, How many seats has the ferry? 80 [weekly]\n"
        "Timeline of these days: /timeline from:2031-03-01 to:2031-03-05 dossier:ferry\n"
    )


def test_two_days_in_words_and_in_any_order_show_wordings_roles_conflicts_and_outcomes(ferry: Database) -> None:
    said = asked(ferry, '/compare first:"10 March 2031" second:"8 March"')

    assert _body(said) == (
        "What became known after 8 March 2031, up to 10 March 2031\n"
        "as of 10 March 2031 · The ferry talks\n"
        "1 source came out, 1 of them perhaps only later; 3 new items, 6 of which more is known [late (may be later)]\n"
        "Sources that came out, 1\n"
        "  an unnamed newsletter: published on or after 10 March 2031 – deduced; perhaps only after 10 March 2031"
        " [late (may be later)]\n"
        "Outcomes, 1\n"
        "  D2, Vote of the harbour council: happened – The council voted. [late (may be later)]\n"
        "Answers to offers, 1\n"
        "  O1, Southport: accepts – The council agreed. [late (may be later)]\n"
        "Conflicts opened, 1\n"
        "  P1, How many seats has the ferry? 80 / 90 [late (may be later), morning, weekly]\n"
        "New statements, 1\n"
        "  S10, an aide to the mayor: The vote was “close, but clean”. [late (may be later)]\n"
        "New wordings, 1\n"
        "  S1, Ada Vane: She foresaw a meeting soon. (reported, translated) [late (may be later)]\n"
        "New dates to watch, 1\n"
        "  D3, The ferry runs again [late (may be later)]\n"
        "Announced again, 1\n"
        "  D1, Meeting of the two towns; Ada Vane: a meeting soon [late (may be later)]\n"
        "New people and parties, 1\n"
        "  an aide to the mayor (aide) [late (may be later)]\n"
        "New roles, 1\n"
        "  Ada Vane: former mayor of Northhaven [late (may be later)]\n"
        "New spellings, 1\n"
        "  Ada Vane: also “Adda Wane” [late (may be later)]\n"
        "New notes, 1\n"
        "  vane: The newsletter spells her otherwise. [late (may be later), morning]\n"
        "Timeline of these days: /timeline from:2031-03-08 to:2031-03-10 dossier:ferry\n"
    )


def test_two_days_between_which_nothing_came_out_say_so(ferry: Database) -> None:
    said = asked(ferry, "/compare 2031-03-06 2031-03-08")

    assert "No source came out after 6 March 2031 up to 8 March 2031, so nothing became known.\n" in said


def test_two_days_name_what_counts_as_out_by_the_first_but_may_be_later(ferry: Database) -> None:
    said = asked(ferry, "/compare 2031-03-03 2031-03-08")

    assert said == (
        "What became known after 3 March 2031, up to 8 March 2031\n"
        "as of 8 March 2031 · The ferry talks\n"
        "No source is sure to have come out after 3 March 2031 up to 8 March 2031."
        " What these tell may have become known then.\n"
        "Counted as out by 3 March 2031, perhaps only later, so what they tell is not below, 1\n"
        "  The Weekly: published one day between 2 and 5 March 2031 – deduced [weekly]\n"
        "Timeline of these days: /timeline from:2031-03-03 to:2031-03-08 dossier:ferry\n"
        "Sources\n"
        "  weekly  The Weekly, one day between 2 and 5 March 2031 (deduced)\n"
    )


def test_days_after_as_of_are_cut_off(ferry: Database) -> None:
    said = asked(ferry, "/compare 2031-03-01 2031-03-20 as_of:2031-03-09")

    assert said.startswith("What became known after 1 March 2031, up to 9 March 2031\n")
    assert "Nothing later than 9 March 2031 can be compared.\n" in said
    assert [
        word for word in ("late", "aide", "90", "accepts") if word in _body(said).replace("Nothing later", "")
    ] == []
    with pytest.raises(UserError, match=r"Two days are needed, both by 9 March 2031\. For example: /compare 20"):
        asked(ferry, "/compare 2031-03-10 2031-03-20 as_of:2031-03-09")


def test_two_people_stand_side_by_side_on_each_subject(ferry: Database) -> None:
    said = asked(ferry, "/compare vane oake as_of:2031-03-09")

    assert _body(said) == (
        "Ada Vane and Bern Oake\n"
        "as of 9 March 2031 · The ferry talks\n"
        "Who\n"
        "  Ada Vane: mayor of Northhaven; Northhaven [morning]\n"
        "  Bern Oake: harbour master; Southport [weekly]\n"
        "Last word\n"
        "  Ada Vane: 1 statement, the last (S1) 28 February 2031 – deduced; 2 days before 2 March 2031 [morning]\n"
        "  Bern Oake: 1 statement, the last (S2) 1 March 2031; 1 day before 2 March 2031 [weekly]\n"
        "On the ferry\n"
        "  S1, Ada Vane: “We shall meet within a week”; 28 February 2031 – deduced [morning]\n"
        "  S2, Bern Oake (declines to comment): He would not speak of it. (reported); 1 March 2031 [weekly]\n"
        "On offers\n"
        "  Ada Vane: called O1 “fair offer” [morning]\n"
        "  Bern Oake: answer to O1: declines to comment – No comment. [weekly]\n"
    )


def test_two_parties_stand_side_by_side_with_what_their_people_said(ferry: Database) -> None:
    said = asked(ferry, "/compare north south")

    assert "  Northhaven: a side in the talks [morning]\n  Southport: a side in the talks [weekly]\n" in said
    assert "  Northhaven: 2 statements, the last (S1) 28 February 2031" in said
    assert "  Northhaven, Ada Vane: called O1 “fair offer” [morning]\n" in said
    assert "  Southport: answer to O1: accepts – The council agreed. [late]\n" in said


def test_two_offers_stand_side_by_side_term_by_term(database: Database) -> None:
    [first] = TINY["offers"]
    half = {"text": "half the tickets", "reports": [{"source": "weekly", "value": "a third", "modality": "reportedly"}]}
    pier = {"text": "a new pier", "reports": [{"source": "weekly", "value": "by 2032"}]}
    second = {"id": "O2", "title": "Southport’s own plan", "by": "south", "to": "north", "terms": [half, pier]}
    _load(database, offers=[first, second])

    said = asked(database, "/compare O1 o2 as_of:2031-03-09")

    assert _body(said) == (
        "Northhaven’s offer of a shared ferry and Southport’s own plan\n"
        "as of 9 March 2031 · The ferry talks\n"
        "Whose\n"
        "  O1: Northhaven’s offer of a shared ferry, by Northhaven to Southport [morning]\n"
        "  O2: Southport’s own plan, by Southport to Northhaven [weekly]\n"
        "In both: half the tickets\n"
        "  O1: half (may) [morning]\n"
        "  O2: a third (reportedly) [weekly]\n"
        "Only in O2\n"
        "  a new pier: by 2032 (stated) [weekly]\n"
        "How O1 fared\n"
        "  Ada Vane called it “fair offer” [morning]\n"
        "  made 27 February 2031 [morning]\n"
        "  Bern Oake: declines to comment – No comment. [weekly]\n"
    )


def test_a_name_that_is_not_known_asks_which_and_keeps_the_other(ferry: Database) -> None:
    said = asked(ferry, "/compare first:oakk second:vane")

    assert "No “oakk”. Did you mean Bern Oake?\n" in said
    assert "/compare first:oake second:vane dossier:ferry\n" in said


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/compare vane O1", r"vane and O1 can't be compared: two people or parties are needed"),
        ("/compare vane 2031-03-01", r"“2031-03-01” is a day and “vane” is none\. For example: /compare 20"),
        ("/compare vane Vane", r"Both are Ada Vane\. Two different ones"),
        ("/compare vane", r"/compare needs second"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_an_example(ferry: Database, line: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        asked(ferry, line)
