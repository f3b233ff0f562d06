"""A text gone through card by card: changed on its card, taken back one by one, handed over again corrected."""

import pytest

from bot.articles.heading import Heading
from bot.asking import UserError
from bot.commands import dispatch, parser
from bot.commands.articles import take_article
from bot.drafts.article_sides import NamedSides
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.builders import NOW, tiny

SERVER = Desk("42", "Europe/Berlin", "09:00")
POST = Heading("Harbour Post", "A word on the ferry", "2031-03-14", "https://example.org/ferry")
FIRST = """“The pier will not be sold to anybody at all,” Ada Vane said on Friday.

“We have waited eleven years for the new ropes,” Bern Oake told reporters on Thursday.

“The sailors will vote in June,” Ada Vane said on Friday.
"""


@pytest.fixture
def ferry(either_database: Database) -> Database:
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    return either_database


def _hand(database: Database, text: str = FIRST, *, given: Heading = POST) -> int:
    return take_article(database, text.encode(), "a.txt", given=given, desk=SERVER, asker=ANN, now=NOW)


def _ask(database: Database, line: str, asker: object = ANN) -> str:
    return asked(database, line, desk=SERVER, asker=asker)  # type: ignore[arg-type]


def _line(shown: str, label: str) -> str:
    return "/" + next(row for row in shown.splitlines() if row.startswith(label) and ": /" in row).partition(": /")[2]


def test_change_opens_the_form_filled_in_and_leads_back_to_the_card(ferry: Database) -> None:
    card = _ask(ferry, f"/article go {_hand(ferry)}")
    name, options = parser.parse(_line(card, "Change"))
    form = dispatch.ask(ferry, name, options, now=NOW, desk=SERVER, asker=ANN).form
    assert form
    assert {field.option: field.value for field in form.fields}["speaker"] == "vane"

    changed = _ask(ferry, f"{form.line} about:oake")
    after = _ask(ferry, _line(changed, "Take"))

    assert changed.startswith("1 of ")
    assert "About: Bern Oake" in changed
    assert "Taken: S-1" in after
    assert after.startswith("2 of ")
    assert "Bern Oake" in _ask(ferry, "/item S-1")


def test_a_fault_of_a_changed_draft_is_told_on_its_card(ferry: Database) -> None:
    second = _ask(ferry, _line(_ask(ferry, f"/article go {_hand(ferry)}"), "Take"))
    form = _ask(ferry, _line(second, "Change"))

    changed = _ask(ferry, f"{_line(form, 'Fill it in').split(' speaker:')[0]} text:“«We have waited nine years»”")

    assert changed.startswith("2 of ")
    assert "Still open: text: words differ: “We have waited nine years”" in changed
    assert "paragraph 2 has “We have waited eleven" in changed


@pytest.mark.parametrize("press", ["Take", "Not a statement"])
def test_the_last_decision_is_taken_back_by_itself(ferry: Database, press: str) -> None:
    first = _ask(ferry, f"/article go {_hand(ferry)}")
    second = _ask(ferry, _line(first, press))
    assert second.startswith("2 of ")

    back = _ask(ferry, _line(second, "Undo"), BEN)

    assert back.startswith("1 of ")
    assert "is open again" in back
    assert "The pier will not be sold" in back
    assert "S-1" not in _ask(ferry, "/find pier")
    with pytest.raises(UserError, match="is open already"):
        _ask(ferry, _line(second, "Undo"))
    assert "Taken: S-" in _ask(ferry, _line(back, "Take"))


def test_a_source_that_others_rest_on_stays_when_one_draft_is_taken_back(ferry: Database) -> None:
    second = _ask(ferry, _line(_ask(ferry, f"/article go {_hand(ferry)}"), "Take"))
    _ask(ferry, _line(second, "Take"))

    back = _ask(ferry, _line(second, "Undo"))

    assert back.startswith("1 of ")
    assert "A word on the ferry" in _ask(ferry, "/sources")
    assert "eleven years" in _ask(ferry, "/find ropes")


