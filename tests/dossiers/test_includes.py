"""A dossier in several files: the same as in one, with each fault in its own file, and nothing from outside."""

import os
from pathlib import Path

import pytest

from bot.dossiers.intake import IntakeError, Limits, check_text, read_bytes, read_dossier
from bot.dossiers.intake.includes import INCLUDE
from db.model.records import SECTIONS
from tests.dossiers.test_check import HEAD

LIMITS = Limits(seconds=20, memory=1 << 29)
ROOT = Path(__file__).parents[2]


def _write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / "talks.yaml"


def _faults(path: Path) -> list[str]:
    with pytest.raises(IntakeError) as refused:
        read_dossier(path, limits=LIMITS)
    return [str(fault).replace(f"{path.parent}/", "") for fault in refused.value.faults]


def _parted(folder: Path) -> Path:
    """Part the bundled dossier by its sections, as text."""
    [bundled] = (ROOT / "dossiers").glob("*.yaml")
    files, name = {"talks": ""}, "talks"
    for line in bundled.read_text("utf-8").splitlines(keepends=True):
        key = line.partition(":")[0]
        name = key if key in SECTIONS and line[0].isalpha() else "talks" if line[:1].isalpha() else name
        files[name] = files.get(name, "") + line
    parts = ", ".join(f"{name}.yaml" for name in files if name != "talks")
    return _write(folder, **files | {"talks": f"{files['talks']}\n{INCLUDE}: [{parts}]\n"})


def test_the_bundled_dossier_in_many_files_is_the_same(tmp_path: Path) -> None:
    [bundled] = (ROOT / "dossiers").glob("*.yaml")

    assert read_dossier(_parted(tmp_path)) == read_dossier(bundled)


def test_a_fault_names_its_own_file_line_and_position(tmp_path: Path) -> None:
    people = "people:\n- {id: a, name: A A, spellings: [{text: A A, sources: [one]}]}\n"
    more = (
        "\npeople:\n- id: b\n  name: B\n  nmae: C\n  spellings: [{text: B, sources: [nowhere]}]\n- {id: a, name: X}\n"
    )
    path = _write(tmp_path, talks=HEAD + "include: [people.yaml, below/more.yaml]\n", people=people, below__more=more)

    faults = _faults(path)

    assert any(fault.startswith("below/more.yaml:5:3: people[0] (b): unknown key 'nmae'") for fault in faults)
    assert any(fault.startswith("below/more.yaml:6:") and "people[0] (b).spellings[0]" in fault for fault in faults)
    assert any(fault.startswith("below/more.yaml:7:") and "in line 2 of people.yaml" in fault for fault in faults)


def test_what_cannot_be_read_in_a_part_is_told_there(tmp_path: Path) -> None:
    path = _write(tmp_path, talks=HEAD + "include: [people.yaml]\n", people="people:\n- {id: a, name: \x07}\n- [\n")

    faults = _faults(path)

    assert all(fault.startswith("people.yaml:") for fault in faults)
    assert "people.yaml:2:17: the character U+0007" in faults[0]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("../secret.yaml", "leads out of the dossier's folder"),
        ("/etc/passwd.yaml", "leads out of the dossier's folder"),
        ("a/../../secret.yaml", "leads out of the dossier's folder"),
        ("C:\\secret.yaml", "leads out of the dossier's folder"),
        ("link.yaml", "is a link that leads out of the dossier's folder"),
        ("folder-link/secret.yaml", "is a link that leads out of the dossier's folder"),
        ("missing.yaml", "there is no file 'missing.yaml'"),
        ("notes.txt", "tells no format"),
        ("talks.yaml", "stands here twice, or is this file"),
        ("inner.yaml", "the key 'include'; expected only sections in an included file"),
        ("folder.yaml", "is a folder"),
        ("pipe.yaml", "is no ordinary file"),
        ("''", "no file's name"),
    ],
)
def test_only_files_of_its_own_folder_are_read_once_each(tmp_path: Path, entry: str, told: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    path = _write(home, talks=HEAD + f"include: [{entry}]\n", inner="include: [talks.yaml]\npeople: []\n")
    (tmp_path / "secret.yaml").write_text("people: [{id: canary}]\n")
    (home / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (home / "folder-link").symlink_to(tmp_path)
    (home / "folder.yaml").mkdir()
    (home / "notes.txt").write_text("people: []\n")
    os.mkfifo(home / "pipe.yaml")

    faults = "\n".join(_faults(path))

    assert told in faults
    assert "canary" not in faults


def test_what_somebody_sent_includes_nothing(tmp_path: Path) -> None:
    path = _write(tmp_path, talks=HEAD + "include: [people.yaml]\n", people="people: []\n")

    with pytest.raises(IntakeError, match="other files can't be included here"):
        read_bytes(path.read_bytes(), name="talks.yaml", limits=LIMITS)
    with pytest.raises(IntakeError, match="other files can't be included here"):
        check_text(path.read_bytes(), name="talks.yaml")


def test_a_list_that_is_none_and_a_part_without_sections_are_faults(tmp_path: Path) -> None:
    none = _faults(_write(tmp_path, talks=HEAD + "include: people.yaml\n", people="people: []\n"))
    bare = _faults(_write(tmp_path, talks=HEAD + "include: [people.yaml]\n", people="- a\n"))
    wrong = _faults(_write(tmp_path, talks=HEAD + "include: [people.yaml]\n", people="people: a\ntitle: b\n"))

    assert "include is no list; expected a list of files" in none[0]
    assert bare[0].startswith("people.yaml: holds no sections")
    assert wrong[0].startswith("people.yaml:1:9: people: no list")
    assert wrong[1].startswith("people.yaml:2:1: the key 'title'; expected only sections")
