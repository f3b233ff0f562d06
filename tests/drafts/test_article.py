"""A text handed over: what was found, gone through press by press, whole answers as text."""

from dataclasses import replace
from typing import Any

import pytest

from bot.articles.heading import Heading
from bot.articles.reader import read_article
from bot.articles.records import Article
from bot.asking import Asker, UserError
from bot.commands.articles import take_article
from bot.drafts.article_entries import worded_as
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.model.records import Person
from db.reading.view import View, list_items
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.builders import NOW, TINY, tiny

SERVER = Desk("42", "Europe/Berlin", "09:00")
READER = Asker("3", "cy", level="reader")
GIVEN = Heading("Harbour Post", "A word on the ferry", "2022-07-29", "https://example.org/ferry")
TEXT = """“The pier will not be sold to anybody,” {one} said on Friday.

“We have waited eleven years for the new ropes,” {one} told reporters on Thursday.

“Nobody asked the sailors,” Quentin Marsh, a harbour clerk, said.
"""


@pytest.fixture
def ferry(either_database: Database) -> Database:
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    return either_database


def _text() -> str:
    return TEXT.format(one=tiny().people[0].name)


def _hand(database: Database, *, given: Heading = GIVEN, asker: Asker = ANN, text: str = "") -> int:
    content = (text or _text()).encode()
    return take_article(database, content, "ferry.txt", given=given, desk=SERVER, asker=asker, now=NOW)


def _ask(database: Database, line: str, asker: Asker = ANN) -> str:
    return asked(database, line, desk=SERVER, asker=asker)


def _line(shown: str, label: str) -> str:
    found = next(row for row in shown.splitlines() if row.startswith(label) and ": /" in row)
    return "/" + found.partition(": /")[2]


def test_a_text_is_summed_up_and_nothing_is_in_the_dossier(ferry: Database) -> None:
    number = _hand(ferry)

    shown = _ask(ferry, f"/article {number}")

    assert shown.startswith("Harbour Post, 29 July 2022")
    assert "3 statements, 2 sure" in shown
    assert "1 person you don’t have" in shown
    assert "nothing taken yet; 4 drafts open" in shown
    assert "Take the 2 sure ones: /article sure" in shown
    assert "pier will not be sold" not in _ask(ferry, "/find pier")


def test_the_sure_ones_are_taken_with_one_source_and_taken_back_whole(ferry: Database) -> None:
    number = _hand(ferry)

    taken = _ask(ferry, _line(_ask(ferry, f"/article {number}"), "Take the 2 sure ones"))

    assert taken.count("Taken: S-") == 2
    assert "2 taken; 2 drafts open" in taken
    assert "The pier will not be sold to anybody" in _ask(ferry, "/item S-1")
    sources = _ask(ferry, "/sources")
    assert sources.count("A word on the ferry") == 1
    back = _ask(ferry, _line(taken, "Undo all of it"))
    assert back.count("Taken back:") == 3
    assert "nothing taken yet; 4 drafts open" in back
    assert "A word on the ferry" not in _ask(ferry, "/sources")
    again = _ask(ferry, _line(back, "Take the 2 sure ones"))
    assert again.count("Taken: S-") == 2


def test_drafts_are_gone_through_by_two_editors_and_none_is_taken_twice(ferry: Database) -> None:
    number = _hand(ferry)
    first = _ask(ferry, f"/article go {number}")
    assert first.startswith("1 of 4: person you don’t have")

    take = _line(first, "Take")
    second = _ask(ferry, take)

    assert "Taken: " in second
    assert "2 of 4: statement" in second
    with pytest.raises(UserError, match="has been saved already, by ann"):
        _ask(ferry, take, BEN)
    skipped = _ask(ferry, _line(second, "Skip"), BEN)
    assert "3 of 4: statement" in skipped
    assert "3 of 4: statement" in _ask(ferry, f"/article go {number}")
    left = _ask(ferry, _line(skipped, "Not a statement"))
    assert "4 of 4: statement" in left
    assert "Would add: statement" in left  # the clerk is known since he was taken
    done = _ask(ferry, _line(left, "Take"), BEN)
    assert "All were gone through; 1 draft left open" in done
    assert "2 taken, 1 left out; 1 draft open" in done


def test_a_stated_day_is_kept_and_one_that_is_not_is_not_made_up(ferry: Database) -> None:
    number = _hand(ferry, text=_text().replace("said on Friday", "said"))

    _ask(ferry, _line(_ask(ferry, f"/article {number}"), "Take the 2 sure ones"))

    assert "28 July 2022" in _ask(ferry, "/item S-2")
    undated = _ask(ferry, "/item S-1")
    assert "The pier will not be sold" in undated
    assert "28 July 2022" not in undated


def test_what_a_text_does_not_tell_of_itself_is_asked_for(ferry: Database) -> None:
    number = _hand(ferry, given=Heading(link="https://example.org/ferry"))

    asked_for = _ask(ferry, f"/article {number}")
    read = _ask(
        ferry, f"/article source {number} outlet:“Harbour Post” title:“A word on the ferry” published:“29 July 2022”"
    )

    assert asked_for.startswith("Where did it come out?")
    assert read.startswith("Harbour Post, 29 July 2022")
    assert "3 statements, 2 sure" in read


