"""What the program itself remembers from one run to the next: a few words under a key each."""

from sqlalchemy import delete, insert, select

from db.storage import schema
from db.storage.database import Connection

_meta = schema.meta.c


def find_meta(connection: Connection, key: str) -> str | None:
    """Find what is kept under a key."""
    return connection.scalar(select(_meta.value).where(_meta.key == key))


def list_meta(connection: Connection, *, prefix: str) -> dict[str, str]:
    """List what is kept under keys that begin so."""
    query = select(_meta.key, _meta.value).where(_meta.key.startswith(prefix, autoescape=True)).order_by(_meta.key)
    return {row.key: row.value for row in connection.execute(query)}


def replace_meta(connection: Connection, key: str, value: str) -> None:
    """Keep something under a key, instead of what was there."""
    delete_meta(connection, key)
    connection.execute(insert(schema.meta).values(key=key, value=value))


def delete_meta(connection: Connection, key: str) -> None:
    """Forget what is kept under a key."""
    connection.execute(delete(schema.meta).where(_meta.key == key))
