"""What each key of the settings may hold, and how it is read."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from bot.localtime import is_of_a_place
from bot.names.suggest import nearest
from db.storage.address import knows_options, postgres_address, sqlite_address

_MOST_DAYS = 3650
_LOG_FORMATS = ("console", "json")
_LOG_LEVELS = ("debug", "info", "warning", "error")
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg", "postgresql+asyncpg")
_SQLITE = ("sqlite", "sqlite+aiosqlite")
SLACK_API = "https://slack.com/api/"


class Secret:
    """A text that shows itself only when it is asked to, and the file that it was read from, if any."""

    __slots__ = ("_text", "file")

    def __init__(self, text: str, file: Path | None = None) -> None:
        """Keep a text."""
        self._text = text
        self.file = file

    def reveal(self) -> str:
        """Give the text; it must not go into a log or a message."""
        return self._text

    def __repr__(self) -> str:
        return "<secret>"


class WrongValue(Exception):
    """A value that a key cannot have: what was found, what was expected, and what was probably meant."""

    def __init__(self, found: str, expected: str = "", nearest: str = "") -> None:
        super().__init__(found)
        self.fault = (found, expected, nearest)


def _token_file(value: Any, folder: Path) -> Secret:
    # what stands there is not repeated: it may be the token itself
    if not isinstance(value, str) or not value:
        raise WrongValue("no path", "the path of a file that holds the token")
    try:
        file = folder / Path(value).expanduser()
        return Secret(read_token(file.read_text("utf-8-sig"), folder).reveal(), file)
    except UnicodeDecodeError:
        raise WrongValue("the file named there is no text", "a file with the token alone") from None
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "no usable path"
        raise WrongValue(f"the file named there cannot be read: {reason}") from None


def read_token(value: str, _folder: Path) -> Secret:
    """Take a bot's token; no part of it is repeated in a fault."""
    token = value.strip()
    if not token:
        raise WrongValue("the token is empty", "the bot's token")
    if not re.fullmatch(r"[!-~]+", token):
        raise WrongValue("the token has spaces, line breaks or strange characters in it", "the bot's token alone")
    return Secret(token)


def read_api(value: str, _folder: Path) -> str:
    """Take the address of a Slack other than Slack's own, for tests."""
    parts = urlsplit(value.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WrongValue("no address", "http://127.0.0.1:PORT/api/")
    return value.strip().rstrip("/") + "/"


def _server(value: Any, _folder: Path) -> int:
    number = int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,20}", value) else value
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 1 << 64:
        raise WrongValue("no server id", "the number that Discord's “Copy Server ID” gives")
    return number


def read_database(value: Any, folder: Path) -> str:
    """Turn a path or an address into an address with a driver.

    It can hold a password, so nothing of it but a scheme is repeated in a fault.
    """
    if not isinstance(value, str) or not value.strip():
        raise WrongValue("no address", "the path of a SQLite file, or postgresql://…")
    if re.search(r"[\x00-\x1f\x7f]", value.strip()):
        raise WrongValue("a character that cannot be seen stands in it", "the path of a SQLite file, or postgresql://…")
    scheme, separator, rest = value.strip().partition("://")
    if not separator or not re.fullmatch(r"[a-z][a-z0-9+]*", scheme, re.IGNORECASE):
        return _sqlite(value.strip(), folder)
    if scheme in _SQLITE:
        return _sqlite(_without_options(rest.removeprefix("/")), folder)
    if scheme in _POSTGRES:
        return _postgresql(rest)
    raise WrongValue(f"unknown kind of database {cut(scheme)!r}", "sqlite:///path or postgresql://…")


def _sqlite(path: str, folder: Path) -> str:
    if not path or path == ":memory:":
        raise WrongValue("no file for SQLite to keep", "the path of a file")
    # an address without its beginning; a disk of Windows’ has one letter
    if re.match(r"(//)?[^/\\]{2,}:.*@|[A-Za-z0-9+]{2,}:/", path):
        raise WrongValue("an incomplete address", "a path, or postgresql://user:password@host:port/database")
    try:
        return sqlite_address(folder / Path(path).expanduser())
    except RuntimeError:
        raise WrongValue("a path whose ~ leads nowhere", "a path") from None


def _without_options(path: str) -> str:
    if "?" in path:
        raise WrongValue("options, which a SQLite file does not take", "sqlite:///path without '?'")
    return path


