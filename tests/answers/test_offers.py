"""/offers: terms by source and certainty, labels, stages and answers, as of a day."""

from dataclasses import replace
from typing import Any

import pytest

from bot.asking import UserError
from db.loading.dossiers import replace_dossier
from db.model.records import Origin
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, replaced


def _with(database: Database, **changes: Any) -> Database:
    with database.writing() as connection:
        replace_dossier(connection, replaced("offers", "O1", **changes), now=NOW, actor="test")
    return database


def test_offers_show_terms_labels_stages_and_answers_with_sources(ferry: Database) -> None:
    said = asked(ferry, "/offers as_of:2031-03-06")

    assert said == (
        "Offers\n"
        "as of 6 March 2031 · The ferry talks\n"
        "O1, Northhaven’s offer of a shared ferry\n"
        "  From: Northhaven to Southport [morning]\n"
        "  Unanswered: no acceptance, refusal or counter-offer reported for 3 days (up to 2 March 2031)"
        " [morning]\n"
        "  Term: half the tickets – 1 source\n"
        "    half: no exact words (may be so) [morning]\n"
        "  Who calls it what\n"
        "    Ada Vane: “fair offer” [morning]\n"
        "  Stages\n"
        "    made: 27 February 2031 [morning]\n"
        "  Southport: answers, 1\n"
        "    Bern Oake: date not given: declines to comment – No comment. [weekly]\n"
        "Sources\n"
        "  morning  Morning Post, 1 March 2031\n"
        "  weekly  The Weekly, one day between 2 and 5 March 2031 (deduced)\n"
    )


def test_an_answer_ends_the_waiting_once_it_was_published(ferry: Database) -> None:
    before = asked(ferry, "/offers as_of:2031-03-09")
    after = asked(ferry, "/offers as_of:2031-03-10")

    assert "Unanswered: no acceptance, refusal or counter-offer reported for 3 days (up to 2 March 2031)" in before
    assert "agreed" not in before
    assert "Answered: Southport accepts, date not given – The council agreed. [late (may be later)]" in after
    assert "Unanswered" not in after


@pytest.mark.parametrize(
    ("made", "waiting"),
    [
        ("2031-02-27", "reported for 3 days (up to 2 March 2031)"),
        ("[2031-02-20..2031-02-25]", "reported for at least 5 days (up to 2 March 2031)"),
        ("2031-02", "reported for at least 2 days (up to 2 March 2031)"),
        ("2031-02-27~", "reported (up to 2 March 2031); since when it waits is not known to a day"),
        ("[2031-02-20..]", "reported (up to 2 March 2031); since when it waits is not known to a day"),
    ],
)
def test_days_without_an_answer_are_counted_no_more_surely_than_the_dates_allow(
    database: Database, made: str, waiting: str
) -> None:
    _with(database, states=[{"state": "made", "when": made, "sources": ["morning"]}])

    said = asked(database, "/offers as_of:2031-03-06")

    assert f"no acceptance, refusal or counter-offer {waiting} [morning]" in said


def test_an_offer_known_only_since_it_was_public_waits_at_least_so_long(database: Database) -> None:
    _with(database, states=[{"state": "public", "when": "2031-02-28", "sources": ["morning"]}])

    assert "for at least 2 days" in asked(database, "/offers as_of:2031-03-06")


def test_terms_that_came_from_one_agency_are_counted_once(database: Database) -> None:
    reports = [
        {"source": "morning", "value": "half", "exact": "one half", "modality": "stated", "via": ["agency"]},
        {"source": "weekly", "value": "a third", "modality": "reportedly", "via": ["agency"]},
    ]
    dossier = replaced("offers", "O1", terms=[{"text": "a share of the tickets", "reports": reports}])
    dossier = replace(dossier, origins=(Origin(id="agency", name="Coast Agency", kind="agency"),))
    with database.writing() as connection:
        replace_dossier(connection, dossier, now=NOW, actor="test")

    said = asked(database, "/offers as_of:2031-03-06")

    assert said.partition("Who calls it what")[0].partition("Term")[2] == (
        ": a share of the tickets – 2 sources, 1 origin\n"
        "    half: “one half” (stated; through Coast Agency) [morning]\n"
        "    a third: no exact words (reportedly; through Coast Agency) [weekly]\n"
        "  One origin: Coast Agency, carried by morning and weekly: counted once [morning, weekly]\n"
        "  "
    )


@pytest.mark.parametrize(
    "line", ["/offers party:southport", "/offers vane", "/offers state:made", "/offers state:unanswered"]
)
def test_offers_of_a_side_or_of_who_spoke_of_them_or_in_a_state(ferry: Database, line: str) -> None:
    said = asked(ferry, f"{line} as_of:2031-03-06")

    assert "O1, Northhaven’s offer of a shared ferry" in said
    assert "Unanswered" in said


def test_no_offer_in_a_state_says_in_which_they_are(ferry: Database) -> None:
    said = asked(ferry, "/offers state:accepted as_of:2031-03-06")

    assert "not in that state; it is made and unanswered [morning]" in said
    assert "All offers: /offers as_of:2031-03-06 dossier:ferry" in said


def test_a_person_who_has_nothing_to_do_with_an_offer_is_said_to_have_none(ferry: Database) -> None:
    said = asked(ferry, "/offers aide")

    assert "an aide to the mayor neither made, got nor spoke of an offer" in said


def test_an_unknown_state_is_refused(ferry: Database) -> None:
    with pytest.raises(UserError, match="none of unanswered, answered, made"):
        asked(ferry, "/offers state:lost")
