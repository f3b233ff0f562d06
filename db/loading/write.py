"""Writing what a load changes: items, links, the search index and the list of changes, batch by batch."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Literal, Protocol

from sqlalchemy import ColumnElement, and_, delete

from db.model import edtf
from db.model.codec import ItemRow, items_of, named
from db.model.records import Dossier, Item, Party, Person
from db.reading.search_index import (
    Facts,
    Known,
    Surroundings,
    delete_found,
    found_rows,
    found_words,
    insert_found,
    moved,
    next_row,
    rests_on,
    surroundings,
)
from db.storage import schema
from db.storage.bulk_insert import Row, insert_rows, is_postgres, stored_day
from db.storage.database import Connection

BATCH = 1_000  # items, between which other work gets its turn

Progress = Callable[[str, int, int], None]  # of what, how many of how many are written


@dataclass(frozen=True, slots=True)
class Change:
    """One item that a load added, changed or removed; `old` and `new` are its JSON."""

    action: Literal["added", "changed", "removed"]
    kind: str
    id: str
    old: str | None
    new: str | None


class Writing(Protocol):
    """What is written of a dossier: see `db.loading.compare`."""

    @property
    def dossier(self) -> Dossier: ...
    @property
    def rows(self) -> dict[str, ItemRow]: ...
    @property
    def changes(self) -> tuple[Change, ...]: ...
    @property
    def changed(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Rows:
    """Some items and what links them to others, as rows."""

    items: list[Row]
    links: list[Row]


def write_items(connection: Connection, writing: Writing, rows: Iterable[Rows], progress: Progress) -> None:
    """Put items and links in place of those they change; `rows` are those of `rows_to_write`."""
    item, link = schema.item, schema.link
    gone, fresh = _old_and_new(writing.changes)
    for ids in batches(gone):
        mine = writing.dossier.id
        connection.execute(delete(link).where(_file_row(link.c, mine), link.c.item.in_(ids)))
        connection.execute(delete(item).where(_file_row(item.c, mine), item.c.id.in_(ids)))
    done = 0
    for batch in rows:
        insert_rows(connection, item, _ITEM_COLUMNS, batch.items)
        insert_rows(connection, link, _LINK_COLUMNS, batch.links)
        done += len(batch.items)
        progress("items", done, len(fresh))


def _old_and_new(changes: tuple[Change, ...]) -> tuple[list[str], set[str]]:
    gone = [change.id for change in changes if change.old is not None]
    return gone, {change.id for change in changes if change.new is not None}


_ITEM_COLUMNS = "dossier, desk, kind, id, earliest, latest, known_from, known_by, hash, body"
_LINK_COLUMNS = "dossier, desk, item, role, target, earliest, known_from"
_CHANGE_COLUMNS = "dossier, desk, revision, actor, at, why, item, kind, action, old, new"


def rows_to_write(writing: Writing, *, postgres: bool) -> Iterator[Rows]:
    """Put what is new or changed into rows, some at a time; pure."""
    _gone, fresh = _old_and_new(writing.changes)
    mine = (writing.dossier.id, schema.FILE)
    day = partial(stored_day, postgres=postgres)
    records = (record for _kind, record in items_of(writing.dossier) if record.id in fresh)
    while batch := list(islice(records, BATCH)):
        items: list[Row] = []
        links: list[Row] = []
        for record in batch:
            row = writing.rows[record.id]
            days = [day(one) for one in (row.earliest, row.latest, row.known_from, row.known_by)]
            items.append((*mine, row.kind, row.id, *days, row.hash, row.body))
            links += ((*mine, row.id, role, target, days[0], days[2]) for role, target in named(record))
        yield Rows(items, links)


def index_items(connection: Connection, writing: Writing, indexed: Facts, progress: Progress) -> None:
    """Index what has changed, and what names a source of another day now, or somebody of another name."""
    dossier, indexing = writing.dossier, items_to_index(writing, indexed)
    delete_found(connection, dossier.id, schema.FILE, indexing.gone)
    first, found = next_row(connection), index_words(writing, indexed)
    for batch in found_rows(dossier.id, schema.FILE, found, first=first, postgres=is_postgres(connection)):
        insert_found(connection, batch)
        progress("search index", batch.next - first, len(indexing.again))


def index_words(writing: Writing, indexed: Facts) -> Iterator[Known]:
    """Give what can be found of all that is to be indexed, in the order in which it was known; pure."""
    indexing = items_to_index(writing, indexed)
    for kind, record in indexing.again:
        known_from = writing.rows[record.id].known_from
        yield from found_words(kind, record, known_from=known_from, around=indexing.around)


@dataclass(frozen=True, slots=True)
class Indexing:
    """What is indexed anew, in the order in which it was so, and what is taken out before, by id."""

    around: Surroundings
    again: list[tuple[str, Item]]
    gone: list[str]


def items_to_index(writing: Writing, indexed: Facts) -> Indexing:
    """Work out what is indexed anew; `indexed` are the facts with which the index was made."""
    dossier, rows = writing.dossier, writing.rows
    named: tuple[Person | Party, ...] = (*dossier.people, *dossier.parties)
    around = surroundings(
        named,
        published={source.id: edtf.bounds(source.published.edtf) for source in dossier.sources},
        known_from={record.id: rows[record.id].known_from for record in named},
    )
    others = moved(indexed, around)
    again = [one for one in items_of(dossier) if one[1].id in writing.changed or rests_on(one[1], others)]
    # numbers are compared at once, days one by one
    again.sort(key=lambda one: rows[one[1].id].earliest.toordinal())
    return Indexing(around, again, sorted(writing.changed | {record.id for _, record in again}) if indexed else [])


def write_changes(connection: Connection, changes: Iterable[Change], common: Row) -> None:
    """List changes; `common` is what they share, in the order of the columns."""
    remaining = iter(changes)
    while batch := list(islice(remaining, BATCH)):
        rows = [(*common, one.id, one.kind, one.action, one.old, one.new) for one in batch]
        insert_rows(connection, schema.change, _CHANGE_COLUMNS, rows)


def _file_row(columns: Any, dossier: str) -> ColumnElement[bool]:
    return and_(columns.dossier == dossier, columns.desk == schema.FILE)


def batches(ids: list[str], size: int = 500) -> Iterator[list[str]]:
    """Part ids into so many as a statement may have."""
    # databases limit the number of bound values
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
