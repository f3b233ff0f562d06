"""What data, names and files are called reaches a terminal as text: no escape of theirs, no line of their making."""

import json
import logging
import sys
from pathlib import Path

import pytest

from bot.cli import logs
from bot.cli.arguments import parser
from bot.terminal.clean import clean_json, say
from tests.conftest import Run

_EVIL = "x\x1b]0;owned\x07\x1b[2Jy\x9b31m\u202ez\rw"
_NAMED = f"{_EVIL}\nok    database   all is well"


def _is_text(told: str) -> bool:
    return not any(c in told for c in "\x1b\x07\x9b\u202e\r\x7f") and "\nok    database   all is well" not in told


@pytest.mark.parametrize(
    "command",
    [
        ("load", "{file}.yaml"),
        ("check", "{file}.yaml"),
        ("check", "{file}-gone.yaml"),
        ("load", "{file}-gone.yaml"),
        ("article", "{file}.txt", "--outlet", _EVIL, "--title", _EVIL, "--published", "2022-07-28"),
        ("article", "{file}-gone.txt"),
        ("backup", "{file}.bak"),
        ("backup", "{file}/none.bak"),
        ("restore", "{file}.yaml"),
        ("restore", "{file}-gone"),
        ("doctor", "--config", "{file}.toml"),
        ("doctor", "--config", "{file}-gone.toml"),
        ("ask", f"/who {_EVIL}"),
        ("ask", f"/{_EVIL}"),
        ("ask", f"/who name:{_EVIL} dossier:{_EVIL}", "--json"),
        ("ask", "/help", "--database", "{file}.sqlite3"),
        ("doctor", "--database", "{file}.sqlite3"),
        ("ask", "/help", f"--{_EVIL}"),
        (_EVIL,),
        ("ask", "/help", "--now", _EVIL),
    ],
    ids=lambda command: ascii(command[:2])[:60],
)
def test_no_command_lets_a_name_reach_the_terminal(command: tuple[str, ...], tmp_path: Path, run: Run) -> None:
    file = tmp_path / _NAMED.replace("/", "")
    Path(f"{file}.yaml").write_text(f'format: 1\ntitle: "{"a" * 3}"\n"{"k" * 3}": 1\n')
    Path(f"{file}.txt").write_text("“We will talk”, Anna Vane said on Monday.")
    Path(f"{file}.toml").write_text('["a\\u001b[2J\\nok    database   all is well"]\n[desk]\nzone = "\\u001b[2J"\n')

    status, out, err = run(*(word.replace("{file}", str(file)) for word in command))

    assert status in (0, 1, 2)
    assert out + err
    assert _is_text(out), ascii(out)
    assert _is_text(err), ascii(err)


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_line_of_the_log_is_ours(
    form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    before = logging.getLogger().handlers
    logs.set_up(form=form, level="debug")
    log = logging.getLogger("bot")
    try:
        log.warning("server %s has gone", _NAMED)
        try:
            raise ValueError(_NAMED)
        except ValueError:
            log.exception("a command failed")
    finally:
        logging.getLogger().handlers = before

    told = capsys.readouterr().err

    assert "has gone" in told
    assert "ValueError" in told
    assert _is_text(told), ascii(told)


def test_json_says_the_same_with_escapes() -> None:
    value = {"text": _EVIL}

    written = clean_json(json.dumps(value, ensure_ascii=False))

    assert json.loads(written) == value
    assert _is_text(written)


def test_what_cannot_be_encoded_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\udcffb")

    assert capsys.readouterr().out == "ab\n"
    assert parser().prog == "backchannel"
