"""Input as other programs write it: JSON’s own values, spaces that are none, straight quotation marks, true for yes."""

import json
from typing import Any

import pytest

from bot.asking import UserError
from bot.commands import dispatch
from bot.dossiers.intake import IntakeError, check_text
from db.storage.database import Database
from tests.asking import ANN, asked
from tests.builders import DESK, NOW, TINY


def test_jsons_own_true_and_numbers_stand_for_their_text() -> None:
    parties = [one | {"side": True} for one in TINY["parties"]]
    made = TINY | {"format": 1, "silence": 12, "stale": 5, "parties": parties}

    for text in (json.dumps(made), json.dumps(made, indent=1)):
        dossier = check_text(text.encode(), name="a.json")
        assert (dossier.silence, dossier.stale, dossier.parties[0].side) == ("12", "5", True)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.yaml", "format: 1\nid: t\ntitle:\u00a0T\nabout: x\n", "U+00A0 (no-break space) behind ':'"),
        ("a.json", '{"format": NaN}', "the number NaN"),
        ("a.json", '{"format": null}', "the JSON value null; expected the key left out"),
        ("a.yaml", "format: 1\nid: t\ntitle: T\nabout: x\nsources: [{id: a, outlet: B, title: C, published: 2022}]\n"
                   "people: [{id: p, name: P, spellings: [{text: P, sources: [a]}]}]\nstatements:\n"
                   "  - {id: S1, speaker: p, wordings: [{source: a, kind: partial, text: 'said \"no\"'}]}\n",
         'straight quotation marks (") mark nothing in a file'),
    ],
)  # fmt: skip
def test_a_fault_says_what_the_sign_is(name: str, text: str, said: str) -> None:
    with pytest.raises(IntakeError) as refused:
        check_text(text.encode(), name=name)
    assert said in "\n".join(map(str, refused.value.faults)) + str(refused.value)


@pytest.mark.parametrize(("typed", "meant"), [("true", "yes"), ("ON", "yes"), ("False", "no"), ("YES", "yes")])
def test_yes_and_no_are_read_however_they_are_written(ferry: Database, typed: str, meant: str) -> None:
    assert asked(ferry, f"/who vane private:{typed}") == asked(ferry, f"/who vane private:{meant}")


def test_an_option_that_a_program_misnames_is_refused_in_words(ferry: Database) -> None:
    options: dict[str, Any] = {"nmae": "vane"}
    with pytest.raises(UserError, match="/who has no option “nmae”; did you mean name:"):
        dispatch.ask(ferry, "who", options, now=NOW, desk=DESK, asker=ANN)
