"""An offer to several parties: read, shown, exported, typed."""

from typing import Any

import pytest

from bot.commands import dispatch, parser
from bot.dossiers import export_formats
from bot.dossiers.intake import check_text
from db.loading.dossiers import replace_dossier
from db.model.records import Dossier
from db.storage.database import Database
from tests.asking import ANN, asked
from tests.builders import DESK, NOW, TINY, tiny

_EAST: dict[str, Any] = {"id": "east", "name": "Eastport", "spellings": [{"text": "Eastport", "sources": ["morning"]}]}


def _to_two(**others: Any) -> Dossier:
    offer = TINY["offers"][0] | {"also_to": ["east"]} | others
    return tiny(offers=[offer], parties=[*TINY["parties"], _EAST])


def _load(database: Database, dossier: Dossier) -> None:
    with database.writing() as connection:
        replace_dossier(connection, dossier, now=NOW, actor="test")


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_file_with_several_reads_back_to_the_same(ending: str) -> None:
    write = export_formats.as_yaml if ending == "yaml" else export_formats.as_json

    assert check_text(write(_to_two()).encode(), name=f"x.{ending}") == _to_two()


def test_each_of_them_is_named_and_its_answers_are_its_own(database: Database) -> None:
    answer = {"by": "east", "kind": "rejects", "text": "No ferry.", "sources": ["late"]}
    _load(database, _to_two(answers=[*TINY["offers"][0]["answers"], answer]))

    full, short = (asked(database, "/offers", depth=depth) for depth in ("full", "short"))

    assert "From: Northhaven to Southport and Eastport [morning]\n" in full
    assert "Eastport: answers, 1\n" in full
    assert "Southport’s and Eastport’s answers\n" in short
    assert "No ferry. – Eastport, day not told" in short
    assert "O1" in asked(database, "/offers party:eastport", depth="short")
    assert "To: Southport (south), Eastport (east) [" in asked(database, "/item O1")


@pytest.mark.parametrize(("form", "said"), [("markdown", "to Southport and Eastport"), ("html", ">Eastport</a>")])
def test_exports_name_each(database: Database, form: str, said: str) -> None:
    _load(database, _to_two())

    name, options = parser.parse(f"/dossier export format:{form}")
    file = dispatch.ask(database, name, options, now=NOW, desk=DESK, asker=ANN).file

    assert file is not None
    assert said in file.content.decode()


def test_several_are_typed_with_commas_and_read_back(database: Database) -> None:
    _load(database, _to_two())
    line = "/add offer title:“A pier” between:“{}” terms:“one” source:morning"

    assert "A pier: Southport to Northhaven and Eastport" in asked(database, line.format("south to north, east"))
    assert "north is named twice." in asked(database, line.format("south to north, east, north"))
