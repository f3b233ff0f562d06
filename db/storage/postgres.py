"""PostgreSQL by way of psycopg: its settings, and how its connections are broken off from outside."""

import re
import socket
import threading
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, create_engine, event

_PATIENCE = 5  # seconds

# A plan made for any limit and any name reads through tables where one for this limit needs thirty rows; and compiling
# a look-up takes longer than running it.
_SETTINGS = "-c plan_cache_mode=force_custom_plan -c jit=off"


def engine(url: str, opened: set[Any]) -> Engine:
    """Make what connects to a server; `opened` are psycopg's connections that are open."""
    made = create_engine(url, pool_pre_ping=True, connect_args={"options": _SETTINGS, "connect_timeout": _PATIENCE})

    def come(connection: Any, _record: object) -> None:
        opened.add(connection)

    def go(connection: Any, _record: object) -> None:
        opened.discard(connection)

    event.listen(made, "connect", come)
    event.listen(made, "close", go)
    event.listen(made, "close_detached", opened.discard)
    return made


def plain_options(url: str) -> str:
    """Give an address as PostgreSQL's own library takes it: a former driver called `sslmode` just `ssl`."""
    return re.sub(r"([?&])ssl=", r"\1sslmode=", url)


def cancel(connection: Any) -> None:
    """Let the server break off what a connection does; nobody waits for that."""

    def ask() -> None:
        with suppress(Exception):
            connection.cancel_safe(timeout=_PATIENCE)

    threading.Thread(target=ask, daemon=True).start()


def cut(connection: Any) -> None:
    """End a connection whose server does not answer: to close it in order it would have to."""
    with suppress(Exception), socket.socket(fileno=_duplicate(connection)) as line:
        line.shutdown(socket.SHUT_RDWR)


def _duplicate(connection: Any) -> int:
    import os

    return os.dup(connection.pgconn.socket)
