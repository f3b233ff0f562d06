"""The address of a database: written for its driver, the file that it means, and what of it may be shown.

Loads no database library: the lock of who delivers is taken before there is one.
"""

from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_SQLITE = "sqlite:///"


def sqlite_address(path: Path | str) -> str:
    """Write the address of a file; what would be read as an escape or as options stands escaped in it."""
    return _SQLITE + str(path).replace("%", "%25").replace("?", "%3F")


def postgres_address(rest: str) -> str:
    """Write an address of PostgreSQL's for its driver; a password among the options goes where a password stands.

    `rest` is what follows “://”, in which `@`, `/`, `?` and `#` only part. Raises ValueError.
    """
    parts = urlsplit(f"postgresql://{rest}")
    options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    # a former driver had a name of its own for it
    options = {"sslmode" if name == "ssl" else name: value for name, value in options.items()}
    user = options.pop("user", "") or unquote(parts.username or "")
    password = (options.pop("password", "") if user else "") or unquote(parts.password or "")
    who = ":".join(quote(part, safe="") for part in (user, password) if part)
    asked = f"?{urlencode(options)}" if options else ""
    place = f"{_host(rest)}{parts.path}"
    return f"postgresql+psycopg://{who}@{place}{asked}" if who else f"postgresql+psycopg://{place}{asked}"


def knows_options(rest: str) -> bool:
    """Tell whether PostgreSQL has every option of an address; one that it has not may be a part of a password."""
    asked = urlsplit(f"postgresql://{rest}").query
    if not asked:
        return True
    from psycopg.pq import Conninfo  # takes a tenth of a second to import

    known = {option.keyword.decode() for option in Conninfo.get_defaults()} | {"ssl"}
    return {name for name, _ in parse_qsl(asked, keep_blank_values=True)} <= known


def file_of(address: str) -> Path | None:
    """Name the file of a SQLite database; None for another kind."""
    kind, _, path = address.partition(":///")
    path = unquote(path.partition("?")[0])
    return Path(path) if kind.partition("+")[0] == "sqlite" and path not in ("", ":memory:") else None


def shown(address: str) -> str:
    """Say where a database is, in words that anybody may read: no password, no options."""
    if file := file_of(address):
        return str(file)
    rest = address.partition("://")[2]
    user = urlsplit(f"postgresql://{rest}").username
    return f"postgresql://{f'{user}@' if user else ''}{_host(rest)}{urlsplit(f'postgresql://{rest}').path}"


def _host(rest: str) -> str:
    return urlsplit(f"postgresql://{rest}").netloc.rpartition("@")[2]
