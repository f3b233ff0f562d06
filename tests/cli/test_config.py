"""Settings: what a config file and the environment make, and everything that can be wrong with them."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.config import Config, ConfigError, load_config
from bot.config_values import KEYS

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
TOKEN = "MTA1.secret-token_Xy"


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def load(config_file: Path, text: str, **environ: str) -> Config:
    config_file.write_text(text, "utf-8")
    return load_config(config_file, environ)


def faults(config_file: Path, text: str, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        load(config_file, text, **environ)
    assert all(line.startswith(f"{config_file}: ") for line in str(refused.value).splitlines())
    return [str(fault) for fault in refused.value.faults]


def test_without_file_everything_has_a_default() -> None:
    config = load_config(None, {})

    assert config.discord.token is None
    assert config.discord.server is None
    assert config.database.url.startswith("sqlite:///")
    assert config.database.url.endswith("backchannel.sqlite3")
    assert (config.desk.zone, config.desk.hour) == ("UTC", "09:00")
    assert config.dossiers.load == ()
    assert (config.log.format, config.log.level) == ("console", "info")


def test_example_is_the_defaults() -> None:
    assert load_config(EXAMPLE, {}) == load_config(None, {})


def test_example_names_every_key_and_no_other() -> None:
    uncommented = re.sub(r"^# (?=\w+ = )", "", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE)

    named = {section: set(keys) for section, keys in tomllib.loads(uncommented).items()}

    assert named == {section: set(keys) for section, keys in KEYS.items()}


def test_file_sets_everything(config_file: Path, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", "utf-8")
    (tmp_path / "talks.yaml").write_text("format: 1", "utf-8")
    text = """
        [discord]
        token_file = "token"
        server = 123456789012345678
        [database]
        url = "desk.sqlite3"
        [desk]
        zone = "Europe/Berlin"
        hour = "08:30"
        [dossiers]
        load = ["talks.yaml"]
        [log]
        format = "json"
        level = "debug"
        [health]
        port = 9412
        host = "0.0.0.0"
    """

    config = load(config_file, text)

    assert config.discord.token is not None
    assert config.discord.token.reveal() == TOKEN
    assert config.discord.server == 123456789012345678
    assert config.database.url == f"sqlite:///{tmp_path}/desk.sqlite3"
    assert (config.desk.zone, config.desk.hour) == ("Europe/Berlin", "08:30")
    assert config.dossiers.load == (tmp_path / "talks.yaml",)
    assert (config.log.format, config.log.level) == ("json", "debug")
    assert (config.health.port, config.health.host) == (9412, "0.0.0.0")


def test_environment_wins(config_file: Path) -> None:
    text = '[discord]\ntoken_file = "not there"\n[database]\nurl = "desk.sqlite3"'

    config = load(config_file, text, DISCORD_TOKEN=TOKEN, BACKCHANNEL_DATABASE="postgres://db/desk")

    assert config.discord.token is not None
    assert config.discord.token.reveal() == TOKEN
    assert config.database.url == "postgresql+psycopg://db/desk"


def test_empty_variables_count_as_unset() -> None:
    assert load_config(None, {"DISCORD_TOKEN": "", "BACKCHANNEL_DATABASE": ""}) == load_config(None, {})


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("/var/desk.db", "sqlite:////var/desk.db"),
        ("sqlite:////var/desk.db", "sqlite:////var/desk.db"),
        ("sqlite+aiosqlite:////var/desk.db", "sqlite:////var/desk.db"),
        ("postgresql://me:pw@host:5433/desk", "postgresql+psycopg://me:pw@host:5433/desk"),
        ("postgresql+asyncpg://host/desk", "postgresql+psycopg://host/desk"),
        ("postgres://host/desk?sslmode=require", "postgresql+psycopg://host/desk?sslmode=require"),
    ],
)
def test_database_addresses_get_their_driver(written: str, url: str) -> None:
    assert load_config(None, {"BACKCHANNEL_DATABASE": written}).database.url == url


def test_database_path_counts_from_the_config_or_from_here(
    config_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path.parent)

    of_file = load(config_file, '[database]\nurl = "sqlite:///desk.db"').database.url
    of_variable = load_config(config_file, {"BACKCHANNEL_DATABASE": "desk.db"}).database.url

    assert of_file == f"sqlite:///{tmp_path}/desk.db"
    assert of_variable == f"sqlite:///{tmp_path.parent}/desk.db"


def test_all_faults_are_listed_at_once(config_file: Path) -> None:
    text = """
        dossiers = "talks.yaml"
        [discrod]
        [discord]
        servr = 3
        server = true
        [database]
        url = "mysql://me:hunter2@host/desk"
        [desk]
        zone = "Europe/Berln"
        hour = 09:00:00
        [log]
        format = "xml"
        level = "warnin"
    """

    assert faults(config_file, text) == [
        "dossiers: no section; expected [dossiers] with its keys below",
        "discrod: unknown section; did you mean 'discord'?",
        "discord.servr: unknown key; did you mean 'server'?",
        "discord.server: no server id; expected the number that Discord's “Copy Server ID” gives",
        "database.url: unknown kind of database 'mysql'; expected sqlite:///path or postgresql://…",
        "desk.zone: unknown zone 'Europe/Berln'; expected an IANA zone such as Europe/Berlin;"
        " did you mean 'Europe/Berlin'?",
        "desk.hour: '09:00:00'; expected an hour of the day such as \"09:00\", in quotes",
        "log.format: 'xml'; expected one of: console, json",
        "log.level: 'warnin'; expected one of: debug, info, warning, error; did you mean 'warning'?",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[desk]\nhour = "9:00"', "desk.hour: '9:00'; expected an hour of the day such as \"09:00\", in quotes"),
        ('[desk]\nhour = "24:00"', "desk.hour: '24:00'; expected an hour of the day such as \"09:00\", in quotes"),
        ('[desk]\nzone = "../etc"', "desk.zone: unknown zone '../etc'; expected an IANA zone such as Europe/Berlin"),
        ("[health]\nport = 0", "health.port: no port; expected a number from 1 to 65535"),
        (
            '[health]\nhost = "http://x"',
            'health.host: no host; expected an address of this machine, such as "127.0.0.1"; "0.0.0.0" for all of them',
        ),
        ("[desk]\nzone = 3", "desk.zone: no zone; expected an IANA zone such as Europe/Berlin"),
        ('[database]\nurl = "sqlite://"', "database.url: no file for SQLite to keep; expected the path of a file"),
        ('[database]\nurl = ":memory:"', "database.url: no file for SQLite to keep; expected the path of a file"),
        (
            '[database]\nurl = "postgresql://me:hunter2@host:x/desk"',
            "database.url: an incomplete address; expected postgresql://user:password@host:port/database",
        ),
        (
            '[discord]\ntoken = "hunter2"',
            "discord.token: unknown key; expected token_file, or the variable DISCORD_TOKEN:"
            " a token does not belong into this file",
        ),
        (
            '[discord]\ntoken_file = "hunter2"',
            "discord.token_file: the file named there cannot be read: No such file or directory",
        ),
        ("[desk\n", "not readable as TOML: Expected ']' at the end of a table declaration (at line 1, column 6)"),
    ],
)
def test_fault(config_file: Path, text: str, fault: str) -> None:
    assert faults(config_file, text) == [fault]


def test_missing_dossiers_are_named(config_file: Path, tmp_path: Path) -> None:
    text = '[dossiers]\nload = ["talks.yaml"]'

    assert faults(config_file, text) == [f"dossiers.load: there is no file {tmp_path}/talks.yaml"]


def test_missing_file_is_one_line(config_file: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        load_config(config_file, {})

    assert str(refused.value) == f"{config_file}: the file cannot be read: No such file or directory"


def test_faults_of_variables_name_the_variable() -> None:
    with pytest.raises(ConfigError) as refused:
        load_config(None, {"DISCORD_TOKEN": "a b", "BACKCHANNEL_DATABASE": "oracle://hunter2@host"})

    assert str(refused.value).splitlines() == [
        "DISCORD_TOKEN: the token has spaces, line breaks or strange characters in it; expected the bot's token alone",
        "BACKCHANNEL_DATABASE: unknown kind of database 'oracle'; expected sqlite:///path or postgresql://…",
    ]


def test_secrets_do_not_show(config_file: Path) -> None:
    config = load(config_file, "", DISCORD_TOKEN=TOKEN, BACKCHANNEL_DATABASE="postgresql://me:hunter2@host/desk")

    shown = f"{config} {config!r} {config.discord.token} {config.discord.token!r} {config.database}"

    assert TOKEN not in shown
    assert "hunter2" not in shown
    assert str(config.discord.token) == "<secret>"


@pytest.mark.parametrize("written", [b"", b"\n\n", b"xylo\nphone", b"\xff\xfe"])
def test_token_file_must_hold_a_token(config_file: Path, tmp_path: Path, written: bytes) -> None:
    (tmp_path / "token").write_bytes(written)

    (fault,) = faults(config_file, '[discord]\ntoken_file = "token"')

    assert fault.startswith("discord.token_file: the ")
    assert "xylo" not in fault
