"""config.toml and secrets from the environment -> a frozen Config, or everything that is wrong with them."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.config_values import KEYS, SLACK_API, Secret, WrongValue, cut, read_api, read_database, read_token
from bot.names.suggest import nearest
from db.storage.address import sqlite_address

TOKEN_VARIABLE = "DISCORD_TOKEN"
DATABASE_VARIABLE = "BACKCHANNEL_DATABASE"
BOT_TOKEN_VARIABLE, APP_TOKEN_VARIABLE, API_VARIABLE = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL"
# what the environment says, and the key that it is said of; the environment wins, so a token's file need not be there
_TOKENS = {
    TOKEN_VARIABLE: "discord.token_file",
    BOT_TOKEN_VARIABLE: "slack.bot_token_file",
    APP_TOKEN_VARIABLE: "slack.app_token_file",
}


@dataclass(frozen=True, slots=True)
class DiscordConfig:
    """How to log in, the server that commands are synced to (None: to all), and a person's questions in ten seconds."""

    token: Secret | None
    server: int | None
    pace: int


@dataclass(frozen=True, slots=True)
class SlackConfig:
    """The bot's token and the app-level one, which go together, and where Slack's Web API is."""

    bot_token: Secret | None
    app_token: Secret | None
    api: str = SLACK_API


@dataclass(frozen=True, slots=True)
class DatabaseConfig:
    """Where the database is, as an address with an asynchronous driver; it can hold a password."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeskConfig:
    """The IANA zone and the hour ("09:00") of a desk that has settled nothing."""

    zone: str
    hour: str


@dataclass(frozen=True, slots=True)
class DossiersConfig:
    """The dossier files to load; none means the bundled ones."""

    load: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ArticlesConfig:
    """For how many days the texts are kept that were handed over; 0 is as long as their drafts are open."""

    keep: int


@dataclass(frozen=True, slots=True)
class LogConfig:
    """How the log looks, and from which level on."""

    format: str
    level: str


@dataclass(frozen=True, slots=True)
class HealthConfig:
    """Where /health and /metrics are served; without a port, nowhere."""

    port: int | None
    host: str


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set."""

    discord: DiscordConfig
    slack: SlackConfig
    database: DatabaseConfig
    desk: DeskConfig
    dossiers: DossiersConfig
    articles: ArticlesConfig
    log: LogConfig
    health: HealthConfig


@dataclass(frozen=True, slots=True)
class ConfigFault:
    """One thing wrong with the settings; it never holds a secret."""

    key: str
    found: str
    expected: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        """Say it in one line."""
        told = f"{self.key}: {self.found}" if self.key else self.found
        told += f"; expected {self.expected}" if self.expected else ""
        return f"{told}; did you mean {self.nearest!r}?" if self.nearest else told


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


class ConfigError(Exception):
    """The settings cannot be used."""

    def __init__(self, faults: Iterable[ConfigFault], *, file: Path | None = None) -> None:
        self.faults = tuple(faults)
        self.lines = [_one_line(f"{file}: {fault}" if file else str(fault)) for fault in self.faults]
        super().__init__("\n".join(self.lines))


def load_config(path: Path | None, environ: Mapping[str, str], *, database: str = "") -> Config:
    """Read the settings; without a file they are the defaults. Raises ConfigError with all faults.

    `database` is what was given with the command, before all else.
    """
    folder = path.absolute().parent if path else Path.cwd()
    written = _written(path) if path else {}
    tokens = {name: environ[name] for name in _TOKENS if environ.get(name)}
    for name in tokens:
        section, _, key = _TOKENS[name].partition(".")
        if isinstance(written.get(section), dict):
            written[section].pop(key, None)
    faults = list(_unknown(written))
    values = _values(written, folder, faults)
    for name, token in tokens.items():
        values[_TOKENS[name]] = _take(name, read_token, token, folder, faults)
    if api := environ.get(API_VARIABLE, ""):
        values["slack.api"] = _take(API_VARIABLE, read_api, api, folder, faults)
    name, given = ("--database", database) if database else (DATABASE_VARIABLE, environ.get(DATABASE_VARIABLE, ""))
    if given:
        values["database.url"] = _take(name, read_database, given, Path.cwd(), faults)
    if faults:
        raise ConfigError(faults, file=path)
    return _config(values)


def _config(values: dict[str, Any]) -> Config:
    return Config(
        discord=DiscordConfig(
            values.get("discord.token_file"), values.get("discord.server"), values.get("discord.pace", 20)
        ),
        slack=SlackConfig(
            values.get("slack.bot_token_file"), values.get("slack.app_token_file"), values.get("slack.api", SLACK_API)
        ),
        database=DatabaseConfig(values.get("database.url") or _default_database()),
        desk=DeskConfig(values.get("desk.zone", "UTC"), values.get("desk.hour", "09:00")),
        dossiers=DossiersConfig(values.get("dossiers.load", ())),
        articles=ArticlesConfig(values.get("articles.keep", 90)),
        log=LogConfig(values.get("log.format", "console"), values.get("log.level", "info")),
        health=HealthConfig(values.get("health.port"), values.get("health.host", "127.0.0.1")),
    )


def _default_database() -> str:
    from platformdirs import user_data_path  # where a database is named, it is not asked for

    return sqlite_address(user_data_path("backchannel", appauthor=False) / "backchannel.sqlite3")


def _written(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        fault = ConfigFault("", f"not readable as TOML: {error}")
    except UnicodeDecodeError:
        fault = ConfigFault("", "the file is not UTF-8")
    except OSError as error:
        fault = ConfigFault("", f"the file cannot be read: {error.strerror}")
    raise ConfigError([fault], file=path)


def _unknown(written: dict[str, Any]) -> Iterator[ConfigFault]:
    for section, keys in written.items():
        if section not in KEYS:
            yield ConfigFault(cut(section), "unknown section", nearest=nearest(section, KEYS))
        elif not isinstance(keys, dict):
            yield ConfigFault(section, "no section", f"[{section}] with its keys below")
        else:
            yield from (_unknown_key(section, key) for key in keys if key not in KEYS[section])


def _unknown_key(section: str, key: str) -> ConfigFault:
    if key in ("token", "bot_token", "app_token"):
        known = next((name for name, file in _TOKENS.items() if file == f"{section}.{key}_file"), TOKEN_VARIABLE)
        advice = f"{key}_file, or the variable {known}: a token does not belong into this file"
        return ConfigFault(f"{section}.{key}", "unknown key", advice)
    return ConfigFault(f"{section}.{cut(key)}", "unknown key", nearest=nearest(key, KEYS[section]))


def _values(written: dict[str, Any], folder: Path, faults: list[ConfigFault]) -> dict[str, Any]:
    values = {}
    for section, keys in KEYS.items():
        given = written.get(section)
        for key, read in keys.items():
            if isinstance(given, dict) and key in given:
                name = f"{section}.{key}"
                values[name] = _take(name, read, given[key], folder, faults)
    return values


def _take(name: str, read: Callable[[Any, Path], Any], value: Any, folder: Path, faults: list[ConfigFault]) -> Any:
    try:
        return read(value, folder)
    except WrongValue as wrong:
        faults.append(ConfigFault(name, *wrong.fault))
        return None
