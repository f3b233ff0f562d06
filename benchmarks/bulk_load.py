"""Writing a very large dossier straight into the database, in batches, without holding it in memory."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, select, text

from db.loading.heads import DossierHead
from db.model import edtf
from db.model.codec import encode_head, item_row, kind_of, link_rows
from db.model.edtf import Bounds
from db.model.records import Item, Party, Person, Source
from db.reading.search_index import Known, Surroundings, found_words, replace_found
from db.storage import schema
from db.storage.database import Connection
from db.storage.moments import micros

_BATCH = 5_000
_CACHE_KIB = 256 * 1024  # SQLite's own 2 MB would write every index page thousands of times


class DossierExistsError(Exception):
    """The database holds a dossier with this id already."""


def add_large_dossier(
    connection: Connection,
    head: DossierHead,
    records: Iterable[Item],
    *,
    now: datetime,
    progress: Callable[[int], None],
) -> int:
    """Write a new dossier and return how many items it has; raises DossierExistsError.

    `records` gives sources, people and parties before what names them. No changes are listed: nobody is told of a
    million.
    """
    dossier = schema.dossier
    if connection.execute(select(dossier.c.id).where(dossier.c.id == head.id)).first():
        raise DossierExistsError(head.id)
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"PRAGMA cache_size = -{_CACHE_KIB}"))
    values = {
        "id": head.id,
        "title": head.title,
        "head": encode_head(head.about, head.remind, silence=head.silence, stale=head.stale, synonyms=head.synonyms),
    }
    connection.execute(insert(dossier).values(values | {"revision": head.revision, "loaded_at": micros(now)}))
    written = 0
    for batch in _batches(head.id, records):
        _write(connection, head.id, batch)
        written += len(batch.items)
        progress(written)
    return written


@dataclass(frozen=True, slots=True)
class _Batch:
    items: list[dict[str, Any]]
    links: list[dict[str, Any]]
    found: list[Known]


def _write(connection: Connection, dossier: str, batch: _Batch) -> None:
    connection.execute(insert(schema.item), batch.items)
    if batch.links:
        connection.execute(insert(schema.link), batch.links)
    replace_found(connection, dossier, schema.FILE, gone=(), found=batch.found)


def _batches(dossier: str, records: Iterable[Item]) -> Iterator[_Batch]:
    published: dict[str, Bounds] = {}
    names: dict[str, tuple[str, date]] = {}
    around = Surroundings(published, names)
    mine = {"dossier": dossier, "desk": schema.FILE}
    remaining = iter(records)
    while some := list(islice(remaining, _BATCH)):
        batch = _Batch([], [], [])
        for record in some:
            if isinstance(record, Source):
                published[record.id] = edtf.bounds(record.published.edtf)
            row = item_row(kind_of(type(record)), record, published=published)
            if isinstance(record, Person | Party):
                names[record.id] = record.name, row.known_from
            batch.items.append(mine | asdict(row))
            batch.links.extend(mine | link for link in link_rows(record, row))
            batch.found.extend(found_words(row.kind, record, known_from=row.known_from, around=around))
        yield batch
