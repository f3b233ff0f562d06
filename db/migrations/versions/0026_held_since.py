"""Since when a message waits for the end of quiet hours: a column of its own, no longer a part of `detail`."""

import json
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    """Add the column, and move what `detail` held into it."""
    op.add_column("due", sa.Column("held_since", sa.BigInteger(), nullable=True))
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, detail FROM due WHERE detail LIKE :held"), {"held": '%"held":%'})
    moved = sa.text("UPDATE due SET held_since = :since, detail = :detail WHERE id = :id")
    for id_, detail in rows.all():
        told = json.loads(detail)
        if held := told.pop("held", ""):
            since = (datetime.fromisoformat(held) - _EPOCH) // timedelta(microseconds=1)
            connection.execute(moved, {"id": id_, "since": since, "detail": json.dumps(told) if told else ""})
