"""What people have settled for themselves, whatever server they ask in."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from db.storage import schema
from db.storage.database import Connection
from db.storage.rows import columns, record


@dataclass(frozen=True, slots=True)
class Reader:
    """A person by the platform's id; `zone` and `quiet` ("22:00-07:00") are "" where nothing is settled."""

    id: str
    zone: str = ""
    quiet: str = ""


def find_readers(connection: Connection, ids: Iterable[str]) -> dict[str, Reader]:
    """Give the settings of people; of whom nothing is kept, there are none."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    query = select(*columns(schema.reader, Reader)).where(schema.reader.c.id.in_(wanted))
    found = {row.id: record(Reader, row) for row in connection.execute(query)}
    return {id_: found.get(id_, Reader(id_)) for id_ in wanted}


def replace_reader(connection: Connection, reader: Reader) -> None:
    """Keep a person's settings; without any, nothing is kept."""
    connection.execute(delete(schema.reader).where(schema.reader.c.id == reader.id))
    if reader != Reader(reader.id):
        connection.execute(insert(schema.reader).values(id=reader.id, zone=reader.zone, quiet=reader.quiet))
