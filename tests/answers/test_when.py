"""/when: what words for a date mean, said on a day."""

import pytest

from bot.asking import UserError
from bot.date_words.conditions import link
from db.storage.database import Database
from tests.asking import asked


def test_when_shows_window_rule_and_reminder_of_words_said_on_a_day(ferry: Database) -> None:
    said = asked(ferry, "/when text:“in the coming days” on:2031-03-12")

    assert said == (
        "When is “in the coming days”?\n"
        "as of 20 March 2031 · The ferry talks\n"
        "Words: “in the coming days”, said on 12 March 2031, 09:00 (Europe/Berlin)\n"
        "Means: a window: about 12–19 March 2031\n"
        "EDTF: 2031-03-12/2031-03-19~\n"
        "Rule: the table of widths\n"
        "A reminder: would have rung on Thursday 13 March 2031, 09:00 (Europe/Berlin)\n"
    )


def test_when_shows_a_moment_in_the_desks_zone_and_what_was_taken_for_granted(ferry: Database) -> None:
    said = asked(ferry, "/when text:“10:00 ET on 4 April”")

    assert "Means: Friday 4 April 2031, 16:00 (Europe/Berlin) – for you 4 April 2031, 16:00 Europe/Berlin\n" in said
    assert "Taken for granted: 10:00 ET is 16:00 in Europe/Berlin\n" in said


def test_when_says_what_a_condition_hangs_on(ferry: Database) -> None:
    said = asked(ferry, "/when text:“after the vote of the council”")

    assert "Means: a condition, no date: after “the vote of the council”\n" in said
    assert "Hangs on: “the vote of the council” is taken for D2, Vote of the harbour council\n" in said
    assert "A reminder: none: “after the vote of the council” hangs on “the vote of the council”" in said


def test_when_as_of_a_day_counts_from_it_and_knows_nothing_later(ferry: Database) -> None:
    said = asked(ferry, "/when text:“once the ferry runs again” as_of:2031-03-01")

    assert "said on 1 March 2031, 09:00 (Europe/Berlin)" in said
    assert "Hangs on: nothing tracked here is called “the ferry runs again”" in said


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("/when soon", "text: “soon” names no date. Write e.g. “in the coming days”, or the day."),
        ("/when banana", "text: “banana” is no date or time I can read. Write e.g. “Friday”"),
        ("/when text:“31 June”", "text: “31 June”: June has 30 days. Write e.g. 30 June."),
        ("/when text:Friday on:soon", "on: ‘soon’ is not one day."),
        ("/when text:“every Monday at 9”", "comes again and again; this takes one date. Use /digest add"),
    ],
)
def test_when_refuses_what_names_no_date_and_shows_what_works(ferry: Database, line: str, fault: str) -> None:
    with pytest.raises(UserError) as refused:
        asked(ferry, line)

    assert fault in str(refused.value)


def test_when_reads_figures_in_the_order_this_desk_has_settled(ferry: Database) -> None:
    before = asked(ferry, "/when text:01/02/2032")
    settled = asked(ferry, "/setup order:month-first")
    after = asked(ferry, "/when text:01/02/2032")

    assert "Means: Sunday 1 February 2032" in before
    assert "Taken for granted: read with the day first, as 1 February 2032" in before
    assert "Order of figures: 01/02 is 2 January in dates to come" in settled
    assert "Means: Friday 2 January 2032" in after
    assert "Taken for granted: read with the month first, as 2 January 2032" in after


def test_when_needs_no_dossier(database: Database) -> None:
    assert "Means: Friday 21 March 2031" in asked(database, "/when Friday")


TITLES = [
    ("D1", "Blinken–Lavrov call"),
    ("D2", "Verdict in Griner’s trial"),
    ("D3", "Appeal hearing of Griner"),
    ("D4", "Appeal hearing of Whelan"),
]


@pytest.mark.parametrize(
    ("hangs_on", "ids"),
    [
        ("the verdict", ("D2",)),
        ("the ruling", ("D2",)),
        ("the conversation takes place", ("D1",)),
        ("their call", ("D1",)),
        ("Whelan’s appeal", ("D4",)),
        ("the appeal", ("D3", "D4")),
        ("a deal is signed", ()),
        ("the", ()),
        ("d4", ("D4",)),
        ("D9", ()),
    ],
)
def test_condition_is_linked_to_its_id_or_where_one_title_has_its_words(hangs_on: str, ids: tuple[str, ...]) -> None:
    assert link(hangs_on, TITLES).ids == ids


def test_condition_that_fits_several_says_so_and_chooses_none() -> None:
    said = link("the appeal", TITLES).said

    assert said == (
        "“the appeal” can be D3 (Appeal hearing of Griner), D4 (Appeal hearing of Whelan); say which by its id"
    )


def test_when_of_two_times_of_a_day_shows_both_for_the_asker(ferry: Database) -> None:
    said = asked(ferry, "/when text:“Friday 10:00-12:00 Moscow time”")

    assert (
        "Means: Friday 21 March 2031, 08:00–10:00 (Europe/Berlin) – for you 21 March 2031, 08:00 Europe/Berlin to"
        in said
    )
    assert "10:00–12:00 Moscow time is 08:00–10:00 in Europe/Berlin" in said
    assert "would ring on Friday 21 March 2031, 08:00 (Europe/Berlin)" in said
