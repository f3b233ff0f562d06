"""Addresses of databases: what is in them is read, or refused; a password in them is never printed, whatever it is."""

import logging
import os
import sys
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from sqlalchemy.engine import make_url

from bot.cli import logs
from bot.cli.health import Health
from bot.config import ConfigError, load_config
from db.storage.address import file_of, shown
from db.storage.database import DatabaseError, open_database, unprepared
from tests.builders import NOW
from tests.conftest import Run

HEAD, TAIL = "Hea4Canary", "Tai1Canary"
ODD = [
    "@",
    ":",
    "/",
    "%",
    "#",
    "?",
    " ",
    "'",
    '"',
    "ü",
    "密",
    "&",
    "=",
    "+",
    "\\",
    "[",
    "]",
    "%41",
    "\n",
    "@@",
    "?a=",
    "://",
]
_PARTING = {"@", "/", "%", "#", "?", "[", "]", "\n", "@@", "?a=", "://"}  # what an address may not have as it is
_CLOSED = "127.0.0.1:1/desk"


def _addresses(sign: str) -> list[str]:
    """Write a password as people do: as it is, escaped, among the options, and in addresses that lack something."""
    password = f"{HEAD}{sign}{TAIL}"
    whole = [f"postgresql://bob:{word}@{_CLOSED}" for word in (password, quote(password, safe=""))]
    options = [f"postgresql://bob@{_CLOSED}?password={word}" for word in (password, quote(password, safe=""))]
    options += [f"postgresql://{_CLOSED}?sslpassword={password}&sslmode=strange&password={quote(password, safe='')}"]
    lacking = [f"postgresql://bob:{password}@/", f"bob:{password}@{_CLOSED}", f"postgres:/bob:{password}@{_CLOSED}"]
    lacking += [f"mysql://bob:{password}@{_CLOSED}", f"//bob:{password}@{_CLOSED}"]
    if "@" not in sign:  # else what is behind it is the host, to all appearances
        lacking.append(f"postgresql://bob:{password}/desk")
    return [*whole, *options, *lacking, f"postgresql+asyncpg://bob:{password}@{_CLOSED}?ssl=strange"]


@pytest.mark.parametrize("sign", ODD, ids=ascii)
def test_no_command_prints_any_of_a_password(
    sign: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.bak").write_text("")
    commands = [
        ("doctor",),
        ("ask", "/status"),
        ("worker",),
        ("load", "b.bak"),
        ("backup", "c.bak"),
        ("restore", "b.bak"),
    ]
    commands += [("restore", "--mark", "2031-03-20")]
    for number, address in enumerate(_addresses(sign)):
        monkeypatch.setenv("BACKCHANNEL_DATABASE", address)
        for command in commands if number < 3 else commands[:2]:
            said = " ".join(map(str, run(*command)))
            assert HEAD not in said, (address, said)
            assert TAIL not in said, (address, said)
    assert sorted(os.listdir(tmp_path)) == ["b.bak"]


@pytest.mark.parametrize("sign", ODD, ids=ascii)
def test_a_password_reaches_the_driver_as_it_is_or_the_address_is_refused(sign: str) -> None:
    password = f"{HEAD}{sign}{TAIL}"
    escaped = _url(f"postgresql://bob:{quote(password, safe='')}@db/desk")
    option = _url(f"postgresql://bob@db/desk?password={quote(password, safe='')}")

    assert make_url(escaped).password == make_url(option).password == password
    assert shown(escaped) == shown(option) == "postgresql://bob@db/desk"
    if sign in _PARTING:
        with pytest.raises(ConfigError, match=r"@ as %40|cannot be seen"):
            _url(f"postgresql://bob:{password}@db/desk")
    else:
        assert make_url(_url(f"postgresql://bob:{password}@db/desk")).password == unquote(password)


def _url(written: str) -> str:
    return load_config(None, {"BACKCHANNEL_DATABASE": written}).database.url


def test_who_gave_the_address_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    given = run("ask", "/status", "--database", f"postgresql://bob:a@{TAIL}@db/desk")
    monkeypatch.setenv("BACKCHANNEL_DATABASE", f"postgresql://bob:a@{TAIL}@db/desk")
    kept = run("ask", "/status")

    assert given[0] == kept[0] == 2
    assert given[2].startswith("--database: a character that parts an address stands inside one of its parts; ")
    assert kept[2].startswith("BACKCHANNEL_DATABASE: a character that parts an address")
    assert "in a password @ as %40" in given[2]


@pytest.mark.parametrize("form", ["console", "json"])
def test_logs_and_health_tell_no_password(
    form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    before = logging.getLogger().handlers
    password = f"{HEAD}@:/%?{TAIL}"
    address = load_config(None, {"BACKCHANNEL_DATABASE": f"postgresql://bob:{quote(password, safe='')}@{_CLOSED}"})
    logs.set_up(form=form, level="debug")
    try:
        with pytest.raises(DatabaseError) as refused:
            open_database(address.database.url)
        logging.getLogger("bot").critical("could not begin", exc_info=refused.value)
        logging.getLogger("bot").warning("settings are %s", address)
    finally:
        logging.getLogger().handlers = before

    told = " ".join([capsys.readouterr().err, str(refused.value), repr(refused.value), repr(address)])
    assert "could not begin" in told
    assert HEAD not in told
    assert TAIL not in told


async def test_health_of_a_server_that_is_gone_tells_no_password() -> None:
    password = f"{HEAD}@:/%?{TAIL}"
    given = {"BACKCHANNEL_DATABASE": f"postgresql://bob:{quote(password, safe='')}@{_CLOSED}"}
    database = unprepared(load_config(None, given).database.url)
    health = Health(database, lambda: NOW)

    await health.look()
    database.close()

    assert "can't be" in health.reasons()[0] or "failed" in health.reasons()[0]
    assert HEAD not in str(health.reasons())


def test_the_file_of_an_address() -> None:
    assert file_of("sqlite:////var/desk%2541") == Path("/var/desk%41")
    assert file_of("sqlite:///:memory:") is None
    assert file_of("postgresql+psycopg://db/desk") is None
