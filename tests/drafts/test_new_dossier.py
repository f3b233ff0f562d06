"""A dossier begun with a first text: read back, made at a press, gone through, taken back; a desk's own."""

from dataclasses import replace

import pytest

from bot.articles.heading import Heading
from bot.asking import Asker, UserError
from bot.commands.articles import take_first_text
from bot.drafts.new_dossier import Plan, make_dossier, sides_of
from db.desk.desks import Desk
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.builders import NOW

SERVER = Desk("42", "Europe/Berlin", "09:00")
TEXT = """Port opens fee talks with ferry line

5 March 2024

The Port Authority and Blue Line began talks over the fees that ferries will pay.

“Nobody wants a strike,” port director Ada Okafor told reporters on Tuesday.

“The berths have been broken since autumn,” Blue Line spokesman Tom Hartley said on Tuesday.
"""


def _hand(database: Database, *, given: Heading | None = None, asker: Asker = ANN, text: str = TEXT) -> int:
    return take_first_text(database, text.encode(), "first.txt", given=given or Heading(outlet="The Courier"),
                           desk=SERVER, asker=asker, now=NOW)  # fmt: skip


def _ask(database: Database, line: str, *, asker: Asker = ANN, desk: Desk = SERVER) -> str:
    return asked(database, line, desk=desk, asker=asker)


def _line(shown: str, label: str) -> str:
    found = next(row for row in shown.splitlines() if row.startswith(label) and ": /" in row)
    return "/" + found.partition(": /")[2]


TOLD = "title:“Harbour fee talks” sides:“port authority, Blue Line”"


def test_first_text_is_read_back_and_nothing_is_made(either_database: Database) -> None:
    number = _hand(either_database)

    shown = _ask(either_database, f"/dossier new {number} {TOLD}")

    assert shown.startswith("New: Harbour fee talks\n")
    assert "Sides: Port Authority, Blue Line\n" in shown  # as the text has them
    assert "First source: The Courier, 5 March 2024: Port opens fee talks with ferry line\n" in shown
    assert "In the text: 2 statements to go through, 2 people\n" in shown
    assert f"Create: /dossier begin {number}\n" in shown
    assert "None yet." in _ask(either_database, "/dossier list")


def test_made_dossier_can_be_asked_after_two_presses(either_database: Database) -> None:
    number = _hand(either_database)

    made = _ask(either_database, _line(_ask(either_database, f"/dossier new {number} {TOLD}"), "Create"))
    taken = _ask(either_database, _line(made, "Take the 4 sure ones"))

    assert "Made: Harbour fee talks (harbour-fee-talks)." in made
    assert taken.count("Taken:") == 4
    who = _ask(either_database, "/who hartley")
    assert "The berths have been broken since autumn" in who
    assert "Blue Line spokesman" in who
    status = asked(either_database, "/status", desk=SERVER, depth="short")
    assert "Blue Line: “The berths have been broken since autumn” – Tom Hartley" in status
    exported = _ask(either_database, "/dossier export")
    assert "harbour-fee-talks" in exported


def test_dossier_is_the_desk_s_own_and_is_taken_back(either_database: Database) -> None:
    number = _hand(either_database)
    _ask(either_database, f"/dossier new {number} {TOLD}")
    made = _ask(either_database, f"/dossier begin {number}")

    assert "None yet." in _ask(either_database, "/dossier list", desk=replace(SERVER, id="43"))
    assert "is taken out" in _ask(either_database, _line(made, "Undo"))
    assert "None yet." in _ask(either_database, "/dossier list")


def test_second_of_the_same_title_gets_a_name_of_its_own(either_database: Database) -> None:
    for name in ("harbour-fee-talks", "harbour-fee-talks-2"):
        number = _hand(either_database)
        _ask(either_database, f"/dossier new {number} {TOLD}")
        assert f"({name})" in _ask(either_database, f"/dossier begin {number}")


def test_it_is_made_once(either_database: Database) -> None:
    number = _hand(either_database)
    _ask(either_database, f"/dossier new {number} {TOLD}")
    _ask(either_database, f"/dossier begin {number}")

    for line in (f"/dossier begin {number}", f"/dossier new {number} {TOLD}"):
        with pytest.raises(UserError, match=f"Text {number} has its dossier already, by ann"):
            _ask(either_database, line)


def test_what_is_missing_is_asked_for(database: Database) -> None:
    number = _hand(database, given=Heading(), text=TEXT.replace("5 March 2024\n", ""))

    shown = _ask(database, f"/dossier new {number} title:Talks")

    assert shown.startswith("A new dossier\n")
    assert "title (needed): Talks\n" in shown
    assert "headline (needed): Port opens fee talks with ferry line\n" in shown
    for option in ("sides", "outlet", "published"):
        assert f"{option} (needed): " in shown
    told = _ask(database, f"/dossier new {number} sides:“Blue Line, Port Authority” outlet:Tide published:2024-03-05")
    assert "First source: Tide, 5 March 2024" in told


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        ("Blue Line, Green Line", "the text does not name “Green Line”"),
        ("Blue Line", "a negotiation has two or more"),
        ("Blue Line, blue line", "two are the same"),
        ("Blue Line, port", ""),
    ],
)
def test_sides_are_those_that_the_text_names(sides: str, said: str) -> None:
    found = {"heading": ["The Courier", "Talks open", "2024-03-05", ""], "text": TEXT}
    plan = Plan(found, title="Talks", sides=sides_of(sides))

    if not said:
        assert [one.name for one in make_dossier(plan).parties] == ["Blue Line", "Port"]
        return
    with pytest.raises(UserError, match=said):
        make_dossier(plan)


def test_sides_that_the_text_does_not_name_are_asked_for_again(database: Database) -> None:
    shown = _ask(database, f"/dossier new {_hand(database)} title:Talks sides:“Blue Line, Green Line”")

    assert "Not yet: sides: the text does not name “Green Line”." in shown
    assert "sides (needed): Blue Line, Green Line\n" in shown


def test_it_is_for_admins(database: Database) -> None:
    with pytest.raises(UserError, match="/dossier new is for"):
        _hand(database, asker=BEN)
    number = _hand(database)
    for line in (f"/dossier new {number} {TOLD}", f"/dossier begin {number}"):
        with pytest.raises(UserError, match="is for"):
            _ask(database, line, asker=BEN)


def test_another_desk_s_text_is_not_there(database: Database) -> None:
    number = _hand(database)

    with pytest.raises(UserError, match=f"There is no text {number} here to begin a dossier with"):
        _ask(database, f"/dossier begin {number}", desk=replace(SERVER, id="43"))


@pytest.mark.parametrize(
    ("typed", "sides"),
    [
        ("A, B", ("A", "B")),
        ("A and B", ("A", "B")),
        ("Trinidad and Tobago, Venezuela", ("Trinidad and Tobago", "Venezuela")),
        ("Foo, Inc.; Bar", ("Foo, Inc.", "Bar")),
        ("A vs. B", ("A", "B")),
        (" , ", ()),
    ],
)
def test_sides_are_parted(typed: str, sides: tuple[str, ...]) -> None:
    assert sides_of(typed) == sides
