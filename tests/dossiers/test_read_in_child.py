"""Reading a dossier file in a child process: files that cannot be opened, and files that take too much."""

import os
from pathlib import Path
from time import monotonic

import pytest

from bot.dossiers.intake import IntakeError, Limits, check_text, read_dossier, sandbox
from bot.dossiers.intake.sandbox import Exceeded, run_confined
from tests.dossiers.test_check import HEAD

LIMITS = Limits(seconds=20, memory=1 << 29)
START_COLD = sandbox.start_child  # tests elsewhere share one that is kept warm


@pytest.fixture(autouse=True)
def _cold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "start_child", START_COLD)


def fault(path: Path, limits: Limits = LIMITS) -> str:
    """Give the one fault of a file."""
    with pytest.raises(IntakeError) as refused:
        read_dossier(path, limits=limits)
    assert not refused.value.more
    (only,) = refused.value.faults
    return str(only)


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "talks.yaml"
    path.write_text(HEAD, "utf-8")
    return path


def test_the_child_answers_what_checking_answers(talks: Path) -> None:
    assert read_dossier(talks, limits=LIMITS) == check_text(talks.read_bytes(), name="talks.yaml")


def test_the_bundled_dossiers_survive_the_way_through_the_child() -> None:
    for path in (Path(__file__).parents[2] / "dossiers").glob("*.yaml"):
        assert read_dossier(path) == check_text(path.read_bytes(), name=path.name)


def test_faults_come_back_complete(talks: Path) -> None:
    talks.write_text(HEAD.replace("format: 1", "formt: 1").replace("id: north", "id: n o"), "utf-8")
    with pytest.raises(IntakeError) as checked:
        check_text(talks.read_bytes(), name=str(talks))

    with pytest.raises(IntakeError) as read:
        read_dossier(talks, limits=LIMITS)

    assert len(read.value.faults) == 3
    assert read.value.faults == checked.value.faults
    assert str(read.value) == str(checked.value)


def test_a_count_of_faults_comes_back(talks: Path) -> None:
    talks.write_text(HEAD + "".join(f"wrong{number}: x\n" for number in range(250)), "utf-8")

    with pytest.raises(IntakeError) as read:
        read_dossier(talks, limits=LIMITS)

    assert (len(read.value.faults), read.value.more) == (200, 50)


def test_a_missing_file_names_its_neighbour(talks: Path) -> None:
    missing = talks.with_name("talk.yml")

    assert fault(missing) == f"{missing}: there is no such file; did you mean '{talks}'?"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "talks.yaml"

    assert fault(missing) == f"{missing}: there is no folder '{missing.parent}'; expected a dossier file"


def test_a_folder_is_no_file(talks: Path) -> None:
    folder = talks.parent

    assert fault(folder) == f"{folder}: is a folder; expected a dossier file; did you mean '{talks}'?"


def test_a_device_is_not_read() -> None:
    assert fault(Path(os.devnull)) == f"{os.devnull}: is no ordinary file; expected a dossier file"


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(40_000_001)

    assert fault(path) == f"{path}: the file has more than 40 MB; expected a smaller dossier"


def test_too_much_memory_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "lists.json"
    path.write_text('{"a": [' + "[]," * 3_000_000 + "[]]}", "utf-8")

    told = fault(path, Limits(seconds=20, memory=1 << 28))

    assert told == f"{path}: reading took more than 0.25 GiB of memory; expected a smaller dossier"


def test_too_much_time_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "lists.yaml"
    path.write_text("a: [" + "[]," * 3_000_000 + "[]]", "utf-8")
    started = monotonic()

    told = fault(path, Limits(seconds=1, memory=1 << 30))

    expected = "expected a smaller dossier, or the same as JSON, which takes less"
    assert told == f"{path}: reading took more than 1 s; {expected}"
    assert monotonic() - started < 3


def test_nothing_round_us_changes_what_the_child_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, talks: Path
) -> None:
    (tmp_path / "gc.py").write_text("raise SystemExit(3)", "utf-8")
    (tmp_path / "yaml.py").write_text("raise SystemExit(3)", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    assert read_dossier(talks, limits=LIMITS).id == "talks"


def test_the_child_has_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")

    environment = run_confined("os", "system", "env", content=b"", limits=LIMITS)

    assert b"PWD=" in environment
    assert b"DISCORD_TOKEN" not in environment


def test_a_mistake_of_ours_is_not_told_as_a_fault_of_the_file() -> None:
    with pytest.raises(RuntimeError, match="AttributeError"):
        run_confined("bot.dossiers.intake.read_in_child", "no_such_function", content=b"", limits=LIMITS)


def test_a_child_that_breaks_down_is_told_as_too_much() -> None:
    with pytest.raises(Exceeded):
        run_confined("os", "abort", content=b"", limits=LIMITS)
