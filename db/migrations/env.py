"""Runs migrations on the connection it is handed; alembic executes this file."""

from alembic import context

from db.reading.search import index_what_is_not
from db.storage.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
# last of all: it reads items as this program's records, which older migrations know nothing of
index_what_is_not(connection)
