"""/who: who somebody is, and what they said, as of a day."""

import pytest

from bot.asking import UserError
from db.engine import Database
from tests.asking import asked


async def test_who_shows_role_side_spellings_and_statements_with_their_sources(ferry: Database) -> None:
    said = await asked(ferry, "/who vane as_of:2031-03-06")

    assert said == (
        "Ada Vane\n"
        "as of 6 March 2031 · The ferry talks\n"
        "Role: mayor of Northhaven [morning]\n"
        "Side: Northhaven [morning]\n"
        "Spelt: “Ada Vane” [morning, weekly]\n"
        "Last word: 28 February 2031 – deduced; 6 days before 6 March 2031 [morning]\n"
        "Latest statements, 1 of 1\n"
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


async def test_who_marks_what_may_have_been_published_later(ferry: Database) -> None:
    said = await asked(ferry, "/who oake as_of:2031-03-03")

    assert "Role: harbour master [weekly (may be later)]" in said
    assert "“may be later”: not certainly published by 3 March 2031" in said


async def test_who_shows_nothing_first_published_later(ferry: Database) -> None:
    said = await asked(ferry, "/who vane as_of:2031-03-01")

    for later in ("former", "Wane", "weekly", "late", "otherwise", "newsletter"):
        assert later not in said


async def test_who_as_of_a_later_day_shows_the_later_spelling_role_and_wording(ferry: Database) -> None:
    said = await asked(ferry, "/who vane as_of:2031-03-15")

    assert "Role: former mayor of Northhaven [late (may be later)]" in said
    assert "also: “Adda Wane” [late (may be later)]" in said
    assert "S1 in 2 wordings, also elsewhere [late (may be later)]" in said
    assert "The newsletter spells her otherwise. [late (may be later), morning]" in said


async def test_who_does_not_know_somebody_first_named_later(ferry: Database) -> None:
    said = await asked(ferry, "/who oake as_of:2031-03-01")

    assert said.startswith("Not found\n")
    assert "No “oake” in this dossier as of 1 March 2031." in said
    assert "Bern" not in said


async def test_who_finds_by_a_spelling_that_came_later_but_does_not_show_it(ferry: Database) -> None:
    said = await asked(ferry, "/who “Adda Wane” as_of:2031-03-01")

    assert said.startswith("Ada Vane\n")
    assert "Wane" not in said


@pytest.mark.parametrize("typed", ["vane", "VANE", "Vane, Ada", "A. Vane", "mayor of Northhaven", "Ада Вейн", "Vane’s"])
async def test_who_finds_by_any_spelling(ferry: Database, typed: str) -> None:
    said = await asked(ferry, f"/who “{typed}”")

    assert said.startswith("Ada Vane\n")


async def test_who_unknown_name_suggests_somebody(ferry: Database) -> None:
    said = await asked(ferry, "/who oaka")

    assert "No “oaka”. Did you mean Bern Oake?" in said
    assert "Bern Oake, harbour master: /who oake dossier:ferry" in said


async def test_who_of_a_party_lists_who_speaks_for_it(ferry: Database) -> None:
    said = await asked(ferry, "/who southport")

    assert "Bern Oake, harbour master [weekly]" in said
    assert "He would not speak of it." in said


async def test_who_before_the_first_source_names_its_day(ferry: Database) -> None:
    said = await asked(ferry, "/who vane as_of:2031-02-28")

    assert "Nothing in this dossier was published by 28 February 2031: its first source is of 1 March 2031." in said
    assert "Ada" not in said


@pytest.mark.parametrize("line", ["/who", "/who vane as_of:2031-02-30", "/who vane as_of:banana", f"/who {'x' * 81}"])
async def test_who_wrong_usage_is_an_error_with_an_example(ferry: Database, line: str) -> None:
    with pytest.raises(UserError, match=r"/who peskov|20\d\d|28 July"):
        await asked(ferry, line)


async def test_who_says_when_the_dossier_is_old(ferry: Database) -> None:
    fresh = await asked(ferry, "/who oake as_of:2031-04-01")
    old = await asked(ferry, "/who oake as_of:2031-09-01")

    assert "Newest source" not in fresh
    assert (
        "Newest source: published on or after 10 March 2031 – deduced; OLD: nothing newer is loaded, at most 175 days"
        in old
    )