def test_a_readers_text_goes_to_the_editors(ferry: Database) -> None:
    number = _hand(ferry, asker=READER)

    sent = _ask(ferry, _line(_ask(ferry, f"/article {number}", READER), "Send for review the 2"), READER)

    assert "2 with the editors" in sent
    assert "pier will not be sold" not in _ask(ferry, "/find pier")
    assert "To review: 2 proposals" in _ask(ferry, "/review")
    with pytest.raises(UserError, match="Only they and the desk’s editors"):
        _ask(ferry, f"/article {number}", replace(READER, id="4"))


def test_a_repetition_adds_a_wording(ferry: Database) -> None:
    known: Any = tiny().statements[0]
    said = known.wordings[0].text
    speaker = next(one.name for one in tiny().people if one.id == known.speaker)
    number = _hand(ferry, text=f"“{said},” {speaker} said.\n\nThe ferry lay at the pier all day.")

    shown = _ask(ferry, f"/article {number}")
    card = _ask(ferry, f"/article go {number}")

    assert f"1 repeats what you have ({known.id})" in shown
    taken = _ask(ferry, _line(card, "Same utterance"))
    assert f"Taken: {known.id}" in taken
    assert "Harbour Post" in _ask(ferry, f"/item {known.id}")


def test_a_discarded_text_is_gone(ferry: Database) -> None:
    number = _hand(ferry)

    _ask(ferry, _line(_ask(ferry, f"/article {number}"), "Discard"))

    with pytest.raises(UserError, match="was discarded by ann"):
        _ask(ferry, f"/article {number}")


@pytest.mark.parametrize(
    ("content", "said"), [(b"%PDF-1.7", "is a PDF, no text"), (b"  ", "is empty"), (b"x" * (9 << 20), "are read")]
)
def test_what_is_no_text_is_refused_with_what_works(ferry: Database, content: bytes, said: str) -> None:
    with pytest.raises(UserError, match=said):
        take_article(ferry, content, "a.txt", given=GIVEN, desk=SERVER, asker=ANN, now=NOW)


@pytest.mark.parametrize(
    ("text", "spans", "worded"),
    [
        ("We agreed on nothing,", [(0, 21)], "“We agreed on nothing”"),
        ("We agreed on nothing.", [(0, 21)], "“We agreed on nothing.”"),
        ("Well, | we agreed,", [(0, 5), (8, 18)], "“Well,” “we agreed”"),
    ],
)
def test_the_comma_that_leads_on_to_who_said_it_is_not_quoted(
    text: str, spans: list[tuple[int, int]], worded: str
) -> None:
    assert worded_as(text, {"kind": "direct", "spans": spans}) == worded


@pytest.mark.parametrize(
    ("sentence", "worded"),
    [
        (
            'Ada Lind said the offer was "an insult with a ribbon on it".',
            "the offer was “an insult with a ribbon on it”",
        ),
        ("Ada Lind said the offer was 'an insult' and that it's over.", "the offer was “an insult” and that it's over"),
        ('Ada Lind called the outcome "painful but workable," and left.', "the outcome “painful but workable”"),
        # one mark is lost: then nothing is quoted, and it is our own words
        ('Ada Lind said the offer was "an insult and left the room.', "the offer was an insult and left the room."),
    ],
)
def test_what_is_quoted_in_part_stands_between_marks_whatever_the_text_has(sentence: str, worded: str) -> None:
    one = read_article(Article(sentence)).statements[0]
    assert worded_as(sentence, {"kind": one.kind, "spans": one.spans, "quoted": one.quoted}) == worded


def test_a_side_that_speaks_for_itself_is_added_once_as_a_body_and_known_the_next_time(ferry: Database) -> None:
    side = next(one.name for one in tiny().parties if one.side)
    number = _hand(ferry, text=f"{side} said in a statement that the pier would not be sold.\n\n{_text()}")

    shown = _ask(ferry, f"/article {number}")
    assert "Taken: own-" in _ask(ferry, _line(shown, "Take the"))
    card = _ask(ferry, f"/article go {number}")
    while "that “" in card or "the pier would not be sold" not in card:
        card = _ask(ferry, _line(card, "Skip"))
    assert f"{side}, day not given, reported" in card

    again = _hand(ferry, text=f"{side} said on Friday that the ropes were new.", given=replace(GIVEN, title="Ropes"))
    shown = _ask(ferry, f"/article {again}")
    assert "don’t have" not in shown


def test_a_side_called_by_another_of_its_names_is_a_body_too(database: Database) -> None:
    other = {"spellings": [{"text": "the Harbour Council", "sources": ["morning"]}]}
    sides = [one | (other if one["id"] == "north" else {}) for one in TINY["parties"]]
    with database.writing() as connection:
        replace_dossier(connection, tiny(parties=sides), now=NOW, actor="test")
    number = _hand(database, text="The Harbour Council said in a statement that the pier would not be sold.")

    shown = _ask(database, _line(_ask(database, f"/article {number}"), "Take the"))

    assert "Taken: own-harbour-council" in shown
    with database.reading() as connection:
        people = list_items(View(connection, SERVER.id, "ferry", NOW.date()), Person)
    assert [(one.kind, one.party) for one in people if "Council" in one.name] == [("institution", "north")]


def test_a_card_marks_the_words_as_the_text_has_them(ferry: Database) -> None:
    number = _hand(ferry, text=f"{tiny().people[0].name} said the pier would not be sold.\n\nNobody else spoke.")

    card = _ask(ferry, f"/article go {number}")

    assert "From: Harbour Post, 29 July 2022" in card
    assert f"In the text: {tiny().people[0].name} said «the pier would not be sold». Nobody else spoke." in card
