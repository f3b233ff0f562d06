"""Questions where several dossiers are loaded and none is settled for the channel."""

import json

from bot.blocks import choices
from bot.commands import dispatch
from bot.commands.parser import LONGEST_KEPT, parse
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import ANN, asked
from tests.builders import DESK, NOW, TINY, tiny


def test_of_several_dossiers_the_one_that_alone_knows_a_name_answers(ferry: Database) -> None:
    with ferry.writing() as connection:
        people = [one | {"id": "moor", "name": "Cid Moor"} if one["id"] == "oake" else one for one in TINY["people"]]
        other = json.loads(
            json.dumps(TINY | {"people": people}).replace('"oake"', '"moor"').replace("Bern Oake", "Cid Moor")
        )
        replace_dossier(connection, tiny(**other | {"id": "bridge"}), now=NOW, actor="test")

    assert "Cid Moor" in asked(ferry, "/who moor")
    assert "Cid Moor" in asked(ferry, "/who “cid moor”")
    assert "Bern Oake" in asked(ferry, "/quotes oake")
    assert "The ferry talks (bridge): /who name:vane depth:full dossier:bridge" in asked(ferry, "/who vane")
    assert "Which dossier?" in asked(ferry, "/who nobody")


def test_a_question_whose_words_hold_quotation_marks_is_asked_again_as_it_was(ferry: Database) -> None:
    with ferry.writing() as connection:
        replace_dossier(connection, tiny(id="bridge", title="The bridge talks"), now=NOW, actor="test")
    text = "She said: “A good day.” " + "And more. " * 90
    which = dispatch.ask(ferry, "add event", {"title": "It rains", "said": text, "source": "morning"}, now=NOW,
                         desk=DESK, asker=ANN, request="1")  # fmt: skip
    [bridge] = [one.line for one in choices(which.blocks) if one.label == "The bridge talks"]

    name, options = parse(bridge, longest=LONGEST_KEPT)

    assert name == "add event"
    assert options == {"title": "It rains", "said": text, "source": "morning", "dossier": "bridge"}


def test_of_several_dossiers_one_must_be_named(ferry: Database) -> None:
    with ferry.writing() as connection:
        replace_dossier(connection, tiny(id="bridge", title="The bridge talks"), now=NOW, actor="test")

    which = asked(ferry, "/status as_of:2031-03-19")
    assert which.startswith("Which dossier?\n")
    assert "The bridge talks: /status as_of:2031-03-19 depth:full dossier:bridge\n" in which
    assert "Always The ferry talks: /dossier use ferry" in which
    assert "The bridge talks" in asked(ferry, "/status dossier:bridge")
