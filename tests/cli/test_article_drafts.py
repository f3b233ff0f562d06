"""`backchannel article FILE`: a folder read to its end, drafts written as YAML and loaded, single keys with Undo."""

import sys
from pathlib import Path

import pytest

from bot.cli import article_drafts
from bot.cli.arguments import parser
from bot.cli.main import perform
from bot.config import Config, load_config
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, tiny

LOCAL = Desk("local", "UTC", "09:00")
TEXT = """“The pier will not be sold to anybody at all,” Ada Vane said on Friday.

“Nobody asked the sailors about it,” Quentin Marsh, a harbour clerk, said.
"""
HEADED = ["--outlet", "Harbour Post", "--title", "A word", "--published", "2031-03-14"]


@pytest.fixture
def config(database: Database) -> Config:
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    return load_config(None, {"BACKCHANNEL_DATABASE": database.engine.url.render_as_string(hide_password=False)})


def _run(config: Config, *arguments: str | Path) -> int:
    return perform(parser().parse_args(["article", *map(str, arguments), "--now", "2031-03-20"]), config)


def _asked(database: Database, line: str) -> str:
    return asked(database, line, desk=LOCAL)


def test_drafts_are_written_edited_and_loaded(
    database: Database, config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, file = tmp_path / "a.txt", tmp_path / "drafts.yaml"
    text.write_text(TEXT, "utf-8")

    assert _run(config, text, *HEADED, "--drafts", file) == 0
    written = file.read_text("utf-8")
    assert "take: 'yes'\n    kind: statement" in written
    assert "name: Quentin Marsh" in written
    file.write_text(
        written.replace("take: 'no'", "take: yes", 1).replace("role: a harbour clerk", "role: clerk"), "utf-8"
    )
    capsys.readouterr()

    assert _run(config, file) == 0
    taken = capsys.readouterr().out
    assert taken.count("Taken: ") == 2
    assert "The pier will not be sold" in _asked(database, "/item S-1")
    assert "Quentin Marsh" in _asked(database, "/who marsh")
    assert _run(config, file) == 1  # a second time nothing is taken twice
    assert capsys.readouterr().out.count("stays open: Draft") == 2
    assert _run(config, text, *HEADED, "--drafts", file) == 2
    assert "can't be written: File exists" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (("take: 'yes'", "take: maybe"), "take: “maybe” is none of yes, no, never"),
        (("speaker: vane", "speaker: nobody"), "speaker: nobody is called “nobody”"),
        (("kind: statement", "kind: song"), "kind: “song” is none of statement"),
        (("take: 'yes'", "take: never"), "Left out: draft"),
    ],
)
def test_a_faulty_draft_of_a_file_stays_open_and_the_rest_is_loaded(
    config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str], edit: tuple[str, str], said: str
) -> None:
    text, file = tmp_path / "a.txt", tmp_path / "drafts.yaml"
    text.write_text(TEXT.replace("Quentin Marsh, a harbour clerk,", "Bern Oake"), "utf-8")
    _run(config, text, *HEADED, "--drafts", file)
    file.write_text(file.read_text("utf-8").replace(*edit, 1), "utf-8")
    capsys.readouterr()

    _run(config, file)

    shown = capsys.readouterr().out
    assert said in shown
    assert shown.count("Taken: S-") == 1


def test_a_folder_is_read_to_its_end_whatever_one_file_is(
    database: Database, config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.7")
    (tmp_path / "b.txt").write_text(TEXT, "utf-8")
    (tmp_path / "c.html").write_text("<html><script>x=1</script></html>", "utf-8")
    (tmp_path / "d.txt").write_text(TEXT.replace("pier", "quay"), "utf-8")
    (tmp_path / "e.jpg").write_bytes(b"\xff\xd8")

    status = _run(config, tmp_path, *HEADED, "--yes-sure")

    told = capsys.readouterr()
    assert status == 1
    assert "a.txt: " in told.err
    assert "is a PDF" in told.err
    assert "c.html: This page holds no text" in told.err
    assert "e.jpg" not in told.err
    assert "quay" in _asked(database, "/find quay")


def test_a_key_does_each_and_u_takes_the_last_back(
    database: Database,
    config: Config,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = tmp_path / "a.txt"
    text.write_text(TEXT.replace("Quentin Marsh, a harbour clerk,", "Bern Oake"), "utf-8")
    keys = iter("yuyUq")
    monkeypatch.setattr(article_drafts, "_key", lambda _prompt, _here: next(keys))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)

    assert _run(config, text, *HEADED) == 0

    shown = capsys.readouterr().out
    firsts = [row[:6] for row in shown.splitlines() if row[1:6] == " of 2"]
    assert firsts == ["1 of 2", "2 of 2", "1 of 2", "2 of 2", "1 of 2"]
    assert "The place is kept" in shown
    assert "S-1" not in _asked(database, "/find pier")
