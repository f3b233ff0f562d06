"""`backchannel doctor` and `backchannel invite`: one line for each thing, with its cure."""

import base64
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.doctor import examine
from bot.config import Config, load_config
from bot.config_values import Secret
from bot.discord.invite import LEAST_RIGHTS, invite_link
from db.desk.desks import ReminderChannel, replace_reminder_channel
from db.storage.database import Database, open_database
from tests.builders import NOW
from tests.conftest import Run
from tests.discord import Double, Fault
from tests.discord.launch import pointed_at

APPLICATION = 123456789012345678
SHAPED = base64.urlsafe_b64encode(str(APPLICATION).encode()).decode().rstrip("=") + ".abc.def"


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    """Discord, to all appearances."""
    async with Double(token=SHAPED) as running:
        with pointed_at(running.api):
            yield running


def _config(database: str, token: str = "") -> Config:
    config = load_config(None, {"BACKCHANNEL_DATABASE": database})
    return replace(config, discord=replace(config.discord, token=Secret(token) if token else None))


async def _found(config: Config, *, now: datetime | None = None) -> list[str]:
    return [str(finding) async for finding in examine(config, None, now=now or datetime.now(UTC))]


async def test_all_is_well(either_database: Database) -> None:
    url = either_database.engine.url.render_as_string(hide_password=False)

    found = await _found(replace(_config(":"), database=replace(_config(":").database, url=url)))

    assert {line.split()[0] for line in found if "token" not in line} == {"ok"}
    abouts = [line.split()[1] for line in found]
    assert abouts[:5] == ["config", "token", "database", "migrations", "writing"]
    assert {"dossiers", "clock", "zones"} < set(abouts)


async def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    found = await _found(_config(str(tmp_path / "none.sqlite3")))

    assert any("there is none yet in" in line and "The first `load` or `run` makes it" in line for line in found)
    assert not (tmp_path / "none.sqlite3").exists()


async def test_an_older_schema_is_told_and_not_migrated_and_a_newer_one_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    open_database(f"sqlite:///{file}").close()

    def seen(version: str) -> None:
        with closing(sqlite3.connect(file)) as opened, opened:
            opened.execute("UPDATE alembic_version SET version_num = ?", (version,))

    seen("0018")
    older = await _found(_config(str(file)))
    seen("0017")
    too_old = await _found(_config(str(file)))
    seen("9999")
    newer = await _found(_config(str(file)))

    assert any(re.match(r"note +migrations schema 0018. The next start migrates it to", line) for line in older)
    assert any(re.match(r"fault +migrations schema 0017 is from before the first release", line) for line in too_old)
    assert any(re.match(r"fault +migrations schema 9999 is newer than this program's", line) for line in newer)


async def test_damage_and_no_right_to_write_are_found(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    file.write_bytes(b"no database" * 1000)

    damaged = await _found(_config(str(file)))

    assert any(line.startswith("fault database") and "file is not a database" in line for line in damaged)
    assert "Traceback" not in "".join(damaged)


@pytest.mark.parametrize(
    ("token", "told"),
    [
        ("", "note  token      there is none."),
        ("no-token", "fault token"),
        ("a.b.c", "fault token"),
        (SHAPED, "ok    token"),
    ],
)
async def test_the_tokens_shape(tmp_path: Path, token: str, told: str) -> None:
    with pointed_at("http://127.0.0.1:9"):
        found = await _found(_config(str(tmp_path / "x"), token))

    assert found[1].startswith(told)
    assert not token or token not in "".join(found)


async def test_no_network_is_a_note(tmp_path: Path) -> None:
    with pointed_at("http://127.0.0.1:9"):
        found = await _found(_config(str(tmp_path / "x"), SHAPED))

    assert found[-1].startswith("note  discord    can't be reached: ")


async def test_faulty_and_sound_dossiers_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("format: 1\n")
    config = _config(str(tmp_path / "x"))
    files = (tmp_path / "bad.yaml", *(Path(__file__).parents[2] / "dossiers").glob("*.yaml"))

    found = await _found(replace(config, dossiers=replace(config.dossiers, load=files)))

    assert any("faults. `backchannel check" in line for line in found)
    assert any(line.endswith("us-russia-prisoner-swap-2022, no faults") for line in found)


async def test_rights_are_tested_where_reminders_go(double: Double, tmp_path: Path) -> None:
    mute = double.add_channel("mute", app_permissions=1 << 10)
    database = open_database(f"sqlite:///{tmp_path / 'desk.sqlite3'}")
    server = str(double.guild.id)
    with database.writing() as connection:
        for dossier, channel in (("a", str(mute.id)), ("b", str(double.channel.id)), ("c", "99999")):
            connection.exec_driver_sql(
                f"INSERT INTO dossier (id, title, head, revision, loaded_at) VALUES ('{dossier}', '', '{{}}', 1, 0)"
            )
            place = ReminderChannel(server, dossier, channel)
            replace_reminder_channel(connection, place, actor="1", now=NOW)
    database.close()

    found = await _found(_config(str(tmp_path / "desk.sqlite3"), SHAPED))

    told = "\n".join(line for line in found if " rights " in line)
    assert "Desk #mute lacks Send Messages, Embed Links, Read Message History. Grant it in the channel's" in told
    assert "Desk #general: all there" in told
    assert "Desk: channel 99999 is gone or hidden" in told
    assert SHAPED not in "".join(found)


async def test_what_discord_refuses_and_a_wrong_clock_are_faults(double: Double, tmp_path: Path) -> None:
    wrong = await _found(_config(str(tmp_path / "x"), SHAPED[:-1] + "x"))
    late = await _found(_config(str(tmp_path / "x"), SHAPED), now=datetime.now(UTC) + timedelta(hours=1))
    double.fail_next("GET", "/users/@me", Fault("status", status=503))
    down = await _found(_config(str(tmp_path / "x"), SHAPED))

    assert any(line.startswith("fault discord    refuses the token. Copy it anew") for line in wrong)
    assert any(line.startswith("fault clock      Discord's says") for line in late)
    assert any(line.startswith("note  discord    answered 503") for line in down)


def test_the_exit_status_tells_whether_something_must_be_mended(run: Run, tmp_path: Path) -> None:
    well = run("doctor")
    (tmp_path / "bad.toml").write_text("[desk]\nhour = 9\n[log]\nlevel = 'loud'\n")
    ill = run("doctor", "--config", str(tmp_path / "bad.toml"))

    assert (well[0], well[1].splitlines()[-1]) == (0, "no faults")
    assert ill[0] == 1
    assert [line[:17] for line in ill[1].splitlines()] == ["fault config     "] * 2


def test_the_invitation_asks_for_the_least(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = run("invite")
    given = run("invite", "--application", str(APPLICATION))
    monkeypatch.setenv("DISCORD_TOKEN", SHAPED)
    by_token = run("invite")

    assert unknown[0] == 2
    assert "--application ID" in unknown[2]
    assert given == by_token
    assert given[1].startswith(invite_link(APPLICATION))
    assert "scope=bot+applications.commands&permissions=309237763072" in given[1]
    assert all(right in given[1] for right in LEAST_RIGHTS)
    assert SHAPED not in by_token[1]
