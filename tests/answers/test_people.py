"""/who: who somebody is, and what they said, as of a day."""

from datetime import UTC, datetime

import pytest

from bot.asking import Asker, UserError
from bot.blocks import Group
from bot.commands import dispatch
from db.storage.database import Database
from tests.asking import asked
from tests.builders import DESK, NOW


def test_who_shows_role_side_spellings_and_statements_with_their_sources(ferry: Database) -> None:
    said = asked(ferry, "/who vane as_of:2031-03-06")

    assert said == (
        "Ada Vane\n"
        "as of 6 March 2031 · The ferry talks\n"
        "Role: mayor of Northhaven [morning]\n"
        "Side: Northhaven [morning]\n"
        "Spelt: “Ada Vane” [morning, weekly]\n"
        "Last word: 28 February 2031 – deduced; 2 days before 2 March 2031 [morning]\n"
        "Latest statements, 1 of 1: S1\n"
        "  Ada Vane, 28 February 2031, on the radio [morning]\n"
        "    “We shall meet within a week”\n"
        "Offers\n"
        "  O1, Northhaven’s offer of a shared ferry: called it “fair offer” [morning]\n"
        "Tracked dates\n"
        "  D1, Meeting of the two towns: 28 February – 7 March 2031 (“within a week” counted from 28 February 2031)"
        " [morning]\n"
        "Events\n"
        "  E1, The old ferry sinks: 2030 [morning]\n"
        "Sources\n"
        "  morning  Morning Post, 1 March 2031\n"
        "  weekly  The Weekly, one day between 2 and 5 March 2031 (deduced)\n"
    )


def test_who_marks_what_may_have_been_published_later(ferry: Database) -> None:
    said = asked(ferry, "/who oake as_of:2031-03-03")

    assert "Role: harbour master [weekly (may be later)]" in said
    assert "“may be later”: not certainly published by 3 March 2031" in said


def test_who_shows_nothing_first_published_later(ferry: Database) -> None:
    said = asked(ferry, "/who vane as_of:2031-03-01")

    for later in ("former", "Wane", "weekly", "late", "otherwise", "newsletter"):
        assert later not in said


def test_who_as_of_a_later_day_shows_the_later_spelling_role_and_wording(ferry: Database) -> None:
    said = asked(ferry, "/who vane as_of:2031-03-15")

    assert "Role: former mayor of Northhaven [late (may be later)]" in said
    assert "also: “Adda Wane” [late (may be later)]" in said
    assert "S1 in 2 wordings, also elsewhere [late (may be later)]" in said
    assert "The newsletter spells her otherwise. [late (may be later), morning]" in said


def test_who_does_not_know_somebody_first_named_later(ferry: Database) -> None:
    said = asked(ferry, "/who oake as_of:2031-03-01")

    assert said.startswith("Not found\n")
    assert "No “oake” in this dossier as of 1 March 2031." in said
    assert "Bern" not in said


def test_who_finds_by_a_spelling_that_came_later_but_does_not_show_it(ferry: Database) -> None:
    said = asked(ferry, "/who “Adda Wane” as_of:2031-03-01")

    assert said.startswith("Ada Vane\n")
    assert "Wane" not in said


@pytest.mark.parametrize("typed", ["vane", "VANE", "Vane, Ada", "A. Vane", "mayor of Northhaven", "Ада Вейн", "Vane’s"])
def test_who_finds_by_any_spelling(ferry: Database, typed: str) -> None:
    said = asked(ferry, f"/who “{typed}”")

    assert said.startswith("Ada Vane\n")


def test_who_unknown_name_suggests_somebody(ferry: Database) -> None:
    said = asked(ferry, "/who oaka")

    assert "No “oaka”. Did you mean Bern Oake?" in said
    assert "Bern Oake, harbour master: /who oake dossier:ferry" in said


def test_who_of_a_party_lists_who_speaks_for_it(ferry: Database) -> None:
    said = asked(ferry, "/who southport")

    assert "Bern Oake, harbour master [weekly]" in said
    assert "He would not speak of it." in said


def test_who_before_the_first_source_names_its_day(ferry: Database) -> None:
    said = asked(ferry, "/who vane as_of:2031-02-28")

    assert "Nothing in this dossier was published by 28 February 2031: its first source is of 1 March 2031." in said
    assert "Ada" not in said


@pytest.mark.parametrize("line", ["/who", "/who vane as_of:2031-02-30", "/who vane as_of:banana", f"/who {'x' * 81}"])
def test_who_wrong_usage_is_an_error_with_an_example(ferry: Database, line: str) -> None:
    with pytest.raises(UserError, match=r"/who peskov|20\d\d|28 July"):
        asked(ferry, line)


def test_who_says_when_the_dossier_is_old(ferry: Database) -> None:
    fresh = asked(ferry, "/who oake", now=datetime(2031, 4, 1, 12, tzinfo=UTC))
    old = asked(ferry, "/who oake", now=datetime(2031, 9, 1, 12, tzinfo=UTC))

    assert "Newest source" not in fresh
    assert "10 March 2031 – deduced; at most 175 days old, and nothing newer is loaded" in old


def test_who_explains_by_which_rule_and_score_a_name_was_matched_and_who_came_next(ferry: Database) -> None:
    said = asked(ferry, "/who “Ada Vane” explain:yes as_of:2031-03-09")

    assert (
        "How “Ada Vane” was read: one is sure, and is meant\n  Ada Vane: exact name (as shown here), 100 of 100, sure\n"
    ) in said


def test_an_explanation_tells_what_was_asked_about_suggested_or_taken_for_an_id(ferry: Database) -> None:
    suggested, unknown, id_ = [asked(ferry, f"/who {typed} explain:yes") for typed in ("oakk", "nobody-at-all", "oake")]

    assert "How “oakk” was read: nobody is sure, so it is only suggested\n  Bern Oake: " in suggested
    assert "How “nobody-at-all” was read: nobody is near enough to be suggested" in unknown
    assert "How “oake” was read: it is the id of Bern Oake, which goes before any name" in id_


def test_an_explanation_shows_no_spelling_that_came_later(ferry: Database) -> None:
    said = asked(ferry, "/who “Adda Wane” explain:yes as_of:2031-03-01")

    assert "Ada Vane: exact name (as a source spells it)" in said
    assert "Wane" not in said.replace("How “Adda Wane” was read", "")


def test_every_command_explains_the_names_it_reads_if_asked_to(ferry: Database) -> None:
    line = {"name": "vane", "about": "ferry-line"}

    answer = dispatch.ask(ferry, "quotes", line, now=NOW, desk=DESK, asker=Asker("1", "ann"), explain=True)

    assert isinstance(answer.blocks[-1], Group)
    assert answer.blocks[-1].title.startswith("How “vane” was read: it is the id of Ada Vane")
