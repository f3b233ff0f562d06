"""Files of ours: for their owner alone, written through nobody's link, and whole whenever a restore is cut off."""

import os
import re
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.cli import backup
from bot.cli.doctor_files import examine_files
from bot.config import load_config
from db.desk.desks import Desk, get_desk, replace_desk
from db.storage.address import sqlite_address
from db.storage.database import DatabaseError, open_database
from db.storage.file_lock import alone
from tests.builders import NOW
from tests.conftest import Run

_STEPS = ("os.link", "os.rename", "os.remove", "sqlite3.connect", "tempfile.mkstemp")
_TOKEN = "MTA1.secret-token_Xy"


@pytest.fixture(autouse=True)
def open_mask() -> Iterator[None]:
    """As most machines have it: what is made may be read by all, unless its maker says otherwise."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that everybody may enter, as are all above it."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def _settled(file: Path, zone: str) -> None:
    database = open_database(sqlite_address(file))
    with database.writing() as connection:
        replace_desk(connection, Desk("7", zone, "09:00"))
    database.close()


def _zone(file: Path) -> str:
    database = open_database(sqlite_address(file))
    with database.reading() as connection:
        found = get_desk(connection, "7", default=Desk("7", "UTC", "09:00")).zone
    database.close()
    return found


def _modes(folder: Path) -> dict[str, str]:
    return {str(one.relative_to(folder)): oct(stat.S_IMODE(one.stat().st_mode)) for one in sorted(folder.rglob("*"))}


def test_all_that_is_made_is_its_owners_alone(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "data" / "desk" / "own.sqlite3"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BACKCHANNEL_DATABASE", str(file))

    assert run("ask", "/dossier export format:csv")[0] == 0
    assert run("backup", str(tmp_path / "b.bak"))[0] == 0
    assert run("restore", str(tmp_path / "b.bak"))[0] == 0
    database = open_database(sqlite_address(file))
    with alone(sqlite_address(file)), database.writing() as connection:
        replace_desk(connection, Desk("7", "UTC", "09:00"))
        modes = _modes(tmp_path)
    database.close()

    assert len(modes) >= 9, modes
    assert {"data/desk/own.sqlite3-wal", "data/desk/own.sqlite3.lock", "b.bak"} < set(modes)
    assert set(modes.values()) == {"0o600", "0o700"}


@pytest.mark.parametrize("name", ["desk%41", "what? a#b 50%;c=d&e ü€\\%2F"])
def test_a_name_is_taken_as_it_stands(tmp_path: Path, run: Run, name: str) -> None:
    folder = tmp_path / name
    file, back = folder / f"x{name}", folder / f"y{name}"
    _settled(file, "Europe/Berlin")

    assert run("backup", str(folder / name), "--database", str(file))[0] == 0
    assert (
        run("restore", str(folder / name), "--database", f"sqlite:///{back}" if "?" not in name else str(back))[0] == 0
    )
    looked = run("doctor", "--database", str(back))[1]
    with alone(sqlite_address(back)):
        made = {one.name for one in folder.iterdir()}

    assert str(back) in looked
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert {file.name, back.name, name, f"{back.name}.lock"} <= made
    assert _zone(back) == "Europe/Berlin"


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_nothing_is_written_through_a_planted_link(tmp_path: Path, link: Callable[[Path, Path], None]) -> None:
    file, victim = tmp_path / "desk.sqlite3", tmp_path / "victim"
    _settled(file, "Europe/Berlin")
    backup.backup(sqlite_address(file), tmp_path / "b.bak", now=NOW)
    victim.write_text("mine")
    for planted in ("desk.sqlite3.unfinished", "desk.sqlite3.lock", "c.bak.unfinished", "d.bak"):
        link(victim, tmp_path / planted)
    link(victim, tmp_path / f"desk.sqlite3.before-{NOW:%Y%m%dT%H%M%SZ}")

    backup.restore(sqlite_address(file), tmp_path / "b.bak", backup_at=None, now=NOW)
    backup.backup(sqlite_address(file), tmp_path / "c.bak", now=NOW)
    with pytest.raises(DatabaseError, match="exists already"):
        backup.backup(sqlite_address(file), tmp_path / "d.bak", now=NOW)
    with pytest.raises(DatabaseError, match="can't be locked"), alone(sqlite_address(file)):
        pass

    assert victim.read_text() == "mine"
    assert _zone(file) == "Europe/Berlin"


def test_a_link_that_leads_nowhere_is_no_place_for_a_database(tmp_path: Path) -> None:
    (tmp_path / "desk.sqlite3").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(DatabaseError, match="a link that leads nowhere"):
        open_database(sqlite_address(tmp_path / "desk.sqlite3"))

    assert not (tmp_path / "elsewhere").exists()


def test_a_restore_killed_at_any_step_leaves_a_whole_database(tmp_path: Path) -> None:
    file, taken = tmp_path / "desk.sqlite3", tmp_path / "b.bak"
    _settled(file, "Europe/Berlin")
    backup.backup(sqlite_address(file), taken, now=NOW)
    _settled(file, "Asia/Tokyo")
    found: list[tuple[bool, str]] = []
    step = 0
    while not found or found[-1][0]:
        killed = _restore_cut(sqlite_address(file), taken, step := step + 1)
        found.append((killed, _zone(file)))
        _settled(file, "Asia/Tokyo")

    assert len(found) > 8
    assert {zone for _, zone in found} == {"Asia/Tokyo", "Europe/Berlin"}
    assert found[0] == (True, "Asia/Tokyo")
    assert found[-1] == (False, "Europe/Berlin")
    assert [one for one in tmp_path.iterdir() if "unfinished" in one.name] == []


def _restore_cut(address: str, taken: Path, step: int) -> bool:
    """Restore in a process that dies before its `step`th change of a name or opening of a database."""
    child = os.fork()
    if child == 0:
        left = step

        def die(event: str, _arguments: object) -> None:
            nonlocal left
            left -= event in _STEPS
            if not left:
                os._exit(9)

        sys.addaudithook(die)
        try:
            backup.restore(address, taken, backup_at=None, now=NOW)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def test_what_an_older_restore_left_is_never_taken_for_a_place_without_database(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "own.sqlite3"
    _settled(file, "Europe/Berlin")
    assert run("backup", str(tmp_path / "b.bak"))[0] == 0
    before = file.rename(tmp_path / "own.sqlite3.before-20310320T120000Z")

    asked = run("ask", "/help")
    looked = run("doctor")
    backed_up = run("backup", str(tmp_path / "c.bak"))
    there = file.exists()
    restored = run("restore", str(tmp_path / "b.bak"))

    assert (asked[0], asked[1]) == (1, "")
    assert f"mv {before} {file}" in asked[2]
    assert "backchannel restore FILE" in asked[2]
    assert (looked[0], backed_up[0], there) == (1, 1, False)
    assert re.search(r"fault +database +There is no database .* a restore was cut off", looked[1])
    assert restored[0] == 0
    assert _zone(file) == "Europe/Berlin"


def test_a_first_restore_that_was_cut_off_is_told_too(tmp_path: Path, run: Run) -> None:
    (tmp_path / "own.sqlite3.a1b2c3d4.unfinished").write_text("")

    status, _, said = run("ask", "/help")

    assert (status, (tmp_path / "own.sqlite3").exists()) == (1, False)
    assert f"rm {tmp_path}/own.sqlite3.a1b2c3d4.unfinished" in said


def test_doctor_names_every_file_that_others_can_read_or_write(open_folder: Path) -> None:
    file = open_folder / "desk.sqlite3"
    _settled(file, "UTC")
    (open_folder / "discord-token").write_text(_TOKEN)
    (open_folder / "backups").mkdir()
    for name, mode in (("desk.sqlite3.before-1", 0o604), ("backups/b.sqlite3", 0o640), ("desk.sqlite3", 0o666)):
        (open_folder / name).touch()
        (open_folder / name).chmod(mode)
    text = f'[discord]\ntoken_file = "discord-token"\n[database]\nurl = "{file}"\n'
    (open_folder / "config.toml").write_text(text)
    config = load_config(open_folder / "config.toml", {})

    found = list(examine_files(config, open_folder / "config.toml"))
    open_folder.chmod(0o700)  # nobody else can enter it, whatever the modes within
    shut = list(examine_files(config, open_folder / "config.toml"))

    told = {re.search(r"(\S+) \(mode", one.found)[1].rpartition("/")[2]: (one.state, one.cure) for one in found}  # type: ignore[index]
    assert {name: state for name, (state, _) in told.items()} == {
        "discord-token": "fault",
        "desk.sqlite3": "fault",
        "desk.sqlite3.before-1": "fault",
        "b.sqlite3": "note",
    }
    assert told["discord-token"][1] == f"chmod go-rw {open_folder}/discord-token"
    assert [one.state for one in shut] == ["ok"]


def test_a_config_that_holds_a_password_is_a_secret_too(open_folder: Path) -> None:
    config = open_folder / "config.toml"
    config.write_text('[database]\nurl = "postgresql://me:hunter2@127.0.0.1:1/desk"\n')

    found = [str(one) for one in examine_files(load_config(config, {}), config)]

    assert any(f"others may read {config} (mode 0644). chmod go-rw" in one for one in found)
    assert "hunter2" not in str(found)
