"""Who has taken a tracked date on, and who wants to be told of it; rows are only ever added."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import insert, select

from db.reading.view import View
from db.storage import schema
from db.storage.database import Connection
from db.storage.rows import columns, record, values

WatchKind = Literal["checks", "hands back", "notify", "stop"]


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody's word on a tracked date: to check it, to hand it back, to be told, to be told no longer.

    `channel` is where it was said: a notice goes there when it can't be delivered in person.
    """

    desk: str
    dossier: str
    item: str
    kind: WatchKind
    person: str
    person_name: str
    channel: str
    at: datetime


def list_watches(view: View, *, item: str = "") -> list[Watch]:
    """List what was said at a desk, of whatever day, the oldest first."""
    column = schema.watch.c
    query = select(*columns(schema.watch, Watch)).where(column.desk == view.desk, column.dossier == view.dossier)
    query = query.where(column.item == item) if item else query
    return [record(Watch, row) for row in view.connection.execute(query.order_by(column.id))]


def has_watch(connection: Connection, press: str) -> bool:
    """Tell whether a request was kept already."""
    found = connection.execute(select(schema.watch.c.id).where(schema.watch.c.press == press))
    return found.one_or_none() is not None


def add_watch(connection: Connection, watch: Watch, *, press: str) -> None:
    """Keep somebody's word; `press` is the request's id, unique."""
    connection.execute(insert(schema.watch).values(values(watch) | {"press": press}))


def owners(watches: Iterable[Watch]) -> dict[str, Watch]:
    """Give who has taken each item on."""
    last = {watch.item: watch for watch in watches if watch.kind in ("checks", "hands back")}
    return {item: watch for item, watch in last.items() if watch.kind == "checks"}


def notified(watches: Iterable[Watch]) -> dict[str, list[Watch]]:
    """Give who wants to be told of each item."""
    last = {(watch.item, watch.person): watch for watch in watches if watch.kind in ("notify", "stop")}
    found: dict[str, list[Watch]] = defaultdict(list)
    for watch in last.values():
        if watch.kind == "notify":
            found[watch.item].append(watch)
    return dict(found)
