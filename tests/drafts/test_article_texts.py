"""The text that was handed over is kept for its desk alone, and what is quoted of it is held to it."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from bot.articles.heading import Heading
from bot.asking import Asker, UserError
from bot.cli.arguments import parser
from bot.cli.main import perform
from bot.commands.articles import take_article
from bot.config import load_config
from bot.delivery.worker import Delivery
from bot.dossiers.intake import IntakeError
from bot.dossiers.load_report import take_in
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.builders import NOW, TINY, tiny

SERVER = Desk("42", "Europe/Berlin", "09:00")
OTHER = Desk("43", "Europe/Berlin", "09:00")
READER = Asker("3", "cy", level="reader")
MORNING = Heading("Morning Post", "Ferry talks begin", "2031-03-01", "")
TEXT = """“{words},” Ada Vane said on Friday.

The boats lay at the pier. “Nobody asked the sailors,” Bern Oake said.
"""


@pytest.fixture
def ferry(either_database: Database) -> Database:
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    return either_database


def _hand(
    database: Database,
    *,
    desk: Desk = SERVER,
    asker: Asker = ANN,
    author: str = "",
    text: str = "",
    given: Heading = MORNING,
) -> int:
    content = (text or TEXT.format(words=tiny().statements[0].wordings[0].text)).encode()
    return take_article(
        database, content, "a.txt", given=given, desk=desk, asker=asker, now=NOW, author=author
    )  # fmt: skip


def _ask(database: Database, line: str, *, desk: Desk = SERVER, asker: Asker = ANN) -> str:
    return asked(database, line, desk=desk, asker=asker)


ADD = "/add statement speaker:oake text:“«{}»” source:morning"


def test_what_is_added_by_hand_is_held_to_the_text_of_its_source(ferry: Database) -> None:
    _hand(ferry)

    wrong = _ask(ferry, ADD.format("Somebody asked the sailors"))
    right = _ask(ferry, ADD.format("nobody asked the sailors."))

    assert (
        "does not stand in the text that is kept of morning; paragraph 2 has “pier. ‘Nobody asked the sailors”" in wrong
    )
    assert "Would add: statement" in right
    assert "Would add: statement" in _ask(ferry, ADD.format("Somebody asked the sailors"), desk=OTHER)


def test_a_readers_text_holds_nobody_before_an_editor_took_something_of_it(ferry: Database) -> None:
    number = _hand(ferry, asker=READER)
    wrong = ADD.format("Somebody asked the sailors")
    assert "Would add: statement" in _ask(ferry, wrong)

    card = _ask(ferry, f"/article go {number}", asker=BEN)
    _ask(ferry, _line(card, "Take"), asker=BEN)

    assert "words differ" in _ask(ferry, wrong)


def test_an_item_names_the_paragraph_for_its_desk_alone(ferry: Database) -> None:
    _hand(ferry)

    assert "paragraph 1" in _ask(ferry, "/item S1")
    assert "paragraph 1" not in _ask(ferry, "/item S1", desk=OTHER)


def test_a_text_that_is_not_whole_is_let_go_of(ferry: Database) -> None:
    _hand(ferry)
    shown = _ask(ferry, "/item morning")
    assert "kept for this desk, 2 paragraphs" in shown

    assert "Let go of: 1 text of morning" in _ask(ferry, "/article forget morning")

    assert "kept for this desk" not in _ask(ferry, "/item morning")
    assert "Would add: statement" in _ask(ferry, ADD.format("Somebody asked the sailors"))
    with pytest.raises(UserError, match="No text is kept of morning"):
        _ask(ferry, "/article forget morning")


def test_a_discarded_text_goes_and_one_that_something_was_taken_of_stays(ferry: Database) -> None:
    first = _hand(ferry, given=replace(MORNING, title="Another text", link=""))
    second = _hand(ferry)
    _ask(ferry, f"/article sure {second}")

    _ask(ferry, f"/article discard {first}")
    _ask(ferry, f"/article discard {second}")

    assert _counted(ferry) == 1


def test_a_file_is_held_to_the_texts_of_the_desk_that_sends_it_in(ferry: Database) -> None:
    _hand(ferry)
    statement = TINY["statements"][0]
    changed = statement | {"wordings": [{**statement["wordings"][0], "text": "We shall meet within a month"}]}
    file = json.dumps(TINY | {"statements": [changed, *TINY["statements"][1:]]}).encode()

    with pytest.raises(IntakeError, match=r"statements\[0\] \(S1\)\.wordings\[0\]: words differ: “We shall meet"):
        take_in(ferry, file, "tiny.json", desk=SERVER, asker=ANN, now=NOW)

    assert take_in(ferry, file, "tiny.json", desk=OTHER, asker=ANN, now=NOW)


def test_check_and_load_hold_a_file_to_the_terminals_texts(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    _hand(database, desk=Desk("local", "UTC", "09:00"), text="“We shall meet within a month,” Ada Vane said.\n\nSo.")
    file = tmp_path / "tiny.yaml"
    file.write_text(yaml.safe_dump(json.loads(json.dumps(TINY))), "utf-8")
    url = database.engine.url.render_as_string(hide_password=False)
    config = load_config(None, {"BACKCHANNEL_DATABASE": url})

    statuses = [perform(parser().parse_args([verb, str(file)]), config) for verb in ("check", "load")]

    assert statuses == [1, 1]
    assert capsys.readouterr().err.count("words differ: “We shall meet within a week” does not stand") == 2


async def test_texts_go_by_age_and_never_while_their_drafts_are_open(ferry: Database) -> None:
    _hand(ferry)
    left = []

    for days, keep in ((6, 0), (8, 10), (8, 0)):
        at = NOW + timedelta(days=days)
        await Delivery(ferry, SERVER, None, clock=lambda at=at: at, keep=keep).tidy()  # type: ignore[arg-type,misc]
        left.append(_counted(ferry))

    assert left == [1, 1, 0]


def test_a_message_that_was_read_goes_with_whoever_wrote_it(ferry: Database) -> None:
    number = _hand(ferry, author="3")
    assert _counted(ferry) == 1

    _ask(ferry, "/forget yes", asker=READER)

    assert _counted(ferry) == 0
    card = _ask(ferry, f"/article go {number}")
    assert "the text is not kept any more" in card
    with pytest.raises(UserError, match="is not kept any more"):
        _ask(ferry, f"/article source {number} outlet:Post")


@pytest.mark.parametrize("form", ["yaml", "json", "csv", "markdown", "snapshot"])
def test_no_export_holds_the_text(ferry: Database, form: str) -> None:
    _hand(ferry)

    shown = _ask(ferry, f"/dossier export format:{form}")

    assert "The boats lay at the pier" not in shown


def test_a_text_goes_with_its_dossier(ferry: Database) -> None:
    file = json.dumps(TINY | {"id": "harbour"}).encode()
    number = take_in(ferry, file, "harbour.json", desk=SERVER, asker=ANN, now=NOW)
    _ask(ferry, f"/dossier apply {number}")
    take_article(ferry, TEXT.encode(), "a.txt", given=MORNING, desk=SERVER, asker=ANN, now=NOW, dossier="harbour")
    assert _counted(ferry) == 1

    _ask(ferry, f"/dossier revert {number}")

    assert _counted(ferry) == 0


def _counted(database: Database) -> int:
    from sqlalchemy import func, select

    from db.storage import schema

    with database.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(schema.article_text)) or 0)


def _line(shown: str, label: str) -> str:
    return next(row for row in shown.splitlines() if row.startswith(f"{label}: /")).partition(": ")[2]
