"""Channels at rest with the reason, requests that were answered, and indexes for claiming by channel."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add two tables and two indexes."""
    op.create_table(
        "breaker",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("open_until", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("lasting", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_breaker")),
    )
    op.create_table(
        "request",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
    )
    op.create_index(op.f("ix_request_at"), "request", ["at"])
    for name, column, where in (
        ("ix_due_claimed", "channel", "state = 'claimed'"),
        ("ix_due_tried", "nonce", "state = 'waiting' AND nonce <> ''"),
    ):
        condition = sa.text(where)
        op.create_index(name, "due", [column], sqlite_where=condition, postgresql_where=condition)
