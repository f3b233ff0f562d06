"""What data says stays what it says, wherever it is written: in a terminal, Markdown, a table, a calendar, a file."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from markdown_it import MarkdownIt

from bot.asking import UserError
from bot.blocks import Answer, Group, Line, Quote
from bot.commands import dispatch
from bot.dossiers import export_formats
from bot.dossiers.export_calendar import as_calendar
from bot.dossiers.export_markdown import as_markdown
from bot.dossiers.export_table import as_csv
from bot.dossiers.intake import check_text
from bot.dossiers.intake.plain_text import UNPRINTABLE, one_line
from bot.dossiers.intake.shorthand import write_out
from bot.dossiers.intake.validate import validate
from bot.dossiers.intake.yaml_tree import read_yaml
from bot.terminal import text
from db.storage.database import Database
from tests.asking import ANN, asked
from tests.builders import DESK, NOW, tiny
from tests.conftest import Run
from tests.hostile import PIECES, hostile_dossier

# a database takes neither half characters nor NUL, and commands refuse them
_STARTS = ("", "# ", "1. ", "12) ", "- ", "+ ", "===", "> ", "```", "    ", "| a | b |", "=", "\u2028", "\uff1d")
_TEXTS = st.tuples(
    st.sampled_from(_STARTS),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), min_size=1, max_size=8).map("".join),
).map("".join)
_STORED = _TEXTS.map(lambda made: re.sub("[\x00\ud800-\udfff]", "", made)).filter(one_line)
_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@settings(max_examples=40, deadline=None)
@given(_STORED)
def test_markdown_has_the_headings_and_lists_that_it_would_have_anyway(said: str) -> None:
    plain = [token.type for token in _MARKDOWN.parse(as_markdown(hostile_dossier("word"), now=NOW))]

    tokens = _MARKDOWN.parse(as_markdown(hostile_dossier(said), now=NOW))

    assert [token.type for token in tokens] == plain
    inside = {child.type for token in tokens for child in token.children or []}
    assert inside <= {"text", "text_special"}


@settings(max_examples=60, deadline=None)
@given(_STORED)
def test_no_cell_of_a_table_is_worked_out_and_none_is_added(said: str) -> None:
    written = as_csv(hostile_dossier(said))

    rows = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    assert len(rows) == len(as_csv(tiny()).split("\r\n")) - 1
    assert {len(row) for row in rows} == {10}
    assert [cell for row in rows for cell in row if re.match(r"[\t\r\n]|\s*[=+@＝＋－＠-]", cell)] == []


@settings(max_examples=60, deadline=None)
@given(_STORED)
def test_a_calendar_has_its_entries_and_no_line_that_data_made(said: str) -> None:
    raw = as_calendar(hostile_dossier(said), {}, now=NOW)

    assert _names(raw) == _names(as_calendar(hostile_dossier("word"), {}, now=NOW))
    assert all(len(line.encode()) <= 75 and not UNPRINTABLE.search(line) for line in raw.split("\r\n"))
    assert len(Calendar.from_ical(raw).events) == 2


def _names(raw: str) -> list[str]:
    return [line.partition(":")[0] for line in raw.replace("\r\n ", "").split("\r\n")]


@settings(max_examples=15, deadline=None)
@given(_STORED)
def test_yaml_and_json_hold_the_texts_as_they_were_and_what_may_stand_in_a_file(said: str) -> None:
    dossier = hostile_dossier(said)
    kept = UNPRINTABLE.sub("", said)

    tree, wrong = read_yaml(export_formats.as_yaml(dossier))
    as_yaml, faults = validate(write_out(tree)[0])
    as_json = export_formats.from_data(json.loads(export_formats.as_json(dossier)))

    assert (as_yaml, wrong, faults) == (as_json, [], [])
    assert re.sub(r"\s", "", as_json.title) == re.sub(r"\s", "", kept)
    assert not UNPRINTABLE.search(export_formats.as_yaml(dossier))


@settings(max_examples=100, deadline=None)
@given(_TEXTS.map(lambda made: f"x{made}"))
def test_a_terminal_obeys_nothing_and_no_line_is_added(said: str) -> None:
    def shown(words: str) -> str:
        blocks = (Line((words,), (words,), words), Group(words, (Quote(words, "direct", words, (words,)),)))
        return text.plain(Answer(words, blocks, dossier=words), zone="UTC")

    assert shown(said).count("\n") == shown("word").count("\n")
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff]", shown(said)) == []


def test_a_file_turns_no_line_of_the_terminal_round(run: Run, tmp_path: Path) -> None:
    turned = tmp_path / "turned.yaml"
    turned.write_text(export_formats.as_yaml(tiny(title="Talks \u202eevil\u2066")), encoding="utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(turned.read_text(encoding="utf-8") + '"\u202ewrong": x\n', encoding="utf-8")

    said = [*run("check", str(turned)), *run("load", str(turned)), *run("check", str(wrong))]

    assert [said[0], said[3], said[6]] == [0, 0, 1]
    assert "Talks evil" in str(said[1])
    assert re.findall("[\u202a-\u202e\u2066-\u2069]", "".join(map(str, said))) == []


@pytest.mark.parametrize("typed", ["\ufeff", "\x85\u2028", "\x07\x1b"])
def test_what_cannot_be_seen_is_nothing_typed(ferry: Database, typed: str) -> None:
    with pytest.raises(UserError, match="/when needs text"):
        dispatch.ask(ferry, "when", {"text": typed}, now=NOW, desk=DESK, asker=ANN)


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_what_was_typed_with_unseen_characters_is_exported_as_a_file_that_loads(
    ferry: Database, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = "Fire\x07 \x9b31min\x85the\ufeff port"
    asked(ferry, f"/add event title:“{typed}” said:“It \x1b[31mburnt.” source:morning when:2031-03-01")
    asked(ferry, "/add save 1")

    answer = dispatch.ask(ferry, "dossier export", {"format": form}, now=NOW, desk=DESK, asker=ANN)

    assert answer.file is not None
    loaded = check_text(answer.file.content, name=f"ferry.{form}")
    assert "Fire 31min the port" in [event.title for event in loaded.events]
