"""/status: one screen on where it stands, as of a day."""

from datetime import UTC, datetime

import pytest

from bot.asking import UserError
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, replaced, tiny


def test_status_is_put_together_from_the_dossier_with_sources(ferry: Database) -> None:
    said = asked(ferry, "/status as_of:2031-03-09")

    assert said == (
        "Where it stands\n"
        "as of 9 March 2031 · The ferry talks\n"
        "In short: Northhaven’s offer of a shared ferry (O1) is unanswered; "
        "newest reaction: Bern Oake, declines to comment, date not given [weekly]\n"
        "Offer O1, Northhaven’s offer of a shared ferry: made 27 February 2031; no acceptance, refusal or counter-offer"
        " reported for at least 3 days, up to 2 March 2031 (so far: declines to comment) [morning, weekly]\n"
        "Northhaven: latest position\n"
        "  Ada Vane, mayor of Northhaven, 28 February 2031, on the radio [morning]\n"
        "    “We shall meet within a week”\n"
        "  no newer word known; this was 2 days before 2 March 2031 [morning]\n"
        "Southport: no statement known up to 2 March 2031\n"
        "Next dates, 2 of 2\n"
        "  D1, Meeting of the two towns: 28 February – 7 March 2031 (“within a week” counted from 28 February 2031)"
        " – overdue, nothing recorded [morning]\n"
        "  D2, Vote of the harbour council: 12 March 2031 – coming [weekly]\n"
        "Conflicts: none open between the sources known by then\n"
        "Rests on: 2 sources; 2 statements, 2 of them in one source only [morning, weekly]\n"
        "Newest source: weekly, published one day between 2 and 5 March 2031 – deduced; it tells of 1 statement,"
        " 1 offer, 1 tracked date [weekly]\n"
        "Sources\n"
        "  morning  Morning Post, 1 March 2031\n"
        "  weekly  The Weekly, one day between 2 and 5 March 2031 (deduced)\n"
    )


@pytest.mark.parametrize(
    ("day", "shown", "hidden"),
    [
        (
            "2031-03-01",
            ["1 source;", "(O1) is unanswered [morning]", "Offer O1, Northhaven’s offer of a shared ferry: made"],
            ["weekly", "newsletter", "declines", "D2", "Conflicts between"],
        ),
        ("2031-03-09", ["2 sources;"], ["newsletter", "accepts", "90", "Without a date", "Outcomes"]),
        (
            "2031-03-10",
            [
                "3 sources;",
                "(O1) is answered; newest reaction: Southport, accepts",
                "80 / 90",
                "Without a date: 1 condition or hope",
                "D2, Vote of the harbour council: reported as happened",
            ],
            [],
        ),
    ],
)
def test_status_hides_what_was_published_later(ferry: Database, day: str, shown: list[str], hidden: list[str]) -> None:
    said = asked(ferry, f"/status as_of:{day}")

    assert [words for words in shown if words not in said] == []
    assert [words for words in hidden if words in said] == []


def test_a_date_whose_outcome_a_source_of_uncertain_day_tells_is_watched_on_and_says_so(ferry: Database) -> None:
    said = asked(ferry, "/status as_of:2031-03-13")

    assert (
        "D2, Vote of the harbour council: 12 March 2031 – overdue; reported as happened, by a source of uncertain day"
        " [late (may be later), weekly]"
    ) in said


def test_status_names_the_newest_events_that_only_the_newest_source_tells(database: Database) -> None:
    events = [
        {
            "id": f"E{day}",
            "title": f"Day {day}",
            "when": f"2031-03-0{day}",
            "reports": [{"source": source, "value": "so"}],
        }
        for day, source in [(1, "morning"), (2, "late"), (3, "late"), (4, "late"), (5, "late")]
    ]
    with database.writing() as connection:
        replace_dossier(connection, tiny(events=events), now=NOW, actor="test")

    said = asked(database, "/status")

    assert ("New in it, 3 of 4 events\n  E5, Day 5: 5 March 2031 [late]\n  E4, Day 4: 4 March 2031 [late]\n") in said


def test_a_stage_that_one_of_several_sources_tells_alone_names_it(database: Database) -> None:
    states = [
        {"state": "made", "when": "2031-02-27", "sources": ["late"]},
        {"state": "public", "when": "2031-03-01", "sources": ["morning", "weekly"]},
    ]
    with database.writing() as connection:
        replace_dossier(connection, replaced("offers", "O1", states=states), now=NOW, actor="test")

    assert "ferry: made 27 February 2031 (by late alone); public 1 March 2031; answered" in asked(database, "/status")


def test_status_of_an_old_dossier_says_so(ferry: Database) -> None:
    said = asked(ferry, "/status as_of:2031-09-01", now=datetime(2031, 9, 1, 12, tzinfo=UTC))

    assert "; at most 175 days old, and nothing newer is loaded; it tells of" in said


def test_status_before_the_first_source_names_its_day(ferry: Database) -> None:
    said = asked(ferry, "/status as_of:2031-02-01")

    assert said == (
        "Nothing published yet\n"
        "as of 1 February 2031 · The ferry talks\n"
        "Nothing in this dossier was published by 1 February 2031: its first source is of 1 March 2031."
        " Try as_of:2031-03-01\n"
    )


def test_an_answer_recorded_later_is_not_shown_as_of_an_earlier_day(ferry: Database) -> None:
    asked(ferry, "/outcome D1 happened basis:morning")

    answer = (
        "This desk's answer: happened – recorded by ann, 20 March 2031, 13:00 Europe/Berlin; basis: morning [morning]"
    )
    assert f" [late, morning]\n    {answer}\n" in asked(ferry, "/status")
    assert "recorded by ann" not in asked(ferry, "/status as_of:2031-03-19")


def test_without_a_dossier_the_asker_is_told_how_to_load_one(database: Database) -> None:
    with pytest.raises(UserError, match="backchannel load FILE"):
        asked(database, "/status")
