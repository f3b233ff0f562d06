"""Who is meant: names, roles, pronouns, bodies; each rule beside its nearest wrong neighbour."""

import pytest

from bot.articles.records import SURE
from tests.articles.drafted import read

LIND, OKORO, VARGA = "Ada Lind", "Ben Okoro", "Milan Varga"


def speakers(text: str) -> list[tuple[str, bool]]:
    return [(one.speaker.name, one.speaker.confidence >= SURE) for one in read(text).statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It is over,” Lind said.", [(LIND, True)]),
        ("“It is over,” said Ms Lind.", [(LIND, True)]),
        ("“It is over,” said Mr Lind.", [("Lind", True)]),
        ("“It is over,” said a spokesman for Ada Lind.", [("spokesman for Ada Lind", True)]),
        ("“It is over,” said Lind's lawyer, Nora Falk.", [("Nora Falk", True)]),
        ("Nora Falk came. “It is over,” Falk said.", [("Nora Falk", True)]),
        ("Nora Falk and Jens Falk came. “It is over,” Falk said.", [("Falk", False)]),
        ("The Sulian president, Milan Varga, said he was well.", [(VARGA, True)]),
        ("Sulian President Milan Varga said he was well.", [(VARGA, True)]),
        ("The minister of fish in Halm, Nora Falk, said it was over.", [("Nora Falk", True)]),
        ("The rebels' leader, known as Varga, said it was over.", [(VARGA, True)]),
        ("Secretary of State Nora Falk said it was over.", [("Nora Falk", True)]),
        ("Humberto de la Calle said it was over.", [("Humberto de la Calle", True)]),
        ("Nora May has said it is over.", [("Nora May", True)]),
        ("Salim al-Muslat came. “It is over,” Muslat said.", [("Salim al-Muslat", True)]),
        ("Nora Falk, R-Fla., told reporters that it was over.", [("Nora Falk", True)]),
    ],
)  # fmt: skip
def test_a_name_is_followed_to_its_person(text: str, expected: list[tuple[str, bool]]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lind said it was over. “We tried,” she said.", (LIND, True)),
        ("Ada Lind said it was over. “We tried,” he said.", ("", False)),
        ("Ben Okoro said it was over. Milan Varga shook his head. “We tried,” he said.", (VARGA, False)),
        ("Ben Okoro said it was over. His rival, Milan Varga, hit back: “We tried,” he said.", (VARGA, False)),
        ("A senior official said it was over. “We tried,” they said.", ("senior official", False)),
        ("The Halm Port Council said it was over. “We tried,” it said.", ("Halm Port Council", False)),
        ("Ada Lind met Nora Falk, who said that it was over.", ("Nora Falk", True)),
    ],
)  # fmt: skip
def test_a_pronoun_is_followed_and_sure_only_where_nobody_else_can_be_meant(
    text: str, expected: tuple[str, bool]
) -> None:
    assert speakers(text)[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lind came. “It is over,” the minister said.", (LIND, True)),
        ("Ada Lind came with Milan Varga. “It is over,” the minister said.", (LIND, False)),
        ("Nora Falk, the Arvenian minister, came after Ada Lind. “It is over,” the minister said.", (LIND, False)),
        ("“It is over,” the chief negotiator said.", (LIND, False)),
        ("“It is over,” a chief negotiator said.", ("chief negotiator", True)),
        ("“It is over,” the chief negotiator of the port said.", (LIND, False)),
        ("The Halm Observatory for Whales said it was over. The observatory added that it would rain.",
         ("Halm Observatory for Whales", True)),
        ("“It is over,” the harbour master said.", ("harbour master", False)),
    ],
)  # fmt: skip
def test_a_role_is_followed_no_further_than_it_fits(text: str, expected: tuple[str, bool]) -> None:
    assert speakers(text)[-1] == expected


def test_words_without_a_speaker_stay_open() -> None:
    statement = read("“We have waited long enough for this day.”").statements[0]

    assert (statement.speaker.name, statement.speaker.person) == ("", None)


def test_people_the_dossier_lacks_are_told_with_their_role() -> None:
    newcomers = read("Nora Falk, a spokesperson for the port, said it was over.").newcomers

    assert [(one.name, one.roles) for one in newcomers] == [("Nora Falk", ("spokesperson for port",))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Residents of Little Skerry said they had no bread.",
        "Governor of Upper Dravia said nothing about the prisoners.",
        "Families of Port Alden told the station that they would wait.",
    ],
)
def test_a_place_behind_of_is_nobody_new(sentence: str) -> None:
    assert [one.name for one in read(sentence).newcomers] == []


