"""Taking over: what changed since one's last look, what is open, and who has it."""

import re

import pytest

from bot.asking import UserError
from bot.blocks import Answer, choices
from bot.commands import dispatch
from bot.terminal import text
from db.desk.watches import Watch, add_watch
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.builders import TINY, replaced, tiny
from tests.digests.living import SERVER, at, desk, load

_OPEN = {
    "id": "D4",
    "title": "Answer of the council",
    "announced": [{"by": "oake", "text": "an answer by the 21st", "source": "weekly"}],
    "when": "2031-03-21",
}
_LATER = _OPEN | {"id": "D5", "title": "Autumn fair", "when": "2031-09-01"}
_REPORTS = [{"source": "morning", "value": "90"}]


def _line(said: str, label: str) -> str:
    found = re.search(rf"^{label}: (.*)$", said, re.MULTILINE)
    assert found, f"no line “{label}” in:\n{said}"
    return found[1]


def test_a_handover_tells_the_last_day_at_first_then_what_came_since_i_have_it(either_database: Database) -> None:
    desk(either_database, learnt="2031-03-10T05:00")
    load(either_database, tiny(dates=[*TINY["dates"], _OPEN, _LATER]), "2031-03-20T05:00")

    first = asked(either_database, "/handover", now=at("2031-03-20T12:00"), desk=SERVER)
    taken = asked(either_database, _line(first, "I have it"), now=at("2031-03-20T12:05"), desk=SERVER)
    again = asked(either_database, "/handover", now=at("2031-03-20T13:00"), desk=SERVER)
    other = asked(either_database, "/handover", now=at("2031-03-20T13:00"), desk=SERVER, asker=BEN)

    assert _line(first, "Now") == "nobody has taken over yet"
    assert "New dates to watch, 2\n" in first
    assert "Open questions, 1\n" in first
    assert "D1, Meeting of the two towns" in first.partition("Open questions")[2]
    due = first.partition("Due before then, 1\n")[2]
    assert "D4, Answer of the council: 21 March 2031" in due
    assert "D5" not in due.partition("Unsettled conflicts")[0]
    assert "Unsettled conflicts, 1\n" in first
    assert _line(taken, "Has it") == "ann, since 20 March 2031, 13:05 Europe/Berlin"
    assert _line(again, "Since") == "your last look, 20 March 2031, 13:00 Europe/Berlin"
    assert _line(again, "New") == "nothing"
    assert _line(other, "Now") == "ann has it, since 20 March 2031, 13:05 Europe/Berlin"
    assert "New dates to watch, 2\n" in other


def test_what_changes_between_asking_and_pressing_is_told_the_next_time(either_database: Database) -> None:
    desk(either_database, learnt="2031-03-10T05:00")
    said = asked(either_database, "/handover", now=at("2031-03-20T12:00"), desk=SERVER)

    load(either_database, replaced("points", "P1", reports=_REPORTS), "2031-03-20T12:01")
    asked(either_database, _line(said, "I have it"), now=at("2031-03-20T12:05"), desk=SERVER)
    after = asked(either_database, "/handover", now=at("2031-03-20T13:00"), desk=SERVER)

    assert "P1" in after.partition("New")[0] + after.partition("Since: ")[2].partition("Open questions")[0]
    assert _line(said, "New") == "nothing"


def test_what_a_file_brought_and_the_desk_then_edited_is_told_as_new(either_database: Database) -> None:
    desk(either_database, learnt="2031-03-20T05:00")  # all of it, sources too, within the last day
    edit = "/edit S2 speaker:vane why:wrong"
    back = asked(either_database, edit, now=at("2031-03-20T11:00"), desk=SERVER)
    asked(either_database, _line(back, "Save"), now=at("2031-03-20T11:01"), desk=SERVER)

    edited = asked(either_database, "/handover", now=at("2031-03-20T12:00"), desk=SERVER)
    asked(either_database, "/undo", now=at("2031-03-20T12:01"), desk=SERVER)
    undone = asked(either_database, "/handover", now=at("2031-03-20T12:02"), desk=SERVER)

    assert "New statements, 3\n" in edited
    assert "New statements, 3\n" in undone


def test_one_press_sent_twice_is_recorded_once_and_the_next_one_reads_who_had_it(database: Database) -> None:
    desk(database)
    line = _line(asked(database, "/handover", desk=SERVER), "I have it")

    asked(database, line, now=at("2031-03-20T12:05"), desk=SERVER, request="one")
    asked(database, line, now=at("2031-03-20T12:06"), desk=SERVER, request="one")
    told = asked(database, line, now=at("2031-03-20T12:07"), desk=SERVER, asker=BEN)
    taken = asked(database, _line(told, "Take it from ann"), now=at("2031-03-20T12:08"), desk=SERVER, asker=BEN)

    assert "ann has taken over since you looked, 20 March 2031, 13:05 Europe/Berlin: nothing was recorded" in told
    assert _line(taken, "Before") == "ann, since 20 March 2031, 13:05 Europe/Berlin"
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM handover").scalar_one() == 2


