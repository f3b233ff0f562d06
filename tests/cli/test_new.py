"""`backchannel new`: from a text to a dossier that can be asked, and a short file; nothing is half made."""

from pathlib import Path

import pytest

from bot.dossiers.intake import read_dossier
from tests.conftest import Run

TEXT = """Port opens fee talks with ferry line

5 March 2024

The Port Authority and Blue Line began talks over the fees that ferries will pay.

“The berths have been broken since autumn,” Blue Line spokesman Tom Hartley said on Tuesday.
"""
TOLD = ("--title", "Harbour fee talks", "--outlet", "The Courier", "--sides", "port authority, blue line")


@pytest.fixture
def text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A first text, in the folder in which the program runs."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "first.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_text_becomes_a_dossier_that_can_be_asked(run: Run, text: Path) -> None:
    status, said, _ = run("new", str(text), *TOLD, "--yes-sure")

    assert status == 0
    assert "Written: harbour-fee-talks.yaml\n" in said
    assert "2 taken" in said
    file = Path("harbour-fee-talks.yaml")
    assert len(file.read_text("utf-8").splitlines()) <= 12
    assert [one.name for one in read_dossier(file).parties] == ["Port Authority", "Blue Line"]
    status, said, _ = run("ask", "/status")
    assert status == 0
    assert "Blue Line: “The berths have been broken since autumn” – Tom Hartley" in said


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ((), "The text does not say all. Add --title --sides --outlet"),
        ((*TOLD[:4], "--sides", "Blue Line, Green Line"), "sides: the text does not name “Green Line”"),
        (
            (*TOLD, "--published", "2024-03-05", "--file", "no/such/folder/x.yaml"),
            "no/such/folder/x.yaml can’t be written",
        ),
        ((*TOLD, "--file", "first.txt"), "first.txt is there already and was left as it is"),
    ],
)
def test_what_is_wrong_makes_nothing(run: Run, text: Path, arguments: tuple[str, ...], fault: str) -> None:
    status, said, error = run("new", str(text), *arguments)

    assert (status, said) == (2, "")
    assert error.startswith(fault)
    assert text.read_text("utf-8") == TEXT
    assert sorted(one.name for one in Path().glob("*.yaml")) == []


def test_without_a_text_it_says_how(run: Run, text: Path) -> None:
    assert run("new")[2].startswith("Give a first text: backchannel new talks.txt")
    assert run("new", "gone.txt", *TOLD)[2] == "gone.txt can't be read: No such file or directory.\n"
