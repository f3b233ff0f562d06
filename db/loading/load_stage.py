"""A large load in small transactions: its words are indexed beforehand, out of sight, and shown by the load itself.

Rows of the index whose `desk` begins with “=” are seen by nobody: those of a load that is to come, and those that a
load has put aside. Nor is a dossier of revision 0: one whose first load is to come, or one that was taken out. All
that is written and taken out a few at a time, so that others write in between.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, Table, delete, exists, func, insert, or_, select, tuple_, update

from db.loading.compare import Compared, compare, state_of
from db.loading.write import Rows, index_words, rows_to_write
from db.model.codec import dossier_key, encode_head
from db.model.records import Dossier
from db.reading.search_index import Known, found_rows, insert_found, next_row, stored_facts
from db.storage import schema
from db.storage.bulk_insert import is_postgres
from db.storage.database import Connection, Database
from db.storage.moments import micros

AT_ONCE = 400  # rows of the index in a transaction
LARGE = 2_000  # items that a load changes, from which on it is staged
_search = schema.search.c
_GONE = "=gone"


@dataclass(frozen=True, slots=True)
class Stage:
    """A load that was compared, put into rows and indexed beforehand; `marker` marks its `indexed` rows."""

    compared: Compared
    marker: str
    indexed: int
    rows: tuple[Rows, ...]

    @property
    def dossier(self) -> str:
        """The dossier's key."""
        return self.compared.dossier.id


@dataclass(frozen=True, slots=True)
class Staging:
    """What is to be indexed beforehand, in order."""

    stage: Stage
    found: Iterator[Known]


def begin_staging(connection: Connection, dossier: Dossier, *, owner: str, marker: str) -> Staging | None:
    """Work out what a load would index; None if it is small enough to be written at once."""
    compared = compare(connection, dossier, owner=owner)
    if len(compared.changes) < LARGE:
        return None
    found = list(index_words(compared, stored_facts(connection, compared.dossier.id)))
    rows = tuple(rows_to_write(compared, postgres=is_postgres(connection)))
    stage = Stage(compared, f"={marker}", len(found), rows)
    return Staging(stage, iter(found))


def begin_hidden(connection: Connection, dossier: Dossier, *, owner: str, now: datetime) -> None:
    """Make the row that the index's rows belong to, where there is none: of revision 0 nobody sees a dossier."""
    key = dossier_key(dossier.id, owner)
    if connection.scalar(select(schema.dossier.c.id).where(schema.dossier.c.id == key)) is None:
        head = encode_head(dossier.about, (), silence=0, stale=0, synonyms=[])
        values = {"id": key, "title": "", "head": head, "revision": 0, "loaded_at": micros(now)}
        connection.execute(insert(schema.dossier).values(values))


def hide_dossier(connection: Connection, dossier: str, *, now: datetime) -> None:
    """Take a dossier out of everybody's sight at once; `clear_some` takes out what it has."""
    table = schema.dossier
    connection.execute(update(table).where(table.c.id == dossier).values(revision=0, loaded_at=micros(now)))


def list_left_behind(connection: Connection, *, before: datetime) -> list[str]:
    """List dossiers of which somebody sees nothing, or not all, since before a moment: a program was killed over it."""
    table = schema.dossier.c
    put_aside = exists().where(_search.dossier == table.id, schema.IS_UNSEEN)
    query = select(table.id).where(table.loaded_at < micros(before), or_(table.revision == 0, put_aside))
    return list(connection.scalars(query.order_by(table.id)))


async def clear_left_behind(database: Database, *, before: datetime) -> None:
    """Clear away what programs have left that were killed before a moment, a few rows at a time."""
    for dossier in await database.read(list_left_behind, before=before):
        while await database.write(clear_some, dossier):
            pass
        await database.write(drop_hidden, dossier)


def stage_some(connection: Connection, staging: Staging) -> bool:
    """Index some more out of sight; False when there is nothing left."""
    some = list(islice(staging.found, AT_ONCE))
    if not some:
        return False
    stage, first = staging.stage, next_row(connection)
    for rows in found_rows(stage.dossier, stage.marker, some, first=first, postgres=is_postgres(connection)):
        insert_found(connection, rows)
    return True


def is_whole(connection: Connection, stage: Stage) -> bool:
    """Tell whether all that was indexed beforehand is there, for a dossier that is still as it was then."""
    if state_of(connection, stage.dossier) != stage.compared.state:
        return False
    mine = (_search.dossier == stage.dossier, _search.desk == stage.marker, schema.IS_UNSEEN)
    count = connection.scalar(select(func.count()).select_from(schema.search).where(*mine))
    return count == stage.indexed


def show_stage(connection: Connection, stage: Stage) -> None:
    """Let what was indexed beforehand be found."""
    mine = (_search.dossier == stage.dossier, _search.desk == stage.marker, schema.IS_UNSEEN)
    connection.execute(update(schema.search).where(*mine).values(desk=schema.FILE))


def put_aside(connection: Connection, dossier: str, items: Sequence[str]) -> None:
    """Take items of a file out of sight; `clear_some` takes them out of the index."""
    for start in range(0, len(items), 2_000):
        mine = (_search.dossier == dossier, _search.desk == schema.FILE, _search.item.in_(items[start : start + 2_000]))
        connection.execute(update(schema.search).where(*mine).values(desk=_GONE))


def drop_hidden(connection: Connection, dossier: str) -> None:
    """Take out the row of a dossier whose first load did not come about."""
    table = schema.dossier
    connection.execute(delete(table).where(table.c.id == dossier, table.c.revision == 0))


def clear_some(connection: Connection, dossier: str) -> bool:
    """Take out some of what nobody sees of a dossier; False when there is nothing left."""
    if _is_hidden(connection, dossier):
        return any(_clear_some_of(connection, table, table.c.dossier == dossier) for table in _CLEARED)
    return _clear_some_of(connection, schema.search, (_search.dossier == dossier) & schema.IS_UNSEEN)


def clear_hidden(connection: Connection, dossier: str) -> None:
    """Take out at once all that is left of a dossier that nobody sees."""
    if _is_hidden(connection, dossier):
        while clear_some(connection, dossier):
            pass


def _is_hidden(connection: Connection, dossier: str) -> bool:
    table = schema.dossier.c
    return bool(connection.scalar(select(exists().where(table.id == dossier, table.revision == 0))))


# words that have stood in it are not: they are looked up before they are shown, and go with the row of the dossier
_CLEARED = (schema.search, schema.link, schema.item, schema.change)


def _clear_some_of(connection: Connection, table: Table, where: ColumnElement[bool]) -> bool:
    """Take some rows out of a table; False where there are none."""
    key = tuple(table.primary_key.columns)
    rows = connection.execute(select(*key).where(where).limit(AT_ONCE)).all()
    if rows:
        connection.execute(delete(table).where(tuple_(*key).in_([tuple(row) for row in rows])))
    return bool(rows)
