"""A large load in small transactions: its words are indexed beforehand, out of sight, and shown by the load itself.

Rows of the index whose `desk` begins with “=” are seen by nobody: those of a load that is to come, and those that a
load has put aside. Both are written and taken out a few at a time, so that others write in between.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import delete, func, insert, select, update

from db.loading.compare import Compared, compare, state_of
from db.loading.write import index_words
from db.model.codec import dossier_key, encode_head
from db.model.records import Dossier
from db.reading.search_index import Known, found_rows, insert_found, next_row, stored_facts
from db.storage import schema
from db.storage.bulk_insert import is_postgres
from db.storage.database import Connection

AT_ONCE = 400  # rows of the index in a transaction
LARGE = 2_000  # items that a load changes, from which on it is staged
_search = schema.search.c
_GONE = "=gone"


@dataclass(frozen=True, slots=True)
class Stage:
    """A load that was compared and indexed beforehand; `marker` marks its `rows` in the index."""

    compared: Compared
    marker: str
    rows: int

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
    stage = Stage(compared, f"={marker}", len(found))
    return Staging(stage, iter(found))


def hide_dossier(connection: Connection, dossier: Dossier, *, owner: str) -> None:
    """Make the row that the index's rows belong to, where there is none: of revision 0 nobody sees a dossier."""
    key = dossier_key(dossier.id, owner)
    if connection.scalar(select(schema.dossier.c.id).where(schema.dossier.c.id == key)) is None:
        head = encode_head(dossier.about, (), silence=0, stale=0, synonyms=[])
        connection.execute(insert(schema.dossier).values(id=key, title="", head=head, revision=0, loaded_at=0))


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
    mine = (_search.dossier == stage.dossier, _search.desk == stage.marker)
    count = connection.scalar(select(func.count()).select_from(schema.search).where(*mine))
    return count == stage.rows


def show_stage(connection: Connection, stage: Stage) -> None:
    """Let what was indexed beforehand be found."""
    mine = (_search.dossier == stage.dossier, _search.desk == stage.marker)
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
    """Take some of what nobody sees out of the index; False when there is nothing left."""
    hidden = (_search.dossier == dossier, _search.desk.startswith("="))
    rows = connection.scalars(select(_search.id).where(*hidden).limit(AT_ONCE)).all()
    connection.execute(delete(schema.search).where(_search.id.in_(rows)))
    return len(rows) == AT_ONCE