def test_a_role_goes_without_whose_it_is() -> None:
    newcomers = read(
        "Its president, Nora Falk, said it was over. The family's lawyer, Jens Borg, said so too."
    ).newcomers
    assert [one.roles[:1] for one in newcomers] == [("president",), ("family's lawyer",)]


@pytest.mark.parametrize(
    ("following", "expected"),
    [
        ("“It is over,” spokesman Jens Morel said.", ("Jens Morel", False)),
        ("“It is over,” Colonel Jens Morel said.", ("Jens Morel", False)),
        ("“It is over,” shopkeeper Jens Morel said.", ("army spokesman", False)),
        ("“It is over,” Ada Lind said.", ("army spokesman", False)),
        ("The port was calm.", ("army spokesman", True)),
    ],
)
def test_who_is_named_in_the_next_words_is_never_sure(following: str, expected: tuple[str, bool]) -> None:
    assert speakers(f"The truce holds, an army spokesman said.\n\n{following}")[0] == expected


def test_who_was_named_before_is_not_named_later() -> None:
    text = "Jens Morel came. The truce holds, an army spokesman said.\n\n“It is over,” Jens Morel said."

    assert speakers(text)[0] == ("army spokesman", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # somebody's words as another tells them
        ("Milan Varga told Ben Okoro that it was over, Ada Lind said.", (VARGA, False)),
        ("Milan Varga told Ben Okoro that it was over, Varga said.", (VARGA, True)),
        ("The leader, Milan Varga said, had answered: “It is over.”", (VARGA, False)),
        ("The strike, Milan Varga said, had been “over since May”.", (VARGA, True)),
        # words that stand alone
        ("The truce holds, Ada Lind said in Halm. “It is over.”", (LIND, True)),
        ("Asked about it, Ada Lind laughed. “It is a very large building.”", (LIND, False)),
        ("Nora Falk said it was a start. Talks have gone on. “It is over,” she added.", ("Nora Falk", True)),
        ("Spaniard Enric Vidal came. “It is over,” Vidal said.", ("Enric Vidal", True)),
        ("Two Spaniards came. “It is over,” the group said.", ("group", True)),
        ("Mr. Okoro came. They promised they would sail.", ("", False)),
        ("His words come after Ben Okoro said he would sail. He said: “It is over.”", (OKORO, False)),
        ("Then Ben Okoro said he would sail. He said: “It is over.”", (OKORO, True)),
        ("Philip Hammer came. Mr Falk's brother, Philip, said: “It is over.”", ("Mr Falk's brother, Philip", True)),
        ("Philip Hammer came. Mr Falk's lawyer, Philip Hammer, said: “It is over.”", ("Philip Hammer", True)),
        ("Ada Lind's critics, led by Nora Falk, have long argued that it was over.", ("Ada Lind's critics", False)),
        ("Greenfleet called it a start. “It is over,” the group said.", ("Greenfleet", False)),
        ("Ada Lind came. “It is over,” said the mother of two.", (LIND, False)),
        ("Ada Lind came. “It is over,” said the mother of the sailor.", ("mother of the sailor", False)),
        ("Ada Lind came. The minister herself said that it was over.", (LIND, True)),
        ("Adviser to the head of the company Nora Falk said it was over.", ("Nora Falk", True)),
        ("Father of the hostage Nora Falk said it was over.", ("Father of the hostage Nora Falk", False)),
        ("Minister of Defense of Sulia Milan Varga said it was over.", (VARGA, True)),
        ("U.S. Under Secretary of State Nora Falk said it was over.", ("Nora Falk", True)),
    ],
)  # fmt: skip
def test_a_speaker_who_is_not_named_beside_the_words(text: str, expected: tuple[str, bool]) -> None:
    assert speakers(text)[-1] == expected


def test_two_who_speak_together_are_never_sure_and_lend_their_day_to_nobody() -> None:
    found = read("Ben Okoro said on Monday it was over. Varga and Okoro said they would meet.").statements

    assert [(one.speaker.confidence >= SURE, one.said_on and one.said_on.day.day) for one in found] == [
        (True, 1),
        (False, 4),
    ]
