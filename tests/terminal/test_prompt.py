"""The prompt: what it completes, and that it answers, keeps a history and ends."""

from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.terminal.prompt import Typing, shell
from bot.terminal.session import Terminal, ask_line, console, pressed
from db.storage.database import Database
from tests.builders import DESK, NOW


def _terminal(database: Database) -> Terminal:
    return Terminal(database, DESK, console(), NOW)


async def _offered(database: Database, line: str) -> list[str]:
    """List the lines that would stand there after taking each completion."""
    typing, document = Typing(_terminal(database)), Document(line)
    return [
        line[: len(line) + one.start_position] + one.text
        async for one in typing.get_completions_async(document, CompleteEvent())
    ]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("/st", ["/status "]),
        ("se", ["/setup "]),
        ("/who va", ["/who vane "]),
        ("/who name:oa", ["/who name:oake "]),
        ("/who vane as", ["/who vane as_of:"]),
        ("/who vane private:n", ["/who vane private:no "]),
        ("/who vane dossier:fe", ["/who vane dossier:ferry "]),
        ("/outcome D1 kind:did", ["/outcome D1 kind:did-not-happen "]),
        ("/setup zone:Europe/Berl", ["/setup zone:Europe/Berlin "]),
        ("/nonsense x", []),
        ("oak", ["oake "]),
    ],
)
async def test_what_is_typed_is_completed(ferry: Database, line: str, offered: list[str]) -> None:
    found = await _offered(ferry, line)

    assert found[:1] == offered[:1]


async def test_a_name_first_known_later_is_not_completed_as_of_an_earlier_day(ferry: Database) -> None:
    assert "/who as_of:2031-03-01 name:oake " not in await _offered(ferry, "/who as_of:2031-03-01 name:")
    assert "/who as_of:2031-03-02 name:oake " in await _offered(ferry, "/who as_of:2031-03-02 name:")


def test_the_shell_answers_goes_on_after_a_fault_and_keeps_its_history(
    ferry: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = tmp_path / "new" / "history"
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        typed.send_text("/wo vane\r/who vane\r\rquit\r")
        status = shell(_terminal(ferry), history=history)

    out, errors = capsys.readouterr()
    assert status == 0
    assert "Did you mean /who vane?" in errors
    assert "Ada Vane\n" in out
    assert "+/who vane" in history.read_text("utf-8")
    assert history.stat().st_mode & 0o077 == 0


def test_the_shell_ends_with_its_input(ferry: Database, tmp_path: Path) -> None:
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        typed.send_text("\x04")

        assert shell(_terminal(ferry), history=None) == 0


def test_ctrl_c_gives_a_line_up_and_on_an_empty_one_leaves(ferry: Database, capsys: pytest.CaptureFixture[str]) -> None:
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        typed.send_text("/who va\x03/who oake\r\x03/who vane\r")

        assert shell(_terminal(ferry), history=None) == 0

    out, errors = capsys.readouterr()
    assert "Bern Oake" in out
    assert "Ada Vane" not in out
    assert errors == ""


async def test_a_typed_label_presses_the_button_of_the_last_answer(
    ferry: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    here = _terminal(ferry)
    ask_line(here, "/who oake", as_json=False)
    shown = capsys.readouterr().out

    line = pressed(here, "more")

    assert "[More]" in shown
    assert line.startswith("/who oake")
    assert "depth:full" in line
    assert pressed(here, "[MORE]") == line
    assert pressed(here, "status") == "status"
    offered = [one.text async for one in Typing(here).get_completions_async(Document("mor"), CompleteEvent())]
    assert offered[:1] == ["more"]
    ask_line(here, line, as_json=False)
    assert "Role: harbour master" in capsys.readouterr().out
    assert pressed(here, "more") == "more"