def test_who_checks_what_is_told(database: Database) -> None:
    desk(database)
    load(database, tiny(dates=[*TINY["dates"], _OPEN]), "2031-03-20T05:00")
    with database.writing() as connection:
        watch = Watch("42", "ferry", "D4", "checks", "2", "ben", "", at("2031-03-20T06:00"))
        add_watch(connection, watch, press="p")

    said = asked(database, "/handover", desk=SERVER)

    assert "Taken on, 1\n" in said
    assert "D4, Answer of the council: ben, since 20 March 2031, 07:00 Europe/Berlin" in said


def test_another_desk_and_an_earlier_day_have_no_part_in_it(database: Database) -> None:
    desk(database)
    asked(database, _line(asked(database, "/handover", desk=SERVER), "I have it"), desk=SERVER, asker=ANN)

    elsewhere = asked(database, "/handover")
    earlier = asked(database, "/handover as_of:2031-03-02", desk=SERVER)

    assert _line(elsewhere, "Now") == "nobody has taken over yet"
    assert "I have it" not in earlier
    assert "Since: " not in earlier
    assert "Until: " not in earlier
    assert "Now: " not in earlier


def test_the_first_handover_on_a_new_dossier_says_where_it_stands(ferry: Database) -> None:
    first = asked(ferry, "/handover", depth="short", width=40)
    status = asked(ferry, "/status", depth="short", width=40)

    heading, _, rest = first.partition("\n\n")
    assert heading == (
        "Handover\n"
        "Newest source: 10 March 2031 or later*\n"
        "The first one here, so where it stands.\n"
        "Now: nobody has taken over yet"
    )
    assert rest.replace(" [I have it]", "").replace("\n[I have it]", "") == status.partition("\n\n")[2]
    assert len(first.splitlines()) <= 36


def test_a_later_handover_says_what_is_new(database: Database) -> None:
    desk(database)
    asked(database, _line(asked(database, "/handover", desk=SERVER), "I have it"), desk=SERVER, asker=ANN)

    again = asked(database, "/handover", desk=SERVER, asker=ANN, depth="short")

    assert "where it stands" not in again
    assert "Since: your last look" in again


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("/handover until:yesterday", "until: .*is over"),
        ("/handover until:banana", "until: “banana”"),
        ("/takeover banana", "“banana” is no look at a handover. Begin with /handover"),
    ],
)
def test_what_cannot_be_read_is_refused(ferry: Database, line: str, fault: str) -> None:
    with pytest.raises(UserError, match=fault):
        asked(ferry, line)


def test_a_look_made_up_leads_no_further_than_what_is_recorded(database: Database) -> None:
    desk(database)

    asked(database, "/takeover 999999.999999.99999999999999", desk=SERVER)
    load(database, tiny(dates=[*TINY["dates"], _OPEN]), "2031-03-20T12:30")
    said = asked(database, "/handover", now=at("2031-03-20T13:00"), desk=SERVER)

    assert "New dates to watch, 1\n" in said


def test_a_look_made_up_between_two_rows_of_a_load_is_told_what_came_since(database: Database) -> None:
    desk(database)

    for change in range(1, 9):
        asked(database, f"/takeover {change}.0.1", desk=SERVER, now=at("2031-03-20T12:10"))

        assert "New" in asked(database, "/handover", now=at("2031-03-20T13:00"), desk=SERVER)


def test_a_short_handover_has_the_news_and_what_falls_due_on_one_screen(database: Database) -> None:
    desk(database, learnt="2031-03-10T05:00")
    load(database, tiny(dates=[*TINY["dates"], _OPEN, _LATER]), "2031-03-20T05:00")
    asked(database, "/outcome D1 happened basis:radio", now=at("2031-03-20T11:00"), desk=SERVER)

    said = asked(database, "/handover", now=at("2031-03-20T12:00"), desk=SERVER, depth="short", width=40)

    assert said == (
        "Handover\n"
        "Now: nobody has taken over yet\n"
        "Since: 24 hours ago, 19 March 2031,\n"
        "13:00 Europe/Berlin\n"
        "No new source; newest source: 10 March\n"
        "2031 or later*\n"
        "\n"
        "Happened: Meeting of the two towns –\n"
        "ann, 20 March  D1\n"
        "Also new: 2 expected dates\n"
        "\n"
        "Next: Answer of the council, expected\n"
        "21 March  D4\n"
        "[I have it] [Where it stands] [More]\n"
        "\n"
        "* worked out, not printed\n"
    )


def test_a_short_handover_is_taken_over_by_its_button(database: Database) -> None:
    desk(database, learnt="2031-03-10T05:00")
    load(database, replaced("points", "P1", reports=_REPORTS), "2031-03-20T05:00")
    first = _short(database, "2031-03-20T12:00")
    [press] = [one.line for one in choices(first.blocks) if one.label == "I have it"]

    asked(database, press, now=at("2031-03-20T12:05"), desk=SERVER)
    again = text.plain(_short(database, "2031-03-20T13:00"), zone="UTC", width=40)

    assert "Now: ann has it, since 20 March 2031,\n" in again
    assert "Since: your last look, 20 March 2031,\n" in again
    assert "Nothing new;" in again


def _short(database: Database, now: str) -> Answer:
    return dispatch.ask(database, "handover", {}, now=at(now), desk=SERVER, asker=ANN)
