"""Requests that changed something, each with its answer: the same one again, replayed or pressed twice, gets that."""

from datetime import datetime

from sqlalchemy import delete, select, update

from db.storage import schema
from db.storage.database import Connection
from db.storage.new_rows import insert_new

_request = schema.request.c


def add_request(connection: Connection, id_: str, *, now: datetime) -> bool:
    """Note a request before it changes anything; False if it was noted before.

    Of two at once the second waits for the first, and finds its answer.
    """
    noted = insert_new(connection, schema.request).values(id=id_, at=now, answer="")
    return connection.execute(noted, execution_options={"preserve_rowcount": True}).rowcount == 1


def get_answer(connection: Connection, id_: str) -> str:
    """Get what a request was answered with, as JSON."""
    return connection.execute(select(_request.answer).where(_request.id == id_)).scalar_one()


def replace_answer(connection: Connection, id_: str, answer: str) -> None:
    """Keep what a request was answered with."""
    connection.execute(update(schema.request).where(_request.id == id_).values(answer=answer))


def forget_requests(connection: Connection, *, before: datetime) -> int:
    """Forget what was asked before a moment; a platform replays a request within minutes."""
    return connection.execute(delete(schema.request).where(_request.at < before)).rowcount