def test_the_same_text_again_offers_nothing_that_was_taken_or_left_out(ferry: Database) -> None:
    number = _hand(ferry)
    second = _ask(ferry, _line(_ask(ferry, f"/article go {number}"), "Take"))
    _ask(ferry, _line(second, "Not a statement"))

    again = _ask(ferry, f"/article {_hand(ferry)}")

    assert "1 statement, 1 sure" in again
    assert "Not offered again: 1 there already, 1 decided before" in again
    with pytest.raises(UserError, match="was handed over again by ann"):
        _ask(ferry, f"/article {number}")


def test_of_a_corrected_text_changed_words_new_ones_and_what_fell_out_are_told(ferry: Database) -> None:
    _ask(ferry, f"/article sure {_hand(ferry)}")
    corrected = FIRST.replace("to anybody at all", "to anybody this year").replace(
        "“The sailors will vote in June,” Ada Vane", "“It was a long day for the whole harbour,” Bern Oake"
    )
    number = _hand(ferry, corrected)

    summed = _ask(ferry, f"/article {number}")
    card = _ask(ferry, f"/article go {number}")
    taken = _ask(ferry, _line(card, "Take"))

    assert "Not in the text any more: exact words of S-3" in summed
    assert "1 there already" in summed
    assert "1 statement, 1 sure" in summed
    assert "1 of 3: change of words" in card
    assert "to anybody at all -> The pier will not be sold to anybody this year" in card
    assert "Taken: S-1" in taken
    shown = _ask(ferry, "/item S-1")
    assert "The pier will not be sold to anybody this year" in shown
    assert "from text" in shown
    back = _ask(ferry, _line(taken, "Undo"))
    assert back.startswith("1 of 3: change of words")
    assert "to anybody at all" in _ask(ferry, "/item S-1")


def test_what_is_to_come_is_drafted_whole_where_somebody_says_it(ferry: Database) -> None:
    text = "“The council will vote on the pier on 20 June,” Ada Vane said on Friday.\n\nThe boats lay still."
    number = _hand(ferry, text)
    card = _ask(ferry, f"/article go {number}")
    while "coming date" not in card.splitlines()[0]:
        card = _ask(ferry, _line(card, "Take"))

    assert "Expected: The council will vote on the pier on 20 June" in card
    assert "Announced: Ada Vane" in card
    assert "Taken: D-1" in _ask(ferry, _line(card, "Take"))


def test_an_offers_sides_are_found_where_the_text_names_them(ferry: Database) -> None:
    dossier = tiny()
    sides = NamedSides(dossier.parties, dossier.people)
    names = {one.id: one.name for one in dossier.parties if one.side}

    assert [sides.find(name) for name in names.values()] == list(names)
    assert sides.find("Mayor Vane’s office") == "north"
    assert sides.find("the captain") == ""
    assert sides.find(" and ".join(names.values())) == ""
    assert sides.other("north", f"to give {names['south']} the harbour") == "south"


def test_somebody_new_is_added_from_the_card_and_goes_with_what_they_said(ferry: Database) -> None:
    number = _hand(ferry, "“The pier will not be sold to anybody at all,” the harbour board said on Friday.\n\nSo.")
    card = _ask(ferry, f"/article go {number}")
    assert "Still open: speaker: nobody is called" in card

    known = _ask(ferry, _line(card, "New: "))
    taken = _ask(ferry, _line(known, "Take"))

    assert "Would add: statement" in known
    assert "Taken: S-1" in taken
    assert "harbour board" in _ask(ferry, "/item S-1").lower()
    _ask(ferry, f"/article back {number}")
    assert "S-1" not in _ask(ferry, "/find pier")
    assert "own-the-harbour-board" not in _ask(ferry, "/find board")