def _postgresql(rest: str) -> str:
    if _parted_by_password(rest):
        raise WrongValue(
            "a character that parts an address stands inside one of its parts",
            "in a password @ as %40, / as %2F, ? as %3F, # as %23 and % as %25",
        )
    try:
        parts = urlsplit(f"postgresql://{rest}")
        complete = parts.port != 0 and parts.path.strip("/") and knows_options(rest)
        address = postgres_address(rest)
    except ValueError:
        complete = address = ""
    if not complete:
        raise WrongValue("an incomplete address", "postgresql://user:password@host:port/database")
    return address


def _parted_by_password(rest: str) -> bool:
    """Tell whether an address may be read in several ways, since a sign that parts it may be part of a password."""
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    strange = "#" in rest or re.search(r"%(?![0-9A-Fa-f]{2})", rest) or re.search(r"[\[\]].*@", rest)
    return bool(strange) or rest.count("@") != authority.count("@") or rest.count("@") > 1


def _zone(value: Any, _folder: Path) -> str:
    if not isinstance(value, str) or not value:
        raise WrongValue("no zone", "an IANA zone such as Europe/Berlin")
    try:
        zone = ZoneInfo(value).key
    except (OSError, ValueError, KeyError):
        near = nearest(value, sorted(available_timezones()))
        raise WrongValue(f"unknown zone {cut(value)!r}", "an IANA zone such as Europe/Berlin", near) from None
    if not is_of_a_place(zone):
        raise WrongValue(f"{cut(zone)!r}, which is no place’s zone", "the zone of a place such as Europe/Berlin")
    return zone


def _hour(value: Any, _folder: Path) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        raise WrongValue(f"{cut(str(value))!r}", 'an hour of the day such as "09:00", in quotes')
    return value


def _port(value: Any, _folder: Path) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 1 << 16:
        raise WrongValue("no port", "a number from 1 to 65535")
    return value


def _host(value: Any, _folder: Path) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[\w.:-]{1,253}", value):
        raise WrongValue("no host", 'an address of this machine, such as "127.0.0.1"; "0.0.0.0" for all of them')
    return value


def _paths(value: Any, folder: Path) -> tuple[Path, ...]:
    if not isinstance(value, list) or not all(isinstance(path, str) and path for path in value):
        raise WrongValue("no list of paths", 'e.g. ["dossiers/talks.yaml"], or [] for the bundled dossier')
    try:
        paths = tuple(folder / Path(path).expanduser() for path in value)
    except RuntimeError:
        raise WrongValue("a path whose ~ leads nowhere", "a path") from None
    if missing := [path for path in paths if not path.is_file()]:
        raise WrongValue("; ".join(f"there is no file {path}" for path in missing))
    return paths


def _pace(value: Any, _folder: Path) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1_000_000:
        raise WrongValue(f"{cut(str(value))!r}", "a whole number from 1 to 1,000,000, e.g. 20")
    return value


def _days(value: Any, _folder: Path) -> int:
    found = re.fullmatch(r"(\d{1,4})( days?)?", value) if isinstance(value, str) else None
    number = int(found[1]) if found else value
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= _MOST_DAYS:
        raise WrongValue(f"{cut(str(value))!r}", 'a number of days such as "90 days"; 0 keeps none')
    return number


def _choice(*choices: str) -> Callable[[Any, Path], str]:
    def read(value: Any, _folder: Path) -> str:
        if value not in choices:
            near = nearest(str(value), choices)
            raise WrongValue(f"{cut(str(value))!r}", f"one of: {', '.join(choices)}", near)
        return str(value)

    return read


KEYS: dict[str, dict[str, Callable[[Any, Path], Any]]] = {
    "discord": {"token_file": _token_file, "server": _server, "pace": _pace},
    "slack": {"bot_token_file": _token_file, "app_token_file": _token_file},
    "database": {"url": read_database},
    "desk": {"zone": _zone, "hour": _hour},
    "dossiers": {"load": _paths},
    "articles": {"keep": _days},
    "health": {"port": _port, "host": _host},
    "log": {"format": _choice(*_LOG_FORMATS), "level": _choice(*_LOG_LEVELS)},
}


def cut(text: str) -> str:
    """Shorten a text for a message."""
    return text if len(text) <= 40 else f"{text[:40]}…"
